"""Drawing the neck: it grows out of the collar in one line, throat in front and nape behind."""

from __future__ import annotations

from knotbreak.figure.camera import Lens
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import Body, Part
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.trunk import Ring, collar, draw_collar, sees_into_collar, shirt_depth, tube
from knotbreak.figure.vectors import Vec, between, scaled, turned

_TOP_AT: Vec = (0.0, 0.034, -0.006)
_TOP_WIDE, _TOP_DEEP = 0.050, 0.055
_SLIM = 0.0475
"""Half as wide as the neck is halfway up."""

_SNUG = 0.97
"""So much of the collar does the neck fill."""

_BEHIND_EAR: Vec = (0.050, 0.030, 0.004)
_NOTCH = (0.20, 0.86)
"""Where the muscle that turns the head ends: shares of the collar's width and depth."""


def draw_neck(body: Body, head: Part, lens: Lens, tone: float) -> Drawn:
    """The neck, before or behind the shirt as the view asks for; `head` as it is drawn."""
    ring = collar(body)
    top = Ring(
        head.point(_TOP_AT),
        turned(head.turn, (_TOP_WIDE, 0.0, 0.0)),
        turned(head.turn, (0.0, 0.0, _TOP_DEEP)),
    )
    foot = Ring(ring.at, scaled(ring.wide, _SNUG), scaled(ring.deep, _SNUG))
    stack = [foot, _between(foot, top, 0.5), top]
    depth = lens.depth(stack[1].at)
    before = sees_into_collar(body, lens)
    shirt = shirt_depth(body, lens)
    neck = Drawn("neck", max(depth, shirt + 0.001) if before else min(depth, shirt - 0.001))
    along = (top.at[0] - foot.at[0], top.at[1] - foot.at[1], top.at[2] - foot.at[2])
    base, light = tube(lens, stack, whole=abs(lens.facing(along)) > 0.07)
    neck.round(base, light, Role.SKIN, tone)
    for side in (1, -1):
        _muscle(neck, ring, head, side, lens, tone)
    if before:
        draw_collar(neck, ring, lens)
    return neck


def _muscle(neck: Drawn, ring: Ring, head: Part, side: int, lens: Lens, tone: float) -> None:
    """A soft line from behind the ear to the notch of the throat."""
    wide, deep = _NOTCH
    (wx, wy, wz), (dx, dy, dz), (x, y, z) = ring.wide, ring.deep, ring.at
    if lens.facing(turned(head.turn, (0.95 * side, 0.0, 0.30))) < 0.2:
        return
    wide *= side
    notch = (x + wx * wide + dx * deep, y + wy * wide + dy * deep, z + wz * wide + dz * deep)
    out, up, ahead = _BEHIND_EAR
    ear = head.point((out * side, up, ahead))
    neck.line([lens.flat(ear), lens.flat(between(ear, notch, 0.85))], 0.005, Role.SKIN, 0.4 + tone)


def _between(low: Ring, high: Ring, share: float) -> Ring:
    """The slim middle of the neck."""
    wide, deep = between(low.wide, high.wide, share), between(low.deep, high.deep, share)
    return Ring(between(low.at, high.at, share), _sized(wide, _SLIM), _sized(deep, _SLIM * 1.06))


def _sized(axis: Vec, size: float) -> Vec:
    x, y, z = axis
    return scaled(axis, size / max(1e-6, (x * x + y * y + z * z) ** 0.5))
