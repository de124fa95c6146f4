"""How far the joints of a healthy adult move: what a figure may be asked to do.

Where published tables differ the wider one holds, and where weight or a hand takes a joint further
than its muscles do, the passive one: these limits are there to find a slip of the pen and a pose
that nobody can take, not to say who is stiff. Movements stay far inside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from knotbreak.core.figure_spec import Angle


class Range(NamedTuple):
    """The least and the most of an angle, and whose figures they are."""

    low: float
    high: float
    source: str


AAOS = "American Academy of Orthopaedic Surgeons, Joint Motion"
NORKIN = "Norkin and White, Measurement of Joint Motion, appendix: AAOS and the studies beside it"
MAGEE = "Magee, Orthopedic Physical Assessment, active movements of the spine"
AMA = "American Medical Association, Guides to the Evaluation of Permanent Impairment"
NEUMANN = "Neumann, Kinesiology of the Musculoskeletal System, sternoclavicular joint"
EXRX = "ExRx, Joint range of motion"
HAND = "The Electronic Textbook of Hand Surgery (e-hand.com), typical range of motion"
JAW = "Castori, ISRN Dermatology 2012, 751768, table 8: a jaw opens 35 to 50 mm"
STANDING = "Baggett and Young 1993: dorsiflexion with weight on the foot, 7 to 35 degrees"
DRAWN = "not measured in this way by any table: what the drawn body can show"

_A = Angle
_MIDDLE: Mapping[Angle, Range] = {
    _A.NECK_LATERAL_FLEXION: Range(-45, 45, AAOS),
    _A.NECK_ROTATION: Range(-80, 80, f"{AMA}; {EXRX}: 60 to 80"),
    _A.NECK_FLEXION: Range(-60, 50, AMA),
    _A.HEAD_RETRACTION_CM: Range(-5, 5, DRAWN),
    _A.JAW_OPENING_MM: Range(0, 50, JAW),
    _A.EYES_CLOSED: Range(0, 2, DRAWN),
    _A.GAZE_NEAR: Range(0, 1, DRAWN),
    _A.BUTTOCKS_TIGHT: Range(0, 1, DRAWN),
    _A.THORACIC_FLEXION: Range(-45, 45, MAGEE),
    _A.LUMBAR_FLEXION: Range(-35, 60, MAGEE),
    _A.TRUNK_ROTATION: Range(-50, 50, f"{MAGEE}: 35 to 50; {AMA}: 45"),
    _A.TRUNK_LATERAL_FLEXION: Range(-35, 35, AAOS),
    # The pelvis with all above it, against the base posture: a bend of the hips.
    _A.TRUNK_LEAN: Range(-90, 120, f"{AAOS}: flexion of the hip"),
    _A.PELVIC_TILT: Range(-25, 25, DRAWN),
}
_PAIRED: Mapping[Angle, Range] = {
    _A.SCAPULAR_ELEVATION: Range(-10, 45, NEUMANN),
    _A.SCAPULAR_PROTRACTION: Range(-30, 30, NEUMANN),
    _A.SHOULDER_FLEXION: Range(-60, 180, AAOS),
    # Below zero the arm goes across the body (adduction).
    _A.SHOULDER_ABDUCTION: Range(-45, 180, f"{AAOS}; {EXRX}"),
    _A.SHOULDER_HORIZONTAL_ADDUCTION: Range(-45, 135, f"{EXRX}: 90 to 135"),
    _A.SHOULDER_EXTERNAL_ROTATION: Range(-70, 90, AAOS),
    _A.ELBOW_FLEXION: Range(0, 150, AAOS),
    _A.FOREARM_SUPINATION: Range(-90, 90, f"{NORKIN}: 77 to 93"),
    _A.WRIST_EXTENSION: Range(-80, 85, f"{NORKIN}; {EXRX}: 65 to 85"),
    _A.FINGER_FLEXION: Range(0, 100, HAND),
    _A.KNUCKLE_FLEXION: Range(-45, 90, HAND),
    _A.FINGER_SPREAD: Range(0, 25, HAND),
    _A.THUMB_ABDUCTION: Range(0, 70, AAOS),
    _A.HIP_FLEXION: Range(-30, 130, f"{AAOS}: 120; {EXRX}: about 125"),
    _A.HIP_ABDUCTION: Range(-30, 45, AAOS),
    _A.HIP_EXTERNAL_ROTATION: Range(-45, 45, AAOS),
    _A.KNEE_FLEXION: Range(0, 150, NORKIN),
    _A.ANKLE_DORSIFLEXION: Range(-50, 35, f"{AAOS}; {STANDING}"),
    _A.TOE_EXTENSION: Range(-45, 70, AAOS),
}

RANGES: Mapping[Angle, Range] = {
    **_MIDDLE,
    **_PAIRED,
    **{
        angle: _PAIRED[Angle(angle.removeprefix("other_"))]
        for angle in Angle
        if angle.startswith("other_")
    },
}
"""Every angle of a keyframe; the other side moves as far as the working one."""
