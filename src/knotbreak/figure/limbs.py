"""Drawing arms and legs: tapered, bent without a seam, in sleeves and trousers."""

from __future__ import annotations

import math
from typing import TypeAlias

from knotbreak.figure.camera import Lens
from knotbreak.figure.outline import Disc, Loop, ellipse
from knotbreak.figure.proportions import FOREARM, SHANK, THIGH, UPPER_ARM
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import ArmParts, LegParts, Part
from knotbreak.figure.sketch import Chain, Drawn, discs_of, hulled, lit, near_half
from knotbreak.figure.vectors import Vec, scaled

Piece: TypeAlias = tuple[list[Loop], list[Loop]]
"""The outlines of a part, and of what is lit of it."""

SLEEVE = 0.60
"""How far down the upper arm a sleeve reaches."""

HEM = 0.90
"""How far down the shank the trousers reach."""

# Each row: how far along the segment, how far to the front, the radius.
_UPPER_ARM = ((0.45, 0.003, 0.045), (SLEEVE, 0.003, 0.0420), (0.90, 0.001, 0.0375))
_ELBOW = 0.0365
_FOREARM = ((0.12, 0.002, 0.0390), (0.36, 0.002, 0.0385), (0.62, 0.0, 0.032), (0.85, 0.0, 0.0255))
_WRIST = 0.0235
SHOULDER = (0.12, 0.0, 0.056)
"""The round of the shoulder, where sleeve and shirt meet: a row like those above."""

_CUFF = 0.0515
_OUT_OF_CUFF: Vec = (0.0, -UPPER_ARM * SLEEVE, 0.003)
_OPEN = 0.06
"""Turned to the camera by less than this a sleeve shows nothing of its inside."""

_BAND = 0.0085
"""How wide the edge of a sleeve is."""

_SLEEVE = (SHOULDER, (0.30, 0.0, 0.0550), (SLEEVE, 0.002, _CUFF))

_THIGH = ((0.0, -0.004, 0.088), (0.18, -0.002, 0.086), (0.42, 0.004, 0.078), (0.70, 0.006, 0.066))
_SHORT = 1.8
"""A part is short that is no longer than this share of its radius."""

_ROOT = 0.075
_ROOT_DOWN, _ROOT_HANGS = 0.027, 0.024
"""How far below the hip joint a thigh begins to show, and how much further when it hangs."""
_SUNK = 0.030

_KNEE = 0.058
_SHANK = (
    (0.14, -0.003, 0.0565),
    (0.32, -0.012, 0.0575),
    (0.55, -0.008, 0.051),
    (0.76, -0.002, 0.045),
)
_TROUSER_END = (HEM, 0.0, 0.0425)
_ANKLE = ((0.88, 0.0, 0.032), (1.0, 0.0, 0.033))


def _along(
    part: Part, size: float, rows: tuple[tuple[float, float, float], ...]
) -> list[tuple[Vec, float]]:
    return [(part.point((0.0, -size * share, ahead)), radius) for share, ahead, radius in rows]


def shoulder(arm: ArmParts) -> tuple[Vec, float]:
    """The ball that rounds the shoulder."""
    share, ahead, radius = SHOULDER
    return arm.upper.point((0.0, -UPPER_ARM * share, ahead)), radius


def draw_arm(arm: ArmParts, lens: Lens, tone: float) -> list[Drawn]:
    """Upper arm in its sleeve, and forearm; the hand is drawn apart."""
    name = "left" if arm.side > 0 else "right"
    skin = [
        *_along(arm.upper, UPPER_ARM, _UPPER_ARM),
        (arm.fore.at, _ELBOW),
        *_along(arm.fore, FOREARM, _FOREARM),
        (arm.hand.at, _WRIST),
    ]
    upper_depth = lens.depth(arm.upper.point((0.0, -UPPER_ARM * 0.6, 0.0)))
    fore_depth = lens.depth(arm.fore.point((0.0, -FOREARM * 0.6, 0.0)))
    towards = lens.facing(_down(arm.upper)) > _OPEN
    elbow = len(_UPPER_ARM)
    arm_skin, fore_skin = _halves(
        discs_of(lens, skin), elbow, 1 if towards else 0, near=fore_depth >= upper_depth
    )

    upper = Drawn(f"{name}-upper-arm", upper_depth)
    sleeve = _along(arm.upper, UPPER_ARM, _SLEEVE)
    base, light = Chain(discs_of(lens, sleeve)).piece(
        0, len(sleeve) - 1, cap_start=True, grown_on=True
    )
    cuff = _ring(lens, arm.upper, UPPER_ARM * SLEEVE, 0.002, _CUFF)
    edge = _edge(lens, arm.upper, UPPER_ARM * SLEEVE - _BAND * 0.4, 0.002, _CUFF)
    if towards:
        # One looks into the sleeve, and the arm comes out of it.
        upper.round(base, light, Role.SHIRT, tone)
        upper.area([cuff], Role.SHIRT, 1.25 + tone)
        upper.line(edge, _BAND, Role.SHIRT, 1.0 + tone)
        root = _ring(lens, arm.upper, UPPER_ARM * SLEEVE, _OUT_OF_CUFF[2], _UPPER_ARM[1][2])
        arm_skin[0].append(root)
        arm_skin[1].append(lit(root, [lens.flat(arm.upper.point(_OUT_OF_CUFF))] * len(root)))
        upper.round(*arm_skin, Role.SKIN, tone)
    else:
        upper.round(*arm_skin, Role.SKIN, tone)
        upper.round([*base, cuff], [*light, cuff], Role.SHIRT, tone)
        upper.line(edge, _BAND, Role.SHIRT, 1.0 + tone)

    fore = Drawn(f"{name}-forearm", fore_depth)
    fore.round(*fore_skin, Role.SKIN, tone)
    return [upper, fore]


