"""What a history adds up to: days, weeks, minutes for each area, the workday streak.

An event belongs to the day that its own zone gives it, so that a journey moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

import msgspec

from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.timeline import MOVEMENT, Timeline
from knotbreak.core.units import DAY_MS, MINUTE_MS, SECOND_MS

TAKEN = frozenset({"done", "partial"})
"""Outcomes of a session that make it a break."""

_FIRST_DAY = date(1970, 1, 1)

Shares = Callable[[str], Mapping[Area, float]]
"""For a routine by its id: the share of its movement that each area has."""


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in some time.

    `offered` are stretches that a notice offered (one that came again counts once), `taken` the
    breaks taken from anywhere, so that there may be more of them. `missed` are offers that nobody
    answered. `held_s` is the time in movement; in `areas` it counts for every area that a movement
    is for, so they may add up to more. `paused_ms` is how long each reason held reminders back.
    """

    offered: int = 0
    taken: int = 0
    partial: int = 0
    skipped: int = 0
    snoozed: int = 0
    missed: int = 0
    natural: int = 0
    water: int = 0
    held_s: float = 0.0
    areas: Mapping[Area, float] = {}
    paused_ms: Mapping[str, int] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing of it happened."""
        return self == Sum()


class _Tally:
    """Counts while events go by."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.held_s = 0.0
        self.areas: dict[Area, float] = {}
        self.paused_ms: dict[str, int] = {}

    def count(self, what: str, by: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + by

    def sum(self) -> Sum:
        # A glass of yesterday that is undone after midnight must not make today negative.
        counts = {**self.counts, "water": max(0, self.counts.get("water", 0))}
        return Sum(
            **counts, held_s=self.held_s, areas=dict(self.areas), paused_ms=dict(self.paused_ms)
        )


def day_of(event: HistoryEvent) -> date:
    """The local day that an event belongs to."""
    return _FIRST_DAY + timedelta(days=(event.at_utc_ms + event.offset_min * MINUTE_MS) // DAY_MS)


def sum_days(events: Iterable[HistoryEvent], shares: Shares) -> dict[date, Sum]:
    """Add up each day; days without events are not there. Events come in the order of time."""
    tallies: dict[date, _Tally] = {}
    began: dict[str, HistoryEvent] = {}
    for event in events:
        tally = tallies.setdefault(day_of(event), _Tally())
        why = event.outcome or ""
        match event.event:
            case EventKind.OFFERED:
                if event.routine is not None and event.outcome != "repeat":
                    tally.count("offered")
            case EventKind.SESSION:
                _add_session(tally, event, shares)
            case EventKind.DONE:
                tally.count("taken")
            case EventKind.SKIPPED:
                tally.count("skipped")
            case EventKind.SNOOZED:
                tally.count("snoozed")
            case EventKind.UNANSWERED:
                tally.count("missed")
            case EventKind.NATURAL_BREAK:
                tally.count("natural")
            case EventKind.WATER:
                tally.count("water", event.amount or 0)
            case EventKind.PAUSE:
                began[why] = event
            case EventKind.PAUSE_END if why in began:
                lasted_ms = max(0, event.at_utc_ms - began.pop(why).at_utc_ms)
                tally.paused_ms[why] = tally.paused_ms.get(why, 0) + lasted_ms
            case _:
                pass
    return {day: tally.sum() for day, tally in tallies.items()}


def _add_session(tally: _Tally, event: HistoryEvent, shares: Shares) -> None:
    held_s = event.held_s or 0.0
    tally.held_s += held_s
    if event.outcome in TAKEN:
        tally.count("taken")
    if event.outcome == "partial":
        tally.count("partial")
    if event.routine is not None and held_s:
        # What was left out of a session is not known: its areas share what was done.
        for area, share in shares(event.routine).items():
            tally.areas[area] = tally.areas.get(area, 0.0) + held_s * share


def total(sums: Iterable[Sum]) -> Sum:
    """Add sums up."""
    tally = _Tally()
    for one in sums:
        for field in ("offered", "taken", "partial", "skipped", "snoozed", "missed", "natural"):
            tally.count(field, getattr(one, field))
        tally.count("water", one.water)
        tally.held_s += one.held_s
        for area, held_s in one.areas.items():
            tally.areas[area] = tally.areas.get(area, 0.0) + held_s
        for why, lasted_ms in one.paused_ms.items():
            tally.paused_ms[why] = tally.paused_ms.get(why, 0) + lasted_ms
    return tally.sum()


def area_shares(timeline: Timeline, areas: Collection[Area]) -> dict[Area, float]:
    """The share of a routine's movement that each area has; a movement counts for all of its own.

    Args:
        timeline: The routine, timed.
        areas: What the routine as a whole is for: so is a movement that names no area.
    """
    whole_ms = 0
    found: dict[Area, int] = {}
    for segment in timeline.segments:
        if segment.kind not in MOVEMENT:
            continue
        whole_ms += segment.ms
        for area in timeline.steps[segment.step].areas or tuple(areas):
            found[area] = found.get(area, 0) + segment.ms
    return {area: part_ms / whole_ms for area, part_ms in found.items()} if whole_ms else {}


def streak(
    taken: Iterator[date], offered: Iterator[date], workdays: Collection[int], today: date
) -> int:
    """How many workdays in a row had a break, up to today.

    Days off are neutral: those of the week that are no `workdays` (0 is Monday), and all on which
    nothing was offered and nothing taken, such as a holiday. Today counts once it has its break,
    and is no gap before.

    Args:
        taken: The days on which a break was taken, the latest first.
        offered: The same of the days on which one was offered.
    """
    count = 0
    one, other = next(taken, None), next(offered, None)
    while one is not None or other is not None:
        day = max(found for found in (one, other) if found is not None)
        if day <= today and day.weekday() in workdays:
            if day == one:
                count += 1
            elif day != today:
                return count
        if day == one:
            one = next(taken, None)
        if day == other:
            other = next(offered, None)
    return count


# -- one day ---------------------------------------------------------------------------------------


class Span(msgspec.Struct, frozen=True):
    """A time from one moment until another, in milliseconds since 1970."""

    from_ms: int
    until_ms: int

    @property
    def ms(self) -> int:
        """How long it is."""
        return self.until_ms - self.from_ms


class Break(msgspec.Struct, frozen=True):
    """A session on a day."""

    span: Span
    routine: str
    outcome: str


class DayLine(msgspec.Struct, frozen=True, kw_only=True):
    """A day in the order of time; `water` are moments and the glasses of each."""

    work: tuple[Span, ...] = ()
    rests: tuple[Span, ...] = ()
    breaks: tuple[Break, ...] = ()
    water: tuple[tuple[int, int], ...] = ()


_SOMEBODY_IS_THERE = frozenset(
    {
        *(EventKind.OFFERED, EventKind.STARTED, EventKind.SESSION, EventKind.SNOOZED),
        *(EventKind.SKIPPED, EventKind.WATER, EventKind.POSTURE, EventKind.DONE, EventKind.FELT),
        *(EventKind.CHECKIN, EventKind.RATED),
    }
)


def day_line(events: Iterable[HistoryEvent], now_ms: int | None = None) -> DayLine:
    """Put a day together from its events, which come in the order of time.

    Work begins with the first sign of somebody and ends where a natural break began; a session is
    no work. Work that goes on lasts until now, or on a day that is over to its last event.
    """
    work: list[Span] = []
    rests: list[Span] = []
    breaks: list[Break] = []
    water: list[tuple[int, int]] = []
    since: int | None = None
    left: int | None = None
    at = 0
    for event in events:
        at = event.at_utc_ms
        back = event.event is EventKind.BACK
        if since is not None and (back or event.event is EventKind.NATURAL_BREAK):
            away_ms = (event.amount or 0) * MINUTE_MS if back else at - _tail(event.key, at)
            left = max(since, at - away_ms)
            work.append(Span(since, left))
            since = None
        if since is None and (back or event.event in _SOMEBODY_IS_THERE):
            if left is not None:
                rests.append(Span(left, at))
            since, left = at, None
        if event.event is EventKind.WATER:
            water.append((at, event.amount or 0))
        elif event.event is EventKind.SESSION:
            breaks.append(Break(session_span(event), event.routine or "", event.outcome or ""))
    if since is not None:
        work.append(Span(since, max(since, at, now_ms or 0)))
    holes = [one.span for one in breaks]
    return DayLine(
        work=tuple(_without(work, holes)),
        rests=tuple(_without(rests, holes)),
        breaks=tuple(breaks),
        water=tuple(water),
    )


def session_span(event: HistoryEvent) -> Span:
    """From the beginning of a session, which its key tells, to its end."""
    parts = (event.key or "").split(":")
    began = int(parts[1]) if len(parts) == 3 and parts[1].isdecimal() else None
    if began is None or not 0 <= event.at_utc_ms - began < DAY_MS:
        began = event.at_utc_ms - round((event.held_s or 0.0) * SECOND_MS)
    return Span(began, event.at_utc_ms)


def _tail(key: str | None, at: int) -> int:
    """When a natural break began, which its key tells."""
    number = (key or "").rpartition(":")[2]
    return min(at, int(number)) if number.isdecimal() else at


def _without(spans: Iterable[Span], holes: Iterable[Span]) -> Iterator[Span]:
    """The spans, less what lies in the holes (which come in the order of time)."""
    holes = list(holes)
    for span in spans:
        since = span.from_ms
        for hole in holes:
            if hole.until_ms <= since or hole.from_ms >= span.until_ms:
                continue
            if hole.from_ms > since:
                yield Span(since, hole.from_ms)
            since = max(since, hole.until_ms)
        if since < span.until_ms:
            yield Span(since, span.until_ms)
