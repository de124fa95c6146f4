"""Reps in steps: too small to be seen, and the same there and back; what lies still stays drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from knotbreak.core.body import Side
from knotbreak.figure.animate import Movement
from knotbreak.figure.camera import Camera, Lens
from knotbreak.figure.memory import STILL, Memory
from knotbreak.figure.scene import draw, shot_of
from knotbreak.figure.shapes import Area
from knotbreak.figure.skeleton import Body
from knotbreak.figure.steps import Steps
from knotbreak.figure.vectors import Vec, length, sub
from tests.figure.moments import figures, told, ways

REPS = sorted(name for name, (stretch, _spec) in figures().items() if stretch.phase)
SIZE_M = 0.004
ROUNDED = 1.6
"""Between the places that are looked at to tell how far it is, a part may hurry a little."""


def steps_of(name: str) -> tuple[Movement, Steps, list[tuple[str, str]]]:
    stretch, spec = figures()[name]
    movement = Movement(spec, Side.BOTH if stretch.side is Side.BOTH else Side.LEFT)
    return movement, Steps(movement), ways(movement, stretch)


@pytest.mark.parametrize("name", REPS)
def test_no_step_is_longer_than_asked_for(name: str) -> None:
    """As a mean over a tenth of the way: a joint may hurry for a moment."""
    _movement, steps, all_ways = steps_of(name)
    offenders = []
    for since, to in all_ways:
        first = steps.step(to, 0.0, 1.0, since, SIZE_M, 0)
        tenth = first.of / 10
        bodies = [steps.body(first._replace(number=round(n * tenth))) for n in range(11)]
        for a, b in pairwise(bodies):
            for part, p, q in ends(a, b):
                far = length(sub(p, q))
                if far > SIZE_M * ROUNDED * (tenth + 1):
                    offenders.append(f"{since}>{to} {part}: {far:.4f} in {tenth:.1f} steps")
    assert not offenders, told(offenders)


def ends(a: Body, b: Body) -> Iterator[tuple[str, Vec, Vec]]:
    """Where the limbs end, in two bodies."""
    yield "head", a.head.point((0.0, 0.2, 0.0)), b.head.point((0.0, 0.2, 0.0))
    for number in (0, 1):
        yield f"hand {number}", a.arms[number].hand.at, b.arms[number].hand.at
        yield f"foot {number}", a.legs[number].foot.at, b.legs[number].foot.at


def test_the_way_back_passes_the_steps_of_the_way_there() -> None:
    _movement, steps, _ways = steps_of("cat-cow")
    for number in range(11):
        there = steps.step("cat", number / 10, 1.0, "cow", SIZE_M, 4_000)
        back = steps.step("cow", 1 - number / 10, 1.0, "cat", SIZE_M, 4_000)
        assert there == back
    assert steps.body(there).pose == _movement.pose_at("cat", 1.0).pose


def test_a_slow_rep_has_as_many_pictures_as_frames() -> None:
    _movement, steps, _ways = steps_of("cat-cow")
    shown = {
        steps.step("cat", ms / 4_000, 1.0, "cow", 0.002, 4_000).number for ms in range(0, 4_001, 5)
    }
    assert 50 < len(shown) <= 4_000 / 16 + 1
    fine = {steps.step("cat", ms / 4_000, 1.0, "cow", 0.0005, 0).number for ms in range(4_001)}
    assert len(fine) > len(shown)


class TestMemory:
    def drawn(self, memory: Memory, *made_of: float) -> list[float]:
        return memory.part("arm", made_of, lambda: list(made_of))

    def test_what_did_not_move_is_the_same_object(self) -> None:
        memory = Memory()
        first = self.drawn(memory, 1.0, 2.0)
        assert self.drawn(memory, 1.0, 2.0 + STILL / 2) is first
        assert self.drawn(memory, 1.0, 2.1) == [1.0, 2.1]

    def test_small_steps_add_up(self) -> None:
        memory = Memory()
        for number in range(10):
            seen = self.drawn(memory, number * STILL * 0.6)
        assert seen[0] == pytest.approx(9 * STILL * 0.6, abs=STILL)

    def test_from_elsewhere_everything_is_drawn_anew(self) -> None:
        memory = Memory()
        memory.look_from(Camera(0.0))
        first = self.drawn(memory, 1.0)
        memory.look_from(Camera(0.0))
        assert self.drawn(memory, 1.0) is first
        memory.look_from(Camera(10.0))
        assert self.drawn(memory, 1.0) is not first

    def test_resting_limbs_of_a_figure_are_kept(self) -> None:
        movement, _steps, _ways = steps_of("cat-cow")
        shot = shot_of(movement)
        seen = [draw(movement.pose_at("cat", at, 1.0, "cow"), shot) for at in (0.4, 0.5)]
        loops = [
            {id(item.loops) for item in scene.items if isinstance(item, Area)} for scene in seen
        ]
        kept = len(loops[0] & loops[1])
        assert 20 <= kept < len(loops[0]) - 20


def test_shoulders_slope_without_a_step() -> None:
    """Shirt and sleeve have one outline: the ball of the shoulder belongs to both."""
    movement, _steps, _ways = steps_of("shrug-release")
    shot = shot_of(movement)
    body = movement.pose_at(movement.keyframes[0], 1.0)
    scene = draw(body, shot)
    shirt = max(
        (item for item in scene.items if isinstance(item, Area) and item.role.value == "shirt"),
        key=lambda item: len(item.loops),
    )
    lens = Lens(shot.camera)
    joint = lens.flat(body.arms[0].upper.at)
    neck = lens.flat(body.head.at)
    places = [neck[0] + (joint[0] - neck[0]) * share for share in (0.4, 0.6, 0.8, 1.0)]
    heights = [
        min(y for loop in shirt.loops for x, y in _dense(loop) if abs(x - at) < 0.006)
        for at in places
    ]
    falls = [b - a for a, b in pairwise(heights)]
    assert all(fall > 0.002 for fall in falls), falls


def _dense(loop: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    points = []
    for (ax, ay), (bx, by) in pairwise((*loop, loop[0])):
        points += [(ax + (bx - ax) * n / 30, ay + (by - ay) * n / 30) for n in range(30)]
    return points
