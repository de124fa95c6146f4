"""Sounds by Qt, where the extra `[sound]` is installed: in a process of its own, which is asked.

There a speech engine may take its second to be made, and a device may stutter while it is opened.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Part = Literal["tones", "voice"]

MODULE = "knotbreak.qt.sound_process"

ANSWER_S = 10.0
"""A process that has not answered by then hangs. It starts in a fifth of a second."""

_LIBRARY: Mapping[Part, str] = {"tones": "QtMultimedia", "voice": "QtTextToSpeech"}


def has_qt(part: Part) -> bool:
    """Whether the extra is installed, found out without loading it."""
    if getattr(sys, "frozen", False):
        # There is no Python here that could run a module.
        return False
    spec = importlib.util.find_spec("PySide6")
    folders = () if spec is None else spec.submodule_search_locations or ()
    files = (file for folder in folders for file in Path(folder).glob(f"{_LIBRARY[part]}.*"))
    return any(file.suffix in (".so", ".pyd") for file in files)


class QtSounds:
    """One such process, begun with the first request. For one thread: it waits."""

    def __init__(self, part: Part, environ: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-P", "-m", MODULE, part]
        self._environ = dict(environ)
        self._process: subprocess.Popen[str] | None = None
        self.here = has_qt(part)

    def ask(self, **request: object) -> bool:
        """Have something done; whether it is being done."""
        if not self.here:
            return False
        # It ends by itself after a while without work, at worst just now: then a new one is asked.
        return any(self._answer(request) == "ok" for _try in range(2 if self._process else 1))

    def stop(self) -> None:
        """Be silent; nothing is begun for that."""
        if self._process is not None:
            self._answer({"stop": True})

    def close(self) -> None:
        """Let it end."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        try:
            process.wait(ANSWER_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _answer(self, request: Mapping[str, object]) -> str:
        """What it answers; empty where it does not, and it has been let go then."""
        try:
            process = self._running()
        except OSError:
            return ""
        assert process.stdin is not None, "it has been given one"
        assert process.stdout is not None, "it has been given one"
        limit = threading.Timer(ANSWER_S, process.kill)
        limit.daemon = True
        limit.start()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            said = process.stdout.readline().strip()
        except OSError:
            said = ""
        finally:
            limit.cancel()
        if not said:
            self.close()
        return said

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                env=self._environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process
