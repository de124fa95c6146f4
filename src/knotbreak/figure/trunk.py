"""Drawing the trunk: one smooth surface from hips to collar, with sloping shoulders."""

from __future__ import annotations

import math
from typing import NamedTuple

from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.limbs import shoulder
from knotbreak.figure.outline import Loop, ellipse, hull_of
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import LOWER, LUMBAR, UPPER, ArmParts, Body, Part
from knotbreak.figure.sketch import SHADED, Drawn, discs_of, lit, near_half
from knotbreak.figure.vectors import Mat, Vec, add, between, scaled, turned

_BLADE = ((0.072, 0.092, -0.062), (0.056, 0.050, -0.070), (0.054, 0.008, -0.073),
          (0.066, -0.030, -0.072), (0.092, -0.052, -0.066))  # fmt: skip
"""The inner edge and the tip of a shoulder blade, as they show through a shirt."""

_BLADE_OUT, _BLADE_UP = 0.0013, 0.0014
"""How far it goes with the shoulder, in metres for a degree."""

_BLADE_SEEN, _FOLD, _FAINT = 0.4, 0.0065, 0.75
"""From how far behind a blade is seen, how wide its fold is, and how strong."""

PELVIS = -1
_FAR_SIDE, _FAR_TONE = -0.6, 0.4
"""From the side the far shoulder lies behind the trunk, a little darker."""


class Slice(NamedTuple):
    """A cross-section of the trunk: an ellipse of half width and half depth on a part.

    `ahead` moves it forward; `seam` blends it with the part above by half.
    """

    part: int
    up: float
    wide: float
    deep: float
    ahead: float
    seam: float = 0.0


_YOKE_AT, _YOKE_R = (0.040, 0.160, 0.000), 0.026
"""Where the slope to the shoulder begins, beside the collar."""

_BUNCH_FROM, _BUNCH = 6.0, 0.0020
"""From how much elevation on a raised shoulder bunches the muscle beside the neck, and how far up,
in metres for a degree."""

HEM = 3
"""The first slice that the shirt covers."""

SLICES = (
    Slice(PELVIS, -0.078, 0.090, 0.074, -0.002),
    Slice(PELVIS, -0.050, 0.142, 0.098, -0.010),
    Slice(PELVIS, 0.000, 0.166, 0.112, -0.016),
    Slice(PELVIS, 0.034, 0.168, 0.113, -0.012),
    Slice(PELVIS, 0.090, 0.153, 0.103, -0.002, 0.35),
    Slice(LUMBAR, 0.050, 0.140, 0.097, 0.026, 0.15),
    Slice(LUMBAR, 0.110, 0.138, 0.098, 0.026, 0.4),
    Slice(LOWER, 0.045, 0.147, 0.106, 0.024, 0.1),
    Slice(LOWER, 0.110, 0.157, 0.112, 0.022, 0.4),
    Slice(UPPER, 0.025, 0.162, 0.112, 0.036),
    Slice(UPPER, 0.075, 0.156, 0.100, 0.026),
    Slice(UPPER, 0.112, 0.126, 0.084, 0.012),
    Slice(UPPER, 0.140, 0.090, 0.070, 0.004),
)

COLLAR_AT: Vec = (0.0, 0.172, 0.016)
COLLAR_WIDE: Vec = (0.064, 0.0, 0.0)
COLLAR_DEEP: Vec = (0.0, -0.027, 0.050)
"""The collar on the upper trunk: high at the nape, low at the throat, whatever the head does."""

_BAND = 0.0095
"""How wide the edge of the collar is."""

_LONG = 6
"""A stack of more rings than this is long."""

_EDGE_ON = -0.15
"""A collar seen from its edge, or only just from behind, leaves the neck in sight."""

_COLLAR_UP: Vec = (0.0, 0.88, 0.475)
"""Out of the collar."""


class Ring(NamedTuple):
    """A slice in space: its middle and its two half axes."""

    at: Vec
    wide: Vec
    deep: Vec


