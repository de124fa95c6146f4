"""The ring empties, the halo breathes, and a frame that looks the same costs nothing."""

from __future__ import annotations

import math
import sys

import msgspec
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from knotbreak.core.body import Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.figure_spec import FigureSpec
from knotbreak.core.session_state import State
from knotbreak.core.timeline import SegmentKind
from knotbreak.figure.acting import Act
from knotbreak.qt.ring import RingWidget
from knotbreak.qt.ring_look import (
    HALO_LARGEST,
    HALO_SMALLEST,
    LINE,
    RingLook,
    RingMoment,
    eased,
    moment_of,
)
from knotbreak.qt.theme import LIGHT, Theme
from tests.figure.moments import figures
from tests.qt.gallery import breath, frame, rep

SIDE = 240


def picture(moment: RingMoment) -> QImage:
    """The ring on the page."""
    look = RingLook(QSize(SIDE, SIDE), 1.0, LIGHT)
    image = look.ground()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    look.paint_halo(painter, moment)
    look.paint_ring(painter, moment)
    painter.end()
    return image


def colour_at(image: QImage, degrees: float, share: float) -> str:
    """The colour at an angle clockwise from the top, at a share of the ring's radius."""
    thick = max(4.5, SIDE / 2 * LINE)
    radius = (SIDE / 2 - thick / 2 - 1) * share
    angle = math.radians(degrees)
    x = SIDE / 2 + radius * math.sin(angle)
    y = SIDE / 2 - radius * math.cos(angle)
    return image.pixelColor(int(x), int(y)).name().upper()


def test_a_hold_empties_the_ring() -> None:
    begun = moment_of(SegmentKind.HOLD, frame(elapsed_ms=0, remaining_ms=20_000))
    later = moment_of(SegmentKind.HOLD, frame(elapsed_ms=15_000, remaining_ms=5_000))
    assert (begun.left, later.left) == (1.0, 0.25)
    assert not later.leading


@pytest.mark.parametrize(
    "kind",
    [SegmentKind.READY, SegmentKind.GAP, SegmentKind.SWITCH, SegmentKind.REST, SegmentKind.WAIT],
)
def test_what_leads_to_a_hold_fills_it_so_that_it_never_jumps(kind: SegmentKind) -> None:
    over = moment_of(kind, frame(elapsed_ms=5_000, remaining_ms=0, breath=None))
    assert over.leading
    assert over.left == moment_of(SegmentKind.HOLD, frame(elapsed_ms=0, remaining_ms=9)).left


def test_what_is_left_is_drawn_clockwise_from_the_top() -> None:
    image = picture(RingMoment(left=0.25))
    assert colour_at(image, 45, 1) == LIGHT.accent
    assert colour_at(image, 135, 1) == LIGHT.line
    assert colour_at(image, 315, 1) == LIGHT.line


def test_an_empty_ring_has_no_dot_left() -> None:
    assert colour_at(picture(RingMoment(left=0.0)), 0, 1) == LIGHT.line


@pytest.mark.parametrize(("fullness", "inside"), [(0.0, HALO_SMALLEST), (1.0, HALO_LARGEST)])
def test_the_halo_is_as_large_as_the_breath(fullness: float, inside: float) -> None:
    image = picture(RingMoment(fullness=fullness))
    assert colour_at(image, 100, inside - 0.04) == LIGHT.halo
    assert colour_at(image, 100, inside + 0.04) != LIGHT.halo


def test_the_halo_follows_the_breath_and_eases() -> None:
    held = moment_of(SegmentKind.HOLD, frame(breath=breath(BreathPhase.FULL, 1.0)))
    half = moment_of(SegmentKind.HOLD, frame(breath=breath(BreathPhase.INHALE, 0.5)))
    free = moment_of(SegmentKind.HOLD, frame(breath=None))
    assert (free.fullness, half.fullness, held.fullness) == (0.0, 0.5, 1.0)
    assert eased(0.1) < 0.1
    assert eased(0.9) > 0.9


def test_in_reduced_motion_the_halo_and_the_reps_rest() -> None:
    moments = {
        moment_of(
            SegmentKind.REPS,
            frame(rep=rep(), breath=breath(BreathPhase.INHALE, full)),
            reduced_motion=True,
        )
        for full in (0.0, 0.4, 1.0)
    }
    assert len(moments) == 1
    assert moments.pop().tempo is None


def test_a_paused_ring_is_paler() -> None:
    moment = moment_of(SegmentKind.HOLD, frame(state=State.PAUSED))
    assert moment.still
    assert colour_at(picture(moment), 45, 1) == LIGHT.halo_edge


