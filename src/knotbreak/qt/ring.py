"""The ring that empties with the hold, and the halo in it that breathes."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from knotbreak.figure.acting import Act
from knotbreak.qt.figure_view import FigureView
from knotbreak.qt.ring_look import (
    HALO_LARGEST,
    HALO_SMALLEST,
    HALO_STEP_PX,
    STEP_PX,
    RingMoment,
    around_ends,
    around_rim,
    breath_of,
    eighths,
    measures,
    paint_ground,
    paint_halo,
    paint_ring,
    reaches,
    seen_span,
    square,
    tempo_line,
)
from knotbreak.qt.text import CircledWords
from knotbreak.qt.theme import Theme

WORDS = 0.76
"""Radius of the circle that the words may fill."""

WORDS_IN_DISC = 0.46
"""The same in a disc that breathes, whose rings are not to be written upon."""

NEAR = 0.05
"""An arc that grew by more than this share of a turn is painted anew as a whole."""

COARSE = 6.0
"""To so many pixels the place where the halo changes is rounded."""


class RingWidget(QWidget):
    """The ring with the figure in it, or with the cue where a step has no figure."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = 1.0
        self.moment = RingMoment()
        self._painted = self.moment
        self._box = square(self.size())
        self._halo_key = (0.0, 0.0)
        self._halo_region = QRegion()
        self._eighths: list[QRect] = []
        self._ground_key: tuple[object, ...] = ()
        self._ground_picture = QPixmap()
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
        self.moment = moment
        before, now = self._painted, self._fitted(moment)
        if now == before:
            return False
        self._painted = now
        self.update(self._changed(before, now))
        return True

    def show_act(self, act: Act | None) -> None:
        """Let the figure do what it does at a moment; None where there is none."""
        before, self._act = self._breathes, act
        if before != self._breathes:
            self._place_words()
        shown = self.figure.shown
        if self.figure.show(act):
            self._update_figure()
        if self.figure.shown != shown:
            self.setCursor(Qt.CursorShape.OpenHandCursor if act else Qt.CursorShape.ArrowCursor)
            self.update()

    def _update_figure(self) -> None:
        """Paint the figure anew, and then the part of the ring that it changed in."""
        middle, radius, thick = measures(self._box)
        part = self.figure.refresh(radius - thick / 2, self.devicePixelRatioF())
        if not part.isEmpty():
            self.update(part.translated(middle).toAlignedRect().adjusted(-1, -1, 1, 1))

    def _fitted(self, moment: RingMoment) -> RingMoment:
        """The moment in steps that can be told apart at this size."""
        _middle, radius, _thick = measures(self._box)
        pixels = max(1.0, radius * self.devicePixelRatioF())
        around = 2 * math.pi * pixels / STEP_PX
        across = (HALO_LARGEST - HALO_SMALLEST) * pixels / HALO_STEP_PX
        tempo = moment.tempo
        return msgspec.structs.replace(
            moment,
            left=round(moment.left * around) / around,
            fullness=round(moment.fullness * across) / across,
            tempo=None if tempo is None else round(tempo * around) / around,
        )

    def _changed(self, before: RingMoment, now: RingMoment) -> QRegion:
        """Where two moments look different."""
        box = self._box
        middle, radius, thick = measures(box)
        lines = [(before.left, now.left, radius, thick)]
        if before.tempo is not None and now.tempo is not None:
            lines.append((before.tempo, now.tempo, *tempo_line(radius, thick)))
        if (
            (before.leading, before.still) != (now.leading, now.still)
            or (before.tempo is None) is not (now.tempo is None)
            or any(abs(a - b) > NEAR for a, b, _radius, _thick in lines)
        ):
            return QRegion(self.rect())
        region = QRegion()
        for a, b, far, thick in lines:
            if a != b:
                region += around_ends(middle, far, thick, a, b)
        if before.fullness != now.fullness:
            a, edge = breath_of(box, before.fullness)
            b, edge = breath_of(box, now.fullness)
            region += self._halo(min(a, b) - edge - 1, max(a, b) + edge + 1)
        return region

    def _halo(self, inner: float, outer: float) -> QRegion:
        """Around what lies between two circles: rounded outward, so that it serves many frames."""
        key = (inner // COARSE, outer // COARSE)
        if key != self._halo_key:
            self._halo_key = key
            middle = measures(self._box)[0]
            inner, outer = key[0] * COARSE, (key[1] + 1) * COARSE
            self._halo_region = around_rim(middle, inner, outer)
        return self._halo_region

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
        self._update_figure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring and halo; the words are a label of their own."""
        box, colours = self._box, self._theme.colours
        middle, radius, thick = measures(box)
        self.figure.refresh(radius - thick / 2, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if reaches(event.region().boundingRect(), middle, radius - 2 * thick):
            paint_halo(painter, box, self._painted, colours)
            self.figure.paint(painter, middle)
        span = seen_span(event.region(), self._eighths)
        if span is not None:
            paint_ring(painter, box, self._painted, colours, span)
        painter.end()

    def _ground(self) -> QPixmap:
        """Page, resting halo and track as a picture, which is copied in each frame."""
        ratio = self.devicePixelRatioF()
        key = (self._theme.colours, self.size(), ratio)
        if key != self._ground_key:
            self._ground_key = key
            image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(ratio)
            image.fill(QColor(self._theme.colours.page))
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, self._box, self._theme.colours)
            painter.end()
            self._ground_picture = QPixmap.fromImage(image)
        return self._ground_picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in the middle."""
        super().resizeEvent(event)
        self._box = square(self.size())
        self._halo_key = (0.0, 0.0)
        self._eighths = eighths(*measures(self._box))
        self._painted = self._fitted(self.moment)
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
