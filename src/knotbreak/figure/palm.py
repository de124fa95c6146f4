"""A hand that lies on something: how it is turned, and where its wrist then is."""

from __future__ import annotations

from typing import NamedTuple

from knotbreak.figure.vectors import Mat, Vec, cross, dot, scaled, sub, turned, unit

PALM_DOWN = 0.062
"""How far below the wrist the middle of the palm is."""

PALM_THICK = 0.019
"""How far the middle of the hand is from what the palm lies on."""


class Touch(NamedTuple):
    """Where a hand should be: its wrist, how it is turned, and where the elbow points."""

    wrist: Vec
    hand: Mat | None
    pole: Vec


def hand_turn(side: int, palm: Vec, fingers: Vec) -> Mat:
    """The turn of a hand whose palm faces `palm` and whose fingers point along `fingers`."""
    n = unit(palm)
    f = unit(sub(fingers, scaled(n, dot(fingers, n))))
    x = scaled(n, -side)
    y = scaled(f, -1.0)
    z = cross(x, y)
    return (x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2])


def laid(side: int, at: Vec, palm: Vec, fingers: Vec, pole: Vec) -> Touch:
    """A hand with its palm flat on a place."""
    turn = hand_turn(side, palm, fingers)
    local = (-side * PALM_THICK, -PALM_DOWN, 0.0)
    offset = turned(turn, local)
    return Touch(sub(at, offset), turn, pole)
