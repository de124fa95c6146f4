"""Breathing without a body: rings on still water that open with the breath and close again."""

from __future__ import annotations

import math

from knotbreak.figure.outline import Loop
from knotbreak.figure.shapes import Area, Box, Item, Line, Role, Scene

BOX = Box(0.0, 0.0, 1.0, 1.0)
"""The circle that the picture is fitted into has the radius 1."""

EMPTY = (0.42, 0.445, 0.47, 0.495)
FULL = (0.50, 0.61, 0.72, 0.83)
"""Radii of the rings with empty and with full lungs, from the middle outwards: a word of the
breath fits into the innermost.
"""

LATER = 0.3
"""How much each ring lags behind the one inside of it, as an exponent."""

LINE = 0.012
WATER = 0.34
"""How much of what is below it every ring covers: the middle lies below all of them."""

_POINTS = 40
_SWELL = 1 / (0.5 + 0.5 * math.cos(math.pi / _POINTS) ** 2)
_AROUND = tuple(
    (math.cos(2 * math.pi * i / _POINTS) * _SWELL, math.sin(2 * math.pi * i / _POINTS) * _SWELL)
    for i in range(_POINTS)
)
_FAINTER = (0.60, 0.44, 0.30, 0.18)
"""How strong the line of each ring is, from the middle outwards."""


def breath_scene(fullness: float) -> Scene:
    """The picture of lungs that are so full, from 0 to 1."""
    items: list[Item] = []
    rings = list(zip(EMPTY, FULL, _FAINTER, strict=True))
    for number in reversed(range(len(rings))):
        empty, full, alpha = rings[number]
        radius = empty + (full - empty) * fullness ** (1 + LATER * number)
        loop = tuple((x * radius, y * radius) for x, y in _AROUND)
        items.append(Area((loop,), Role.WATER, alpha=WATER))
        items.append(Line(_closed(loop), LINE, Role.HINT, alpha=alpha))
    return Scene(tuple(items), BOX)


def _closed(loop: Loop) -> Loop:
    """A line that ends in the middle of its first piece, where it begins."""
    (ax, ay), (bx, by) = loop[-1], loop[0]
    seam = ((ax + bx) / 2, (ay + by) / 2)
    return (seam, *loop, seam)
