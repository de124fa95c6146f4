"""What the program costs all day, against the floor: `make bench`.

Both run on a virtual desktop with xfce4-panel, one after the other and in turns, so that what else
the machine does meets both alike. Absolute times and sizes say more about the machine than about
the program: printed are ratios, and the number of times in a minute that it is put on a core.

* Start: from the start of the process to its icon in the tray, and (the program) to an answer on
  its local socket, whichever is later.
* Memory: the proportional set size of the process and its children, when it has settled. The page
  cache is dropped once before: freshly written files are mapped in larger pieces (bench.md §6).
* Switches: voluntary and other context switches of all its threads, in a minute without input.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jeepney import DBusAddress, MatchRule, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.desktop.desktop import Desktop  # noqa: E402
from tests.desktop.waiting import wait_until  # noqa: E402

E2E = ROOT / "build" / "e2e" / "bin"
WATCHER = DBusAddress("/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher")
READY_MS = 30_000

PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property></property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""


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
                    _wait_for_answer(answers)
                start_ms = (time.monotonic() - began) * 1000
                if not idle:
                    return Cost(start_ms, 0, 0)
                time.sleep(self._settle_s)
                before = _switches(process.pid)
                pss_kb = _pss_kb(process.pid)
                time.sleep(self._window_s)
                switched = _switches(process.pid) - before
                return Cost(start_ms, pss_kb, switched * 60 / self._window_s)
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


def _wait_for_answer(path: Path) -> None:
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


def _family(pid: int) -> list[int]:
    """A process and all that it has started."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _pss_kb(pid: int) -> int:
    total = 0
    for one in _family(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total


def _switches(pid: int) -> int:
    total = 0
    for one in _family(pid):
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


def start_panel(desktop: Desktop) -> subprocess.Popen[bytes]:
    """A real host for tray icons."""
    folder = Path(desktop.env["XDG_CONFIG_HOME"]) / "xfce4/xfconf/xfce-perchannel-xml"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xfce4-panel.xml").write_text(PANEL)
    panel = desktop.spawn("xfce4-panel", "--disable-wm-check")
    ask = ["gdbus", "call", "--session", "-d", WATCHER.bus_name, "-o", WATCHER.object_path, "-m",
           "org.freedesktop.DBus.Properties.Get", WATCHER.bus_name,
           "IsStatusNotifierHostRegistered"]  # fmt: skip
    wait_until(
        lambda: b"true" in _said(ask, desktop),
        "the panel takes tray icons",
    )
    return panel


def _said(command: Sequence[str], desktop: Desktop) -> bytes:
    done = subprocess.run(command, env=desktop.env, capture_output=True, check=False)
    return done.stdout


def ratio(name: str, ours: Sequence[float], floor: Sequence[float], limit: float) -> str:
    """One line: the ratio of the medians, and the smallest and largest ratio of a turn."""
    turns = [one / other for one, other in zip(ours, floor, strict=True)]
    middle = statistics.median(ours) / statistics.median(floor)
    verdict = "" if middle <= limit else f"  more than {limit:g}"
    return f"{name:<24} {middle:5.2f} x  ({min(turns):.2f} to {max(turns):.2f}){verdict}"


def report(ours: Sequence[Cost], floor: Sequence[Cost]) -> list[str]:
    """What is printed."""

    def column(costs: Sequence[Cost], of: Callable[[Cost], float]) -> list[float]:
        return [of(cost) for cost in costs]

    switches = column(ours, lambda cost: cost.switches_a_minute)
    middle = statistics.median(switches)
    verdict = "" if middle <= 20 else "  more than 20"
    return [
        ratio("start to ready", column(ours, lambda cost: cost.start_ms),
              column(floor, lambda cost: cost.start_ms), 1.5),
        ratio("memory at rest (PSS)", column(ours, lambda cost: cost.pss_kb),
              column(floor, lambda cost: cost.pss_kb), 1.2),
        f"{'switches in a minute':<24} {middle:5.1f}    ({min(switches):.1f} to "
        f"{max(switches):.1f}){verdict}",
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--program", default=f"{E2E / 'knotbreak'} run", help="its command line")
    parser.add_argument(
        "--floor", default=f"{E2E / 'python'} {ROOT / 'bench' / 'floor.py'}", help="and the floor's"
    )
    parser.add_argument(
        "--socket", default="knotbreak/socket",
        help="where the program answers, in XDG_RUNTIME_DIR; empty if it does not",
    )  # fmt: skip
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--settle", type=float, default=15, help="seconds before looking")
    parser.add_argument("--window", type=float, default=60, help="seconds of looking")
    parser.add_argument("--absolute", action="store_true", help="print the figures behind, too")
    chosen = parser.parse_args(arguments)
    # An interrupted run leaves no desktop behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ours: list[Cost] = []
    floor: list[Cost] = []
    with Desktop("xfce") as desktop:
        panel = start_panel(desktop)
        bench = Bench(desktop, chosen.settle, chosen.window)
        socket_path = Path(desktop.env["XDG_RUNTIME_DIR"]) / chosen.socket
        answers = socket_path if chosen.socket else None
        if not drop_caches():
            print("(the caches could not be dropped: not root)")
        program_command = shlex.split(chosen.program)
        floor_command = shlex.split(chosen.floor)
        # Once each for nothing: what comes from the disk is read by neither in particular.
        bench.run(floor_command, None, idle=False)
        bench.run(program_command, answers, idle=False)
        for _ in range(chosen.turns):
            floor.append(bench.run(floor_command, None))
            ours.append(bench.run(program_command, answers))
        desktop.end(panel)
    print("\n".join(report(ours, floor)))
    if chosen.absolute:
        for name, costs in (("program", ours), ("floor", floor)):
            print(
                name, *(f"{c.start_ms:.0f}ms {c.pss_kb}kB {c.switches_a_minute:.0f}" for c in costs)
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
