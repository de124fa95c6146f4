"""The tray and the session window, from the installed wheel, by real clicks."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Panel
from tests.desktop.waiting import wait_until
from tests.e2e.program import KNOTBREAK, Program, settings_text
from tests.e2e.test_main_job import STRETCH, click_body, click_button, until_notice

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]


class Windowed(Program):
    """`knotbreak run` with its windows."""

    process: subprocess.Popen[bytes]

    def start(self) -> None:
        self.process = subprocess.Popen(
            [str(KNOTBREAK), "run", "--speed", "20"], env=self.env, stderr=subprocess.DEVNULL
        )
        wait_until(lambda: self.command("status").returncode == 0, "the program answers", 20_000)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)


Start = Callable[..., tuple[Desktop, Windowed]]


@pytest.fixture
def start() -> Iterator[Start]:
    opened: list[tuple[Desktop, Windowed]] = []

    def begin(notifier: str, settings: str = "") -> tuple[Desktop, Windowed]:
        desktop = Desktop(notifier)  # type: ignore[arg-type]
        desktop.__enter__()
        program = Windowed(desktop.env)
        opened.append((desktop, program))
        program.prepare(settings or settings_text(stretch=STRETCH))
        program.start()
        return desktop, program

    yield begin
    for desktop, program in opened:
        program.stop()
        desktop.__exit__(None, None, None)


def active_window(desktop: Desktop) -> str:
    done = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowname"],
        env=desktop.env, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize("notifier", ["xfce", "dunst"])
def test_one_click_on_start_opens_the_session_with_the_focus(start: Start, notifier: str) -> None:
    desktop, program = start(notifier)
    until_notice(desktop, program)
    if notifier == "xfce":
        click_button(desktop, 0, 3)
    else:
        click_body(desktop)
    wait_until(lambda: program.status()["session"], "the session begins")
    wait_until(lambda: "Look up" in active_window(desktop), "its window has the focus")
    wait_until(lambda: program.events("session"), "it plays to its end", 20_000)
    (ended,) = program.events("session")
    assert (ended["reminder"], ended["outcome"], ended["held_s"]) == ("stretch", "done", 40.0)


def test_t20_escape_stops_but_not_in_the_first_second(start: Start) -> None:
    desktop, program = start("xfce")
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


def test_t3_the_icon_comes_when_the_panel_comes_late_and_again_when_it_restarts(
    start: Start,
) -> None:
    desktop, _program = start("xfce")
    panel = Panel(desktop)
    panel.start()
    wait_until(lambda: panel.icons() == 1, "the icon in a panel that came late")
    panel.kill()
    panel.start()
    wait_until(lambda: panel.icons() == 1, "the icon in a panel that was restarted")


def test_a_second_start_shows_the_first(start: Start) -> None:
    desktop, program = start("dunst")
    second = program.command("run")
    assert (second.returncode, second.stderr) == (0, "")
    wait_until(lambda: desktop.find_window("knotbreak"), "a window of the first")
    assert program.process.poll() is None


def test_sigterm_in_a_session_records_it(start: Start) -> None:
    _desktop, program = start("dunst")
    assert program.command("play", "mini").returncode == 0
    wait_until(lambda: program.status()["session"], "the session begins")
    assert program.stop() == 0
    (ended,) = program.events("session")
    assert ended["routine"] == "mini"
