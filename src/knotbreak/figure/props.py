"""Drawing the things around the body: chair, desk, wall, doorway, mat, cushion, window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from knotbreak.core.figure_spec import Posture, Prop
from knotbreak.figure import room
from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.contacts import held_chair
from knotbreak.figure.outline import Loop, ellipse, hull, sausage, turning
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import Body
from knotbreak.figure.sketch import Drawn, discs_of
from knotbreak.figure.vectors import Vec

_FACES: tuple[tuple[tuple[int, int, int, int], Vec], ...] = (
    ((0, 1, 3, 2), (-1, 0, 0)),
    ((4, 6, 7, 5), (1, 0, 0)),
    ((0, 4, 5, 1), (0, -1, 0)),
    ((2, 3, 7, 6), (0, 1, 0)),
    ((0, 2, 6, 4), (0, 0, -1)),
    ((1, 5, 7, 3), (0, 0, 1)),
)


def rounded(corners: Sequence[Point], radius: float) -> Loop:
    """A polygon with its corners rounded off."""
    loop: list[Point] = []
    count = len(corners)
    for i, (x, y) in enumerate(corners):
        for nx, ny, first in (
            (*corners[i - 1], True),
            (*corners[(i + 1) % count], False),
        ):
            dx, dy = nx - x, ny - y
            size = (dx * dx + dy * dy) ** 0.5 or 1.0
            step = min(radius, size * 0.45) / size
            near = (x + dx * step, y + dy * step)
            loop += [near, (x, y)] if first else [near]
    return tuple(loop) if turning(loop) >= 0 else tuple(loop[::-1])


def _box(
    drawn: Drawn, lens: Lens, low: Vec, high: Vec, role: Role, *, radius: float = 0.012,
    tone: float = 0.0,
) -> None:  # fmt: skip
    """A block with soft corners: a body in shade, its upper side and front in light."""
    corners = [
        (x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])
    ]
    flat = [lens.flat(corner) for corner in corners]
    drawn.area([rounded(hull(flat), radius)], role, 1.0 + tone)
    for face, normal in _FACES:
        facing = lens.facing(normal)
        if facing < 0.04:
            continue
        light = 0.0 if normal[1] > 0 else 0.45 if abs(normal[2]) > 0 else 0.75
        drawn.area([rounded([flat[i] for i in face], radius)], role, light + tone)


def _leg(drawn: Drawn, lens: Lens, top: Vec, foot: Vec, tone: float) -> None:
    loop = sausage(discs_of(lens, [(top, 0.014), (foot, 0.0105)]))
    drawn.area([loop], Role.FRAME, tone)


def _seat(drawn: Drawn, lens: Lens, x: float, z: float) -> None:
    """A board whose front slopes down."""
    wide, low = room.SEAT_HALF_WIDTH, room.SEAT_UP - room.SEAT_THICK
    profile = (
        (low, room.SEAT_BACK), (room.SEAT_UP, room.SEAT_BACK), (room.SEAT_UP, room.SEAT_EDGE),
        (room.SEAT_EDGE_UP, room.SEAT_FRONT), (low, room.SEAT_FRONT),
    )  # fmt: skip
    left, right = (
        [lens.flat((x + side * wide, up, z + along)) for up, along in profile] for side in (1, -1)
    )
    drawn.area([rounded(hull([*left, *right]), 0.03)], Role.SEAT, 1.0)
    for ends, side in ((left, 1.0), (right, -1.0)):
        if lens.facing((side, 0.0, 0.0)) > 0.04:
            drawn.area([rounded(ends, 0.02)], Role.SEAT, 0.75)
    top = [*left[1:4], *right[3:0:-1]]
    drawn.area([rounded(top, 0.03)], Role.SEAT, 0.0)
    if lens.facing((0.0, 0.0, 1.0)) > 0.04:
        drawn.area([rounded([left[3], left[4], right[4], right[3]], 0.02)], Role.SEAT, 0.45)


def _chair_at(lens: Lens, x: float, z: float, backrest_up: float) -> list[Drawn]:
    wide, front, back = room.SEAT_HALF_WIDTH, room.SEAT_FRONT + z, room.SEAT_BACK + z
    parts = []
    for sx in (-1, 1):
        for fz, splay in ((front - 0.035, 0.02), (back + 0.03, -0.05)):
            top = (x + sx * (wide - 0.035), room.SEAT_UP - 0.03, fz)
            foot = (x + sx * (wide - 0.012), 0.012, fz + splay)
            part = Drawn("chair", lens.depth((top[0], 0.25, fz)) - 0.16)
            _leg(part, lens, top, foot, 0.7 if lens.depth((sx, 0.0, 0.0)) < -0.3 else 0.1)
            parts.append(part)
    seat = Drawn("chair", lens.depth((x, room.SEAT_UP - 0.02, z)) - 0.15)
    _seat(seat, lens, x, z)
    rest = Drawn("chair", lens.depth((x, 0.72, back - 0.03)) - 0.02)
    for sx in (-1, 1):
        low = (x + sx * (wide - 0.05), room.SEAT_UP - 0.02, back + 0.02)
        high = (x + sx * (wide - 0.06), backrest_up - 0.08, back - 0.055)
        _leg(rest, lens, high, low, 0.4)
    low_z, high_z = back - 0.025, back - 0.07
    face = [
        (x - wide + 0.030, 0.61, low_z), (x + wide - 0.030, 0.61, low_z),
        (x + wide - 0.040, backrest_up, high_z), (x - wide + 0.040, backrest_up, high_z),
    ]  # fmt: skip
    behind = [(px, py, pz - 0.028) for px, py, pz in face]
    flat = [lens.flat(p) for p in face]
    flat_behind = [lens.flat(p) for p in behind]
    rest.area([rounded(hull([*flat, *flat_behind]), 0.05)], Role.SEAT, 1.0)
    seen = flat if lens.facing((0.0, 0.0, 1.0)) > 0 else flat_behind
    if abs(lens.facing((0.0, 0.0, 1.0))) > 0.05:
        rest.area([rounded(seen, 0.05)], Role.SEAT, 0.35)
    return [*parts, seat, rest]


def _chair(body: Body, posture: Posture, lens: Lens) -> list[Drawn]:
    seated = posture in {Posture.SEATED, Posture.SEATED_EDGE, Posture.NONE}
    if seated:
        return _chair_at(lens, 0.0, 0.0, room.BACKREST_UP)
    # A chair to hold on to stands beside the working side, its back towards the body's front.
    x, z = held_chair(body)
    return _chair_at(lens, x, z, room.SUPPORT_UP)


def _desk(body: Body, _posture: Posture, lens: Lens) -> list[Drawn]:
    drawn = Drawn("desk", -3)
    near = room.desk_edge(body.pelvis.at[1])
    far = near + 0.66
    for x in (-0.56, 0.56):
        # The legs stand clear of the feet of who sits there.
        for z in (near + 0.26, far - 0.06):
            loop = sausage(
                discs_of(lens, [((x, room.DESK_UP - 0.02, z), 0.018), ((x, 0.014, z), 0.014)])
            )
            drawn.area([loop], Role.FRAME, 0.7 if lens.depth((x, 0.0, 0.0)) < 0 else 0.1)
    _box(drawn, lens, (-0.62, room.DESK_UP - 0.035, near), (0.62, room.DESK_UP, far), Role.WOOD)
    return [drawn]


def _wall(_body: Body, posture: Posture, lens: Lens) -> list[Drawn]:
    """Ahead of one who steps towards it, behind one who stands."""
    drawn = Drawn("wall", -6)
    if posture is Posture.STANDING:
        low, high = (-0.80, 0.0, room.WALL_BEHIND - 0.07), (0.80, 2.30, room.WALL_BEHIND)
    else:
        low, high = (-0.55, 0.0, room.WALL_AHEAD), (0.55, 1.95, room.WALL_AHEAD + 0.07)
    _box(drawn, lens, low, high, Role.WALL)
    return [drawn]


def _doorway(_body: Body, _posture: Posture, lens: Lens) -> list[Drawn]:
    drawn = Drawn("doorway", -6)
    inner, outer = room.DOOR_HALF_WIDTH - 0.02, room.DOOR_HALF_WIDTH + 0.10
    z0, z1 = room.DOOR_AHEAD, room.DOOR_AHEAD + room.DOOR_DEEP
    for low, high in (((-outer, 0.0), (-inner, 2.02)), ((inner, 0.0), (outer, 2.02))):
        _box(drawn, lens, (low[0], low[1], z0), (high[0], high[1], z1), Role.WOOD)
    _box(drawn, lens, (-outer, 2.02, z0), (outer, 2.13, z1), Role.WOOD)
    return [drawn]


def _mat(body: Body, _posture: Posture, lens: Lens) -> list[Drawn]:
    drawn = Drawn("mat", -8)
    zs = [body.head.at[2], body.pelvis.at[2]]
    zs += [leg.foot.at[2] for leg in body.legs] + [arm.hand.at[2] for arm in body.arms]
    middle = (min(zs) + max(zs)) / 2
    _box(
        drawn,
        lens,
        (-0.38, -0.012, middle - 0.98),
        (0.38, 0.0, middle + 0.98),
        Role.MAT,
        radius=0.06,
    )
    return [drawn]


def _cushion(body: Body, posture: Posture, lens: Lens) -> list[Drawn]:
    """Under what rests on it: a kneeling knee, a head, or the hips."""
    drawn = Drawn("cushion", -4)
    if posture is Posture.HALF_KNEELING:
        at, half, up = body.legs[0 if body.legs[0].shank.at[1] < 0.2 else 1].shank.at, 0.13, 0.03
    elif body.head.at[1] < 0.45:
        at, half, up = body.head.point((0.0, 0.10, 0.0)), 0.115, room.CUSHION_UP
    else:
        at, half, up = body.pelvis.at, 0.17, room.CUSHION_UP
    low = (at[0] - half * 1.15, 0.0, at[2] - half)
    high = (at[0] + half * 1.15, up, at[2] + half)
    _box(drawn, lens, low, high, Role.CUSHION, radius=0.05)
    return [drawn]


_UNDER = frozenset({Prop.CUSHION, Prop.MAT})
"""What lies where it is needed at the end of the movement."""

_DRAWING: Mapping[Prop, Callable[[Body, Posture, Lens], list[Drawn]]] = {
    Prop.CHAIR: _chair,
    Prop.DESK: _desk,
    Prop.WALL: _wall,
    Prop.DOORWAY: _doorway,
    Prop.MAT: _mat,
    Prop.CUSHION: _cushion,
}


def draw_props(
    props: Sequence[Prop], start: Body, end: Body, posture: Posture, lens: Lens
) -> list[Drawn]:
    """Everything around a body that starts and ends so; things lie still while it moves."""
    return [
        part
        for prop in props
        if prop in _DRAWING
        for part in _DRAWING[prop](end if prop in _UNDER else start, posture, lens)
    ]


def draw_shadow(body: Body, lens: Lens) -> Drawn:
    """The soft shadow on the floor."""
    drawn = Drawn("floor", -7)
    places = [body.pelvis.at, body.chest.at, body.head.at]
    places += [leg.foot.at for leg in body.legs] + [leg.shank.at for leg in body.legs]
    places += [arm.hand.at for arm in body.arms if arm.hand.at[1] < 0.4]
    xs, zs = [p[0] for p in places], [p[2] for p in places]
    middle = ((min(xs) + max(xs)) / 2, 0.0, (min(zs) + max(zs)) / 2 + 0.03)
    wide, deep = (max(xs) - min(xs)) / 2 + 0.20, (max(zs) - min(zs)) / 2 + 0.22
    at = lens.flat(middle)
    for grow, alpha in ((1.0, 0.07), (0.82, 0.07)):
        loop = ellipse(at, lens.flat((wide * grow, 0, 0)), lens.flat((0, 0, deep * grow)))
        drawn.area([loop], Role.SHADOW, 0, alpha)
    return drawn
