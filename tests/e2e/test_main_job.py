"""The main job, with real parts: due, notice, click, session, history, the next reminder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from tests.daytime import local_now
from tests.desktop.desktop import Desktop
from tests.desktop.waiting import wait_until
from tests.e2e.notices import STRETCH, WINDOW, click_body, click_button, until_notice
from tests.e2e.program import Hand, Program, settings_text

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

Start = Callable[..., tuple[Desktop, Program]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the program on a fresh desktop of its own."""
    opened: list[tuple[Desktop, Program]] = []

    def begin(notifier: str, settings: str) -> tuple[Desktop, Program]:
        desktop = Desktop(notifier)  # type: ignore[arg-type]
        desktop.__enter__()
        program = Program(desktop.env)
        opened.append((desktop, program))
        program.prepare(settings)
        program.start()
        return desktop, program

    yield begin
    for desktop, program in opened:
        program.stop()
        desktop.__exit__(None, None, None)


def water_soon() -> str:
    """A glass at the next whole minute that is at least half a minute away."""
    soon = local_now() + timedelta(seconds=90)
    return f'at = ["{soon:%H:%M}"]\nhours = []\nstay_s = 600'


def session_is_played_and_recorded(desktop: Desktop, program: Program) -> None:
    wait_until(lambda: program.status()["session"], "the session begins")
    session = program.status()["session"]
    assert session["routine"] == "mini"
    assert "Look up" in program.screen
    with Hand(desktop.env):
        wait_until(lambda: program.events("session"), "the session ends", 20_000)
        wait_until(lambda: program.status()["next"], "the next reminder is scheduled")
    (started,) = program.events("started")
    (ended,) = program.events("session")
    assert (started["reminder"], started["routine"]) == ("stretch", "mini")
    assert (ended["outcome"], ended["held_s"]) == ("done", 40.0)
    status = program.status()
    assert status["session"] is None
    assert status["notice"] is None
    assert status["next"]["reminder"] == "stretch"
    assert status["next"]["at"] > ended["at"]
    assert desktop.find_window(WINDOW[str(desktop.notifier)]) is None


def test_start_by_the_button_of_xfce(start: Start) -> None:
    desktop, program = start("xfce", settings_text(stretch=STRETCH))
    notice = until_notice(desktop, program)
    assert notice["reminder"] == "stretch"
    assert [event["event"] for event in program.log()][-1] == "offered"
    click_button(desktop, 0, 3)
    session_is_played_and_recorded(desktop, program)


def test_start_by_a_click_on_the_body_of_dunst(start: Start) -> None:
    desktop, program = start("dunst", settings_text(stretch=STRETCH))
    until_notice(desktop, program)
    click_body(desktop)
    session_is_played_and_recorded(desktop, program)


def test_in_five_minutes_it_comes_back(start: Start) -> None:
    desktop, program = start("xfce", settings_text(stretch=STRETCH))
    until_notice(desktop, program)
    click_button(desktop, 1, 3)
    wait_until(lambda: program.events("snoozed"), "the snooze is in the log")
    (snoozed,) = program.events("snoozed")
    assert (snoozed["reminder"], snoozed["amount"]) == ("stretch", 5)
    assert desktop.find_window(WINDOW["xfce"]) is None
    first, second = 1, 2
    assert len(program.events("offered")) == first
    with Hand(desktop.env):
        wait_until(lambda: len(program.events("offered")) == second, "it is back", 25_000)
    assert program.events("skipped") == []


def test_skip(start: Start) -> None:
    desktop, program = start("xfce", settings_text(stretch=STRETCH))
    until_notice(desktop, program)
    click_button(desktop, 2, 3)
    wait_until(lambda: program.events("skipped"), "the skip is in the log")
    status = program.status()
    assert status["notice"] is None
    assert program.events("started") == []
    with Hand(desktop.env):
        wait_until(lambda: program.status()["next"], "the next one is scheduled")


@pytest.mark.parametrize("notifier", ["xfce", "dunst"])
def test_drank_one(start: Start, notifier: str) -> None:
    desktop, program = start(notifier, settings_text(water=water_soon()))
    notice = until_notice(desktop, program)
    assert notice["reminder"] == "water"
    if notifier == "xfce":
        click_button(desktop, 0, 2)
    else:
        click_body(desktop)
    wait_until(lambda: program.events("water"), "the glass is in the log")
    (water,) = program.events("water")
    assert (water["reminder"], water["amount"]) == ("water", 1)
    assert program.status()["water"] == 1


@pytest.mark.parametrize("notifier", ["xfce", "dunst"])
def test_nobody_answers(start: Start, notifier: str) -> None:
    once = STRETCH.replace("stay_s = 600", "stay_s = 60")
    desktop, program = start(notifier, settings_text(stretch=once))
    until_notice(desktop, program)
    with Hand(desktop.env):
        wait_until(lambda: program.events("unanswered"), "it lapses", 20_000)
        window = WINDOW[notifier]
        wait_until(lambda: desktop.find_window(window) is None, "the notice is gone")
        status = program.status()
        assert status["state"] == "due"
        assert status["notice"]["shown"] is False
        # Still due three minutes later, and nobody has been asked a second time.
        until = status["next"]
        wait_until(lambda: _minutes_later(program, 3), "three minutes pass", 20_000)
    assert until is None
    assert len(program.events("offered")) == 1
    assert program.events("skipped") == []
    assert program.status()["state"] == "due"


def _minutes_later(program: Program, minutes: int) -> bool:
    """Whether so many minutes of the program's time lie behind the lapse."""
    program.command("water", "1")
    lapsed = datetime.fromisoformat(program.events("unanswered")[0]["at"])
    latest = datetime.fromisoformat(program.events("water")[-1]["at"])
    return latest - lapsed >= timedelta(minutes=minutes)
