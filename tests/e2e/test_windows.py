"""The tray and the session window, from the installed wheel, by real clicks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from tests.desktop.desktop import Daemon, Desktop
from tests.desktop.waiting import wait_until
from tests.e2e.windowed import Windowed, active_window, windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

Start = Callable[..., tuple[Desktop, Windowed]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the program on a fresh desktop of its own."""
    with contextlib.ExitStack() as opened:

        def begin(notifier: Daemon, *args: str) -> tuple[Desktop, Windowed]:
            desktop = opened.enter_context(Desktop(notifier))
            return desktop, opened.enter_context(windowed(desktop, "", *args))

        yield begin


def test_t20_escape_stops_but_not_in_the_first_second(start: Start) -> None:
    desktop, program = start("xfce", "run")  # in real time: it is not half over before it stops
    assert program.command("play", "mini").returncode == 0
    wait_until(lambda: "Look up" in active_window(desktop), "its window has the focus")
    desktop.run("xdotool", "key", "Escape")
    assert program.status()["session"] is not None
    assert program.events("session") == []

    def stops() -> bool:
        desktop.run("xdotool", "key", "Escape")
        return bool(program.events("session"))

    wait_until(stops, "Escape stops it")
    (ended,) = program.events("session")
    assert ended["outcome"] == "stopped"


def test_t2_without_a_tray_there_is_a_window(start: Start) -> None:
    desktop, program = start("dunst")
    wait_until(lambda: desktop.find_window("knotbreak"), "the status window", 15_000)
    assert program.status()["state"] in ("active", "away", "due")


def test_a_second_start_shows_the_first(start: Start) -> None:
    desktop, program = start("dunst")
    second = program.command("run")
    assert (second.returncode, second.stderr) == (0, "")
    wait_until(lambda: desktop.find_window("knotbreak"), "a window of the first")
    assert program.process.poll() is None
