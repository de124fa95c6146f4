"""How windows come and go."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QSessionManager

_TOKEN = "XDG_ACTIVATION_TOKEN"


@contextlib.contextmanager
def activation(token: str | None) -> Iterator[None]:
    """What is shown meanwhile may take the focus: the click that asked for it gave this token.

    Qt's Wayland part reads the variable of the C environment when a window asks to be activated,
    and unsets it there; Python's copy would hand the old token to every child (PySide6 6.12).
    """
    if not token:
        yield
        return
    os.environ[_TOKEN] = token
    try:
        yield
    finally:
        os.environ.pop(_TOKEN, None)


def show_quietly(window: QWidget) -> None:
    """Show what nobody asked for: it does not take the focus from anybody."""
    from PySide6.QtCore import Qt  # not at the start of the program (see qt/loop.py)

    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.showNormal() if window.isMinimized() else window.show()
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)


def drop(window: QWidget) -> None:
    """Take a window off the screen and forget it, once nothing of it is running any more."""
    window.hide()
    window.deleteLater()


def before_log_out(app: QApplication, write: Callable[[], None]) -> None:
    """Write all when the desktop ends.

    The program is started again by its autostart entry, not by the desktop's session.
    """

    def on_log_out(manager: QSessionManager) -> None:
        from PySide6.QtGui import QSessionManager  # not before the last moment of the day

        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        write()

    app.commitDataRequest.connect(on_log_out)
