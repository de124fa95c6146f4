"""What the day so far means for reminders: water at its goal, enough sessions, prescriptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.choosing import Choosing
from knotbreak.app.effects import Effect
from knotbreak.app.reminding import Reminding, day_start_utc_ms
from knotbreak.app.saving import Saving
from knotbreak.app.turn_words import TurnWords
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import Reminder, ReminderKind
from knotbreak.core.session_state import TAKEN
from knotbreak.core.units import Instant

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class Daily:
    """Keeps the reminders in force as the day wants them.

    It looks again when something was written, when another day has begun, and when told to.
    """

    def __init__(
        self,
        reminding: Reminding,
        choosing: Choosing,
        saving: Saving,
        translator: Translator,
    ) -> None:
        self._base = reminding.scheduler.reminders
        self._reminding = reminding
        self._choosing = choosing
        self._saving = saving
        self._words = TurnWords(translator)
        self._seen: tuple[int, int] | None = None

    def reconfigure(self, reminders: Sequence[Reminder], now: Instant) -> list[Effect]:
        """Other settings, or other files, are in force."""
        self._base = tuple(reminders)
        self._seen = None
        return self.effects(now)

    def effects(self, now: Instant) -> list[Effect]:
        """Put the reminders of the day in force, if they are others than before."""
        seen = (now.local.date().toordinal(), self._saving.written)
        if seen == self._seen:
            return []
        self._seen = seen
        try:
            reminders = tuple(self._of_today(now))
        except ProblemError:
            # A history that cannot be read stops no reminder.
            reminders = self._base
        scheduler = self._reminding.scheduler
        if reminders == scheduler.reminders:
            return []
        return self._reminding.effects(now, scheduler.reconfigured(now, reminders))

    def _of_today(self, now: Instant) -> Iterator[Reminder]:
        settings = self._choosing.settings.settings
        since_utc_ms = day_start_utc_ms(now)
        history = self._choosing.history
        today = history.of_kinds(since_utc_ms, EventKind.SESSION)
        taken = sum(one.outcome in TAKEN for one in today)
        goal = settings.water_goal
        full = bool(goal) and history.water_between(since_utc_ms, now.utc_ms + 1) >= goal
        for reminder in self._base:
            if reminder.kind is ReminderKind.WATER and full:
                continue
            if reminder.kind is ReminderKind.STRETCH and 0 < settings.turns.a_day <= taken:
                yield msgspec.structs.replace(reminder, quiet=True)
            else:
                yield reminder
        if self._base:
            # A program without any reminder, such as one session in a terminal, has none of these.
            yield from self._prescribed(today, now)

    def _prescribed(self, today: Sequence[HistoryEvent], now: Instant) -> Iterator[Reminder]:
        """The offers of what is prescribed for today and not done as often yet."""
        prescribed = self._choosing.prescribed()
        if not prescribed:
            return
        from knotbreak.core.prescription import offer_of, ticks_on, wanted_on

        day = now.local.date()
        hours = self._choosing.settings.settings.work.day
        for id_, routine in prescribed.items():
            if wanted_on(routine, day) > ticks_on(id_, today, day):
                words = self._words.prescribed(routine.title)
                yield offer_of(id_, routine, hours, words)
