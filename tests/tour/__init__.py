"""A walk through the installed program that leaves pictures: `make tour`."""
