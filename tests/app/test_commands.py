from __future__ import annotations

import msgspec
import pytest

from knotbreak.app.intents import HoldMovement
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.settings import ReminderSettings, Settings
from tests.app.world import World
from tests.fakes import FULL

STRETCH = Settings(reminder={name: ReminderSettings(on=False) for name in ("posture", "water")})


def test_what_it_does_not_know() -> None:
    world = World()
    for name in ("nonsense", None, 5, ["status"]):
        assert world.command(name)["ok"] is False
    answers: list[dict[str, object]] = []
    world.commands.handle({"cmd": "status", "args": [1]}, answers.append)
    world.commands.handle({}, answers.append)
    assert [answer["ok"] for answer in answers] == [False, False]


def test_status_and_next() -> None:
    world = World(STRETCH)
    answer = world.command("status")
    assert answer["ok"] is True
    assert str(answer["message"]).startswith("Next: Stretch, about 10:50")
    data = world.command("next")["data"]
    assert isinstance(data, dict)
    assert data["routine"] == {
        "id": "neck", "title": "Neck", "seconds": 76, "why": "plan", "area": "neck",
        "because": "today: neck; neck, back and shoulders have a turn every day, and this one had "
        "none yet",
    }  # fmt: skip


def test_status_lets_time_pass_first() -> None:
    world = World(STRETCH)
    world.clock.run(50 * 60_000)
    message = str(world.command("status")["message"])
    assert message.startswith("Due: A minute for your neck?")


def test_play_pause_resume_snooze_skip() -> None:
    world = World(STRETCH)
    assert world.command("play", routine="neck") == {"ok": True, "message": "It begins."}
    assert world.command("play", routine="neck")["ok"] is False
    assert "Side neck (1/2)" in str(world.command("status")["message"])
    world.run(5)
    assert world.command("skip")["ok"] is False
    assert world.command("pause", minutes=30)["message"] == "You paused reminders until 10:35."
    assert world.command("resume")["ok"] is True
    assert world.command("resume")["ok"] is False
    world.run(60)
    assert world.command("snooze", minutes=15)["message"] == "Put off by 15 minutes."
    assert world.command("snooze")["ok"] is False
    world.run(15)
    assert world.command("skip")["ok"] is True
    assert world.command("play", routine="no-such")["ok"] is False


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("pause", {"minutes": "30"}), ("pause", {"minutes": 2.5}), ("pause", {"minutes": True}),
        ("snooze", {"minutes": "5"}), ("snooze", {"minutes": 7}), ("water", {"glasses": "2"}),
        ("water", {"glasses": True}), ("play", {"routine": 5}), ("record", {}),
        ("session", {"session": {"key": 5}}),
        ("record", {"event": {"event": "nonsense"}}), ("held", {"from": "x"}), ("checkins", {}),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_changes_nothing(name: str, args: dict[str, object]) -> None:
    world = World(STRETCH)
    world.run(50)
    before = (len(world.history.events), world.controller.reminding.scheduler.snapshot())
    answer = world.command(name, **args)
    assert (answer["ok"], bool(answer["message"])) == (False, True)
    after = (len(world.history.events), world.controller.reminding.scheduler.snapshot())
    assert after == before
    assert world.playing.player is None


def test_water() -> None:
    world = World()
    answer = world.command("water", glasses=3)
    assert (answer["ok"], answer["data"]) == (True, {"water": 3, "goal": 8})
    assert world.command("water")["data"] == {"water": 4, "goal": 8}
    assert world.command("water", glasses=-1)["data"] == {"water": 3, "goal": 8}
    assert world.command("water", glasses=99)["ok"] is False


def test_what_is_not_on_the_disk_is_not_said_to_be() -> None:
    world = World()
    world.history.full = True
    answer = world.command("water")
    assert (answer["ok"], str(FULL) in str(answer["message"])) == (False, True)
    world.history.full = False
    world.run(1)
    assert world.command("water")["data"] == {"water": 2, "goal": 8}


def test_another_process_reports() -> None:
    world = World(STRETCH)
    assert world.command("session", began=True, left_ms=60_000)["ok"] is True
    assert world.command("status")["data"]["state"] == "session"  # type: ignore[index]
    event = HistoryEvent(
        at_utc_ms=world.clock.utc_ms, offset_min=120, event=EventKind.SESSION, routine="neck",
        outcome="done", held_s=60, key="session:1:session",
    )  # fmt: skip
    for _ in range(2):
        assert world.command("record", event=msgspec.to_builtins(event))["ok"] is True
    assert len(world.history.of(EventKind.SESSION)) == 1
    world.command("session", began=False, taken=True)
    held = world.command("held", **{"from": 0, "until": world.clock.utc_ms + 1})
    assert held["data"] == {"held_s": 60}


def test_a_session_elsewhere_learns_what_was_noted_of_areas() -> None:
    world = World(STRETCH)
    began = world.clock.utc_ms
    world.command("checkin", area="neck", amount=4)
    data = world.command("checkins", since=began)["data"]
    assert isinstance(data, dict)
    assert [(one["outcome"], one["amount"]) for one in data["events"]] == [("neck", 4)]
    assert world.command("checkins", since=began + 1)["data"] == {"events": []}


def test_acknowledge_and_quit() -> None:
    world = World(acknowledged=False)
    assert world.command("acknowledge")["ok"] is True
    assert world.playing.acknowledged
    assert world.command("quit")["ok"] is True
    assert world.quits == 1


def test_what_the_menu_does_can_be_asked_for_too() -> None:
    world = World(STRETCH, idle_known=True)
    world.run(40)
    assert world.command("moved")["message"] == "That counts: the clock begins anew."
    assert world.status.tightness() == 0
    assert world.command("count-as-break") == {"ok": False, "message": "You have not been away."}
    world.run(10)
    world.idle.still_for(60_000)
    world.run(2)
    world.idle.input()
    assert world.command("count-as-break")["ok"] is True
    assert world.command("allow-movement")["ok"] is False
    world.controller.handle(HoldMovement())
    assert world.command("allow-movement")["ok"] is True
    assert world.command("back")["ok"] is True, "where nothing waits for it, it changes nothing"
    assert world.command("done")["ok"] is False, "nothing is due"
    world.run(49)
    world.idle.still_for(4_000)
    world.run(5)
    assert world.command("done") == {"ok": True, "message": "Noted."}
    assert [event.reminder for event in world.history.of(EventKind.DONE)] == ["stretch"] * 2


def test_a_window_is_asked_for_by_its_name_and_what_it_is_about() -> None:
    world = World()
    asked: list[tuple[str | None, str, str]] = []

    def show(token: str | None, what: str, about: str) -> bool:
        asked.append((token, what, about))
        return what != "moon"

    world.commands._show = show
    assert world.command("show", token="t")["ok"] is True
    assert world.command("show", what="relief", about="neck")["ok"] is True
    refused = world.command("show", what="moon")
    assert refused == {"ok": False, "message": "There is no such window."}
    assert asked == [("t", "", ""), (None, "relief", "neck"), (None, "moon", "")]
    assert world.command("show", what=3, about=None)["ok"] is True
    assert asked[-1] == (None, "", "")
