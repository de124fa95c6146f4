"""What can touch what, and where exactly a hand then lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from knotbreak.figure import room
from knotbreak.figure.legs import TOE_HINGE
from knotbreak.figure.palm import PALM_DOWN, PALM_THICK, Touch, hand_turn, laid
from knotbreak.figure.proportions import FOREARM, SHANK, THIGH, UPPER_ARM
from knotbreak.figure.skeleton import ArmParts, Body, Part
from knotbreak.figure.vectors import (
    Vec,
    about_x,
    add,
    between,
    cross,
    placed,
    scaled,
    sub,
    times,
    turned,
    unit,
)

Placing = Callable[[Body, int], Touch]


def _arm(body: Body, side: int) -> ArmParts:
    return body.arms[0 if side > 0 else 1]


def _thigh(body: Body, side: int) -> Part:
    return body.legs[0 if side > 0 else 1].thigh


def _shank(body: Body, side: int) -> Part:
    return body.legs[0 if side > 0 else 1].shank


def _axis(part: Part, number: int) -> Vec:
    m = part.turn
    return (m[number], m[number + 3], m[number + 6])


def _out(body: Body, side: int, out: float, up: float, ahead: float) -> Vec:
    """A direction as the chest has it."""
    return turned(body.chest.turn, (side * out, up, ahead))


def _on_thigh(down: float, height: float) -> Callable[[Body, int, int], Touch]:
    def place(body: Body, side: int, leg: int) -> Touch:
        thigh = _thigh(body, leg)
        at = thigh.point((0.012 * leg, -THIGH * down, height))
        fingers = turned(thigh.turn, (-side * 0.22, -1.0, 0.0))
        return laid(
            side, at, scaled(_axis(thigh, 2), -1), fingers, _out(body, side, 0.75, -0.35, -0.6)
        )

    return place


_thigh_place = _on_thigh(0.60, 0.074)
_knee_place = _on_thigh(0.93, 0.066)


def _on_shin(body: Body, side: int, leg: int) -> Touch:
    shank = _shank(body, leg)
    at = shank.point((0.0, -SHANK * 0.50, 0.050))
    fingers = turned(shank.turn, (0.0, -1.0, 0.0))
    return laid(side, at, scaled(_axis(shank, 2), -1), fingers, _out(body, side, 0.8, -0.2, -0.5))


def _seat(body: Body, side: int) -> Touch:
    """The edge beside the hips: the palm against it, the fingers curled under."""
    at = (side * (room.SEAT_HALF_WIDTH + 0.016), room.SEAT_UP - 0.022, body.pelvis.at[2] + 0.02)
    return laid(side, at, (-side, 0.0, 0.0), (0.0, -1.0, 0.25), (side * 0.7, 0.0, -0.8))


def _seat_behind(body: Body, side: int) -> Touch:
    """Flat on the seat behind the hips, fingertips and all."""
    behind = max(room.SEAT_BACK + 0.075, body.pelvis.at[2] - 0.215)
    at = (side * 0.176, room.SEAT_UP, behind)
    return laid(side, at, (0.0, -1.0, 0.0), (side * 0.1, 0.0, -1.0), (side * 0.3, 0.0, -1.0))


def _backrest(_body: Body, side: int) -> Touch:
    """The post of the backrest, from outside, the fingers around its front."""
    at = (side * room.BACKREST_HALF_WIDTH, room.BACKREST_UP - 0.11, room.SEAT_BACK - 0.05)
    return laid(side, at, (-side, 0.0, 0.0), (-side * 0.1, 0.1, -1.0), (side * 0.8, -0.2, -0.4))


def _chair(body: Body, side: int) -> Touch:
    at = (
        side * (room.SUPPORT_X - 0.03), room.SUPPORT_UP + 0.006, room.support_ahead(foremost(body))
    )  # fmt: skip
    return laid(side, at, (0.0, -1.0, 0.0), (-side * 0.1, 0.0, 1.0), (side * 0.8, 0.0, -0.6))


def _desk(body: Body, side: int) -> Touch:
    """The palm for one who sits, the fingertips for one who stands: it is too low for more."""
    if body.pelvis.at[1] > 0.7:
        wrist = (side * 0.25, room.DESK_UP + 0.174, room.DESK_EDGE_STANDING - 0.010)
        turn = hand_turn(side, (0.0, -0.5, -0.85), (0.0, -0.85, 0.5))
        return Touch(wrist, turn, (side * 0.5, 0.0, -1.0))
    palm = _arm(body, side).hand.point((0.0, -PALM_DOWN, 0.0))
    at = (side * 0.19, room.DESK_UP, max(palm[2], room.desk_edge(body.pelvis.at[1]) + 0.06))
    return laid(side, at, (0.0, -1.0, 0.0), (-side * 0.12, 0.0, 1.0), (side * 0.7, -0.6, -0.2))


def _wall(body: Body, side: int) -> Touch:
    at = (side * 0.20, _arm(body, side).upper.at[1] - 0.04, room.WALL_AHEAD)
    return laid(side, at, (0.0, 0.0, 1.0), (-side * 0.10, 1.0, 0.0), (side * 0.5, -1.0, -0.2))


def _floor(body: Body, side: int) -> Touch:
    palm = _arm(body, side).hand.point((0.0, -PALM_DOWN, 0.0))
    at = (palm[0], 0.0, palm[2])
    return laid(side, at, (0.0, -1.0, 0.0), (side * 0.05, 0.0, 1.0), (side * 0.5, 0.1, -1.0))


def _floor_ahead(body: Body, side: int) -> Touch:
    """As far ahead on the floor as a long arm reaches."""
    x, y, z = _arm(body, side).upper.at
    down = y - PALM_THICK
    reach = math.sqrt(max(0.01, (0.985 * (UPPER_ARM + FOREARM)) ** 2 - down * down))
    at = (x + side * 0.07, 0.0, z + reach * 0.96 + PALM_DOWN)
    return laid(side, at, (0.0, -1.0, 0.0), (-side * 0.05, 0.0, 1.0), (side * 0.8, -0.1, -0.2))


def _floor_across(body: Body, side: int) -> Touch:
    """The back of the hand on the floor, the arm slid under the chest."""
    chest = body.chest.at
    at = (-side * 0.42, 0.0, chest[2] - 0.03)
    palm_up = laid(side, at, (0.0, 1.0, 0.0), (-side, 0.0, 0.12), (0.0, 1.0, 0.4))
    x, y, z = palm_up.wrist
    return palm_up._replace(wrist=(x, y + 2 * PALM_THICK, z))


def _wall_behind(body: Body, side: int) -> Touch:
    wrist = _arm(body, side).hand.at
    at = (wrist[0], wrist[1], room.WALL_BEHIND + 0.032)
    return Touch(at, hand_turn(side, (0.0, 0.0, 1.0), (side * 0.1, 1.0, 0.0)), (side, -0.3, -0.1))


def _door_frame(body: Body, side: int) -> Touch:
    """The inner side of the post, on which the forearm stands upright."""
    arm = _arm(body, side)
    inside, along = room.DOOR_HALF_WIDTH - 0.02, room.DOOR_AHEAD + room.DOOR_DEEP / 2
    at = (side * inside, arm.upper.at[1] + 0.235, along)
    return laid(side, at, (side, 0.0, 0.0), (-side * 0.08, 1.0, 0.0), (side, -0.35, -0.2))


def _head(body: Body, side: int) -> Touch:
    head = body.head
    at = head.point((side * 0.040, 0.160, -0.080))
    palm = turned(head.turn, (-side * 0.40, -0.55, 0.80))
    fingers = turned(head.turn, (-side * 0.90, -0.25, -0.5))
    return laid(side, at, palm, fingers, _out(body, side, 1.0, 0.1, 0.5))


def _behind_head(body: Body, side: int) -> Touch:
    head = body.head
    at = head.point((side * 0.050, 0.098, -0.105))
    palm, fingers = (
        turned(head.turn, (-side * 0.3, 0.0, 1.0)),
        turned(head.turn, (-side, 0.25, -0.2)),
    )
    return laid(side, at, palm, fingers, _out(body, side, 1.0, -0.5, 0.2))  # fmt: skip


def _palms(body: Body, side: int) -> Touch:
    """Palm against palm before the breastbone: where the two arms bring them."""
    left, right = body.arms[0].hand, body.arms[1].hand
    middle = between(left.at, right.at, 0.5)
    chest = body.chest
    local = between(left.point((0.0, -PALM_DOWN, 0.0)), right.point((0.0, -PALM_DOWN, 0.0)), 0.5)
    at = (chest.at[0], local[1], local[2])
    forward = sub(local, middle)
    fingers = (0.0, max(0.4, forward[1]), 0.12)
    return laid(side, at, (-side, 0.0, 0.0), fingers, _out(body, side, 1.0, -0.25, 0.0))


def _clasp(body: Body, side: int) -> Touch:
    """Fingers laced in front of the body."""
    left, right = body.arms[0].hand, body.arms[1].hand
    at = between(left.point((0.0, -PALM_DOWN, 0.0)), right.point((0.0, -PALM_DOWN, 0.0)), 0.5)
    ahead = unit(sub(at, body.chest.point((0.0, 0.09, 0.0))))
    middle = body.chest.point((0.0, 0.0, 0.0))[0]
    at = (middle, at[1], at[2])
    # One thumb lies above the other, so that two hands are seen from either side.
    at = add(at, scaled(add(ahead, _out(body, side, 0.0, 1.0, 0.0)), -side * 0.005))
    fingers = add(ahead, scaled(_out(body, -side, 1.0, 0.0, 0.0), 0.75))
    palm = add(scaled(ahead, -0.45), _out(body, -side, 0.7, 0.0, 0.0))
    return laid(side, at, palm, fingers, _out(body, side, 1.0, -0.55, 0.0))


def _hooked(body: Body, side: int) -> Touch:
    """The crook of this arm holds the other arm above its elbow."""
    other = _arm(body, -side)
    up = _out(body, side, 0.0, 1.0, 0.0)
    along = unit(sub(other.upper.at, other.fore.at))
    outer = scaled(unit(cross(up, along)), side)
    hold = other.upper.point((0.0, -UPPER_ARM * 0.74, 0.0))
    wrist = add(add(hold, scaled(outer, 0.060)), scaled(up, -0.070))
    hand = hand_turn(side, scaled(outer, -1.0), add(scaled(along, 0.45), up))
    return Touch(wrist, hand, _out(body, side, 0.35, -1.0, 0.2))


def _foot_top(body: Body, side: int, leg: int) -> Touch:
    """The foot held from above; behind the body the hand comes from above as well."""
    foot = body.legs[0 if leg > 0 else 1].foot
    at = foot.point((0.0, -0.002, 0.012))
    palm = turned(foot.turn, (0.0, -1.0, -0.2))
    fingers = turned(foot.turn, (-side * 1.0, 0.0, 0.3))
    if at[2] < body.pelvis.at[2] - 0.1:
        outer = foot.point((leg * 0.030, -0.006, 0.012))
        palm = turned(foot.turn, (-leg * 0.8, -0.6, -0.2))
        return laid(side, outer, palm, (0.0, -1.0, -0.35), (side * 0.4, 0.1, -1.0))
    return laid(side, at, palm, fingers, _out(body, side, 1.0, -0.1, -0.3))


def _toes(body: Body, side: int, leg: int) -> Touch:
    """Drawn back from below: the fingers across the sole side of the toes, the palm beside them."""
    number = 0 if leg > 0 else 1
    foot = body.legs[number].foot
    bent = times(foot.turn, about_x(-body.pose.legs[number].toes))
    at = placed(bent, foot.point(TOE_HINGE), (-leg * 0.046, -0.016, 0.013))
    palm = turned(bent, (0.0, 1.0, -0.10))
    fingers = turned(bent, (leg * 1.0, 0.0, 0.75))
    return laid(side, at, palm, fingers, _out(body, side, 1.0, -0.3, -0.1))


def _hip(body: Body, side: int) -> Touch:
    at = body.pelvis.point((side * 0.155, 0.085, 0.02))
    palm, fingers = (
        turned(body.pelvis.turn, (-side, 0.0, -0.2)),
        turned(body.pelvis.turn, (-side * 0.2, -0.4, 1.0)),
    )
    return laid(side, at, palm, fingers, _out(body, side, 0.5, 0.0, -1.0))


def _low_back(body: Body, side: int) -> Touch:
    at = body.pelvis.point((side * 0.06, 0.10, -0.105))
    palm, fingers = (
        turned(body.pelvis.turn, (0.0, 0.0, 1.0)),
        turned(body.pelvis.turn, (-side * 0.3, -1.0, 0.0)),
    )
    return laid(side, at, palm, fingers, _out(body, side, 0.6, 0.0, -1.0))


def _between_blades(body: Body, side: int) -> Touch:
    at = body.chest.point((side * 0.030, 0.135, -0.088))
    palm, fingers = (
        turned(body.chest.turn, (0.0, 0.0, 1.0)),
        turned(body.chest.turn, (-side * 0.1, -1.0, 0.0)),
    )
    return laid(side, at, palm, fingers, _out(body, side, 0.5, 1.0, 0.0))


def _elbow(body: Body, side: int) -> Touch:
    other = _arm(body, -side)
    at = other.fore.point((0.0, 0.03, -0.02))
    return laid(side, at, sub(other.upper.at, other.fore.at), _out(body, -side, 1.0, 0.0, -0.2),
                _out(body, side, 1.0, 0.6, -0.5))  # fmt: skip


def _under_thigh(body: Body, side: int, leg: int) -> Touch:
    thigh = _thigh(body, leg)
    at = thigh.point((0.0, -THIGH * 0.75, -0.07))
    return laid(
        side,
        at,
        _axis(thigh, 2),
        turned(thigh.turn, (-side, 0.0, 0.0)),
        _out(body, side, 1.0, -0.4, -0.2),
    )


def _wrist_back(body: Body, side: int) -> Touch:
    """The palm on the back of the other hand, across it from the side of its thumb."""
    other = _arm(body, -side).hand
    at = other.point((-side * 0.016, -0.060, 0.0))
    palm, fingers = turned(other.turn, (side, 0.0, 0.0)), turned(other.turn, (0.0, -0.1, -1.0))
    return laid(side, at, palm, fingers, _out(body, side, 0.3, -1.0, -0.1))


def _wrist_palm(body: Body, side: int) -> Touch:
    """The palm on the other hand's fingers, across them from the side of its thumb."""
    other = _arm(body, -side).hand
    at = other.point((side * 0.014, -0.115, 0.0))
    palm, fingers = turned(other.turn, (-side, 0.0, 0.0)), turned(other.turn, (0.0, -0.1, -1.0))
    return laid(side, at, palm, fingers, _out(body, side, 0.3, -1.0, -0.1))


