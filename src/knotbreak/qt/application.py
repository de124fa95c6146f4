"""The Qt application itself, for a composition root that knows no Qt."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication


def application() -> QApplication:
    """Make the one application of this process."""
    # Qt 6.11 shares out every fill that lets something shine through, however small, to threads
    # and waits for them: with them a shadow of 100x100 costs twelve times as much.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    QGuiApplication.setDesktopFileName("knotbreak")
    app = QApplication(["knotbreak"])
    app.setApplicationName("knotbreak")
    app.setApplicationDisplayName("knotbreak")
    return app


def open_file(path: Path) -> bool:
    """Show a file in the program that the desktop has for it; False if there is none."""
    # What few days need is not imported at the start: these two take 2 ms.
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def beep() -> None:
    """The desktop's own bell, where it has one."""
    QApplication.beep()
