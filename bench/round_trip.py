"""What a question to the running program costs, as a ratio to a Python that does nothing.

Run: VENV=... packaging/build-wheel, then PYTHONPATH=src:. python bench/round_trip.py
"""

from __future__ import annotations

import statistics
import subprocess
import time
from pathlib import Path

from tests.e2e.home import home
from tests.e2e.program import KNOTBREAK

ROUNDS = 40


def main() -> None:
    """Measure both in turn, and print the medians."""
    python = str(Path(KNOTBREAK).with_name("python"))
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "python -I -S -c pass": [python, "-I", "-S", "-c", "pass"],
        "knotbreak status": [str(KNOTBREAK), "status"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    with home() as place:
        place.running("run", "--terminal")
        for _ in range(ROUNDS):
            for name, command in commands.items():
                began = time.perf_counter()
                subprocess.run(command, env=place.env, check=True, stdout=subprocess.DEVNULL)
                taken[name].append((time.perf_counter() - began) * 1000)
    floor = statistics.median(taken["python -c pass"])
    for name, all_ms in taken.items():
        middle, slowest = statistics.median(all_ms), max(all_ms)
        print(f"{name:22} {middle:6.1f} ms  x {middle / floor:.2f}  (slowest {slowest:.1f} ms)")


if __name__ == "__main__":
    main()
