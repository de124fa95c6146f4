"""What the ring and the halo look like at a moment, and where two moments look different."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QRegion

from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import MOVEMENT, SegmentKind
from knotbreak.figure.camera import Point
from knotbreak.qt.theme import Colours

LINE = 0.032
"""Thickness of the ring, as a share of its radius."""

THINNEST = 4.5

HALO_SMALLEST = 0.5
HALO_LARGEST = 0.86
"""Radius of the halo with empty and with full lungs, as a share of the ring's."""

STEPS = 4096
"""Shares are rounded to this, so that a picture that looks the same is not painted again."""


STEP_PX = 0.5
"""An end of an arc that moved by less than this is not painted again."""

HALO_STEP_PX = 0.75
"""Nor is a halo that grew by less: its edge is soft."""

NEAR = 0.05
"""An arc that grew by more than this share of a turn is painted anew as a whole."""

COARSE = 6.0
"""To so many pixels the place where the halo changes is rounded."""

BANDS = 16
"""Into so many bands a disc is cut to tell which of it changed."""

SECTORS = 32
"""Into so many parts of a turn the ring is cut to tell which of it is to be painted."""

FLAT_PX = 0.1
"""So far the chords of a drawn circle may lie inside of it."""

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


class RingLook:
    """The ring and its halo in one size and one theme, on a screen with so many pixels in a unit.

    Attributes:
        middle: Where the middle of all is.
        halo_radius, figure_radius: What the halo and the figure may fill.
        lines_from: The radius that the lines of the ring begin at.
    """

    def __init__(self, size: QSize, ratio: float, colours: Colours) -> None:
        box = square(size)
        self.middle, self._radius, self._thick = measures(box)
        self._x, self._y = self.middle.toTuple()
        self.figure_radius = self._radius - self._thick / 2
        self.halo_radius = self._radius * HALO_LARGEST + 2
        self.ratio = ratio
        self._size = size
        self._colours = colours
        pixels = max(1.0, self._radius * ratio)
        self._around = max(1, round(2 * math.pi * pixels / STEP_PX))
        self._across = max(1, round((HALO_LARGEST - HALO_SMALLEST) * pixels / HALO_STEP_PX))
        self._edge = max(1.0, box.width() / 440) / 2
        self._halo = QBrush(QColor(colours.halo))
        self._halo_edge = QBrush(QColor(colours.halo_edge))
        thin = self._thick / 2.5
        self._line = _Circle(self.middle, self._radius, self._thick, ratio)
        self._tempo = _Circle(self.middle, self._radius - self._thick * 1.5, thin, ratio)
        self._none = QPen(Qt.PenStyle.NoPen)
        self._accent = _pen(colours.accent, self._thick)
        self._pale, self._thin = (_pen(colours.halo_edge, wide) for wide in (self._thick, thin))
        # The tempo's line is the inner one.
        self.lines_from = self._radius - self._thick * 2
        self._sectors = _sectors((self._x, self._y), self.lines_from, self._radius + self._thick)
        self._more = self._thick * 1.5 / (2 * math.pi * max(1.0, self.lines_from))
        self._rim: tuple[float, float] | None = None
        self._rim_region = QRegion()

    def fitted(self, moment: RingMoment) -> RingMoment:
        """The moment in steps that can be told apart at this size."""
        around, across, tempo = self._around, self._across, moment.tempo
        return RingMoment(
            round(moment.left * around) / around,
            round(moment.fullness * across) / across,
            None if tempo is None else round(tempo * around) / around,
            moment.leading,
            moment.still,
        )

    def changed(self, before: RingMoment, now: RingMoment) -> QRegion | None:
        """Where two moments look different; None for everywhere."""
        a, b = before.tempo, now.tempo
        if (
            before.leading is not now.leading
            or before.still is not now.still
            or (a is None) is not (b is None)
            or _leaps(before.left, now.left)
            or (a is not None and b is not None and _leaps(a, b))
        ):
            return None
        region = QRegion()
        if before.left != now.left:
            region += self._line.around_ends(before.left, now.left)
        if a is not None and b is not None and a != b:
            region += self._tempo.around_ends(a, b)
        if before.fullness != now.fullness:
            a, b = self.breath(before.fullness), self.breath(now.fullness)
            reach = self._edge * 2 + 1
            region += self._around_rim(min(a, b) - reach, max(a, b) + reach)
        return region

    def _around_rim(self, inner: float, outer: float) -> QRegion:
        """Around what lies between two circles: rounded outward, so that it serves many frames."""
        rim = (inner // COARSE, outer // COARSE)
        if rim != self._rim:
            self._rim = rim
            self._rim_region = around_rim(self.middle, rim[0] * COARSE, (rim[1] + 1) * COARSE)
        return self._rim_region

    def breath(self, fullness: float) -> float:
        """The radius of the disc that breathes."""
        return self._radius * (HALO_SMALLEST + (HALO_LARGEST - HALO_SMALLEST) * fullness)

    def ground(self) -> QImage:
        """What stays: the page, the disc that the breath can fill, and the track of the ring."""
        image = QImage(self._size * self.ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.ratio)
        image.fill(QColor(self._colours.page))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.halo_rest))
        painter.drawEllipse(self.middle, *[self._radius * HALO_LARGEST] * 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._colours.line), self._thick))
        painter.drawEllipse(self.middle, self._radius, self._radius)
        painter.end()
        return image

    def paint_halo(self, painter: QPainter, moment: RingMoment) -> None:
        """Draw the disc that breathes."""
        breath = self.breath(moment.fullness)
        painter.setPen(self._none)
        # Two discs: a line around one takes twice as long.
        painter.setBrush(self._halo_edge)
        painter.drawEllipse(self.middle, breath + self._edge, breath + self._edge)
        painter.setBrush(self._halo)
        painter.drawEllipse(self.middle, breath - self._edge, breath - self._edge)

    def paint_ring(
        self, painter: QPainter, moment: RingMoment, region: QRegion | None = None
    ) -> None:
        """Draw what is left, on the ring's track; or as much of it as lies in a region."""
        pen = self._pale if moment.leading or moment.still else self._accent
        for span in (WHOLE,) if region is None else self._spans(region):
            self._line.paint(painter, pen, moment.left, span)
            if moment.tempo is not None:
                self._tempo.paint(painter, self._thin, moment.tempo, span)

    def reach(self, region: QRegion) -> tuple[float, float]:
        """How near to the middle a region comes, and how far from it, by the box around it."""
        box = region.boundingRect()
        left, top = box.left() - self._x, box.top() - self._y
        right, bottom = left + box.width(), top + box.height()
        return (
            math.hypot(max(left, 0.0, -right), max(top, 0.0, -bottom)),
            math.hypot(max(-left, right), max(-top, bottom)),
        )

    def _spans(self, region: QRegion) -> list[Span]:
        """Which parts of a turn the lines go through a region in."""
        hit = [region.intersects(sector) for sector in self._sectors]
        # The round ends at the top reach over it.
        hit[0] = hit[-1] = hit[0] or hit[-1]
        spans: list[Span] = []
        for number in range(SECTORS):
            if hit[number]:
                # A little more, so that the round ends of what is cut off lie outside.
                begin, end = number / SECTORS - self._more, (number + 1) / SECTORS + self._more
                if spans and spans[-1][1] >= begin:
                    begin = spans.pop()[0]
                spans.append((begin, end))
        return spans


