"""Where the session's window opens, on one monitor and on two, above what fills the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.desktop.desktop import Desktop, Window
from tests.desktop.panel import Trayer
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET
from tests.e2e.notices import STRETCH, click_start, until_notice
from tests.e2e.program import settings_text
from tests.e2e.windowed import active_window, windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

FIRST, SECOND = 1280, 1024
FULL_SCREEN_IS_WORK = 'busy.reasons = ["call"]\n' + settings_text(stretch=STRETCH)
FILM = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(["film"])
window = QWidget()
window.setStyleSheet("background: black")
window.setWindowTitle("Film")
window.showFullScreen()
app.exec()
"""

OURS_PX = 300
"""The program's windows are larger; its icon is not."""


@pytest.fixture
def two() -> Iterator[Desktop]:
    """A desktop with two monitors, and a tray on the first."""
    with Desktop("dunst", size=(FIRST + SECOND, 800), monitors=(FIRST, SECOND)) as desktop:
        Trayer(desktop).start()
        yield desktop


def ours(desktop: Desktop) -> list[Window]:
    """The program's windows."""
    return [one for one in desktop.windows("knotbreak") if one.width > OURS_PX]


def session_window(desktop: Desktop) -> Window:
    """The window of the session, once it stands still; there is no other one."""
    wait_until(lambda: "knotbreak" in active_window(desktop), "its window has the focus")
    seen: list[list[Window]] = [[], []]

    def steady() -> bool:
        seen[:] = [seen[1], ours(desktop)]
        return bool(seen[0]) and seen[0] == seen[1]

    wait_until(steady, "the window stands still")
    (window,) = seen[1]
    return window


def stacking(desktop: Desktop) -> list[int]:
    """The window manager's windows, the lowest first."""
    text = desktop.run("xprop", "-root", "_NET_CLIENT_LIST_STACKING")
    return [int(word, 16) for word in text.partition("#")[2].replace(",", " ").split()]


@pytest.mark.parametrize(
    ("pointer", "begin", "end"), [(300, 0, FIRST), (FIRST + 500, FIRST, FIRST + SECOND)]
)
def test_t6_one_window_on_the_screen_with_the_pointer(
    two: Desktop, pointer: int, begin: int, end: int
) -> None:
    with windowed(two, QUIET, "run", "--speed", "5") as program:
        two.run("xdotool", "mousemove", str(pointer), "300")
        assert program.command("play", "mini").returncode == 0
        window = session_window(two)
        assert begin <= window.x
        assert window.x + window.width <= end
        # Nothing of the same kind comes later for the other screen.
        wait_until(lambda: program.status()["session"]["kind"] == "hold", "it goes on")
        assert ours(two) == [window]


def test_t6_a_monitor_is_unplugged_while_a_session_plays(two: Desktop) -> None:
    with windowed(two, QUIET, "run", "--speed", "5") as program:
        two.run("xdotool", "mousemove", str(FIRST + 500), "300")
        assert program.command("play", "mini").returncode == 0
        assert session_window(two).x >= FIRST
        two.unplug(2)
        # In real life the pointer goes with the monitor.
        two.run("xdotool", "mousemove", "300", "300")

        def whole() -> bool:
            windows = ours(two)
            return bool(windows) and 0 <= windows[0].x <= FIRST - windows[0].width

        wait_until(whole, "the window is on the monitor that is left")
        assert len(ours(two)) == 1
        assert program.status()["session"]["state"] == "running"

        def stops() -> bool:
            # Keys of the first second are not heard.
            two.run("xdotool", "key", "Escape")
            return bool(program.events("session"))

        wait_until(stops, "a key reaches it")


def test_t5_above_a_full_screen_window_of_another_program() -> None:
    with Desktop("dunst") as desktop:
        Trayer(desktop).start()
        with windowed(desktop, FULL_SCREEN_IS_WORK) as program:
            film_process = desktop.spawn(sys.executable, "-c", FILM)
            film = desktop.wait_for_window("film")
            until_notice(desktop, program)
            assert desktop.windows("film") == [Window(film.id, 0, 0, 1280, 800)]
            assert active_window(desktop) == "Film"
            assert stacking(desktop)[-1] == film.id
            click_start(desktop)
            window = session_window(desktop)
            order = stacking(desktop)
            assert order.index(window.id) > order.index(film.id)
            assert film_process.poll() is None
