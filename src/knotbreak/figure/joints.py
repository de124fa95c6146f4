"""The joint angles of a keyframe, and the pose that they make before anything is touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from knotbreak.core.figure_spec import Angle
from knotbreak.figure.pose import Arm, Hand, Pose
from knotbreak.figure.postures import Stance
from knotbreak.figure.skeleton import shoulder_turn, wrist_turn
from knotbreak.figure.vectors import about_x, quat_of

Values: TypeAlias = Mapping[Angle, float]

_A = Angle
THUMB_ALONG = 14.0
"""How far a thumb that lies along the palm is turned in from where a hand at rest has it."""


class Joints:
    """The angles of a keyframe on top of its posture, asked for by side."""

    def __init__(self, stance: Stance, values: Values, *, sided: bool) -> None:
        self._stance = stance.angles
        self._values = values
        self._sided = sided

    def one(self, angle: Angle) -> float:
        """A joint in the middle of the body."""
        value = self._values.get(angle)
        return self._stance.get(angle, 0.0) if value is None else value

    def of(self, angle: Angle, side: int) -> float:
        """A joint that there are two of; 1 is the working side."""
        other = OTHERS.get(angle)
        if side < 0:
            if other is not None and other in self._values:
                return self._values[other]
            if self._sided or angle not in self._values:
                return self._stance.get(other or angle, self._stance.get(angle, 0.0))
        return self.one(angle)


OTHERS: Mapping[Angle, Angle] = {
    Angle(name.removeprefix("other_")): Angle(name) for name in Angle if name.startswith("other_")
}


def posed(stance: Stance, joints: Joints, lean: float) -> Pose:
    """Trunk, head and arms by their angles; `lean` is added to how far the trunk leans."""
    tilt = joints.one(_A.PELVIC_TILT)
    pitch = stance.pitch + joints.one(_A.TRUNK_LEAN) + lean + tilt
    thoracic = joints.one(_A.THORACIC_FLEXION)
    aside = -joints.one(_A.TRUNK_LATERAL_FLEXION)
    turn = joints.one(_A.TRUNK_ROTATION)
    nod = joints.one(_A.NECK_FLEXION)
    tip = -joints.one(_A.NECK_LATERAL_FLEXION)
    look = joints.one(_A.NECK_ROTATION)
    spine = (
        joints.one(_A.LUMBAR_FLEXION) - tilt, aside * 0.4, turn * 0.15,
        thoracic * 0.5, aside * 0.3, turn * 0.4,
        thoracic * 0.5, aside * 0.3, turn * 0.45,
        nod * 0.55, tip * 0.52, look * 0.42,
        nod * 0.45, tip * 0.48, look * 0.58,
    )  # fmt: skip
    return Pose(
        root=stance.at,
        turn=quat_of(about_x(pitch)),
        spine=spine,
        retraction=joints.one(_A.HEAD_RETRACTION_CM) / 100,
        jaw=joints.one(_A.JAW_OPENING_MM) / 1000,
        gaze_near=joints.one(_A.GAZE_NEAR),
        eyes_closed=joints.one(_A.EYES_CLOSED),
        tight=joints.one(_A.BUTTOCKS_TIGHT),
        arms=(_arm(joints, 1), _arm(joints, -1)),
    )


def _arm(joints: Joints, side: int) -> Arm:
    shoulder = shoulder_turn(
        side,
        joints.of(_A.SHOULDER_FLEXION, side),
        joints.of(_A.SHOULDER_ABDUCTION, side),
        joints.of(_A.SHOULDER_HORIZONTAL_ADDUCTION, side),
        joints.of(_A.SHOULDER_EXTERNAL_ROTATION, side),
    )
    finger = joints.of(_A.FINGER_FLEXION, side)
    knuckle = joints.of(_A.KNUCKLE_FLEXION, side)
    thumb = joints.of(_A.THUMB_ABDUCTION, side)
    hand = Hand()
    if finger or knuckle or thumb or joints.of(_A.FINGER_SPREAD, side):
        hand = Hand(
            knuckles=knuckle,
            fingers=finger,
            tips=finger * 0.7,
            spread=joints.of(_A.FINGER_SPREAD, side),
            thumb=thumb - THUMB_ALONG,
            thumb_flexion=max(4.0, (knuckle + finger) * 0.28),
        )
    return Arm(
        shoulder=quat_of(shoulder),
        elevation=joints.of(_A.SCAPULAR_ELEVATION, side),
        protraction=joints.of(_A.SCAPULAR_PROTRACTION, side),
        elbow=joints.of(_A.ELBOW_FLEXION, side),
        supination=joints.of(_A.FOREARM_SUPINATION, side),
        wrist=quat_of(wrist_turn(side, joints.of(_A.WRIST_EXTENSION, side))),
        hand=hand,
    )
