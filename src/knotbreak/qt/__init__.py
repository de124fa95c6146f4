"""Windows and tray: the only package that imports PySide6."""
