"""Drawing hands: a palm, four fingers and a thumb."""

from __future__ import annotations

import math
from collections.abc import Sequence

from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.outline import Loop, ellipse
from knotbreak.figure.pose import Hand
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import ArmParts, Part
from knotbreak.figure.sketch import SHADED, Chain, Drawn, discs_of, hulled, lit
from knotbreak.figure.vectors import Vec, add, cross, scaled, sub, turned, unit

# Each row: where the knuckle is along and across the palm, the three bones, the root's radius.
FINGERS = (
    (0.090, 0.029, (0.042, 0.025, 0.021), 0.0108),
    (0.094, 0.010, (0.046, 0.029, 0.022), 0.0110),
    (0.091, -0.009, (0.043, 0.027, 0.021), 0.0106),
    (0.082, -0.027, (0.034, 0.020, 0.019), 0.0096),
)
_SPREAD = (1.0, 0.25, -0.5, -1.3)
_PALM: tuple[tuple[Vec, float], ...] = (
    ((0.0, -0.004, 0.012), 0.0145),
    ((0.0, -0.004, -0.012), 0.0145),
    ((-0.004, -0.040, 0.026), 0.0150),
    ((-0.002, -0.045, -0.024), 0.0135),
    ((0.0, -0.086, 0.029), 0.0108),
    ((0.0, -0.090, 0.010), 0.0112),
    ((0.0, -0.078, -0.027), 0.0098),
)
_LINES = (
    ((-0.064, 0.031), (-0.058, 0.008), (-0.042, -0.005), (-0.020, -0.008)),
    ((-0.080, 0.014), (-0.069, 0.003), (-0.063, -0.012), (-0.064, -0.029)),
)
"""The line round the ball of the thumb, and the one below the fingers: along and across."""

_PALM_SEEN, _NAIL_SEEN = 0.30, 0.35
_BENT = 50
_THUMB_OVER = 25
"""Flexed further than this, a thumb comes forward and lies over the fingers."""

_CONTOUR = 0.0030
_GROWN = 0.4
"""So much of its first bone has grown together with the palm."""

_RAD = math.pi / 180


def finger_points(hand: Hand, number: int, side: int) -> list[tuple[Vec, float]]:
    """The joints of a finger on its hand, from the knuckle to the tip, with radii."""
    down, across, bones, radius = FINGERS[number]
    aim = hand.spread * _SPREAD[number] * _RAD
    dy, dz = -math.cos(aim), math.sin(aim)
    x, y, z = 0.0, -down, across
    points: list[tuple[Vec, float]] = [((x, y, z), radius)]
    bend = 0.0
    for bone, angle in zip(bones, (hand.knuckles, hand.fingers, hand.tips), strict=True):
        bend += angle * _RAD
        c, s = math.cos(bend) * bone, math.sin(bend) * bone
        x, y, z = x - s * side, y + dy * c, z + dz * c
        radius *= 0.93
        points.append(((x, y, z), radius))
    return points


def thumb_points(hand: Hand, side: int) -> list[tuple[Vec, float]]:
    """The joints of the thumb. Flexion takes it across the palm, as over a fist."""
    flexion = hand.thumb_flexion
    over = max(0.0, flexion - _THUMB_OVER) * 0.45
    x, y, z = -0.004, -0.024, 0.018
    points: list[tuple[Vec, float]] = [((x * side, y, z), 0.0165)]
    for bone, radius, across, inward in (
        (0.045, 0.0138, 0.30, 0.42), (0.033, 0.0115, 1.20, 0.38), (0.026, 0.0095, 1.75, -0.05),
    ):  # fmt: skip
        spread = (24 + hand.thumb - flexion * across) * _RAD
        bend = (14 + flexion * inward + over) * _RAD
        reach = math.cos(bend) * bone
        x -= math.sin(bend) * bone
        y -= math.cos(spread) * reach
        z += math.sin(spread) * reach
        points.append(((x * side, y, z), radius))
    return points


def _digit(
    part: Part, points: list[tuple[Vec, float]], lens: Lens, *, bent: bool
) -> tuple[list[Loop], list[Loop]]:
    discs = discs_of(lens, [(part.point(at), radius) for at, radius in points])
    joints = (1, 2) if bent else ()
    return Chain(discs).piece(
        0, len(discs) - 1, cap_start=True, cap_end=True, joints=joints, grown_on=True
    )


def _contour(edge: Loop) -> list[Point]:
    """All round a digit but at its root: what tells it from the one next to it."""
    (ax, ay), (bx, by), *_ = edge
    (cx, cy), (dx, dy) = edge[-4], edge[-5]
    rest = 1 - _GROWN
    return [
        (ax * rest + bx * _GROWN, ay * rest + by * _GROWN),
        *edge[1:-4],
        (cx * rest + dx * _GROWN, cy * rest + dy * _GROWN),
    ]


