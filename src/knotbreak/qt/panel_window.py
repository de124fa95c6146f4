"""What the windows have in common that are opened from the menu.

Apart from `panels`: a class over QWidget costs the tray program 0.1 MB.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget


class PanelWindow(QWidget):
    """One such window. `closed` is emitted whoever closes it."""

    closed = Signal()

    def turn_to(self, about: str) -> None:
        """Show one of the things it has, such as an area of the body, by its word in files."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Something has changed in the program: draw what is shown of it anew."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes, and with it what it cost."""
        super().closeEvent(event)
        self.closed.emit()
