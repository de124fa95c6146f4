"""How it felt, how tight it is, what is liked; and what comes of it."""

from __future__ import annotations

import pytest

from knotbreak.app.intents import CheckIn, Felt, GoAgain, Pin, Rate
from knotbreak.app.pausing import Refused
from knotbreak.app.views import TurnView
from knotbreak.core.body import Area
from knotbreak.core.choice import Why
from knotbreak.core.events import EventKind
from knotbreak.core.problems import ProblemError
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.core.turn_settings import CheckInSettings
from knotbreak.core.units import DAY_MS
from tests.app.world import World

OFF = ReminderSettings(on=False)
STRETCH = Settings(reminder={"water": OFF, "posture": OFF})
SILENT = Settings(reminder={"water": OFF, "posture": OFF}, checkin=CheckInSettings(ask=False))


def played(world: World, routine: str = "neck") -> World:
    world.play(routine)
    world.run(3)
    assert world.playing.finish is not None
    return world


def test_the_last_page_asks_how_tight_it_is_once_a_day() -> None:
    world = played(World(STRETCH))
    assert world.playing.finish is not None
    assert world.playing.finish.asks is Area.NECK
    assert "neck" in world.playing.finish.asks_words
    world.controller.handle(CheckIn(Area.NECK, 6))
    assert world.playing.finish.asks is None
    (event,) = world.history.of(EventKind.CHECKIN)
    assert (event.reminder, event.routine, event.outcome, event.amount) == (None, "neck", "neck", 6)
    assert played(world).playing.finish.asks is None
    with pytest.raises(Refused):
        world.controller.handle(CheckIn(Area.NECK, 3))
    assert len(world.history.of(EventKind.CHECKIN)) == 1
    world.run(24 * 60)
    assert played(world).playing.finish.asks is Area.NECK


def test_it_is_not_asked_when_switched_off_or_nothing_was_done() -> None:
    assert played(World(SILENT)).playing.finish.asks is None
    world = World(STRETCH)
    world.history.torn = True
    assert played(world).playing.finish.asks is None


@pytest.mark.parametrize("amount", [-1, 11])
def test_a_number_that_is_none_of_the_scale(amount: int) -> None:
    with pytest.raises(Refused):
        World(STRETCH).controller.handle(CheckIn(Area.NECK, amount))


def test_the_second_worse_rests_the_area_until_the_person_says_go() -> None:
    world = played(World(STRETCH))
    world.controller.handle(Felt("worse"))
    assert "left out" in world.playing.finish.answer
    assert world.playing.finish.see is None
    with pytest.raises(Refused):
        world.play("neck")
    world.run(24 * 60)
    played(world)
    world.controller.handle(Felt("worse"))
    assert "physiotherapist" in world.playing.finish.answer
    assert world.playing.finish.see is Area.NECK
    assert world.controller.noting.paused == (Area.NECK,)
    status = str(world.command("status")["message"])
    assert "knotbreak go neck" in status
    assert "knotbreak guide physiotherapist" in status
    world.controller.handle(CheckIn(Area.NECK, 2))
    assert world.playing.finish.see is Area.NECK, "a number takes the card away from nobody"
    world.kill_and_start(30 * DAY_MS)
    assert world.controller.noting.paused == (Area.NECK,)
    with pytest.raises(Refused):
        world.play("neck")
    choice = world.choosing.next_up()
    assert choice is not None
    assert Area.NECK not in world.choosing.areas(choice.routine)[:1]
    world.controller.handle(GoAgain(Area.NECK))
    played(world)
    with pytest.raises(Refused):
        world.controller.handle(GoAgain(Area.NECK))


def test_only_the_first_answer_of_a_session_counts() -> None:
    world = played(World(STRETCH))
    world.controller.handle(Felt("worse"))
    world.controller.handle(Felt("worse"))
    assert world.controller.noting.paused == ()
    assert len(world.history.of(EventKind.FELT)) == 1


def test_an_area_that_stays_tight_is_told_of_once() -> None:
    world = World(SILENT)
    for _ in range(14):
        world.controller.handle(CheckIn(Area.JAW, 4))
        world.run(24 * 60)
    told = [text for text in world.front.told if "physiotherapist" in text]
    assert len(told) == 1
    assert "jaw" in told[0]
    assert told[0].endswith("knotbreak guide physiotherapist")


def test_on_the_last_page_it_is_said_there() -> None:
    world = World(STRETCH)
    for _ in range(9):
        world.controller.handle(CheckIn(Area.NECK, 5))
        world.run(24 * 60)
    played(world)
    world.controller.handle(Felt("same"))
    world.controller.handle(CheckIn(Area.NECK, 5))
    assert "physiotherapist" in world.playing.finish.answer
    assert world.playing.finish.see is Area.NECK
    assert not any("physiotherapist" in text for text in world.front.told)


def test_a_pin_is_kept_in_the_settings() -> None:
    world = played(World(STRETCH))
    world.controller.handle(Pin("neck"))
    assert world.settings.settings.session.routine == "neck"
    assert world.playing.finish.turn == TurnView("neck", "Neck", "", pinned=True)
    choice = world.choosing.next_up()
    assert choice is not None
    assert (choice.routine, choice.why) == ("neck", Why.PINNED)
    world.controller.handle(Pin(None))
    assert world.settings.settings.session.routine is None
    with pytest.raises(ProblemError):
        world.controller.handle(Pin("none"))


def test_ratings_are_kept_and_the_last_one_counts() -> None:
    world = World(STRETCH)
    for how in ("more", "less", "more"):
        world.controller.handle(Rate("neck", how))
    assert world.choosing.rating().more == {"neck"}
    assert world.choosing.rating().less == frozenset()
    world.controller.handle(Rate("neck", "reset"))
    assert world.choosing.rating().more == frozenset()
    with pytest.raises(Refused):
        world.controller.handle(Rate("neck", "never"))
    with pytest.raises(ProblemError):
        world.controller.handle(Rate("none", "more"))
    world.controller.handle(Rate("neck", "less"))
    choice = world.choosing.next_up()
    assert choice is not None
    assert choice.routine != "neck"


def test_the_commands_say_what_they_did() -> None:
    world = World(STRETCH)
    assert world.command("rate", routine="neck", how="more")["ok"] is True
    assert world.command("rate", routine="none", how="more")["ok"] is False
    assert world.command("rate", routine="neck")["ok"] is False
    assert world.command("checkin", area="neck", amount=4) == {"ok": True, "message": "Noted."}
    assert world.command("checkin", area="neck", amount=4)["ok"] is False
    assert world.command("checkin", area="nose", amount=4)["ok"] is False
    assert world.command("checkin", area="jaw")["ok"] is False
    assert world.command("go", area="neck")["ok"] is False
