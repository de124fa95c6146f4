"""Tray and windows: the only package that knows PySide6."""

from __future__ import annotations

from knotbreak.qt.lean import import_pyside

import_pyside()
