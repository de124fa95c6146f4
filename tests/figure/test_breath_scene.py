"""The disc that breathes where there is no body."""

from __future__ import annotations

import math

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import FigureSpec, Framing, Posture
from knotbreak.core.timeline import SegmentKind
from knotbreak.figure.acting import Act, Actor
from knotbreak.figure.breath_scene import breath_scene
from knotbreak.figure.shapes import Area, Role, Scene

BREATH = FigureSpec(posture=Posture.NONE, framing=Framing.RING)
SEATED = FigureSpec(posture=Posture.SEATED)
HALO_EMPTY, HALO_FULL = 0.5, 0.86
"""Radii of the halo behind it, as qt.ring draws it: no ring may leave it."""


def radii(scene: Scene) -> list[float]:
    areas = [item for item in scene.items if isinstance(item, Area) and item.role is Role.RIPPLE]
    return [max(math.hypot(x, y) for x, y in area.loops[0]) for area in areas]


def act(spec: FigureSpec, segment: int = 0, fullness: float = 0.0) -> Act:
    return Act(spec, Side.BOTH, SegmentKind.HOLD, segment, 100, 9_900, fullness=fullness)


def test_the_rings_open_with_the_breath_and_lie_one_in_the_other() -> None:
    before = [0.0] * 4
    for step in range(21):
        now = radii(breath_scene(step / 20))
        assert now == sorted(now, reverse=True)
        assert all(one > other for one, other in zip(now, before, strict=True))
        halo = HALO_EMPTY + (HALO_FULL - HALO_EMPTY) * step / 20
        assert now[0] < halo + 0.02, step
        before = now


def test_a_movement_after_it_begins_at_its_own_start() -> None:
    plain, after = Actor(), Actor()
    assert after.scene(act(BREATH, 0, 0.3)) == breath_scene(0.3)
    assert after.scene(act(SEATED, 1)) == plain.scene(act(SEATED, 1))
