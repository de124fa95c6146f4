"""The figure in the session's ring: when it is there, when it is painted anew, and its turning."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from knotbreak.app.views import SessionView
from knotbreak.core.body import Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.figure_settings import FigureSettings, Glow, Hair
from knotbreak.core.timeline import SegmentKind
from knotbreak.figure.acting import Act
from knotbreak.figure.shapes import Scene
from knotbreak.qt import figure_view
from knotbreak.qt.figure_painter import FigurePainter
from knotbreak.qt.figure_view import FigureView, act_of, look_of
from knotbreak.qt.session_window import SessionWindow
from knotbreak.qt.theme import Theme, ThemeSource
from knotbreak.storage.library import LibraryReader
from tests.qt.gallery import FRAME, TRANSLATOR, VIEW, frame

ROOT = Path(__file__).resolve().parents[2]
MOVEMENTS = LibraryReader(ROOT, ROOT / "no-such-folder").reload().movements()


def view(name: str, **more: object) -> SessionView:
    """A session at a stretch of the library."""
    stretch = MOVEMENTS[name]
    side = Side.BOTH if stretch.side is Side.BOTH else Side.LEFT
    changes = {"title": stretch.title, "figure": stretch.figure, "side": side, **more}
    return msgspec.structs.replace(VIEW, **changes)


def opened(source: ThemeSource, qtbot: QtBot, a_view: SessionView) -> SessionWindow:
    """A session window that shows it."""
    window = SessionWindow(source, TRANSLATOR, lambda: FRAME)
    qtbot.addWidget(window)
    window.render(a_view)
    window.show()
    qtbot.waitExposed(window)
    return window


def ring(window: SessionWindow) -> QImage:
    """What the ring looks like."""
    return window._session.ring.grab().toImage()


def test_with_a_figure_the_cue_stands_in_the_column(light: ThemeSource, qtbot: QtBot) -> None:
    window = opened(light, qtbot, view("neck-side"))
    page = window._session
    assert page.ring.figure.shown
    assert not page.ring.words.isVisible()
    assert page.cue.words == FRAME.cue
    assert not page.detail.words


def test_without_one_it_stands_in_the_ring(light: ThemeSource, qtbot: QtBot) -> None:
    window = opened(light, qtbot, VIEW)
    page = window._session
    assert not page.ring.figure.shown
    assert page.ring.words.isVisible()
    assert page.ring.words.words == FRAME.cue
    assert not page.cue.words
    assert page.detail.words == VIEW.feel


def test_each_side_is_the_mirror_of_the_other(light: ThemeSource, qtbot: QtBot) -> None:
    window = opened(light, qtbot, view("neck-side"))
    left = ring(window)
    assert left != ring(opened(light, qtbot, VIEW)), "there is a figure"
    other = opened(light, qtbot, view("neck-side", side=Side.RIGHT))
    assert ring(other) != left


def test_the_small_window_has_the_figure_and_the_number_beside_it(
    light: ThemeSource, qtbot: QtBot
) -> None:
    window = SessionWindow(light, TRANSLATOR, lambda: FRAME)
    qtbot.addWidget(window)
    window.set_form("corner")
    window.render(view("neck-side"))
    window.show()
    page = window._session
    assert page.ring.figure.shown
    assert not page.number.isVisible()
    assert page.word.words.startswith("12")


def test_a_drag_turns_it_and_a_double_click_returns(light: ThemeSource, qtbot: QtBot) -> None:
    window = opened(light, qtbot, view("cross-body"))
    target = window._session.ring
    before = ring(window)
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(target, left, pos=QPoint(200, 200))
    qtbot.mouseMove(target, QPoint(120, 200))
    qtbot.mouseRelease(target, left, pos=QPoint(120, 200))
    assert ring(window) != before
    qtbot.mouseDClick(target, left, pos=QPoint(120, 200))
    assert ring(window) == before


def test_without_a_figure_a_drag_is_nothing(light: ThemeSource, qtbot: QtBot) -> None:
    window = opened(light, qtbot, VIEW)
    before = ring(window)
    qtbot.mousePress(window._session.ring, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(window._session.ring, QPoint(120, 200))
    assert ring(window) == before


def test_the_next_movement_is_shown_small(light: ThemeSource, qtbot: QtBot) -> None:
    following = MOVEMENTS["cat-cow"].figure
    window = opened(light, qtbot, view("neck-side", next_figure=following))
    page = window._session
    assert page.thumbnail.shown
    assert page.thumbnail.width() == page.thumbnail.height() > 30
    assert page.thumbnail.geometry().right() < page.following.geometry().left() + 4
    last = opened(light, qtbot, view("neck-side"))
    assert not last._session.thumbnail.shown


def test_who_shows_it_is_the_persons_choice(light: ThemeSource, qtbot: QtBot) -> None:
    usual = ring(opened(light, qtbot, view("neck-side")))
    person = FigureSettings(skin=5, hair=Hair.GREY, glow=Glow.AMBER)
    assert ring(opened(light, qtbot, view("neck-side", person=person))) != usual
    look = look_of(Theme(dark=True), person)
    assert (look.dark, look.skin, look.hair, look.plain_glow) == (True, 4, 4, True)


def test_a_still_hold_is_painted_once(
    light: ThemeSource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(light, qtbot, view("neck-side"))
    painted: list[object] = []
    paint = FigurePainter.paint

    def count(*args: object) -> None:
        painted.append(args)
        paint(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(figure_view.FigurePainter, "paint", count)
    for elapsed_ms in range(8_000, 9_000, 16):
        window._session.show_frame(frame(elapsed_ms=elapsed_ms, remaining_ms=20_000 - elapsed_ms))
        window._session.ring.repaint()
    assert len(painted) <= 2


def test_a_held_figure_is_asked_again_when_what_it_shows_may_be_another(
    light: ThemeSource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(light, qtbot, view("neck-side"))
    page = window._session
    window._timer.stop()
    asked: list[int] = []
    show = FigureView.show

    def count(figure: FigureView, act: Act | None) -> bool:
        asked.append(0 if act is None else act.elapsed_ms)
        return show(figure, act)

    monkeypatch.setattr(FigureView, "show", count)
    for elapsed_ms in (8_000, 8_016, 8_032):
        page.show_frame(frame(elapsed_ms=elapsed_ms, remaining_ms=20_000 - elapsed_ms))
    assert asked == []
    page.set_theme(Theme(dark=True))
    page.show_frame(frame(elapsed_ms=8_048, remaining_ms=11_952))
    page.show_frame(frame(index=FRAME.index + 1, elapsed_ms=16, remaining_ms=19_984))
    assert list(dict.fromkeys(asked)) == [8_048, 16]


def pictures(figure: FigureView) -> tuple[Scene, ...]:
    """What stands side by side."""
    assert isinstance(figure._now, tuple)
    return figure._now


def test_in_reduced_motion_start_and_end_stand_side_by_side(qapp: QApplication) -> None:
    del qapp
    figure = FigureView(Theme(dark=False, reduced_motion=True))
    ready = act_of(view("neck-side", kind=SegmentKind.READY), frame(elapsed_ms=0))
    assert figure.show(ready)
    assert len(pictures(figure)) == 2
    later = act_of(view("neck-side", kind=SegmentKind.READY), frame(elapsed_ms=3_000))
    figure.show(later)
    hold = act_of(view("neck-side"), frame(elapsed_ms=3_000))
    figure.show(hold)
    assert len(pictures(figure)) == 1


def test_a_disc_that_breathes_says_what_to_do_in_its_middle(
    light: ThemeSource, qtbot: QtBot
) -> None:
    window = opened(light, qtbot, view("breath-calm"))
    page = window._session
    assert page.ring.words.isVisible()
    assert page.ring.words.words == "breathe out"
    assert not page.word.words
    assert page.cue.words == FRAME.cue
    before = ring(window)
    inward = msgspec.structs.replace(FRAME.breath, phase=BreathPhase.INHALE, fullness=0.1)
    page.show_frame(frame(breath=inward))
    assert page.ring.words.words == "breathe in"
    assert ring(window) != before
    page.show_frame(frame(breath=None))
    assert not page.ring.words.isVisible()


def test_in_reduced_motion_it_stands_still(qapp: QApplication) -> None:
    del qapp
    figure = FigureView(Theme(dark=False, reduced_motion=True))
    assert figure.show(act_of(view("breath-calm"), FRAME))
    fuller = msgspec.structs.replace(FRAME.breath, fullness=1.0)
    assert not figure.show(act_of(view("breath-calm"), frame(breath=fuller)))
