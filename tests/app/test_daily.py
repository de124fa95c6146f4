"""What the day so far means: water at its goal, quiet after enough, prescribed routines."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotbreak.app.intents import Acknowledge, DoneDue, Drank, Key
from knotbreak.app.menu import Menu
from knotbreak.app.pausing import Refused
from knotbreak.core.events import EventKind
from knotbreak.core.settings import ReminderSettings, Settings, WaterSettings
from knotbreak.core.turn_settings import TurnSettings
from tests.app.world import World
from tests.fakes import ROUTINES, TRANSLATOR

OFF = ReminderSettings(on=False)
WATER = Settings(
    reminder={"stretch": OFF, "posture": OFF, "water": ReminderSettings(quiet=False, stay_s=600)},
    water=WaterSettings(goal=2),
)
STRETCH = Settings(reminder={"water": OFF, "posture": OFF})
PRESCRIBED = msgspec.structs.replace(
    ROUTINES["neck"], title="Exercises", per_day=2, given_by="A therapist"
)


def ids_of(world: World) -> list[str]:
    return [one.id for one in world.controller.reminding.scheduler.reminders]


def glasses(world: World) -> int:
    return world.status.view().water


@pytest.mark.parametrize(("apart_ms", "counted"), [(0, 1), (1_999, 1), (2_000, 2)])
def test_repeats_within_two_seconds_are_one(apart_ms: int, counted: int) -> None:
    world = World(WATER)
    world.controller.handle(Drank())
    world.clock.run(apart_ms)
    world.controller.handle(Drank())
    assert glasses(world) == counted


def test_a_click_in_the_notice_and_one_in_the_tray_are_one_glass() -> None:
    world = World(WATER)
    world.run(60)
    world.controller.handle(DoneDue())
    world.controller.handle(Drank())
    assert glasses(world) == 1


def test_two_seconds_count_from_the_click_that_counted() -> None:
    world = World(WATER)
    for _ in range(5):
        world.controller.handle(Drank())
        world.clock.run(900)
    assert glasses(world) == 2, "at 0 and at 2.7 s: two seconds after one that counted"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["tray", "kill", "undo"]), st.integers(2_000, 9_000))))
def test_water_never_counts_twice(doings: list[tuple[str, int]]) -> None:
    """Nor is it lost (T25), whatever comes between."""
    world = World(WATER)
    expected = 0
    for what, wait_ms in doings:
        if what == "tray":
            world.controller.handle(Drank())
            world.controller.handle(Drank())
            expected += 1
        elif what == "kill":
            world.kill_and_start(100)
        elif expected:
            world.controller.handle(Drank(-1))
            expected -= 1
        else:
            with pytest.raises(Refused):
                world.controller.handle(Drank(-1))
        assert glasses(world) == expected
        world.clock.run(wait_ms)
    assert sum(one.amount or 0 for one in world.history.of(EventKind.WATER)) == expected


def test_yesterdays_glass_is_not_taken_back_today() -> None:
    world = World(WATER)
    world.controller.handle(Drank())
    world.run(24 * 60)
    with pytest.raises(Refused):
        world.controller.handle(Drank(-1))
    world.controller.handle(Drank())
    assert glasses(world) == 1


def test_no_glass_is_offered_at_the_goal_and_again_the_next_day() -> None:
    world = World(WATER)
    world.controller.handle(Drank(2))
    world.run(5 * 60)
    assert world.titles == []
    world.kill_and_start()
    world.run(60)
    assert world.titles == []
    world.controller.handle(Drank(-1))
    world.run(60)
    assert world.titles == ["A glass of water?"]
    world.controller.handle(Drank())
    world.run(24 * 60)
    assert len(world.titles) > 1


def test_after_three_sessions_stretches_are_offered_quietly() -> None:
    world = World(STRETCH)
    for _ in range(2):
        world.took("neck")
    world.run(50)
    assert [notice.quiet for notice in world.notifier.shown] == [False]
    world.play("micro")
    world.run(2)
    world.run(52)
    assert [notice.quiet for notice in world.notifier.shown] == [False, True]


def test_a_day_without_a_goal_never_turns_quiet() -> None:
    world = World(msgspec.structs.replace(STRETCH, turns=TurnSettings(a_day=0)))
    for _ in range(9):
        world.took("neck")
    world.run(50)
    assert [notice.quiet for notice in world.notifier.shown] == [False]


def prescribed_world() -> World:
    world = World(STRETCH, start=False)
    world.library.all["exercises"] = PRESCRIBED
    world.start()
    world.controller.handle(Acknowledge())
    return world


def test_what_is_prescribed_has_its_own_offers_until_it_is_done() -> None:
    world = prescribed_world()
    assert world.status.view().next is not None
    while not any("Exercises" in title for title in world.titles):
        world.run(5)
    assert world.titles[-1] == "Your exercises: Exercises?"
    assert "0 of 2 today" in world.notifier.shown[-1].body
    for _ in range(2):
        world.play("exercises")
        world.run(3)
    assert ids_of(world) == ["stretch"]
    world.run(24 * 60)
    assert ids_of(world) == ["stretch", "prescribed:exercises"]


def test_what_is_prescribed_is_not_part_of_the_turns() -> None:
    world = prescribed_world()
    for id_ in ("neck", "back", "micro", "micro-eyes"):
        del world.library.all[id_]
    assert world.choosing.next_up() is None


def test_the_menu_ticks_off_what_is_prescribed() -> None:
    world = prescribed_world()
    world.play("exercises")
    world.run(3)
    menu = Menu(world.controller, world.library, world.history, world.settings, TRANSLATOR)
    menu.refresh()
    (entry,) = menu.view(None).recent
    assert entry.label == "Exercises · 1 minute · From A therapist. 1 of 2 today."


def test_what_is_stopped_at_once_is_no_tick() -> None:
    world = prescribed_world()
    for _ in range(3):
        world.play("exercises")
        world.run(0.1)
        world.key(Key.STOP)
    assert len(world.controller.reminding.scheduler.reminders) == 2


def test_after_its_last_day_it_is_not_offered_any_more() -> None:
    world = World(STRETCH, start=False)
    over = msgspec.structs.replace(PRESCRIBED, until=date(2020, 1, 1))
    world.library.all["exercises"] = over
    world.start()
    assert ids_of(world) == ["stretch"]


def test_an_offer_of_it_survives_a_restart() -> None:
    world = prescribed_world()
    while not any("Exercises" in title for title in world.titles):
        world.run(5)
    world.kill_and_start()
    view = world.status.view()
    assert view.notice is not None
    assert view.notice.reminder == "prescribed:exercises"
