"""The last way out: a program whose loop stands still while it covers the screens ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from knotbreak.system.stall_watch import StallWatch

STUCK = """
import sys, threading
from pathlib import Path
from knotbreak.system.stall_watch import StallWatch
watch = StallWatch(Path(sys.argv[1]), stall_s=float(sys.argv[2]))
watch.feed()
if sys.argv[3] == "fed":
    for _ in range(6):
        threading.Event().wait(0.2)
        watch.feed()
    watch.stop()
def stuck():
    threading.Event().wait(3)
stuck()
print("alive")
"""


def run(path: Path, stall_s: float, how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", STUCK, str(path), str(stall_s), how],
        capture_output=True,
        text=True,
        timeout=20,
    )


def test_a_program_that_stands_still_ends_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "stalled.txt"
    done = run(path, 0.3, "stuck")
    assert (done.returncode, done.stdout) == (1, "")
    assert "in stuck" in path.read_text()


def test_one_that_comes_round_and_one_that_covers_nothing_go_on(tmp_path: Path) -> None:
    path = tmp_path / "stalled.txt"
    done = run(path, 0.8, "fed")
    assert (done.returncode, done.stdout) == (0, "alive\n")
    assert not path.exists()


def test_without_a_place_to_write_it_works_all_the_same(tmp_path: Path) -> None:
    done = run(tmp_path / "nowhere" / "stalled.txt", 0.3, "stuck")
    assert (done.returncode, done.stdout) == (1, "")


def test_stopping_what_never_began_is_harmless(tmp_path: Path) -> None:
    StallWatch(tmp_path / "stalled.txt").stop()
    assert list(tmp_path.iterdir()) == []
