"""A home without a desktop: folders of its own, no display, no bus."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.daytime import FORENOON_ZONE
from tests.e2e.program import KNOTBREAK, Program, settings_text

NOT_RUNNING = "knotbreak is not running. To start it: knotbreak run --terminal\n"
QUIET = settings_text()


class Home:
    """Runs commands of the installed program, and programs, in a home of its own."""

    def __init__(self, folder: Path, more_env: Mapping[str, str] | None = None) -> None:
        places = {
            "HOME": folder / "home",
            "XDG_CONFIG_HOME": folder / "home/.config",
            "XDG_DATA_HOME": folder / "home/.local/share",
            "XDG_STATE_HOME": folder / "home/.local/state",
            "XDG_RUNTIME_DIR": folder / "run",
        }
        for place in places.values():
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.config = places["XDG_CONFIG_HOME"] / "knotbreak"
        self.data = places["XDG_DATA_HOME"] / "knotbreak"
        self.state = places["XDG_STATE_HOME"] / "knotbreak"
        self.run_dir = places["XDG_RUNTIME_DIR"] / "knotbreak"
        self.env = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "TZ": FORENOON_ZONE,
            **{name: str(place) for name, place in places.items()},
            **(more_env or {}),
        }
        self._programs: list[Program] = []

    def command(self, *args: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run one command; nothing is typed unless `stdin` says what."""
        return subprocess.run(
            [str(KNOTBREAK), *args],
            env=self.env,
            input="" if stdin is None else stdin,
            capture_output=True,
            text=True,
            timeout=20,
        )

    def says(self, *args: str) -> str:
        """Run a command that must succeed; the answer is what it prints."""
        done = self.command(*args)
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout

    def refuses(self, *args: str, status: int = 1) -> str:
        """Run a command that must be refused, in one sentence and without a traceback."""
        done = self.command(*args)
        assert done.returncode == status, done
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def program(self, *args: str, settings: str = QUIET, accept: bool = True) -> Program:
        """A program that is prepared, but not started."""
        program = Program(self.env, *args)
        program.prepare(settings, accept=accept)
        self._programs.append(program)
        return program

    def running(self, *args: str, settings: str = QUIET, accept: bool = True) -> Program:
        """A program that runs."""
        program = self.program(*args, settings=settings, accept=accept)
        program.start()
        return program

    def beside(self, *args: str) -> Program:
        """Another program in another terminal, started."""
        program = Program(self.env, *args)
        self._programs.append(program)
        program.start()
        return program

    def log(self) -> list[dict[str, Any]]:
        """`log --json`."""
        return [json.loads(line) for line in self.says("log", "--json").splitlines()]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of one kind."""
        return [event for event in self.log() if event["event"] == kind]

    def close(self) -> None:
        """End what still runs."""
        for program in self._programs:
            program.stop()


@contextmanager
def home(more_env: Mapping[str, str] | None = None) -> Iterator[Home]:
    """A fresh home, in a folder whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="kb-"))
    place = Home(folder, more_env)
    try:
        yield place
    finally:
        place.close()
        shutil.rmtree(folder)
