"""What leaves the chair, for whoever wants to stay in it: never offered, yet theirs to choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from knotbreak.app.wording import Wording
from knotbreak.core.body import Position

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


def leaving_words(positions: Iterable[Position | None], translator: Translator) -> str:
    """That something needs one to get up, and why that is told; empty if it does not."""
    where = _leaving(positions, translator)
    if not where:
        return ""
    words = translator.gettext("It needs you to get up ({where}); your settings say seated only.")
    return words.format(where=where)


def leaving_mark(positions: Iterable[Position | None], translator: Translator) -> str:
    """The same for a list, in a few words."""
    where = _leaving(positions, translator)
    return translator.gettext("{where}, not seated").format(where=where) if where else ""


def _leaving(positions: Iterable[Position | None], translator: Translator) -> str:
    found = set(positions)
    words = Wording(translator)
    away = (one for one in Position if one in found and one is not Position.SEATED)
    return ", ".join(words.posture(one) for one in away)
