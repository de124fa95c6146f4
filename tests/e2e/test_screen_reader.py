"""The session window for somebody who listens: what a screen reader sees, hears and presses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Trayer
from tests.desktop.screen_reader import SERVICE, Part, Role, ScreenReader
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET
from tests.e2e.windowed import windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

LISTENED_TO = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with Desktop(None, services=[SERVICE], env=LISTENED_TO) as desktop:
        Trayer(desktop).start()
        yield desktop


@pytest.fixture
def reader(desktop: Desktop) -> Iterator[ScreenReader]:
    reader = ScreenReader(desktop.session.address)
    yield reader
    reader.close()


def press(reader: ScreenReader, name: str) -> None:
    """Press the button of this name, once it is there."""
    found: list[Part] = []

    def there() -> bool:
        part = reader.find("knotbreak", Role.PUSH_BUTTON, name)
        found[:] = [] if part is None else [part]
        return part is not None

    wait_until(there, f"the button {name}")
    reader.do(found[0], "Press")


def test_a_session_by_ear(desktop: Desktop, reader: ScreenReader) -> None:
    with windowed(desktop, QUIET, "run", "--speed", "6") as program:
        assert program.command("play", "mini").returncode == 0
        press(reader, "Pause")
        wait_until(lambda: program.status()["state"] == "session-paused", "it is paused")

        parts = reader.parts("knotbreak")
        assert {"Look up – knotbreak", "Time and breath"} <= {part.name for part in parts}
        assert [part.name for part in parts if part.role == Role.PROGRESS_BAR] == ["Session"]
        labels = {part.name for part in parts if part.role == Role.LABEL}
        assert {"Look up", "Rest your eyes on the ceiling.", "Two small holds · 1 of 2"} <= labels
        buttons = [part for part in parts if part.role == Role.PUSH_BUTTON]
        names = ["Go on", "Back", "Skip", "Easier", "Stop", "More"]
        assert [button.name for button in buttons] == names
        assert all("Press" in reader.actions(button) for button in buttons)

        press(reader, "Go on")
        wait_until(lambda: program.events("session"), "it plays to its end", 20_000)
        told = reader.announced()
        assert told[0].startswith("Get ready. Look up.")
        assert "Paused. Space goes on." in told
        reached = [words for words in told if "Reach" in words]
        assert any("left" in words.lower() for words in reached)
        assert any("right" in words.lower() for words in reached)
        press(reader, "Back to work")
        wait_until(lambda: not reader.parts("knotbreak")[1:], "the window goes")


def test_how_tight_it_is_by_ear(desktop: Desktop, reader: ScreenReader) -> None:
    with windowed(desktop, QUIET, "run", "--speed", "10") as program:
        assert program.command("play", "micro-chin").returncode == 0
        wait_until(lambda: program.events("session"), "it plays to its end", 20_000)
        press(reader, "Same")
        wait_until(lambda: "Noted, thank you." in reader.announced(), "the answer is said")
        buttons = [part for part in reader.parts("knotbreak") if part.role == Role.PUSH_BUTTON]
        numbers = [button.name for button in buttons if button.name.isdecimal()]
        assert numbers == [str(number) for number in range(11)]
        labels = {part.name for part in reader.parts("knotbreak") if part.role == Role.LABEL}
        assert "How tight does it feel now (neck)?" in labels
        press(reader, "4")
        wait_until(lambda: program.events("checkin"), "it is noted")
        (noted,) = program.events("checkin")
        assert (noted["routine"], noted["outcome"], noted["amount"]) == ("micro-chin", "neck", 4)
        press(reader, "Back to work")
