"""What ten years of history cost: `python -m bench.insights`.

A million events are written into a file once (seven breaks a day, and quiet notices between them).

* Opening: the insights window from nothing to its first page on the screen, in a process of its
  own: what the window's modules cost to import, its parts, the reading, the painting. The work of
  all threads counts. Also the other pages, each opened first.
* Log: the most memory that `knotbreak log --json` held, against that of a hundredth of the events.
* Start: opening the history as the program does at its start, against a new and empty one.
* Questions: what the program asks while it runs.

Times are those that the process was on a core; printed next to each is its limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from knotbreak.core.units import Instant  # noqa: E402
from knotbreak.storage.history import History  # noqa: E402
from tests.past import OFFSET_MIN, many  # noqa: E402

LAST = date(2026, 11, 20)
EVENTS = 1_000_000
OPEN_MS, QUESTION_MS = 200.0, 10.0
LOG_RATIO, START_MS = 1.1, 5.0


def line(name: str, value: float, unit: str, limit: float) -> str:
    """One figure and its limit."""
    verdict = "" if value <= limit else f"  more than {limit:g}"
    return f"{name:<28} {value:8.2f} {unit:<3} limit {limit:g}{verdict}"


def write(path: Path, count: int) -> None:
    """Make a history; in one go, for it is not the writing that is measured."""
    with History(path) as history:
        history._db.execute("BEGIN")
        for event in many(count, LAST):
            history.record(event)
        history._db.execute("COMMIT")


# -- opening, in a process of its own --------------------------------------------------------------


def open_page(data: Path, page: str) -> float:
    """Milliseconds of work until a page is on the screen, with an application that runs already."""
    from PySide6.QtCore import QEventLoop

    from knotbreak.bootstrap.files import library_port, settings_file, translator
    from knotbreak.bootstrap.insights import insight_panels
    from knotbreak.qt.application import application
    from knotbreak.qt.loop import QtLoop
    from knotbreak.qt.theme import ThemeSource
    from knotbreak.storage.folders import Folders

    app = application()
    zone = timezone(timedelta(minutes=OFFSET_MIN))
    now_ms = round(datetime(2026, 11, 20, 16, 45, tzinfo=UTC).timestamp()) * 1000
    now = Instant(mono_ms=0, boot_ms=0, utc_ms=now_ms, zone=zone)
    folders = Folders()
    host = SimpleNamespace(
        loop=QtLoop(app, _raise),
        translator=translator(),
        settings=settings_file(folders),
        library=library_port(folders),
        clock=SimpleNamespace(now=lambda: now),
        front=SimpleNamespace(look=ThemeSource(app, dark=False, reduced_motion=False)),
    )
    # The menu that opens the window has read the library.
    host.library.routines()
    host.library.stretches()
    with History(data) as history:
        host.history = history
        began = time.process_time()
        (make,) = insight_panels(host).values()
        window = make()
        window.turn_to(page)
        window.show()
        while window.column.view is None:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        app.processEvents()
        window.grab()
        return (time.process_time() - began) * 1000


def _raise(error: Exception) -> None:
    raise error


def opened(data: Path, page: str, times: int, env: dict[str, str]) -> float:
    """The median of some openings, each in a new process."""
    command = [sys.executable, "-m", "bench.insights", "--open", page, "--data", str(data)]
    done = [
        subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
        for _ in range(times + 1)
    ]
    return statistics.median(float(one.stdout.split()[-1]) for one in done[1:])


# -- the rest --------------------------------------------------------------------------------------


def log_peak_kb(env: dict[str, str]) -> int:
    """The most memory that `log --json` held."""
    code = (
        "import resource, sys; from knotbreak.__main__ import main; main(['log', '--json'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True
    )
    return int(done.stderr)


def worked_ms(do: Callable[[], object], times: int = 5) -> float:
    """The median time on a core."""
    taken = []
    for _ in range(times):
        began = time.thread_time()
        do()
        taken.append((time.thread_time() - began) * 1000)
    return statistics.median(taken)


def home(folder: Path, count: int) -> tuple[Path, dict[str, str]]:
    """A person's folders with a history of so many events."""
    # As when it is installed, nothing is compiled anew.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(folder.parent / "pycache")
    env.update(PYTHONPATH=str(ROOT / "src"), QT_QPA_PLATFORM="offscreen")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        env[f"XDG_{name}_HOME"] = str(folder / name)
    path = folder / "DATA" / "knotbreak" / "history.sqlite"
    write(path, count)
    return path, env


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=7, help="openings of each page")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--open", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.open:
        print(open_page(chosen.data, chosen.open))
        return 0
    with tempfile.TemporaryDirectory() as name:
        data, env = home(Path(name, "many"), chosen.events)
        few_data, few_env = home(Path(name, "few"), chosen.events // 100)
        for page in ("day", "week", "month", "tightness"):
            opening = opened(data, page, chosen.times, env)
            print(line(f"opening at the {page}", opening, "ms", OPEN_MS), flush=True)
        peaks = log_peak_kb(env), log_peak_kb(few_env)
        print(line("log --json, memory", peaks[0] / peaks[1], "x", LOG_RATIO), flush=True)

        def start(path: Path) -> float:
            return worked_ms(lambda: History(path).close())

        more = start(data) - start(Path(name, "new.sqlite"))
        print(line("start with it, more", max(0.0, more), "ms", START_MS))
        with History(data) as history:
            until = round(datetime(2026, 11, 21, tzinfo=UTC).timestamp()) * 1000
            day = 86_400_000
            for what, ask in (
                ("water of a day", lambda: history.water_between(until - day, until)),
                ("movement of a day", lambda: history.held_between(until - day, until)),
                ("last played", history.last_played),
                ("all days with a break", lambda: list(history.taken_days(LAST))),
            ):
                print(line(what, worked_ms(ask), "ms", QUESTION_MS))
        del few_data
    return 0


if __name__ == "__main__":
    sys.exit(main())
