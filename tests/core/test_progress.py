"""What a history adds up to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.plan import plan_steps
from knotbreak.core.progress import (
    Break,
    Span,
    Sum,
    area_shares,
    day_line,
    day_of,
    session_span,
    streak,
    sum_days,
    total,
)
from knotbreak.core.routine import Routine, Step
from knotbreak.core.timeline import TimelineOptions
from knotbreak.core.units import DAY_MS, MINUTE_MS
from tests.past import days_before

MONDAY = date(2026, 11, 16)
MIDNIGHT = round(datetime(2026, 11, 16, tzinfo=UTC).timestamp()) * 1000
WEEKDAYS = frozenset(range(5))


def at(minutes: float, kind: EventKind, offset_min: int = 0, **more: Any) -> HistoryEvent:
    """An event so many minutes after the midnight of a Monday in UTC."""
    when = MIDNIGHT + round(minutes * MINUTE_MS)
    return HistoryEvent(at_utc_ms=when, offset_min=offset_min, event=kind, **more)


def session(minutes: float, outcome: str = "done", held_s: float = 90, **more: Any) -> HistoryEvent:
    began = MIDNIGHT + round(minutes * MINUTE_MS)
    more = {"routine": "neck-2", "key": f"session:{began}:session", **more}
    return at(minutes + 2, EventKind.SESSION, outcome=outcome, held_s=held_s, **more)


def shares(routine: str) -> dict[Area, float]:
    return {"neck-2": {Area.NECK: 1.0, Area.SHOULDERS: 0.5}}.get(routine, {})


def span(start: float, end: float) -> Span:
    return Span(MIDNIGHT + round(start * MINUTE_MS), MIDNIGHT + round(end * MINUTE_MS))


# -- sums ------------------------------------------------------------------------------------------


def test_a_day_counts_what_happened() -> None:
    events = [
        at(540, EventKind.OFFERED, reminder="stretch", routine="neck-2"),
        at(541, EventKind.OFFERED, reminder="stretch", routine="neck-2", outcome="repeat"),
        at(542, EventKind.OFFERED, reminder="water"),
        session(545),
        session(600, "partial", 50),
        session(620, "stopped", 10),
        at(630, EventKind.DONE, reminder="stretch"),
        at(640, EventKind.SKIPPED),
        at(641, EventKind.SNOOZED, amount=5),
        at(642, EventKind.UNANSWERED),
        at(643, EventKind.NATURAL_BREAK),
        at(650, EventKind.WATER, amount=2),
        at(651, EventKind.WATER, amount=-1),
        at(660, EventKind.PAUSE, outcome="call"),
        at(690, EventKind.PAUSE_END, outcome="call"),
        at(700, EventKind.PAUSE_END, outcome="locked"),
    ]
    assert sum_days(events, shares) == {
        MONDAY: Sum(
            offered=1, taken=3, partial=1, skipped=1, snoozed=1, missed=1, natural=1, water=1,
            held_s=150.0, areas={Area.NECK: 150.0, Area.SHOULDERS: 75.0},
            paused_ms={"call": 30 * MINUTE_MS},
        )
    }  # fmt: skip


def test_a_routine_that_is_gone_still_moved() -> None:
    (one,) = sum_days([session(10, routine="gone")], shares).values()
    assert one == Sum(taken=1, held_s=90.0)


def test_water_of_a_day_is_never_less_than_none() -> None:
    (one,) = sum_days([at(1, EventKind.WATER, amount=-1)], shares).values()
    assert one.water == 0
    assert one.empty


@given(st.integers(-720, 840), st.integers(-DAY_MS, DAY_MS))
def test_an_event_belongs_to_the_day_of_its_own_zone(offset_min: int, shift_ms: int) -> None:
    event = HistoryEvent(
        at_utc_ms=MIDNIGHT + shift_ms, offset_min=offset_min, event=EventKind.WATER
    )
    zone = timezone(timedelta(minutes=offset_min))
    local = datetime.fromtimestamp(event.at_utc_ms / 1000, zone)
    assert day_of(event) == local.date()


@given(st.integers(1, 40))
def test_the_sum_of_days_is_the_sum_of_all(days: int) -> None:
    events = list(days_before(MONDAY, days))
    whole = total(sum_days(events, shares).values())
    sessions = [one for one in events if one.event is EventKind.SESSION]
    assert whole.taken == len(sessions)
    assert whole.held_s == pytest.approx(sum(one.held_s or 0 for one in sessions))
    assert whole.water == sum(one.event is EventKind.WATER for one in events)


def test_a_movement_counts_for_each_of_its_areas() -> None:
    steps = (Step(name="Two", cue="x", hold_s=30), Step(name="None", cue="x", hold_s=10))
    routine = Routine(format=1, title="x", summary="x", areas=(Area.HIPS,), step=steps)
    two, none = plan_steps(routine, {})
    two = msgspec.structs.replace(two, areas=(Area.NECK, Area.ARMS))
    none = msgspec.structs.replace(none, areas=())
    timeline = compile_timeline((two, none), Frame.of(routine), TimelineOptions())
    assert area_shares(timeline, routine.areas) == {
        Area.NECK: 0.75, Area.ARMS: 0.75, Area.HIPS: 0.25
    }  # fmt: skip


# -- a day -----------------------------------------------------------------------------------------


def natural_break(began: float, noticed: float) -> HistoryEvent:
    key = f"break:{MIDNIGHT + round(began * MINUTE_MS)}"
    return at(noticed, EventKind.NATURAL_BREAK, key=key)


def test_a_day_is_work_breaks_and_time_away() -> None:
    line = day_line(
        [
            natural_break(-600, 540),
            at(540, EventKind.BACK, amount=1140),
            session(600),
            at(605, EventKind.WATER, amount=1),
            natural_break(700, 705),
            at(740, EventKind.BACK, amount=40),
            at(800, EventKind.SKIPPED),
        ],
        now_ms=MIDNIGHT + 820 * MINUTE_MS,
    )
    assert line.work == (span(540, 600), span(602, 700), span(740, 820))
    assert line.rests == (span(700, 740),)
    assert line.breaks == (Break(span(600, 602), "neck-2", "done"),)
    assert line.water == ((MIDNIGHT + 605 * MINUTE_MS, 1),)


def test_work_of_a_day_that_is_over_ends_with_its_last_event() -> None:
    line = day_line([at(540, EventKind.WATER, amount=1), at(700, EventKind.SKIPPED)])
    assert line.work == (span(540, 700),)


def test_a_return_that_nobody_wrote_down_is_the_next_sign_of_somebody() -> None:
    line = day_line([at(540, EventKind.WATER), natural_break(600, 605), at(630, EventKind.OFFERED)])
    assert line.work == (span(540, 600),)
    assert line.rests == (span(600, 630),)


def test_an_empty_day_is_empty() -> None:
    assert day_line([]).work == ()
    assert day_line([at(5, EventKind.PAUSE, outcome="locked")]).work == ()


@given(st.integers(0, 30))
def test_what_lies_in_a_day_never_overlaps(seed: int) -> None:
    line = day_line(days_before(MONDAY, 1, seed=seed))
    spans = sorted(
        [*line.work, *line.rests, *(one.span for one in line.breaks)], key=lambda one: one.from_ms
    )
    assert spans
    for one, following in pairwise(spans):
        assert one.until_ms <= following.from_ms
    assert all(one.ms > 0 for one in spans)


def test_a_session_without_its_beginning_is_as_long_as_its_movement() -> None:
    assert session_span(session(10, key=None)) == Span(
        MIDNIGHT + 12 * MINUTE_MS - 90_000, MIDNIGHT + 12 * MINUTE_MS
    )
    assert session_span(session(10)).ms == 2 * MINUTE_MS


# -- the streak ------------------------------------------------------------------------------------


def back(days: set[date]) -> Iterator[date]:
    return iter(sorted(days, reverse=True))


def counted(taken: set[date], offered: set[date], today: date) -> int:
    return streak(back(taken), back(offered), WEEKDAYS, today)


def test_workdays_in_a_row() -> None:
    week = {MONDAY + timedelta(days=number) for number in range(5)}
    assert counted(week, week, MONDAY + timedelta(days=4)) == 5
    # The weekend is neutral, and the Monday after it counts once it has its break.
    assert counted(week, week, MONDAY + timedelta(days=7)) == 5
    assert counted(week, {*week, MONDAY + timedelta(days=7)}, MONDAY + timedelta(days=7)) == 5
    missed = {*week, MONDAY + timedelta(days=7)}
    assert counted(week, missed, MONDAY + timedelta(days=8)) == 0
    assert counted(set(), set(), MONDAY) == 0


days_of_years = st.integers(0, 900).map(lambda number: date(2024, 6, 1) + timedelta(days=number))


@given(st.sets(days_of_years, max_size=80), st.sets(days_of_years, max_size=20), days_of_years)
def test_days_off_are_neutral(taken: set[date], offered: set[date], today: date) -> None:
    before = counted(taken, offered, today)
    weekend = {day for day in offered | taken if day.weekday() >= 5}
    assert counted(taken - weekend, offered - weekend, today) == before
    assert counted(taken, offered | {today}, today) == before or today in taken


@given(st.integers(0, 300), st.integers(0, 60), st.integers(0, 400))
def test_a_holiday_of_any_length_breaks_no_row(worked: int, holiday: int, since: int) -> None:
    """Over weeks and years: nothing was offered on those days, since nobody was there."""
    first = date(2023, 1, 2) + timedelta(days=since)
    days = [first + timedelta(days=number) for number in range(2 * worked + holiday)]
    present = {*days[:worked], *days[worked + holiday :]}
    workdays = sum(day.weekday() < 5 for day in present)
    last = days[-1] if days else first
    assert counted(present, present, last) == workdays


@given(st.sets(days_of_years, min_size=1, max_size=60), st.integers(1, 400))
def test_the_row_ends_where_an_offer_found_nobody(taken: set[date], gap: int) -> None:
    today = max(taken)
    hole = today - timedelta(days=gap)
    offered = {*taken, hole}
    kept = {day for day in taken if day > hole}
    found = counted(taken - {hole}, offered, today)
    if hole.weekday() < 5:
        assert found == sum(day.weekday() < 5 for day in kept)
    else:
        assert found == sum(day.weekday() < 5 for day in taken - {hole})


@given(st.integers(-720, 840), st.integers(1, 30))
def test_the_row_is_the_same_in_any_zone(offset_min: int, length: int) -> None:
    days = [MONDAY - timedelta(days=number) for number in range(length)]
    noon_ms = DAY_MS // 2
    events = [
        HistoryEvent(
            at_utc_ms=(day - date(1970, 1, 1)).days * DAY_MS + noon_ms - offset_min * MINUTE_MS,
            offset_min=offset_min,
            event=EventKind.DONE,
        )
        for day in days
    ]
    taken = {day_of(event) for event in events}
    assert counted(taken, taken, MONDAY) == sum(day.weekday() < 5 for day in days)
