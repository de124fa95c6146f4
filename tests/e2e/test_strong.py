"""The strong mode with real screens: all of them covered, none left covered, every way out open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.desktop.beside import Beside
from tests.desktop.desktop import Desktop, Window
from tests.desktop.fake_services import FakeScreenSaver
from tests.desktop.panel import Trayer
from tests.desktop.sway import SwayDesktop
from tests.desktop.waiting import wait_until
from tests.e2e.notices import STRETCH
from tests.e2e.program import Hand, Program, settings_text
from tests.e2e.windowed import windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

FIRST, SECOND = 1280, 1024
STRONG = "strong.on = true\n" + settings_text(stretch=STRETCH)
SAVER = ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver")


@pytest.fixture
def two() -> Iterator[Desktop]:
    """A desktop with two monitors, and a tray on the first."""
    with Desktop("dunst", size=(FIRST + SECOND, 800), monitors=(FIRST, SECOND)) as desktop:
        Trayer(desktop).start()
        yield desktop


def covers(desktop: Desktop) -> list[tuple[int, int]]:
    """Where the program's windows that fill a screen are: left edge and width."""
    windows: list[Window] = desktop.windows("knotbreak")
    return sorted((one.x, one.width) for one in windows if one.height == 800)


BOTH = [(0, FIRST), (FIRST, SECOND)]


def until_covered(desktop: Desktop, program: Program) -> None:
    """Work on, and answer nothing, until the screens are covered."""
    desktop.run("xdotool", "mousemove", "300", "300")
    with Hand(desktop.env):
        wait_until(lambda: (program.status()["notice"] or {}).get("shown"), "a notice", 20_000)
        wait_until(lambda: covers(desktop) == BOTH, "every screen is covered once", 20_000)


def test_t6_every_monitor_is_covered_once_and_esc_frees_them(two: Desktop) -> None:
    with windowed(two, STRONG) as program:
        until_covered(two, program)

        def freed() -> bool:
            two.run("xdotool", "key", "Escape")
            return covers(two) == []

        wait_until(freed, "Esc frees them")
        assert program.status()["notice"]["reminder"] == "stretch", "it stays due"
        assert program.events("skipped") == []


def test_t6_t23_the_session_has_a_screen_the_other_is_covered_until_it_is_unplugged(
    two: Desktop,
) -> None:
    with windowed(two, STRONG) as program:
        until_covered(two, program)
        # The button that begins it has the focus once the first second is over.

        def begins() -> bool:
            two.run("xdotool", "key", "space")
            return program.status()["session"] is not None

        wait_until(begins, "the session begins")
        wait_until(lambda: covers(two) == BOTH, "the session fills one screen, a cover the other")
        two.unplug(2)
        wait_until(lambda: len(covers(two)) <= 1, "the cover goes with its monitor")
        assert program.status()["session"] is not None


def test_t7_a_lock_frees_the_screens(two: Desktop) -> None:
    with (
        Beside() as beside,
        windowed(two, STRONG) as program,
    ):
        saver = beside.do(lambda: FakeScreenSaver(beside.loop, two.session.address, *SAVER))
        try:
            until_covered(two, program)
            beside.do(lambda: saver.set_active(True))
            wait_until(lambda: covers(two) == [], "nothing is laid over a locked screen")
        finally:
            beside.do(saver.close)


def test_two_outputs_on_sway() -> None:
    with SwayDesktop() as desktop:
        desktop.run("swaymsg", "create_output")
        outputs: Callable[[], list[Any]] = lambda: json.loads(  # noqa: E731
            desktop.run("swaymsg", "-t", "get_outputs")
        )
        wait_until(lambda: len(outputs()) == 2, "there are two outputs")
        rects = sorted((one["rect"]["x"], one["rect"]["width"]) for one in outputs())

        def filled() -> list[tuple[int, int]]:
            return sorted(
                (one["rect"]["x"], one["rect"]["width"])
                for one in desktop.windows("knotbreak")
                if one["fullscreen_mode"] == 1
            )

        move = ("swaymsg", "--", "seat", "seat0", "cursor", "move")
        with windowed(desktop, STRONG) as program:
            with Hand(desktop.env, move):
                wait_until(lambda: filled() == rects, "both outputs are covered", 30_000)
            assert program.command("snooze", "5").returncode == 0
            wait_until(lambda: filled() == [], "and freed by an answer from elsewhere")
