"""Tray and windows: the only package that knows PySide6."""

from __future__ import annotations

import builtins
import linecache

# PySide6 (6.8 to 6.12) puts a hook of its own around `import`, which reads the source of every
# module that is imported after it, to see whether it says `from __feature__ import ...`. We never
# do: without the hook the program starts 20 to 50 ms sooner, and 2 MB smaller. What it has read
# by then (0.2 MB) is let go.
_plain_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _plain_import
linecache.clearcache()
