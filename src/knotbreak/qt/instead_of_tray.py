"""Where there is no tray, a window comes in its place: alone, and without taking the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.qt.opening import show_quietly

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from knotbreak.qt.tray import Tray


class InsteadOfTray:
    """Knows whether a window is owed to somebody who has no tray.

    Args:
        tray: Says whether there is one, now.
        others: Whether other windows of ours are to be seen: one thing at a time.
        window: Makes the window, or finds it.

    Attributes:
        came: Whether the window came by itself; one that somebody asked for stays.
    """

    def __init__(
        self, tray: Tray, others: Callable[[], bool], window: Callable[[], QWidget]
    ) -> None:
        self._tray = tray
        self._others = others
        self._window = window
        self._put_off = False
        self.came = False

    def bring(self) -> None:
        """Show the window, or put it off until the others are gone."""
        if self._tray.available:
            return
        self._put_off = self._others()
        if not self._put_off:
            self.came = True
            show_quietly(self._window())

    def others_gone(self) -> None:
        """Another window was closed: the time for one that was put off."""
        if self._put_off:
            self.bring()

    def forget(self) -> None:
        """Somebody has opened or closed the window: it is as they want it."""
        self.came = self._put_off = False
