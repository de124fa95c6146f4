"""What the notes of tightness can say, and what they cannot.

A note is a number from 0 to 10 that a person gave an area on a day. A change is told only where
the notes are many, over some weeks, and where chance alone would hardly put them in such an order.
Nothing here says what made a change. The reasons: docs/adr, "What notes of tightness can say".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from statistics import median

import msgspec

from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.progress import day_of

LEAST_DAYS = 10
"""Days with a note, before anything is said of a direction."""

LEAST_SPAN_DAYS = 14
"""Days from the first note to the last: two Mondays at least."""

LEAST_CHANGE = 1.0
"""Points between the earlier and the later half: half a point is no news to anybody."""

SURE = 2.576
"""Standard deviations of Kendall's S: 1 in 100 for each area, since there are 13 of them."""


class Course(StrEnum):
    """Which way the notes of an area went."""

    NOTHING = "nothing"
    TOO_FEW = "too-few"
    TOO_SHORT = "too-short"
    SAME = "same"
    LOWER = "lower"
    HIGHER = "higher"


class Tightness(msgspec.Struct, frozen=True, kw_only=True):
    """The notes of an area: one a day (the middle one where there are more), and their course.

    `earlier` and `later` are the middle values of the two halves, where a course is told.
    """

    days: tuple[tuple[date, float], ...]
    course: Course
    earlier: float = 0.0
    later: float = 0.0


def tightness(events: Iterable[HistoryEvent]) -> dict[Area, Tightness]:
    """What the check-ins of each area say; only areas that have any."""
    words = {area.value: area for area in Area}
    found: dict[Area, dict[date, list[int]]] = {}
    for event in events:
        area = words.get(event.outcome or "")
        if event.event is EventKind.CHECKIN and area is not None and event.amount is not None:
            found.setdefault(area, {}).setdefault(day_of(event), []).append(event.amount)
    return {area: judged(found[area]) for area in Area if area in found}


def judged(notes: Mapping[date, Sequence[int]]) -> Tightness:
    """Judge the notes of one area."""
    days = tuple((day, float(median(notes[day]))) for day in sorted(notes))
    values = [value for _day, value in days]
    if not days:
        return Tightness(days=(), course=Course.NOTHING)
    if len(days) < LEAST_DAYS:
        return Tightness(days=days, course=Course.TOO_FEW)
    if (days[-1][0] - days[0][0]).days < LEAST_SPAN_DAYS - 1:
        return Tightness(days=days, course=Course.TOO_SHORT)
    half = len(values) // 2
    earlier, later = median(values[:half]), median(values[-half:])
    course = Course.SAME
    if abs(later - earlier) >= LEAST_CHANGE:
        score = trend(values)
        if score <= -SURE and later < earlier:
            course = Course.LOWER
        elif score >= SURE and later > earlier:
            course = Course.HIGHER
    return Tightness(days=days, course=course, earlier=earlier, later=later)


def trend(values: Sequence[float]) -> float:
    """Mann and Kendall's test: how surely the values rise (falling is negative), in deviations.

    Ties are taken out of the variance, as in Kendall, Rank Correlation Methods (1975).
    """
    n = len(values)
    score = sum(
        (later > earlier) - (later < earlier)
        for i, earlier in enumerate(values)
        for later in values[i + 1 :]
    )
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0 or score == 0:
        return 0.0
    # A whole number stands for all between its neighbours: one step towards zero.
    return (score - math.copysign(1, score)) / math.sqrt(variance)
