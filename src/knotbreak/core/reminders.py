"""What a reminder is, and when its hours and fixed times fall."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

import msgspec

from knotbreak.core.units import MINUTE_MS, local_time, utc_ms_of


class ReminderKind(StrEnum):
    """What a reminder reminds of."""

    STRETCH = "stretch"
    STAND = "stand"
    EYES = "eyes"
    POSTURE = "posture"
    WATER = "water"
    CUSTOM = "custom"


class Weekday(StrEnum):
    """The days of the week, in the order of `date.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


EVERY_DAY = tuple(Weekday)
_LEAD = (
    ReminderKind.CUSTOM,
    ReminderKind.STRETCH,
    ReminderKind.STAND,
    ReminderKind.EYES,
    ReminderKind.POSTURE,
    ReminderKind.WATER,
)


class TimeRange(msgspec.Struct, frozen=True):
    """A part of the day, in minutes since midnight; `until` before `start` runs over midnight."""

    start: int
    until: int


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """A recurring prompt of one kind, with every default filled in.

    `every_ms` counts active time; `at` are fixed times of the day in minutes since midnight. A
    reminder has one or both. `on_break_resets` says whether a break starts its interval anew.
    `name` is what a custom one is called in place of its id.
    """

    id: str
    kind: ReminderKind
    every_ms: int | None = None
    at: tuple[int, ...] = ()
    hours: tuple[TimeRange, ...] = ()
    days: tuple[Weekday, ...] = EVERY_DAY
    quiet: bool = False
    stay_ms: int
    snooze_max: int = 3
    on_break_resets: bool = True
    routine: str | None = None
    words: tuple[str, ...] = ()
    name: str = ""

    @property
    def rank(self) -> tuple[int, int, str]:
        """Who leads when several fall due together: the smallest."""
        custom_by_interval = self.kind is ReminderKind.CUSTOM and not self.at
        # Only a custom reminder at a fixed time goes before a stretch.
        place = 1 if custom_by_interval else _LEAD.index(self.kind)
        return (place, 1 if custom_by_interval else 0, self.id)

    @property
    def starts_session(self) -> bool:
        """Whether taking it means a guided routine; otherwise a click says that it is done."""
        if self.kind in (ReminderKind.STRETCH, ReminderKind.EYES, ReminderKind.STAND):
            return True
        return self.kind is ReminderKind.CUSTOM and self.routine is not None

    def in_hours(self, utc_ms: int, zone: tzinfo) -> bool:
        """Whether a moment lies within its days and hours."""
        here = local_time(utc_ms, zone)
        if not self.hours:
            return _weekday(here.date()) in self.days
        return any(start <= utc_ms < until for start, until in self._windows(here.date(), zone))

    def next_edge(self, utc_ms: int, zone: tzinfo) -> int | None:
        """The next moment at which its hours begin or end; None if they never do."""
        if not self.hours and len(set(self.days)) == len(EVERY_DAY):
            return None
        today = local_time(utc_ms, zone).date()
        found: int | None = None
        for ahead in range(-1, 9):
            day = today + timedelta(days=ahead)
            edges = [edge for window in self._day_windows(day, zone) for edge in window]
            later = [edge for edge in edges if edge > utc_ms]
            if found is not None:
                # Of the days after an edge only the next may have an earlier one, where hours run
                # over midnight.
                return min([found, *later])
            found = min(later, default=None)
        return found

    def next_fixed(self, after_utc_ms: int, zone: tzinfo) -> int | None:
        """The next of its fixed times, strictly after a moment."""
        if not self.at or not self.days:
            return None
        today = local_time(after_utc_ms, zone).date()
        for ahead in range(9):
            day = today + timedelta(days=ahead)
            if _weekday(day) not in self.days:
                continue
            times = (utc_ms_of(_at(day, minute, zone)) for minute in self.at)
            later = min((moment for moment in times if moment > after_utc_ms), default=None)
            if later is not None:
                return later
        return None

    def _windows(self, today: date, zone: tzinfo) -> list[tuple[int, int]]:
        """The windows that may touch a day: its own, and one that began the evening before."""
        yesterday = today - timedelta(days=1)
        return self._day_windows(yesterday, zone) + self._day_windows(today, zone)

    def _day_windows(self, day: date, zone: tzinfo) -> list[tuple[int, int]]:
        if _weekday(day) not in self.days:
            return []
        if not self.hours:
            return [(utc_ms_of(_at(day, 0, zone)), utc_ms_of(_at(day, 24 * 60, zone)))]
        windows = []
        for part in self.hours:
            until = part.until if part.until > part.start else part.until + 24 * 60
            windows.append(
                (utc_ms_of(_at(day, part.start, zone)), utc_ms_of(_at(day, until, zone)))
            )
        return windows


def parse_time(text: str) -> int | None:
    """Read "9:05" or "17:30" as minutes since midnight; None if it is no time of day."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip(), re.ASCII)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return hour * 60 + minute if minute < 60 and (hour < 24 or (hour, minute) == (24, 0)) else None


def parse_range(text: str) -> TimeRange | None:
    """Read "09:00-12:30"; None if it is no range."""
    ends = [parse_time(part) for part in re.split("[-–]", text)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        return None
    return TimeRange(ends[0] % (24 * 60), ends[1])


def _weekday(day: date) -> Weekday:
    return EVERY_DAY[day.weekday()]


def _at(day: date, minute: int, zone: tzinfo) -> datetime:
    """A wall time; one that a clock change leaves out comes just after the change."""
    days, minute = divmod(minute, 24 * 60)
    return datetime.combine(
        day + timedelta(days=days), time(minute // 60, minute % 60), tzinfo=zone
    )


MERGE_MS = 10 * MINUTE_MS
"""What falls due within this time of one another comes as one notice."""
