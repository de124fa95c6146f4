"""How a stretch file describes its picture: the figure's part of the file format.

Only values: the body that takes these poses lives in `knotbreak.figure`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.body import Area


class Posture(StrEnum):
    """The pose that every keyframe of a stretch starts from."""

    SEATED = "seated"
    SEATED_EDGE = "seated-edge"
    STANDING = "standing"
    SPLIT_STANCE = "split-stance"
    ALL_FOURS = "all-fours"
    KNEELING = "kneeling"
    HALF_KNEELING = "half-kneeling"
    LONG_SIT = "long-sit"
    NONE = "none"


class View(StrEnum):
    """The direction from which the figure is seen at first."""

    FRONT = "front"
    BACK = "back"
    SIDE = "side"
    THREE_QUARTER = "three-quarter"


class Framing(StrEnum):
    """How much of the body fills the ring."""

    WHOLE = "whole"
    BUST = "bust"
    ARM = "arm"
    HAND = "hand"
    FOOT = "foot"
    FACE = "face"
    EYES = "eyes"
    SCENE = "scene"
    RING = "ring"


class Prop(StrEnum):
    """A thing beside or under the figure."""

    CHAIR = "chair"
    DESK = "desk"
    WALL = "wall"
    DOORWAY = "doorway"
    MAT = "mat"
    CUSHION = "cushion"
    WINDOW = "window"


class Angle(StrEnum):
    """A joint angle, in degrees from upright standing.

    Positive is what the name says: flexion, elevation, turning to the working side, tilting away
    from it (so that the working side is the one stretched). `other_` is the side that does not
    feel the stretch; without it a paired joint means the working side, or both when the movement
    has no sides. Three are no angles and go from 0 to 1: `eyes_closed` (up to 2: squeezed),
    `gaze_near` and `buttocks_tight`.
    """

    NECK_LATERAL_FLEXION = "neck_lateral_flexion"
    NECK_ROTATION = "neck_rotation"
    NECK_FLEXION = "neck_flexion"
    HEAD_RETRACTION_CM = "head_retraction_cm"
    JAW_OPENING_MM = "jaw_opening_mm"
    EYES_CLOSED = "eyes_closed"
    GAZE_NEAR = "gaze_near"
    BUTTOCKS_TIGHT = "buttocks_tight"
    THORACIC_FLEXION = "thoracic_flexion"
    LUMBAR_FLEXION = "lumbar_flexion"
    TRUNK_ROTATION = "trunk_rotation"
    TRUNK_LATERAL_FLEXION = "trunk_lateral_flexion"
    TRUNK_LEAN = "trunk_lean"
    PELVIC_TILT = "pelvic_tilt"
    SCAPULAR_ELEVATION = "scapular_elevation"
    SCAPULAR_PROTRACTION = "scapular_protraction"
    SHOULDER_FLEXION = "shoulder_flexion"
    SHOULDER_ABDUCTION = "shoulder_abduction"
    SHOULDER_HORIZONTAL_ADDUCTION = "shoulder_horizontal_adduction"
    SHOULDER_EXTERNAL_ROTATION = "shoulder_external_rotation"
    ELBOW_FLEXION = "elbow_flexion"
    FOREARM_SUPINATION = "forearm_supination"
    WRIST_EXTENSION = "wrist_extension"
    FINGER_FLEXION = "finger_flexion"
    KNUCKLE_FLEXION = "knuckle_flexion"
    FINGER_SPREAD = "finger_spread"
    THUMB_ABDUCTION = "thumb_abduction"
    HIP_FLEXION = "hip_flexion"
    HIP_ABDUCTION = "hip_abduction"
    HIP_EXTERNAL_ROTATION = "hip_external_rotation"
    KNEE_FLEXION = "knee_flexion"
    ANKLE_DORSIFLEXION = "ankle_dorsiflexion"
    TOE_EXTENSION = "toe_extension"
    OTHER_SCAPULAR_ELEVATION = "other_scapular_elevation"
    OTHER_SCAPULAR_PROTRACTION = "other_scapular_protraction"
    OTHER_SHOULDER_FLEXION = "other_shoulder_flexion"
    OTHER_SHOULDER_ABDUCTION = "other_shoulder_abduction"
    OTHER_SHOULDER_HORIZONTAL_ADDUCTION = "other_shoulder_horizontal_adduction"
    OTHER_SHOULDER_EXTERNAL_ROTATION = "other_shoulder_external_rotation"
    OTHER_ELBOW_FLEXION = "other_elbow_flexion"
    OTHER_FOREARM_SUPINATION = "other_forearm_supination"
    OTHER_WRIST_EXTENSION = "other_wrist_extension"
    OTHER_HIP_FLEXION = "other_hip_flexion"
    OTHER_HIP_ABDUCTION = "other_hip_abduction"
    OTHER_HIP_EXTERNAL_ROTATION = "other_hip_external_rotation"
    OTHER_KNEE_FLEXION = "other_knee_flexion"
    OTHER_ANKLE_DORSIFLEXION = "other_ankle_dorsiflexion"


Degrees = Annotated[float, Meta(ge=-180, le=180)]


class Keyframe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pose at one moment of a movement."""

    at: Annotated[
        str,
        Meta(
            max_length=40,
            description="`start`, `end`, or the name of a phase: the pose when it is reached.",
        ),
    ]
    angles: Annotated[
        dict[Angle, Degrees], Meta(description="Joint angles that differ from the posture.")
    ] = {}
    contacts: Annotated[
        dict[
            Annotated[str, Meta(pattern="^[a-z-]+$", max_length=30)],
            Annotated[str, Meta(pattern="^[a-z-]+$", max_length=30)],
        ],
        Meta(description='What touches what, such as `{ hand = "thigh", other-hand = "seat" }`.'),
    ] = {}


class Trail(StrEnum):
    """A place of the body whose path is drawn as an arrow."""

    HEAD = "head"
    JAW = "jaw"
    SHOULDER = "shoulder"
    CHEST = "chest"
    PELVIS = "pelvis"
    BUTTOCKS = "buttocks"
    HAND = "hand"
    FOOT = "foot"
    TOES = "toes"
    TEETH = "teeth"
    """No path: a lens on what the lips hide."""


class FigureSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The picture of a stretch: posture, camera, things around, and the poses of its phases."""

    posture: Posture
    caption: Annotated[
        str,
        Meta(max_length=300, description="The movement in one sentence, for those who listen."),
    ] = ""
    view: View = View.FRONT
    second_view: View | None = None
    framing: Framing = Framing.WHOLE
    props: tuple[Prop, ...] = ()
    turn: Annotated[
        Degrees, Meta(description="Turns the camera further round, towards the working side.")
    ] = 0
    glow: Annotated[tuple[Area, ...], Meta(description="Where it should be felt.")] = ()
    glow_both: Annotated[
        bool, Meta(description="Whether both sides feel it even where one of them works.")
    ] = False
    trail: Annotated[
        tuple[Trail, ...], Meta(description="Small movements that an arrow makes plain.")
    ] = ()
    keyframe: tuple[Keyframe, ...] = ()

    @property
    def breathes(self) -> bool:
        """Whether there is no body in it: a disc breathes instead."""
        return self.framing is Framing.RING