def _nail(
    drawn: Drawn, part: Part, points: list[tuple[Vec, float]], back: Vec, lens: Lens, tone: float
) -> None:
    """The nail of a digit; `back` is where the back of its last bone faces."""
    (root, _), (tip, radius) = points[-2:]
    along = unit(sub(tip, root))
    across = unit(cross(back, along))
    out = cross(along, across)
    if lens.facing(turned(part.turn, out)) < _NAIL_SEEN:
        return
    at = part.point(add(add(tip, scaled(along, radius * 0.15)), scaled(out, radius * 0.55)))
    drawn.area(
        [
            ellipse(
                lens.flat(at),
                lens.flat(turned(part.turn, scaled(along, radius * 0.66))),
                lens.flat(turned(part.turn, scaled(across, radius * 0.56))),
            )
        ],
        Role.WHITE,
        tone,
        0.42,
    )


def _backs(hand: Hand, side: int, rows: list[list[tuple[Vec, float]]]) -> list[Vec]:
    """Where the backs of the last bones face: of the four fingers, and of the thumb."""
    backs = []
    for number, points in enumerate(rows[:4]):
        aim = hand.spread * _SPREAD[number] * _RAD
        along = sub(points[-1][0], points[-2][0])
        backs.append(cross((0.0, math.sin(aim) * side, math.cos(aim) * side), along))
    # A thumb shows its nail beside the back of the hand, and in a fist before the fingers.
    over = 0.75 - hand.thumb_flexion * 0.036
    return [*backs, (over * side, 0.0, 0.65)]


def _palm(part: Part, side: int, lens: Lens) -> tuple[Loop, Loop]:
    edge, _ = hulled(discs_of(lens, [(part.point((x * side, y, z)), r) for (x, y, z), r in _PALM]))
    wx, wy = lens.flat(part.at)
    mx, my = lens.flat(part.point((0.0, -0.05, 0.0)))
    # No shade towards the wrist, where the forearm goes on.
    near = [(x, y) if (x - wx) ** 2 + (y - wy) ** 2 < 0.024**2 else (mx, my) for x, y in edge]
    return edge, lit(edge, near, SHADED * 0.55)


def draw_hand(arm: ArmParts, hand: Hand, lens: Lens, tone: float, *, fine: bool) -> Drawn:
    """One hand in its pose; from afar without the creases between its fingers."""
    part, side = arm.hand, arm.side
    name = "left" if side > 0 else "right"
    drawn = Drawn(f"{name}-hand", lens.depth(part.point((0.0, -0.06, 0.0))))
    palm, palm_light = _palm(part, side, lens)
    rows = [finger_points(hand, number, side) for number in range(4)]
    rows.append(thumb_points(hand, side))
    bent = hand.fingers > _BENT or hand.knuckles > _BENT
    shapes = [
        _digit(part, points, lens, bent=fine and bent and number < 4)
        for number, points in enumerate(rows)
    ]
    if not fine:
        base, light = [palm], [palm_light]
        for edge, bright in shapes:
            base += edge
            light += bright
        drawn.round(base, light, Role.SKIN, tone)
        return drawn
    layers = [(lens.depth(part.point(points[2][0])), i) for i, points in enumerate(rows)]
    layers.append((lens.depth(part.point((0.0, -0.07, 0.0))), -1))
    backs = _backs(hand, side, rows)
    for _, number in sorted(layers):
        if number < 0:
            drawn.round([palm], [palm_light], Role.SKIN, tone)
            _creases(drawn, part, side, _LINES[:1] if bent else _LINES, lens, tone)
            continue
        edge, bright = shapes[number]
        drawn.line(_contour(edge[0]), _CONTOUR, Role.SKIN, 1.0 + tone)
        drawn.round(edge, bright, Role.SKIN, tone)
        _nail(drawn, part, rows[number], backs[number], lens, tone)
    return drawn


def _creases(
    drawn: Drawn,
    part: Part,
    side: int,
    lines: Sequence[Sequence[tuple[float, float]]],
    lens: Lens,
    tone: float,
) -> None:
    """Lines, where the palm is seen: which side of the hand this is."""
    if lens.facing(turned(part.turn, (-side, 0.0, 0.0))) < _PALM_SEEN:
        return
    for line in lines:
        points = [lens.flat(part.point((-0.012 * side, y, z))) for y, z in line]
        drawn.line(points, 0.0022, Role.SKIN, 1.35 + tone)
