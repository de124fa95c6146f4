"""The tour's own parts are tried without a screen."""

from __future__ import annotations

import os

# Before anything imports PySide6: Qt reads it once.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
