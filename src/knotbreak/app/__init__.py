"""Ports, coordinators and the controller: what happens, without saying by what means."""
