"""Where a stretch should be felt: a soft glow that lies on the body."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from knotbreak.core.body import Area
from knotbreak.figure.camera import Lens
from knotbreak.figure.proportions import FOREARM, SHANK, THIGH
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import LOWER, LUMBAR, NECK, Body, Part
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.vectors import Vec, between, turned


class Spot(NamedTuple):
    """A place on the left half of the body: on which part, which way it faces, how large."""

    part: Callable[[Body, int], Part]
    at: Vec
    outward: Vec
    radius: float
    on: tuple[str, ...]
    strength: float = 0.88


def _chest(body: Body, _i: int) -> Part:
    return body.chest


def _neck(body: Body, _i: int) -> Part:
    return body.spine[NECK]


def _loins(body: Body, _i: int) -> Part:
    return body.spine[LUMBAR]


def _ribs(body: Body, _i: int) -> Part:
    return body.spine[LOWER]


def _pelvis(body: Body, _i: int) -> Part:
    return body.pelvis


def _slope(body: Body, i: int) -> Part:
    """The slope from the neck to a shoulder, which goes up with it."""
    return Part(between(body.spine[NECK].at, body.arms[i].upper.at, 0.62), body.chest.turn)


def _head(body: Body, _i: int) -> Part:
    return body.head


_TRUNK = ("shirt", "hips")
_SHIRT = ("shirt",)
_SPOTS: Mapping[Area, tuple[Spot, ...]] = {
    Area.NECK: (
        Spot(_neck, (0.052, 0.062, -0.010), (0.8, 0.2, -0.2), 0.095, ("neck", "shirt")),
    ),
    Area.SHOULDERS: (
        Spot(
            lambda b, i: b.arms[i].upper, (0.012, -0.005, 0.0), (1, 0, 0), 0.14,
            ("shirt", "{}-upper-arm"),
        ),
    ),
    Area.UPPER_BACK: (Spot(_chest, (0.040, 0.0, -0.070), (0.1, 0, -1), 0.19, _SHIRT),),
    # One place between the blades, however wide they are apart.
    Area.SHOULDER_BLADES: (Spot(_chest, (0.038, 0.02, -0.075), (0.1, 0, -1), 0.14, _SHIRT, 0.70),),
    # A band below the collarbones from one shoulder to the other.
    Area.CHEST: (
        Spot(_chest, (0.045, 0.064, 0.097), (0.1, 0, 1), 0.095, _SHIRT, 0.68),
        Spot(_chest, (0.122, 0.070, 0.064), (0.35, 0, 1), 0.090, _SHIRT, 0.70),
    ),
    Area.LOWER_BACK: (Spot(_loins, (0.035, 0.030, -0.062), (0.1, 0, -1), 0.17, _TRUNK),),
    Area.ARMS: (
        Spot(
            lambda b, i: b.arms[i].fore, (0.0, -FOREARM * 0.5, 0.0), (0, 0, 0), 0.13,
            ("{}-forearm",),
        ),
    ),
    Area.HANDS: (
        Spot(
            lambda b, i: b.arms[i].hand, (0.0, -0.075, 0.0), (0, 0, 0), 0.085, ("{}-hand",), 0.55
        ),
    ),
    Area.HIPS: (
        Spot(
            lambda b, i: b.legs[i].thigh, (0.02, -0.03, 0.055), (0.5, 0, 0.7), 0.15,
            ("left-thigh", "right-thigh", "hips", "shirt"),
        ),
    ),
    Area.THIGHS: (
        Spot(
            lambda b, i: b.legs[i].thigh, (0.0, -THIGH * 0.5, 0.0), (0, 0, 0), 0.20, ("{}-thigh",)
        ),
    ),
    Area.GLUTES: (
        Spot(
            _pelvis, (0.10, -0.035, -0.075), (0.5, -0.2, -0.8), 0.15,
            ("left-thigh", "right-thigh", "hips"),
        ),
    ),
    Area.CALVES: (
        Spot(
            lambda b, i: b.legs[i].shank, (0.0, -SHANK * 0.36, -0.03), (0, 0, -0.3), 0.15,
            ("{}-shank",),
        ),
    ),
    Area.FEET: (
        Spot(lambda b, i: b.legs[i].foot, (0.0, -0.045, 0.075), (0, 0, 0), 0.11, ("{}-foot",)),
    ),
    Area.JAW: (Spot(_head, (0.072, 0.045, 0.012), (0, 0, 0), 0.046, ("head",), 0.6),),
}  # fmt: skip

_ASIDE: Mapping[Area, tuple[Spot, ...]] = {
    Area.UPPER_BACK: (Spot(_chest, (0.090, 0.0, -0.070), (1, 0, -0.25), 0.19, _SHIRT),),
    Area.LOWER_BACK: (Spot(_loins, (0.085, 0.030, -0.062), (1, 0, -0.25), 0.17, _TRUNK),),
}
"""Where a back is felt further out, as it is stretched on one side."""

_BACK = frozenset({Area.UPPER_BACK, Area.LOWER_BACK})
_FLANK = (
    Spot(_chest, (0.125, -0.005, -0.020), (1, 0, -0.2), 0.125, _SHIRT, 0.74),
    Spot(_ribs, (0.125, 0.040, -0.022), (1, 0, -0.2), 0.120, _TRUNK, 0.74),
    Spot(_loins, (0.118, 0.048, -0.030), (1, 0, -0.2), 0.115, _TRUNK, 0.74),
)
"""Where a whole back is felt that is stretched on one side: a band from the armpit to the hip."""

_YOKE_AREAS = frozenset({Area.NECK, Area.SHOULDERS})
_YOKE = (Spot(_slope, (0.0, 0.012, -0.004), (0.3, 0, -0.1), 0.105, ("shirt", "{}-upper-arm"), 0.8),)
"""Where the shoulders are felt together with the neck: along the slope between the two."""

_ALONG = frozenset({Area.ARMS, Area.THIGHS})
_SHORT = 0.4
"""What lies along a limb is short where the limb points at the camera: the square of the least."""


def draw_glow(
    areas: Sequence[Area],
    body: Body,
    sides: Sequence[int],
    drawn: Sequence[Drawn],
    lens: Lens,
    strength: float = 1.0,
) -> list[Drawn]:
    """A glow for each area on each of the sides, above the parts that it lies on."""
    depths: dict[str, float] = {}
    for piece in drawn:
        depths[piece.name] = max(piece.depth, depths.get(piece.name, -99.0))
    made = []
    for area, spots in _places(areas, one_sided=len(sides) == 1):
        for side in sides:
            for spot in spots:
                lit = spot._replace(strength=spot.strength * strength)
                glow = _glow(lit, area, body, side, depths, lens)
                if glow is not None:
                    made.append(glow)
    return made


def _places(areas: Sequence[Area], *, one_sided: bool) -> Iterator[tuple[Area, tuple[Spot, ...]]]:
    """What glows, area by area."""
    flank = one_sided and _BACK.issubset(areas)
    if flank:
        yield Area.UPPER_BACK, _FLANK
    yoke = _YOKE_AREAS.issubset(areas)
    for area in areas:
        if flank and area in _BACK:
            continue
        if yoke and area is Area.SHOULDERS:
            yield area, _YOKE
            continue
        yield area, _ASIDE.get(area, _SPOTS.get(area, ())) if one_sided else _SPOTS.get(area, ())


def _glow(
    spot: Spot, area: Area, body: Body, side: int, depths: Mapping[str, float], lens: Lens
) -> Drawn | None:
    """One place of an area; None where nothing is seen that it lies on."""
    i = 0 if side > 0 else 1
    name = "left" if side > 0 else "right"
    part = spot.part(body, i)
    x, y, z = spot.at
    on = tuple(one.format(name) for one in spot.on)
    depth = max((depths[one] for one in on if one in depths), default=None)
    if depth is None:
        return None
    ox, oy, oz = spot.outward
    alpha, radius = spot.strength, spot.radius
    if ox or oz:
        # What faces away still shines through a little.
        facing = lens.facing(turned(part.turn, (ox * side, oy, oz)))
        alpha *= max(0.34, min(1.04, 1.0 + 0.85 * facing))
    if area in _ALONG:
        facing = lens.facing(turned(part.turn, (0.0, 1.0, 0.0)))
        radius *= math.sqrt(max(_SHORT, 1 - facing * facing))
    drawn = Drawn("glow", depth + 1e-6)
    drawn.glow(lens.flat(part.point((x * side, y, z))), radius, Role.GLOW, alpha, on=on)
    return drawn
