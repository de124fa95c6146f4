"""Small arrows that show where a place of the body goes, where a still picture does not tell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from knotbreak.core.figure_spec import Trail
from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.legs import TOE_HINGE
from knotbreak.figure.outline import Loop
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import Body
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.vectors import Vec, about_x, add, turned

_LEAST = 0.075
"""No arrow is shorter than this, however small the movement."""

_AROUND = 0.105
"""A circle goes round what it is about, not over it."""

_LEAST_OF = {Trail.JAW: 0.035}
"""A face is seen from near."""

_BACK = 0.01
"""What ends so near to where it began has gone there and back."""

_MOST = 0.12
"""And none of a line is longer, so that it stays a hint."""

_EDGE = 1.7
"""How much wider an arrow is with its edge."""

GIVES = 0.045
"""So far arrows that press give way."""

_FROM, _TO, _STEP = 80, 350, 15
"""Where a circle begins and ends, in degrees from the first place; its head closes it."""


def _place(trail: Trail, body: Body, side: int) -> Vec:
    i = 0 if side > 0 else 1
    match trail:
        case Trail.HEAD:
            x, y, z = turned(body.chest.turn, (0.0, 0.01, 0.185))
            hx, hy, hz = body.head.at
            return (hx + x, hy + y, hz + z)
        case Trail.JAW | Trail.TEETH:
            return body.head.point((0.098 * side, -0.012 - body.pose.jaw, 0.03))
        case Trail.SHOULDER:
            return body.arms[i].upper.at
        case Trail.CHEST:
            return body.chest.point((0.0, 0.02, 0.15))
        case Trail.PELVIS:
            return body.pelvis.point((0.10 * side, 0.05, -0.02))
        case Trail.BUTTOCKS:
            return body.pelvis.point((0.185 * side, -0.02, -0.09))
        case Trail.HAND:
            return body.arms[i].hand.point((0.0, -0.08, 0.0))
        case Trail.FOOT:
            return body.legs[i].foot.point((0.0, -0.04, 0.08))
        case Trail.TOES:
            bent = about_x(-body.pose.legs[i].toes)
            return body.legs[i].foot.point(add(TOE_HINGE, turned(bent, (0.0, 0.0, 0.10))))


def trails(
    wanted: Sequence[Trail], bodies: Sequence[Body], sides: Sequence[int], lens: Lens
) -> tuple[Loop, ...]:
    """The paths in the picture, one arrow each; `bodies` are the keyframes in order."""
    paths: list[Loop] = []
    for trail in wanted:
        if trail is Trail.TEETH:
            # Seen through a lens, not as a way.
            continue
        for side in sides if trail is not Trail.HEAD else sides[:1]:
            places = [_place(trail, body, side) for body in bodies]
            if trail is Trail.BUTTOCKS:
                # They press against each other, which is no way that a place of them goes.
                places = [
                    add(places[0], turned(bodies[0].pelvis.turn, (side, 0.0, 0.0))),
                    places[0],
                ]
            returns = len(places) == 3 and math.dist(places[0], places[-1]) < _BACK
            flat = [lens.flat(place) for place in (places[:2] if returns else places)]
            path = _drawn_out(flat, _LEAST_OF.get(trail, _LEAST))
            if returns:
                path = (path[-1], *path)
            near = any(math.dist(path[-1], other[-1]) < 0.1 for other in paths)
            if not near:
                paths.append(path)
    return tuple(paths)


def _drawn_out(path: list[Point], least: float) -> Loop:
    """A path long enough to be seen: a circle grows about its middle, a line at its beginning."""
    if len(path) > 2:
        path = path[1:]
        x, y = sum(p[0] for p in path) / len(path), sum(p[1] for p in path) / len(path)
        size = max(math.dist(p, (x, y)) for p in path) or 1e-9
        grow = max(1.0, (_AROUND if len(path) > 3 else least) / size)
        around = [(x + (px - x) * grow, y + (py - y) * grow) for px, py in path]
        return _circle((x, y), *around[:2]) if len(around) > 3 else tuple(around)
    (x0, y0), (x1, y1) = path[0], path[-1]
    far = math.dist((x0, y0), (x1, y1)) or 1e-9
    grow = min(_MOST / far, max(1.0, least / far))
    return ((x1 - (x1 - x0) * grow, y1 - (y1 - y0) * grow), (x1, y1))


def _circle(middle: Point, first: Point, second: Point) -> Loop:
    """Most of a way round: from the second of four places to just before the first again."""
    (x, y), (ax, ay), (bx, by) = middle, first, second
    angles = [math.radians(at) for at in range(_FROM, _TO + 1, _STEP)]
    return tuple(
        [
            (
                x + (ax - x) * math.cos(a) + (bx - x) * math.sin(a),
                y + (ay - y) * math.cos(a) + (by - y) * math.sin(a),
            )
            for a in angles
        ]
    )


def pressing(paths: Sequence[Loop], tight: float) -> tuple[Loop, ...]:
    """Arrows that come nearer as what they press is pressed, and give way as it is let go."""
    back = GIVES * (1 - tight)
    moved = []
    for path in paths:
        (x0, y0), (x1, y1) = path[0], path[-1]
        far = math.dist(path[0], path[-1]) or 1e-9
        dx, dy = (x0 - x1) / far * back, (y0 - y1) / far * back
        moved.append(tuple([(x + dx, y + dy) for x, y in path]))
    return tuple(moved)


def draw_trails(paths: Sequence[Loop], width: float) -> Drawn:
    """The arrows, above everything, with an edge that tells them from what they lie on."""
    drawn = Drawn("trails", 90)
    strokes: list[Loop] = []
    for path in paths:
        head, (x1, y1) = _head(path[-2], path[-1], width)
        if returning(path):
            back, _ = _head(path[-1], path[-2], width)
            strokes += [head, back, path[:2]]
        else:
            strokes += [head, (*path[:-1], (x1, y1))]
    for stroke in strokes:
        drawn.line(stroke, width * _EDGE, Role.HINT, 1.0, 0.75)
    for stroke in strokes:
        drawn.line(stroke, width, Role.HINT, 0.0, 0.95)
    return drawn


def returning(path: Loop) -> bool:
    """Whether an arrow goes there and back: a line with a head at either end."""
    return len(path) == 3 and path[0] == path[-1]


def circular(path: Loop) -> bool:
    """Whether an arrow goes round."""
    return len(path) > 3


def _head(start: Point, end: Point, width: float) -> tuple[Loop, Point]:
    """The head at the end of a line, and where in it the line stops."""
    (x0, y0), (x1, y1) = start, end
    far = math.dist(start, end) or 1e-9
    dx, dy = (x1 - x0) / far * width, (y1 - y0) / far * width
    tip = (x1 + dx * 1.2, y1 + dy * 1.2)
    left, right = (x1 - dx * 1.6 - dy * 1.9, y1 - dy * 1.6 + dx * 1.9), (
        x1 - dx * 1.6 + dy * 1.9, y1 - dy * 1.6 - dx * 1.9)  # fmt: skip
    return (left, tip, tip, right), (x1 - dx, y1 - dy)
