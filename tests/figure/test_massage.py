"""Self-massage on the figure: every area has its spot, and the target stays on it and moves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area, Side
from knotbreak.core.figure_spec import View
from knotbreak.figure.massage import CIRCLE, WANDER, Massage, massage_spec
from knotbreak.figure.portrait import portrait
from knotbreak.figure.shapes import Glow
from knotbreak.guide.book import KNOT_AREAS

MINUTE_MS = 60_000


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("area", KNOT_AREAS)
def test_the_target_stays_on_its_spot_and_in_the_picture(area: Area, side: Side) -> None:
    massage = Massage(area, side)
    glows = [item for item in portrait(massage.spec, side).items if isinstance(item, Glow)]
    spot = max(glows, key=lambda one: one.radius)
    seen = set()
    for at_ms in range(0, MINUTE_MS, 333):
        target = massage.target(at_ms, MINUTE_MS)
        away = math.hypot(target.x - spot.middle[0], target.y - spot.middle[1])
        assert away <= spot.radius * (WANDER * 1.2 + CIRCLE)
        assert abs(target.x - target.box.x) + target.radius < target.box.half_width
        assert abs(target.y - target.box.y) + target.radius < target.box.half_height
        seen.add((round(target.x, 3), round(target.y, 3)))
    assert len(seen) > 40, "it moves all the time"


def test_the_sides_are_two_and_mirror_each_other() -> None:
    for area in KNOT_AREAS:
        left, right = (Massage(area, side).target(0, MINUTE_MS) for side in (Side.LEFT, Side.RIGHT))
        assert abs(left.x - right.x) > 0.02, area


def test_both_sides_share_the_time() -> None:
    massage = Massage(Area.CALVES, Side.BOTH)
    early, late = massage.target(10_000, MINUTE_MS), massage.target(50_000, MINUTE_MS)
    assert (early.x - late.x) ** 2 > 0.01**2
    assert {one.x < 0 for one in (early, late)} == {True, False}


def test_the_neck_is_pressed_from_behind_alone() -> None:
    assert massage_spec(Area.NECK).view is View.BACK


@given(st.integers(0, 2 * MINUTE_MS))
def test_the_target_never_jumps(at_ms: int) -> None:
    massage = SHOULDERS
    one, next_ = massage.target(at_ms, 2 * MINUTE_MS), massage.target(at_ms + 16, 2 * MINUTE_MS)
    assert math.hypot(one.x - next_.x, one.y - next_.y) < one.radius * 0.2


SHOULDERS = Massage(Area.SHOULDERS, Side.LEFT)
