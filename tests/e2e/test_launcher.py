"""Without a tray: launchers, the session bus and the command line reach everything."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knotbreak.system.bus_application import INTERFACE, NAME, PATH
from tests.desktop.desktop import Desktop
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET, Home, home
from tests.e2e.windowed import Windowed, active_window, windowed

ENTRY = Path(__file__).parents[2] / "packaging" / "knotbreak.desktop"


@pytest.fixture
def place() -> Iterator[Home]:
    with home() as found:
        yield found


def act(desktop: Desktop, action: str, parameter: str = "[]") -> str:
    """Ask as a launcher would; the answer is what gdbus says."""
    done = subprocess.run(
        [
            "gdbus", "call", "--session", "--dest", NAME, "--object-path", PATH,
            "--method", f"{INTERFACE}.ActivateAction", action, parameter, "{}",
        ],
        env=desktop.env, capture_output=True, text=True, timeout=10,
    )  # fmt: skip
    return (done.stdout + done.stderr).strip()


@pytest.mark.desktop
@pytest.mark.e2e
def test_the_session_bus_does_what_the_menu_does() -> None:
    with Desktop("xfce") as desktop, windowed(desktop, QUIET) as program:
        assert act(desktop, "drank", "[<2>]") == "()"
        assert program.status()["water"] == 2
        assert act(desktop, "pause", "[<30>]") == "()"
        assert "You paused reminders" in program.status()["why"]
        assert act(desktop, "resume") == "()"
        assert "Reminders are not paused." in act(desktop, "resume")
        assert act(desktop, "start", "[<'micro-jaw'>]") == "()"
        wait_until(lambda: program.status()["session"], "the session plays")
        wait_until(lambda: "knotbreak" in active_window(desktop), "its window has the focus")
        assert act(desktop, "quit") == "()"
        program.process.wait(10)


@pytest.mark.desktop
@pytest.mark.e2e
def test_a_launcher_starts_the_program_or_asks_the_one_that_runs() -> None:
    with (
        Desktop("xfce") as desktop,
        windowed(desktop, QUIET, "run", "--do", "drank") as program,
    ):
        wait_until(lambda: program.status()["water"] == 1, "the first start carries it out")
        first = time.monotonic()
        wait_until(lambda: time.monotonic() - first > 2.5, "another would be another glass")
        launch(program, "drank")
        assert program.status()["water"] == 2
        launch(program, "pause=60")
        assert program.status()["state"] == "paused"
        done = program.command("run", "--do", "skip")
        assert (done.returncode, done.stderr) == (1, "Nothing is due right now.\n")
        assert program.command("show").returncode == 0
        wait_until(lambda: active_window(desktop), "its window is in front")
        refused = program.command("show", "moon")
        assert (refused.returncode, refused.stderr) == (1, "There is no such window.\n")


def launch(program: Windowed, action: str) -> None:
    """Start the program a second time, from an action of its desktop entry."""
    lines = [line for line in ENTRY.read_text().splitlines() if line.endswith(f"--do {action}")]
    (line,) = lines
    done = program.command(*line.removeprefix("Exec=knotbreak ").split())
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.e2e
def test_where_one_is_can_be_said_with_or_without_a_program(place: Home) -> None:
    assert place.says("place") == "You are in the office.\n"
    assert place.says("place", "home") == "You are at home.\n"
    assert (place.config / "settings.toml").read_text() == 'place = "home"\n'
    assert place.says("place") == "You are at home.\n"
    assert place.command("place", "moon").returncode == 2


@pytest.mark.e2e
def test_an_action_that_is_none(place: Home) -> None:
    for action in ("dance", "skip=1", ""):
        done = place.command("run", "--do", action)
        assert done.returncode == 2
        assert "is not one of start, done" in done.stderr