def rings(body: Body) -> list[Ring]:
    """The cross-sections of a body's trunk."""
    made = []
    swell = body.pose.breath * 0.006
    for number, height, half_width, half_depth, ahead, seam in SLICES:
        part = body.pelvis if number == PELVIS else body.spine[number]
        (at, turn), up = part, height
        if seam:
            at, turn = _seam(part, body.spine[number + 1], height, seam)
            up = 0.0
        fuller = swell if number >= LOWER else 0.0
        wide, deep = half_width + fuller, half_depth + fuller
        m = turn
        made.append(
            Ring(
                (
                    at[0] + m[1] * up + m[2] * ahead,
                    at[1] + m[4] * up + m[5] * ahead,
                    at[2] + m[7] * up + m[8] * ahead,
                ),
                (m[0] * wide, m[3] * wide, m[6] * wide),
                (m[2] * deep, m[5] * deep, m[8] * deep),
            )
        )
    made.append(collar(body))
    return made


def collar(body: Body) -> Ring:
    """The edge that the neck comes out of."""
    chest = body.chest
    return Ring(
        chest.point(COLLAR_AT), turned(chest.turn, COLLAR_WIDE), turned(chest.turn, COLLAR_DEEP)
    )


def sees_into_collar(body: Body, lens: Lens) -> bool:
    """Whether the neck lies before the shirt, and not the shirt before the neck."""
    return lens.facing(turned(body.chest.turn, _COLLAR_UP)) > _EDGE_ON


def shirt_depth(body: Body, lens: Lens) -> float:
    """How near the shirt is."""
    return lens.depth(body.spine[LOWER].point((0.0, 0.045, 0.024)))


def draw_collar(drawn: Drawn, ring: Ring, lens: Lens) -> None:
    """The near half of the collar's edge."""
    drawn.line(near_half(lens, *ring), _BAND, Role.SHIRT, 1.0)


def _seam(lower: Part, upper: Part, up: float, share: float) -> tuple[Vec, Mat]:
    """A place near a joint, where the skin follows both parts."""
    m, n = lower.turn, upper.turn
    at = lower.at
    here = (at[0] + m[1] * up, at[1] + m[4] * up, at[2] + m[7] * up)
    gap = up - _between_joints(lower, upper)
    top = upper.at
    there = (top[0] + n[1] * gap, top[1] + n[4] * gap, top[2] + n[7] * gap)
    a, b, c, d, e, f, g, h, i = (p + (q - p) * share for p, q in zip(m, n, strict=True))
    return between(here, there, share), (a, b, c, d, e, f, g, h, i)


def _between_joints(lower: Part, upper: Part) -> float:
    m = lower.turn
    d = (upper.at[0] - lower.at[0], upper.at[1] - lower.at[1], upper.at[2] - lower.at[2])
    return m[1] * d[0] + m[4] * d[1] + m[7] * d[2]


_BULGE = tuple((math.cos(math.pi * a), math.sin(math.pi * a) * 1.05) for a in (0.25, 0.5, 0.75))
"""Places on the far half of an ellipse; smoothing takes off what the middle one has too much."""


def tube(lens: Lens, parts: list[Ring], *, whole: bool) -> tuple[list[Loop], list[Loop]]:
    """The outline of a stack of rings and its lit part; `whole` also draws rings within it."""
    flat = lens.flat
    middles = [flat(ring.at) for ring in parts]
    axes = [(flat(ring.wide), flat(ring.deep)) for ring in parts]
    left: list[Point] = []
    right: list[Point] = []
    ends: list[list[Point]] = []
    last = len(parts) - 1
    for i, (x, y) in enumerate(middles):
        x0, y0 = middles[max(0, i - 1)]
        x1, y1 = middles[min(last, i + 1)]
        dx, dy = x1 - x0, y1 - y0
        size = math.sqrt(dx * dx + dy * dy) or 1e-9
        nx, ny = dy / size, -dx / size
        (ax, ay), (bx, by) = axes[i]
        a, b = ax * nx + ay * ny, bx * nx + by * ny
        reach = math.sqrt(a * a + b * b) or 1e-9
        ox, oy = (ax * a + bx * b) / reach, (ay * a + by * b) / reach
        left.append((x + ox, y + oy))
        right.append((x - ox, y - oy))
        if i in (0, last):
            # The half of the ring that bulges out of the stack.
            px, py = (bx * a - ax * b) / reach, (by * a - ay * b) / reach
            if ((px * dx + py * dy) > 0) is (i == 0):
                px, py = -px, -py
            ends.append([(x + ox * c + px * s, y + oy * c + py * s) for c, s in _BULGE])
    edge = [*left, *ends[1], *right[::-1], *ends[0][::-1]]
    spine = [*middles, *[middles[-1]] * 3, *middles[::-1], *[middles[0]] * 3]
    base: list[Loop] = [tuple(edge)]
    light: list[Loop] = [lit(edge, spine, SHADED * 0.55)]
    if whole:
        # Rings in a long stack are alike: every third one closes it.
        for i in range(0, last + 1, 2 if last < _LONG else 3):
            ring = ellipse(middles[i], *axes[i])
            base.append(ring)
            light.append(lit(ring, [middles[i]] * len(ring), SHADED * 0.55))
    return base, light


