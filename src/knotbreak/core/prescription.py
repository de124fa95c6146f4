"""Routines that somebody prescribed: when they are offered, and how it went, for the next visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent, day_of
from knotbreak.core.reminders import EVERY_DAY, Reminder, ReminderKind, TimeRange
from knotbreak.core.routine import Routine
from knotbreak.core.session_state import TAKEN, Outcome
from knotbreak.core.units import MINUTE_MS

DAY_MIN = 24 * 60
STAY_MS = 5 * MINUTE_MS
MOST_DAYS = 28
"""So many days stand on a page one by one; of a longer time, its weeks do."""


class DayLine(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a prescribed routine: how often it was asked for, and what came of it."""

    day: date
    wanted: int
    done: int = 0
    partial: int = 0
    stopped: int = 0

    @property
    def ticks(self) -> int:
        """How often it was taken: all of it, or a good part."""
        return self.done + self.partial


class Tightness(msgspec.Struct, frozen=True):
    """A note of how tight an area was on a day, from 0 to 10."""

    day: date
    area: Area
    amount: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """How it went with a routine, day by day."""

    id: str
    routine: Routine
    today: date
    lines: tuple[DayLine, ...]
    tightness: tuple[Tightness, ...]

    @property
    def wanted(self) -> int:
        """How often it was asked for in all."""
        return sum(line.wanted for line in self.lines)

    @property
    def done(self) -> int:
        """How often all of it was done."""
        return sum(line.done for line in self.lines)

    @property
    def partial(self) -> int:
        """How often a good part was."""
        return sum(line.partial for line in self.lines)


def rows(found: Report) -> tuple[DayLine, ...]:
    """The lines, by weeks (from their Mondays) where days would not fit on one page."""
    if len(found.lines) <= MOST_DAYS:
        return found.lines
    weeks: dict[date, list[DayLine]] = {}
    for line in found.lines:
        weeks.setdefault(_monday(line.day), []).append(line)
    return tuple(
        DayLine(
            day=day,
            wanted=sum(line.wanted for line in lines),
            done=sum(line.done for line in lines),
            partial=sum(line.partial for line in lines),
            stopped=sum(line.stopped for line in lines),
        )
        for day, lines in weeks.items()
    )


def tight_in(found: Report, line: DayLine) -> tuple[Tightness, ...]:
    """The notes of tightness of a row's day, or of its week."""
    weekly = len(found.lines) > MOST_DAYS
    return tuple(
        one for one in found.tightness if (_monday(one.day) if weekly else one.day) == line.day
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def wanted_on(routine: Routine, day: date) -> int:
    """How often a routine is prescribed for a day."""
    over = routine.until is not None and day > routine.until
    return 0 if over or EVERY_DAY[day.weekday()] not in routine.days else routine.per_day or 0


def offer_times(per_day: int, hours: TimeRange) -> tuple[int, ...]:
    """Minutes since midnight at which to offer, spread over the working day, to five minutes."""
    span = (hours.until - hours.start) % DAY_MIN or DAY_MIN
    part = span / per_day
    times = (hours.start + round((place + 0.5) * part / 5) * 5 for place in range(per_day))
    return tuple(sorted({time % DAY_MIN for time in times}))


def offer_of(id_: str, routine: Routine, hours: TimeRange, words: str) -> Reminder:
    """The reminder of a prescribed routine; `words` is what its notice asks."""
    return Reminder(
        id=f"prescribed:{id_}",
        name=routine.title,
        kind=ReminderKind.CUSTOM,
        at=offer_times(routine.per_day or 1, hours),
        days=routine.days,
        stay_ms=STAY_MS,
        routine=id_,
        words=(words,),
    )


def ticks_on(id_: str, events: Iterable[HistoryEvent], day: date) -> int:
    """How often a routine was taken on a day, all of it or a good part."""
    return sum(
        one.routine == id_ and one.outcome in TAKEN and day_of(one) == day
        for one in events
        if one.event is EventKind.SESSION
    )


def report(id_: str, routine: Routine, events: Iterable[HistoryEvent], today: date) -> Report:
    """Sum up how it went, from the first time on until today, or until its last day.

    The notes of tightness are those of its areas.
    """
    events = tuple(events)
    outcomes: dict[date, list[str | None]] = {}
    for one in events:
        if one.event is EventKind.SESSION and one.routine == id_:
            outcomes.setdefault(day_of(one), []).append(one.outcome)
    first = min(outcomes, default=today)
    over = today if routine.until is None else min(today, max(first, routine.until))
    days = [first + timedelta(days=ahead) for ahead in range((over - first).days + 1)]
    lines = (_line(day, wanted_on(routine, day), outcomes.get(day, [])) for day in days)
    areas = {area.value: area for area in routine.areas}
    tightness = tuple(
        Tightness(day_of(one), areas[one.outcome], one.amount)
        for one in events
        if one.event is EventKind.CHECKIN
        and one.outcome in areas
        and one.amount is not None
        and first <= day_of(one) <= over
    )
    noted = {one.day for one in tightness}
    return Report(
        id=id_,
        routine=routine,
        today=today,
        lines=tuple(
            line for line in lines if line.wanted or line.ticks or line.stopped or line.day in noted
        ),
        tightness=tightness,
    )


def _line(day: date, wanted: int, outcomes: list[str | None]) -> DayLine:
    return DayLine(
        day=day,
        wanted=wanted,
        done=outcomes.count(Outcome.DONE.value),
        partial=outcomes.count(Outcome.PARTIAL.value),
        stopped=outcomes.count(Outcome.STOPPED.value),
    )
