"""A figure that glows where most was done."""

from __future__ import annotations

import pytest

from knotbreak.core.body import Area
from knotbreak.figure.heat import SHOWN, heat_scene
from knotbreak.figure.shapes import Glow, Role, Scene


def glows(scene: Scene) -> list[Glow]:
    return [item for item in scene.items if isinstance(item, Glow) and item.role is Role.GLOW]


def test_who_did_nothing_does_not_glow() -> None:
    assert glows(heat_scene({})) == []
    assert glows(heat_scene({Area.NECK: 0.0})) == []


@pytest.mark.parametrize("area", sorted(SHOWN))
def test_every_area_of_the_body_glows_on_both_sides_somewhere(area: Area) -> None:
    seen = [glows(heat_scene({area: 1.0}, back=back)) for back in (False, True)]
    assert any(seen)
    for found in seen:
        across = sorted(one.middle[0] for one in found)
        assert across == pytest.approx([-x for x in reversed(across)], abs=0.02)
        assert not any(abs(x) < 0.02 for x in across), "none stands for both sides"


def test_only_what_lies_on_no_side_of_the_body_is_left_out() -> None:
    assert set(Area) - SHOWN == {Area.EYES, Area.STRESS}


@pytest.mark.parametrize("back", [False, True])
def test_more_glows_more(back: bool) -> None:
    shares = (0.1, 0.5, 1.0)
    strengths = [glows(heat_scene({Area.THIGHS: one}, back=back))[0].alpha for one in shares]
    assert strengths == sorted(set(strengths))
    assert strengths[0] > 0.2


def test_front_and_back_are_of_one_size() -> None:
    front, back = heat_scene({}), heat_scene({}, back=True)
    assert front.box.half_height == pytest.approx(back.box.half_height, rel=0.05)
