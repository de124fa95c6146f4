"""The drawn body, without a toolkit."""
