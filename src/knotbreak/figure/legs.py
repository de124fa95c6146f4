"""Legs that stand, kneel, lie or are crossed, and where the pelvis is over them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from knotbreak.core.figure_spec import Angle
from knotbreak.figure.joints import Joints
from knotbreak.figure.pose import Leg, Pose
from knotbreak.figure.postures import KNEE_UP, Stance, Support
from knotbreak.figure.proportions import ANKLE_UP, BALL_AHEAD, FOOT, HEEL_BACK, HIP, SHANK, THIGH
from knotbreak.figure.reach import reach_leg
from knotbreak.figure.skeleton import Part, foot_turn, hip_turn, place_leg
from knotbreak.figure.vectors import (
    Mat,
    Quat,
    Vec,
    about_x,
    about_y,
    add,
    between,
    frame,
    mat_of,
    placed,
    quat_of,
    sub,
    times,
    transposed,
    turned,
)

_A = Angle
_RISE = 0.014
"""How far tight buttocks lift who sits on them."""

TOE_OUT = 7.0
"""How far a standing foot points outward."""

ANKLE_LIES = 0.05
"""How high an ankle is above what it lies on."""

HEEL_STANDS = 0.071
"""How high the ankle of a foot is that stands on its heel."""

PAD_UP = 0.03
"""How thick the pad under a kneeling knee is."""

HEEL_POINT: Vec = (0.0, -ANKLE_UP, -0.040)
BALL_POINT: Vec = (0.0, -ANKLE_UP, BALL_AHEAD - 0.012)
TOE_POINT: Vec = (0.0, -ANKLE_UP + 0.012, FOOT - HEEL_BACK)
LITTLE_TOE_POINT: Vec = (0.055, -ANKLE_UP + 0.016, BALL_AHEAD + 0.010)
"""The outermost of a left foot, which may lie on its edge."""
TOE_HINGE: Vec = (0.0, -ANKLE_UP + 0.016, BALL_AHEAD - 0.012)
"""Where the toes of a bare foot bend."""
TOES_THICK = 0.017
"""How high that is above what tucked toes lie on."""
KNEELING_FOOT: Mat = (1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, -1.0)
"""A foot with its back on the floor, toes behind."""


class Foothold(NamedTuple):
    """A leg that stands on something: where its ankle is, how its foot is turned."""

    ankle: Vec
    foot: Quat | None
    pole: Vec


_LEGS = ("foot", "heel", "toes", "knee")


def touching_of(stance: Stance, contacts: Mapping[str, str]) -> Mapping[str, str]:
    """What touches what; a leg is free when a keyframe puts down the other one alone."""
    told = {prefix: [f"{prefix}{name}" for name in _LEGS] for prefix in ("", "other-")}
    said = {prefix for prefix, names in told.items() if any(name in contacts for name in names)}
    stands = any(contacts.get(name) == "floor" for names in told.values() for name in names)
    rest = {}
    for part, where in stance.contacts.items():
        prefix = "other-" if part.startswith("other-") else ""
        if part in told[prefix] and (prefix in said or stands):
            continue
        rest[part] = where
    return {**rest, **contacts}


def root_of(stance: Stance, joints: Joints, touching: Mapping[str, str]) -> Vec:
    """Where the pelvis is: over what carries it."""
    if stance.support in {Support.SEAT, Support.FLOOR}:
        return add(stance.at, (0.0, _RISE * joints.one(_A.BUTTOCKS_TIGHT), 0.0))
    if stance.support is Support.KNEES:
        x, y, z = stance.knees[0]
        if touching.get("knee") == "cushion":
            y += PAD_UP
        up = math.radians(joints.of(_A.KNEE_FLEXION, 1) - 90)
        hip = (x, y + THIGH * math.cos(up), z - THIGH * math.sin(up))
        return (0.0, hip[1], hip[2])
    side = 1 if any(touching.get(name) == "floor" for name in ("foot", "heel", "toes")) else -1
    prefix = "" if side > 0 else "other-"
    ankle, _ = _stood(stance, joints, touching, prefix, side)
    lean = math.radians(joints.of(_A.ANKLE_DORSIFLEXION, side))
    if touching.get(f"{prefix}toes") == "floor":
        lean += math.radians(_heel_up(joints, side))
    up = lean - math.radians(joints.of(_A.KNEE_FLEXION, side))
    return (
        0.0,
        ankle[1] + SHANK * math.cos(lean) + THIGH * math.cos(up),
        ankle[2] + SHANK * math.sin(lean) + THIGH * math.sin(up),
    )


def _heel_up(joints: Joints, side: int) -> float:
    """How far a foot on its toes is tipped: as far as they are bent, or else as its ankle is."""
    return max(joints.of(_A.TOE_EXTENSION, side), -joints.of(_A.ANKLE_DORSIFLEXION, side))


def _stood(
    stance: Stance, joints: Joints, touching: Mapping[str, str], prefix: str, side: int
) -> tuple[Vec, Mat]:
    """Where a standing ankle is and how its foot is turned: flat, on the heel, on the toes."""
    x, y, z = stance.ankles[0 if side > 0 else 1]
    yaw = about_y(TOE_OUT * side)
    bend = joints.of(_A.ANKLE_DORSIFLEXION, side)
    for name, pivot, tip in (
        ("heel", HEEL_POINT, -bend), ("toes", BALL_POINT, _heel_up(joints, side))
    ):  # fmt: skip
        if touching.get(f"{prefix}{name}") == "floor":
            turn = times(yaw, about_x(tip))
            fixed = add((x, y, z), turned(yaw, pivot))
            return sub(fixed, turned(turn, pivot)), turn
    return (x, y, z), yaw


def with_legs(
    stance: Stance, joints: Joints, touching: Mapping[str, str], pose: Pose
) -> tuple[Pose, tuple[Foothold | None, Foothold | None]]:
    """The pose on its legs, and what the left and the right one stand on."""
    pose = msgspec.structs.replace(pose, root=root_of(stance, joints, touching))
    pelvis = Part(pose.root, mat_of(pose.turn))
    legs: list[Leg] = []
    holds: list[Foothold | None] = []
    for side in (-1, 1):
        prefix = "" if side > 0 else "other-"
        leg = _free_leg(stance, joints, pelvis, side)
        hold = _foothold(stance, joints, touching, pelvis, prefix, side)
        over = touching.get(f"{prefix}foot")
        if hold is not None:
            foot = None if hold.foot is None else mat_of(hold.foot)
            leg = reach_leg(leg, pelvis, side, hold.ankle, hold.pole, foot)
        elif over == "other-knee" and legs:
            leg = _crossed(leg, legs[0], pelvis)
        toes = joints.of(_A.TOE_EXTENSION, side)
        if touching.get(f"{prefix}toes") == "floor":
            toes = _heel_up(joints, side)
        legs.append(msgspec.structs.replace(leg, toes=toes))
        holds.append(hold)
    return msgspec.structs.replace(pose, legs=(legs[1], legs[0])), (holds[1], holds[0])


def sole_height(leg: Leg, pelvis: Part, side: int) -> float:
    """How high the lowest point of a sole is above the floor."""
    foot = place_leg(leg, pelvis, side).foot
    x, y, z = LITTLE_TOE_POINT
    edge = foot.point((x * side, y, z))
    return min(at[1] for at in (edge, *map(foot.point, (HEEL_POINT, BALL_POINT, TOE_POINT))))


def lifted(leg: Leg, pelvis: Part, side: int) -> Leg:
    """A leg on its way to or from the floor: drawn up so far that the foot clears it."""
    low = sole_height(leg, pelvis, side)
    if low >= 0:
        return leg
    _, thigh, shank, foot = place_leg(leg, pelvis, side)
    x, y, z = foot.at
    ahead = sub(shank.at, between(thigh.at, foot.at, 0.5))
    return reach_leg(leg, pelvis, side, (x, y - low, z), add(ahead, (0.0, 0.0, 0.02)), foot.turn)


def _free_leg(stance: Stance, joints: Joints, pelvis: Part, side: int) -> Leg:
    """A leg by its angles. Its thigh is turned against the posture, not against the lean."""
    turn = hip_turn(
        side,
        joints.of(_A.HIP_FLEXION, side),
        joints.of(_A.HIP_ABDUCTION, side) + 2,
        joints.of(_A.HIP_EXTERNAL_ROTATION, side),
    )
    world = times(about_x(stance.pitch), turn)
    return Leg(
        hip=quat_of(times(transposed(pelvis.turn), world)),
        knee=joints.of(_A.KNEE_FLEXION, side),
        foot=quat_of(foot_turn(joints.of(_A.ANKLE_DORSIFLEXION, side))),
    )


def _foothold(
    stance: Stance,
    joints: Joints,
    touching: Mapping[str, str],
    pelvis: Part,
    prefix: str,
    side: int,
) -> Foothold | None:
    on_floor = any(touching.get(f"{prefix}{name}") == "floor" for name in ("foot", "heel", "toes"))
    knee = touching.get(f"{prefix}knee")
    if knee in {"floor", "cushion"}:
        if stance.support is Support.KNEES:
            return _kneeling(stance, joints, side, PAD_UP if knee == "cushion" else 0.0)
        return _lying(joints, pelvis, side)
    if not on_floor:
        return None
    out = (side * 0.12, 0.0, 1.0)
    bend = joints.of(_A.KNEE_FLEXION, side)
    if stance.support is Support.FLOOR:
        ankle = stance.ankles[0 if side > 0 else 1]
        reach = _reach(bend)
        hip = placed(pelvis.turn, pelvis.at, (HIP[0] * side, 0.0, 0.0))
        ankle = (ankle[0], ankle[1], hip[2] + _along(reach, hip[1] - ankle[1]))
        toes_up = about_x(-90 - joints.of(_A.ANKLE_DORSIFLEXION, side))
        return Foothold(ankle, quat_of(toes_up), (side * 0.1, 1.0, 0.0))
    if stance.support is Support.SEAT and bend < 45 and touching.get(f"{prefix}heel") == "floor":
        hip = placed(pelvis.turn, pelvis.at, (HIP[0] * side, 0.0, 0.0))
        ahead = _along(_reach(bend), hip[1] - HEEL_STANDS)
        return Foothold((side * 0.115, HEEL_STANDS, hip[2] + ahead), None, (side * 0.05, 1.0, 0.3))
    ankle, turn = _stood(stance, joints, touching, prefix, side)
    return Foothold(ankle, quat_of(turn), out)


def _reach(bend: float) -> float:
    """From hip to ankle with a knee bent so far."""
    open_ = math.radians(180 - max(1.5, bend))
    return math.sqrt(THIGH**2 + SHANK**2 - 2 * THIGH * SHANK * math.cos(open_))


def _along(long: float, up: float) -> float:
    """How far along the floor a bone reaches from so high up; not at all when it is too short."""
    return math.sqrt(max(0.0, long**2 - up**2))


def _kneeling(stance: Stance, joints: Joints, side: int, raised: float) -> Foothold:
    """A shin on the floor behind its knee; with the toes tucked under it rises to the heel."""
    x, y, z = stance.knees[0 if side > 0 else 1]
    y += raised
    toes = joints.of(_A.TOE_EXTENSION, side)
    # Tucked toes lie flat, so the foot stands on them as steeply as they are bent.
    tucked = toes > 30
    turn = about_x(toes) if tucked else KNEELING_FOOT
    up = TOES_THICK - turned(turn, TOE_HINGE)[1] if tucked else 0.058
    back = _along(SHANK, y - up)
    # The knee points down and ahead, so the bend lies in the plane of the leg.
    return Foothold((x, up, z - back), quat_of(turn), (0.0, -1.0, 1.0))


def _lying(joints: Joints, pelvis: Part, side: int) -> Foothold:
    """A leg along the floor: ahead of the hips with its knee out, or straight behind them."""
    hip = placed(pelvis.turn, pelvis.at, (HIP[0] * side, 0.0, 0.0))
    ahead = joints.of(_A.HIP_FLEXION, side) > 45
    bend = joints.of(_A.KNEE_FLEXION, side)
    flat = _along(THIGH, hip[1] - KNEE_UP)
    out = math.radians(joints.of(_A.HIP_ABDUCTION, side)) * side
    if not ahead:
        far = flat + _along(SHANK, KNEE_UP - ANKLE_LIES)
        ankle = (hip[0] + far * math.sin(out), ANKLE_LIES, hip[2] - far * math.cos(out))
        return Foothold(ankle, quat_of(KNEELING_FOOT), (0.0, -1.0, -0.2))
    knee = (hip[0] + flat * math.sin(out), KNEE_UP, hip[2] + flat * math.cos(out))
    aim = out - math.radians(bend) * side
    ankle = (knee[0] + SHANK * math.sin(aim), ANKLE_LIES, knee[2] + SHANK * math.cos(aim))
    # The foot lies on its outer edge, the toes where the shin looks.
    shin = (side * math.cos(aim), 0.0, -side * math.sin(aim))
    edge = frame((math.sin(aim), 0.0, math.cos(aim)), shin)
    flexed = times(edge, about_x(-joints.of(_A.ANKLE_DORSIFLEXION, side)))
    return Foothold(ankle, quat_of(flexed), sub(knee, hip))


def _crossed(leg: Leg, other: Leg, pelvis: Part) -> Leg:
    """The left ankle on the right thigh, just above the knee; its own knee a little higher."""
    thigh = Part(
        placed(pelvis.turn, pelvis.at, (-HIP[0], 0.0, 0.0)),
        times(pelvis.turn, mat_of(other.hip)),
    )
    ankle = thigh.point((-0.035, -THIGH * 0.86, 0.062 + 0.036))
    return reach_leg(leg, pelvis, 1, ankle, (1.0, 0.48, 0.30), None)