def draw_trunk(body: Body, lens: Lens) -> list[Drawn]:
    """Hips in trousers and everything above them in a shirt."""
    stack = rings(body)
    along = (
        stack[-2].at[0] - stack[1].at[0],
        stack[-2].at[1] - stack[1].at[1],
        stack[-2].at[2] - stack[1].at[2],
    )
    size = math.sqrt(along[0] ** 2 + along[1] ** 2 + along[2] ** 2)
    whole = abs(lens.facing(along)) > size * 0.55

    hips = Drawn("hips", lens.depth(stack[2].at) - 0.03)
    base, light = tube(lens, stack[: HEM + 2], whole=whole)
    hips.round(base, light, Role.TROUSERS)

    shirt = Drawn("shirt", shirt_depth(body, lens))
    base, light = tube(lens, stack[HEM:], whole=whole)
    left = lens.facing(turned(body.chest.turn, (1.0, 0.0, 0.0)))
    for arm in body.arms:
        edge, bright = _yoke(body, arm, lens)
        if left * arm.side < _FAR_SIDE:
            shirt.round([edge], [bright], Role.SHIRT, _FAR_TONE)
            continue
        base.append(edge)
        light.append(bright)
    shirt.area(base, Role.SHIRT, 1.0, solid=True)
    if not sees_into_collar(body, lens):
        # Above the edge of the shirt, and below what a raised shoulder hides of it.
        at, wide, deep = stack[-1]
        up = scaled(turned(body.chest.turn, _COLLAR_UP), _BAND * 0.25)
        draw_collar(shirt, Ring(add(at, up), scaled(wide, 0.94), deep), lens)
    shirt.area(light, Role.SHIRT)
    _draw_blades(shirt, body, lens)
    at, wide, deep = stack[HEM]
    if lens.facing(turned(body.pelvis.turn, (0.0, 1.0, 0.0))) < 0:
        # Looked at from below the far half of the edge is what shows.
        wide, deep = scaled(wide, -1), scaled(deep, -1)
    shirt.line(near_half(lens, at, wide, deep), _BAND, Role.SHIRT, 1.0)
    return [hips, shirt]


def _draw_blades(shirt: Drawn, body: Body, lens: Lens) -> None:
    """The folds that the shoulder blades make, where the back is seen."""
    behind = lens.facing(turned(body.chest.turn, (0.0, 0.0, -1.0)))
    if behind < _BLADE_SEEN:
        return
    for arm, joints in zip(body.arms, body.pose.arms, strict=True):
        out, up = joints.protraction * _BLADE_OUT, joints.elevation * _BLADE_UP
        fold = [
            lens.flat(body.chest.point(((x + out) * arm.side, y + up, z))) for x, y, z in _BLADE
        ]
        shirt.line(tuple(fold), _FOLD, Role.SHIRT, 1.0, _FAINT * behind)


def _yoke(body: Body, arm: ArmParts, lens: Lens) -> tuple[Loop, Loop]:
    """One slope from the neck to the shoulder, and down to the chest: what a raised arm pulls on.

    It ends in the very disc that the sleeve begins with, so that the two have one outline.
    """
    side = arm.side
    x, y, z = _YOKE_AT
    y += _BUNCH * max(0.0, body.pose.arms[0 if side > 0 else 1].elevation - _BUNCH_FROM)
    neck = body.chest.point((x * side, y, z))
    chest = body.chest.point((0.098 * side, 0.010, 0.022))
    discs = discs_of(lens, [(neck, _YOKE_R), (chest, 0.064), shoulder(arm)])
    edge = hull_of(discs)
    left, top, _ = discs[1]
    return edge, lit(edge, [(left, top)] * len(edge), SHADED * 0.3)
