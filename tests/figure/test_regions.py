"""The body as a map: every area can be pointed at, from the front or from behind."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area
from knotbreak.figure.outline import Loop, turning
from knotbreak.figure.regions import BACK, FRONT, BodyMap, body_map, clipped, inside
from knotbreak.guide.book import KNOT_AREAS

FROM_FRONT = {
    Area.NECK, Area.JAW, Area.SHOULDERS, Area.CHEST, Area.ARMS, Area.HIPS, Area.THIGHS,
    Area.CALVES, Area.FEET,
}  # fmt: skip
FROM_BEHIND = {
    Area.NECK, Area.SHOULDERS, Area.UPPER_BACK, Area.SHOULDER_BLADES, Area.LOWER_BACK,
    Area.GLUTES, Area.ARMS, Area.THIGHS, Area.CALVES, Area.FEET,
}  # fmt: skip
WINDOW = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@pytest.fixture(scope="module")
def front() -> BodyMap:
    return body_map(FRONT)


@pytest.fixture(scope="module")
def back() -> BodyMap:
    return body_map(BACK)


def area_of(loops: tuple[Loop, ...]) -> float:
    return sum(abs(turning(loop)) / 2 for loop in loops)


def test_each_view_shows_what_can_be_seen_from_there(front: BodyMap, back: BodyMap) -> None:
    assert {region.area for region in front.regions} == FROM_FRONT
    assert {region.area for region in back.regions} == FROM_BEHIND
    assert set(KNOT_AREAS) == FROM_FRONT | FROM_BEHIND


@pytest.mark.parametrize("azimuth", [FRONT, BACK])
def test_whoever_points_at_the_middle_of_a_region_means_it(azimuth: float) -> None:
    seen = body_map(azimuth)
    for region in seen.regions:
        assert seen.at(region.middle) is region.area


@pytest.mark.parametrize("azimuth", [FRONT, BACK])
def test_every_region_is_large_enough_to_be_clicked(azimuth: float) -> None:
    """With the figure 600 pixels tall, at least 20 pixels each way."""
    pixel = 1.86 / 600
    for region in body_map(azimuth).regions:
        largest = max(region.loops, key=lambda loop: abs(turning(loop)))
        xs, ys = [x for x, _ in largest], [y for _, y in largest]
        assert (max(xs) - min(xs)) / pixel >= 20, region.area
        assert (max(ys) - min(ys)) / pixel >= 20, region.area


def test_a_region_has_as_much_on_the_left_as_on_the_right(front: BodyMap, back: BodyMap) -> None:
    for seen in (front, back):
        for region in seen.regions:
            balance = sum(
                abs(turning(loop)) / 2 * sum(x for x, _ in loop) / len(loop)
                for loop in region.loops
            )
            assert abs(balance) < 0.003 * max(1.0, area_of(region.loops)), region.area


@pytest.mark.parametrize("azimuth", range(0, 360, 30))
def test_nothing_reaches_out_of_the_picture(azimuth: int) -> None:
    seen = body_map(azimuth)
    box = seen.scene.box
    assert seen.regions
    for region in seen.regions:
        for loop in region.loops:
            assert all(abs(x - box.x) <= box.half_width for x, _ in loop)
            assert all(abs(y - box.y) <= box.half_height for _, y in loop)


def test_beside_the_figure_is_nothing(front: BodyMap) -> None:
    box = front.scene.box
    assert front.at((box.x - box.half_width, box.y)) is None
    assert front.at((box.x, box.y - box.half_height)) is None


@given(points=st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=3, max_size=12))
def test_what_is_cut_out_lies_in_the_window(points: list[tuple[float, float]]) -> None:
    for x, y in clipped(tuple(points), WINDOW):
        assert -1e-9 <= x <= 1 + 1e-9
        assert -1e-9 <= y <= 1 + 1e-9


def test_a_loop_in_the_window_stays_and_one_beside_it_goes() -> None:
    circle = tuple(
        (0.5 + 0.4 * math.cos(turn / 8 * math.pi), 0.5 + 0.4 * math.sin(turn / 8 * math.pi))
        for turn in range(16)
    )
    assert clipped(circle, WINDOW) == circle
    assert clipped(circle, WINDOW[::-1]) == circle
    assert clipped(tuple((x + 3, y) for x, y in circle), WINDOW) == ()
    assert inside(circle, (0.5, 0.5))
    assert not inside(circle, (0.95, 0.95))
