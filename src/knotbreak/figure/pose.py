"""A pose: every joint of the body at one moment, and what lies halfway between two poses."""

from __future__ import annotations

import msgspec

from knotbreak.figure.vectors import UNTURNED, Quat, Vec, between, slerp


class Hand(msgspec.Struct, frozen=True):
    """The joints of the fingers, in degrees: flexion of knuckles and of the two joints beyond."""

    knuckles: float = 12.0
    fingers: float = 14.0
    tips: float = 10.0
    spread: float = 1.0
    thumb: float = 18.0
    thumb_flexion: float = 12.0


class Arm(msgspec.Struct, frozen=True):
    """One arm. `shoulder` turns the upper arm against the chest, `wrist` the hand against the
    forearm; the rest are degrees. `supination` counts from the thumb ahead of a hanging arm.
    """

    shoulder: Quat = UNTURNED
    elevation: float = 0.0
    protraction: float = 0.0
    elbow: float = 8.0
    supination: float = 0.0
    wrist: Quat = UNTURNED
    hand: Hand = Hand()


class Leg(msgspec.Struct, frozen=True):
    """One leg. `hip` turns the thigh against the pelvis, `foot` the foot against the shank."""

    hip: Quat = UNTURNED
    knee: float = 0.0
    foot: Quat = UNTURNED
    toes: float = 0.0


class Pose(msgspec.Struct, frozen=True):
    """The whole body.

    Attributes:
        root: The middle between the hip joints.
        turn: How the pelvis is turned.
        spine: Flexion, lateral flexion to the left and rotation to the left, for each of the five
            joints of the spine from the loins to the head.
        retraction: How far the head has glided back, in metres.
        jaw: How far the teeth are apart, in metres.
        eyes_closed: From 0 to 1; above 1 they are squeezed.
        gaze_near: Whether the eyes rest on something close, from 0 to 1.
        tight: How far the buttocks are squeezed together, from 0 to 1.
        breath: How full the lungs are, from 0 to 1.
        arms: Left and right.
        legs: Left and right.
    """

    root: Vec = (0.0, 0.0, 0.0)
    turn: Quat = UNTURNED
    spine: tuple[float, ...] = (0.0,) * 15
    retraction: float = 0.0
    jaw: float = 0.0
    eyes_closed: float = 0.0
    gaze_near: float = 0.0
    tight: float = 0.0
    breath: float = 0.0
    arms: tuple[Arm, Arm] = (Arm(), Arm())
    legs: tuple[Leg, Leg] = (Leg(), Leg())


def blend(a: Pose, b: Pose, share: float) -> Pose:
    """The pose at this share of the way from a to b."""
    if share <= 0 or a is b:
        return a
    if share >= 1:
        return b
    rest = 1 - share
    return Pose(
        between(a.root, b.root, share),
        slerp(a.turn, b.turn, share),
        tuple([p * rest + q * share for p, q in zip(a.spine, b.spine, strict=True)]),
        a.retraction * rest + b.retraction * share,
        a.jaw * rest + b.jaw * share,
        a.eyes_closed * rest + b.eyes_closed * share,
        a.gaze_near * rest + b.gaze_near * share,
        a.tight * rest + b.tight * share,
        a.breath * rest + b.breath * share,
        (_arm(a.arms[0], b.arms[0], share), _arm(a.arms[1], b.arms[1], share)),
        (_leg(a.legs[0], b.legs[0], share), _leg(a.legs[1], b.legs[1], share)),
    )


def _arm(a: Arm, b: Arm, share: float) -> Arm:
    if a is b:
        return a
    rest = 1 - share
    return Arm(
        slerp(a.shoulder, b.shoulder, share),
        a.elevation * rest + b.elevation * share,
        a.protraction * rest + b.protraction * share,
        a.elbow * rest + b.elbow * share,
        a.supination * rest + b.supination * share,
        slerp(a.wrist, b.wrist, share),
        _hand(a.hand, b.hand, share),
    )


def _hand(a: Hand, b: Hand, share: float) -> Hand:
    if a is b:
        return a
    rest = 1 - share
    return Hand(
        a.knuckles * rest + b.knuckles * share,
        a.fingers * rest + b.fingers * share,
        a.tips * rest + b.tips * share,
        a.spread * rest + b.spread * share,
        a.thumb * rest + b.thumb * share,
        a.thumb_flexion * rest + b.thumb_flexion * share,
    )


def _leg(a: Leg, b: Leg, share: float) -> Leg:
    if a is b:
        return a
    rest = 1 - share
    return Leg(
        slerp(a.hip, b.hip, share),
        a.knee * rest + b.knee * share,
        slerp(a.foot, b.foot, share),
        a.toes * rest + b.toes * share,
    )


def reflected(pose: Pose) -> Pose:
    """The pose in the mirror: left and right change places."""
    x, y, z = pose.root
    spine = tuple([value if i % 3 == 0 else -value for i, value in enumerate(pose.spine)])
    return msgspec.structs.replace(
        pose,
        root=(-x, y, z),
        turn=_reflected(pose.turn),
        spine=spine,
        arms=(_other_arm(pose.arms[1]), _other_arm(pose.arms[0])),
        legs=(_other_leg(pose.legs[1]), _other_leg(pose.legs[0])),
    )


def _reflected(q: Quat) -> Quat:
    return (q[0], q[1], -q[2], -q[3])


def _other_arm(arm: Arm) -> Arm:
    return msgspec.structs.replace(
        arm, shoulder=_reflected(arm.shoulder), wrist=_reflected(arm.wrist)
    )


def _other_leg(leg: Leg) -> Leg:
    return msgspec.structs.replace(leg, hip=_reflected(leg.hip), foot=_reflected(leg.foot))
