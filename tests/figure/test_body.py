"""The body of every stretch, keyframe by keyframe and between: nothing bends or slips wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import Angle
from knotbreak.figure.animate import Movement
from knotbreak.figure.check import hand_goal
from knotbreak.figure.pose import reflected
from knotbreak.figure.proportions import (
    COLLARBONE,
    FOREARM,
    HIP,
    SHANK,
    SHOULDER,
    SPINE,
    THIGH,
    UPPER_ARM,
)
from knotbreak.figure.ranges import RANGES
from knotbreak.figure.skeleton import HEAD, Body, place
from knotbreak.figure.vectors import Vec, length, sub
from tests.figure.moments import Moment, figures, sides_of, told, ways, worst
from tests.figure.solid import Trunk, arm_balls, depth_in_head, leg_balls

DEEP_M = 0.03
"""So far clothes and flesh give way where a limb is pressed against trunk or head."""

NEAR_M = 0.02
SLIP_M = 0.01


def test_every_stretch_is_looked_at(moments: tuple[Moment, ...]) -> None:
    assert {moment.name for moment in moments} == set(figures())
    assert len(figures()) >= 45
    assert {moment.side for moment in moments} == set(Side) - {Side.EACH}


def test_bones_keep_their_length(moments: tuple[Moment, ...]) -> None:
    def changes(moment: Moment) -> Iterator[tuple[str, float]]:
        for bone, a, b, long in bones(moment.body):
            yield bone, abs(length(sub(a, b)) - long)

    offenders = worst(moments, changes, 1e-6)
    assert not offenders, told(offenders)


def bones(body: Body) -> Iterator[tuple[str, Vec, Vec, float]]:
    for arm in body.arms:
        yield "collarbone", arm.collarbone, arm.upper.at, length(SHOULDER)
        yield "upper arm", arm.upper.at, arm.fore.at, UPPER_ARM
        yield "forearm", arm.fore.at, arm.hand.at, FOREARM
        x, y, z = COLLARBONE
        start = body.chest.point((x * arm.side, y, z))
        yield "chest to collarbone", start, arm.collarbone, 0.0
    for leg in body.legs:
        yield "hip", body.pelvis.at, leg.thigh.at, length(HIP)
        yield "thigh", leg.thigh.at, leg.shank.at, THIGH
        yield "shank", leg.shank.at, leg.foot.at, SHANK
    below = body.pelvis
    for number, part in enumerate(body.spine):
        x, y, z = SPINE[number]
        if number == HEAD:
            z -= body.pose.retraction
        yield f"spine {number}", below.at, part.at, length((x, y, z))
        below = part


def test_angles_of_files_are_those_of_healthy_joints() -> None:
    offenders = [
        f"{name} {frame.at}: {angle} {value:g}, {RANGES[angle].low:g} to {RANGES[angle].high:g}"
        for name, (_, spec) in figures().items()
        for frame in spec.keyframe
        for angle, value in frame.angles.items()
        if not RANGES[angle].low <= value <= RANGES[angle].high
    ]
    assert not offenders, told(offenders)


def test_every_angle_has_a_range_with_its_source() -> None:
    assert set(RANGES) == set(Angle)
    assert all(limits.low < limits.high and limits.source for limits in RANGES.values())


def test_joints_that_follow_a_contact_stay_in_range_too(moments: tuple[Moment, ...]) -> None:
    """What reaches for a place bends as far as a healthy joint and no further."""

    def beyond(moment: Moment) -> Iterator[tuple[str, float]]:
        for arm in moment.body.pose.arms:
            yield "elbow", outside(Angle.ELBOW_FLEXION, arm.elbow)
            yield "forearm", outside(Angle.FOREARM_SUPINATION, arm.supination)
        for leg in moment.body.pose.legs:
            yield "knee", outside(Angle.KNEE_FLEXION, leg.knee)
            yield "toes", outside(Angle.TOE_EXTENSION, leg.toes)

    offenders = worst(moments, beyond, 0.5)
    assert not offenders, told(offenders)


def outside(angle: Angle, value: float) -> float:
    low, high, _ = RANGES[angle]
    return max(low - value, value - high)


def test_a_hand_that_holds_something_is_there(moments: tuple[Moment, ...]) -> None:
    """In keyframes, and between two that hold the same."""

    def gaps(moment: Moment) -> Iterator[tuple[str, float]]:
        left = as_left(moment)
        for number, hand in enumerate(("hand", "other hand")):
            name = moment.a.hands[number]
            goal = hand_goal(moment.a, left, number)
            # Planted hands may be moved to another place of the room in between.
            if goal is None or moment.b.hands[number] != name:
                continue
            if moment.a.touches[number] == moment.b.touches[number]:
                yield f"{hand} on {name}", length(sub(left.arms[number].hand.at, goal))

    offenders = worst(moments, gaps, NEAR_M)
    assert not offenders, told(offenders)


def as_left(moment: Moment) -> Body:
    """The body as keyframes are solved."""
    return place(reflected(moment.body.pose)) if moment.side is Side.RIGHT else moment.body


def test_planted_feet_stay(moments: tuple[Moment, ...]) -> None:
    """The sole or the knee that both keyframes put in one place does not move between them."""
    offenders = []
    for label, group in by_way(moments).items():
        first = as_left(group[0])
        for number, leg in enumerate(("foot", "other foot")):
            a, b = group[0].a.feet[number], group[0].b.feet[number]
            if a is None or b is None or a.ankle != b.ankle:
                continue
            start = first.legs[number].foot.at
            moved = max(length(sub(as_left(m).legs[number].foot.at, start)) for m in group)
            if moved > SLIP_M:
                offenders.append(f"{label}: {leg} {moved:.3f}")
    assert not offenders, told(offenders)


def test_planted_hands_stay(moments: tuple[Moment, ...]) -> None:
    offenders = []
    for label, group in by_way(moments).items():
        first = as_left(group[0])
        for number, hand in enumerate(("hand", "other hand")):
            a, b = group[0].a.touches[number], group[0].b.touches[number]
            if a is None or a != b:
                continue
            start = first.arms[number].hand.at
            moved = max(length(sub(as_left(m).arms[number].hand.at, start)) for m in group)
            if moved > SLIP_M:
                offenders.append(f"{label}: {hand} on {group[0].a.hands[number]} {moved:.3f}")
    assert not offenders, told(offenders)


def by_way(moments: tuple[Moment, ...]) -> dict[str, list[Moment]]:
    ways: dict[str, list[Moment]] = {}
    for moment in moments:
        ways.setdefault(moment.label, []).append(moment)
    return ways


def test_nothing_jumps_between_two_instants(moments: tuple[Moment, ...]) -> None:
    """Of a movement that takes a second or more, a twentieth is never more than a hand's width."""
    offenders: dict[str, float] = {}
    for label, group in by_way(moments).items():
        for before, after in pairwise(group):
            for part, a, b in joints(before.body, after.body):
                far = length(sub(a, b))
                if far > 0.11:
                    key = f"{label}: {part}"
                    offenders[key] = max(far, offenders.get(key, 0.0))
    lines = [f"{key} {far:.3f}" for key, far in offenders.items()]
    assert not lines, told(lines)


