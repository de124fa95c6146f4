"""Files and the history on disk."""
