"""The Tab key goes through a window as it is read, whenever its parts were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def in_reading_order(window: QWidget) -> None:
    """Order all parts that take the focus as the layouts of the window have them."""
    layout = window.layout()
    if layout is not None:
        for one, following in pairwise(_parts(layout)):
            QWidget.setTabOrder(one, following)


def _parts(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner = item.layout() if item is not None else None
        widget = item.widget() if item is not None else None
        if inner is not None:
            yield from _parts(inner)
        elif widget is not None:
            yield from _within(widget)


def _within(widget: QWidget) -> Iterator[QWidget]:
    """A part that takes the focus itself, or those inside of it."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
        return
    if isinstance(widget, QStackedWidget):
        for number in range(widget.count()):
            page = widget.widget(number)
            if page is not None:
                yield from _within(page)
        return
    inside = widget.widget() if isinstance(widget, QScrollArea) else widget
    layout = None if inside is None else inside.layout()
    if layout is not None:
        yield from _parts(layout)
