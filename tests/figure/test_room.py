"""Nothing of the body sinks into what is around it: floor, chair, desk, wall, door."""

from __future__ import annotations

import math
from collections.abc import Iterator

from knotbreak.core.figure_spec import Posture, Prop
from knotbreak.figure import room
from knotbreak.figure.trunk import rings
from knotbreak.figure.vectors import Vec
from tests.figure.moments import Moment, figures, told, worst
from tests.figure.solid import Ball, balls, rim

SINKS_M = 0.01
Box = tuple[Vec, Vec]

_SEATED = frozenset({Posture.SEATED, Posture.SEATED_EDGE})


def pieces(moment: Moment) -> Iterator[Ball]:
    yield from balls(moment)
    for ring in rings(moment.body):
        for at in rim(ring):
            yield Ball("trunk", at, 0.0)


def test_nothing_sinks_into_the_floor(moments: tuple[Moment, ...]) -> None:
    def below(moment: Moment) -> Iterator[tuple[str, float]]:
        for ball in pieces(moment):
            yield ball.part, ball.radius - ball.at[1]

    offenders = worst(moments, below, SINKS_M)
    assert not offenders, told(offenders)


def test_nothing_sinks_into_chair_desk_wall_or_door(moments: tuple[Moment, ...]) -> None:
    def within(moment: Moment) -> Iterator[tuple[str, float]]:
        blocks = list(blocks_of(moment))
        if not blocks:
            return
        for ball in pieces(moment):
            for name, (low, high) in blocks:
                deep = depth(ball, low, high)
                if name == "seat":
                    deep = min(deep, ball.radius - above_slope(ball.at))
                yield f"{ball.part} in {name}", deep

    offenders = worst(moments, within, SINKS_M)
    assert not offenders, told(offenders)


def blocks_of(moment: Moment) -> Iterator[tuple[str, Box]]:
    """What stands around a figure, as it is drawn."""
    props, seated = moment.spec.props, moment.spec.posture in _SEATED
    if seated:
        wide = room.SEAT_HALF_WIDTH
        low = (-wide, room.SEAT_UP - 0.05, room.SEAT_BACK)
        yield "seat", (low, (wide, room.SEAT_UP, room.SEAT_FRONT))
    if Prop.DESK in props:
        edge = room.desk_edge(moment.a.pose.root[1])
        low = (-0.62, room.DESK_UP - 0.035, edge)
        yield "desk", (low, (0.62, room.DESK_UP, edge + 0.66))
    if Prop.WALL in props and moment.spec.posture is Posture.STANDING:
        yield "wall", ((-9.0, 0.0, -9.0), (9.0, 9.0, room.WALL_BEHIND))
    elif Prop.WALL in props:
        yield "wall", ((-9.0, 0.0, room.WALL_AHEAD), (9.0, 9.0, 9.0))
    if Prop.DOORWAY in props:
        z = room.DOOR_AHEAD
        inner, outer = room.DOOR_HALF_WIDTH - 0.02, room.DOOR_HALF_WIDTH + 0.10
        yield "door", ((inner, 0.0, z), (outer, 2.02, z + 0.10))
        yield "door", ((-outer, 0.0, z), (-inner, 2.02, z + 0.10))


def above_slope(at: Vec) -> float:
    """How far a point is outside of the slope at the front of the seat."""
    down, along = room.SEAT_UP - room.SEAT_EDGE_UP, room.SEAT_FRONT - room.SEAT_EDGE
    up, ahead = at[1] - room.SEAT_UP, at[2] - room.SEAT_EDGE
    return (up * along + ahead * down) / math.hypot(along, down)


def depth(ball: Ball, low: Vec, high: Vec) -> float:
    """How deep a ball is in a block; 0 outside of it."""
    out = [max(a - p, 0.0, p - b) for p, a, b in zip(ball.at, low, high, strict=True)]
    if any(out):
        return max(0.0, ball.radius - math.hypot(*out))
    inside = min(min(p - a, b - p) for p, a, b in zip(ball.at, low, high, strict=True))
    return ball.radius + inside


def test_all_props_are_stood_on_or_against_somewhere() -> None:
    """So that the checks above look at each of them."""
    shown = {prop for _, spec in figures().values() for prop in spec.props}
    assert {Prop.CHAIR, Prop.DESK, Prop.WALL, Prop.DOORWAY, Prop.MAT, Prop.CUSHION} <= shown
