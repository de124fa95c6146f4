"""Finds what can be clicked in a picture of the screen, as a person does: by how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage

LEAST = 20
"""A button's straight edge is at least so many pixels long, and a button so many tall."""

MOST = 80
"""A button is at most so many pixels tall."""


THICK = 6
"""What is filled less high than this is a line and no button."""


class Box(NamedTuple):
    """Something on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where to click it."""
        return self.x + self.width // 2, self.y + self.height // 2

    def moved(self, x: int, y: int) -> Box:
        """The same a bit further right and down."""
        return self._replace(x=self.x + x, y=self.y + y)

    def has(self, point: tuple[int, int]) -> bool:
        """Whether a point lies in it."""
        x, y = point
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Picture:
    """What was on the screen at one moment."""

    def __init__(self, image: QImage) -> None:
        self.image = image.convertToFormat(QImage.Format.Format_RGB32)

    @classmethod
    def read(cls, path: Path) -> Picture:
        """Read a file."""
        image = QImage(str(path))
        assert not image.isNull(), f"{path} is no picture"
        return cls(image)

    def part(self, box: Box, zoom: int = 1) -> Picture:
        """Cut a part out; a zoomed one shows every pixel as a square."""
        cut = self.image.copy(QRect(*box))
        size = cut.size() * zoom
        return Picture(cut.scaled(size, mode=Qt.TransformationMode.FastTransformation))

    def save(self, path: Path) -> None:
        """Write a PNG."""
        assert self.image.save(str(path), quality=0), f"{path} cannot be written"

    def same(self, other: Picture) -> bool:
        """Whether every pixel is the same."""
        return self.image == other.image

    def outlined(self, colour: str, scale: int = 1) -> list[Box]:
        """Boxes with an edge in this colour, as buttons have, in the order of reading."""
        open_edges: list[Box] = []
        found: list[Box] = []
        for run in self._runs(colour, LEAST * scale):
            for edge in open_edges:
                tall = run.y + 1 - edge.y
                if tall > MOST * scale or (run.x, run.width) != (edge.x, edge.width):
                    continue
                if tall >= LEAST * scale:
                    open_edges.remove(edge)
                    box = edge._replace(height=tall)
                    # A thick edge has rows of two lengths: they make one button, not two.
                    if not any(other.has(box.middle) for other in found):
                        found.append(box)
                break
            else:
                open_edges.append(run)
        return sorted(found, key=lambda box: (box.y // LEAST, box.x))

    def filled(self, colour: str, scale: int = 1) -> list[Box]:
        """The upper parts, above their words, of areas filled with this colour."""
        found: list[Box] = []
        for run in self._runs(colour, LEAST * scale):
            for number, box in enumerate(found):
                if run.y > box.y + MOST * scale or not _share_columns(run, box):
                    continue
                grows = box.y + box.height == run.y
                if grows and abs(run.middle[0] - box.middle[0]) <= 2 * scale:
                    found[number] = box._replace(height=box.height + 1)
                    break
                if box.height >= THICK * scale:
                    break  # beside or below the words of a button that is known already
            else:
                found.append(run)
        return [box for box in found if box.height >= THICK * scale]

    def _runs(self, colour: str, least: int) -> Iterator[Box]:
        """Horizontal stretches of one colour, from the top."""
        wanted = QColor(colour)
        pixel = bytes((wanted.blue(), wanted.green(), wanted.red(), 0xFF))
        pattern = pixel * least
        data = bytes(self.image.constBits())
        step = self.image.bytesPerLine()
        for y in range(self.image.height()):
            row = data[y * step : y * step + self.image.width() * 4]
            at = row.find(pattern)
            while at >= 0:
                if at % 4:
                    at = row.find(pattern, at + 1)
                    continue
                end = at + len(pattern)
                while row[end : end + 4] == pixel:
                    end += 4
                yield Box(at // 4, y, (end - at) // 4, 1)
                at = row.find(pattern, end)


def _share_columns(one: Box, other: Box) -> bool:
    return one.x < other.x + other.width and other.x < one.x + one.width
