"""The installed program with its tray and its windows."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.desktop.desktop import Desktop
from tests.desktop.waiting import wait_until
from tests.e2e.notices import STRETCH
from tests.e2e.program import KNOTBREAK, Program, settings_text


class Windowed(Program):
    """`knotbreak run` with its windows.

    Attributes:
        said: What it wrote to its error output; complete once it has ended.
    """

    process: subprocess.Popen[bytes]

    def __init__(self, env: Mapping[str, str], *args: str) -> None:
        super().__init__(env, *(args or ("run", "--speed", "20")))
        self._errors = Path(env["HOME"]) / "errors.txt"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self._errors.open("ab") as errors:
            command = [str(KNOTBREAK), *self._args]
            self.process = subprocess.Popen(command, env=self.env, stderr=errors)
        wait_until(lambda: self.command("status").returncode == 0, "the program answers", 20_000)

    def stop(self) -> int:
        """End it in order; the answer is its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)

    @property
    def said(self) -> str:
        return self._errors.read_text()


@contextlib.contextmanager
def windowed(desktop: Desktop, settings: str = "", *args: str) -> Iterator[Windowed]:
    """The program, running on a desktop; it must end without an error that nobody expected."""
    program = Windowed(desktop.env, *args)
    program.prepare(settings or settings_text(stretch=STRETCH))
    program.start()
    try:
        yield program
    finally:
        program.stop()
    assert "Traceback" not in program.said
    log = Path(desktop.env["XDG_STATE_HOME"]) / "knotbreak" / "knotbreak.log"
    assert not log.exists(), log.read_text()


def window_name(desktop: Desktop, *which: str) -> str:
    """The title of a window, such as `getactivewindow`; empty where there is none."""
    done = subprocess.run(
        ["xdotool", *which, "getwindowname"], env=desktop.env, capture_output=True, text=True
    )
    return done.stdout.strip()


def active_window(desktop: Desktop) -> str:
    """The title of the window with the focus."""
    return window_name(desktop, "getactivewindow")
