"""knotbreak: break reminders that end in a guided stretch."""

__version__ = "0.1.0"
