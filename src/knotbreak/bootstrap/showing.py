"""Brings a window to the front that was asked for by its name, from outside the program."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from knotbreak.app.panels import Panel
from knotbreak.qt.front import QtFront


def show(
    front: QtFront,
    what: str,
    about: str,
    token: str | None,
    open_settings: Callable[[], None],
) -> bool:
    """The window of a name, at what it is `about`; without one whatever there is to show.

    False if there is none of that name. Where there is no window for the settings, their file
    opens.
    """
    if not what:
        front.activate(token)
        return True
    with suppress(ValueError):
        panel = Panel(what)
        if front.panels.has(panel):
            front.panels.show(panel, about, token)
            return True
    if what == Panel.SETTINGS.value:
        open_settings()
        return True
    return False
