"""The calendar of a simulated day: it is looked into as the program looks into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.signals import BusyLook, BusyPeriod, BusyReason
from knotbreak.core.appointments import SOON_MS, Appointment
from knotbreak.core.interruptions import Confidence, Kind

if TYPE_CHECKING:
    from knotbreak.app.ports import Clock, Handle, Loop


class SimulatedCalendar:
    """Knows the appointments of the day from its beginning, and nothing else."""

    def __init__(self, loop: Loop, clock: Clock, appointments: Sequence[Appointment]) -> None:
        self._loop = loop
        self._clock = clock
        self._appointments = tuple(appointments)

    @property
    def plans(self) -> bool:
        """Whether there are any."""
        return bool(self._appointments)

    def look(self, done: Callable[[BusyLook], None]) -> Handle:
        """Whether one goes on, or is too near for a break."""
        now_ms = self._clock.now().utc_ms
        reasons = tuple(
            BusyReason(
                id="calendar",
                kind=Kind.CALENDAR,
                words="",
                confidence=Confidence.LIKELY,
                until_utc_ms=one.end_utc_ms,
            )
            for one in self._touching(now_ms, now_ms + SOON_MS)
        )
        return self._loop.call_at(self._loop.now_ms(), lambda: done(BusyLook(reasons=reasons)))

    def look_ahead(
        self, from_utc_ms: int, until_utc_ms: int, done: Callable[[tuple[BusyPeriod, ...]], None]
    ) -> None:
        """Those of a time."""
        periods = tuple(
            BusyPeriod(start_utc_ms=one.start_utc_ms, end_utc_ms=one.end_utc_ms, words="")
            for one in self._touching(from_utc_ms, until_utc_ms)
        )
        self._loop.call_at(self._loop.now_ms(), lambda: done(periods))

    def _touching(self, from_utc_ms: int, until_utc_ms: int) -> list[Appointment]:
        return [
            one
            for one in self._appointments
            if one.start_utc_ms < until_utc_ms and one.end_utc_ms > from_utc_ms
        ]