def joints(a: Body, b: Body) -> Iterator[tuple[str, Vec, Vec]]:
    for number, side in enumerate(("left", "right")):
        yield f"{side} elbow", a.arms[number].fore.at, b.arms[number].fore.at
        yield f"{side} hand", a.arms[number].hand.at, b.arms[number].hand.at
        yield f"{side} knee", a.legs[number].shank.at, b.legs[number].shank.at
        yield f"{side} foot", a.legs[number].foot.at, b.legs[number].foot.at
    yield "head", a.head.at, b.head.at


@pytest.mark.parametrize("amplitude", [1.0, 0.6])
def test_left_and_right_are_mirror_images(amplitude: float) -> None:
    offenders = []
    for name, (stretch, spec) in figures().items():
        if stretch.side is Side.BOTH:
            continue
        left, right = Movement(spec, Side.LEFT), Movement(spec, Side.RIGHT)
        for frame in left.keyframes:
            for fraction in (0.0, 0.3, 0.7, 1.0):
                a = left.pose_at(frame, fraction, amplitude)
                b = right.pose_at(frame, fraction, amplitude)
                off = max(length(sub(p, (-q[0], q[1], q[2]))) for p, q in paired(a, b))
                if off > 0.001:
                    offenders.append(f"{name} {frame} {fraction}: {off:.4f}")
    assert not offenders, told(offenders)


