"""What a campaign of kills needs: the program on a bus of its own, and a look at its files."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from jeepney import DBusAddress, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

from knotbreak.app.state import AppState
from knotbreak.system.ipc_client import VERSION, NotRunningError, ask
from tests.daytime import FORENOON_ZONE
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_daemon import NAME, FakeDaemon, Notified
from tests.desktop.processes import Processes
from tests.desktop.waiting import wait_until
from tests.e2e.program import KNOTBREAK

SPEED = 200
"""A minute of the program takes 0.3 s."""

HOLD_S, HOLDS = 20, 6
ROUTINE = 'format = 1\ntitle = "Small holds"\nready_s = 3\ngap_s = 3\n' + "".join(
    f'\n[[step]]\nname = "Hold {number}"\ncue = "Rest."\nhold_s = {HOLD_S}\n'
    for number in range(HOLDS)
)
SETTINGS = """
[reminder.stretch]
every_min = 1
routine = "holds"
stay_s = 1200
snooze_max = 20
[reminder.posture]
every_min = 3
quiet = true
stay_s = 1200
snooze_max = 20
[reminder.water]
on = false
"""


class Row(NamedTuple):
    """An event of the history file, as it was written."""

    id: int
    event: str
    reminder: str | None
    merged: tuple[str, ...]
    outcome: str | None
    held_s: float | None
    amount: int | None
    key: str | None


class Told(NamedTuple):
    """What an answer of the program stands for: an event and its amount."""

    event: str
    amount: int | None = None


class Rig:
    """A bus, the strict notification daemon, and one program that is started and killed on it.

    There is no display, so the program takes it that somebody is always there.
    """

    def __enter__(self) -> Rig:
        self.folder = Path(tempfile.mkdtemp(prefix="knotbreak-kill-"))
        home = self.folder / "home"
        places = {
            "HOME": home,
            "XDG_CONFIG_HOME": home / ".config",
            "XDG_DATA_HOME": home / ".local/share",
            "XDG_STATE_HOME": home / ".local/state",
            "XDG_RUNTIME_DIR": self.folder / "run",
        }
        for place in places.values():
            place.mkdir(parents=True, mode=0o700)
        env = {key: str(place) for key, place in places.items()}
        self._processes = Processes(
            self.folder,
            {**env, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": FORENOON_ZONE},
        )
        bus = PrivateBus(self._processes, self.folder / "session")
        bus.start()
        self.env = self._processes.env
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.address
        self.state_file = places["XDG_STATE_HOME"] / "knotbreak" / "state.toml"
        self.history_file = places["XDG_DATA_HOME"] / "knotbreak" / "history.sqlite"
        self.log_file = places["XDG_STATE_HOME"] / "knotbreak" / "knotbreak.log"
        self.socket = places["XDG_RUNTIME_DIR"] / "knotbreak" / "socket"
        self.fake = FakeDaemon(bus.address)
        self.fake.before_reply(self._on_notify)
        self.fake.start()
        self._line = open_dbus_connection(bus.address)
        self._process: subprocess.Popen[bytes] | None = None
        self._kill_at_notify = False
        self._shouting: socket.socket | None = None
        self._marks: list[int] = []
        self.notified_at: dict[int, float] = {}
        self._prepare(places["XDG_CONFIG_HOME"], places["XDG_DATA_HOME"])
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self.kill()
        if self._shouting is not None:
            self._shouting.close()
        self._output.close()
        self._line.close()
        self.fake.stop()
        self._processes.end_all()
        shutil.rmtree(self.folder)

    # -- the program ---------------------------------------------------------------------------

    def spawn(self) -> None:
        """Start the program, and do not wait for anything."""
        assert self._process is None
        self.mark()
        self._process = subprocess.Popen(
            [self.program, "run", "--terminal", "--speed", str(SPEED)],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
        )

    def wait_answer(self) -> dict[str, Any]:
        """Wait until a program that was started answers; its first status."""
        deadline = time.monotonic() + 20
        while True:
            try:
                return self.status()
            except NotRunningError:
                assert self._process is not None
                assert self._process.poll() is None, self.said()
                assert time.monotonic() < deadline, f"it does not answer: {self.said()}"
                time.sleep(0.005)

    def kill(self) -> float:
        """Kill it, and wait until the bus has carried all that it said; when it was killed."""
        assert self._process is not None
        moment = time.time()
        self._process.kill()
        self._process.wait()
        self._process = None
        self._kill_at_notify = False
        # What it had written already is still on the way to the daemon.
        for _ in range(2):
            self._line.send_and_get_reply(message_bus.NameHasOwner(NAME))
            self._line.send_and_get_reply(
                new_method_call(
                    DBusAddress("/org/freedesktop/Notifications", NAME, NAME),
                    "GetServerInformation",
                )
            )
        return moment

    def kill_at_notify(self) -> None:
        """Kill it as soon as its next notice is at the daemon, before the daemon has answered."""
        self._kill_at_notify = True
        process = self._process
        assert process is not None
        wait_until(lambda: process.poll() is not None, "a notice comes", 20_000)

    def tell(self, cmd: str, **args: object) -> dict[str, Any]:
        """Send a command and take its answer, which has to be yes."""
        answer = self.ask(cmd, **args)
        assert answer["ok"], f"{cmd} {args}: {answer}"
        return answer

    def ask(self, cmd: str, **args: object) -> dict[str, Any]:
        """Send a command and take its answer."""
        return ask(self.socket, cmd, args, timeout_s=20)

    def shout(self, cmd: str, **args: object) -> None:
        """Send a command, and do not wait for its answer."""
        self.mark()
        if self._shouting is not None:
            self._shouting.close()
        self._shouting = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._shouting.connect(str(self.socket))
        request = {"v": VERSION, "cmd": cmd, "args": args}
        self._shouting.sendall(json.dumps(request).encode() + b"\n")

    def mark(self) -> None:
        """Remember how its files stand, for `until_written`."""
        self._marks = self._written()

    def until_written(self, timeout_s: float = 1) -> None:
        """Look as fast as can be until it begins to write one of its files."""
        deadline = time.monotonic() + timeout_s
        while self._written() == self._marks and time.monotonic() < deadline:
            pass

    def _written(self) -> list[int]:
        """When its files were written last."""
        wal = self.history_file.with_name(self.history_file.name + "-wal")
        return [path.stat().st_mtime_ns if path.exists() else 0 for path in (wal, self.state_file)]

    def status(self) -> dict[str, Any]:
        """`status --json`."""
        found: dict[str, Any] = self.tell("status")["data"]
        return found

    def command(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the installed program."""
        return subprocess.run(
            [self.program, *args], env=self.env, capture_output=True, text=True, timeout=30
        )

    def said(self) -> str:
        """What the program printed, and its log."""
        log = self.log_file.read_text() if self.log_file.exists() else ""
        return (self.folder / "output").read_text()[-300:] + log[-3000:]

    # -- its files -----------------------------------------------------------------------------

    def state(self) -> AppState | None:
        """The state file as it lies there."""
        try:
            text = self.state_file.read_text()
        except FileNotFoundError:
            return None
        return msgspec.convert(tomllib.loads(text), AppState)

    def state_age_s(self, now: float) -> float:
        """How long ago the state was written."""
        return now - self.state_file.stat().st_mtime

    def rows(self, after: int = 0) -> list[Row]:
        """The events that were written after another."""
        history = sqlite3.connect(f"file:{self.history_file}?mode=ro", uri=True)
        try:
            found = history.execute(
                "SELECT id, event, reminder, merged, outcome, held_s, amount, key FROM event"
                " WHERE id > ? ORDER BY id",
                (after,),
            ).fetchall()
            return [
                Row(*row[:3], msgspec.json.decode(row[3], type=tuple[str, ...]), *row[4:])
                for row in found
            ]
        finally:
            history.close()

    def check_history(self) -> None:
        """The history is whole."""
        history = sqlite3.connect(f"file:{self.history_file}?mode=ro", uri=True)
        try:
            assert history.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        finally:
            history.close()

    def left_over(self) -> list[Path]:
        """Files in its folders that no run of it needs."""
        folders = (self.state_file.parent, self.history_file.parent)
        found = [path for folder in folders for path in folder.iterdir()]
        return [path for path in found if path.suffix == ".new" or ".broken" in path.name]

    def _prepare(self, config: Path, data: Path) -> None:
        self.program = os.environ.get("KNOTBREAK_PROGRAM", str(KNOTBREAK))
        self._output = (self.folder / "output").open("ab")
        routines = data / "knotbreak" / "routines"
        for folder in (config / "knotbreak", routines):
            folder.mkdir(parents=True)
        (config / "knotbreak" / "settings.toml").write_text(SETTINGS)
        (routines / "holds.toml").write_text(ROUTINE)
        done = self.command("safety", "--accept")
        assert done.returncode == 0, done.stderr

    def _on_notify(self, notified: Notified) -> None:
        self.notified_at[notified.id] = time.time()
        if self._kill_at_notify and self._process is not None:
            self._process.kill()


def counted(state: AppState) -> Mapping[str, int]:
    """The work that counts towards each reminder, in ms."""
    return {} if state.scheduler is None else state.scheduler.counted_ms


def waiting(state: AppState) -> set[str]:
    """The leads of all that waits for an answer, in the tray or later."""
    scheduler = state.scheduler
    if scheduler is None:
        return set()
    leads = {one.group.lead for one in scheduler.owed}
    leads |= {one.group.lead for one in scheduler.snoozed}
    offer = scheduler.offer
    if offer is not None and offer.group.lead == "stretch" and not offer.repeat:
        # A quiet one is let be when nobody answers.
        leads.add(offer.group.lead)
    return leads
