"""The one picture that says most of a movement."""

from __future__ import annotations

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import Angle, FigureSpec, Keyframe, Posture
from knotbreak.figure.animate import Movement
from knotbreak.figure.portrait import portrait
from knotbreak.figure.scene import draw, shot_of

BENT = Keyframe("out", {Angle.NECK_LATERAL_FLEXION: 30})


def drawn(spec: FigureSpec, at: str) -> object:
    movement = Movement(spec, Side.LEFT)
    return draw(movement.pose_at(at, 1.0), shot_of(movement))


def test_it_is_the_end() -> None:
    spec = FigureSpec(posture=Posture.SEATED, keyframe=(Keyframe("start"), BENT))
    assert portrait(spec) == drawn(spec, "out")


def test_a_movement_that_ends_where_it_began_is_shown_on_its_way() -> None:
    frames = (Keyframe("start"), BENT, Keyframe("back-again"))
    spec = FigureSpec(posture=Posture.SEATED, keyframe=frames)
    assert portrait(spec) == drawn(spec, "out") != drawn(spec, "start")


def test_what_does_not_move_is_shown_as_it_is() -> None:
    spec = FigureSpec(posture=Posture.SEATED)
    assert portrait(spec) == drawn(spec, "start")
