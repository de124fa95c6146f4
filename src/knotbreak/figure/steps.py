"""A movement in steps too small to be seen, so that the same pictures come again in every rep."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

from knotbreak.figure.animate import Movement, eased
from knotbreak.figure.pose import Pose
from knotbreak.figure.skeleton import Body
from knotbreak.figure.trails import GIVES
from knotbreak.figure.vectors import Vec, length, sub

_LOOKS = 8
"""So often a way is looked at to tell how far it leads."""

FRAME_MS = 16
SLOW = 2
"""So many steps in a frame are slow enough for a frame to come half of one early or late."""

_FINGER = math.radians(0.09)
_TOE = math.radians(0.07)
"""How far a tip goes, in metres for each degree."""


class Step(NamedTuple):
    """A moment of a movement: which of its ways, and how many of how many steps along it."""

    way: int
    number: int
    of: int


class _Way(NamedTuple):
    """From one pose to another; `far` is how far the part goes that goes farthest, in metres."""

    phase: str
    since: str | None
    amplitude: float
    start: Pose
    end: Pose
    far: float


class Steps:
    """Rounds the moments of a movement.

    A way back is the way there: what is lowered passes the same steps as what was lifted.
    """

    def __init__(self, movement: Movement) -> None:
        self._movement = movement
        self._ways: list[_Way] = []
        self._known: dict[tuple[str, str | None, float], tuple[int, bool]] = {}

    def step(
        self, phase: str, fraction: float, amplitude: float, since: str | None, size: float, ms: int
    ) -> Step:
        """The step next to a moment of a phase that takes so long.

        No part of the body moves farther in one than `size`. Where a slow movement makes more than
        one in a frame, moments are those of frames, so that every rep passes the same steps.
        """
        key = (phase, since, amplitude)
        if key not in self._known:
            self._known[key] = self._found(phase, since, amplitude)
        number, backward = self._known[key]
        of = max(1, math.ceil(self._ways[number].far / size))
        frames = round(ms / FRAME_MS)
        if frames and of <= SLOW * frames:
            fraction = round(fraction * frames) / frames
        share = eased(min(1.0, max(0.0, fraction)))
        return Step(number, round((1 - share if backward else share) * of), of)

    def body(self, step: Step) -> Body:
        """The body at a step."""
        way = self._ways[step.way]
        fraction = math.acos(1 - 2 * step.number / step.of) / math.pi
        return self._movement.pose_at(way.phase, fraction, way.amplitude, way.since)

    def _found(self, phase: str, since: str | None, amplitude: float) -> tuple[int, bool]:
        bodies = [
            self._movement.pose_at(phase, number / _LOOKS, amplitude, since)
            for number in range(_LOOKS + 1)
        ]
        start, end = bodies[0].pose, bodies[-1].pose
        for number, way in enumerate(self._ways):
            if (way.start, way.end) in ((start, end), (end, start)):
                return number, way.start != start
        # The eased clock makes the steps even; no part is much faster than its mean.
        looked = [_places(body) for body in bodies]
        tracks = zip(*looked, strict=True)
        far = max(sum(length(sub(a, b)) for a, b in pairwise(track)) for track in tracks)
        self._ways.append(_Way(phase, since, amplitude, start, end, far))
        return len(self._ways) - 1, False


def _places(body: Body) -> list[Vec]:
    """What of a body moves most."""
    places = [body.pelvis.at, body.chest.at, body.head.point((0.0, 0.2, 0.0))]
    places += [body.head.point((0.0, 0.05, 0.1)), body.chest.point((0.0, 0.0, 0.1))]
    for arm in body.arms:
        places += [arm.upper.at, arm.fore.at, arm.hand.at, arm.hand.point((0.0, -0.18, 0.0))]
    for leg in body.legs:
        places += [leg.shank.at, leg.foot.at, leg.foot.point((0.0, 0.0, 0.2))]
    # What moves within a part, as far as it would be seen to go.
    pose = body.pose
    inner = [pose.jaw, pose.breath * 0.01, pose.eyes_closed * 0.02, pose.gaze_near * 0.3]
    inner.append(pose.tight * GIVES)
    inner += [leg.toes * _TOE for leg in pose.legs]
    for hand in (pose.arms[0].hand, pose.arms[1].hand):
        inner += [
            (hand.knuckles + hand.fingers * 0.6 + hand.tips * 0.3) * _FINGER,
            hand.spread * _FINGER,
            (hand.thumb + hand.thumb_flexion) * _FINGER,
        ]
    return places + [(value, 0.0, 0.0) for value in inner]
