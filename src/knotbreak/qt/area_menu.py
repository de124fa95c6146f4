"""The areas of the body in a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from knotbreak.app.wording import Wording
from knotbreak.core.body import Area

_NO_KNOTS = (Area.HANDS, Area.EYES, Area.STRESS)


def fill_areas(menu: QMenu, words: Wording, chosen: Callable[[str], None]) -> None:
    """Put the 13 areas into a menu; `chosen` hears of the one that was clicked."""
    for area in Area:
        if area not in _NO_KNOTS:
            name = words.area(area)
            action = menu.addAction(name[:1].upper() + name[1:])
            action.triggered.connect(partial(_say, chosen, area))


def _say(chosen: Callable[[str], None], area: Area, _checked: bool = False) -> None:
    chosen(area.value)
