"""The end of a desktop's session: what was going on is recorded, and the program is gone.

Qt's X11 part in the wheels of PySide6 knows no session manager (XSMP): at log-out such a program is
sent SIGTERM, or its display goes away. Qt ends the process when that happens, so the next start
closes the session that was left open, as after a kill.
"""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.sway import SwayDesktop
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET
from tests.e2e.program import Program
from tests.e2e.windowed import Windowed, windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]


def play(program: Windowed) -> None:
    """Begin a session in real time, and wait until its first movement."""
    assert program.command("play", "mini").returncode == 0
    wait_until(lambda: program.status()["session"], "the session begins")
    program.command("water", "2")


def is_recorded(program: Program) -> None:
    (ended,) = program.events("session")
    assert (ended["routine"], ended["outcome"]) == ("mini", "stopped")
    assert [event["amount"] for event in program.events("water")] == [2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("bus_goes_first", [False, True], ids=["", "bus"])
def test_a_signal_ends_it_in_order(number: signal.Signals, bus_goes_first: bool) -> None:
    with Desktop("dunst") as desktop, windowed(desktop, QUIET, "run") as program:
        play(program)
        if bus_goes_first:
            desktop.session.stop()
        program.process.send_signal(number)
        assert program.process.wait(10) == 0
        is_recorded(program)


@pytest.mark.parametrize("make", [Desktop, SwayDesktop])
def test_the_display_goes_away(make: Callable[[], Desktop]) -> None:
    with make() as desktop, windowed(desktop, QUIET, "run") as program:
        play(program)
        desktop.end(desktop.display_server)
        program.process.wait(10)
        # The next log-in. Without a display it is in a terminal, and all the same.
        plain = {key: desktop.env[key] for key in desktop.env if "DISPLAY" not in key}
        again = Program(plain, "run", "--terminal")
        again.start()
        try:
            is_recorded(again)
        finally:
            again.stop()
