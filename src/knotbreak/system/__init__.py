"""The operating system, without a toolkit."""
