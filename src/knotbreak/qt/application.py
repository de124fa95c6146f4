"""The Qt application itself, for a composition root that knows no Qt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication


def application() -> QApplication:
    """Make the one application of this process."""
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
