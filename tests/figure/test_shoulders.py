"""Shoulders in the picture: how they rise, where they glow, and the blades behind them."""

from __future__ import annotations

import math
from itertools import pairwise

from knotbreak.core.body import Side
from knotbreak.figure.animate import Movement
from knotbreak.figure.camera import Lens
from knotbreak.figure.scene import draw, shot_of
from knotbreak.figure.shapes import Area, Glow, Line, Role
from knotbreak.figure.skeleton import Body
from knotbreak.figure.trunk import draw_trunk
from tests.figure.moments import figures


def moving(name: str) -> Movement:
    return Movement(figures()[name][1], Side.BOTH)


def at(movement: Movement, keyframe: str) -> Body:
    return movement.pose_at(keyframe, 1.0)


def folds(movement: Movement, keyframe: str, azimuth: float) -> list[Line]:
    """The lines on the shirt that are long from top to bottom."""
    lens = Lens(shot_of(movement).camera._replace(azimuth=azimuth))
    (shirt,) = (part for part in draw_trunk(at(movement, keyframe), lens) if part.name == "shirt")
    return [
        item
        for item in shirt.items
        if isinstance(item, Line)
        and abs(item.points[-1][1] - item.points[0][1]) > 0.1
        and abs(item.points[-1][0] - item.points[0][0]) < 0.05
    ]


def between(lines: list[Line]) -> float:
    """How far two folds are apart where they are nearest."""
    a, b = (line.points for line in lines)
    return min(math.dist(p, q) for p, q in zip(a, b, strict=True))


def test_the_blades_come_together() -> None:
    movement = moving("scap-squeeze")
    start, end = (folds(movement, one, 180.0) for one in ("start", "end"))
    assert len(start) == len(end) == 2
    assert between(end) < between(start) - 0.05


def test_from_the_front_there_are_no_blades() -> None:
    assert folds(moving("scap-squeeze"), "start", 0.0) == []


def test_the_glow_of_a_shrug_rises_with_the_shoulders_and_stays_inside_of_them() -> None:
    movement = moving("shrug-release")
    shot = shot_of(movement)
    lens = Lens(shot.camera)
    tops = []
    for keyframe in ("start", "lift"):
        body = at(movement, keyframe)
        found = [item for item in draw(body, shot).items if isinstance(item, Glow)]
        places = [one.middle for one in found if one.role is Role.GLOW]
        joint = max(abs(lens.flat(arm.upper.at)[0]) for arm in body.arms)
        assert all(abs(x) < joint - 0.04 for x, _ in places)
        widest = max(places, key=lambda place: abs(place[0]))
        tops.append(widest[1])
    assert tops[1] < tops[0] - 0.01


def test_a_raised_shoulder_slopes_from_the_neck() -> None:
    """Just outside of the collar the shirt is higher than at the shoulder, however high that is."""
    movement = moving("shrug-release")
    lens = Lens(shot_of(movement).camera)
    body = at(movement, "lift")
    (shirt,) = (part for part in draw_trunk(body, lens) if part.name == "shirt")
    cloth = shirt.items[shirt.solid[0]]
    assert isinstance(cloth, Area)

    def top(x: float) -> float:
        """How high the shirt reaches so far out; y goes down."""
        return min(
            ay + (by - ay) * (x - ax) / (bx - ax)
            for loop in cloth.loops
            for (ax, ay), (bx, by) in pairwise([*loop, loop[0]])
            if min(ax, bx) <= x <= max(ax, bx) and ax != bx
        )

    joint = max(lens.flat(arm.upper.at)[0] for arm in body.arms)
    assert top(0.4 * joint) < top(joint) - 0.004
