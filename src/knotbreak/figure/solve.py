"""From a keyframe to a pose: angles first, then what carries the body, then what it touches."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from knotbreak.core.figure_spec import Posture
from knotbreak.figure.contacts import LATE, PLANTED, SLIDING, slides, touch
from knotbreak.figure.joints import Joints, Values, posed
from knotbreak.figure.legs import (
    Foothold,
    lifted,
    root_of,
    sole_height,
    touching_of,
    with_legs,
)
from knotbreak.figure.palm import Touch
from knotbreak.figure.pose import Hand, Pose
from knotbreak.figure.postures import STANCES, Stance, Support
from knotbreak.figure.proportions import ANKLE_UP
from knotbreak.figure.reach import reach_arm, reach_leg
from knotbreak.figure.room import CUSHION_UP
from knotbreak.figure.skeleton import Body, Part, place, place_arm
from knotbreak.figure.vectors import Quat, add, between, frame, mat_of, quat_of, scaled, slerp, unit

HEAD_RADIUS = 0.098
SUNK = 0.006
"""A sole that is less deep in the floor is left there: to lift it would bend a straight knee."""

_FLAT = Hand(knuckles=3, fingers=4, tips=3, spread=4, thumb=-16, thumb_flexion=-28)
_HOOKED = Hand(knuckles=48, fingers=42, tips=25, spread=0, thumb=30, thumb_flexion=20)
_PINCHED = Hand(knuckles=56, fingers=40, tips=24, spread=0, thumb=4, thumb_flexion=30)
_CURVED = Hand(knuckles=14, fingers=16, tips=12, spread=2, thumb=30, thumb_flexion=8)
_HANGING = Hand(knuckles=8, fingers=16, tips=10, spread=0, thumb=20, thumb_flexion=10)
_CUPPED = Hand(knuckles=30, fingers=34, tips=24, spread=3, thumb=22, thumb_flexion=14)
_WRAPPED = Hand(knuckles=38, fingers=62, tips=36, spread=0, thumb=34, thumb_flexion=24)
_LACED = Hand(knuckles=52, fingers=48, tips=28, spread=0, thumb=14, thumb_flexion=16)
_GRIPS = {
    "seat": _CURVED, "head": _CUPPED, "backrest": _HOOKED, "chair": _HOOKED, "clasp": _LACED,
    "toes": _PINCHED, "foot": _HOOKED, "upper-arm": _WRAPPED, "elbow": _CUPPED,
    "under-thigh": _HOOKED, "back-of-hand": _HOOKED, "fingers": _HOOKED,
}  # fmt: skip


class Solved(NamedTuple):
    """A keyframe as a pose, with what holds it in place.

    Attributes:
        pose: All joints.
        feet: What the left and right leg stand on.
        hands: What the left and right hand touch.
        touches: Where exactly, for what stays in its place in the room.
    """

    pose: Pose
    feet: tuple[Foothold | None, Foothold | None]
    hands: tuple[str | None, str | None]
    touches: tuple[Touch | None, Touch | None]


def solve(
    posture: Posture,
    values: Values,
    contacts: Mapping[str, str],
    *,
    sided: bool,
    before: Solved | None = None,
) -> Solved:
    """Find the pose of a keyframe, for a working side that is the left one.

    `before` is the keyframe before this one: a hand that touches the same place of the room as
    there stays where it was.
    """
    stance = STANCES[posture]
    joints = Joints(stance, values, sided=sided)
    touching = touching_of(stance, contacts)
    if contacts.get("seat") in {"cushion", "floor"} and stance.support is Support.KNEES:
        up = CUSHION_UP if contacts["seat"] == "cushion" else 0.0
        stance = stance._replace(support=Support.FLOOR, at=(0.0, up + 0.115, -0.06))
    lean = _lean_to_floor(stance, joints, contacts)
    pose = posed(stance, joints, lean)
    pose, feet = with_legs(stance, joints, touching, pose)
    return _with_hands(pose, feet, touching, before)


def _lean_to_floor(stance: Stance, joints: Joints, contacts: Mapping[str, str]) -> float:
    """How much more the trunk has to lean for the head to come to rest."""
    if contacts.get("forehead", contacts.get("head")) is None:
        return 0.0
    low, high = -30.0, 70.0
    for _ in range(18):
        middle = (low + high) / 2
        pose = posed(stance, joints, middle)
        pose = msgspec.structs.replace(pose, root=root_of(stance, joints, {}))
        if head_over(place(pose), contacts) > 0:
            low = middle
        else:
            high = middle
    return high


def head_over(body: Body, contacts: Mapping[str, str]) -> float:
    """How far the head is above what it should rest on."""
    below = contacts.get("forehead", contacts.get("head"))
    height = CUSHION_UP if below == "cushion" else 0.0
    return body.head.point((0.0, 0.10, 0.0))[1] - HEAD_RADIUS - height


def _with_hands(
    pose: Pose,
    feet: tuple[Foothold | None, Foothold | None],
    touching: Mapping[str, str],
    before: Solved | None,
) -> Solved:
    names = (
        touching.get("hand") or touching.get("forearm"),
        touching.get("other-hand") or touching.get("other-forearm"),
    )
    touches: list[Touch | None] = [None, None]
    body = place(pose)
    order = sorted((0, 1), key=lambda i: names[i] in LATE)
    for i in order:
        name = names[i]
        if name is None:
            continue
        side = 1 if i == 0 else -1
        found = touch(name, body, side)
        if found is None:
            continue
        if name in PLANTED:
            kept = before.touches[i] if before is not None and before.hands[i] == name else None
            if kept is not None and name not in SLIDING:
                found = kept
            touches[i] = found
        assert found is not None
        arm = reach_arm(pose.arms[i], body.chest, side, found.wrist, found.pole, found.hand, 8)
        if arm.hand == Hand():
            arm = msgspec.structs.replace(arm, hand=_GRIPS.get(name.removeprefix("other-"), _FLAT))
        arms = (arm, pose.arms[1]) if i == 0 else (pose.arms[0], arm)
        pose = msgspec.structs.replace(pose, arms=arms)
        if name not in LATE or names[0] != names[1]:
            body = place(pose)
    return Solved(pose, feet, names, (touches[0], touches[1]))


def held(pose: Pose, a: Solved, b: Solved, share: float) -> tuple[Pose, Body]:
    """A pose between two keyframes, with all that both of them hold kept in place."""
    pelvis = Part(pose.root, mat_of(pose.turn))
    legs = list(pose.legs)
    for i, side in ((0, 1), (1, -1)):
        p, q = a.feet[i], b.feet[i]
        if p is None or q is None:
            if p is not q:
                legs[i] = lifted(legs[i], pelvis, side)
            continue
        hold = p if p == q else _mixed(p, q, share)
        foot = None if hold.foot is None else mat_of(hold.foot)
        legs[i] = reach_leg(legs[i], pelvis, side, hold.ankle, hold.pole, foot)
        lies = min(p.ankle[1], q.ankle[1]) < ANKLE_UP - 0.004
        sunk = sole_height(legs[i], pelvis, side) if lies and p != q else 0.0
        if sunk < -SUNK:
            above = add(hold.ankle, (0.0, -sunk - SUNK, 0.0))
            legs[i] = reach_leg(legs[i], pelvis, side, above, hold.pole, foot)
    pose = msgspec.structs.replace(pose, legs=(legs[0], legs[1]))
    body = place(pose)
    arms = list(pose.arms)
    moved = False
    late = a.hands[0] in LATE
    for i in (1, 0) if late else (0, 1):
        name, goal = a.hands[i], b.hands[i]
        if name is None or goal is None or (name != goal and not slides(name, goal)):
            continue
        side = 1 if i == 0 else -1
        if name in PLANTED:
            found, other = a.touches[i], b.touches[i]
            assert found is not None
            assert other is not None
            if found != other:
                found = _slid(found, other, share)
        else:
            found = touch(name, body, side)
            if found is None:
                continue
            other = None if goal == name else touch(goal, body, side)
            if other is not None:
                found = _slid(found, other, share)
        arms[i] = reach_arm(arms[i], body.chest, side, found.wrist, found.pole, found.hand)
        moved = True
        if a.hands[1 - i] in LATE and name not in LATE:
            now = place_arm(arms[i], body.chest, side)
            both = (now, body.arms[1]) if i == 0 else (body.arms[0], now)
            body = body._replace(arms=both)
    if not moved:
        return pose, body
    pose = msgspec.structs.replace(pose, arms=(arms[0], arms[1]))
    chest = body.chest
    return pose, body._replace(
        pose=pose, arms=(place_arm(arms[0], chest, 1), place_arm(arms[1], chest, -1))
    )


_ROLL_UP_M = 0.05
"""So high a hand rises that is rolled over on its way: half its width."""


def _slid(p: Touch, q: Touch, share: float) -> Touch:
    """A hand on its way from one place of the room to another, along it.

    A palm that turns up is rolled over the little finger, not dug into the floor.
    """
    wrist, pole = between(p.wrist, q.wrist, share), between(p.pole, q.pole, share)
    if p.hand is None or q.hand is None:
        return Touch(wrist, p.hand, pole)
    a, b = quat_of(p.hand), quat_of(q.hand)
    opposed = p.hand[0] * q.hand[0] + p.hand[3] * q.hand[3] + p.hand[6] * q.hand[6]
    if opposed > 0:
        return Touch(wrist, mat_of(slerp(a, b, share)), pole)
    back = unit(add((p.hand[1], p.hand[4], p.hand[7]), (q.hand[1], q.hand[4], q.hand[7])))
    edge = quat_of(frame(scaled(back, -1.0), (0.0, 1.0, 0.0)))
    hand = slerp(a, edge, share * 2) if share < 0.5 else slerp(edge, b, share * 2 - 1)
    rise = _ROLL_UP_M * math.sin(math.pi * share)
    return Touch(add(wrist, (0.0, rise, 0.0)), mat_of(hand), pole)


def _opposed(p: Quat, q: Quat) -> bool:
    """Whether more than a quarter of a turn lies between two turns."""
    return abs(sum(a * b for a, b in zip(p, q, strict=True))) < math.cos(math.radians(45))


def _mixed(p: Foothold, q: Foothold, share: float) -> Foothold:
    foot = slerp(p.foot, q.foot, share) if p.foot is not None and q.foot is not None else None
    if p.foot is not None and q.foot is not None and _opposed(p.foot, q.foot):
        # A foot that is turned over goes along with its shin.
        foot = None
    return Foothold(between(p.ankle, q.ankle, share), foot, between(p.pole, q.pole, share))