class _Circle:
    """A line around a middle, drawn as chords between places that are always the same.

    What is drawn of an arc is then the same to the pixel, whichever part of it is drawn: Qt's own
    arcs begin and end at sixteenths of a degree, and their curves are flattened by where they
    begin. A ring that was emptied bit by bit had 0.13 % of its pixels other than one drawn at once.
    """

    def __init__(self, middle: QPointF, radius: float, thick: float, ratio: float) -> None:
        self._x, self._y = middle.toTuple()
        self._radius = max(1.0, radius)
        self._reach = thick / 2 + 2
        self._count = math.ceil(math.pi * math.sqrt(self._radius * ratio / (2 * FLAT_PX)))
        shares = [number / self._count for number in range(self._count + 1)]
        self._places = [QPointF(*self._at(share)) for share in shares]

    def _at(self, share: float) -> Point:
        angle = 2 * math.pi * share
        return self._x + self._radius * math.sin(angle), self._y - self._radius * math.cos(angle)

    def around_ends(self, a: float, b: float) -> QRect:
        """Around the ends of two arcs, what lies between them, and the chord that is cut."""
        begin = math.floor(min(a, b) * self._count) / self._count
        end = max(a, b)
        return _around([self._at(begin), self._at((begin + end) / 2), self._at(end)], self._reach)

    def paint(self, painter: QPainter, pen: QPen, share: float, span: Span) -> None:
        """Draw an arc clockwise from the top, or what of it lies in a part of a turn."""
        begin, end = span
        if share <= 0 or begin >= share:
            return
        count = self._count
        first, last = max(0, math.floor(begin * count)), math.ceil(min(share, end) * count)
        places = self._places[first : last + 1]
        if end >= share:
            places[-1] = QPointF(*self._at(share))
        painter.setPen(pen)
        painter.drawPolyline(places)


def _around(places: Sequence[Point], reach: float) -> QRect:
    """A rectangle of whole pixels around places."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    left, top = math.floor(min(xs) - reach), math.floor(min(ys) - reach)
    return QRect(left, top, math.ceil(max(xs) + reach) - left, math.ceil(max(ys) + reach) - top)


def _sectors(middle: Point, inner: float, outer: float) -> list[QRect]:
    """Where the parts of a ring are."""
    turns = [2 * math.pi * number / SECTORS for number in range(SECTORS + 1)]
    inside, outside = (
        [(middle[0] + far * math.sin(turn), middle[1] - far * math.cos(turn)) for turn in turns]
        for far in (inner, outer)
    )
    return [_around(inside[n : n + 2] + outside[n : n + 2], 0) for n in range(SECTORS)]


def _leaps(a: float, b: float) -> bool:
    """Whether all of an arc changes: one that closes has no round ends at the top any more."""
    return abs(a - b) > NEAR or (a >= 1) is not (b >= 1)


def _pen(colour: str, thick: float) -> QPen:
    pen = QPen(QColor(colour), thick)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def square(size: QSize) -> QRectF:
    """The largest square in the middle."""
    side = min(size.width(), size.height())
    return QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)


def around_rim(middle: QPointF, inner: float, outer: float) -> QRegion:
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
