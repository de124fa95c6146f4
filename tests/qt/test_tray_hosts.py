"""T3 with real hosts: the tray comes late, ends, and comes back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Panel
from tests.desktop.waiting import wait_until

pytestmark = pytest.mark.desktop

ROOT = Path(__file__).parents[2]

# Each line that it reads makes the icon anew, as QtFront does when it hears of a host.
PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from knotbreak.qt.icons import Icons
from knotbreak.qt.loop import QtLoop
from knotbreak.qt.tray import Tray
from tests.fakes import TRANSLATOR
from tests.qt.qt_world import ICONS

app = QApplication([])
app.setQuitOnLastWindowClosed(False)
loop = QtLoop(app)
tray = Tray(TRANSLATOR, Icons(ICONS))
tray.open_requested.connect(lambda: print("open", flush=True))
tray.recreate()

def read():
    if sys.stdin.readline():
        tray.recreate()
        print("made", flush=True)
    else:
        loop.stop()

loop.add_reader(sys.stdin.fileno(), read)
print("ready", flush=True)
loop.run()
"""


class Program:
    """The tray alone, on a desktop, told what to do by lines."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={**desktop.env, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.said() == "ready"

    def said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def recreate(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        assert self.said() == "made"

    def end(self) -> int:
        self._process.communicate(timeout=10)
        return self._process.returncode


def items(desktop: Desktop) -> str:
    """What the panel shows, by StatusNotifierWatcher; empty without one."""
    watcher = "org.kde.StatusNotifierWatcher"
    ask = ["gdbus", "call", "--session", "-d", watcher, "-o", "/StatusNotifierWatcher", "-m",
           "org.freedesktop.DBus.Properties.Get", watcher,
           "RegisteredStatusNotifierItems"]  # fmt: skip
    done = subprocess.run(ask, env=desktop.env, capture_output=True, text=True)
    return done.stdout if "StatusNotifierItem" in done.stdout else ""


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with Desktop("xfce") as desktop:
        yield desktop


def test_t3_the_icon_comes_with_a_late_panel_and_again_with_the_next(desktop: Desktop) -> None:
    program = Program(desktop)
    panel = Panel(desktop)
    seen = set()
    for _ in range(3):
        panel.start()
        program.recreate()
        wait_until(lambda: items(desktop), "the icon is in the panel")
        assert items(desktop).count("StatusNotifierItem") == 1, "one icon, not one for each try"
        seen.add(items(desktop))
        panel.kill()
        wait_until(lambda: not items(desktop), "the icon is gone")
    assert len(seen) == 3, "each panel has a new icon"
    assert program.end() == 0


def test_t3_an_xembed_tray_needs_nobody_to_tell(desktop: Desktop) -> None:
    program = Program(desktop)
    for _ in range(2):
        tray = desktop.spawn(
            "trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request",
            "--height", "32",
        )  # fmt: skip
        window = desktop.wait_for_window("trayer")
        assert window.width >= 20, "the tray is as wide as its icon"
        desktop.click(window.x + window.width - 12, window.y + window.height // 2)
        assert program.said() == "open"
        tray.kill()
        desktop.end(tray)
        wait_until(lambda: desktop.find_window("trayer") is None, "the tray is gone")
    assert program.end() == 0
