"""Starting programs for a test, and leaving none of them behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.desktop.waiting import wait_until

# Which Debian package brings a program.
PACKAGES = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "dunst": "dunst",
    "dunstctl": "dunst",
    "xfce4-notifyd": "xfce4-notifyd",
    "xfce4-panel": "xfce4-panel",
    "gdbus": "libglib2.0-bin",
    "trayer": "trayer",
    "xwininfo": "x11-utils",
    "xprop": "x11-utils",
    "xrandr": "x11-xserver-utils",
    "sway": "sway",
    "swaymsg": "sway",
    "grim": "grim",
    "setpriv": "util-linux",
    "xclock": "x11-apps",
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "pipewire": "pipewire-bin",
    "pw-cli": "pipewire-bin",
    "pw-dump": "pipewire-bin",
    "pw-record": "pipewire-bin",
    "wireplumber": "wireplumber",
    "aplay": "alsa-utils",
    "espeak-ng": "espeak-ng",
    "speech-dispatcher": "speech-dispatcher",
    "xfconf-query": "xfconf",
    "gsettings": "libglib2.0-bin",
}
# Where Debian and others put programs that are not for the command line.
_LIBEXEC = ("/usr/lib/*/xfce4/notifyd", "/usr/lib/xfce4/notifyd", "/usr/libexec/xfce4/notifyd")
MARK = "KNOTBREAK_TEST_DESKTOP"


def find_program(name: str) -> str:
    """The path of a program; fails with the package that brings it."""
    found = shutil.which(name)
    if found:
        return found
    for pattern in _LIBEXEC:
        for path in Path("/").glob(f"{pattern[1:]}/{name}"):
            return str(path)
    package = PACKAGES.get(name, name)
    raise AssertionError(f"{name} is missing: apt-get install --no-install-recommends {package}")


class Processes:
    """Programs of one desktop: known by their pid, or by the mark in their environment."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.env = {**env, MARK: str(folder)}
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def spawn(self, command: Sequence[str], **options: object) -> subprocess.Popen[bytes]:
        """Start a program of this desktop; what it says goes to a log in the folder."""
        program = find_program(command[0])
        with (self._folder / f"{Path(program).name}.log").open("ab") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
                [program, *command[1:]],
                **{
                    "env": self.env,
                    "stdin": subprocess.DEVNULL,
                    "stdout": log,
                    "stderr": log,
                    **options,
                },
            )
        self._running.append(process)
        return process

    def run(self, command: Sequence[str], timeout_s: float = 10) -> str:
        """Run a program to its end and return what it printed; fails if it does."""
        program = find_program(command[0])
        done = subprocess.run(
            [program, *command[1:]],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
        )
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stderr}"
        return done.stdout

    def end(self, process: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> None:
        """End one program and wait until it is gone."""
        if process.poll() is None:
            # One that a test has stopped does not hear anything else.
            process.send_signal(signal.SIGCONT)
            process.send_signal(how)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        if process.stdout is not None:
            process.stdout.close()
        if process in self._running:
            self._running.remove(process)

    def end_all(self) -> None:
        """End everything, the newest first, and what those started by themselves."""
        for process in reversed(self._running[:]):
            self.end(process)
        for pid in self.marked():
            kill(pid)
        wait_until(lambda: not self.marked(), "programs of the desktop end")

    def marked(self) -> list[int]:
        """Which processes carry the mark of this desktop (a bus starts some by itself)."""
        mark = f"{MARK}={self._folder}".encode()
        return [pid for pid in _pids() if mark in _environment(pid)]


def kill(pid: int) -> None:
    """Kill one process, if it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
