"""How a movement is framed: which way it is seen from, and how much of it fills the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import Framing, Prop, View
from knotbreak.figure import room
from knotbreak.figure.camera import Camera, Lens
from knotbreak.figure.contacts import held_chair
from knotbreak.figure.shapes import Box
from knotbreak.figure.skeleton import NECK, UPPER, Body
from knotbreak.figure.vectors import Vec


def camera_for(view: View, side: Side, turn: float = 0.0, *, close: bool = False) -> Camera:
    """The camera of a view: a front view is a mirror, a side view shows the working side."""
    camera = _camera(view, side, close=close)
    return camera._replace(azimuth=camera.azimuth + turn * (-1 if side is Side.RIGHT else 1))


def _camera(view: View, side: Side, *, close: bool) -> Camera:
    away = -1 if side is Side.RIGHT else 1
    rise = 4.0 if close else 9.0
    match view:
        case View.FRONT:
            return Camera(0.0, rise, mirrored=True)
        case View.BACK:
            return Camera(180.0, rise)
        case View.SIDE:
            return Camera(82.0 * away, rise)
        case View.THREE_QUARTER:
            return Camera(38.0 * away, rise + 3, mirrored=True)


_SEATED_BELOW = 0.7
"""Hips that are higher than this are those of one who stands."""

CLOSE = frozenset({Framing.BUST, Framing.FACE, Framing.EYES, Framing.HAND, Framing.ARM})


def box_for(framing: Framing, bodies: Sequence[Body], camera: Camera, props: Sequence[Prop]) -> Box:
    """The part of the picture to show, the same for a whole movement."""
    lens = Lens(camera)
    first = bodies[0]
    match framing:
        case Framing.FACE:
            x, y = lens.flat(first.head.point((0.0, 0.078, 0.03)))
            return Box(x, y, 0.185, 0.185)
        case Framing.EYES:
            x, y = lens.flat(first.head.point((0.0, 0.078, 0.06)))
            return Box(x, y, 0.105, 0.105)
        case Framing.BUST:
            return _fit(lens, (p for body in bodies for p in _upper(body)), 0.335, 0.035, 0.66)
        case Framing.HAND:
            return _fit(lens, (p for body in bodies for p in _hands(body)), 0.16, 0.03, 0.4)
        case Framing.ARM:
            return _fit(lens, (p for body in bodies for p in _arms(body)), 0.25, 0.05, 0.8)
        case Framing.FOOT:
            return _fit(lens, (p for body in bodies for p in _feet(body)), 0.27, 0.05, 0.5)
        case _:
            points = [p for body in bodies for p in _whole(body)]
            points += _around(props, first)
            return _encircle(lens, points, 0.40, 0.01, 1.3)


def _fit(lens: Lens, points: Iterable[Vec], least: float, margin: float, most: float) -> Box:
    flat = [lens.flat(p) for p in points]
    xs, ys = [p[0] for p in flat], [p[1] for p in flat]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    half = max((max(xs) - min(xs)) / 2, (max(ys) - min(ys)) / 2) + margin
    half = min(most, max(least, half))
    return Box(x, y, half, half)


def _encircle(lens: Lens, points: Iterable[Vec], least: float, margin: float, most: float) -> Box:
    """The box of a circle around all points: a session shows a figure in a ring."""
    flat = [lens.flat(p) for p in points]
    xs, ys = [p[0] for p in flat], [p[1] for p in flat]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    for step in range(40):
        # Towards the farthest point, less and less: the middle of the smallest circle (Badoiu and
        # Clarkson, 2003).
        far = max(flat, key=lambda p: math.hypot(p[0] - x, p[1] - y))
        x += (far[0] - x) / (step + 2)
        y += (far[1] - y) / (step + 2)
    half = max(math.hypot(p[0] - x, p[1] - y) for p in flat) + margin
    half = min(most, max(least, half))
    return Box(x, y, half, half)


def _ball(at: Vec, radius: float) -> list[Vec]:
    x, y, z = at
    return [
        (x - radius, y, z), (x + radius, y, z), (x, y - radius, z), (x, y + radius, z),
        (x, y, z - radius), (x, y, z + radius),
    ]  # fmt: skip


_LOW = 0.25
"""A hand that is so far below the shoulders lies in the lap."""


def _upper(body: Body) -> list[Vec]:
    """Head to the middle of the trunk, and hands that are up there."""
    points = _ball(body.head.point((0.0, 0.10, 0.0)), 0.115)
    chest = body.spine[UPPER]
    points += [chest.point((0.0, -0.19, 0.0)), body.spine[NECK].at]
    for arm in body.arms:
        points += _ball(arm.upper.at, 0.06)
        hand = arm.hand.point((0.0, -0.09, 0.0))
        if hand[1] > chest.at[1] - _LOW:
            points += _ball(hand, 0.08) + _ball(arm.fore.at, 0.04)
    return points


def _hands(body: Body) -> list[Vec]:
    """The hands that are up before the body, or both."""
    up = [arm for arm in body.arms if arm.hand.at[1] > body.pelvis.at[1] + 0.25]
    return [p for arm in up or body.arms for p in _ball(arm.hand.point((0.0, -0.09, 0.0)), 0.11)]


def _arms(body: Body) -> list[Vec]:
    up = [arm for arm in body.arms if arm.hand.at[1] > body.pelvis.at[1] + 0.15]
    return [
        p
        for arm in up or body.arms
        for p in (
            *_ball(arm.hand.point((0.0, -0.09, 0.0)), 0.09),
            *_ball(arm.fore.at, 0.06),
            *_ball(arm.upper.at, 0.07),
        )
    ]


def _feet(body: Body) -> list[Vec]:
    """The foot that is lifted, or both."""
    up = [leg for leg in body.legs if leg.foot.at[1] > 0.35]
    return [
        p
        for leg in up or body.legs
        for p in (*_ball(leg.foot.point((0.0, -0.03, 0.06)), 0.13), leg.shank.at)
    ]


def _whole(body: Body) -> list[Vec]:
    points = _ball(body.head.point((0.0, 0.10, 0.0)), 0.11)
    points += _ball(body.pelvis.at, 0.15)
    for arm in body.arms:
        points += _ball(arm.hand.point((0.0, -0.09, 0.0)), 0.08) + _ball(arm.fore.at, 0.05)
        points.append(arm.upper.at)
    for leg in body.legs:
        points += [*_ball(leg.foot.point((0.0, -0.03, 0.06)), 0.10), leg.shank.at]
    return points


def _around(props: Sequence[Prop], body: Body) -> list[Vec]:
    points: list[Vec] = []
    seated = body.pelvis.at[1] < _SEATED_BELOW
    if Prop.CHAIR in props and not seated:
        x, z = held_chair(body)
        points += [(x, room.SEAT_UP, z + room.SEAT_FRONT), (x, 0.0, z + room.SEAT_FRONT)]
    if seated and Prop.CHAIR in props:
        points += [(0.0, room.BACKREST_UP, room.SEAT_BACK - 0.07), (0.0, 0.0, room.SEAT_BACK)]
    if Prop.DOORWAY in props:
        out = room.DOOR_HALF_WIDTH + 0.1
        points += [(-out, 0.0, room.DOOR_AHEAD), (out, 1.82, room.DOOR_AHEAD)]
    if Prop.WALL in props:
        points += [(0.0, 0.0, room.WALL_AHEAD + 0.1)]
    if Prop.DESK in props:
        points += [(0.0, room.DESK_UP, room.DESK_EDGE + 0.35)]
    return points
