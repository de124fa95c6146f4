"""What a frame leaves as it was, and what a rep shows again, is as if it were painted anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from knotbreak.core.body import Side
from knotbreak.figure.acting import Cel
from knotbreak.figure.animate import Movement
from knotbreak.figure.palette import Look
from knotbreak.figure.scene import draw, shot_of
from knotbreak.figure.shapes import Scene
from knotbreak.figure.steps import Step
from knotbreak.qt import figure_canvas
from knotbreak.qt.figure_canvas import FigureCanvas
from tests.figure.moments import figures
from tests.qt.golden import compared

pytestmark = pytest.mark.usefixtures("qapp")

RADIUS = 120.0
SHARES = (0.30, 0.31, 0.35, 0.60)
MOVING = ("cat-cow", "neck-side", "shrug-release", "fist-fan", "march")


def scenes(name: str) -> list[Scene]:
    """Moments of a movement, as one after another they are drawn."""
    stretch, spec = figures()[name]
    movement = Movement(spec, Side.BOTH if stretch.side is Side.BOTH else Side.LEFT)
    shot = shot_of(movement)
    end = movement.keyframes[-1]
    return [draw(movement.pose_at(end, share, 1.0), shot) for share in SHARES]


def canvas() -> FigureCanvas:
    made = FigureCanvas(Look())
    assert made.fit(RADIUS)
    return made


def seen(made: FigureCanvas) -> QImage:
    image = QImage(240, 240, QImage.Format.Format_RGB32)
    image.fill(0xFF88AA99)
    painter = QPainter(image)
    made.paint(painter, QPointF(RADIUS, RADIUS), 1.0)
    painter.end()
    return image


def cel(number: int) -> Cel:
    return Cel(7, Side.LEFT, 0.0, False, Step(0, number, 9))


@pytest.mark.parametrize("name", MOVING)
def test_a_part_painted_over_is_as_all_painted_anew(name: str) -> None:
    one = canvas()
    for scene in scenes(name):
        one.draw((scene,))
        fresh = canvas()
        fresh.draw((scene,))
        difference, _ = compared(seen(one), seen(fresh))
        assert difference.pixels <= 0.0005
        assert difference.mean <= 0.05


def test_only_what_moved_is_painted() -> None:
    one = canvas()
    first, second, *_ = scenes("neck-side")
    assert one.draw((first,)).width() == 240
    part = one.draw((second,))
    assert 0 < part.height() < 240 or part.width() < 240
    assert one.draw((second,)).isEmpty()


@pytest.mark.parametrize("name", MOVING)
def test_a_cel_shows_the_picture_that_was_kept(name: str) -> None:
    one = canvas()
    pictures = []
    for number, scene in enumerate(scenes(name)):
        assert one.show_cel(cel(number)) is None
        one.draw_cel(cel(number), scene)
        pictures.append(seen(one))
    for number in (2, 0, 3, 1, 1):
        assert one.show_cel(cel(number)) is not None
        assert seen(one) == pictures[number]


def test_what_is_painted_after_a_cel_is_painted_as_a_whole() -> None:
    one = canvas()
    first, second, third, _ = scenes("cat-cow")
    one.draw_cel(cel(0), first)
    one.draw_cel(cel(1), second)
    one.show_cel(cel(0))
    one.draw((third,))
    fresh = canvas()
    fresh.draw((third,))
    assert compared(seen(one), seen(fresh))[0].small


def test_another_movement_or_size_keeps_nothing_of_the_one_before() -> None:
    one = canvas()
    first, second, *_ = scenes("cat-cow")
    one.draw_cel(cel(0), first)
    one.draw_cel(cel(1)._replace(spec=8), second)
    assert one.show_cel(cel(0)) is None
    assert not one.fit(RADIUS)
    assert one.fit(RADIUS + 1)
    assert one.show_cel(cel(1)._replace(spec=8)) is None


def test_there_is_an_end_to_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_canvas, "MOST_BYTES", 1)
    one = canvas()
    for number, scene in enumerate(scenes("cat-cow")):
        one.draw_cel(cel(number), scene)
    assert one.show_cel(cel(0)) is not None
    assert one.show_cel(cel(3)) is None
