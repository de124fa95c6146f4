"""Every window on a real accessibility bus: names, roles, values, and a way round by keys alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Trayer
from tests.desktop.screen_reader import SERVICE, ScreenReader
from tests.desktop.waiting import wait_until
from tests.desktop.walking import faults, go_on, round_of_tab, words
from tests.e2e.home import QUIET
from tests.e2e.windowed import active_window, windowed
from tests.tour.eyes import Picture

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

LISTENED_TO = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

PAGES = (
    ("show",),
    ("show", "welcome"),
    ("show", "settings"),
    ("show", "insights"),
    ("show", "check"),
    ("show", "care"),
    ("show", "relief"),
    ("relief", "neck", "--window"),
    ("guide", "--window"),
)
"""How each window is asked for, and pages of it that are made of other parts."""


BACK = 8
"""So many steps back show that it goes both ways, and where the focus is."""


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with Desktop(None, services=[SERVICE], env=LISTENED_TO) as desktop:
        Trayer(desktop).start()
        yield desktop


@pytest.fixture(scope="module")
def reader(desktop: Desktop) -> Iterator[ScreenReader]:
    reader = ScreenReader(desktop.session.address)
    yield reader
    reader.close()


def picture(desktop: Desktop) -> Picture:
    path = desktop.folder / "look.png"
    desktop.screenshot(path)
    return Picture.read(path)


@pytest.mark.parametrize("command", PAGES, ids=lambda command: " ".join(command))
def test_a_window_by_ear_and_by_keys(
    desktop: Desktop, reader: ScreenReader, command: tuple[str, ...]
) -> None:
    with windowed(desktop, QUIET, "run") as program:
        assert program.command(*command).returncode == 0
        wait_until(lambda: "knotbreak" in active_window(desktop), "it has the focus")
        wait_until(lambda: len(reader.parts("knotbreak")) > 1, "it is told of")
        assert faults(reader) == []
        order = round_of_tab(desktop, reader)
        assert len(order) > 1
        # The focus is where the round began; as far back as there are parts, up to a few.
        here = order[0]
        for part in order[: -1 - BACK : -1]:
            look = picture(desktop)
            here = go_on("shift+Tab", desktop, reader, here)
            assert here.path == part.path, f"{words(here)} instead of {words(part)}"
            wait_until(lambda look=look: not picture(desktop).same(look), "the focus is to be seen")
