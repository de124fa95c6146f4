"""What the program costs all day, against the floor: `make bench`.

Both run on a virtual desktop with xfce4-panel, one after the other and in turns, so that what else
the machine does meets both alike. Absolute times and sizes say more about the machine than about
the program: printed are ratios, the number of times in a minute that it is put on a core, and the
one time that a person feels.

* Start: from the start of the process to its icon in the tray, and (the program) to an answer on
  its local socket, whichever is later. One start says little (0.9 to 2.2 times the floor have been
  seen within minutes): there are many of them, and the median counts.
* Memory: the proportional set size of the process and its children, when it has settled. The page
  cache is dropped once before: freshly written files are mapped in larger pieces (bench.md §6).
* Switches: voluntary and other context switches of all its threads, in a minute without input.
* First frame: from a click on Start in a real notice to the first painted frame of the session.
* Sessions: what the program holds after many sessions, against what it holds after the first.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench.looking import Bench, Cost, drop_caches  # noqa: E402
from bench.sessions import click_to_frame_ms, growth  # noqa: E402
from tests.desktop.desktop import Desktop  # noqa: E402
from tests.desktop.panel import Panel  # noqa: E402

E2E = ROOT / "build" / "e2e" / "bin"


def ratio(name: str, ours: Sequence[float], floor: Sequence[float], limit: float) -> str:
    """One line: the ratio of the medians, and the smallest and largest ratio of a turn."""
    turns = [one / other for one, other in zip(ours, floor, strict=True)]
    middle = statistics.median(ours) / statistics.median(floor)
    verdict = "" if middle <= limit else f"  more than {limit:g}"
    return f"{name:<24} {middle:5.2f} x  ({min(turns):.2f} to {max(turns):.2f}){verdict}"


def started(ours: Sequence[Cost], floor: Sequence[Cost]) -> str:
    """One line: how long the start takes."""
    ours_ms, floor_ms = ([cost.start_ms for cost in costs] for costs in (ours, floor))
    return ratio("start to ready", ours_ms, floor_ms, 1.5)


def at_rest(ours: Sequence[Cost], floor: Sequence[Cost]) -> list[str]:
    """Two lines: what it holds and how often it runs while nothing is asked of it."""

    def column(costs: Sequence[Cost], of: Callable[[Cost], float]) -> list[float]:
        return [of(cost) for cost in costs]

    switches = column(ours, lambda cost: cost.switches_a_minute)
    middle = statistics.median(switches)
    verdict = "" if middle <= 20 else "  more than 20"
    return [
        ratio("memory at rest (PSS)", column(ours, lambda cost: cost.pss_kb),
              column(floor, lambda cost: cost.pss_kb), 1.2),
        f"{'switches in a minute':<24} {middle:5.1f}    ({min(switches):.1f} to "
        f"{max(switches):.1f}){verdict}",
    ]  # fmt: skip


def behind(ours: Sequence[Cost], floor: Sequence[Cost]) -> str:
    """The figures behind the ratios."""
    return "\n".join(
        " ".join(
            (name, *(f"{c.start_ms:.0f}ms {c.pss_kb}kB {c.switches_a_minute:.0f}" for c in costs))
        )
        for name, costs in (("program", ours), ("floor", floor))
    )


def first_frame(frames_ms: Sequence[float]) -> str:
    """One line: the median time from the click to the first frame, the shortest, the longest."""
    middle = statistics.median(frames_ms)
    verdict = "" if middle <= 300 else "  more than 300"
    return (
        f"{'click to first frame':<24} {middle:5.0f} ms ({min(frames_ms):.0f} to "
        f"{max(frames_ms):.0f}){verdict}"
    )


def _silent(_line: str) -> None:
    """The figures behind are not asked for."""


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
    parser.add_argument("--starts", type=int, default=20, help="starts of each")
    parser.add_argument("--turns", type=int, default=5, help="times each is watched at rest")
    parser.add_argument("--settle", type=float, default=15, help="seconds before looking")
    parser.add_argument("--window", type=float, default=60, help="seconds of looking")
    parser.add_argument("--frames", type=int, default=5, help="clicks on Start; 0 for none")
    parser.add_argument("--sessions", type=int, default=50, help="sessions in a row; 0 for none")
    parser.add_argument("--absolute", action="store_true", help="print the figures behind, too")
    chosen = parser.parse_args(arguments)
    # An interrupted run leaves no desktop behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    tell = print if chosen.absolute else _silent
    ours: list[Cost] = []
    floor: list[Cost] = []
    program_command = shlex.split(chosen.program)
    floor_command = shlex.split(chosen.floor)
    with Desktop("xfce") as desktop:
        panel = Panel(desktop)
        panel.start()
        # Of somebody who has had their first minute: else its window would be measured.
        settings = Path(desktop.env["XDG_CONFIG_HOME"]) / "knotbreak" / "settings.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("format = 1\n")
        bench = Bench(desktop, chosen.settle, chosen.window)
        socket_path = Path(desktop.env["XDG_RUNTIME_DIR"]) / chosen.socket
        answers = socket_path if chosen.socket else None
        if not drop_caches():
            print("(the caches could not be dropped: not root)")
        # Once each for nothing: what comes from the disk is read by neither in particular.
        bench.run(floor_command, None, idle=False)
        bench.run(program_command, answers, idle=False)
        for _ in range(chosen.starts):
            floor.append(bench.run(floor_command, None, idle=False))
            ours.append(bench.run(program_command, answers, idle=False))
        print(started(ours, floor), flush=True)
        tell(behind(ours, floor))
        floor.clear()
        ours.clear()
        for _ in range(chosen.turns):
            floor.append(bench.run(floor_command, None))
            ours.append(bench.run(program_command, answers))
        panel.kill()
    print("\n".join(at_rest(ours, floor)), flush=True)
    tell(behind(ours, floor))
    if chosen.frames:
        frames = [click_to_frame_ms(program_command) for _ in range(chosen.frames)]
        print(first_frame(frames), flush=True)
    if chosen.sessions > 1:
        grown = growth(program_command, chosen.sessions, tell)
        verdict = "" if grown <= 1.05 else "  more than 1.05"
        print(f"{f'after {chosen.sessions} sessions (RSS)':<24} {grown:5.2f} x{verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
