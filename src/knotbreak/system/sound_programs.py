"""Programs of the system that play a file or say a text, and how each is called.

Nothing is asked of them but to begin: they run beside the program, and are ended when they are to
be silent. Windows plays without a program (`winsound`).
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

FAILS_S = 0.3
"""A program that cannot reach the sound server says so within this time."""

LONGEST_S = 30.0
"""Nothing of ours takes so long: a program that still runs hangs."""


class Player(msgspec.Struct, frozen=True):
    """A program that plays a WAV file; `device` is how a device is named to it."""

    name: str
    device: str = ""

    def command(self, file: Path, device: str | None) -> list[str]:
        """How it is called."""
        chosen = [f"{self.device}{device}"] if device and self.device else []
        quiet = ["-q"] if self.name == "aplay" else []
        return [self.name, *quiet, *chosen, str(file)]


PLAYERS = (
    Player("pw-play", "--target="),
    Player("paplay", "--device="),
    Player("aplay", "--device="),
)
MAC_PLAYERS = (Player("afplay"),)


class Speaker(msgspec.Struct, frozen=True):
    """A program that says what it reads; `call` makes its arguments of language and volume."""

    name: str
    call: Callable[[str, int], list[str]]


def _espeak(language: str, volume: int) -> list[str]:
    return ["-v", language, "-s", "165", "-a", str(2 * volume), "--stdin"]


def _say(_language: str, _volume: int) -> list[str]:
    # It speaks the language of the system, which is the one of our words.
    return ["-f", "-"]


def _powershell(_language: str, volume: int) -> list[str]:
    script = (
        "Add-Type -AssemblyName System.Speech;"
        "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
        f"$voice.Volume = {volume};"
        "[Console]::InputEncoding = [Text.Encoding]::UTF8;"
        "$voice.Speak([Console]::In.ReadToEnd())"
    )
    return ["-NoProfile", "-NonInteractive", "-Command", script]


ESPEAK = Speaker("espeak-ng", _espeak)


def players() -> tuple[Player, ...]:
    """Those of this system, the best one first; none on Windows."""
    if sys.platform == "win32":
        return ()
    return MAC_PLAYERS if sys.platform == "darwin" else PLAYERS


def speakers() -> tuple[Speaker, ...]:
    """Those of this system, the best one first; on Linux after the Speech Dispatcher."""
    if sys.platform == "win32":
        return (Speaker("powershell", _powershell),)
    return (Speaker("say", _say),) if sys.platform == "darwin" else (ESPEAK,)


class Running:
    """The programs that have been started and may still be heard. For any thread."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = dict(environ)
        self._processes: list[tuple[float, subprocess.Popen[bytes]]] = []

    def start(self, command: Sequence[str], text: str = "") -> bool:
        """Start a program, with `text` to read; whether it seems to do what it should.

        Waits for `FAILS_S` at most.
        """
        self._tidy()
        try:
            process = subprocess.Popen(
                command,
                env=self._environ,
                stdin=subprocess.PIPE if text else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return False
        self._processes.append((time.monotonic(), process))
        try:
            if process.stdin is not None:
                # A sentence: the pipe takes it whole. Whether it was read, its end tells.
                with contextlib.suppress(BrokenPipeError), process.stdin:
                    process.stdin.write(text.encode())
            return process.wait(FAILS_S) <= 0  # below 0 it was silenced, which is no fault of it
        except subprocess.TimeoutExpired:
            return True

    def end(self) -> None:
        """End them all; does not wait for their end."""
        for _since, process in tuple(self._processes):
            if process.poll() is None:
                process.kill()

    def _tidy(self) -> None:
        now = time.monotonic()
        for one in tuple(self._processes):
            since, process = one
            if process.poll() is None:
                if now - since < LONGEST_S:
                    continue
                process.kill()
            self._processes.remove(one)
