"""The floor: nobody sinks into it on the way from one pose to another."""

from __future__ import annotations

import msgspec

from knotbreak.figure.legs import BALL_POINT, HEEL_POINT, TOE_HINGE
from knotbreak.figure.pose import Pose
from knotbreak.figure.proportions import HAND
from knotbreak.figure.skeleton import Body, place
from knotbreak.figure.solve import HEAD_RADIUS
from knotbreak.figure.vectors import Vec, about_x, add, turned

_FOOT: tuple[tuple[Vec, float], ...] = (
    (BALL_POINT, 0.0),
    (HEEL_POINT, 0.0),
    ((0.0, 0.0, 0.0), 0.047),
    ((0.0, -0.03, 0.10), 0.030),
)
"""Points of a foot, and how far below each of them it reaches at most."""
_TOE_TIP: Vec = (0.0, 0.003, 0.064)
"""From the hinge of the toes, which bend."""
_TOE = 0.014

_KNEE = 0.056
_SHANK = 0.056
_HIPS = 0.098
_PALM = 0.019
_TIPS = 0.010


def lowest(body: Body) -> float:
    """How high the lowest part of the body is above the floor; below it is negative."""
    low = min(body.pelvis.at[1] - _HIPS, body.head.point((0.0, 0.1, 0.0))[1] - HEAD_RADIUS)
    for leg, bent in zip(body.legs, body.pose.legs, strict=True):
        knee, ankle = leg.shank.at[1], leg.foot.at[1]
        low = min(low, knee - _KNEE, (knee * 2 + ankle) / 3 - _SHANK)
        for at, reach in _FOOT:
            low = min(low, leg.foot.point(at)[1] - reach)
        tip = add(TOE_HINGE, turned(about_x(-bent.toes), _TOE_TIP))
        low = min(low, leg.foot.point(tip)[1] - _TOE)
    for arm in body.arms:
        low = min(low, arm.hand.at[1] - _PALM, arm.hand.point((0.0, -HAND, 0.0))[1] - _TIPS)
    return low


def raised(pose: Pose, by: float) -> Pose:
    """The same pose, so much higher."""
    x, y, z = pose.root
    return msgspec.structs.replace(pose, root=(x, y + by, z))


def grounded(body: Body, *, lowered: bool) -> Body:
    """The body lifted out of the floor and, if `lowered`, put down on it."""
    low = lowest(body)
    if low >= 0 and not lowered:
        return body
    return place(raised(body.pose, -low))
