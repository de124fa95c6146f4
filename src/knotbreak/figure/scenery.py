"""Drawing what the eyes look at: a window on far hills, and a thumb or a screen close by."""

from __future__ import annotations

import msgspec

from knotbreak.figure.camera import Camera, Lens, Point
from knotbreak.figure.hands import draw_hand
from knotbreak.figure.outline import Loop, disc, ellipse, turning
from knotbreak.figure.pose import Hand
from knotbreak.figure.props import rounded
from knotbreak.figure.shapes import Box, Role
from knotbreak.figure.skeleton import ArmParts, Body, Part, place
from knotbreak.figure.sketch import Chain, Drawn, discs_of
from knotbreak.figure.vectors import Mat, add, scaled

BOX = Box(0.0, 0.0, 0.5, 0.5)
_FAR: Point = (0.115, 0.030)
"""Where a tree stands on the farthest hill."""
_SCREEN = (0.115, 0.185, 0.395, 0.375)
"""Left, top, right and bottom of a screen on the desk."""
_NECK: Point = (-0.215, 0.270)
"""Where the neck begins of who looks at it."""
_LOINS_TO_NECK = 0.52
_THUMB_UP: Mat = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0)
"""Fingers to the left, thumb up, the back of the hand to whoever looks."""

_FIST = Hand(knuckles=82, fingers=92, tips=60, spread=0, thumb=52, thumb_flexion=-6)


def _loop(points: tuple[Point, ...]) -> Loop:
    return points if turning(points) >= 0 else points[::-1]


def _rect(left: float, top: float, right: float, bottom: float, radius: float = 0.01) -> Loop:
    return rounded(((left, top), (right, top), (right, bottom), (left, bottom)), radius)


def draw_scenery(gaze_near: float, *, close: bool, desk: bool) -> list[Drawn]:
    """The window, and what is `close`: a thumb, or a screen on a desk.

    `gaze_near` is 1 where the eyes rest on what is close.
    """
    near = gaze_near if close else 0.0
    drawn = [_window(near)]
    if desk:
        drawn.append(_desk(near))
    elif close:
        drawn += _thumb(near)
    return drawn


def onlooker(body: Body, lens: Lens) -> Body:
    """The body, moved to where it looks at the screen and out of the window.

    It is seated, so its loins stay where they are while it nods.
    """
    x, y = lens.flat(add(body.pelvis.at, (0.0, _LOINS_TO_NECK, 0.0)))
    right, down = _NECK[0] - x, _NECK[1] - y
    moved = add(scaled(lens.right, right), scaled(lens.up, -down))
    root = add(body.pose.root, moved)
    return place(msgspec.structs.replace(body.pose, root=root))


def _window(near: float) -> Drawn:
    drawn = Drawn("window", -9)
    drawn.area([_rect(-0.345, -0.365, 0.345, 0.315, 0.02)], Role.WOOD, 0.0)
    drawn.area([_rect(-0.310, -0.330, 0.310, 0.285)], Role.GLASS, 0.0, solid=True)
    glass = 1
    drawn.area([disc(-0.170, -0.190, 0.052)], Role.SUN, 0.0, inside=glass)
    for x, y, size in ((0.10, -0.235, 1.0), (-0.04, -0.130, 0.62)):
        puffs = [
            ellipse((x + dx * size, y + dy * size), (rx * size, 0.0), (0.0, ry * size))
            for dx, dy, rx, ry in (
                (0, 0, 0.070, 0.020),
                (-0.02, -0.018, 0.032, 0.025),
                (0.02, -0.012, 0.026, 0.020),
            )
        ]
        drawn.area(puffs, Role.WHITE, 0.0, 0.85, inside=glass)
    ridge = ((-0.40, 0.40), (-0.40, 0.06), (-0.24, 0.000), (-0.10, 0.060), (0.02, 0.052),
             (0.115, 0.026), (0.22, 0.046), (0.32, 0.020), (0.40, 0.035), (0.40, 0.40))  # fmt: skip
    drawn.area([_loop(ridge)], Role.HILL, 0.0, inside=glass)
    middle = (
        (-0.40, 0.42),
        (-0.40, 0.12),
        (-0.20, 0.050),
        (0.02, 0.115),
        (0.20, 0.060),
        (0.42, 0.120),
        (0.42, 0.42),
    )
    drawn.area([_loop(middle)], Role.HILL, 0.5, inside=glass)
    front = (
        (-0.42, 0.45),
        (-0.42, 0.170),
        (-0.18, 0.205),
        (0.10, 0.160),
        (0.42, 0.220),
        (0.42, 0.45),
    )
    drawn.area([_loop(front)], Role.HILL, 1.0, inside=glass)
    for x, y, size in ((-0.225, 0.125, 1.0), (-0.175, 0.140, 0.75), (0.235, 0.135, 0.85)):
        drawn.area(
            [_rect(x - 0.004, y, x + 0.004, y + 0.055 * size, 0.002)], Role.WOOD, 1.0, inside=glass
        )
        crown = [
            disc(x, y - 0.02 * size, 0.036 * size),
            disc(x - 0.018 * size, y, 0.028 * size),
            disc(x + 0.019 * size, y, 0.027 * size),
        ]
        drawn.area(crown, Role.LEAF, 0.0, inside=glass)
    x, y = _FAR
    drawn.area(
        [_rect(x - 0.0022, y - 0.035, x + 0.0022, y + 0.006, 0.001)], Role.WOOD, 1.0, inside=glass
    )
    drawn.area([ellipse((x, y - 0.036), (0.011, 0.0), (0.0, 0.017))], Role.LEAF, 0.4, inside=glass)
    if near > 0.02:
        drawn.area([_rect(-0.31, -0.33, 0.31, 0.285)], Role.WHITE, 0.0, 0.42 * near, inside=glass)
    drawn.area([_rect(-0.011, -0.335, 0.011, 0.29, 0.004)], Role.WOOD, 0.15)
    drawn.area([_rect(-0.315, -0.045 - 0.011, 0.315, -0.045 + 0.011, 0.004)], Role.WOOD, 0.15)
    drawn.area([_rect(-0.385, 0.305, 0.385, 0.345, 0.012)], Role.WOOD, 0.45)
    _focus(drawn, (x, y - 0.022), 0.058, 1 - near)
    return drawn


