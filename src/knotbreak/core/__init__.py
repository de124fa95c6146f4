"""Pure values and machines: no clock, no file, no toolkit."""
