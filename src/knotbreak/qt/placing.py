"""Where windows go: the pointer's screen, a remembered place, a corner."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QCursor, QGuiApplication, QScreen

CORNER_MARGIN = 24
DECORATIONS = QSize(24, 64)
"""About what a window manager puts around a window."""


def pointer_screen() -> QScreen:
    """The screen that the pointer is on."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


def screen_names() -> list[str]:
    """What the screens that are there are called, such as "HDMI-1"."""
    return [screen.name() for screen in QGuiApplication.screens()]


def named_screen(name: str | None) -> QScreen | None:
    """The screen of this name, if it is there."""
    found = (screen for screen in QGuiApplication.screens() if screen.name() == name)
    return next(found, None)


def middle_box(screen: QScreen, wanted: QSize, smallest: QSize, last: QRect | None) -> QRect:
    """The box it had last, as far as this screen reaches; without one, the middle.

    `last` counts from the top left of the screen's free area.
    """
    free = screen.availableGeometry()
    size = wanted if last is None else last.size()
    size = size.boundedTo(free.size() - DECORATIONS).expandedTo(smallest)
    if last is None:
        return QRect(free.center() - QPoint(size.width() // 2, size.height() // 2), size)
    x = min(max(last.x(), 0), max(0, free.width() - size.width()))
    y = min(max(last.y(), 0), max(0, free.height() - size.height()))
    return QRect(free.topLeft() + QPoint(x, y), size)


def corner_box(screen: QScreen, wanted: QSize) -> QRect:
    """The bottom right corner, a margin away from the edges."""
    free = screen.availableGeometry()
    size = wanted.boundedTo(free.size())
    margin = QPoint(CORNER_MARGIN, CORNER_MARGIN)
    return QRect(free.bottomRight() - QPoint(size.width(), size.height()) - margin, size)
