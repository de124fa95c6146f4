"""A newcomer: from the first start to the end of a first stretch, by mouse and by keys alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knotbreak.qt.front import HOST_GRACE_MS
from knotbreak.qt.theme import LIGHT
from tests.desktop.desktop import Desktop
from tests.desktop.panel import Trayer
from tests.desktop.waiting import wait_until
from tests.e2e.program import Hand
from tests.e2e.windowed import Windowed, active_window, window_name
from tests.tour.eyes import Picture

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

WELCOME = "Welcome – knotbreak"
SPEED = 4
PAGES = 5
GRACE_S = HOST_GRACE_MS / 1000 + 0.5


@contextmanager
def newcomer(*wish: str, tray: bool = True) -> Iterator[tuple[Desktop, Windowed]]:
    """A desktop on which the program is started for the very first time."""
    with Desktop("dunst") as desktop:
        if tray:
            Trayer(desktop).start()
        program = Windowed(desktop.env, "run", "--speed", str(SPEED), *wish)
        program.start()
        try:
            yield desktop, program
        finally:
            program.stop()
        assert "Traceback" not in program.said


def click_primary(desktop: Desktop, *, besides: tuple[int, int] | None = None) -> tuple[int, int]:
    """Click the one filled button, once it is not where it was before."""
    seen: list[tuple[int, int]] = []

    def there() -> bool:
        path = desktop.folder / "look.png"
        desktop.screenshot(path)
        filled = Picture.read(path).filled(LIGHT.accent_text)
        # The switches that are on have the same colour; the button stands below them.
        seen[:] = [max((box.middle for box in filled), key=lambda at: at[1], default=(0, 0))]
        return seen[0] != (0, 0) and seen[0] != besides

    wait_until(there, "a filled button")
    desktop.click(*seen[0])
    desktop.run("xdotool", "mousemove", "2", "2")
    return seen[0]


def title_is(desktop: Desktop, title: str) -> None:
    wait_until(lambda: active_window(desktop) == title, f"the window {title!r}")


def first_stretch_is_done(desktop: Desktop, program: Windowed) -> float:
    """Wait for the end of the session; how long it was to take, in seconds."""
    wait_until(lambda: program.status()["session"], "the session begins")
    session = program.status()["session"]
    assert session["routine"].startswith("micro-")
    wait_until(lambda: program.events("session"), "the session ends", 40_000)
    (ended,) = program.events("session")
    assert ended["outcome"] == "done"
    return float(ended["held_s"])


def test_by_real_clicks_in_under_ninety_seconds() -> None:
    with newcomer() as (desktop, program):
        began = time.monotonic()
        title_is(desktop, WELCOME)
        assert program.events("safety-acknowledged") == []
        at = click_primary(desktop)
        wait_until(lambda: program.events("safety-acknowledged"), "the notice is read")
        for _page in range(PAGES - 2):
            at = click_primary(desktop)
        click_primary(desktop, besides=at)
        held_s = first_stretch_is_done(desktop, program)
        took_s = time.monotonic() - began
        # The stretch itself ran faster: what it saved is counted.
        whole_s = took_s + held_s * (1 - 1 / SPEED)
        print(f"a first minute: {took_s:.0f} s here, {whole_s:.0f} s without hurry")
        assert whole_s < 90
        assert window_name(desktop, "search", "--name", WELCOME) == ""


def test_by_keys_alone() -> None:
    with newcomer() as (desktop, program):
        title_is(desktop, WELCOME)

        def goes_on() -> bool:
            desktop.run("xdotool", "key", "Return")
            return program.status()["session"] is not None

        wait_until(goes_on, "the session begins", 30_000)
        first_stretch_is_done(desktop, program)


def test_it_does_not_come_again_nor_to_somebody_with_settings() -> None:
    with newcomer() as (desktop, program):
        title_is(desktop, WELCOME)
        desktop.run("xdotool", "key", "Return")
        wait_until(lambda: program.events("safety-acknowledged"), "the notice is read")
        program.stop()
        program.start()
        assert program.command("play", "micro-neck").returncode == 0
        wait_until(lambda: program.status()["session"], "no notice to read stands before it")
        assert window_name(desktop, "search", "--name", WELCOME) == ""


def test_closed_before_it_is_read_a_click_on_a_notice_shows_it_first() -> None:
    with newcomer() as (desktop, program):
        title_is(desktop, WELCOME)
        desktop.run("xdotool", "key", "--clearmodifiers", "alt+F4")
        wait_until(lambda: not window_name(desktop, "search", "--name", WELCOME), "it is closed")
        program.command("play", "micro-neck")
        wait_until(lambda: program.status()["state"] == "safety", "the notice to read")
        assert program.status()["session"] is None
        with Hand(desktop.env):
            click_primary(desktop)
            wait_until(lambda: program.status()["session"], "then the session")


def test_what_a_launcher_asked_for_begins_when_the_notice_has_been_read() -> None:
    with newcomer("--do", "start") as (desktop, program):
        title_is(desktop, WELCOME)
        wait_until(lambda: program.status()["state"] == "safety", "the stretch waits")
        assert program.status()["session"] is None
        click_primary(desktop)
        wait_until(lambda: program.status()["session"], "then it begins")
        assert program.events("safety-acknowledged")
        title = str(program.status()["session"]["title"])
        wait_until(lambda: title in active_window(desktop), "in front of the first minute")


def test_who_closes_the_notice_does_not_want_the_stretch_that_waited_for_it() -> None:
    with newcomer("--do", "start") as (desktop, program):
        title_is(desktop, WELCOME)
        wait_until(lambda: program.status()["state"] == "safety", "the stretch waits")
        desktop.run("xdotool", "key", "--clearmodifiers", "alt+F4")
        wait_until(lambda: program.status()["state"] != "safety", "it waits no more")
        assert program.events("safety-acknowledged") == []
        assert program.status()["session"] is None


def test_without_a_tray_the_first_minute_is_alone_until_it_is_closed() -> None:
    with newcomer(tray=False) as (desktop, program):
        title_is(desktop, WELCOME)
        began = time.monotonic()
        wait_until(lambda: time.monotonic() - began > GRACE_S, "the other window could have come")
        assert len(desktop.windows("knotbreak")) == 1
        desktop.run("xdotool", "key", "--clearmodifiers", "alt+F4")
        wait_until(
            lambda: window_name(desktop, "search", "--onlyvisible", "--name", "^knotbreak$"),
            "then it comes",
        )
        assert program.status()["state"] in ("active", "away")


def test_what_is_chosen_is_in_the_file() -> None:
    with newcomer() as (desktop, program):
        title_is(desktop, WELCOME)
        desktop.run("xdotool", "key", "Return")
        wait_until(lambda: program.events("safety-acknowledged"), "the notice is read")
        config = Path(desktop.env["XDG_CONFIG_HOME"]) / "knotbreak/settings.toml"
        assert not config.exists()
        # From Next backwards: Back, Add hours, and the last of the days.
        desktop.run("xdotool", "key", "shift+Tab", "shift+Tab", "shift+Tab", "space")
        wait_until(lambda: config.exists() and "days" in config.read_text(), "a day is taken out")
        assert '"sun"' not in config.read_text()
        assert program.status()["state"] in ("active", "away")
