"""The poses that movements start from, in joint angles, and what carries the body in each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from knotbreak.core.figure_spec import Angle, Posture
from knotbreak.figure.proportions import ANKLE_UP, SHANK, THIGH
from knotbreak.figure.room import SEAT_UP
from knotbreak.figure.vectors import Vec

KNEE_UP = 0.056
"""How high a knee joint is above what it kneels on."""

SITTING_UP = SEAT_UP + 0.098
"""How high the hips are on a chair."""

FLOOR_SITTING_UP = 0.098


class Support(StrEnum):
    """What carries the weight, from which the place of the pelvis follows."""

    SEAT = "seat"
    FEET = "feet"
    KNEES = "knees"
    FLOOR = "floor"


class Stance(NamedTuple):
    """A base posture.

    Attributes:
        support: What carries it.
        pitch: How far the pelvis is tipped forward, in degrees.
        at: Where the pelvis is when nothing below decides it.
        ankles: Where the left and the right ankle are when the feet stand.
        knees: Where the left and the right knee are when they kneel.
        angles: The joints that are not straight.
        contacts: What touches what when a keyframe says nothing about that part.
    """

    support: Support
    pitch: float
    at: Vec
    ankles: tuple[Vec, Vec]
    knees: tuple[Vec, Vec]
    angles: Mapping[Angle, float]
    contacts: Mapping[str, str]


_A = Angle
_HANGING = {
    _A.SHOULDER_FLEXION: 3.0,
    _A.SHOULDER_ABDUCTION: 8.0,
    _A.ELBOW_FLEXION: 14.0,
}
_FEET = {"foot": "floor", "other-foot": "floor"}
_SITTING_Z = SHANK * 0.06 + THIGH


def _pair(x: float, y: float, z: float) -> tuple[Vec, Vec]:
    return (x, y, z), (-x, y, z)


STANCES: Mapping[Posture, Stance] = {
    Posture.SEATED: Stance(
        Support.SEAT, 0, (0.0, SITTING_UP, 0.0), _pair(0.115, ANKLE_UP, _SITTING_Z),
        _pair(0.1, 0.5, 0.41), {**_HANGING, _A.HIP_FLEXION: 88, _A.KNEE_FLEXION: 85}, _FEET,
    ),
    Posture.SEATED_EDGE: Stance(
        Support.SEAT, 0, (0.0, SITTING_UP, 0.195), _pair(0.125, ANKLE_UP, _SITTING_Z + 0.185),
        _pair(0.1, 0.5, 0.62), {**_HANGING, _A.HIP_FLEXION: 88, _A.KNEE_FLEXION: 85}, _FEET,
    ),
    Posture.STANDING: Stance(
        Support.FEET, 0, (0.0, ANKLE_UP + SHANK + THIGH, 0.0), _pair(0.098, ANKLE_UP, 0.0),
        _pair(0.09, 0.48, 0.0), _HANGING, _FEET,
    ),
    Posture.SPLIT_STANCE: Stance(
        Support.FEET, 0, (0.0, 0.88, 0.0),
        ((0.095, ANKLE_UP, -0.28), (-0.095, ANKLE_UP, 0.17)),
        _pair(0.09, 0.48, 0.0), {**_HANGING, _A.ANKLE_DORSIFLEXION: 16}, _FEET,
    ),
    Posture.ALL_FOURS: Stance(
        Support.KNEES, 80, (0.0, KNEE_UP + THIGH, 0.0), _pair(0.095, 0.05, -0.40),
        _pair(0.100, KNEE_UP, 0.0),
        {_A.SHOULDER_FLEXION: 80, _A.ELBOW_FLEXION: 6, _A.HIP_FLEXION: 90, _A.KNEE_FLEXION: 90,
         _A.NECK_FLEXION: -18, _A.LUMBAR_FLEXION: -4},
        {"knee": "floor", "other-knee": "floor"},
    ),
    Posture.KNEELING: Stance(
        Support.KNEES, 0, (0.0, KNEE_UP + THIGH, 0.0), _pair(0.095, 0.05, -0.40),
        _pair(0.100, KNEE_UP, 0.0), {**_HANGING, _A.KNEE_FLEXION: 90},
        {"knee": "floor", "other-knee": "floor"},
    ),
    Posture.HALF_KNEELING: Stance(
        Support.KNEES, 0, (0.0, KNEE_UP + THIGH, 0.0),
        ((0.10, ANKLE_UP, -0.40), (-0.11, ANKLE_UP, 0.42)),
        ((0.100, KNEE_UP, 0.0), (-0.10, 0.48, 0.42)), {**_HANGING, _A.KNEE_FLEXION: 90},
        {"knee": "floor", "other-foot": "floor"},
    ),
    Posture.LONG_SIT: Stance(
        Support.FLOOR, 0, (0.0, FLOOR_SITTING_UP, 0.0), _pair(0.095, 0.058, SHANK + THIGH - 0.01),
        _pair(0.09, 0.1, 0.4),
        {**_HANGING, _A.HIP_FLEXION: 90, _A.KNEE_FLEXION: 5, _A.ANKLE_DORSIFLEXION: 0},
        {"heel": "floor", "other-heel": "floor"},
    ),
    Posture.NONE: Stance(
        Support.SEAT, 0, (0.0, SITTING_UP, 0.0), _pair(0.115, ANKLE_UP, _SITTING_Z),
        _pair(0.1, 0.5, 0.41), {**_HANGING, _A.HIP_FLEXION: 88, _A.KNEE_FLEXION: 85}, _FEET,
    ),
}  # fmt: skip
