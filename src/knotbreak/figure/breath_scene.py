"""Breathing without a body: rings on still water that open with the breath and close again."""

from __future__ import annotations

import math

from knotbreak.figure.outline import Loop
from knotbreak.figure.shapes import Area, Box, Item, Role, Scene

BOX = Box(0.0, 0.0, 1.0, 1.0)
"""The circle that the picture is fitted into has the radius 1."""

EMPTY = (0.45, 0.467, 0.484, 0.501)
FULL = (0.54, 0.64, 0.74, 0.84)
"""Radii of the rings with empty and with full lungs, from the middle outwards: a word of the
breath fits into the innermost.
"""

LATER = 0.3
"""How much each ring lags behind the one inside of it, as an exponent."""

LINE = 0.012
"""Width of the line around a ring."""

WATER = (0.0, 0.2, 0.5, 1.0)
RIPPLES = (0.0, 0.6, 0.9, 1.0)
"""Shades of the rings and of their lines, from the middle outwards: as light on water fades.

They cover what is below: to let it shine through cost six times as much in every frame.
"""

_POINTS = 40
_SWELL = 1 / (0.5 + 0.5 * math.cos(math.pi / _POINTS) ** 2)
_AROUND = tuple(
    (math.cos(2 * math.pi * i / _POINTS) * _SWELL, math.sin(2 * math.pi * i / _POINTS) * _SWELL)
    for i in range(_POINTS)
)


def breath_scene(fullness: float) -> Scene:
    """The picture of lungs that are so full, from 0 to 1."""
    items: list[Item] = []
    for number in reversed(range(len(EMPTY))):
        empty, full = EMPTY[number], FULL[number]
        radius = empty + (full - empty) * fullness ** (1 + LATER * number)
        items.append(Area((_disc(radius + LINE / 2),), Role.RIPPLE, RIPPLES[number]))
        items.append(Area((_disc(radius - LINE / 2),), Role.WATER, WATER[number]))
    return Scene(tuple(items), BOX)


def _disc(radius: float) -> Loop:
    return tuple([(x * radius, y * radius) for x, y in _AROUND])
