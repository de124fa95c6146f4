from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area, Place
from knotbreak.core.choice import Choice, Wanted, Why
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.rotation import Candidate, candidate, choose
from knotbreak.core.units import minutes_of
from tests.fakes import ROUTINES, STRETCHES

ALL = [candidate(id_, routine, STRETCHES) for id_, routine in ROUTINES.items()]


def pick(**more: Any) -> Choice | None:
    usual: dict[str, Any] = {
        "place": Place.OFFICE,
        "kind": ReminderKind.STRETCH,
        "wanted": Wanted(),
        "played_utc_ms": {},
    }
    return choose(more.pop("pool", ALL), **(usual | more))


def test_a_routine_summed_up() -> None:
    floor = next(one for one in ALL if one.id == "floor")
    assert (floor.floor, floor.rotates, floor.areas) == (True, True, (Area.NECK,))
    assert floor.total_ms == 20_000 + 5_000 + 30_000 + 10_000 + 30_000


def test_what_was_never_done_comes_first_then_the_longest_ago() -> None:
    assert pick() == Choice("neck", Why.NEVER_DONE)
    assert pick(played_utc_ms={"neck": 5}) == Choice("back", Why.NEVER_DONE)
    assert pick(played_utc_ms={"neck": 5, "back": 6}) == Choice("neck", Why.LONGEST_AGO)


def test_the_floor_is_for_home() -> None:
    played = {"neck": 5, "back": 6}
    assert pick(played_utc_ms=played, place=Place.HOME) == Choice("floor", Why.NEVER_DONE)
    only = [one for one in ALL if one.id == "floor"]
    assert pick(pool=only) is None
    assert pick(pool=only, place=Place.HOME) == Choice("floor", Why.ONLY_ONE)


def test_short_ones_eyes_and_pins() -> None:
    assert pick(wanted=Wanted(short=True)) == Choice("micro", Why.SHORT)
    assert pick(kind=ReminderKind.EYES) == Choice("micro-eyes", Why.ONLY_ONE)
    assert pick(pinned="floor") == Choice("floor", Why.PINNED)
    assert pick(pinned="gone") == Choice("neck", Why.NEVER_DONE)
    assert pick(pool=[]) is None


def test_hands_come_first_after_long_typing_but_not_twice_in_a_row() -> None:
    hands, arms = (
        Candidate(id=id_, areas=(area, Area.NECK), total_ms=120_000, floor=False, rotates=True)
        for id_, area in (("h", Area.HANDS), ("a", Area.ARMS))
    )
    aside = Candidate(
        id="n", areas=(Area.NECK, Area.HANDS), total_ms=120_000, floor=False, rotates=True
    )
    pool = [aside, hands, arms]
    typed = Wanted(hands=True)
    first = pick(pool=pool, wanted=typed)
    assert first is not None
    assert (first.routine, first.why) == ("a", Why.HANDS)
    assert pick(pool=pool, wanted=typed, played_utc_ms={"a": 5}) == Choice("n", Why.NEVER_DONE)
    played = {"a": 5, "n": 6}
    assert pick(pool=pool, wanted=typed, played_utc_ms=played) == Choice("h", Why.HANDS)
    assert pick(pool=pool, played_utc_ms=played) == Choice("h", Why.NEVER_DONE)
    assert pick(pool=[aside], wanted=typed) == Choice("n", Why.ONLY_ONE)


def test_what_does_not_rotate_is_only_pinned() -> None:
    long = Candidate(id="long", areas=(), total_ms=100_000, floor=False, rotates=False)
    assert pick(pool=[long]) is None
    assert pick(pool=[long], pinned="long") == Choice("long", Why.PINNED)


@given(st.dictionaries(st.sampled_from(sorted(ROUTINES)), st.integers(0, 99)), st.booleans())
def test_everyone_has_a_turn(played: dict[str, int], short: bool) -> None:
    seen, now, wanted = set(), 100, Wanted(short=short)
    for _ in range(len(ALL) + 1):
        choice = pick(played_utc_ms=played, place=Place.HOME, wanted=wanted)
        assert choice == pick(played_utc_ms=dict(played), place=Place.HOME, wanted=wanted)
        assert choice is not None
        played[choice.routine] = now
        seen.add(choice.routine)
        now += 1
    assert seen == ({"micro", "micro-eyes"} if short else {"neck", "back", "floor"})


@pytest.mark.parametrize(("seconds", "minutes"), [(49, 0), (50, 1), (89, 1), (120, 2), (290, 5)])
def test_minutes(seconds: int, minutes: int) -> None:
    assert minutes_of(seconds * 1000) == minutes
