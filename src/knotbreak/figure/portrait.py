"""A movement in one picture: for what comes next, for notices and for lists."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import FigureSpec
from knotbreak.figure.animate import Movement
from knotbreak.figure.pose import Pose
from knotbreak.figure.scene import draw, shot_of
from knotbreak.figure.shapes import Scene
from knotbreak.figure.skeleton import Body

BACK_AGAIN = 0.05
"""A pose of which no number is further from the start than this is the start again."""


def portrait(spec: FigureSpec, side: Side = Side.LEFT) -> Scene:
    """The picture that says most of a movement: its end, or what comes before the way back."""
    movement = Movement(spec, side)
    return draw(_furthest(movement), shot_of(movement))


def _furthest(movement: Movement) -> Body:
    start, *rest = (movement.pose_at(name, 1.0) for name in movement.keyframes)
    away = (body for body in reversed(rest) if _apart(start.pose, body.pose) > BACK_AGAIN)
    return next(away, start)


def _apart(one: Pose, other: Pose) -> float:
    return max(abs(a - b) for a, b in zip(_numbers(one), _numbers(other), strict=True))


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.astuple(value)
    if isinstance(value, tuple):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float):
        yield float(value)
