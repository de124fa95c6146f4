"""Every routine that comes with the program, played in the real window and in a real terminal.

Each leaves one contact sheet of its movements, in the order in which they came.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.desktop.waiting import wait_until
from tests.e2e.program import KNOTBREAK, ROOT
from tests.tour.album import Roll, Shot
from tests.tour.eyes import Box, Picture
from tests.tour.visit import Visit

SPEED = 15
"""A hold of fifteen seconds is there for a second: time to ask where it stands, and to look."""

SHOWN = frozenset({"hold", "reps", "wait"})
COLUMNS = 4
SMALL = (490, 300)
GAP = 8
TERMINAL = "92x26"
LOOKS_EVERY_S = 0.9
LONGEST_MS = 90_000

ROUTINES = sorted(path.stem for path in (ROOT / "routines").glob("*.toml"))


def in_window(names: Sequence[str]) -> Callable[[Roll], None]:
    """A scene that plays these routines in the window."""

    def scene(roll: Roll) -> None:
        with Visit(roll) as visit:
            visit.prepare()
            visit.start(SPEED)
            for name in names:
                pictures = _played_in_window(visit, name)
                caption = f"{name} in the window: {len(pictures)} movements"
                roll.append(Shot(f"window-{name}", caption, sheet(pictures)))

    return scene


def _played_in_window(visit: Visit, name: str) -> list[Picture]:
    visit.command("play", name)
    seen: dict[tuple[object, ...], Picture] = {}
    place: list[Box] = []

    def over() -> bool:
        session = visit.session()
        if not session:
            return True
        place[:] = place or visit.boxes("knotbreak")[:1]
        moment = (session["step"], session["kind"], session["side"])
        if place and session["kind"] in SHOWN and moment not in seen:
            seen[moment] = visit.look().part(place[0])
        return False

    wait_until(over, f"{name} is over", LONGEST_MS)
    return list(seen.values())


def in_terminal(names: Sequence[str]) -> Callable[[Roll], None]:
    """A scene that plays these routines in a terminal, one after the other."""

    def scene(roll: Roll) -> None:
        with Visit(roll, notifier=None, panel=False) as visit:
            visit.prepare()
            for name in names:
                pictures = _played_in_terminal(visit, name)
                caption = f"{name} in the terminal, every {LOOKS_EVERY_S * SPEED:.0f} s"
                roll.append(Shot(f"terminal-{name}", caption, sheet(pictures)))

    return scene


def _played_in_terminal(visit: Visit, name: str) -> list[Picture]:
    play = [str(KNOTBREAK), "play", name, "--terminal", "--speed", str(SPEED)]
    font = ["-fa", "DejaVu Sans Mono", "-fs", "9"]
    command = ["xterm", "-geometry", f"{TERMINAL}+0+0", *font, "-e", *play]
    env = {**visit.desktop.env, "LC_ALL": "C.UTF-8"}
    pictures: list[Picture] = []
    process = subprocess.Popen(command, env=env)
    try:
        wait_until(lambda: visit.boxes("XTerm"), "a terminal")
        place = visit.boxes("XTerm")[0]

        looked = time.monotonic()

        def over() -> bool:
            nonlocal looked
            now = time.monotonic()
            if now - looked >= LOOKS_EVERY_S:
                looked = now
                picture = visit.look().part(place)
                if pictures and picture.image == pictures[-1].image:
                    # Nothing moves: it is done, and asks how tight it is.
                    visit.press("Return")
                elif process.poll() is None:
                    pictures.append(picture)
            return process.poll() is not None

        wait_until(over, f"{name} is over", LONGEST_MS)
    finally:
        process.terminate()
        process.wait(10)
    return pictures


def sheet(pictures: Sequence[Picture]) -> Picture:
    """Small copies side by side, in the order of reading."""
    wide, tall = SMALL
    columns = min(COLUMNS, max(1, len(pictures)))
    rows = -(-len(pictures) // columns)
    image = QImage(
        columns * (wide + GAP) + GAP, rows * (tall + GAP) + GAP, QImage.Format.Format_RGB32
    )
    image.fill(QColor("#8FA6A3"))
    painter = QPainter(image)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        small = picture.image.scaled(
            wide,
            tall,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        at = QRect(GAP + column * (wide + GAP), GAP + row * (tall + GAP), wide, tall)
        painter.drawImage(at.topLeft(), small)
    painter.end()
    return Picture(image)
