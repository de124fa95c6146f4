"""Drawing neck and head: a calm face, hair with a hairline, ears, a nose in profile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.face import draw_face
from knotbreak.figure.neck import draw_neck
from knotbreak.figure.outline import Loop, ellipse, hull_of, turning
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import Body, Part
from knotbreak.figure.sketch import SHADED, Drawn, discs_of, lit
from knotbreak.figure.trunk import sees_into_collar
from knotbreak.figure.vectors import (
    Vec,
    add,
    between,
    cross,
    dot,
    scaled,
    sub,
    turned,
    unit,
    unturned,
)

SKULL_AT: Vec = (0.0, 0.101, 0.002)
SKULL: Vec = (0.0785, 0.098, 0.098)
"""Half axes of the skull with its hair, from the middle of it."""

# Degrees round the head from the face, and degrees up, where the hair begins on its left half.
_TEMPLE = (
    (56, 4), (63, -12), (73, -21), (83, -12), (94, -16), (102, -30), (112, -42), (128, -49),
    (150, -52), (180, -53),
)  # fmt: skip
_LEFT_LINE = ((0, 27), (10, 31), (20, 35), (29, 37), (38, 31), (47, 18), *_TEMPLE)
"""The parting is on this side."""

_RIGHT_LINE = ((0, 27), (12, 24), (24, 22), (36, 19), (47, 12), *_TEMPLE)
"""The fringe is combed over to this one."""

_SHINE = (
    (-52, 46), (-40, 58), (-20, 66), (4, 68), (22, 66), (6, 61), (-16, 58), (-34, 50), (-46, 40),
)  # fmt: skip


def _on_skull(azimuth: float, height: float) -> Vec:
    a, h = math.radians(azimuth), math.radians(height)
    return (math.sin(a) * math.cos(h), math.sin(h), math.cos(a) * math.cos(h))


def _dense(rows: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """More points on the same line, so that smoothing it cuts no corner."""
    points: list[tuple[float, float]] = []
    for (a0, h0), (a1, h1) in pairwise(rows):
        points += [(a0, h0), ((a0 + a1) / 2, (h0 + h1) / 2)]
    return [*points, rows[-1]]


HAIR_EDGE: tuple[Vec, ...] = tuple(
    [_on_skull(a, h) for a, h in _dense(_LEFT_LINE)]
    + [_on_skull(-a, h) for a, h in _dense(_RIGHT_LINE)[-2:0:-1]]
)
"""The hairline, the hair to the left of who walks along it."""

FACE_EDGE = HAIR_EDGE[::-1]
"""The same line, the face to the left."""

_SHINE_LOOP: tuple[Vec, ...] = tuple(_on_skull(a, h) for a, h in _SHINE)[::-1]
_CROWN = 0.8
"""Facing the camera by more than this, a crown leaves too little of the face to be drawn."""

_BELOW_HAIR = 0.985
"""So large is the skin below hair, that it does not shine through along its edge."""

_ARC = math.radians(20)
"""A rim is followed in steps of this."""


def _line_height(azimuth: float) -> float:
    rows = _LEFT_LINE if azimuth >= 0 else _RIGHT_LINE
    azimuth = abs(azimuth)
    for (a0, h0), (a1, h1) in pairwise(rows):
        if azimuth <= a1:
            return h0 + (h1 - h0) * (azimuth - a0) / (a1 - a0)
    return rows[-1][1]


class Skull:
    """The skull as the camera sees it: an ellipse, with places on it."""

    def __init__(self, head: Part, lens: Lens) -> None:
        self.head = head
        self.lens = lens
        self.middle = lens.flat(head.point(SKULL_AT))
        m = head.turn
        self._axes = [lens.flat(scaled((m[i], m[i + 3], m[i + 6]), SKULL[i])) for i in range(3)]
        view = unturned(m, lens.towards)
        # In the space where the skull is a ball of radius one.
        w = (view[0] / SKULL[0], view[1] / SKULL[1], view[2] / SKULL[2])
        size = math.sqrt(w[0] ** 2 + w[1] ** 2 + w[2] ** 2)
        self.view: Vec = (w[0] / size, w[1] / size, w[2] / size)

    def flat(self, u: Vec, grow: float = 1.0) -> Point:
        """Where a place on the ball lies in the picture."""
        (ax, ay), (bx, by), (cx, cy) = self._axes
        return (
            self.middle[0] + (ax * u[0] + bx * u[1] + cx * u[2]) * grow,
            self.middle[1] + (ay * u[0] + by * u[1] + cy * u[2]) * grow,
        )

    def rim(self, grow: float = 1.0) -> Loop:
        """Its outline."""
        # Two directions at right angles to the view on the ball give the half axes.
        v = self.view
        p = (-v[2], 0.0, v[0]) if abs(v[1]) < 0.9 else (0.0, v[2], -v[1])
        size = math.sqrt(p[0] ** 2 + p[1] ** 2 + p[2] ** 2)
        p = (p[0] / size, p[1] / size, p[2] / size)
        q = (v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0])
        a, b = self.flat(p, grow), self.flat(q, grow)
        mx, my = self.middle
        return ellipse(self.middle, (a[0] - mx, a[1] - my), (b[0] - mx, b[1] - my))

    def patch(self, loop: Sequence[Vec], spill: float) -> list[list[Point]]:
        """What is seen of a region of the skull, which lies to the left of its edge.

        Where it goes on behind, the rim closes it. `spill` lets it reach over the rim by a share,
        so that nothing below shows at the edge.
        """
        runs = self._runs(loop)
        if not runs:
            return [[self.flat(u) for u in loop]] if dot(loop[0], self.view) > 0 else []
        patches = []
        while runs:
            first = run = runs.pop()
            points: list[Point] = []
            while True:
                edge, *seen, end = run
                points += [self.flat(edge, 1 + spill), *map(self.flat, seen)]
                runs = sorted([*runs, first], key=lambda one: self._on_rim(end, one[0]))
                run = runs.pop(0)
                points += self._arc(end, run[0], 1 + spill)
                if run is first:
                    break
                runs.remove(first)
            patches.append(points)
        return patches

    def _runs(self, loop: Sequence[Vec]) -> list[list[Vec]]:
        """The stretches of a line on the skull that are seen, from where to where it meets the rim.

        There are none where all of it is seen, or nothing.
        """
        v = self.view
        near = [dot(u, v) for u in loop]
        last = len(loop)
        starts = [i for i in range(last) if near[i - 1] < 0 <= near[i]]
        runs = []
        for start in starts:
            run = [self._crossing(loop[start - 1], loop[start])]
            i = start
            while near[i % last] >= 0:
                run.append(loop[i % last])
                i += 1
            run.append(self._crossing(loop[(i - 1) % last], loop[i % last]))
            runs.append(run)
        return runs

    def _crossing(self, a: Vec, b: Vec) -> Vec:
        """Where the way between two places passes the rim."""
        p, q = dot(a, self.view), dot(b, self.view)
        at = between(a, b, p / (p - q))
        return unit(sub(at, scaled(self.view, dot(at, self.view))))

    def _on_rim(self, start: Vec, goal: Vec) -> float:
        """How far it is along the rim, the skull to the left, in radians."""
        return math.atan2(dot(goal, cross(self.view, start)), dot(goal, start)) % math.tau

    def _arc(self, start: Vec, goal: Vec, grow: float) -> list[Point]:
        """The way along the rim, without its end."""
        far, aside = self._on_rim(start, goal), cross(self.view, start)
        count = max(1, round(far / _ARC))
        return [
            self.flat(add(scaled(start, math.cos(a)), scaled(aside, math.sin(a))), grow)
            for a in (far * step / count for step in range(count))
        ]

    def sees_face(self) -> bool:
        """Whether the point right behind, out of sight, is under the hair."""
        x, y, z = -self.view[0], -self.view[1], -self.view[2]
        azimuth = math.degrees(math.atan2(x, z))
        return math.degrees(math.asin(max(-1.0, min(1.0, y)))) > _line_height(azimuth)


def _round_loop(points: list[Point], middle: Point) -> tuple[Loop, Loop]:
    loop = tuple(points) if turning(points) >= 0 else tuple(points[::-1])
    return loop, lit(loop, [middle] * len(loop), SHADED * 0.5)


def _jaw(body: Body) -> list[tuple[Vec, float]]:
    drop = body.pose.jaw
    return [
        ((0.0, -0.004 - drop, 0.074 - drop * 0.3), 0.0225),
        ((0.018, -0.002 - drop, 0.070 - drop * 0.3), 0.0225),
        ((-0.018, -0.002 - drop, 0.070 - drop * 0.3), 0.0225),
        ((0.047, 0.026 - drop * 0.3, 0.020), 0.0200),
        ((-0.047, 0.026 - drop * 0.3, 0.020), 0.0200),
        ((0.048, 0.070, 0.052), 0.0240),
        ((-0.048, 0.070, 0.052), 0.0240),
        ((0.0, 0.050, 0.078), 0.0180),
    ]


GROWN = 1.07
"""A head is drawn a little larger than life: it tells most about a pose."""


def _grown(head: Part) -> Part:
    a, b, c, d, e, f, g, h, i = (value * GROWN for value in head.turn)
    return Part(head.at, (a, b, c, d, e, f, g, h, i))


def draw_head(body: Body, lens: Lens, *, close: bool = False, tone: float = 0.0) -> list[Drawn]:
    """Neck and head, in the order that the view asks for."""
    head, pose = _grown(body.head), body.pose
    skull = Skull(head, lens)
    m = head.turn
    depth = lens.depth(head.point(SKULL_AT))
    before = sees_into_collar(body, lens)
    neck = draw_neck(body, head, lens, tone)

    face = Drawn("head", max(depth, neck.depth + 0.01) if before else depth)
    jaw = [(head.point(at), r) for at, r in _jaw(body)]
    jaw_loop = hull_of(discs_of(lens, jaw))
    center = lens.flat(head.point((0.0, 0.06, 0.03)))
    jaw_light = lit(jaw_loop, [center] * len(jaw_loop), SHADED * 0.5)
    if before:
        down = tuple([(x + 0.006, y + 0.026) for x, y in jaw_loop])
        face.area([down], Role.SKIN, 1.15, on=("neck",))

    ears = []
    for side in (1, -1):
        out = turned(m, (side * 0.95, 0.0, 0.30))
        ears.append((lens.facing(out), side))
    ears.sort()
    if ears[0][0] <= 0.05:
        _ear(face, head, lens, ears[0][1], tone)
    rim = skull.rim()
    if skull.sees_face():
        face.area([rim], Role.HAIR, 1.0 + tone, solid=True)
        face.area([lit(rim, [skull.middle] * len(rim), SHADED * 0.5)], Role.HAIR, 0.3 + tone)
        _shine(face, skull, tone)
        seen = [_round_loop(patch, center) for patch in skull.patch(FACE_EDGE, 0.035)]
        face.area([*(loop for loop, _ in seen), jaw_loop], Role.SKIN, 1.0 + tone, solid=True)
        face.area([*(light for _, light in seen), jaw_light], Role.SKIN, tone)
        draw_face(face, head, lens, tone, closed=pose.eyes_closed, jaw=pose.jaw, close=close)
    else:
        face.area([skull.rim(_BELOW_HAIR), jaw_loop], Role.SKIN, 1.0 + tone, solid=True)
        face.area([jaw_light], Role.SKIN, tone)
        if lens.facing((m[2], m[5], m[8])) > 0 and lens.facing((m[1], m[4], m[7])) < _CROWN * GROWN:
            # A bowed head, whose face is seen below its hair.
            draw_face(face, head, lens, tone, closed=pose.eyes_closed, jaw=pose.jaw, close=close)
        hair = [_round_loop(patch, skull.middle) for patch in skull.patch(HAIR_EDGE, 0.0)]
        face.area([loop for loop, _ in hair], Role.HAIR, 1.0 + tone, solid=True)
        face.area([light for _, light in hair], Role.HAIR, 0.3 + tone)
        _shine(face, skull, tone)
    for facing, side in ears:
        if facing > 0.05:
            _ear(face, head, lens, side, tone)
    return [neck, face]


def _shine(drawn: Drawn, skull: Skull, tone: float) -> None:
    loops = [tuple(p) if turning(p) >= 0 else tuple(p[::-1]) for p in skull.patch(_SHINE_LOOP, 0.0)]
    if loops:
        drawn.area(loops, Role.HAIR, tone)


def _ear(drawn: Drawn, head: Part, lens: Lens, side: int, tone: float) -> None:
    at = lens.flat(head.point((side * 0.0785, 0.068, -0.004)))
    m = head.turn
    a = lens.flat(turned(m, (side * 0.004, 0.0, 0.0155)))
    a2 = lens.flat(turned(m, (side * 0.013, 0.0, -0.012)))
    b = lens.flat(turned(m, (side * 0.002, 0.0235, -0.006)))
    wide = ((a[0] - a2[0]) / 2, (a[1] - a2[1]) / 2)
    drawn.round(
        [ellipse(at, wide, b)],
        [ellipse(at, (wide[0] * 0.9, wide[1] * 0.9), (b[0] * 0.92, b[1] * 0.92))],
        Role.SKIN,
        tone,
    )
    drawn.area(
        [ellipse(at, (wide[0] * 0.5, wide[1] * 0.5), (b[0] * 0.55, b[1] * 0.55))],
        Role.SKIN,
        0.8 + tone,
    )
