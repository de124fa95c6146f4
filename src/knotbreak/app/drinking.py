"""Glasses of water: a click is one glass, and a click that trembles is one, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.effects import Record
from knotbreak.app.intents import Drank
from knotbreak.app.pausing import Refused
from knotbreak.app.reminding import offset_min
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.core.units import SECOND_MS, Instant

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

MOST_GLASSES = 20
TREMBLE_MS = 2 * SECOND_MS
"""The same once more within this time is the same glass (content.md §7 e)."""


class Drinking:
    """Counts glasses; `today` is how many the history has of the day."""

    def __init__(self, today: Callable[[Instant], int], translator: Translator) -> None:
        self._today = today
        self._ = translator.gettext
        self._last: tuple[int, int] | None = None

    def again(self, glasses: int, now: Instant) -> bool:
        """Whether this is what was said a moment before; it is remembered."""
        last, self._last = self._last, (now.mono_ms, glasses)
        if last is None or last[1] != glasses or now.mono_ms - last[0] >= TREMBLE_MS:
            return False
        self._last = last
        return True

    def drank(self, intent: Drank, now: Instant) -> list[Record]:
        """Note so many glasses, or take some back; nothing if it was said a moment before.

        Raises:
            Refused: if the number makes no sense, or there is nothing to take back.
        """
        glasses = intent.glasses
        if glasses == 0 or abs(glasses) > MOST_GLASSES:
            raise Refused(
                self._("Say how many glasses: 1 to {most}, or -1 to take one back.").format(
                    most=MOST_GLASSES
                )
            )
        if glasses < 0:
            self._take_back(-glasses, now)
        if self.again(glasses, now):
            return []
        event = HistoryEvent(
            at_utc_ms=now.utc_ms,
            offset_min=offset_min(now),
            event=EventKind.WATER,
            amount=glasses,
        )
        return [Record(event)]

    def _take_back(self, glasses: int, now: Instant) -> None:
        try:
            today = self._today(now)
        except ProblemError:
            # What cannot be read cannot be judged: the sum is never shown below nothing.
            return
        if today < glasses:
            # Written all the same, it would swallow the next glass.
            raise Refused(self._("There is no glass of today to take back."))
