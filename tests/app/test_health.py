"""Health flags in force: in the rotation, in what is started by hand, and in words."""

from __future__ import annotations

import pytest

from knotbreak.app.intents import Felt, Key
from knotbreak.app.pausing import Refused
from knotbreak.core.body import Area
from knotbreak.core.health_settings import Flag, HealthSettings
from knotbreak.core.settings import Settings, resolve_reminders
from tests.app.world import World


def a_world(*flags: Flag) -> World:
    return World(Settings(health=HealthSettings(flags=flags)))


def stretches(world: World) -> list[str | None]:
    assert world.playing.player is not None
    return [step.stretch for step in world.playing.player.timeline.steps]


def test_a_routine_started_by_hand_leaves_out_what_a_flag_hides_and_says_so() -> None:
    world = a_world(Flag.NECK)
    world.play("neck")
    assert stretches(world) == ["neck-turn"]
    assert world.front.told == ["Going easy: without Side neck (neck trouble)."]


def test_something_else_never_brings_it_back() -> None:
    world = a_world(Flag.NECK)
    world.play("micro")
    world.key(Key.OTHER)
    assert stretches(world) == ["neck-turn"]


def test_gentle_mode_holds_shorter_and_says_so() -> None:
    world = a_world(Flag.GENTLE)
    world.play("neck")
    assert world.playing.player is not None
    assert {step.hold_ms for step in world.playing.player.timeline.steps} == {15_000}
    assert all(step.gentle for step in world.playing.player.timeline.steps)
    [words] = world.front.told
    assert words == "Going easy: shorter, and half as far (arthritis)."
    world.key(Key.OTHER)
    assert all(step.gentle for step in world.playing.player.timeline.steps)


def test_a_routine_of_which_nothing_is_left_is_refused_with_the_reason() -> None:
    world = a_world(Flag.BALANCE)
    with pytest.raises(Refused) as refused:
        world.play("neck")
    assert str(refused.value) == (
        "Nothing of it is left. Going easy: without Side neck, without Neck turn (balance)."
    )
    assert world.playing.player is None
    assert "neck" not in {one.id for one in world.choosing.candidates()}


def test_the_rotation_knows_only_what_is_left_and_follows_the_settings() -> None:
    world = a_world()
    whole = {one.id: one.total_ms for one in world.choosing.candidates()}
    world.settings.settings = Settings(health=HealthSettings(flags=(Flag.NECK,)))
    eased = {one.id: one.total_ms for one in world.choosing.candidates()}
    assert eased["neck"] < whole["neck"]
    assert eased["back"] == whole["back"]


def test_a_limit_on_fluids_turns_water_off() -> None:
    limited = Settings(health=HealthSettings(flags=(Flag.FLUID,)))
    assert "water" in {one.id for one in resolve_reminders(Settings())}
    assert "water" not in {one.id for one in resolve_reminders(limited)}
    assert (Settings().water_goal, limited.water_goal) == (8, 0)


def test_without_flags_everything_plays_and_nothing_is_said() -> None:
    world = a_world()
    world.play("neck")
    assert stretches(world) == ["neck-side", "neck-turn"]
    assert world.front.told == []


def test_what_felt_worse_and_what_a_flag_hides_are_both_left_out() -> None:
    world = a_world(Flag.BALANCE)
    world.play("back")
    assert stretches(world) == ["twist", "rolls"]
    world.run(3)
    world.controller.handle(Felt("worse"))
    world.play("back")
    assert stretches(world) == ["rolls"]
    world.key(Key.STOP)
    world.run(24 * 60)
    # Its easier version is a turn of the neck, which the flag hides: it stays, as the only one.
    world.play("back")
    assert stretches(world) == ["twist", "rolls"]


def test_the_easier_version_for_what_felt_worse_is_as_gentle_as_a_flag_asks() -> None:
    world = a_world(Flag.GENTLE)
    world.play("back")
    world.run(3)
    world.controller.handle(Felt("worse"))
    world.run(24 * 60)
    world.play("back")
    assert stretches(world) == ["neck-turn", "rolls"]
    assert world.playing.player is not None
    assert all(step.gentle for step in world.playing.player.timeline.steps)


def test_something_else_never_brings_what_rests() -> None:
    world = a_world()
    for _ in range(2):
        world.play("neck")
        world.run(3)
        world.controller.handle(Felt("worse"))
        world.run(24 * 60)
    assert world.controller.noting.paused == (Area.NECK,)
    playable = world.playing.adapt(world.choosing.playable("back"), world.clock.now())
    assert {id_ for id_, one in playable.allowed().items() if Area.NECK in one.areas} == set()
    assert [step.stretch for step in playable.steps()] == ["twist", "rolls"]
