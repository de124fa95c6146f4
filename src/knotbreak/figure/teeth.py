"""A look behind closed lips: a small lens beside the face shows how far the teeth are apart."""

from __future__ import annotations

from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.outline import disc
from knotbreak.figure.props import rounded
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import Body
from knotbreak.figure.sketch import Drawn

_RADIUS = 0.040
_BESIDE = (0.132, 0.004)
"""Where the lens is, to the right of the mouth and below it."""

_MOUTH = (0.0, 0.012, 0.095)
_LARGER = 2.0
"""So many times as large as life."""

_TOOTH_WIDE, _TOOTH_HIGH = 0.0145, 0.019
_ABREAST = (-1.5, -0.5, 0.5, 1.5)
_LIPS_GAP = 0.003
"""Teeth that only just touch are told apart by so much."""


def draw_teeth(body: Body, lens: Lens) -> Drawn:
    """The upper teeth, which stay, and the lower ones, which sink with the jaw."""
    drawn = Drawn("teeth", 91)
    mouth = lens.flat(body.head.point(_MOUTH))
    x, y = mouth[0] + _BESIDE[0], mouth[1] + _BESIDE[1]
    ring = disc(x, y, _RADIUS)
    drawn.line((_towards(mouth, (x, y), 0.030), _towards((x, y), mouth, _RADIUS)), 0.0032,
               Role.HINT, 0.0, 0.9)  # fmt: skip
    glass = len(drawn.items)
    drawn.area([ring], Role.LIPS, 0.9, solid=True)
    gap = _LIPS_GAP + body.pose.jaw * _LARGER
    for top, gum in ((y - gap / 2 - _TOOTH_HIGH, -1), (y + gap / 2, 1)):
        ends = (top - 0.03, top + 0.006) if gum < 0 else (top + _TOOTH_HIGH - 0.006, top + 0.05)
        drawn.area([_block(x - 0.05, ends[0], x + 0.05, ends[1])], Role.LIPS, -0.2, inside=glass)
        for place in _ABREAST:
            middle = x + place * (_TOOTH_WIDE + 0.001)
            tooth = _block(middle - _TOOTH_WIDE / 2, top, middle + _TOOTH_WIDE / 2,
                           top + _TOOTH_HIGH)  # fmt: skip
            drawn.area([tooth], Role.WHITE, 0.0, inside=glass)
    (x0, y0), (x1, y1) = ring[-1], ring[0]
    seam = ((x0 + x1) / 2, (y0 + y1) / 2)
    drawn.line((seam, *ring, seam), 0.0042, Role.HINT, 0.0, 0.9)
    return drawn


def _towards(start: Point, goal: Point, far: float) -> Point:
    """The point so far from one on the way to the other."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    size = (dx * dx + dy * dy) ** 0.5
    return (start[0] + dx / size * far, start[1] + dy / size * far)


def _block(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    return rounded(((left, top), (right, top), (right, bottom), (left, bottom)), 0.005)
