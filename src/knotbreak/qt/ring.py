"""The ring that empties with the hold, and the halo in it that breathes."""

from __future__ import annotations

import math
from typing import TypeAlias

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
)
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

WORDS_IN_DISC = 0.46
"""The same in a disc that breathes, whose rings are not to be written upon."""

STEPS = 4096
"""Shares are rounded to this, so that a picture that looks the same is not painted again."""


STEP_PX = 0.5
"""What moves in smaller steps than this is not painted again."""

NEAR = 0.05
"""An arc that grew by more than this share of a turn is painted anew as a whole."""

BANDS = 16
"""Into so many bands a disc is cut to tell which of it changed."""

COARSE = 6.0
"""To so many pixels the place where the halo changes is rounded."""

MORE = LINE
"""The round end of an arc, as a share of a turn: more than it is."""

Span: TypeAlias = tuple[float, float]
"""A part of a turn, clockwise from the top; 1 is once around."""

WHOLE: Span = (0.0, 1.0)


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


def paint_ground(painter: QPainter, box: QRectF, colours: Colours) -> None:
    """Draw what stays: the disc that the breath can fill, and the track of the ring."""
    middle, radius, thick = measures(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.halo_rest))
    painter.drawEllipse(middle, radius * HALO_LARGEST, radius * HALO_LARGEST)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.line), thick))
    painter.drawEllipse(middle, radius, radius)


def paint_halo(painter: QPainter, box: QRectF, moment: RingMoment, colours: Colours) -> None:
    """Draw the disc that breathes."""
    middle, _radius, _thick = measures(box)
    breath, edge = _breath(box, moment.fullness)
    painter.setPen(Qt.PenStyle.NoPen)
    # Two discs: a line around one takes three times as long.
    for colour, size in ((colours.halo_edge, breath + edge / 2), (colours.halo, breath - edge / 2)):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, size, size)


def _breath(box: QRectF, fullness: float) -> tuple[float, float]:
    """The radius of the disc that breathes, and how thick its edge is."""
    _middle, radius, _thick = measures(box)
    share = HALO_SMALLEST + (HALO_LARGEST - HALO_SMALLEST) * fullness
    return radius * share, max(1.0, box.width() / 440)


