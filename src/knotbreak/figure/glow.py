"""Where a stretch should be felt: a soft glow that lies on the body."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from knotbreak.core.body import Area
from knotbreak.figure.camera import Lens
from knotbreak.figure.proportions import FOREARM, SHANK, THIGH
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import LUMBAR, NECK, Body, Part
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.vectors import Vec, turned


class Spot(NamedTuple):
    """A place on the left half of the body: on which part, which way it faces, how large.

    `flank` is how much further out it lies when only one side is stretched.
    """

    part: Callable[[Body, int], Part]
    at: Vec
    outward: Vec
    radius: float
    on: tuple[str, ...]
    strength: float = 0.88
    flank: float = 0.0


def _chest(body: Body, _i: int) -> Part:
    return body.chest


def _neck(body: Body, _i: int) -> Part:
    return body.spine[NECK]


def _loins(body: Body, _i: int) -> Part:
    return body.spine[LUMBAR]


def _pelvis(body: Body, _i: int) -> Part:
    return body.pelvis


def _head(body: Body, _i: int) -> Part:
    return body.head


_TRUNK = ("shirt", "hips")
_SPOTS: Mapping[Area, Spot] = {
    Area.NECK: Spot(
        _neck, (0.052, 0.062, -0.010), (0.8, 0.2, -0.2), 0.095, ("neck", "shirt"),
    ),
    Area.SHOULDERS: Spot(
        lambda b, i: b.arms[i].upper, (0.012, -0.005, 0.0), (1, 0, 0), 0.14,
        ("shirt", "{}-upper-arm"),
    ),
    Area.UPPER_BACK: Spot(_chest, (0.040, 0.0, -0.070), (0.1, 0, -1), 0.19, ("shirt",), flank=0.05),
    Area.SHOULDER_BLADES: Spot(
        _chest, (0.080, 0.02, -0.075), (0.2, 0, -1), 0.13,
        ("shirt", "{}-upper-arm"),
    ),
    Area.CHEST: Spot(_chest, (0.085, 0.035, 0.10), (0.1, 0, 1), 0.13, ("shirt",)),
    Area.LOWER_BACK: Spot(_loins, (0.035, 0.030, -0.062), (0.1, 0, -1), 0.17, _TRUNK, flank=0.05),
    Area.ARMS: Spot(
        lambda b, i: b.arms[i].fore, (0.0, -FOREARM * 0.5, 0.0), (0, 0, 0), 0.13, ("{}-forearm",)
    ),
    Area.HANDS: Spot(
        lambda b, i: b.arms[i].hand, (0.0, -0.075, 0.0), (0, 0, 0), 0.085, ("{}-hand",), 0.55
    ),
    Area.HIPS: Spot(
        lambda b, i: b.legs[i].thigh, (0.02, -0.03, 0.055), (0.5, 0, 0.7), 0.15,
        ("left-thigh", "right-thigh", "hips", "shirt"),
    ),
    Area.THIGHS: Spot(
        lambda b, i: b.legs[i].thigh, (0.0, -THIGH * 0.5, 0.0), (0, 0, 0), 0.20, ("{}-thigh",)
    ),
    Area.GLUTES: Spot(
        _pelvis, (0.10, -0.035, -0.075), (0.5, -0.2, -0.8), 0.15,
        ("left-thigh", "right-thigh", "hips"),
    ),
    Area.CALVES: Spot(
        lambda b, i: b.legs[i].shank, (0.0, -SHANK * 0.36, -0.03), (0, 0, -0.3), 0.15, ("{}-shank",)
    ),
    Area.FEET: Spot(
        lambda b, i: b.legs[i].foot, (0.0, -0.045, 0.075), (0, 0, 0), 0.11, ("{}-foot",)
    ),
    Area.JAW: Spot(_head, (0.072, 0.045, 0.012), (0, 0, 0), 0.046, ("head",), 0.6),
}  # fmt: skip

_ALONG = frozenset({Area.ARMS, Area.THIGHS})
_SHORT = 0.4
"""What lies along a limb is short where the limb points at the camera: the square of the least."""


def draw_glow(
    areas: Sequence[Area], body: Body, sides: Sequence[int], drawn: Sequence[Drawn], lens: Lens
) -> list[Drawn]:
    """A glow for each area on each of the sides, above the parts that it lies on."""
    depths: dict[str, float] = {}
    for piece in drawn:
        depths[piece.name] = max(piece.depth, depths.get(piece.name, -99.0))
    made = []
    for area in areas:
        spot = _SPOTS.get(area)
        if spot is None:
            continue
        for side in sides:
            i = 0 if side > 0 else 1
            name = "left" if side > 0 else "right"
            part = spot.part(body, i)
            x, y, z = spot.at
            on = tuple(one.format(name) for one in spot.on)
            depth = max((depths[one] for one in on if one in depths), default=None)
            if depth is None:
                continue
            ox, oy, oz = spot.outward
            if spot.flank and len(sides) == 1:
                x, ox, oz = x + spot.flank, 1.0, oz * 0.25
            facing = lens.facing(turned(part.turn, (ox * side, oy, oz)))
            alpha = max(0.30, min(0.92, 0.88 + 0.75 * facing)) if (ox or oz) else spot.strength
            radius = spot.radius
            if area in _ALONG:
                facing = lens.facing(turned(part.turn, (0.0, 1.0, 0.0)))
                radius *= math.sqrt(max(_SHORT, 1 - facing * facing))
            glow = Drawn("glow", depth + 1e-6)
            glow.glow(lens.flat(part.point((x * side, y, z))), radius, Role.GLOW, alpha, on=on)
            made.append(glow)
    return made
