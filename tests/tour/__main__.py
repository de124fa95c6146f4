"""Walks through the installed program: build/tour/*.png and index.html.

python -m tests.tour [SCENE ...]
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.program import KNOTBREAK, ROOT
from tests.tour.album import Album, Roll
from tests.tour.scenes import SCENES, Scene

SIDE_BY_SIDE = 2
"""Scenes at a time: each mostly waits, and two keep two cores busy."""


def main(names: list[str]) -> int:
    """Play the scenes; the exit status is 1 if something did not happen."""
    unknown = [name for name in names if name not in SCENES]
    if unknown:
        print(f"tour: no scene {unknown[0]}; there are: {' '.join(SCENES)}", file=sys.stderr)
        return 2
    if not KNOTBREAK.exists():
        print(f"tour: {KNOTBREAK} is missing; make tour builds it", file=sys.stderr)
        return 1
    began = time.monotonic()
    album = Album(ROOT / "build" / "tour")
    failed = False
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        playing = {name: pool.submit(_play, SCENES[name]) for name in names or SCENES}
        for name, scene in playing.items():
            roll, fault = scene.result()
            album.add(roll)
            if fault is not None:
                failed = True
                print(f"tour: the scene {name} stopped: {fault}", flush=True)
    took = time.monotonic() - began
    print(f"{len(album.entries)} pictures in {took:.0f} s: {album.write_page()}")
    return int(failed)


def _play(scene: Scene) -> tuple[Roll, Exception | None]:
    """Play one scene; its pictures, and what did not happen."""
    roll: Roll = []
    try:
        scene(roll)
    except (AssertionError, subprocess.SubprocessError) as fault:
        return roll, fault
    return roll, None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
