"""Tests of the operating system adapters, on real parts where there are any."""
