"""The installed program, run as a person runs it: in a terminal, on a desktop, by commands."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import termios
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.desktop.waiting import wait_until

ROOT = Path(__file__).parents[2]
KNOTBREAK = ROOT / "build" / "e2e" / "bin" / "knotbreak"

MINI = """
format = 1
title = "Two small holds"

[[step]]
name = "Look up"
cue = "Rest your eyes on the ceiling."
hold_s = 20

[[step]]
name = "Reach"
cue = "One arm, then the other."
side = "each"
hold_s = 10
"""


def settings_text(**reminders: str) -> str:
    """Settings in which only these reminders are on; each value is the body of its table."""
    names = dict.fromkeys(["stretch", "posture", "water", *reminders])
    tables = [f"[reminder.{name}]\n" + reminders.get(name, "on = false") + "\n" for name in names]
    return "\n".join(tables)


class Program:
    """One `knotbreak run --terminal` in a terminal of its own, and the commands beside it."""

    def __init__(self, env: Mapping[str, str], *args: str) -> None:
        self.env = {**env, "TERM": "xterm-256color"}
        self._args = args or ("run", "--terminal", "--speed", "20")
        self.pid = 0
        self._fd = -1
        self._seen = bytearray()
        self._reader: threading.Thread | None = None

    def prepare(self, settings: str, routine: str = MINI, *, accept: bool = True) -> None:
        """Write settings and the routine `mini`, and acknowledge the safety notice."""
        config = Path(self.env["XDG_CONFIG_HOME"]) / "knotbreak"
        routines = Path(self.env["XDG_DATA_HOME"]) / "knotbreak" / "routines"
        for folder in (config, routines):
            folder.mkdir(parents=True, exist_ok=True)
        (config / "settings.toml").write_text(settings)
        (routines / "mini.toml").write_text(routine)
        if accept:
            assert self.command("safety", "--accept").returncode == 0

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._seen.clear()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(KNOTBREAK, [str(KNOTBREAK), *self._args], self.env)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._reader = threading.Thread(target=self._drain, args=(self._fd,), daemon=True)
        self._reader.start()
        wait_until(lambda: self.command("status").returncode == 0, "the program answers")

    def command(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the installed program."""
        return subprocess.run(
            [str(KNOTBREAK), *args], env=self.env, capture_output=True, text=True, timeout=20
        )

    def status(self) -> dict[str, Any]:
        """`status --json`."""
        done = self.command("status", "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def log(self) -> list[dict[str, Any]]:
        """`log --json`, one dict for each line."""
        done = self.command("log", "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of one kind."""
        return [event for event in self.log() if event["event"] == kind]

    def press(self, keys: bytes) -> None:
        """Type into its terminal."""
        os.write(self._fd, keys)

    @property
    def screen(self) -> str:
        """All that it has written so far."""
        return self._seen.decode(errors="replace")

    def kill(self) -> None:
        """End it without a warning."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """End it in order; the answer is its exit status."""
        return self._end(signal.SIGTERM) if self.pid else 0

    def hang_up(self) -> int:
        """Close its terminal, as a closed window does; the answer is its exit status."""
        return self._end(signal.SIGHUP)

    def ended(self) -> int:
        """Wait until it ends by itself; the answer is its exit status."""
        pid, self.pid = self.pid, 0
        _, status = os.waitpid(pid, 0)
        assert self._reader is not None
        self._reader.join(5)
        return os.waitstatus_to_exitcode(status)

    def _end(self, number: signal.Signals) -> int:
        pid, self.pid = self.pid, 0
        os.kill(pid, number)
        _, status = os.waitpid(pid, 0)
        os.close(self._fd) if self._reader is None else self._reader.join(5)
        return os.waitstatus_to_exitcode(status)

    def _drain(self, fd: int) -> None:
        """Read what it writes, or it would stand still when the terminal is full."""
        while True:
            try:
                data = os.read(fd, 65536)
            except OSError:
                break
            if not data:
                break
            self._seen += data
        os.close(fd)


class Hand:
    """Somebody at the mouse: it moves a little, all the time, with pauses between."""

    def __init__(
        self,
        env: Mapping[str, str],
        move: Sequence[str] = ("xdotool", "mousemove_relative", "--"),
        pause_s: float = 0.4,
    ) -> None:
        self._env = dict(env)
        self._move_by = move
        self._pause_s = pause_s
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._move, daemon=True)

    def __enter__(self) -> Hand:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _move(self) -> None:
        step = 3
        while not self._done.wait(self._pause_s):
            move = [*self._move_by, str(step), "0"]
            subprocess.run(move, env=self._env, check=True, stdout=subprocess.DEVNULL)
            step = -step
