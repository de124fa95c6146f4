"""The arrows: they say which way something goes that hardly moves."""

from __future__ import annotations

import math

import pytest

from knotbreak.core.body import Side
from knotbreak.figure.animate import Movement
from knotbreak.figure.camera import Lens
from knotbreak.figure.limbs import shoulder
from knotbreak.figure.outline import Loop, turning
from knotbreak.figure.regions import inside
from knotbreak.figure.scene import shot_of
from knotbreak.figure.trails import returning
from tests.figure.moments import figures


def arrows(name: str, side: Side = Side.BOTH) -> tuple[Loop, ...]:
    """The arrows of a stretch, in the picture: x to the right, y down."""
    return shot_of(Movement(figures()[name][1], side)).paths


def test_a_jaw_sinks_on_both_sides_of_the_chin() -> None:
    paths = arrows("jaw-hinge")
    assert len(paths) == 2
    assert all(end[1] > start[1] and abs(end[0] - start[0]) < 0.005 for start, end in paths)
    assert paths[0][0][0] * paths[1][0][0] < 0


def test_buttocks_press_against_each_other() -> None:
    (a, b), (c, d) = sorted(arrows("glute-squeeze"))
    assert b[0] > a[0]
    assert d[0] < c[0]
    assert b[0] < d[0]


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_toes_are_drawn_back(side: Side) -> None:
    movement = Movement(figures()["toe-pull"][1], side)
    shot = shot_of(movement)
    ((start, end),) = shot.paths
    # Upwards, as the sole faces whoever looks.
    assert end[1] < start[1]
    foot = shot.box
    assert all(
        abs(x - foot.x) < foot.half_width and abs(y - foot.y) < foot.half_height
        for x, y in (start, end)
    )


def test_a_shoulder_rolls_back_and_down() -> None:
    """Over the top to the back and down again, seen from its left: the face is to the left."""
    (path,) = arrows("shoulder-rolls")
    highest = min(path, key=lambda point: point[1])
    farthest_back = max(path, key=lambda point: point[0])
    lowest = max(path, key=lambda point: point[1])
    places = [path.index(point) for point in (highest, farthest_back, lowest)]
    assert places == sorted(places)
    assert turning(path) > 0


def test_shoulders_rise_and_fall_in_a_shrug() -> None:
    paths = arrows("shrug-release")
    assert len(paths) == 2
    for top, bottom, again in paths:
        assert bottom[1] > top[1] + 0.05
        assert again == top


def test_nothing_else_goes_there_and_back() -> None:
    """Above all no circle: it says which way round."""
    for name, (stretch, _) in figures().items():
        side = Side.BOTH if stretch.side is Side.BOTH else Side.LEFT
        assert any(map(returning, arrows(name, side))) == (name == "shrug-release"), name


def test_an_arrow_is_neither_a_dot_nor_a_pole() -> None:
    offenders = []
    for name, (stretch, spec) in figures().items():
        side = Side.BOTH if stretch.side is Side.BOTH else Side.LEFT
        half = shot_of(Movement(spec, side)).box.half_width
        for path in arrows(name, side):
            if len(path) == 2 and not 0.1 < math.dist(path[0], path[-1]) / half < 0.5:
                offenders.append(f"{name}: {math.dist(path[0], path[-1]) / half:.2f}")
    assert not offenders, offenders


def test_the_arrow_of_a_roll_goes_round_the_shoulder() -> None:
    movement = Movement(figures()["shoulder-rolls"][1], Side.BOTH)
    shot = shot_of(movement)
    (path,) = shot.paths
    lens = Lens(shot.camera)
    left = movement.pose_at("start", 1.0).arms[0]
    at, radius = shoulder(left)
    assert inside(path, lens.flat(at))
    for axis in (0, 1):
        along = [point[axis] for point in path]
        assert max(along) - min(along) > 2.5 * radius
