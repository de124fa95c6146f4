"""What a session costs: from the click to the first frame, and what many of them leave behind."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.screen import Screen
from knotbreak.qt.theme import DARK, LIGHT
from tests.desktop.desktop import Desktop
from tests.desktop.panel import Panel
from tests.desktop.waiting import wait_until
from tests.e2e.program import Hand, Program, settings_text

NOTICE_SPEED = 20
"""Time runs so fast until the notice comes; nothing is faster after it is clicked."""

SESSION_SPEED = 200

_FRAME_MS = 5_000
_PAGE_PIXELS = 100
_LOOK_S = 0.001

ROUTINE = """
format = 1
title = "A hold on each side"

[[step]]
stretch = "neck-side"
hold_s = 10
side = "each"
"""


def click_to_frame_ms(command: list[str]) -> float:
    """From a click on Start to the first painted frame of the session's window.

    The real button of xfce4-notifyd, the first session of a program that has just been started.
    The start of xdotool is part of the time.
    """
    settings = settings_text(stretch='every_min = 1\nroutine = "mini"\nstay_s = 600')
    with Desktop("xfce") as desktop, _program(desktop, command, NOTICE_SPEED, settings) as ours:
        with Hand(desktop.env):
            wait_until(lambda: (ours.status()["notice"] or {}).get("shown"), "a notice", 30_000)
        window = desktop.wait_for_window("xfce4-notifyd")
        # The first of three buttons of equal width.
        x, y = window.x + window.width // 6, window.y + window.height - 30
        desktop.run("xdotool", "mousemove", str(x), str(y), "sleep", "0.5")
        with Screen(desktop.env["DISPLAY"]) as screen:
            middle = screen.height // 2

            def painted() -> bool:
                pages = (LIGHT.page, DARK.page)
                return any(screen.count(page, middle) >= _PAGE_PIXELS for page in pages)

            assert not painted(), "something looks like the window before there is one"
            began = time.monotonic()
            click = subprocess.Popen(["xdotool", "click", "1"], env=desktop.env)
            while not painted():
                if time.monotonic() - began > _FRAME_MS / 1000:
                    raise AssertionError("no session after a click on Start")
                time.sleep(_LOOK_S)
            ended = time.monotonic()
            click.wait()
        return (ended - began) * 1000


def growth(command: list[str], sessions: int, tell: Callable[[str], None]) -> float:
    """The memory after so many sessions, as a ratio to that after the first.

    Each is played to its end in the real window, on a fast clock, and its last page is left by a
    key. The resident set is taken, not the proportional one: the ratio is of one process to
    itself, and other programs that come and go would change its share of what is shared.
    """
    with Desktop("xfce") as desktop, _program(desktop, command, SESSION_SPEED) as ours:
        first = last = 0
        for number in range(1, sessions + 1):
            _play_once(desktop, ours, number)
            last = _resident_kb(ours.pid)
            first = first or last
            if number in (1, 2, 10) or number == sessions:
                tell(f"after {number} sessions {last} kB")
        return last / first


def _play_once(desktop: Desktop, program: Program, number: int) -> None:
    done = program.command("play", "bench")
    assert done.returncode == 0, done.stderr
    wait_until(lambda: desktop.find_window("knotbreak"), "the session's window")
    wait_until(lambda: len(program.events("session")) == number, "the session ends", 30_000)

    def left() -> bool:
        # The page is deaf in its first second: keys of then were meant for something else.
        if desktop.find_window("knotbreak") is None:
            return True
        subprocess.run(["xdotool", "key", "Escape"], env=desktop.env, check=True)
        return False

    wait_until(left, "the last page is left")


class _Windowed(Program):
    """The program with its windows; `command` starts it."""

    def __init__(self, desktop: Desktop, command: list[str]) -> None:
        super().__init__(desktop.env)
        self._desktop = desktop
        self._command = command

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = self._desktop.spawn(*self._command)
        self.pid = self._process.pid
        wait_until(lambda: self.command("status").returncode == 0, "the program answers", 30_000)

    def end(self) -> None:
        """End it in order."""
        self._desktop.end(self._process)


@contextmanager
def _program(
    desktop: Desktop, command: list[str], speed: int, settings: str = settings_text()
) -> Iterator[_Windowed]:
    program = _Windowed(desktop, [*command, "--speed", str(speed)])
    program.prepare(settings)
    # Without a tray, the status window would come and stand where the session's is looked for.
    panel = Panel(desktop)
    panel.start()
    routines = Path(desktop.env["XDG_DATA_HOME"]) / "knotbreak" / "routines"
    (routines / "bench.toml").write_text(ROUTINE)
    program.start()
    try:
        yield program
    finally:
        program.end()
        panel.kill()


def _resident_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1])
    raise AssertionError(f"process {pid} is gone")
