"""The ring that empties with the hold, and the halo in it that breathes."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from knotbreak.core.player import PlayerFrame, State
from knotbreak.core.timeline import MOVEMENT, SegmentKind
from knotbreak.figure.acting import Act
from knotbreak.qt.figure_view import FigureView
from knotbreak.qt.text import CircledWords
from knotbreak.qt.theme import Colours, Theme

LINE = 0.032
"""Thickness of the ring, as a share of its radius."""

THINNEST = 4.5

HALO_SMALLEST = 0.5
HALO_LARGEST = 0.86
"""Radius of the halo with empty and with full lungs, as a share of the ring's."""

WORDS = 0.76
"""Radius of the circle that the words may fill."""

WORDS_IN_DISC = 0.45
"""The same in a disc that breathes, whose rings are not to be written upon."""

STEPS = 4096
"""Shares are rounded to this, so that a picture that looks the same is not painted again."""


class RingMoment(msgspec.Struct, frozen=True):
    """What the ring shows: shares from 0 to 1.

    `left` is how much of the ring is drawn; a `leading` ring fills before a movement, in a paler
    line. `tempo` is what is left of the phase of a rep, None outside of reps. A `still` ring waits.
    """

    left: float = 1.0
    fullness: float = 0.0
    tempo: float | None = None
    leading: bool = False
    still: bool = False


def moment_of(kind: SegmentKind, frame: PlayerFrame, *, reduced_motion: bool = False) -> RingMoment:
    """Read a frame's numbers for the ring.

    During a movement the ring empties; before it, it fills, so that it never jumps. In reduced
    motion the halo rests half filled and the phases of a rep are told in words alone.
    """
    total = frame.elapsed_ms + frame.remaining_ms
    gone = 0.0 if total == 0 else frame.elapsed_ms / total
    moving = kind in MOVEMENT
    fullness = 0.0 if frame.breath is None else eased(frame.breath.fullness)
    tempo = None
    if frame.rep is not None and moving and not reduced_motion:
        tempo = _rounded(1 - frame.rep.fraction)
    return RingMoment(
        left=_rounded(1 - gone if moving else gone),
        fullness=0.5 if reduced_motion else _rounded(fullness),
        tempo=tempo,
        leading=not moving,
        still=frame.state is not State.RUNNING,
    )


def eased(share: float) -> float:
    """Ease in and out: lungs do not start and stop at once."""
    return (1 - math.cos(math.pi * share)) / 2


def _rounded(share: float) -> float:
    return round(min(1.0, max(0.0, share)) * STEPS) / STEPS


def measures(box: QRectF) -> tuple[QPointF, float, float]:
    """The ring in a square box: its middle, its radius and how thick its line is."""
    outer = box.width() / 2
    thick = max(THINNEST, outer * LINE)
    return box.center(), outer - thick / 2 - 1, thick


def paint_halo(painter: QPainter, box: QRectF, moment: RingMoment, colours: Colours) -> None:
    """Draw the disc that breathes."""
    middle, radius, _thick = measures(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.halo_rest))
    painter.drawEllipse(middle, radius * HALO_LARGEST, radius * HALO_LARGEST)
    breath = radius * (HALO_SMALLEST + (HALO_LARGEST - HALO_SMALLEST) * moment.fullness)
    painter.setPen(QPen(QColor(colours.halo_edge), max(1.0, box.width() / 440)))
    painter.setBrush(QColor(colours.halo))
    painter.drawEllipse(middle, breath, breath)


def paint_ring(painter: QPainter, box: QRectF, moment: RingMoment, colours: Colours) -> None:
    """Draw the ring around it."""
    middle, radius, thick = measures(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.line), thick))
    painter.drawEllipse(middle, radius, radius)
    line = colours.accent if not (moment.leading or moment.still) else colours.halo_edge
    _arc(painter, middle, radius, moment.left, QColor(line), thick)
    if moment.tempo is not None:
        inner = radius - thick * 1.5
        _arc(painter, middle, inner, moment.tempo, QColor(colours.halo_edge), thick / 2.5)


def _arc(
    painter: QPainter, middle: QPointF, radius: float, share: float, colour: QColor, thick: float
) -> None:
    """An arc clockwise from the top; none at all where nothing is left."""
    if share <= 0:
        return
    pen = QPen(colour, thick)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    around = QRectF(middle.x() - radius, middle.y() - radius, radius * 2, radius * 2)
    painter.drawArc(around, 90 * 16, -round(share * 360 * 16))


class RingWidget(QWidget):
    """The ring with the figure in it, or with the cue where a step has no figure."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = 1.0
        self.moment = RingMoment()
        self.words = CircledWords(self)
        self.figure = FigureView(theme)
        self._act: Act | None = None
        self._dragged_from: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.figure.set_theme(theme)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Take a scale for the words."""
        self._scale = scale
        self._place_words()

    def show_moment(self, moment: RingMoment) -> bool:
        """Draw a moment; whether that is another picture than before."""
        if moment == self.moment:
            return False
        self.moment = moment
        self.update()
        return True

    def show_act(self, act: Act | None) -> None:
        """Let the figure do what it does at a moment; None where there is none."""
        before, self._act = self._breathes, act
        if before != self._breathes:
            self._place_words()
        if self.figure.show(act):
            self.setCursor(Qt.CursorShape.OpenHandCursor if act else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag turns the figure."""
        if self.figure.shown and event.button() is Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().x()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it as far as the pointer went: once around for twice the ring's width."""
        if self._dragged_from is None or not self.figure.shown:
            return
        x = event.position().x()
        self._show_turned((x - self._dragged_from) * 180.0 / max(1, self.width()))
        self._dragged_from = x

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It stays as it was turned."""
        self._dragged_from = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to where it is seen best."""
        del event
        self.figure.face()
        self._show_turned(0.0)

    def _show_turned(self, degrees: float) -> None:
        self.figure.turn(degrees)
        self.figure.show(self._act)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring and halo; the words are a label of their own."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.colours.page))
        side = min(self.width(), self.height())
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_halo(painter, box, self.moment, self._theme.colours)
        middle, radius, thick = measures(box)
        self.figure.paint(painter, middle, radius - thick / 2)
        paint_ring(painter, box, self.moment, self._theme.colours)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in the middle."""
        super().resizeEvent(event)
        self._place_words()

    def sizeHint(self) -> QSize:
        """As in the normal window."""
        return QSize(440, 440)

    @property
    def _breathes(self) -> bool:
        return self._act is not None and self._act.spec.breathes

    def _place_words(self) -> None:
        share = WORDS_IN_DISC if self._breathes else WORDS
        radius = min(self.width(), self.height()) / 2 * share
        self.words.setGeometry(self.rect())
        self.words.fit(radius, self._scale)
