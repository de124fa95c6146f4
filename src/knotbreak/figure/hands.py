"""Drawing hands: a palm, four fingers and a thumb."""

from __future__ import annotations

import math

from knotbreak.figure.camera import Lens
from knotbreak.figure.outline import Loop
from knotbreak.figure.pose import Hand
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import ArmParts, Part
from knotbreak.figure.sketch import SHADED, Chain, Drawn, discs_of, hulled, lit
from knotbreak.figure.vectors import Vec

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
    x, y, z = -0.004, -0.024, 0.018
    points: list[tuple[Vec, float]] = [((x * side, y, z), 0.0165)]
    for bone, radius, across, inward in (
        (0.045, 0.0138, 0.35, 0.42), (0.033, 0.0115, 1.15, 0.38), (0.026, 0.0092, 1.95, 0.22),
    ):  # fmt: skip
        spread = (24 + hand.thumb - flexion * across) * _RAD
        bend = (14 + flexion * inward) * _RAD
        reach = math.cos(bend) * bone
        x -= math.sin(bend) * bone
        y -= math.cos(spread) * reach
        z += math.sin(spread) * reach
        points.append(((x * side, y, z), radius))
    return points


def _digit(
    part: Part, points: list[tuple[Vec, float]], lens: Lens, *, fine: bool
) -> tuple[list[Loop], list[Loop]]:
    discs = discs_of(lens, [(part.point(at), radius) for at, radius in points])
    joints = (0, 1) if fine else ()
    return Chain(discs).piece(0, len(discs) - 1, cap_start=True, cap_end=True, joints=joints)


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
    digits = [
        (lens.depth(part.point(points[2][0])), _digit(part, points, lens, fine=fine))
        for points in rows
    ]
    if not fine:
        base, light = [palm], [palm_light]
        for _, (edge, bright) in digits:
            base += edge
            light += bright
        drawn.round(base, light, Role.SKIN, tone)
        return drawn
    palm_depth = lens.depth(part.point((0.0, -0.07, 0.0)))
    layers = sorted([*digits, (palm_depth, ([palm], [palm_light]))], key=lambda layer: layer[0])
    for _, (edge, bright) in layers:
        drawn.round(edge, bright, Role.SKIN, tone)
    return drawn
