"""What the ring and the halo look like at a moment, and where two moments look different."""

from __future__ import annotations

import math
from typing import TypeAlias

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import MOVEMENT, SegmentKind
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

BANDS = 16
"""Into so many bands a disc is cut to tell which of it changed."""

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
    breath, edge = breath_of(box, moment.fullness)
    painter.setPen(Qt.PenStyle.NoPen)
    # Two discs: a line around one takes three times as long.
    for colour, size in ((colours.halo_edge, breath + edge / 2), (colours.halo, breath - edge / 2)):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, size, size)


def breath_of(box: QRectF, fullness: float) -> tuple[float, float]:
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
        inner, thin = tempo_line(radius, thick)
        _arc(painter, middle, inner, moment.tempo, QColor(colours.halo_edge), thin, span)


def tempo_line(radius: float, thick: float) -> tuple[float, float]:
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


def square(size: QSize) -> QRectF:
    """The largest square in the middle."""
    side = min(size.width(), size.height())
    return QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)


def around_ends(middle: QPointF, radius: float, thick: float, a: float, b: float) -> QRect:
    """Around the ends of two arcs, and what lies between them."""
    out = thick / 2 + 2
    places = [
        (radius * math.sin(2 * math.pi * share), -radius * math.cos(2 * math.pi * share))
        for share in (a, (a + b) / 2, b)
    ]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    around = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
    return around.adjusted(-out, -out, out, out).translated(middle).toAlignedRect()


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


def reaches(part: QRect, middle: QPointF, radius: float) -> bool:
    """Whether any of a rectangle lies in a circle."""
    x = max(part.left() - middle.x(), 0.0, middle.x() - part.right() - 1)
    y = max(part.top() - middle.y(), 0.0, middle.y() - part.bottom() - 1)
    return math.hypot(x, y) < radius


def eighths(middle: QPointF, radius: float, thick: float) -> list[QRect]:
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


def seen_span(region: QRegion, eighths: list[QRect]) -> Span | None:
    """Which span of the ring's lines lies in a region; None if nothing does."""
    hit = [number for number, place in enumerate(eighths) if region.intersects(place)]
    if not hit:
        return None
    # A little more, so that the round ends of what is cut off lie outside of the region.
    return (hit[0] / 8 - MORE, (hit[-1] + 1) / 8 + MORE)
