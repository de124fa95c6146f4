"""What the notes of tightness are allowed to say."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.tightness import (
    LEAST_DAYS,
    LEAST_SPAN_DAYS,
    Course,
    Tightness,
    judged,
    tightness,
    trend,
)
from knotbreak.core.units import DAY_MS

FIRST = date(2026, 9, 1)
numbers = st.lists(st.integers(0, 10), min_size=1, max_size=60)


def notes(values: list[int], step: int = 2) -> dict[date, list[int]]:
    return {FIRST + timedelta(days=number * step): [value] for number, value in enumerate(values)}


def judge(values: list[int], step: int = 2) -> Tightness:
    return judged(notes(values, step))


def test_too_little_says_nothing() -> None:
    assert judged({}).course is Course.NOTHING
    assert judge([9, 1] * 4 + [0]).course is Course.TOO_FEW
    assert judge([9] * 5 + [0] * 5, step=1).course is Course.TOO_SHORT
    assert judge([9] * 7 + [0] * 7, step=1).course is Course.LOWER


def test_a_clear_course_is_told_with_both_halves() -> None:
    lower = judge([8, 7, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2])
    assert (lower.course, lower.earlier, lower.later) == (Course.LOWER, 7, 4)
    assert judge([2, 3, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8]).course is Course.HIGHER


def test_ups_and_downs_and_small_steps_are_no_course() -> None:
    assert judge([3, 7] * 10).course is Course.SAME
    assert judge([5] * 20).course is Course.SAME
    # Sure, but of half a point on this scale nobody has anything.
    assert judge([5] * 30 + [5, 6] * 15).course is Course.SAME


def test_one_bad_day_at_the_end_is_no_course() -> None:
    assert judge([4, 4, 3, 4, 4, 3, 4, 4, 3, 4, 4, 10]).course is Course.SAME


def test_several_notes_of_a_day_are_one() -> None:
    found = judged({FIRST: [2, 9, 4]})
    assert found.days == ((FIRST, 4.0),)


@given(numbers)
def test_backwards_in_time_is_the_opposite(values: list[int]) -> None:
    assert trend(values[::-1]) == pytest.approx(-trend(values))
    other = {Course.LOWER: Course.HIGHER, Course.HIGHER: Course.LOWER}
    course = judge(values).course
    assert judge(values[::-1]).course is other.get(course, course)


@given(numbers, st.integers(1, 6))
def test_nothing_is_claimed_of_few_or_hasty_notes(values: list[int], step: int) -> None:
    found = judge(values, step)
    if found.course in (Course.LOWER, Course.HIGHER):
        assert len(found.days) >= LEAST_DAYS
        assert (found.days[-1][0] - found.days[0][0]).days >= LEAST_SPAN_DAYS - 1
        assert abs(found.later - found.earlier) >= 1


def test_chance_is_hardly_ever_taken_for_a_course() -> None:
    """Notes without any course, 3,000 times: at most one in a hundred is told as one."""
    chance = random.Random(4)
    told = 0
    for _ in range(3_000):
        days = chance.randint(LEAST_DAYS, 40)
        values = [min(10, max(0, round(chance.gauss(5, 2)))) for _ in range(days)]
        told += judge(values).course in (Course.LOWER, Course.HIGHER)
    assert told <= 30


def test_a_real_course_is_found() -> None:
    chance = random.Random(5)
    found = 0
    for _ in range(300):
        values = [
            min(10, max(0, round(chance.gauss(7 - 4 * number / 29, 1.2)))) for number in range(30)
        ]
        found += judge(values).course is Course.LOWER
    assert found >= 290


def test_areas_are_told_apart() -> None:
    def note(day: int, area: str, amount: int | None) -> HistoryEvent:
        return HistoryEvent(
            at_utc_ms=day * DAY_MS, offset_min=0, event=EventKind.CHECKIN, outcome=area,
            amount=amount,
        )  # fmt: skip

    events = [note(1, "neck", 4), note(2, "neck", 5), note(2, "hips", 1), note(3, "tail", 2),
              note(3, "hips", None)]  # fmt: skip
    found = tightness(events)
    assert {area: len(one.days) for area, one in found.items()} == {Area.NECK: 2, Area.HIPS: 1}
