"""Looks at programs from outside: when they are ready, what they hold, how often they run."""

from __future__ import annotations

import json
import os
import shlex
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jeepney import DBusAddress, MatchRule, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.desktop.desktop import Desktop
from tests.desktop.waiting import wait_until

WATCHER = DBusAddress("/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher")
READY_MS = 30_000


class Cost(NamedTuple):
    """One run of one program."""

    start_ms: float
    pss_kb: int
    switches_a_minute: float


class Bench:
    """Runs programs on one desktop and looks at them from outside."""

    def __init__(self, desktop: Desktop, settle_s: float, window_s: float) -> None:
        self._desktop = desktop
        self._settle_s = settle_s
        self._window_s = window_s
        self._bus: DBusConnection = open_dbus_connection(desktop.session.address)
        rule = MatchRule(
            type="signal", interface=WATCHER.bus_name,
            member="StatusNotifierItemRegistered",
        )  # fmt: skip
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._rule = rule

    def run(self, command: Sequence[str], answers: Path | None, *, idle: bool = True) -> Cost:
        """Start, wait until it is ready, let it settle, and watch it doing nothing."""
        with self._bus.filter(self._rule) as registered:
            began = time.monotonic()
            process = self._desktop.spawn(*command)
            try:
                try:
                    self._bus.recv_until_filtered(registered, timeout=READY_MS / 1000)
                except TimeoutError:
                    log = (self._desktop.folder / f"{Path(command[0]).name}.log").read_text()
                    raise SystemExit(f"{shlex.join(command)} shows no icon:\n{log}") from None
                if answers is not None:
                    wait_for_answer(answers)
                start_ms = (time.monotonic() - began) * 1000
                if not idle:
                    return Cost(start_ms, 0, 0)
                time.sleep(self._settle_s)
                before = _switches(process.pid)
                memory_kb = pss_kb(process.pid)
                time.sleep(self._window_s)
                switched = _switches(process.pid) - before
                return Cost(start_ms, memory_kb, switched * 60 / self._window_s)
            finally:
                self._desktop.end(process)
                self._until_gone()

    def _until_gone(self) -> None:
        """The icon of one run is not taken for that of the next."""
        ask = new_method_call(
            WATCHER.with_interface("org.freedesktop.DBus.Properties"), "Get", "ss",
            (WATCHER.bus_name, "RegisteredStatusNotifierItems"),
        )  # fmt: skip
        wait_until(lambda: not self._bus.send_and_get_reply(ask).body[0][1], "the icon is gone")


def wait_for_answer(path: Path) -> None:
    """Wait until the program behind this socket answers `status`."""
    request = json.dumps({"v": 1, "cmd": "status", "args": {}}).encode() + b"\n"

    def answered() -> bool:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(str(path))
            client.sendall(request)
            return bool(client.recv(65536))
        return False

    deadline = time.monotonic() + READY_MS / 1000
    while not answered():
        if time.monotonic() > deadline:
            raise AssertionError(f"nobody answers at {path}")
        time.sleep(0.002)


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def pss_kb(pid: int) -> int:
    """The proportional set size of a process and its children: what they share is shared out."""
    total = 0
    for one in family(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total


def _switches(pid: int) -> int:
    total = 0
    for one in family(pid):
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                for line in (task / "status").read_text().splitlines():
                    if "ctxt_switches" in line:
                        total += int(line.split()[1])
    return total


def drop_caches() -> bool:
    """Let the system read its files anew; False where this may not be asked."""
    os.sync()
    with suppress(OSError):
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return True
    return False