_OWN: Mapping[str, Placing] = {
    "seat": _seat,
    "seat-behind": _seat_behind,
    "backrest": _backrest,
    "chair": _chair,
    "desk": _desk,
    "desk-ahead": _desk,
    "wall": _wall,
    "wall-behind": _wall_behind,
    "floor": _floor,
    "floor-ahead": _floor_ahead,
    "floor-across": _floor_across,
    "door-frame": _door_frame,
    "head": _head,
    "behind-head": _behind_head,
    "palm": _palms,
    "clasp": _clasp,
    "upper-arm": _hooked,
    "hip": _hip,
    "lower-back": _low_back,
    "upper-back": _between_blades,
    "elbow": _elbow,
    "back-of-hand": _wrist_back,
    "fingers": _wrist_palm,
}
_ON_LEG: Mapping[str, Callable[[Body, int, int], Touch]] = {
    "thigh": _thigh_place,
    "knee": _knee_place,
    "shin": _on_shin,
    "foot": _foot_top,
    "toes": _toes,
    "under-thigh": _under_thigh,
}

PLANTED = frozenset(
    {
        "seat", "seat-behind", "backrest", "chair", "desk", "desk-ahead", "wall", "wall-behind",
        "floor", "floor-ahead", "floor-across", "door-frame",
    }
)  # fmt: skip
"""Places of the room: a hand stays there while the body moves."""