def _desk(near: float) -> Drawn:
    drawn = Drawn("desk", -8)
    left, top, right, bottom = _SCREEN
    middle = (left + right) / 2
    drawn.area([_rect(-0.6, 0.405, 0.6, 0.6, 0.02)], Role.WOOD, 0.1)
    drawn.area(
        [_rect(middle - 0.014, bottom - 0.01, middle + 0.014, 0.422, 0.004)], Role.FRAME, 0.7
    )
    drawn.area([_rect(middle - 0.065, 0.412, middle + 0.065, 0.428, 0.008)], Role.FRAME, 0.4)
    drawn.area([_rect(left, top, right, bottom, 0.014)], Role.FRAME, 0.7)
    drawn.area([_rect(left + 0.011, top + 0.011, right - 0.011, bottom - 0.011)], Role.GLASS, 0.0)
    for row, long in enumerate((0.62, 0.9, 0.78, 0.5)):
        y = top + 0.042 + row * 0.034
        far = left + 0.032 + (right - left - 0.064) * long
        drawn.line(((left + 0.032, y), (far, y)), 0.0095, Role.HILL, 0.3, 0.8)
    pale = 0.55 * (1 - near)
    drawn.area([_rect(left, top, right, bottom, 0.014)], Role.WHITE, 0.0, pale)
    _focus(drawn, (middle, (top + bottom) / 2), 0.118, near)
    return drawn


def _thumb(near: float) -> list[Drawn]:
    at = (0.235, -0.335, 0.0)
    lens = Lens(Camera(0.0, 0.0))
    hand = Part(at, _THUMB_UP)
    arm = ArmParts(1, at, hand, hand, hand)
    sleeve = Drawn("thumb", 1)
    forearm = Chain(
        discs_of(lens, [(at, 0.026), ((0.36, -0.375, 0.0), 0.034), ((0.52, -0.43, 0.0), 0.040)])
    )
    base, light = forearm.piece(0, 2, cap_start=True)
    sleeve.round(base, light, Role.SKIN)
    drawn = draw_hand(arm, _FIST, lens, 0.0, fine=True)
    drawn.depth = 2
    focus = Drawn("focus", 3)
    _focus(focus, (0.200, 0.236), 0.075, near)
    return [sleeve, drawn, focus]


def _focus(drawn: Drawn, middle: Point, radius: float, strength: float) -> None:
    """A quiet ring around what the eyes rest on."""
    if strength < 0.03:
        return
    ring = disc(*middle, radius)
    (x0, y0), (x1, y1) = ring[-1], ring[0]
    seam = ((x0 + x1) / 2, (y0 + y1) / 2)
    drawn.line((seam, *ring, seam), 0.0085, Role.HINT, 0.0, 0.85 * strength)
