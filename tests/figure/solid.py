"""The body as solid as it is drawn: balls along its limbs, and the rings of its trunk."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from knotbreak.figure import feet, limbs
from knotbreak.figure.hands import finger_points, thumb_points
from knotbreak.figure.head import SKULL, SKULL_AT
from knotbreak.figure.proportions import FOREARM, HAND, SHANK, THIGH, UPPER_ARM
from knotbreak.figure.scene import BARE
from knotbreak.figure.skeleton import ArmParts, Body, LegParts, Part
from knotbreak.figure.trunk import Ring, rings
from knotbreak.figure.vectors import (
    Vec,
    about_x,
    between,
    cross,
    dot,
    length,
    sub,
    times,
    unit,
    unturned,
)
from tests.figure.moments import Moment

Rows = tuple[tuple[float, float, float], ...]


class Ball(NamedTuple):
    """A piece of the body; `share` is how far down its segment it is."""

    part: str
    at: Vec
    radius: float
    share: float = 1.0


def balls(moment: Moment) -> Iterator[Ball]:
    """Everything but the trunk."""
    body = moment.body
    for arm in body.arms:
        yield from arm_balls(arm)
        yield from _hand(body, arm)
    for leg in body.legs:
        yield from leg_balls(leg)
        yield from _foot(body, leg, bare=moment.spec.posture in BARE)
    yield Ball("head", body.head.point(SKULL_AT), SKULL[1])


def arm_balls(arm: ArmParts) -> Iterator[Ball]:
    """Upper arm and forearm, as thick as without a sleeve."""
    yield from _segment(f"{_name(arm.side)} upper arm", arm.upper, UPPER_ARM, limbs._UPPER_ARM)
    yield Ball(f"{_name(arm.side)} elbow", arm.fore.at, limbs._ELBOW)
    yield from _segment(f"{_name(arm.side)} forearm", arm.fore, FOREARM, limbs._FOREARM)


def leg_balls(leg: LegParts) -> Iterator[Ball]:
    """Thigh and shank."""
    yield from _segment(f"{_name(leg.side)} thigh", leg.thigh, THIGH, limbs._THIGH)
    yield Ball(f"{_name(leg.side)} knee", leg.shank.at, limbs._KNEE)
    yield from _segment(f"{_name(leg.side)} shank", leg.shank, SHANK, limbs._SHANK)


def _name(side: int) -> str:
    return "left" if side > 0 else "right"


def _segment(name: str, part: Part, size: float, rows: Rows) -> Iterator[Ball]:
    for share, ahead, radius in rows:
        yield Ball(name, part.point((0.0, -size * share, ahead)), radius, share)


def _hand(body: Body, arm: ArmParts) -> Iterator[Ball]:
    hand = body.pose.arms[0 if arm.side > 0 else 1].hand
    name = f"{_name(arm.side)} hand"
    for down in (0.25, 0.5, 0.75):
        yield Ball(name, arm.hand.point((0.0, -HAND * 0.5 * down, 0.0)), 0.0135)
    rows = [finger_points(hand, number, arm.side) for number in range(4)]
    for points in (*rows, thumb_points(hand, arm.side)):
        for at, radius in points:
            yield Ball(name, arm.hand.point(at), radius)


def _foot(body: Body, leg: LegParts, *, bare: bool) -> Iterator[Ball]:
    name = f"{_name(leg.side)} foot"
    toes = body.pose.legs[0 if leg.side > 0 else 1].toes
    hinge = feet._BARE_HINGE if bare else feet._HINGE
    front = Part(leg.foot.point(hinge), times(leg.foot.turn, about_x(-toes)))
    for (x, y, z), radius in feet._BARE if bare else feet._SOLE:
        yield Ball(name, leg.foot.point((x * leg.side, y, z)), radius)
    if bare:
        for across, ahead, long, radius in feet._TOES:
            yield Ball(name, front.point((across * leg.side, -0.003, ahead + long)), radius)
    else:
        for (x, y, z), radius in feet._TOE_SOLE:
            yield Ball(name, front.point((x * leg.side, y, z)), radius)


def rim(ring: Ring) -> Iterator[Vec]:
    """Twelve points round the trunk."""
    for step in range(12):
        c, s = math.cos(step * math.pi / 6), math.sin(step * math.pi / 6)
        yield (
            ring.at[0] + ring.wide[0] * c + ring.deep[0] * s,
            ring.at[1] + ring.wide[1] * c + ring.deep[1] * s,
            ring.at[2] + ring.wide[2] * c + ring.deep[2] * s,
        )


class Trunk:
    """The trunk as a stack of ellipses; what lies between two of them is mixed."""

    def __init__(self, body: Body) -> None:
        self._stack = rings(body)
        self._ups = [unit(cross(ring.deep, ring.wide)) for ring in self._stack]

    def depth(self, ball: Ball) -> float:
        """How deep a ball is in the trunk, in metres; 0 outside of it."""
        deepest = 0.0
        for (low, up), (high, top) in pairwise(zip(self._stack, self._ups, strict=True)):
            above, below = dot(sub(ball.at, low.at), up), dot(sub(high.at, ball.at), top)
            if above < 0 or below < 0:
                continue
            share = above / ((above + below) or 1.0)
            middle = between(low.at, high.at, share)
            wide = between(low.wide, high.wide, share)
            deep = between(low.deep, high.deep, share)
            out = sub(ball.at, middle)
            a, b = length(wide), length(deep)
            x, z = dot(out, wide) / a, dot(out, deep) / b
            outward = math.hypot(x / a, z / b)
            away = math.hypot(x, z)
            surface = away / outward if outward > 1e-6 else min(a, b)
            deepest = max(deepest, surface + ball.radius - away)
        return deepest


def depth_in_head(body: Body, ball: Ball) -> float:
    """How deep a ball is in the skull; 0 outside of it."""
    x, y, z = unturned(body.head.turn, sub(ball.at, body.head.point(SKULL_AT)))
    outward = math.sqrt((x / SKULL[0]) ** 2 + (y / SKULL[1]) ** 2 + (z / SKULL[2]) ** 2)
    away = math.sqrt(x * x + y * y + z * z)
    surface = away / outward if outward > 1e-6 else min(SKULL)
    return max(0.0, surface + ball.radius - away)
