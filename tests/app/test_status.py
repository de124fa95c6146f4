from __future__ import annotations

import pytest

from knotbreak.app.intents import Drank, Key, PauseReminders
from knotbreak.core.scheduler_state import PauseReason
from knotbreak.core.settings import ReminderSettings, Settings, WaterSettings
from tests.app.world import World

STRETCH = Settings(reminder={name: ReminderSettings(on=False) for name in ("posture", "water")})


def test_at_work() -> None:
    world = World()
    view = world.status.view()
    assert (view.state, view.why, view.notice) == ("active", "", None)
    assert view.next is not None
    assert (view.next.reminder, view.next.words) == ("posture", "about 10:25")
    assert view.next.at == "2026-06-10T10:25:00+02:00"
    assert view.water_words == "0 glasses today, goal 8 for the whole day"


def test_outside_of_all_hours_it_says_when_they_begin() -> None:
    only_water = {name: ReminderSettings(on=False) for name in ("posture", "stretch")}
    world = World(Settings(reminder=only_water))
    assert world.status.view().why == ""
    world.run(11 * 60)
    view = world.status.view()
    assert view.next is None
    assert view.why == "Your reminders begin again Thu about 08:00."


def test_that_time_runs_faster_is_said() -> None:
    world = World()
    assert world.status.view().speed_words == ""
    world.clock.speed = 20.0
    assert world.status.view().speed_words == "Time runs 20 times as fast."


def test_no_goal() -> None:
    world = World(Settings(water=WaterSettings(goal=0)))
    world.controller.handle(Drank(3))
    assert world.status.view().water_words == "3 glasses today (0.6 l)"


def test_a_day_of_water_ends_at_midnight() -> None:
    world = World()
    world.controller.handle(Drank())
    world.run(13.9 * 60)
    assert world.status.view().water == 1
    world.run(0.2 * 60)
    assert world.status.view().water == 0


def test_due_shown_and_due_in_the_tray() -> None:
    world = World(STRETCH)
    world.run(50)
    view = world.status.view()
    assert view.state == "due"
    assert view.notice is not None
    assert (view.notice.offer, view.notice.shown, view.notice.starts_session) == (1, True, True)
    world.run(6)
    view = world.status.view()
    assert view.notice is not None
    assert (view.state, view.notice.offer, view.notice.shown) == ("due", None, False)
    assert view.next is None, "nothing comes before this is answered"


@pytest.mark.parametrize(
    ("pause", "words"),
    [(PauseReminders(30), "until 10:30"), (PauseReminders(), "until you resume"),
     (PauseReminders(until_tomorrow=True), "until Thu 04:00")],
)  # fmt: skip
def test_why_it_is_quiet(pause: PauseReminders, words: str) -> None:
    world = World(STRETCH)
    world.controller.handle(pause)
    view = world.status.view()
    assert view.state == "paused"
    assert words in view.why


def test_other_reasons_are_said_too() -> None:
    world = World(STRETCH)
    reason = PauseReason(key="call", why="call", counts=True)
    world.controller.reminding.scheduler.reason_started(world.clock.now(), reason)
    assert (world.status.view().state, world.status.view().why) == (
        "paused", "Reminders wait: a call.",
    )  # fmt: skip


def test_next_while_paused_is_known_if_the_end_is() -> None:
    world = World(STRETCH)
    world.run(20)
    world.controller.handle(PauseReminders(60))
    view = world.status.view()
    assert view.next is not None
    assert view.next.words == "about 11:50"
    world.controller.handle(PauseReminders())
    assert world.status.view().next is None


def test_a_session() -> None:
    world = World(STRETCH)
    world.play("neck")
    world.run(10 / 60)
    data = world.status.as_json()
    assert data["state"] == "session"
    assert data["session"] == {
        "routine": "neck", "step": 1, "steps": 2, "title": "Side neck", "side": "left",
        "kind": "hold", "state": "running", "segment_remaining_s": 15.0, "remaining_s": 66.0,
    }  # fmt: skip
    world.key(Key.TOGGLE)
    assert world.status.view().state == "session-paused"


def test_a_history_that_cannot_be_read_makes_it_poorer() -> None:
    world = World()
    world.history.torn = True
    assert world.status.view().water == 0
    assert world.status.as_json()["problems"] == []


def test_what_the_desktop_does_not_allow_is_said() -> None:
    assert World(idle_known=True).status.limits() == []
    assert World(idle_known=False).status.as_json()["limits"] == ["fake"]


@pytest.mark.parametrize(("goal", "tail"), [(0, ""), (8, ", goal 8 for the whole day")])
def test_one_glass_is_not_glasses(goal: int, tail: str) -> None:
    world = World(Settings(water=WaterSettings(goal=goal)))
    world.controller.handle(Drank(1))
    assert world.status.view().water_words == "1 glass today (0.2 l)" + tail
