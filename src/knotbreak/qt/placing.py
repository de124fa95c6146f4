"""Where windows go: the pointer's screen, a remembered place, a corner."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QCursor, QGuiApplication, QScreen

CORNER_MARGIN = 24
DECORATIONS = QSize(24, 64)
"""About what a window manager puts around a window."""


class Place(msgspec.Struct, frozen=True):
    """Where a window was put, from the top left of its screen's free area."""

    x: int
    y: int
    width: int
    height: int


def pointer_screen() -> QScreen:
    """The screen that the pointer is on."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


def middle_box(screen: QScreen, wanted: QSize, smallest: QSize, place: Place | None) -> QRect:
    """The remembered place, as far as this screen reaches; without one, the middle."""
    free = screen.availableGeometry()
    size = wanted if place is None else QSize(place.width, place.height)
    size = size.boundedTo(free.size() - DECORATIONS).expandedTo(smallest)
    if place is None:
        return QRect(free.center() - QPoint(size.width() // 2, size.height() // 2), size)
    x = min(max(place.x, 0), max(0, free.width() - size.width()))
    y = min(max(place.y, 0), max(0, free.height() - size.height()))
    return QRect(free.topLeft() + QPoint(x, y), size)


def corner_box(screen: QScreen, wanted: QSize) -> QRect:
    """The bottom right corner, a margin away from the edges."""
    free = screen.availableGeometry()
    size = wanted.boundedTo(free.size())
    margin = QPoint(CORNER_MARGIN, CORNER_MARGIN)
    return QRect(free.bottomRight() - QPoint(size.width(), size.height()) - margin, size)
