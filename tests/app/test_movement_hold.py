"""After the emergency card no movement plays until the person says that they have been checked."""

from __future__ import annotations

import pytest

from knotbreak.app.asking import HELD
from knotbreak.app.intents import StartDue, StartRoutine
from knotbreak.app.movement_hold import ProgramHold
from knotbreak.app.pausing import Refused
from knotbreak.core.events import EventKind
from tests.app.world import World


def test_nothing_starts_while_it_is_held_and_everything_after() -> None:
    world = World()
    hold = ProgramHold(world.controller)
    hold.hold()
    assert hold.held
    for intent in (StartRoutine("neck"), StartRoutine(None), StartDue()):
        with pytest.raises(Refused, match="emergency card"):
            world.controller.handle(intent)
    assert world.playing.player is None
    hold.release()
    assert not hold.held
    world.play("neck")
    assert world.playing.player is not None


def test_a_session_that_plays_ends_at_once() -> None:
    world = World()
    world.play("neck")
    ProgramHold(world.controller).hold()
    assert world.playing.player is None
    [ended] = [event for event in world.history.events if event.event is EventKind.SESSION]
    assert ended.outcome == "stopped"


def test_it_lasts_through_a_kill_and_a_new_start_of_the_machine() -> None:
    world = World()
    ProgramHold(world.controller).hold()
    world.kill_and_start(reboot=True)
    assert ProgramHold(world.controller).held
    with pytest.raises(Refused):
        world.play("neck")


def test_another_process_holds_and_releases_over_the_socket() -> None:
    world = World()
    assert world.command("movement")["data"] == {"held": False}
    for _ in range(2):
        assert world.command("movement", hold=True)["data"] == {"held": True}
    assert "emergency card" in str(world.command("play", routine="neck")["message"])
    assert "until you say so" in str(world.command("status")["message"])
    for _ in range(2):
        answer = world.command("movement", hold=False)
        assert (answer["ok"], answer["data"]) == (True, {"held": False})
    assert world.command("play", routine="neck")["ok"] is True


def test_the_reason_names_both_ways_out() -> None:
    assert "Offer movement again" in HELD
    assert "knotbreak relief --checked" in HELD
