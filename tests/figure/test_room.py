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
PRESSES_M = 0.035
"""A seat is padded: thighs and trunk press into it, and most into its front edge."""

MAT_M = 0.012
TOES_M = 0.035
"""A mat gives way under a knee. Toes that are tucked under bend where they are drawn straight."""

_PRESS = frozenset({"left thigh", "right thigh", "trunk"})

Box = tuple[Vec, Vec]

_SEATED = frozenset({Posture.SEATED, Posture.SEATED_EDGE})


def pieces(moment: Moment) -> Iterator[Ball]:
    yield from balls(moment)
    for ring in rings(moment.body):
        for at in rim(ring):
            yield Ball("trunk", at, 0.0)


def test_nothing_sinks_into_the_floor(moments: tuple[Moment, ...]) -> None:
    def below(moment: Moment) -> Iterator[tuple[str, float]]:
        soft = Prop.MAT in moment.spec.props
        for ball in pieces(moment):
            deep = ball.radius - ball.at[1]
            if soft and ball.part.endswith("foot"):
                deep -= TOES_M - SINKS_M
            elif soft and ball.part.endswith("knee"):
                deep -= MAT_M - SINKS_M
            yield ball.part, deep

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
                if name == "seat" and ball.part in _PRESS:
                    deep -= PRESSES_M - SINKS_M
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