def test_a_moment_that_looks_the_same_is_not_painted_again(qtbot: QtBot) -> None:
    ring = shown_ring(qtbot, 400)
    hold = SegmentKind.HOLD
    assert ring.show_moment(moment_of(hold, frame()))
    assert not ring.show_moment(moment_of(hold, frame(cue="Another cue.")))
    assert ring.show_moment(moment_of(hold, frame(elapsed_ms=8_016, remaining_ms=11_984)))


def test_ten_thousand_painted_frames_take_no_references_from_none(qapp: QApplication) -> None:
    """A bad PySide6 on Python 3.11 takes one at every void call (ADR 2)."""
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    look = RingLook(image.size(), 1.0, LIGHT)
    before = sys.getrefcount(None)
    for number in range(10_000):
        painter = QPainter(image)
        share = number % 100 / 100
        moment = RingMoment(left=share, fullness=share, tempo=share)
        look.paint_halo(painter, moment)
        look.paint_ring(painter, moment)
        painter.end()
    lost = before - sys.getrefcount(None)
    assert lost < 500
    assert image.pixelColor(32, 32).name().upper() == LIGHT.halo


def shown_ring(qtbot: QtBot, side: int) -> RingWidget:
    """A ring of that size in a window."""
    host = QWidget()
    qtbot.addWidget(host)
    ring = RingWidget(Theme(dark=False), host)
    ring.resize(side, side)
    host.show()
    ring.host = host  # type: ignore[attr-defined]  # else nobody keeps it
    return ring


def on_screen(ring: RingWidget) -> QImage:
    """What the window's pixels are, as the frames left them."""
    store = ring.window().backingStore()
    pixels = store.paintDevice()
    assert isinstance(pixels, QImage)
    return pixels.copy(ring.geometry())


def act(spec: FigureSpec, elapsed_ms: int) -> Act:
    """The figure in a hold, or in the first rep of some."""
    return Act(spec, Side.LEFT, SegmentKind.HOLD, 1, elapsed_ms, 20_000 - elapsed_ms)


@pytest.mark.parametrize("kind", [SegmentKind.HOLD, SegmentKind.REPS])
@pytest.mark.parametrize("side", [150, 300, 587])
@pytest.mark.parametrize("every_ms", [16, 130, 700])
def test_what_frames_painted_bit_by_bit_is_as_all_painted_at_once(
    qtbot: QtBot, every_ms: int, side: int, kind: SegmentKind
) -> None:
    ring = shown_ring(qtbot, side)
    ring.show_act(act(figures()["neck-side"][1], 0))
    times = range(0, 10_000, every_ms)
    looks = {1, *range(0, len(times), len(times) // 7)}
    for number, elapsed_ms in enumerate(times):
        fraction = (elapsed_ms + 900) / 2_500 % 1
        reps = None
        if kind is SegmentKind.REPS:
            reps = msgspec.structs.replace(rep(), fraction=fraction)
        now = frame(
            elapsed_ms=elapsed_ms,
            remaining_ms=10_000 - elapsed_ms,
            breath=breath(BreathPhase.INHALE, fraction),
            rep=reps,
        )
        ring.show_moment(moment_of(kind, now))
        QApplication.processEvents()
        if number in looks:
            bit_by_bit = on_screen(ring)
            ring.repaint()
            assert bit_by_bit == on_screen(ring)


def test_a_frame_changes_little_of_the_ring(qtbot: QtBot) -> None:
    ring = shown_ring(qtbot, 400)
    hold = SegmentKind.HOLD
    a = moment_of(hold, frame(elapsed_ms=8_000, remaining_ms=12_000, breath=None))
    b = moment_of(hold, frame(elapsed_ms=8_100, remaining_ms=11_900, breath=None))
    end = ring._look.changed(a, b)
    assert end is not None
    end = end.boundingRect()
    assert max(end.width(), end.height()) < 60
    paused = moment_of(hold, frame(elapsed_ms=8_100, state=State.PAUSED, breath=None))
    assert ring._look.changed(b, paused) is None


def test_a_halo_that_grew_by_less_than_can_be_seen_is_not_painted_again(qtbot: QtBot) -> None:
    ring = shown_ring(qtbot, 400)
    assert ring.show_moment(RingMoment(fullness=0.5))
    assert not ring.show_moment(RingMoment(fullness=0.501))
    assert ring.moment.fullness == 0.501
    assert ring.show_moment(RingMoment(fullness=0.52))
