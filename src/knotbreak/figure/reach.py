"""Hands and feet that go where they should: two bones to a place, in closed form."""

from __future__ import annotations

import math

import msgspec

from knotbreak.figure.pose import Arm, Leg
from knotbreak.figure.proportions import FOREARM, HIP, SHANK, THIGH, UPPER_ARM
from knotbreak.figure.skeleton import Part, girdle
from knotbreak.figure.vectors import (
    Mat,
    Vec,
    about_x,
    about_y,
    add,
    cross,
    dot,
    frame,
    length,
    mat_of,
    placed,
    quat_of,
    scaled,
    sub,
    times,
    transposed,
    unit,
)

_MOST_TWIST = 88.0
"""A forearm turns so far from the thumb-ahead position, either way; the wrist takes the rest."""


def _two_bones(start: Vec, goal: Vec, first: float, second: float, pole: Vec) -> Vec:
    """The joint in the middle; it points to `pole`. What is too far is reached for."""
    line = sub(goal, start)
    far = length(line)
    far = min(max(far, abs(first - second) + 1e-4), (first + second) * 0.9995)
    ahead = unit(line)
    out = sub(pole, scaled(ahead, dot(pole, ahead)))
    out = unit(out) if length(out) > 1e-6 else unit(cross(ahead, (0.31, 0.74, 0.59)))
    along = (far * far + first * first - second * second) / (2 * far)
    aside = math.sqrt(max(0.0, first * first - along * along))
    return add(start, add(scaled(ahead, along), scaled(out, aside)))


def reach_arm(
    arm: Arm, chest: Part, side: int, wrist: Vec, pole: Vec, hand: Mat | None, rounds: int = 2
) -> Arm:
    """Put the wrist at a place, the elbow towards `pole`, the hand turned as given.

    The shoulder moves with the arm, so it takes a few rounds; from a near pose two are enough.
    """
    shoulder = arm.shoulder
    back = transposed(chest.turn)
    elbow_angle = arm.elbow
    upper = times(chest.turn, mat_of(shoulder))
    for _ in range(rounds):
        _, joint = girdle(arm, chest, side, mat_of(shoulder))
        elbow = _two_bones(joint, wrist, UPPER_ARM, FOREARM, pole)
        down, on = sub(elbow, joint), sub(wrist, elbow)
        bent = length(cross(unit(down), unit(on))) > 0.02
        upper = frame(down, on if bent else scaled(pole, -1.0))
        cosine = max(-1.0, min(1.0, dot(unit(down), unit(on))))
        elbow_angle = math.degrees(math.acos(cosine))
        shoulder = quat_of(times(back, upper))
    if hand is None:
        return msgspec.structs.replace(arm, shoulder=shoulder, elbow=elbow_angle)
    fore = times(upper, about_x(-elbow_angle))
    relative = times(transposed(fore), hand)
    w, _, y, _ = quat_of(relative)
    twist = math.degrees(2 * math.atan2(y, w))
    twist = (twist + 180) % 360 - 180
    twist = max(-_MOST_TWIST, min(_MOST_TWIST, twist))
    wrist_turn = quat_of(times(about_y(-twist), relative))
    return msgspec.structs.replace(
        arm, shoulder=shoulder, elbow=elbow_angle, supination=twist * side, wrist=wrist_turn
    )


def reach_leg(leg: Leg, pelvis: Part, side: int, ankle: Vec, pole: Vec, foot: Mat | None) -> Leg:
    """Put the ankle at a place, the knee towards `pole`, the foot turned as given, if it is."""
    joint = placed(pelvis.turn, pelvis.at, (HIP[0] * side, HIP[1], HIP[2]))
    knee = _two_bones(joint, ankle, THIGH, SHANK, pole)
    down, on = sub(knee, joint), sub(ankle, knee)
    bent = length(cross(unit(down), unit(on))) > 0.02
    thigh = frame(down, scaled(on, -1.0) if bent else pole)
    cosine = max(-1.0, min(1.0, dot(unit(down), unit(on))))
    angle = math.degrees(math.acos(cosine))
    shank = times(thigh, about_x(angle))
    return msgspec.structs.replace(
        leg,
        hip=quat_of(times(transposed(pelvis.turn), thigh)),
        knee=angle,
        foot=leg.foot if foot is None else quat_of(times(transposed(shank), foot)),
    )
