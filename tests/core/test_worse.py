"""Rows 68 and 69 of content.md §1."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core import worse
from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.plan import plan_steps
from knotbreak.core.units import DAY_MS, utc_ms_of
from knotbreak.core.worse import Worse
from tests.fakes import ROUTINES, STRETCHES

TODAY = date(2026, 11, 23)
DAY = TODAY.toordinal()
STEPS = plan_steps(ROUTINES["back"], STRETCHES)


def titles(so_far: tuple[Worse, ...], day: int) -> list[str]:
    return [step.title for step in worse.gentler(STEPS, so_far, day, STRETCHES)]


def test_the_first_worse_leaves_steps_out_today_and_makes_them_easier_next_time() -> None:
    once = worse.felt((), Area.LOWER_BACK, "worse", DAY)
    assert titles((), DAY) == ["Twist", "Rolls"]
    assert titles(once, DAY) == ["Rolls"]
    assert titles(once, DAY + 1) == ["Neck turn", "Rolls"]
    assert worse.paused(once) == ()
    for how in ("same", "better"):
        assert worse.felt(once, Area.LOWER_BACK, how, DAY + 1) == ()


def test_the_second_in_a_row_rests_until_the_person_says_go() -> None:
    once = worse.felt((), Area.LOWER_BACK, "worse", DAY)
    twice = worse.felt(once, Area.LOWER_BACK, "worse", DAY + 2)
    assert worse.paused(twice) == (Area.LOWER_BACK,)
    for day in (DAY + 2, DAY + 3, DAY + 300):
        assert titles(twice, day) == ["Rolls"]
    still = worse.felt(twice, Area.LOWER_BACK, "better", DAY + 3)
    assert worse.paused(still) == (Area.LOWER_BACK,)
    assert worse.go(still, Area.LOWER_BACK) == ()
    assert titles(worse.go(still, Area.LOWER_BACK), DAY + 3) == ["Twist", "Rolls"]


def test_better_between_two_begins_anew() -> None:
    answers = ("worse", "better", "worse")
    so_far: tuple[Worse, ...] = ()
    for ahead, how in enumerate(answers):
        so_far = worse.felt(so_far, Area.NECK, how, DAY + ahead)
    assert so_far == (Worse(Area.NECK, 1, DAY + 2),)


@given(st.lists(st.tuples(st.sampled_from(list(Area)), st.sampled_from(["better", "worse"]))))
def test_only_what_felt_worse_is_ever_left_out(answers: list[tuple[Area, str]]) -> None:
    so_far: tuple[Worse, ...] = ()
    for area, how in answers:
        so_far = worse.felt(so_far, area, how, DAY)
    said = {area for area, how in answers if how == "worse"}
    assert worse.left_out(so_far, DAY) <= said
    assert set(worse.paused(so_far)) <= worse.left_out(so_far, DAY + 1) <= said
    for area in Area:
        so_far = worse.go(so_far, area)
    assert so_far == ()


def note(ago: int, amount: int, area: Area = Area.NECK) -> HistoryEvent:
    noon = utc_ms_of(datetime(2026, 11, 23, 12, tzinfo=UTC))
    return HistoryEvent(
        at_utc_ms=noon - ago * DAY_MS,
        offset_min=0,
        event=EventKind.CHECKIN,
        outcome=area.value,
        amount=amount,
    )


def test_ten_tight_days_of_fourteen_and_not_nine() -> None:
    tight = [note(ago, 4) for ago in range(14)]
    assert worse.stays_tight(tight[4:], TODAY) == {Area.NECK}
    assert worse.stays_tight(tight[5:], TODAY) == frozenset()
    assert worse.stays_tight([*tight[5:], note(0, 3), note(14, 9)], TODAY) == frozenset()
    assert worse.stays_tight([*tight[5:], *tight[5:]], TODAY) == frozenset()
    assert worse.stays_tight([*tight[5:], note(0, 9, Area.JAW)], TODAY) == frozenset()
