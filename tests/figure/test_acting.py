"""The figure of a whole session: one movement goes over into the next as a body goes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pytest

from knotbreak.core.body import Side
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.figure_spec import Posture
from knotbreak.core.plan import plan_steps
from knotbreak.core.routine import Routine, Step
from knotbreak.core.timeline import SegmentKind, Timeline, TimelineOptions, rep_moment
from knotbreak.figure import acting
from knotbreak.figure.acting import Act, Actor, Rep, way
from knotbreak.figure.animate import Movement
from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.outline import turning
from knotbreak.figure.scene import Shot, draw, shot_of
from knotbreak.figure.shapes import Glow, Line, Role
from knotbreak.figure.skeleton import Body
from tests.figure.moments import figures, told

FRAME_MS = 16
FAR_M = 0.06
"""What a point may move in the picture in a frame: nearly four metres a second."""

STEPS = (
    "neck-side", "chin-tuck", "calf-wall", "doorway", "cat-cow", "childs-pose", "thread-needle",
    "toe-stretch", "forward-bend", "pigeon", "hip-flexor-kneel", "shoulder-rolls",
    "seated-hamstring",
)  # fmt: skip
"""Seated, standing, on the floor in four ways, and on a chair again."""


class Seen(NamedTuple):
    """A frame: where the session is, and what would be drawn."""

    where: str
    body: Body
    shot: Shot


def timeline() -> Timeline:
    stretches = {name: stretch for name, (stretch, _) in figures().items()}
    steps = tuple(Step(stretch=name) for name in STEPS)
    routine = Routine(format=1, title="x", summary="x", areas=("neck",), step=steps)
    planned = plan_steps(routine, stretches)
    return compile_timeline(planned, Frame.of(routine), TimelineOptions())


def acts() -> Iterator[tuple[str, Act]]:
    made = timeline()
    for number, segment in enumerate(made.segments):
        name = STEPS[segment.step]
        spec = figures()[name][1]
        # Nothing moves in the middle of a hold: its ends are enough.
        ms = segment.ms if segment.reps is None else min(segment.ms, 12_000)
        for at_ms in range(0, ms, FRAME_MS):
            if segment.kind is SegmentKind.HOLD and 2_000 < at_ms < ms - 1_000:
                continue
            moment = None if segment.reps is None else rep_moment(segment.reps, at_ms)
            yield (
                f"{name} {segment.kind} {segment.side} {at_ms}",
                Act(
                    spec,
                    segment.side,
                    segment.kind,
                    number,
                    at_ms,
                    segment.ms - at_ms,
                    made.steps[segment.step].reps is None,
                    rep=moment and Rep(moment.phase.name, moment.before, moment.fraction),
                ),
            )


@pytest.fixture(scope="module")
def film() -> list[Seen]:
    """Every frame of the session, without the drawing."""
    seen: list[Seen] = []
    actor = Actor()
    shown: list[tuple[Body, Shot]] = []

    def keep(body: Body, shot: Shot) -> object:
        shown.append((body, shot))
        return object()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acting, "draw", keep)
        for where, act in acts():
            actor.scene(act)
            seen.append(Seen(where, *shown[-1]))
    return seen


def test_the_session_has_all_kinds_of_steps(film: list[Seen]) -> None:
    postures = {figures()[seen.where.split()[0]][1].posture for seen in film}
    assert postures >= {Posture.SEATED, Posture.ALL_FOURS, Posture.LONG_SIT, Posture.HALF_KNEELING}
    assert postures & {Posture.STANDING, Posture.SPLIT_STANCE}
    assert len(film) > 3_000


def test_no_point_of_the_body_jumps(film: list[Seen]) -> None:
    """As the eye sees it: in the picture, where a mirrored left hand is a right one."""
    offenders: dict[str, tuple[float, str]] = {}
    for before, after in pairwise(film):
        for part, far in leaps(before, after):
            if far > FAR_M:
                name = " ".join(after.where.split()[:3]) + f" {part}"
                offenders[name] = max((far, after.where), offenders.get(name, (0.0, "")))
    lines = [f"{name}: {far:.3f} at {where}" for name, (far, where) in offenders.items()]
    assert not lines, told(lines)


def leaps(before: Seen, after: Seen) -> Iterator[tuple[str, float]]:
    old, new = points(before), points(after)
    for part in old:
        (a, b), (c, d) = old[part], new[part]
        straight = max(apart(a, c), apart(b, d))
        yield part, min(straight, max(apart(a, d), apart(b, c)))


def apart(a: Point, b: Point) -> float:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]))


def points(seen: Seen) -> dict[str, tuple[Point, Point]]:
    """Where both of each part are, from the middle of the picture."""
    lens, box = Lens(seen.shot.camera), seen.shot.box
    body = seen.body
    arms, legs = body.arms, body.legs
    pairs = {
        "hand": (arms[0].hand.at, arms[1].hand.at),
        "elbow": (arms[0].fore.at, arms[1].fore.at),
        "shoulder": (arms[0].upper.at, arms[1].upper.at),
        "knee": (legs[0].shank.at, legs[1].shank.at),
        "foot": (legs[0].foot.at, legs[1].foot.at),
        "head": (body.head.at, body.head.at),
        "pelvis": (body.pelvis.at, body.pelvis.at),
    }

    def flat(at: tuple[float, float, float]) -> Point:
        x, y = lens.flat(at)
        return x - box.x, y - box.y

    return {part: (flat(a), flat(b)) for part, (a, b) in pairs.items()}


def test_the_picture_neither_jumps_nor_zooms_at_once(film: list[Seen]) -> None:
    offenders = {
        f"{after.where}: {abs(after.shot.box.half_width - before.shot.box.half_width):.3f}"
        for before, after in pairwise(film)
        if abs(after.shot.box.half_width - before.shot.box.half_width) > 0.03
    }
    assert not offenders, told(sorted(offenders))


def test_nobody_goes_through_the_floor_on_the_way(film: list[Seen]) -> None:
    """From posture to posture, as within a movement (test_room)."""
    offenders: dict[str, float] = {}
    for seen in film:
        body = seen.body
        low = min(
            *(leg.foot.at[1] - 0.05 for leg in body.legs),
            *(leg.shank.at[1] - 0.058 for leg in body.legs),
            *(arm.hand.at[1] - 0.02 for arm in body.arms),
            body.head.point((0.0, 0.1, 0.0))[1] - 0.098,
        )
        if low < -0.01:
            name = " ".join(seen.where.split()[:3])
            offenders[name] = min(low, offenders.get(name, 0.0))
    lines = [f"{name}: {low:.3f}" for name, low in offenders.items()]
    assert not lines, told(lines)


def test_nothing_is_felt_while_one_gets_up_or_down(film: list[Seen]) -> None:
    ways = [seen for seen in film if not seen.shot.felt]
    assert {seen.where.split()[0] for seen in ways} >= {"calf-wall", "cat-cow", "forward-bend"}
    assert all(not seen.shot.paths for seen in ways)
    assert all(seen.shot.felt for seen in film if " hold " in seen.where)
    # Who stays seated is told at once where the next one is felt.
    assert all(seen.shot.felt for seen in film if seen.where.startswith(("neck-side", "chin-tuck")))


def test_the_arrow_of_a_circle_goes_the_way_that_the_circle_goes() -> None:
    stretch, spec = figures()["shoulder-rolls"]
    steps = (Step(stretch="shoulder-rolls"),)
    routine = Routine(format=1, title="x", summary="x", areas=("neck",), step=steps)
    planned = plan_steps(routine, {"shoulder-rolls": stretch})
    segments = compile_timeline(planned, Frame.of(routine), TimelineOptions()).segments
    number, segment = next((n, one) for n, one in enumerate(segments) if one.reps is not None)
    assert segment.reps is not None
    actor = Actor()
    ways: dict[str, set[int]] = {}
    cels: dict[str, set[object]] = {}
    for at_ms in range(2_000, segment.ms, 250):
        moment = rep_moment(segment.reps, at_ms)
        rep = Rep(moment.phase.name, moment.before, moment.fraction)
        act = Act(
            spec, segment.side, segment.kind, number, at_ms, segment.ms - at_ms, False, rep=rep
        )
        hints = [item for item in actor.scene(act).items if item.role is Role.HINT]
        arc = max((item for item in hints if isinstance(item, Line)), key=lambda i: len(i.points))
        ways.setdefault(moment.part_cue, set()).add(1 if turning(arc.points) > 0 else -1)
        cels.setdefault(moment.part_cue, set()).add(actor.cel(act))
    forward, backward = ways
    assert (ways[forward], ways[backward]) == ({-1}, {1})
    assert not cels[forward] & cels[backward]


def test_what_is_not_felt_does_not_glow() -> None:
    movement = Movement(figures()["neck-side"][1], Side.LEFT)
    body, shot = movement.pose_at("hold", 1.0), shot_of(movement)
    glows = [
        sum(isinstance(item, Glow) and item.role is Role.GLOW for item in scene.items)
        for scene in (draw(body, shot), draw(body, shot._replace(felt=False)))
    ]
    assert glows == [1, 0]


def test_a_still_hold_is_the_same_picture() -> None:
    actor = Actor()
    drawn = {}
    for where, act in acts():
        scene = actor.scene(act)
        if act.kind is SegmentKind.HOLD and act.elapsed_ms > 1_000:
            drawn.setdefault(act.segment, (where, scene))
            assert drawn[act.segment][1] is scene, where
        if len(drawn) > 1:
            break
    assert len(drawn) > 1


def test_what_moves_is_drawn_anew() -> None:
    actor = Actor()
    moving = [act for _, act in acts() if act.kind is SegmentKind.READY][-50:]
    scenes = [actor.scene(act) for act in moving]
    assert len({id(scene) for scene in scenes}) > 40


@pytest.mark.parametrize("start", list(Posture))
@pytest.mark.parametrize("goal", list(Posture))
def test_there_is_a_way_from_every_posture_to_every_other(start: Posture, goal: Posture) -> None:
    there = way(start, goal)
    stops = [start, *there, goal]
    assert len(there) <= 4
    assert start not in there
    assert goal not in there
    assert len(set(there)) == len(there)
    assert all(a is not b for a, b in pairwise(stops)) or start is goal
    assert way(goal, start) == tuple(reversed(there))


def test_the_floor_is_reached_on_the_knees() -> None:
    for seat in (Posture.SEATED, Posture.SEATED_EDGE):
        for floor in (Posture.ALL_FOURS, Posture.LONG_SIT):
            assert Posture.KNEELING in way(seat, floor)
            assert Posture.STANDING in way(seat, floor)


def test_who_asks_for_cels_alone_is_taken_on_from_there() -> None:
    """The pictures of a rep may all be kept: the next segment still begins where it ended."""
    spec = figures()["cat-cow"][1]
    reps = Act(spec, Side.BOTH, SegmentKind.REPS, 1, 4_000, 0, holds=False)
    reps = reps._replace(rep=Rep("cat", "cow", 1.0, 4_000))
    after = Act(spec, Side.BOTH, SegmentKind.GAP, 2, 0, 5_000, holds=False)
    kept, drawn = Actor(), Actor()
    assert kept.cel(reps) is not None
    assert kept.cel(after) is None
    drawn.scene(reps)
    assert kept.scene(after) == drawn.scene(after)
    at_start = Actor().scene(after)
    assert at_start != kept.scene(after)


def test_cels_tell_moments_sides_and_strength_apart() -> None:
    spec = figures()["neck-side"][1]
    actor = Actor()
    hold = Act(spec, Side.LEFT, SegmentKind.HOLD, 1, 5_000, 9_000)
    seen = actor.cel(hold)
    assert seen is not None
    assert actor.cel(hold._replace(elapsed_ms=6_000)) == seen
    assert actor.cel(hold._replace(side=Side.RIGHT)) != seen
    assert actor.cel(hold._replace(gentle=True)) != seen
    assert actor.cel(hold._replace(kind=SegmentKind.READY)) is None
    actor.turn(30)
    assert actor.cel(hold) != seen
