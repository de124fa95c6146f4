"""The knot guide and the safety rules: pure values."""
