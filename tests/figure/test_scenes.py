"""What pictures show beside limbs: where eyes rest, teeth behind lips, a glow on both sides."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import FigureSpec
from knotbreak.figure.animate import Movement
from knotbreak.figure.scene import draw, shot_of
from knotbreak.figure.shapes import Area, Glow, Line, Role, Scene
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library import LibraryReader
from tests.figure.moments import figures


def figure_of(name: str) -> FigureSpec:
    """The figure of a stretch, also where a scene is all that is drawn."""
    library = LibraryReader(builtin_root(), Path("/nonexistent")).reload()
    spec = library.stretches[name].stretch.figure
    assert spec is not None
    return spec


def pictures(name: str, side: Side = Side.BOTH) -> list[Scene]:
    """The keyframes of a stretch."""
    movement = Movement(figure_of(name), side)
    shot = shot_of(movement)
    return [draw(movement.pose_at(at, 1.0), shot) for at in movement.keyframes]


def focus(scene: Scene) -> tuple[float, float]:
    """The middle of the ring round what the eyes rest on."""
    rings = [item for item in scene.items if isinstance(item, Line) and item.role is Role.HINT]
    points = max(rings, key=lambda ring: ring.alpha).points
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


@pytest.mark.parametrize(("name", "somebody"), [("look-far", True), ("near-far", False)])
def test_eyes_go_from_what_is_near_to_what_is_far(name: str, *, somebody: bool) -> None:
    scenes = pictures(name)
    near, far = (scenes[0], scenes[1]) if somebody else (scenes[1], scenes[2])
    assert focus(near)[1] > focus(far)[1] + 0.1
    assert any(item.role is Role.SHIRT for item in far.items) is somebody


def test_who_looks_up_lifts_the_head() -> None:
    down, up = (
        min(y for item in scene.items if isinstance(item, Area) and item.role is Role.HAIR
            for loop in item.loops for _, y in loop)
        for scene in pictures("look-far")
    )  # fmt: skip
    assert up < down - 0.005


def test_who_looks_out_of_a_window_stays_there_when_the_camera_turns() -> None:
    movement = Movement(figure_of("look-far"), Side.BOTH)
    shot = shot_of(movement)
    aside = shot._replace(camera=shot.camera._replace(azimuth=shot.camera.azimuth + 60))
    body = movement.pose_at("start", 1.0)
    assert draw(body, shot) == draw(body, aside)


def test_teeth_part_behind_closed_lips() -> None:
    gaps = []
    for scene in pictures("jaw-rest"):
        teeth = [
            [y for loop in item.loops for _, y in loop]
            for item in scene.items[-12:]
            if isinstance(item, Area) and item.role is Role.WHITE
        ]
        assert len(teeth) == 8
        upper, lower = teeth[:4], teeth[4:]
        gaps.append(min(map(min, lower)) - max(map(max, upper)))
    closed, apart = gaps
    assert 0 < closed < 0.004
    assert apart > closed + 0.005


def test_a_turned_neck_is_felt_on_both_sides_and_a_bent_one_on_its_own() -> None:
    assert [
        sum(isinstance(item, Glow) for item in pictures(name, Side.LEFT)[-1].items)
        for name in ("neck-turn", "levator")
    ] == [2, 1]


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_hands_slide_along_the_legs_into_a_forward_bend(share: float) -> None:
    """They neither float nor sink: as high above the legs as where they begin and end."""
    movement = Movement(figures()["forward-bend"][1], Side.BOTH)
    start, way, end = (
        movement.pose_at("move", at).arms[0].hand.at for at in (0.0, share, 1.0)
    )  # fmt: skip
    assert start[2] < way[2] < end[2]
    line = start[1] + (end[1] - start[1]) * (way[2] - start[2]) / (end[2] - start[2])
    assert math.isclose(way[1], line, abs_tol=0.02)


def test_a_foot_that_is_carried_along_keeps_to_its_shin() -> None:
    """On the way to the pigeon it turned up its toes between the knees."""
    movement = Movement(figures()["pigeon"][1], Side.LEFT)
    for step in range(21):
        leg = movement.pose_at("move", step / 20).legs[0]
        toes, ankle, knee = leg.foot.point((0.0, 0.0, 0.15)), leg.foot.at, leg.shank.at
        assert toes[1] < max(ankle[1], knee[1]) + 0.01
