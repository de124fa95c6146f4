"""On Wayland: the same job, and what cannot be known or done there is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from knotbreak.qt.theme import LIGHT
from tests.desktop.sway import SwayDesktop
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET
from tests.e2e.notices import STRETCH
from tests.e2e.program import Hand, settings_text
from tests.e2e.windowed import windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]


@pytest.fixture
def desktop() -> Iterator[SwayDesktop]:
    with SwayDesktop() as desktop:
        yield desktop


def session_windows(desktop: SwayDesktop) -> list[dict[str, Any]]:
    """The windows that show a session and have the focus."""
    windows = desktop.windows("knotbreak")
    return [one for one in windows if "– knotbreak" in one["name"] and one["focused"]]


def test_the_main_job_on_wayland(desktop: SwayDesktop, tmp_path: Path) -> None:
    settings = settings_text(stretch=STRETCH)
    # Ten times as fast, a pause in input of four seconds is 0.4 s.
    hand = Hand(desktop.env, ("swaymsg", "--", "seat", "seat0", "cursor", "move"), pause_s=0.7)
    with hand, windowed(desktop, settings, "run", "--speed", "10") as program:
        wait_until(lambda: (program.status()["notice"] or {}).get("shown"), "a notice", 20_000)
        wait_until(lambda: desktop.run("dunstctl", "count", "displayed").strip() == "1", "dunst")

        def begins() -> bool:
            # A popup that is not drawn yet does not hear the click.
            if program.status()["session"] is None:
                desktop.click(1280 - 100, 40)
            return program.status()["session"] is not None

        wait_until(begins, "a click on the popup begins the session")
        wait_until(lambda: session_windows(desktop), "its window has the focus")
        (window,) = session_windows(desktop)
        assert window["visible"]
        picture = tmp_path / "screen.png"
        desktop.screenshot(picture)
        image = QImage(str(picture))
        assert (image.width(), image.height()) == (1280, 800)
        place = window["rect"]
        corner = image.pixelColor(place["x"] + 20, place["y"] + place["height"] - 20)
        assert corner.name().upper() == LIGHT.page
        wait_until(lambda: program.events("session"), "it plays to its end", 20_000)
        wait_until(lambda: program.status()["next"], "the next reminder is scheduled")
        (ended,) = program.events("session")
        assert (ended["reminder"], ended["outcome"], ended["held_s"]) == ("stretch", "done", 40.0)


def test_what_wayland_does_not_tell_is_said(desktop: SwayDesktop) -> None:
    with windowed(desktop, QUIET) as program:
        assert program.status()["problems"] == []
        assert program.status()["limits"] == [], "sway tells when the input rests"
        assert program.command("play", "mini").returncode == 0
        wait_until(lambda: program.status()["limits"], "nobody holds the screen")
        (screen,) = program.status()["limits"]
        assert "org.freedesktop.ScreenSaver" in screen
