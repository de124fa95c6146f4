"""A window that covers the screen, run as a program of its own: `python cover.py APP_ID`."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

if __name__ == "__main__":
    QGuiApplication.setDesktopFileName(sys.argv[1])
    app = QApplication([sys.argv[1]])
    window = QWidget()
    window.showFullScreen()
    print("shown", flush=True)
    sys.exit(app.exec())