SLIDING = frozenset({"wall-behind"})
"""Those of them that a hand slides along: it goes where the arm brings it."""

ALONG = frozenset({"thigh", "knee", "shin"})
"""Places of a leg: from one to another a hand slides along it."""

LATE = frozenset({"palm", "clasp", "upper-arm", "elbow", "back-of-hand", "fingers"})
"""Places that depend on the other arm."""


def hand_places() -> frozenset[str]:
    """Everything that a hand may hold or rest on."""
    return frozenset(_OWN) | frozenset(_ON_LEG) | {f"other-{name}" for name in _ON_LEG}


def slides(start: str | None, goal: str | None) -> bool:
    """Whether a hand gets from one place to the other without leaving what it lies on."""
    if start is None or goal is None:
        return False
    if start in PLANTED:
        return goal in PLANTED
    leg, other = start.removeprefix("other-"), goal.removeprefix("other-")
    same = start.startswith("other-") == goal.startswith("other-")
    return same and leg in ALONG and other in ALONG


def foremost(body: Body) -> float:
    """How far ahead the foot is that stands foremost."""
    return max(leg.foot.at[2] for leg in body.legs)


def held_chair(body: Body) -> tuple[float, float]:
    """Where the middle of a chair is, to the left and ahead, that a standing body holds on to."""
    hand = min(body.arms, key=lambda arm: abs(abs(arm.hand.at[0]) - room.SUPPORT_X))
    ahead = room.support_ahead(foremost(body)) - room.SEAT_BACK + 0.07
    return hand.side * room.SUPPORT_X, ahead


def touch(place: str, body: Body, side: int) -> Touch | None:
    """Where the hand of a side lies when it touches a place; None for an unknown one.

    The working side is the left one here: a leg without `other-` is the left leg.
    """
    placing = _OWN.get(place)
    if placing is not None:
        return placing(body, side)
    other = place.startswith("other-")
    on_leg = _ON_LEG.get(place.removeprefix("other-"))
    if on_leg is None:
        return None
    return on_leg(body, side, -1 if other else 1)
