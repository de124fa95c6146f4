"""A routine from a therapist: as it is written, when it is offered, and the page for the visit."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.plan import plan_steps
from knotbreak.core.prescription import (
    DayLine,
    Tightness,
    offer_of,
    offer_times,
    report,
    ticks_on,
    wanted_on,
)
from knotbreak.core.reminders import ReminderKind, TimeRange, Weekday
from knotbreak.core.routine import Routine
from knotbreak.core.timeline import SegmentKind, TimelineOptions
from knotbreak.core.units import utc_ms_of

FILE = Path(__file__).parents[1] / "routines" / "therapist-shoulder.toml"
ROUTINE = msgspec.convert(tomllib.loads(FILE.read_text()), Routine)
MONDAY = date(2026, 11, 23)
WORK = TimeRange(9 * 60, 18 * 60)


def test_three_stages_ten_reps_five_seconds_thirty_seconds_rest() -> None:
    timeline = compile_timeline(plan_steps(ROUTINE, {}), Frame.of(ROUTINE), TimelineOptions())
    assert [step.title for step in timeline.steps] == ["Wall press", "Band pull", "Arm raise"]
    for step in timeline.steps:
        assert step.reps is not None
        assert step.reps.reps == 10
        (hold,) = [phase for phase in step.reps.phases if phase.name == "hold"]
        assert hold.ms == 5_000
    kinds = [(one.kind, one.ms) for one in timeline.segments]
    assert kinds.count((SegmentKind.GAP, 30_000)) == 2
    assert sum(kind is SegmentKind.REPS for kind, _ in kinds) == 3


def test_three_sets_rest_in_between() -> None:
    step = msgspec.structs.replace(ROUTINE.step[0], sets=3, rest_s=30)
    routine = msgspec.structs.replace(ROUTINE, step=(step,))
    timeline = compile_timeline(plan_steps(routine, {}), Frame.of(routine), TimelineOptions())
    rests = [one.ms for one in timeline.segments if one.kind is SegmentKind.REST]
    assert rests == [30_000, 30_000]


def test_it_is_offered_on_its_days_until_its_last() -> None:
    week = [3, 0, 3, 0, 3, 0, 0]
    found = [wanted_on(ROUTINE, MONDAY + timedelta(days=ahead)) for ahead in range(21)]
    assert found == [*week, *week, 3, 0, 3, 0, 0, 0, 0]
    assert wanted_on(msgspec.structs.replace(ROUTINE, per_day=None), MONDAY) == 0


def test_its_offers_are_spread_over_the_working_day() -> None:
    assert offer_times(3, WORK) == (10 * 60 + 30, 13 * 60 + 30, 16 * 60 + 30)
    assert offer_times(1, TimeRange(22 * 60, 6 * 60)) == (2 * 60,)
    offer = offer_of("therapist-shoulder", ROUTINE, WORK, "Your exercises?")
    assert (offer.kind, offer.routine, offer.starts_session) == (
        ReminderKind.CUSTOM, "therapist-shoulder", True,
    )  # fmt: skip
    assert offer.days == (Weekday.MON, Weekday.WED, Weekday.FRI)
    assert offer.at == offer_times(3, WORK)


@given(
    per_day=st.integers(1, 12),
    start=st.integers(0, 1439),
    long=st.integers(120, 1440),
)
def test_so_many_offers_within_the_day(per_day: int, start: int, long: int) -> None:
    hours = TimeRange(start, (start + long) % 1440)
    times = offer_times(per_day, hours)
    assert len(times) == per_day
    assert all((time - start) % 1440 <= long for time in times)


def session(day: date, outcome: str, routine: str = "therapist-shoulder") -> HistoryEvent:
    at = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC) - timedelta(hours=2)
    return HistoryEvent(
        at_utc_ms=utc_ms_of(at),
        offset_min=120,
        event=EventKind.SESSION,
        routine=routine,
        outcome=outcome,
    )


def note(day: date, area: Area, amount: int) -> HistoryEvent:
    return msgspec.structs.replace(
        session(day, area.value), event=EventKind.CHECKIN, routine=None, amount=amount
    )


def test_the_page_for_the_visit_counts_what_was_done() -> None:
    events = [
        session(MONDAY, "done"), session(MONDAY, "partial"), session(MONDAY, "stopped"),
        session(MONDAY, "done", routine="neck-2"), session(MONDAY + timedelta(days=1), "done"),
        note(MONDAY, Area.SHOULDERS, 6), note(MONDAY, Area.JAW, 9),
        note(MONDAY + timedelta(days=3), Area.SHOULDERS, 3),
    ]  # fmt: skip
    wednesday = MONDAY + timedelta(days=2)
    found = report("therapist-shoulder", ROUTINE, events, wednesday)
    assert found.lines == (
        DayLine(day=MONDAY, wanted=3, done=1, partial=1, stopped=1),
        DayLine(day=MONDAY + timedelta(days=1), wanted=0, done=1),
        DayLine(day=wednesday, wanted=3),
    )
    assert (found.wanted, found.done, found.partial) == (6, 2, 1)
    assert found.tightness == (Tightness(MONDAY, Area.SHOULDERS, 6),)
    assert ticks_on("therapist-shoulder", events, MONDAY) == 2


def test_a_page_ends_with_the_last_day_and_may_be_empty() -> None:
    long_after = MONDAY + timedelta(days=90)
    events = [session(MONDAY, "done")]
    found = report("therapist-shoulder", ROUTINE, events, long_after)
    assert found.lines[-1].day == date(2026, 12, 9)
    empty = report("therapist-shoulder", ROUTINE, [], date(2026, 11, 24))
    assert (empty.lines, empty.tightness) == ((), ())


@pytest.mark.parametrize(
    "bad",
    [{"per_day": 0}, {"per_day": 13}, {"days": []}, {"until": "soon"}, {"given_by": "x" * 81}],
)
def test_what_cannot_be_prescribed(bad: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(tomllib.loads(FILE.read_text()) | bad, Routine)
