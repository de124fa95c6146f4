"""The setting for longer holds: in what is played, in what is offered, and where it stops."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from knotbreak.app.intents import Key
from knotbreak.core.health_settings import Flag, HealthSettings
from knotbreak.core.plan import longer_hold, plan_steps
from knotbreak.core.routine import Stretch
from knotbreak.core.settings import SessionSettings, Settings
from tests.app.world import World
from tests.fakes import ROUTINES, STRETCHES, a_routine, a_stretch

HELD: Mapping[str, Stretch] = {
    **STRETCHES,
    "neck-side": a_stretch("Side neck", side="each", hold_max_s=60),
    "neck-turn": a_stretch("Neck turn", hold_max_s=25),
    "child": a_stretch("Child's pose", positions=["floor"], hold_s=45, hold_max_s=60),
}


def a_world(*flags: Flag, longer: bool = True) -> World:
    session = SessionSettings(longer_holds=longer)
    world = World(Settings(session=session, health=HealthSettings(flags=flags)))
    world.library.held = HELD
    return world


def holds(world: World) -> list[int | None]:
    assert world.playing.player is not None
    return [step.hold_ms for step in world.playing.player.timeline.steps]


def test_stretches_are_held_for_thirty_seconds_or_as_long_as_they_may_be() -> None:
    world = a_world()
    world.play("neck")
    assert holds(world) == [30_000, 25_000]
    world = a_world(longer=False)
    world.play("neck")
    assert holds(world) == [20_000] * 2


def test_what_takes_the_place_of_a_step_is_held_for_longer_too() -> None:
    world = a_world()
    world.play("micro")
    world.key(Key.OTHER)
    assert set(holds(world)) == {30_000}


def test_gentle_holds_stay_short() -> None:
    world = a_world(Flag.GENTLE)
    world.play("neck")
    assert set(holds(world)) == {15_000}


def test_what_was_prescribed_is_not_changed() -> None:
    world = a_world()
    world.library.all["mine"] = msgspec.structs.replace(ROUTINES["neck"], per_day=3)
    world.play("mine")
    assert set(holds(world)) == {20_000}


def test_the_time_that_is_told_follows_the_setting() -> None:
    world = a_world(longer=False)
    before = {one.id: one.total_ms for one in world.choosing.candidates()}
    world.settings.settings = Settings(session=SessionSettings(longer_holds=True))
    after = {one.id: one.total_ms for one in world.choosing.candidates()}
    assert after["neck"] == before["neck"] + 25_000
    assert after["micro-eyes"] == before["micro-eyes"]


@pytest.mark.parametrize(
    "step",
    [
        {"stretch": "child"},
        {"stretch": "twist"},
        {"stretch": "rolls"},
        {"name": "Look up", "cue": "Up.", "hold_s": 10},
    ],
)
def test_what_is_long_enough_or_names_no_bound_or_is_somebodys_own_stays(
    step: dict[str, object],
) -> None:
    [planned] = plan_steps(a_routine("One", [step]), HELD)
    assert longer_hold(planned, HELD) == planned
