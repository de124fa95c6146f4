"""Drawing a person: every part that the picture shows, and the shadows that parts cast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from knotbreak.figure.camera import Lens
from knotbreak.figure.feet import draw_bare_foot, draw_shoe
from knotbreak.figure.hands import draw_hand
from knotbreak.figure.head import draw_head
from knotbreak.figure.limbs import draw_arm, draw_leg
from knotbreak.figure.shapes import Area, Box, Role
from knotbreak.figure.skeleton import Body
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.trunk import draw_trunk
from knotbreak.figure.vectors import Vec

_FAR = 0.55
"""How much darker the far side is, where the body is seen from the side."""

_THICK = 0.14
"""No limb reaches further than this from its bone."""

_CAST = (0.009, 0.016)
"""How far a shadow falls: to the right and down, away from the light."""

_UNDER = ("shirt", "hips", "left-thigh", "right-thigh", "head", "neck")
"""What arms and hands cast a shadow on."""


class _Frame:
    """Whether something is in the picture."""

    def __init__(self, box: Box, lens: Lens) -> None:
        self._lens = lens
        self._x, self._y = box.x, box.y
        self._half_width, self._half_height = box.half_width + _THICK, box.half_height + _THICK

    def shows(self, a: Vec, b: Vec) -> bool:
        """Whether any of a bone may be seen."""
        (ax, ay), (bx, by) = self._lens.flat(a), self._lens.flat(b)
        x, y, wide, high = self._x, self._y, self._half_width, self._half_height
        return not (
            max(ax, bx) < x - wide
            or min(ax, bx) > x + wide
            or max(ay, by) < y - high
            or min(ay, by) > y + high
        )


def draw_person(
    body: Body, lens: Lens, box: Box, *, bare: bool, close: bool, fine: bool
) -> list[Drawn]:
    """Every part of the body that the box shows.

    Args:
        body: The body.
        lens: The camera.
        box: The part of the picture to show.
        bare: Whether it wears no shoes.
        close: Whether the face is seen from near.
        fine: Whether hands are seen well enough for the creases between fingers.
    """
    frame = _Frame(box, lens)
    drawn = [*draw_trunk(body, lens), *draw_head(body, lens, close=close)]
    turn = body.chest.turn
    left = lens.facing((turn[0], turn[3], turn[6]))
    cast: list[Drawn] = []
    for arm, joints in zip(body.arms, body.pose.arms, strict=True):
        tone = _FAR * max(0.0, -left * arm.side - 0.15)
        upper, fore = draw_arm(arm, lens, tone)
        drawn.append(upper)
        cast.append(upper)
        if frame.shows(arm.fore.at, arm.hand.at):
            hand = draw_hand(arm, joints.hand, lens, tone, fine=fine)
            drawn += [fore, hand]
            cast += [fore, hand]
    turn = body.pelvis.turn
    left = lens.facing((turn[0], turn[3], turn[6]))
    for leg, bent in zip(body.legs, body.pose.legs, strict=True):
        tone = _FAR * max(0.0, -left * leg.side - 0.15)
        if frame.shows(leg.thigh.at, leg.shank.at) or frame.shows(leg.shank.at, leg.foot.at):
            drawn += draw_leg(leg, lens, tone)
        if frame.shows(leg.foot.at, leg.foot.point((0.0, 0.0, 0.2))):
            foot = draw_bare_foot if bare else draw_shoe
            drawn.append(foot(leg, bent.toes, lens, tone))
    return drawn + _shadows(cast, drawn, fine=fine)


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
