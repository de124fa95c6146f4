"""Self-massage on the figure: where a spot is, and the target that wanders over it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from knotbreak.core.body import Area, Side
from knotbreak.core.figure_spec import FigureSpec, Framing, Keyframe, Posture, Prop, View
from knotbreak.figure.portrait import portrait
from knotbreak.figure.shapes import Box, Glow

ROUND_MS = 2_500
"""One small circle of the hand: slow."""

WANDER_MS = 20_000
"""So long the target takes once over the spot."""

WANDER = 0.24
CIRCLE = 0.11
TARGET = 0.20
"""As shares of the spot's radius: how far the target wanders, its small circles, its size."""


class Target(NamedTuple):
    """Where the target is in the picture, in its metres, and the part of it that is shown."""

    x: float
    y: float
    radius: float
    box: Box


class _Shown(NamedTuple):
    view: View
    framing: Framing
    posture: Posture = Posture.STANDING


_SHOWN: Mapping[Area, _Shown] = {
    Area.NECK: _Shown(View.BACK, Framing.BUST),
    Area.SHOULDERS: _Shown(View.BACK, Framing.BUST),
    Area.UPPER_BACK: _Shown(View.BACK, Framing.BUST),
    Area.SHOULDER_BLADES: _Shown(View.BACK, Framing.BUST),
    Area.CHEST: _Shown(View.FRONT, Framing.BUST),
    Area.JAW: _Shown(View.FRONT, Framing.FACE),
    Area.ARMS: _Shown(View.FRONT, Framing.WHOLE),
    Area.LOWER_BACK: _Shown(View.BACK, Framing.WHOLE),
    Area.GLUTES: _Shown(View.BACK, Framing.WHOLE),
    Area.HIPS: _Shown(View.FRONT, Framing.WHOLE),
    Area.THIGHS: _Shown(View.FRONT, Framing.WHOLE),
    Area.CALVES: _Shown(View.BACK, Framing.FOOT),
    Area.FEET: _Shown(View.FRONT, Framing.FOOT, Posture.SEATED),
}
"""How each area is seen best: from behind where the front is not to be pressed."""


def massage_spec(area: Area) -> FigureSpec:
    """The figure that shows where an area is pressed; it stands still."""
    shown = _SHOWN[area]
    seated = shown.posture is Posture.SEATED
    return FigureSpec(
        posture=shown.posture,
        view=shown.view,
        framing=shown.framing,
        props=(Prop.CHAIR,) if seated else (),
        glow=(area,),
        keyframe=(Keyframe(at="start"), Keyframe(at="end")),
    )


class Massage:
    """The spots of one area on one side (both: the left one first), and the target on them."""

    def __init__(self, area: Area, side: Side) -> None:
        self.spec = massage_spec(area)
        sides = (Side.LEFT, Side.RIGHT) if side is Side.BOTH else (side,)
        scenes = [portrait(self.spec, one) for one in sides]
        self._box = scenes[0].box
        # A glow may be a band of several: the largest is where the hand goes.
        self._spots = [
            max(
                (item for item in scene.items if isinstance(item, Glow)), key=lambda one: one.radius
            )
            for scene in scenes
        ]

    def target(self, elapsed_ms: int, length_ms: int) -> Target:
        """Where to press at a moment: small circles that wander over the spot.

        Where both sides are pressed each has its half of the time.
        """
        number = min(len(self._spots) - 1, elapsed_ms * len(self._spots) // max(1, length_ms))
        spot = self._spots[number]
        wander, circle = _turn(elapsed_ms, WANDER_MS), _turn(elapsed_ms, ROUND_MS)
        x, y = spot.middle
        x += spot.radius * (WANDER * math.sin(wander) + CIRCLE * math.sin(circle))
        y += spot.radius * (WANDER * math.sin(2 * wander) / 2 + CIRCLE * math.cos(circle))
        return Target(x, y, spot.radius * TARGET, self._box)


def _turn(elapsed_ms: int, round_ms: int) -> float:
    return 2 * math.pi * (elapsed_ms % round_ms) / round_ms
