"""The body as a map: where each area of knots lies in the picture, from any side.

A region is cut out of the drawn parts themselves, so that its outline is the figure's: a window is
held before a part (four corners that lie on a bone, and the way they face), and what of the part
is seen through it belongs to the region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from knotbreak.core.body import Area, Side
from knotbreak.core.figure_spec import Angle, FigureSpec, Keyframe, Posture, View
from knotbreak.figure.animate import START, Movement
from knotbreak.figure.camera import Camera, Lens, Point
from knotbreak.figure.memory import Memory
from knotbreak.figure.outline import Loop, turning
from knotbreak.figure.person import draw_person
from knotbreak.figure.proportions import FOREARM, SHANK, THIGH, UPPER_ARM
from knotbreak.figure.scene import draw, shot_of
from knotbreak.figure.shapes import Area as Filled
from knotbreak.figure.shapes import Box, Scene
from knotbreak.figure.skeleton import NECK, Body, Part
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.vectors import Vec, add, scaled, turned

FRONT, BACK = 0.0, 180.0
"""The two views that show every region between them, in degrees around the body."""

RISE = 4.0
"""How far above the horizon the camera is."""

_BOX = Box(0.0, -0.895, 0.44, 0.93)
"""All of somebody who stands, in metres."""

_STANDS = FigureSpec(
    posture=Posture.STANDING,
    view=View.FRONT,
    caption="Standing, the arms a little away from the body.",
    keyframe=(Keyframe(START, angles={Angle.SHOULDER_ABDUCTION: 17.0, Angle.ELBOW_FLEXION: 10.0}),),
)
_SLIVER = 2e-4
"""What is smaller than this, in square metres, is an edge of a region and not a place to click."""

_AWAY = 0.12
"""A window that faces the camera by less than this is seen from its edge."""


_HIDDEN = -0.85
"""A limb that is so far on the other side is behind the trunk."""


class Region(NamedTuple):
    """An area as it is seen: its outlines, and a point in the largest of them."""

    area: Area
    loops: tuple[Loop, ...]
    middle: Point


class BodyMap(NamedTuple):
    """The figure, and its regions from the farthest to the nearest."""

    scene: Scene
    regions: tuple[Region, ...]

    def at(self, point: Point) -> Area | None:
        """The area at a point of the picture."""
        for region in reversed(self.regions):
            if any(inside(loop, point) for loop in region.loops):
                return region.area
        return None


class _Window(NamedTuple):
    """What is cut out of parts: corners on a bone of the left half, and which way they face.

    Attributes:
        on: The parts by their names, `{}` for the side.
        part: The bone.
        low, high: Two opposite corners; the depth is that of the first.
        facing: The way it faces; without one it is seen from all sides.
        both: Whether there is another one on the right.
        turns: Whether it turns with the camera, as one before a limb does.
    """

    on: tuple[str, ...]
    part: Callable[[Body, int], Part]
    low: Vec
    high: Vec
    facing: Vec | None = None
    both: bool = True
    turns: bool = False


def _chest(body: Body, _i: int) -> Part:
    return body.chest


def _pelvis(body: Body, _i: int) -> Part:
    return body.pelvis


def _upper_arm(body: Body, i: int) -> Part:
    return body.arms[i].upper


def _forearm(body: Body, i: int) -> Part:
    return body.arms[i].fore


def _thigh(body: Body, i: int) -> Part:
    return body.legs[i].thigh


def _shank(body: Body, i: int) -> Part:
    return body.legs[i].shank


_CHIN = 0.052
"""How far up a neck is seen, from where it begins."""

_AHEAD, _BEHIND = (0.0, 0.0, 1.0), (0.0, 0.0, -1.0)
_SHIRT = ("shirt",)
_SEAT = ("hips", "shirt", "left-thigh", "right-thigh")
_WINDOWS: Mapping[Area, tuple[_Window, ...]] = {
    Area.NECK: (
        _Window(("neck",), lambda b, _i: b.spine[NECK], (-0.2, -0.1, 0), (0.2, _CHIN, 0),
                both=False, turns=True),
        _Window(_SHIRT, _chest, (-0.075, 0.122, 0), (0.075, 0.25, 0), both=False),
    ),
    Area.JAW: (
        _Window(("head",), lambda b, _i: b.head, (-0.1, -0.05, 0.05), (0.1, 0.056, 0), _AHEAD,
                both=False),
    ),
    Area.SHOULDERS: (
        _Window(_SHIRT, _chest, (0.108, 0.05, 0), (0.3, 0.25, 0)),
        _Window(("{}-upper-arm",), _upper_arm, (-0.2, -UPPER_ARM * 0.36, 0),
                (0.2, 0.2, 0), turns=True),
    ),
    Area.ARMS: (
        _Window(("{}-upper-arm",), _upper_arm, (-0.2, -UPPER_ARM * 1.3, 0),
                (0.2, -UPPER_ARM * 0.36, 0), turns=True),
        _Window(("{}-forearm",), _forearm, (-0.2, -FOREARM * 1.3, 0), (0.2, 0.2, 0), turns=True),
    ),
    Area.CHEST: (
        _Window(_SHIRT, _chest, (-0.122, -0.085, 0.1), (0.122, 0.118, 0.1), _AHEAD, both=False),
    ),
    Area.UPPER_BACK: (
        _Window(_SHIRT, _chest, (-0.042, -0.12, -0.1), (0.042, 0.118, 0), _BEHIND, both=False),
    ),
    Area.SHOULDER_BLADES: (
        _Window(_SHIRT, _chest, (0.050, -0.085, -0.1), (0.160, 0.092, 0), _BEHIND),
    ),
    Area.LOWER_BACK: (
        _Window(_SHIRT, _pelvis, (-0.2, 0.055, -0.1), (0.2, 0.235, 0), _BEHIND, both=False),
    ),
    Area.HIPS: (
        _Window(_SEAT, _pelvis, (-0.25, -0.115, 0.1), (0.25, 0.065, 0), _AHEAD, both=False),
    ),
    Area.GLUTES: (
        _Window(_SEAT, _pelvis, (-0.25, -0.145, -0.1), (0.25, 0.045, 0), _BEHIND, both=False),
    ),
    Area.THIGHS: (
        _Window(("{}-thigh",), _thigh, (-0.2, -THIGH * 0.96, 0),
                (0.2, -THIGH * 0.33, 0), turns=True),
    ),
    Area.CALVES: (
        _Window(("{}-shank",), _shank, (-0.2, -SHANK * 0.88, 0),
                (0.2, -SHANK * 0.12, 0), turns=True),
    ),
    Area.FEET: (
        _Window(("{}-foot",), _shank, (-0.4, -SHANK * 2, 0), (0.4, 0.3, 0), turns=True),
    ),
}  # fmt: skip


def body_map(azimuth: float) -> BodyMap:
    """The figure seen from somewhere around it: 0 from the front, 90 from its left."""
    movement = Movement(_STANDS, Side.BOTH)
    body = movement.pose_at(START, 1.0)
    shot = shot_of(movement)._replace(camera=Camera(azimuth, RISE), box=_BOX)
    lens = Lens(shot.camera)
    drawn = draw_person(body, lens, _BOX, Memory(), bare=False, close=False, fine=False)
    found = sorted(_regions(body, lens, drawn), key=lambda one: one[0])
    regions = []
    for number, (_, area, loops) in enumerate(found):
        above = [loop for _, _, nearer in found[number + 1 :] for loop in nearer]
        regions.append(Region(area, loops, _seen_middle(loops, above)))
    return BodyMap(draw(body, shot), tuple(regions))


def _regions(
    body: Body, lens: Lens, drawn: Sequence[Drawn]
) -> Iterator[tuple[float, Area, tuple[Loop, ...]]]:
    """How near each region is, and its outlines."""
    by_name = {part.name: part for part in drawn if part.solid}
    for area, windows in _WINDOWS.items():
        depth = -99.0
        loops: list[Loop] = []
        for window in windows:
            for side in (1, -1) if window.both else (1,):
                for part in _seen(window, by_name, lens, side):
                    cut = _cut(window, body, lens, side, part)
                    if cut:
                        loops += cut
                        depth = max(depth, part.depth)
        if loops:
            yield depth, area, tuple(loops)


def _seen(window: _Window, by_name: Mapping[str, Drawn], lens: Lens, side: int) -> Iterator[Drawn]:
    """The parts that a window is held before, but for limbs that hide behind the trunk."""
    out = lens.facing((1.0, 0.0, 0.0)) * side
    for name in window.on:
        part = by_name.get(name.format("left" if side > 0 else "right"))
        if part is not None and not ("{}" in name and out < _HIDDEN):
            yield part


def _cut(window: _Window, body: Body, lens: Lens, side: int, part: Drawn) -> list[Loop]:
    bone = window.part(body, 0 if side > 0 else 1)
    if window.facing is not None and lens.facing(turned(bone.turn, window.facing)) < _AWAY:
        return []
    (x0, y0, z), (x1, y1, _) = window.low, window.high
    corners = [(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)]
    if window.turns:
        frame = [
            lens.flat(add(bone.point((0.0, y, z)), scaled(lens.right, x))) for x, y, z in corners
        ]
    else:
        frame = [lens.flat(bone.point((x * side, y, z))) for x, y, z in corners]
    solid = (part.items[number] for number in part.solid)
    shapes = [loop for item in solid if isinstance(item, Filled) for loop in item.loops]
    cut = (clipped(loop, frame) for loop in shapes)
    return [loop for loop in cut if loop and abs(turning(loop)) / 2 > _SLIVER]


def clipped(loop: Loop, window: Sequence[Point]) -> Loop:
    """What of a loop lies in a convex window (Sutherland and Hodgman, 1974)."""
    points = list(loop)
    way = 1.0 if turning(window) > 0 else -1.0
    (ax, ay) = window[-1]
    for bx, by in window:
        dx, dy = (bx - ax) * way, (by - ay) * way
        kept: list[Point] = []
        for number, (px, py) in enumerate(points):
            qx, qy = points[number - 1]
            p = dx * (py - ay) - dy * (px - ax)
            q = dx * (qy - ay) - dy * (qx - ax)
            if (p < 0) is not (q < 0):
                share = q / (q - p)
                kept.append((qx + (px - qx) * share, qy + (py - qy) * share))
            if p >= 0:
                kept.append((px, py))
        points = kept
        if len(points) < 3:
            return ()
        ax, ay = bx, by
    return tuple(points)


def inside(loop: Loop, point: Point) -> bool:
    """Whether a point lies in a loop, however often that winds."""
    x, y = point
    found = False
    ax, ay = loop[-1]
    for bx, by in loop:
        if (ay > y) is not (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found = not found
        ax, ay = bx, by
    return found


def _seen_middle(loops: Sequence[Loop], above: Sequence[Loop]) -> Point:
    """A point well inside of the largest loop, where no nearer region lies above it."""
    largest = max(loops, key=lambda loop: abs(turning(loop)))
    found = [_across(largest, share) for share in _HEIGHTS]
    seen = (point for point in found if not any(inside(loop, point) for loop in above))
    return next(seen, found[0])


_HEIGHTS = (0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9)
"""Where to look for a middle, from the top of a loop: the middle before its ends."""


def _across(loop: Loop, share: float) -> Point:
    """The middle of the widest part of a loop at some height."""
    top, bottom = min(y for _, y in loop), max(y for _, y in loop)
    y = top + (bottom - top) * share
    crossings: list[float] = []
    ax, ay = loop[-1]
    for bx, by in loop:
        if (ay > y) is not (by > y):
            crossings.append((bx - ax) * (y - ay) / (by - ay) + ax)
        ax, ay = bx, by
    crossings.sort()
    left, right = max(
        zip(crossings[::2], crossings[1::2], strict=True), key=lambda pair: pair[1] - pair[0]
    )
    return ((left + right) / 2, y)
