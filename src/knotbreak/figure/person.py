"""Drawing a person: every part that the picture shows, and the shadows that parts cast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from knotbreak.figure.camera import Lens
from knotbreak.figure.feet import draw_bare_foot, draw_shoe
from knotbreak.figure.hands import draw_hand
from knotbreak.figure.head import draw_head
from knotbreak.figure.limbs import draw_arm, draw_leg
from knotbreak.figure.memory import Memory
from knotbreak.figure.shapes import Area, Box, Role
from knotbreak.figure.skeleton import NECK, ArmParts, Body, LegParts
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.trunk import draw_trunk
from knotbreak.figure.vectors import Vec

_FAR = 0.55
"""How much darker the far side is, where the body is seen from the side."""

_THICK = 0.10
"""No limb reaches further than this from its bone."""

_SLIM = 0.05
"""No hand and no foot does."""

_HIPS = 0.25
"""Nor does any of the hips from the middle between their joints."""

_FINGERTIPS = (0.0, -0.19, 0.0)
_HEEL = (0.0, -0.04, -0.05)
_TOES = (0.0, -0.04, 0.20)

_CAST = (0.009, 0.016)
"""How far a shadow falls: to the right and down, away from the light."""

_UNDER = ("shirt", "hips", "left-thigh", "right-thigh", "head", "neck")
"""What arms and hands cast a shadow on."""


class _Frame:
    """Whether something is in the picture."""

    def __init__(self, box: Box, lens: Lens) -> None:
        self._lens = lens
        self._box = box

    def shows(self, a: Vec, b: Vec, thick: float = _THICK) -> bool:
        """Whether any of a bone may be seen, with so much around it."""
        (ax, ay), (bx, by) = self._lens.flat(a), self._lens.flat(b)
        x, y, wide, high = self._box
        wide, high = wide + thick, high + thick
        return not (
            max(ax, bx) < x - wide
            or min(ax, bx) > x + wide
            or max(ay, by) < y - high
            or min(ay, by) > y + high
        )


def draw_person(
    body: Body, lens: Lens, box: Box, memory: Memory, *, bare: bool, close: bool, fine: bool
) -> list[Drawn]:
    """Every part of the body that the box shows.

    Args:
        body: The body.
        lens: The camera.
        box: The part of the picture to show.
        memory: What was drawn before, of the same person.
        bare: Whether it wears no shoes.
        close: Whether the face is seen from near.
        fine: Whether hands are seen well enough for the creases between fingers.
    """
    frame = _Frame(box, lens)
    trunk = [*_trunk(body, lens, frame, memory), *_head(body, lens, memory, close=close)]
    turn = body.chest.turn
    left = lens.facing((turn[0], turn[3], turn[6]))
    arms: list[Drawn] = []
    for arm in body.arms:
        tone = _FAR * max(0.0, -left * arm.side - 0.15)
        arms += _arm(body, arm, lens, frame, memory, tone, fine=fine)
    legs: list[Drawn] = []
    turn = body.pelvis.turn
    left = lens.facing((turn[0], turn[3], turn[6]))
    for leg in body.legs:
        tone = _FAR * max(0.0, -left * leg.side - 0.15)
        legs += _leg(body, leg, lens, frame, memory, tone, bare=bare)
    arms = [_laid_over(part, arms, legs) for part in arms]
    drawn = [*trunk, *arms, *legs]
    return drawn + _shadows(arms, drawn, fine=fine)


def _trunk(body: Body, lens: Lens, frame: _Frame, memory: Memory) -> list[Drawn]:
    parts = (body.pelvis, *body.spine[: NECK + 1], body.arms[0].upper, body.arms[1].upper)
    made_of = [value for part in parts for row in part for value in row]
    made_of.append(body.pose.breath)
    drawn = memory.part("trunk", made_of, lambda: draw_trunk(body, lens))
    if frame.shows(body.pelvis.at, body.pelvis.at, _HIPS):
        return drawn
    return [part for part in drawn if part.name != "hips"]


def _head(body: Body, lens: Lens, memory: Memory, *, close: bool) -> list[Drawn]:
    # Where the neck lies in front of the shirt is told by the spine below.
    parts = (body.head, body.spine[NECK], body.chest)
    pose = body.pose
    made_of = [value for part in parts for row in part for value in row]
    made_of += [*body.spine[1].at, pose.jaw, pose.eyes_closed]
    return memory.part("head", made_of, lambda: draw_head(body, lens, close=close))


def _arm(
    body: Body, arm: ArmParts, lens: Lens, frame: _Frame, memory: Memory, tone: float, *, fine: bool
) -> list[Drawn]:
    name = "left" if arm.side > 0 else "right"
    made_of = [*arm.upper.at, *arm.upper.turn, *arm.fore.at, *arm.fore.turn, *arm.hand.at, tone]
    upper, fore = memory.part(f"{name}-arm", made_of, lambda: draw_arm(arm, lens, tone))
    parts = [upper]
    if frame.shows(arm.fore.at, arm.hand.at):
        parts.append(fore)
    if frame.shows(arm.hand.at, arm.hand.point(_FINGERTIPS), _SLIM):
        hand = body.pose.arms[0 if arm.side > 0 else 1].hand
        made_of = [*arm.hand.at, *arm.hand.turn, *msgspec.structs.astuple(hand), tone, fine]
        parts.append(
            memory.part(
                f"{name}-hand", made_of, lambda: draw_hand(arm, hand, lens, tone, fine=fine)
            )
        )
    return parts


def _leg(
    body: Body, leg: LegParts, lens: Lens, frame: _Frame, memory: Memory, tone: float, *, bare: bool
) -> list[Drawn]:
    name = "left" if leg.side > 0 else "right"
    parts: list[Drawn] = []
    if frame.shows(leg.thigh.at, leg.shank.at) or frame.shows(leg.shank.at, leg.foot.at):
        joined = (leg.thigh, leg.shank, body.pelvis)
        made_of = [value for part in joined for row in part for value in row]
        made_of.append(tone)
        parts += memory.part(f"{name}-leg", made_of, lambda: draw_leg(leg, body.pelvis, lens, tone))
    if frame.shows(leg.foot.point(_HEEL), leg.foot.point(_TOES), _SLIM):
        toes = body.pose.legs[0 if leg.side > 0 else 1].toes
        draw = draw_bare_foot if bare else draw_shoe
        made_of = [*leg.foot.at, *leg.foot.turn, toes, tone]
        parts.append(memory.part(f"{name}-foot", made_of, lambda: draw(leg, toes, lens, tone)))
    return parts


def _laid_over(part: Drawn, arms: Sequence[Drawn], legs: Sequence[Drawn]) -> Drawn:
    """A forearm whose hand lies on a thigh comes over that thigh, with the hand still above it."""
    if not part.name.endswith("-forearm"):
        return part
    hand = next((one for one in arms if one.name == part.name.replace("forearm", "hand")), part)
    between = [
        leg.depth
        for leg in legs
        if leg.name.endswith("-thigh") and part.depth < leg.depth < hand.depth
    ]
    return part.at_depth(max(between) + 1e-6) if between else part


def _shadows(parts: Sequence[Drawn], drawn: Sequence[Drawn], *, fine: bool) -> list[Drawn]:
    """What arms and hands cast on the body below them, right above what they fall on."""
    dx, dy = _CAST
    under = [part for part in drawn if part.name in _UNDER]
    boxes = {id(part): _bounds(part) for part in (*under, *parts)}
    made = []
    for part in parts:
        if not fine and part.name.endswith("hand"):
            continue
        loops = [tuple([(x + dx, y + dy) for x, y in loop]) for loop in _base(part).loops]
        for below in under:
            if below.depth >= part.depth or not _meet(boxes[id(part)], boxes[id(below)]):
                continue
            shadow = Drawn("cast", below.depth + 1e-7)
            shadow.area(loops, Role.SHADOW, 0.0, 0.15, on=(below.name,))
            made.append(shadow)
    return made


def _base(part: Drawn) -> Area:
    item = part.items[part.solid[0]]
    assert isinstance(item, Area)
    return item


_Bounds: TypeAlias = tuple[float, float, float, float]


def _bounds(part: Drawn) -> _Bounds:
    xs = [x for loop in _base(part).loops for x, _ in loop]
    ys = [y for loop in _base(part).loops for _, y in loop]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(a: _Bounds, b: _Bounds) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