def _halves(
    discs: list[Disc], joint: int, start: int, *, near: bool, grown: bool = False
) -> tuple[Piece, Piece]:
    """A limb above and below the joint that it bends in; `near` is whether the lower lies on top.
    One that is `grown` on begins round, as a leg; the other goes on round its end, as an arm.

    Bent a little it is one outline. Bent far the two halves lie on each other, each with a round
    end, and the end of the one on top has no shade: there it goes over into the other.
    """
    end = len(discs) - 1
    above, below = discs[start : joint + 1], discs[joint:]
    short, stub = _is_short(above), _is_short(below)
    if not (short or stub) and _opens(discs, joint):
        chain = Chain(discs)
        return (
            chain.piece(start, joint, cap_start=grown, joints=(joint,) if near else ()),
            chain.piece(
                joint, end, cap_end=not grown, joints=() if near else (joint,), goes_on=True
            ),
        )
    if short:
        upper = _stub(above)
    elif near:
        upper = Chain(above).piece(0, joint - start, cap_start=grown, cap_end=True)
    else:
        upper = Chain(above[::-1]).piece(
            0, joint - start, cap_start=True, cap_end=grown, grown_on=True
        )
    if stub:
        return upper, _stub(below)
    return upper, Chain(below).piece(
        0, end - joint, cap_start=True, cap_end=not grown, grown_on=near, goes_on=True
    )


def _opens(discs: list[Disc], joint: int) -> bool:
    """Whether a limb goes on rather than back where it bends."""
    (x0, y0, _), (x, y, _), (x1, y1, _) = discs[joint - 1 : joint + 2]
    return (x - x0) * (x1 - x) + (y - y0) * (y1 - y) > 0


def _is_short(discs: list[Disc]) -> bool:
    """Whether a part points at the camera, so that its discs lie on each other."""
    (x0, y0, r0), (x1, y1, r1) = discs[0], discs[-1]
    return math.hypot(x1 - x0, y1 - y0) < _SHORT * max(r0, r1)


def _stub(discs: list[Disc]) -> Piece:
    edge, light = hulled(discs)
    return [edge], [light]


def _root(leg: LegParts, pelvis: Part) -> tuple[Vec, float]:
    """Where the thigh begins: below the hem of the shirt, however the leg is bent."""
    (_, a, _, _, b, _, _, c, _), (_, p, _, _, q, _, _, r, _) = leg.thigh.turn, pelvis.turn
    down = _ROOT_DOWN + _ROOT_HANGS * max(0.0, a * p + b * q + c * r)
    x, y, z = leg.thigh.at
    return (x - p * down, y - q * down, z - r * down), _ROOT


def draw_leg(leg: LegParts, pelvis: Part, lens: Lens, tone: float) -> list[Drawn]:
    """Thigh and shank in trousers, and the ankle; the foot is drawn apart."""
    name = "left" if leg.side > 0 else "right"
    cloth = [
        _root(leg, pelvis),
        *_along(leg.thigh, THIGH, _THIGH[1:]),
        (leg.shank.at, _KNEE),
        *_along(leg.shank, SHANK, _SHANK),
        *_along(leg.shank, SHANK, (_TROUSER_END,)),
    ]
    knee = len(_THIGH)
    thigh_depth = lens.depth(leg.thigh.point((0.0, -THIGH * 0.5, 0.0)))
    shank_depth = lens.depth(leg.shank.point((0.0, -SHANK * 0.5, 0.0)))
    discs = discs_of(lens, cloth)
    (x0, y0, _), (x1, y1, _) = discs[:2]
    if math.hypot(x1 - x0, y1 - y0) < _SUNK:
        # Seen along the thigh: where it begins does not show.
        del discs[0]
        knee -= 1
    upper, lower = _halves(discs, knee, 0, near=shank_depth >= thigh_depth, grown=True)

    thigh = Drawn(f"{name}-thigh", thigh_depth)
    thigh.round(*upper, Role.TROUSERS, tone)

    shank = Drawn(f"{name}-shank", shank_depth)
    ankle, ankle_light = Chain(discs_of(lens, _along(leg.shank, SHANK, _ANKLE))).piece(
        0, 1, cap_end=True
    )
    base, light = lower
    opening = _ring(lens, leg.shank, SHANK * HEM, 0.0, 0.0425)
    if lens.facing(_down(leg.shank)) > 0.3:
        shank.round(base, light, Role.TROUSERS, tone)
        shank.area([opening], Role.TROUSERS, 1.25 + tone)
        shank.round(ankle, ankle_light, Role.SKIN, tone)
    else:
        shank.round(ankle, ankle_light, Role.SKIN, tone)
        shank.round([*base, opening], light, Role.TROUSERS, tone)
    return [thigh, shank]


def _down(part: Part) -> Vec:
    m = part.turn
    return (-m[1], -m[4], -m[7])


def _edge(lens: Lens, part: Part, down: float, ahead: float, radius: float) -> Loop:
    """The near half of the edge of a sleeve."""
    m = part.turn
    return near_half(
        lens,
        part.point((0.0, -down, ahead)),
        scaled((m[0], m[3], m[6]), radius),
        scaled((m[2], m[5], m[8]), radius),
    )


def _ring(lens: Lens, part: Part, down: float, ahead: float, radius: float) -> Loop:
    """The edge of a sleeve or a trouser leg."""
    m = part.turn
    middle = lens.flat(part.point((0.0, -down, ahead)))
    a = lens.flat(scaled((m[0], m[3], m[6]), radius))
    b = lens.flat(scaled((m[2], m[5], m[8]), radius))
    return ellipse(middle, a, b)
