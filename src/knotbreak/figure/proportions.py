"""How long the parts of the body are.

Segment lengths are fractions of body height after R. Drillis and R. Contini, "Body segment
parameters" (1966), as drawn in D. A. Winter, "Biomechanics and Motor Control of Human Movement".
What that drawing leaves out (where the spine bends, where a collarbone starts) is set by eye.
"""

from __future__ import annotations

from knotbreak.figure.vectors import Vec

HEIGHT = 1.70
"""The drawn person, in metres."""

ANKLE_UP = 0.039 * HEIGHT
SHANK = (0.285 - 0.039) * HEIGHT
THIGH = (0.530 - 0.285) * HEIGHT
HIP_UP = 0.530 * HEIGHT
UPPER_ARM = 0.186 * HEIGHT
FOREARM = 0.146 * HEIGHT
HAND = 0.108 * HEIGHT
FOOT = 0.152 * HEIGHT
SHOULDER_UP = 0.818 * HEIGHT

HIP: Vec = (0.088, 0.0, 0.0)
"""The left hip joint, from the middle of the pelvis."""

SPINE: tuple[Vec, ...] = (
    (0.0, 0.100, -0.022),
    (0.0, 0.130, 0.000),
    (0.0, 0.140, -0.018),
    (0.0, 0.148, 0.008),
    (0.0, 0.092, 0.022),
)
"""From the hips' middle to the joints of the spine, each seen from the one below: the base of the
lumbar spine, of the lower and of the upper thoracic spine, of the neck, of the head."""

COLLARBONE: Vec = (0.022, 0.112, 0.052)
"""Where the left collarbone starts, from the base of the upper thoracic spine."""

SHOULDER: Vec = (0.150, 0.008, -0.038)
"""The left shoulder joint, from the start of the collarbone."""

HEEL_BACK = 0.052
"""How far the heel reaches behind the ankle."""

BALL_AHEAD = 0.118
"""How far ahead of the ankle the toes are hinged."""
