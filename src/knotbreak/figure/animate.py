"""A stretch in motion: its keyframes as poses, and every moment between them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import Angle, FigureSpec, Keyframe
from knotbreak.figure.ground import lowest, raised
from knotbreak.figure.pose import blend, reflected
from knotbreak.figure.postures import STANCES
from knotbreak.figure.skeleton import Body, place
from knotbreak.figure.solve import SUNK, Solved, held, solve

START, END = "start", "end"

_BETWEEN = {
    "ready": (START, START),
    "move": (START, END),
    "out": (START, END),
    "hold": (END, END),
    "back": (END, START),
    "pause": (START, START),
    START: (START, START),
    END: (START, END),
}
"""What a phase leads from and to where the stretch names no phases of its own."""


_SEEN = 0.0005
"""Who sinks deeper than allowed by less than this is left there."""


class Movement:
    """The poses of a stretch on one side.

    Everything is solved for a working left side; the right side is its mirror image.
    """

    def __init__(self, spec: FigureSpec, side: Side) -> None:
        self.spec = spec
        self.side = side
        self._sided = side is not Side.BOTH
        self._frames: dict[str, Keyframe] = {frame.at: frame for frame in spec.keyframe}
        if START not in self._frames:
            self._frames = {START: Keyframe(START), **self._frames}
        self._order = [name for name in self._frames if name != START]
        self._solved: dict[float, Mapping[str, Solved]] = {}

    @property
    def keyframes(self) -> tuple[str, ...]:
        """The names of the keyframes, the start first."""
        return tuple(self._frames)

    def pose_at(
        self, phase: str, fraction: float, amplitude: float = 1.0, since: str | None = None
    ) -> Body:
        """The body at a moment.

        Args:
            phase: A keyframe that is on its way to, or "ready", "move", "out", "hold", "back" or
                "pause" for a stretch that goes from its start to its end.
            fraction: How much of the phase has passed, from 0 to 1.
            amplitude: How much of the movement is done, from 0 to 1.
            since: The keyframe that the phase started from, where it is not the one before.
        """
        a, b = self._ends(phase, since)
        solved = self.solved(amplitude)
        start, goal = solved[a], solved[b]
        share = eased(min(1.0, max(0.0, fraction)))
        if share <= 0 or a == b:
            body = place(start.pose)
        elif share >= 1:
            body = place(goal.pose)
        else:
            pose, body = held(blend(start.pose, goal.pose, share), start, goal, share)
            for _ in range(3):
                sunk = lowest(body)
                if sunk > -SUNK - _SEEN:
                    break
                # The straight way of the hips leads knees through the floor: they go round. A knee
                # over a planted foot rises less than they do.
                pose, body = held(raised(pose, -sunk - SUNK), start, goal, share)
        return place(reflected(body.pose)) if self.side is Side.RIGHT else body

    def _ends(self, phase: str, since: str | None) -> tuple[str, str]:
        if phase in self._order and phase != END:
            before = self._order[self._order.index(phase) - 1]
            a, b = since or (before if before != END else START), phase
        else:
            a, b = _BETWEEN.get(phase, (START, START))
            a = since or a
        last = START if END not in self._frames else END
        known = self._frames
        return (a if a in known else last), (b if b in known else last)

    def solved(self, amplitude: float) -> Mapping[str, Solved]:
        """All keyframes as poses, by name, for a working side that is the left one."""
        made = self._solved.get(amplitude)
        if made is None:
            solved: dict[str, Solved] = {}
            before: Solved | None = None
            for name, keyframe in self._frames.items():
                before = solve(
                    self.spec.posture,
                    self._angles(keyframe, amplitude),
                    keyframe.contacts,
                    sided=self._sided,
                    before=before,
                )
                solved[name] = before
            made = self._solved[amplitude] = solved
        return made

    def _angles(self, keyframe: Keyframe, amplitude: float) -> Mapping[Angle, float]:
        if amplitude == 1.0:
            return keyframe.angles
        base = STANCES[self.spec.posture].angles
        start = self._frames[START].angles
        mixed = {}
        for angle in {*keyframe.angles, *start}:
            plain = Angle(angle.removeprefix("other_"))
            rest = base.get(angle, base.get(plain, 0.0))
            a = start.get(angle, rest)
            mixed[angle] = a + (keyframe.angles.get(angle, rest) - a) * amplitude
        return mixed


def eased(share: float) -> float:
    """Slow at both ends, as a body moves."""
    return (1 - math.cos(math.pi * share)) / 2
