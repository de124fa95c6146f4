"""Pictures of six stretches as they should be, in both themes.

`PYTHONPATH=src python -m tests.qt.golden --update` keeps them as they are drawn now. Without
`--update` it compares, and writes what differs to build/golden/.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication, QImage

from knotbreak.bootstrap.drawing import Drawing
from knotbreak.figure.palette import Look
from knotbreak.qt.pictures import picture
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library import LibraryReader

KEPT = Path(__file__).parent / "golden"
OUT = Path(__file__).parents[2] / "build" / "golden"

STRETCHES = (
    "neck-side", "cross-body", "cat-cow", "seated-hamstring", "figure-four", "jaw-hinge",
)  # fmt: skip
SIDE_PX = 300

# Another Qt or another machine smooths edges a little differently: a part of the pixels may be a
# little off. A limb that moved by half its width is 1 % of the picture or more.
CHANNEL = 24
"""From so much of 255 in one of its colours a pixel is another one."""
MOST_PIXELS = 0.004
MOST_MEAN = 0.6


class Difference(NamedTuple):
    """Two pictures: the mean difference of a colour's 255 steps, the share of other pixels."""

    mean: float
    pixels: float

    @property
    def small(self) -> bool:
        """Whether they are the same to the eye."""
        return self.mean <= MOST_MEAN and self.pixels <= MOST_PIXELS


def names() -> list[str]:
    """The pictures that are kept."""
    return [f"{stretch}-{theme}" for stretch in STRETCHES for theme in ("light", "dark")]


def painted(name: str) -> QImage:
    """A picture as it is now; of the end of the movement, where it is done most."""
    stretch, _, theme = name.rpartition("-")
    library = LibraryReader(builtin_root(), Path("/nonexistent")).reload()
    drawing = Drawing(library.stretches[stretch].stretch, stretch)
    return picture(drawing.at(1.0), Look(dark=theme == "dark"), SIDE_PX, SIDE_PX)


def compared(now: QImage, kept: QImage) -> tuple[Difference, QImage]:
    """How far apart two pictures are, and a picture of the difference."""
    if now.size() != kept.size():
        return Difference(255.0, 1.0), now
    one, other = _bytes(now), _bytes(kept)
    apart = bytearray(abs(a - b) for a, b in zip(one, other, strict=True))
    pixels = len(apart) // 3
    off = sum(max(apart[i : i + 3]) >= CHANNEL for i in range(0, len(apart), 3))
    shown = bytes(255 - min(255, 4 * value) for value in apart)
    size = now.size()
    image = QImage(
        shown, size.width(), size.height(), 3 * size.width(), QImage.Format.Format_RGB888
    )
    return Difference(sum(apart) / len(apart), off / pixels), image.copy()


def _bytes(image: QImage) -> bytes:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    row = 3 * plain.width()
    every = plain.bytesPerLine()
    data = bytes(plain.constBits())
    return b"".join(data[y * every : y * every + row] for y in range(plain.height()))


def check(name: str) -> str:
    """What is wrong with a picture; empty if it is as it should be."""
    now, kept = painted(name), QImage(str(KEPT / f"{name}.png"))
    if kept.isNull():
        return f"{name}: there is no picture to compare with"
    difference, shown = compared(now, kept)
    if difference.small:
        return ""
    OUT.mkdir(parents=True, exist_ok=True)
    now.save(str(OUT / f"{name}.png"))
    shown.save(str(OUT / f"{name}-difference.png"))
    return (
        f"{name}: differs by {difference.mean:.2f} of 255, {difference.pixels:.2%} of the pixels;"
        f" see {OUT}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="keep the pictures as they are now")
    wanted = parser.parse_args()
    app = QGuiApplication([])
    if wanted.update:
        KEPT.mkdir(exist_ok=True)
        for name in names():
            painted(name).save(str(KEPT / f"{name}.png"))
        print(f"{len(names())} pictures kept in {KEPT}")
        status = 0
    else:
        found = [text for name in names() if (text := check(name))]
        print("\n".join(found) or "as they should be")
        status = 1 if found else 0
    app.quit()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
