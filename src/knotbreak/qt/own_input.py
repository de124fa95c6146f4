"""Input that goes to a window of ours, and to no other program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QWidget


class OwnInput(QObject):
    """A child of a window; calls `tell` with each input that the window gets."""

    def __init__(self, window: QWidget, tell: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._tell = tell
        window.installEventFilter(self)
        self._watch_handle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at an event; Qt goes on with it all the same."""
        if watched is self._window:
            if event.type() == QEvent.Type.WinIdChange:
                self._watch_handle()
        elif isinstance(event, QInputEvent):
            self._tell()
        return False

    def _watch_handle(self) -> None:
        """The native window gets what its widgets get, before they do."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
