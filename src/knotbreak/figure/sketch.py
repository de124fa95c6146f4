"""Drawing round parts: a base in shade, the lit side on it, gathered part by part."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from copy import copy

from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.outline import Disc, Loop, cap, disc, hull, sides
from knotbreak.figure.shapes import Area, Glow, Item, Line, Role
from knotbreak.figure.vectors import Vec

SHADE_TO: Point = (0.64, 0.77)
"""Where in the picture the shaded sides are: the light comes from the upper left."""

SHADED = 0.46
"""How much of a radius lies in shade at the darkest place."""


def lit(edge: Sequence[Point], middles: Sequence[Point], depth: float = SHADED) -> Loop:
    """The lit part of a round thing: its edge, drawn in where it faces the shade."""
    sx, sy = SHADE_TO
    loop = []
    for (px, py), (mx, my) in zip(edge, middles, strict=True):
        dx, dy = px - mx, py - my
        size = math.sqrt(dx * dx + dy * dy)
        away = (dx * sx + dy * sy) / size if size > 1e-9 else 0.0
        keep = 1 - depth * away if away > 0 else 1.0
        loop.append((mx + dx * keep, my + dy * keep))
    return tuple(loop)


class Drawn:
    """A part of the picture that is painted in one go.

    Attributes:
        name: What it is, so that others can lie on it.
        depth: How near it is; larger is painted later.
        items: Its shapes.
        on: For each of them, the names of the parts that it is drawn on only.
        inside: For some of them, the one of these items that it is drawn in only.
        solid: Which of its items others may lie on.
    """

    __slots__ = ("depth", "inside", "items", "name", "on", "solid")

    def __init__(self, name: str, depth: float) -> None:
        self.name = name
        self.depth = depth
        self.items: list[Item] = []
        self.on: list[tuple[str, ...]] = []
        self.inside: dict[int, int] = {}
        self.solid: list[int] = []

    def area(
        self,
        loops: Iterable[Loop],
        role: Role,
        shade: float = 0.0,
        alpha: float = 1.0,
        *,
        on: tuple[str, ...] = (),
        inside: int | None = None,
        solid: bool = False,
    ) -> None:
        """Fill loops, where they lie on parts named by `on` or in the item `inside` of this one."""
        if inside is not None:
            self.inside[len(self.items)] = inside
        if solid:
            self.solid.append(len(self.items))
        self.items.append(Area(tuple(loops), role, shade, alpha))
        self.on.append(on)

    def line(
        self,
        points: Sequence[Point],
        width: float,
        role: Role,
        shade: float = 0.0,
        alpha: float = 1.0,
        *,
        on: tuple[str, ...] = (),
    ) -> None:
        """Draw a stroke."""
        self.items.append(Line(tuple(points), width, role, shade, alpha))
        self.on.append(on)

    def glow(
        self, middle: Point, radius: float, role: Role, alpha: float, *, on: tuple[str, ...]
    ) -> None:
        """Let a place glow."""
        self.items.append(Glow(middle, radius, role, alpha))
        self.on.append(on)

    def at_depth(self, depth: float) -> Drawn:
        """The same part, nearer or farther."""
        made = copy(self)
        made.depth = depth
        return made

    def round(
        self,
        base: Sequence[Loop],
        light: Sequence[Loop],
        role: Role,
        tone: float = 0.0,
    ) -> None:
        """Draw a round thing in two tones; `tone` darkens both, for what lies far away."""
        self.area(base, role, min(1.0, 1.0 + tone), solid=True)
        self.area(light, role, tone)


def hulled(discs: Sequence[Disc]) -> tuple[Loop, Loop]:
    """The convex shape around discs, and its lit part."""
    points: list[Point] = []
    for x, y, r in discs:
        points += disc(x, y, r)
    edge = hull(points)
    x = sum(d[0] for d in discs) / len(discs)
    y = sum(d[1] for d in discs) / len(discs)
    return edge, lit(edge, [(x, y)] * len(edge), SHADED * 0.6)


class Chain:
    """A limb as a chain of discs, to be drawn in pieces that meet without a seam."""

    __slots__ = ("_discs", "_left", "_right")

    def __init__(self, discs: Sequence[Disc]) -> None:
        self._discs = discs
        self._left, self._right = sides(discs)

    def piece(
        self, start: int, end: int, *, cap_start: bool = False, cap_end: bool = False,
        joints: Sequence[int] = (), depth: float = SHADED,
        grown_on: bool = False, goes_on: bool = False,
    ) -> tuple[list[Loop], list[Loop]]:  # fmt: skip
        """The stretch between two discs: base and lit loops.

        `joints` are discs drawn in full. What is `grown_on` has no shade where it starts, and what
        `goes_on` none round its end.
        """
        discs, left, right = self._discs, self._left, self._right
        edge = left[start : end + 1]
        middles = [(d[0], d[1]) for d in discs[start : end + 1]]
        if not cap_start:
            edge = [edge[0], *edge]
            middles = [middles[0], *middles]
        back = right[start : end + 1][::-1]
        back_middles = [(d[0], d[1]) for d in discs[start : end + 1]][::-1]
        if cap_end:
            ends = cap(left[end], discs[end], right[end])
            edge += ends
            middles += ends if goes_on else [(discs[end][0], discs[end][1])] * 3
        else:
            edge = [*edge, edge[-1]]
            middles = [*middles, middles[-1]]
            back = [back[0], *back]
            back_middles = [back_middles[0], *back_middles]
        edge += back
        middles += back_middles
        if cap_start:
            ends = cap(right[start], discs[start], left[start])
            edge += ends
            middles += ends if grown_on else [(discs[start][0], discs[start][1])] * 3
        else:
            edge.append(edge[-1])
            middles.append(middles[-1])
        under = edge
        if grown_on:
            middles[0], middles[-4] = edge[0], edge[-4]
            # The shade stays below the light, or it would show through along the smooth edge.
            x, y, _ = discs[start]
            inner = [(x + (px - x) * 0.96, y + (py - y) * 0.96) for px, py in edge[-4:]]
            under = [(x + (edge[0][0] - x) * 0.96, y + (edge[0][1] - y) * 0.96)]
            under += [*edge[1:-4], *inner]
        base = [tuple(under)]
        light = [lit(edge, middles, depth)]
        for joint in joints:
            x, y, r = discs[joint]
            ring = disc(x, y, r)
            base.append(ring)
            light.append(lit(ring, [(x, y)] * len(ring), depth))
        return base, light


def discs_of(lens: Lens, points: Sequence[tuple[Vec, float]]) -> list[Disc]:
    """Spheres in space as discs in the picture."""
    flat = lens.flat
    return [(*flat(p), r) for p, r in points]


_HALF = tuple(math.pi * 0.345 * step / 4 for step in range(-4, 5))
"""A little less than a quarter turn to either side: the round ends of a stroke add the rest."""


def near_half(lens: Lens, at: Vec, a: Vec, b: Vec) -> Loop:
    """The half of a ring in space that is towards the camera: from its middle and half axes."""
    x, y = lens.flat(at)
    (ax, ay), (bx, by) = lens.flat(a), lens.flat(b)
    nearest = math.atan2(lens.facing(b), lens.facing(a))
    turns = [(math.cos(nearest + turn), math.sin(nearest + turn)) for turn in _HALF]
    return tuple([(x + ax * c + bx * s, y + ay * c + by * s) for c, s in turns])