def paint_ring(
    painter: QPainter, box: QRectF, moment: RingMoment, colours: Colours, span: Span = WHOLE
) -> None:
    """Draw what is left, on the ring's track; or the part of it that lies in a span."""
    middle, radius, thick = measures(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = colours.accent if not (moment.leading or moment.still) else colours.halo_edge
    _arc(painter, middle, radius, moment.left, QColor(line), thick, span)
    if moment.tempo is not None:
        inner, thin = _tempo(radius, thick)
        _arc(painter, middle, inner, moment.tempo, QColor(colours.halo_edge), thin, span)


def _tempo(radius: float, thick: float) -> tuple[float, float]:
    """Radius and thickness of the line within the ring."""
    return radius - thick * 1.5, thick / 2.5


def _arc(
    painter: QPainter,
    middle: QPointF,
    radius: float,
    share: float,
    colour: QColor,
    thick: float,
    span: Span,
) -> None:
    """An arc clockwise from the top; none at all where nothing is left."""
    start, end = max(0.0, span[0]), min(share, span[1])
    if share <= 0 or end < start:
        return
    pen = QPen(colour, thick)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    around = QRectF(middle.x() - radius, middle.y() - radius, radius * 2, radius * 2)
    painter.drawArc(around, 90 * 16 - round(start * 360 * 16), -round((end - start) * 360 * 16))


class RingWidget(QWidget):
    """The ring with the figure in it, or with the cue where a step has no figure."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = 1.0
        self.moment = RingMoment()
        self._painted = self.moment
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

    def _box(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _update_figure(self) -> None:
        """Paint the figure anew, and then the part of the ring that it changed in."""
        middle, radius, thick = measures(self._box())
        part = self.figure.refresh(radius - thick / 2, self.devicePixelRatioF())
        if not part.isEmpty():
            self.update(part.translated(middle).toAlignedRect().adjusted(-1, -1, 1, 1))

    def _fitted(self, moment: RingMoment) -> RingMoment:
        """The moment in steps that can be told apart at this size."""
        _middle, radius, _thick = measures(self._box())
        steps = max(1.0, radius * self.devicePixelRatioF() / STEP_PX)
        around, across = steps * 2 * math.pi, steps * (HALO_LARGEST - HALO_SMALLEST)
        tempo = moment.tempo
        return msgspec.structs.replace(
            moment,
            left=round(moment.left * around) / around,
            fullness=round(moment.fullness * across) / across,
            tempo=None if tempo is None else round(tempo * around) / around,
        )

    def _changed(self, before: RingMoment, now: RingMoment) -> QRegion:
        """Where two moments look different."""
        box = self._box()
        middle, radius, thick = measures(box)
        lines = [(before.left, now.left, radius, thick)]
        if before.tempo is not None and now.tempo is not None:
            lines.append((before.tempo, now.tempo, *_tempo(radius, thick)))
        if (
            (before.leading, before.still) != (now.leading, now.still)
            or (before.tempo is None) is not (now.tempo is None)
            or any(abs(a - b) > NEAR for a, b, _radius, _thick in lines)
        ):
            return QRegion(self.rect())
        region = QRegion()
        for a, b, far, thick in lines:
            if a != b:
                region += _ends(middle, far, thick, a, b)
        if before.fullness != now.fullness:
            a, edge = _breath(box, before.fullness)
            b, edge = _breath(box, now.fullness)
            region += self._halo(min(a, b) - edge - 1, max(a, b) + edge + 1)
        return region

    def _halo(self, inner: float, outer: float) -> QRegion:
        """Around what lies between two circles: rounded outward, so that it serves many frames."""
        key = (inner // COARSE, outer // COARSE)
        if key != self._halo_key:
            self._halo_key = key
            middle = measures(self._box())[0]
            inner, outer = key[0] * COARSE, (key[1] + 1) * COARSE
            self._halo_region = _between(middle, inner, outer)
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
        box, colours = self._box(), self._theme.colours
        middle, radius, thick = measures(box)
        self.figure.refresh(radius - thick / 2, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if _reaches(event.region().boundingRect(), middle, radius - 2 * thick):
            paint_halo(painter, box, self._painted, colours)
            self.figure.paint(painter, middle)
        span = _seen(event.region(), self._eighths)
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
            paint_ground(painter, self._box(), self._theme.colours)
            painter.end()
            self._ground_picture = QPixmap.fromImage(image)
        return self._ground_picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in the middle."""
        super().resizeEvent(event)
        self._halo_key = (0.0, 0.0)
        self._eighths = _eighths(*measures(self._box()))
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


def _ends(middle: QPointF, radius: float, thick: float, a: float, b: float) -> QRect:
    """Around the ends of two arcs, and what lies between them."""
    out = thick / 2 + 2
    places = [
        (radius * math.sin(2 * math.pi * share), -radius * math.cos(2 * math.pi * share))
        for share in (a, (a + b) / 2, b)
    ]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    around = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
    return around.adjusted(-out, -out, out, out).translated(middle).toAlignedRect()


def _between(middle: QPointF, inner: float, outer: float) -> QRegion:
    """Around what lies between two circles, in bands."""
    region = QRegion()
    high = 2 * outer / BANDS
    for number in range(BANDS):
        top, bottom = -outer + number * high, -outer + (number + 1) * high
        near = 0.0 if top < 0 < bottom else min(abs(top), abs(bottom))
        far = max(abs(top), abs(bottom))
        wide = math.sqrt(outer * outer - near * near)
        hole = math.sqrt(max(0.0, inner * inner - far * far))
        for left, right in ((-wide, -hole), (hole, wide)) if hole else ((-wide, wide),):
            part = QRectF(QPointF(left, top), QPointF(right, bottom))
            region += part.translated(middle).toAlignedRect()
    return region


def _reaches(part: QRect, middle: QPointF, radius: float) -> bool:
    """Whether any of a rectangle lies in a circle."""
    x = max(part.left() - middle.x(), 0.0, middle.x() - part.right() - 1)
    y = max(part.top() - middle.y(), 0.0, middle.y() - part.bottom() - 1)
    return math.hypot(x, y) < radius


def _eighths(middle: QPointF, radius: float, thick: float) -> list[QRect]:
    """Where the ring's lines are, in eighths of a turn."""
    inner, outer = radius - thick * 2, radius + thick
    places = []
    for number in range(8):
        a, b = math.pi * number / 4, math.pi * (number + 1) / 4
        xs = [far * math.sin(angle) for far in (inner, outer) for angle in (a, b)]
        ys = [-far * math.cos(angle) for far in (inner, outer) for angle in (a, b)]
        around = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
        places.append(around.translated(middle).toAlignedRect())
    return places


def _seen(region: QRegion, eighths: list[QRect]) -> Span | None:
    """Which span of the ring's lines lies in a region; None if nothing does."""
    hit = [number for number, place in enumerate(eighths) if region.intersects(place)]
    if not hit:
        return None
    # A little more, so that the round ends of what is cut off lie outside of the region.
    return (hit[0] / 8 - MORE, (hit[-1] + 1) / 8 + MORE)
