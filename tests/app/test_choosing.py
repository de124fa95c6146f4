"""What the choice is told of the hour, the person and the past."""

from __future__ import annotations

import msgspec
import pytest

from knotbreak.core.body import Area, Place
from knotbreak.core.choice import Choice, Why
from knotbreak.core.settings import SessionSettings, Settings
from knotbreak.core.turn_settings import TurnSettings
from knotbreak.core.work_settings import WorkSettings
from tests.app.world import World
from tests.fakes import ROUTINES


def world_with(*, seated_only: bool = False, hours: tuple[str, ...] = (), **turns: object) -> World:
    """It is ten o'clock, at home."""
    settings = Settings(
        place=Place.HOME,
        seated_only=seated_only,
        work=WorkSettings(hours=hours),
        turns=TurnSettings(**turns),
    )
    world = World(settings)
    world.library.all["late"] = msgspec.structs.replace(ROUTINES["floor"], evening=True)
    return world


@pytest.mark.parametrize(
    ("hours", "after"),
    [
        ((), False),
        (("09:00-18:00",), False),
        (("06:00-09:59",), True),
        (("06:00-10:00",), True),
        (("22:00-06:00",), True),
        (("09:00-05:00",), False),
        (("00:00-24:00",), False),
        (("07:00-08:00", "06:00-06:30"), True),
        (("06:00-08:00", "13:00-17:00"), False),
    ],
)
def test_evening_sets_come_after_the_working_day(hours: tuple[str, ...], after: bool) -> None:
    choice = world_with(hours=hours).choosing.next_up()
    assert choice is not None
    assert (choice == Choice("late", Why.EVENING)) is after


def test_named_areas_and_the_seat_are_those_of_the_settings() -> None:
    world = world_with(areas=(Area.EYES,), seated_only=True)
    for routine in ("neck", "back"):
        world.took(routine)
    choice = world.choosing.next_up()
    assert choice == Choice("micro-eyes", Why.NAMED, Area.EYES)


def test_what_was_begun_today_waits_for_tomorrow() -> None:
    world = world_with()
    world.took("neck")
    past = world.choosing.past(world.clock.now())
    assert (past.today, past.latest) == ({"neck"}, "neck")
    assert [one.routine for one in past.done] == ["neck"]
    world.run(24 * 60)
    later = world.choosing.past(world.clock.now())
    assert (later.today, later.latest) == (frozenset(), "neck")
    world.run(29 * 24 * 60)
    assert world.choosing.past(world.clock.now()).done == ()


def test_without_a_history_there_is_a_choice_all_the_same() -> None:
    world = world_with()
    world.history.torn = True
    choice = world.choosing.next_up()
    assert choice is not None
    assert choice.why is Why.PLAN
    assert world.choosing.turn("neck") is None


def seated(pinned: str | None = None) -> World:
    return World(
        Settings(place=Place.HOME, seated_only=True, session=SessionSettings(routine=pinned))
    )


GETS_UP = "It needs you to get up (on the floor); your settings say seated only."


def test_who_stays_seated_may_start_any_routine_by_hand_and_is_told() -> None:
    world = seated()
    world.play("floor")
    assert world.controller.playing.session is not None
    assert GETS_UP in world.front.told


def test_a_pinned_routine_that_leaves_the_chair_is_offered_with_the_reason() -> None:
    world = seated("floor")
    choice = world.choosing.next_up()
    assert choice == Choice("floor", Why.PINNED)
    assert world.choosing.facts(choice).why == GETS_UP


def test_what_stays_in_the_chair_needs_no_words() -> None:
    world = seated("neck")
    world.play("neck")
    assert world.front.told == []
    choice = world.choosing.next_up()
    assert choice is not None
    assert "get up" not in world.choosing.facts(choice).why


def test_whoever_gets_up_anyway_is_told_nothing() -> None:
    world = World(Settings(place=Place.HOME))
    world.play("floor")
    assert world.front.told == []
