"""A throw-away desktop of real parts."""