def paired(a: Body, b: Body) -> Iterator[tuple[Vec, Vec]]:
    """Points of one body, and those of the other side of the other body."""
    probes = ((0.05, 0.0, 0.0), (0.0, -0.1, 0.0), (0.0, 0.0, 0.1))
    for number in (0, 1):
        mine, yours = a.arms[number], b.arms[1 - number]
        pairs = [(mine.upper, yours.upper), (mine.fore, yours.fore), (mine.hand, yours.hand)]
        leg, other = a.legs[number], b.legs[1 - number]
        pairs += [(leg.thigh, other.thigh), (leg.shank, other.shank), (leg.foot, other.foot)]
        for p, q in pairs:
            for x, y, z in probes:
                yield p.point((x, y, z)), q.point((-x, y, z))
    for p, q in zip((a.pelvis, *a.spine), (b.pelvis, *b.spine), strict=True):
        for x, y, z in probes:
            yield p.point((x, y, z)), q.point((-x, y, z))


def test_no_limb_passes_through_trunk_or_head(moments: tuple[Moment, ...]) -> None:
    """Where an arm or a leg begins it is a part of the trunk: that end is not looked at."""

    def through(moment: Moment) -> Iterator[tuple[str, float]]:
        body = moment.body
        trunk = Trunk(body)
        for arm in body.arms:
            for ball in arm_balls(arm):
                if "upper" in ball.part and ball.share < 0.7:
                    continue
                yield f"{ball.part} in trunk", trunk.depth(ball)
                yield f"{ball.part} in head", depth_in_head(body, ball)
        for leg in body.legs:
            for ball in leg_balls(leg):
                if "thigh" in ball.part and ball.share < 0.6:
                    continue
                yield f"{ball.part} in trunk", trunk.depth(ball)
                yield f"{ball.part} in head", depth_in_head(body, ball)

    offenders = worst(moments, through, DEEP_M)
    assert not offenders, told(offenders)


TWITCH_M = 0.01
FRAMES = 60


def test_no_joint_twitches_on_the_way() -> None:
    """From frame to frame nothing goes much farther than just before and just after."""
    offenders: set[str] = set()
    for name, (stretch, spec) in figures().items():
        side = sides_of(stretch)[0]
        movement = Movement(spec, side)
        for since, to in ways(movement, stretch):
            bodies = [movement.pose_at(to, i / FRAMES, 1.0, since) for i in range(FRAMES + 1)]
            for part, *track in zip(PARTS, *map(joints_of, bodies), strict=True):
                far = [length(sub(a, b)) for a, b in pairwise(track)]
                around = zip([0.0, *far], far, [*far[1:], 0.0], strict=False)
                if max(one - max(before, after) for before, one, after in around) > TWITCH_M:
                    offenders.add(f"{name} {since}>{to}: {part}")
    assert not offenders, told(sorted(offenders))


PARTS = ("elbow", "hand", "knee", "foot", "other elbow", "other hand", "other knee", "other foot")


def joints_of(body: Body) -> list[Vec]:
    return [
        at
        for arm, leg in zip(body.arms, body.legs, strict=True)
        for at in (arm.fore.at, arm.hand.at, leg.shank.at, leg.foot.at)
    ]
