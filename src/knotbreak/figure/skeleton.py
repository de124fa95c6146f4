"""Where every part of the body lies in a pose: forward kinematics."""

from __future__ import annotations

import math
from typing import NamedTuple

from knotbreak.figure.pose import Arm, Leg, Pose
from knotbreak.figure.proportions import (
    COLLARBONE,
    FOREARM,
    HIP,
    SHANK,
    SHOULDER,
    SPINE,
    THIGH,
    UPPER_ARM,
)
from knotbreak.figure.vectors import (
    Mat,
    Vec,
    about_x,
    about_y,
    about_z,
    mat_of,
    mirrored,
    placed,
    times,
    turned,
)

LUMBAR, LOWER, UPPER, NECK, HEAD = range(5)
"""The joints of the spine, from below."""


class Part(NamedTuple):
    """A rigid part: where its upper joint is, and how it is turned."""

    at: Vec
    turn: Mat

    def point(self, local: Vec) -> Vec:
        """Where a point of the part lies in space."""
        return placed(self.turn, self.at, local)


class ArmParts(NamedTuple):
    """One arm; `side` is 1 on the left, -1 on the right."""

    side: int
    collarbone: Vec
    upper: Part
    fore: Part
    hand: Part


class LegParts(NamedTuple):
    """One leg; `side` is 1 on the left, -1 on the right."""

    side: int
    thigh: Part
    shank: Part
    foot: Part


class Body(NamedTuple):
    """All parts in space."""

    pose: Pose
    pelvis: Part
    spine: tuple[Part, ...]
    arms: tuple[ArmParts, ArmParts]
    legs: tuple[LegParts, LegParts]

    @property
    def head(self) -> Part:
        """The head, from the joint that it nods in."""
        return self.spine[HEAD]

    @property
    def chest(self) -> Part:
        """The upper thoracic spine, which carries the shoulders."""
        return self.spine[UPPER]


def place(pose: Pose) -> Body:
    """Put all parts where the pose wants them."""
    pelvis = Part(pose.root, mat_of(pose.turn))
    spine = _spine(pose, pelvis)
    chest = spine[UPPER]
    return Body(
        pose,
        pelvis,
        spine,
        (place_arm(pose.arms[0], chest, 1), place_arm(pose.arms[1], chest, -1)),
        (place_leg(pose.legs[0], pelvis, 1), place_leg(pose.legs[1], pelvis, -1)),
    )


def _spine(pose: Pose, pelvis: Part) -> tuple[Part, ...]:
    parts = []
    below = pelvis
    for joint in range(5):
        offset = SPINE[joint]
        if joint == HEAD:
            offset = (offset[0], offset[1], offset[2] - pose.retraction)
        at = placed(below.turn, below.at, offset)
        flexion, lateral, rotation = pose.spine[joint * 3 : joint * 3 + 3]
        turn = below.turn
        if rotation:
            turn = times(turn, about_y(rotation))
        if lateral:
            turn = times(turn, about_z(-lateral))
        if flexion:
            turn = times(turn, about_x(flexion))
        below = Part(at, turn)
        parts.append(below)
    return tuple(parts)


def girdle(arm: Arm, chest: Part, side: int, shoulder: Mat) -> tuple[Vec, Vec]:
    """The two ends of the collarbone.

    A shoulder blade turns with the arm: about a quarter of what the arm rises beyond 30 degrees,
    and forward when the arm crosses the chest.
    """
    x, y, z = -shoulder[1] * side, -shoulder[4], -shoulder[7]
    raised = math.degrees(math.acos(max(-1.0, min(1.0, -y))))
    elevation = arm.elevation + max(0.0, raised - 30) * 0.2
    forward = max(-0.6, min(1.0, z - 0.35 * x)) * math.sin(math.radians(raised))
    protraction = arm.protraction + forward * 10
    turn = times(about_y(-protraction), about_z(elevation))
    bone = turned(turn, SHOULDER)
    start = placed(chest.turn, chest.at, (COLLARBONE[0] * side, COLLARBONE[1], COLLARBONE[2]))
    return start, placed(chest.turn, start, (bone[0] * side, bone[1], bone[2]))


def place_arm(arm: Arm, chest: Part, side: int) -> ArmParts:
    """Put one arm on the chest."""
    shoulder = mat_of(arm.shoulder)
    collarbone, joint = girdle(arm, chest, side, shoulder)
    upper = times(chest.turn, shoulder)
    elbow = placed(upper, joint, (0.0, -UPPER_ARM, 0.0))
    fore = times(upper, about_x(-arm.elbow))
    if arm.supination:
        fore = times(fore, about_y(arm.supination * side))
    wrist = placed(fore, elbow, (0.0, -FOREARM, 0.0))
    hand = times(fore, mat_of(arm.wrist))
    return ArmParts(side, collarbone, Part(joint, upper), Part(elbow, fore), Part(wrist, hand))


def place_leg(leg: Leg, pelvis: Part, side: int) -> LegParts:
    """Put one leg on the pelvis."""
    joint = placed(pelvis.turn, pelvis.at, (HIP[0] * side, HIP[1], HIP[2]))
    thigh = times(pelvis.turn, mat_of(leg.hip))
    knee = placed(thigh, joint, (0.0, -THIGH, 0.0))
    shank = times(thigh, about_x(leg.knee))
    ankle = placed(shank, knee, (0.0, -SHANK, 0.0))
    foot = times(shank, mat_of(leg.foot))
    return LegParts(side, Part(joint, thigh), Part(knee, shank), Part(ankle, foot))


def shoulder_turn(
    side: int, flexion: float, abduction: float, across: float, outward: float
) -> Mat:
    """The turn of an upper arm from anatomical angles (outward: external rotation)."""
    turn = times(about_z(abduction), about_x(-flexion))
    if across:
        turn = times(about_y(-across), turn)
    if outward:
        turn = times(turn, about_y(outward))
    return turn if side > 0 else mirrored(turn)


def hip_turn(side: int, flexion: float, abduction: float, outward: float) -> Mat:
    """The turn of a thigh from anatomical angles (outward: external rotation)."""
    turn = times(about_x(-flexion), times(about_z(abduction), about_y(outward)))
    return turn if side > 0 else mirrored(turn)


def wrist_turn(side: int, extension: float, deviation: float = 0.0) -> Mat:
    """The turn of a hand (deviation: towards the little finger)."""
    turn = times(about_z(extension), about_x(deviation))
    return turn if side > 0 else mirrored(turn)


def foot_turn(dorsiflexion: float) -> Mat:
    """The turn of a foot."""
    return about_x(-dorsiflexion)
