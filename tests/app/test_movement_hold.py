"""After the emergency card no movement plays until the person says that they have been checked."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.app.asking import HELD
from knotbreak.app.intents import (
    Acknowledge,
    DoneDue,
    Drank,
    HoldMovement,
    Intent,
    Key,
    Moved,
    PauseReminders,
    ResumeReminders,
    SessionKey,
    SkipDue,
    SnoozeDue,
    StartDue,
    StartRoutine,
)
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


WISHES = st.sampled_from(
    [
        StartRoutine("neck"), StartRoutine(None), StartDue(), SnoozeDue(1), SkipDue(), DoneDue(),
        Moved(), Drank(1), PauseReminders(5), ResumeReminders(), HoldMovement(), Acknowledge(),
        SessionKey(Key.TOGGLE), SessionKey(Key.SKIP), 3, 12, 50,
    ]
)  # fmt: skip
"""What may be asked of the program, and minutes that pass."""


@given(wishes=st.lists(WISHES, max_size=12), killed=st.booleans())
def test_no_path_leads_from_the_emergency_card_to_a_movement(
    wishes: list[Intent | int], killed: bool
) -> None:
    """Whatever is clicked, however much time passes, with or without a kill in between."""
    world = World()
    ProgramHold(world.controller).hold()
    if killed:
        world.kill_and_start()
    for wish in wishes:
        if isinstance(wish, int):
            world.run(wish)
        else:
            with contextlib.suppress(Refused):
                world.controller.handle(wish)
        assert world.playing.player is None
        assert not [title for title in world.titles if "neck" in title.lower()]
    assert ProgramHold(world.controller).held


def test_the_reason_names_both_ways_out() -> None:
    assert "Offer movement again" in HELD
    assert "knotbreak relief --checked" in HELD
