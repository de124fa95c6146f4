"""Outlines of round things: closed loops of points that a painter draws as one smooth curve.

A loop is drawn as quadratic curves with its points as handles, from middle to middle. A point
given twice is a corner. Loops of one shape are filled together (non-zero rule), so they may
overlap, as long as all run the same way round.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from knotbreak.figure.camera import Point

Loop: TypeAlias = tuple[Point, ...]
Disc: TypeAlias = tuple[float, float, float]
"""Middle and radius of a round cross-section in the picture."""

_ROUND = 8
_SWELL = 1 / (0.5 + 0.5 * math.cos(math.pi / _ROUND) ** 2)
_RING = tuple(
    (math.cos(2 * math.pi * i / _ROUND) * _SWELL, math.sin(2 * math.pi * i / _ROUND) * _SWELL)
    for i in range(_ROUND)
)
_MOST_ROUND = 1.75 * math.pi
"""The end of a chain is never rounder: beyond it the two edges have crossed."""


def disc(x: float, y: float, radius: float) -> Loop:
    """A circle."""
    return tuple([(x + cx * radius, y + cy * radius) for cx, cy in _RING])


def ellipse(middle: Point, a: Point, b: Point) -> Loop:
    """An ellipse from its middle and two half axes."""
    x, y = middle
    loop = tuple([(x + a[0] * c + b[0] * s, y + a[1] * c + b[1] * s) for c, s in _RING])
    return loop if a[0] * b[1] - a[1] * b[0] >= 0 else loop[::-1]


def sides(discs: Sequence[Disc]) -> tuple[list[Point], list[Point]]:
    """The left and the right edge of a chain of discs, as seen when walking along it."""
    count = len(discs)
    normals: list[tuple[float, float, float, float]] = []
    last = (0.0, 1.0, 0.0)
    for i in range(count - 1):
        x0, y0, r0 = discs[i]
        x1, y1, r1 = discs[i + 1]
        dx, dy = x1 - x0, y1 - y0
        far = math.sqrt(dx * dx + dy * dy)
        if far > 1e-6:
            last = (dx / far, dy / far, far)
        lean = (r0 - r1) / max(far, 1e-6)
        lean = max(-0.9, min(0.9, lean))
        normals.append((last[0], last[1], lean, math.sqrt(1 - lean * lean)))
    left: list[Point] = []
    right: list[Point] = []
    for i in range(count):
        x, y, r = discs[i]
        dx, dy, lean, rise = normals[min(i, count - 2)]
        if 0 < i < count - 1:
            ex, ey, elean, erise = normals[i - 1]
            lx, ly = (
                dy * rise + dx * lean + ey * erise + ex * elean,
                (-dx * rise + dy * lean - ex * erise + ey * elean),
            )
            rx, ry = (
                -dy * rise + dx * lean - ey * erise + ex * elean,
                (dx * rise + dy * lean + ex * erise + ey * elean),
            )
            ls, rs = math.sqrt(lx * lx + ly * ly) or 1.0, math.sqrt(rx * rx + ry * ry) or 1.0
            left.append((x + lx / ls * r, y + ly / ls * r))
            right.append((x + rx / rs * r, y + ry / rs * r))
        else:
            left.append((x + (dy * rise + dx * lean) * r, y + (-dx * rise + dy * lean) * r))
            right.append((x + (-dy * rise + dx * lean) * r, y + (dx * rise + dy * lean) * r))
    return left, right


def cap(edge: Point, middle: Disc, other: Point) -> list[Point]:
    """Points of the arc from one edge of a chain round its end to the other edge.

    It is a half circle, more of it where the chain begins slim and less where it tapers.
    """
    x, y, radius = middle
    start = math.atan2(edge[1] - y, edge[0] - x)
    sweep = (math.atan2(other[1] - y, other[0] - x) - start) % (2 * math.pi)
    if sweep > _MOST_ROUND:
        sweep = 0.0
    swollen = radius / math.cos(sweep / 8)
    turns = (start + sweep * 0.25, start + sweep * 0.5, start + sweep * 0.75)
    return [(x + math.cos(turn) * swollen, y + math.sin(turn) * swollen) for turn in turns]


def sausage(discs: Sequence[Disc], *, open_start: bool = False, open_end: bool = False) -> Loop:
    """The outline around a chain of discs; an open end is cut straight."""
    left, right = sides(discs)
    loop: list[Point] = []
    if open_start:
        loop.append(left[0])
    loop += left
    if open_end:
        loop += [left[-1], right[-1]]
    else:
        loop += cap(left[-1], discs[-1], right[-1])
    loop += right[::-1]
    if open_start:
        loop.append(right[0])
    else:
        loop += cap(right[0], discs[0], left[0])
    return tuple(loop)


def turning(loop: Sequence[Point]) -> float:
    """Twice the area, positive when it runs the way that discs do."""
    total = 0.0
    x0, y0 = loop[-1]
    for x1, y1 in loop:
        total += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return total


def hull(points: Sequence[Point]) -> Loop:
    """The tightest convex loop around points, run as discs are."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    lower: list[Point] = []
    for chain in (ordered, ordered[::-1]):
        part: list[Point] = []
        for px, py in chain:
            while len(part) > 1:
                (ax, ay), (bx, by) = part[-2], part[-1]
                if (bx - ax) * (py - ay) - (by - ay) * (px - ax) > 0:
                    break
                part.pop()
            part.append((px, py))
        lower += part[:-1]
    return tuple(lower)


def hull_of(discs: Sequence[Disc]) -> Loop:
    """The convex outline around discs."""
    points = [(x + cx * r, y + cy * r) for x, y, r in discs for cx, cy in _RING]
    return hull(points)
