"""What can be started: in order, worded, and without reading anything unasked."""

from __future__ import annotations

import msgspec
import pytest

from knotbreak.app.intents import (
    GoAgain,
    HoldMovement,
    PauseReminders,
    Rate,
    StartDue,
    StartRoutine,
)
from knotbreak.app.menu import IN_CALL, RECENT, Menu, MenuView
from knotbreak.app.state import Noted
from knotbreak.app.views import TurnView
from knotbreak.core.body import Area, Place
from knotbreak.core.interruptions import Busy, Kind
from knotbreak.core.problems import Problem
from knotbreak.core.scheduler_state import PauseReason
from knotbreak.core.settings import ReminderSettings, SessionSettings, Settings
from knotbreak.core.worse import Worse
from tests.app.world import World
from tests.fakes import TRANSLATOR, a_routine

STRETCH = Settings(reminder={name: ReminderSettings(on=False) for name in ("posture", "water")})


def menu_of(world: World) -> Menu:
    return Menu(world.controller, world.library, world.history, world.settings, TRANSLATOR)


def view_of(world: World, menu: Menu | None = None) -> MenuView:
    menu = menu or menu_of(world)
    menu.refresh()
    return menu.view(world.status.notice())


def test_all_routines_stand_under_their_main_area_in_the_order_of_the_body() -> None:
    view = view_of(World(STRETCH))
    assert [(group.label, [entry.label for entry in group.entries]) for group in view.groups] == [
        (
            "Neck",
            ["A moment · 30 seconds", "Neck · 1 minute", "Floor · 2 minutes · on the floor"],
        ),
        ("Lower back", ["Back · 1 minute"]),
        ("Eyes", ["Eyes · 30 seconds"]),
    ]
    assert view.groups[0].entries[1].intent == StartRoutine("neck")


def test_nothing_due_starts_whatever_comes_next() -> None:
    view = view_of(World(STRETCH))
    assert (view.first.label, view.first.intent) == ("Whatever comes next", StartRoutine())
    assert view.recent == ()


def test_what_is_due_comes_first() -> None:
    world = World(STRETCH)
    world.run(52)
    view = view_of(world)
    assert view.first.label.startswith("Due now: ")
    assert view.first.label.endswith("for your neck?")
    assert view.first.intent == StartDue()
    world.controller.handle(view.first.intent)
    assert world.playing.player is not None


def test_a_change_of_position_that_is_due_is_no_stretch() -> None:
    world = World()
    world.run(25)
    notice = world.status.notice()
    assert notice is not None
    assert not notice.starts_session
    assert view_of(world).first.intent == StartRoutine()


def test_the_latest_five_come_again_the_latest_first() -> None:
    world = World(STRETCH)
    for number in range(7):
        world.library.all[f"own-{number}"] = a_routine(f"Own {number}", [{"stretch": "neck-turn"}])
    world.library.changed = True
    played = {f"own-{number}": 1_000 + number for number in range(7)} | {"gone": 9_999}
    world.history.last_played = lambda: played  # type: ignore[method-assign]
    view = view_of(world)
    assert len(view.recent) == RECENT
    intents = [entry.intent for entry in view.recent]
    assert intents == [StartRoutine(f"own-{number}") for number in (6, 5, 4, 3, 2)]


def test_what_was_played_last_says_what_is_thought_of_it() -> None:
    world = World(STRETCH)
    assert view_of(world).last is None
    world.took("gone")
    world.clock.run(1_000)
    world.took("neck")
    world.controller.handle(Rate("neck", "less"))
    assert view_of(world).last == TurnView("neck", "Neck", "less")


def test_an_area_with_enough_movement_this_week_has_a_tick() -> None:
    world = World(STRETCH)
    for _ in range(5):
        world.took("neck")
    assert [group.label for group in view_of(world).groups] == ["Neck ✓", "Lower back", "Eyes"]
    world.run(7 * 24 * 60)
    assert view_of(world).groups[0].label == "Neck"


def test_an_area_that_rests_can_go_again() -> None:
    world = World(STRETCH)
    assert view_of(world).resting == ()
    world.controller.noting.noted = Noted(worse=(Worse(Area.NECK, 2, 1),))
    (entry,) = view_of(world).resting
    assert (entry.label, entry.intent) == ("Go again: neck", GoAgain(Area.NECK))


def test_nothing_is_read_before_somebody_looks() -> None:
    world = World(STRETCH)
    world.history.torn = True
    world.library.broken = Problem(where="library", what="cannot be read")
    menu = menu_of(world)
    assert menu.view(None).groups == ()


def test_a_broken_library_leaves_the_menu_as_it_was() -> None:
    world = World(STRETCH)
    menu = menu_of(world)
    before = view_of(world, menu)
    world.library.broken = Problem(where="library", what="cannot be read")
    assert view_of(world, menu) == before
    world.library.broken = None
    world.history.torn = True
    assert view_of(world, menu).groups == before.groups


@pytest.mark.parametrize("place", list(Place))
def test_the_place_is_that_of_the_settings(place: Place) -> None:
    assert view_of(World(Settings(place=place))).place is place


def test_only_a_pause_of_ones_own_can_be_ended() -> None:
    world = World(STRETCH)
    assert not view_of(world).paused
    now = world.clock.now()
    world.controller.reminding.scheduler.reason_started(now, PauseReason(key="call", why="a call"))
    assert world.status.view().state == "paused"
    assert not view_of(world).paused
    world.controller.handle(PauseReminders(15))
    assert view_of(world).paused


def test_in_a_call_comes_first_what_no_camera_sees() -> None:
    world = World(STRETCH)
    world.library.all[IN_CALL] = world.library.all["neck"]
    menu = menu_of(world)
    menu.refresh()
    assert view_of(world, menu).first.intent == StartRoutine()
    call = Busy(kind=Kind.CALL)
    world.controller.busy_began(call)
    assert view_of(world, menu).first.intent == StartRoutine(IN_CALL)
    world.controller.handle(StartRoutine(IN_CALL))
    assert world.playing.moving, "the call does not stop it"
    world.controller.busy_ended(call.key)
    assert view_of(world, menu).first.intent == StartRoutine()


def test_a_break_that_goes_on_is_known() -> None:
    world = World(msgspec.structs.replace(STRETCH, session=SessionSettings(until_back=True)))
    assert not view_of(world).on_break
    world.play("neck")
    world.run(3)
    assert view_of(world).on_break


def test_an_absence_and_held_movement_are_known() -> None:
    world = World(STRETCH, idle_known=True)
    view = view_of(world)
    assert (view.absence, view.movement_held) == (False, False)
    world.run(10)
    world.idle.still_for(120_000)
    world.idle.input()
    world.controller.handle(HoldMovement())
    view = view_of(world)
    assert (view.absence, view.movement_held) == (True, True)


def test_who_stays_seated_sees_in_the_menu_what_leaves_the_chair() -> None:
    settings = msgspec.structs.replace(STRETCH, seated_only=True)
    entries = [entry.label for group in view_of(World(settings)).groups for entry in group.entries]
    assert "Floor · 2 minutes · on the floor, not seated" in entries
    assert "Neck · 1 minute" in entries
