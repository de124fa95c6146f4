"""The ring that empties with the hold, and the halo in it that breathes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from knotbreak.figure.acting import Act
from knotbreak.qt.figure_view import FigureView
from knotbreak.qt.ring_look import RingLook, RingMoment
from knotbreak.qt.text import CircledWords
from knotbreak.qt.theme import Theme

WORDS = 0.76
"""Radius of the circle that the words may fill."""

WORDS_IN_DISC = 0.46
"""The same in a disc that breathes, whose rings are not to be written upon."""


class RingWidget(QWidget):
    """The ring with the figure in it, or with the cue where a step has no figure."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = 1.0
        self.moment = self._painted = RingMoment()
        self._take_look()
        self.words = CircledWords(self)
        self.figure = FigureView(theme)
        self._act: Act | None = None
        self._dragged_from: float | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.figure.set_theme(theme)
        self._take_look()
        self.update()

    def set_scale(self, scale: float) -> None:
        """Take a scale for the words."""
        self._scale = scale
        self._place_words()

    def show_moment(self, moment: RingMoment) -> bool:
        """Draw a moment; whether that is another picture than before."""
        self.moment = moment
        before, now = self._painted, self._look.fitted(moment)
        if now == before:
            return False
        self._painted = now
        changed = self._look.changed(before, now)
        if changed is None:
            self.update()
        else:
            self.update(changed)
        return True

    def _take_look(self) -> None:
        """Measure and colour all anew."""
        self._look = RingLook(self.size(), self.devicePixelRatioF(), self._theme.colours)
        self._ground: QPixmap | None = None
        self._painted = self._look.fitted(self.moment)

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
        look = self._look
        part = self.figure.refresh(look.figure_radius, look.ratio)
        if not part.isEmpty():
            self.update(part.translated(look.middle).toAlignedRect().adjusted(-1, -1, 1, 1))

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
        if self._look.ratio != self.devicePixelRatioF():
            self._take_look()
        look, region = self._look, event.region()
        self.figure.refresh(look.figure_radius, look.ratio)
        if self._ground is None:
            self._ground = QPixmap.fromImage(look.ground())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near, far = look.reach(region)
        if near < look.halo_radius:
            look.paint_halo(painter, self._painted)
        if near < look.figure_radius:
            self.figure.paint(painter, look.middle)
        if far > look.lines_from:
            look.paint_ring(painter, self._painted, region)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in the middle."""
        super().resizeEvent(event)
        self._take_look()
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
