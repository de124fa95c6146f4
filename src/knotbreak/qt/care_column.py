"""A column of sentences, buttons and rows to choose from, that scrolls where it is too long."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QWidget

from knotbreak.core.care_state import CareKind
from knotbreak.qt import theme as look
from knotbreak.qt.parts import FOCUS, Button
from knotbreak.qt.text import QUIET, Words, wrap
from knotbreak.qt.theme import RADIUS, UNIT, Size, Theme

EDGE = 4
"""Room for the ring of a focused button inside the scrolled column."""

BAR = 18
"""Room for the scroll bar."""

SIGN = 44
PAD = 14
SUB_LINES = 4
POINT_LINES = 12
INDENT = 16


class Part(Protocol):
    """What can stand in a column."""

    def fit(self, width: float, scale: float, /) -> int:
        """Take a width and a scale; returns the height that it needs."""

    def put(self, box: QRect, /) -> None:
        """Stand there."""


class Column(QWidget):
    """Parts under each other, each with the gap above it.

    `centred` puts a column that is shorter than its room into the middle of it.
    """

    def __init__(self, parent: QWidget, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._centred = centred
        self._scale = 1.0
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.body = QWidget()
        self._area.setWidget(self.body)
        self.rows: list[tuple[Part, float]] = []

    def set_rows(self, rows: Sequence[tuple[Part, float]]) -> None:
        """Take other parts; those that are gone go from the screen."""
        kept = [part for part, _ in rows]
        for part, _gap in self.rows:
            if part not in kept and isinstance(part, QWidget):
                part.hide()
                part.deleteLater()
        self.rows = list(rows)
        for part in kept:
            assert isinstance(part, QWidget)
            part.show()
            for button in (part, *part.findChildren(QAbstractButton)):
                button.installEventFilter(self)
        self.relayout()

    def set_scale(self, scale: float) -> None:
        """Take a scale."""
        self._scale = scale
        self.relayout()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        palette, colours = theme.palette(), theme.colours
        self.setPalette(palette)
        self.body.setPalette(palette)
        # As thin and quiet as the segments of a session: the desktop's own draws the eye.
        self._area.verticalScrollBar().setStyleSheet(
            "QScrollBar { background: transparent; width: 8px; }"
            f"QScrollBar::handle {{ background: {colours.line}; border-radius: 4px;"
            " min-height: 32px; }"
            f"QScrollBar::handle:hover {{ background: {colours.halo_edge}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
            "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
        )
        for button in self.body.findChildren(QAbstractButton):
            if isinstance(button, Button | Row):
                button.set_theme(theme)

    def to_top(self) -> None:
        """Show the beginning."""
        self._area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same column in another size."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place the parts."""
        # The bar has its room even where it is not needed: nothing jumps when it comes.
        wide = self.width() - BAR
        if wide <= 0:
            return
        y = float(EDGE)
        for number, (part, gap) in enumerate(self.rows):
            y += gap * self._scale if number else 0
            tall = part.fit(wide - 2 * EDGE, self._scale)
            part.put(QRect(EDGE, round(y), wide - 2 * EDGE, tall))
            y += tall
        tall = round(y) + EDGE
        top = max(0, (self.height() - tall) // 2) if self._centred else 0
        self._area.setGeometry(0, top, self.width(), self.height() - top)
        self.body.resize(wide, tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has the focus is to be seen."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched, 0, 2 * UNIT)
        return False


class Point(QWidget):
    """A sentence with a point before it; further lines stand under the first."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._point = Words(Size.SMALL, self, QUIET)
        self._point.set_words("•")
        self._words = Words(Size.SMALL, self, lines=POINT_LINES)
        self._words.set_words(text)

    def fit(self, width: float, scale: float) -> int:
        """Take a width; returns the height of the sentence."""
        self._indent = round(INDENT * scale)
        self._point.fit(self._indent, scale)
        return self._words.fit(width - self._indent, scale)

    def put(self, box: QRect) -> None:
        """Stand there."""
        self.setGeometry(box.adjusted(-EDGE, 0, EDGE, 0))
        words = QRect(EDGE, 0, box.width(), box.height())
        point = QRect(words)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            words.setRight(words.right() - self._indent)
            point.setLeft(words.right() + 1)
        else:
            words.setLeft(words.left() + self._indent)
            point.setWidth(self._indent)
        self._point.put(point)
        self._words.put(words)


class Chip(Button):
    """One of several things to choose; the chosen one is filled."""

    def __init__(self, theme: Theme, words: str, parent: QWidget) -> None:
        super().__init__(theme, words, parent)
        self.setCheckable(True)

    def _colours(self) -> tuple[str, str, str]:
        colours = self._theme.colours
        if self.isChecked():
            return colours.halo_rest, colours.accent, colours.ink
        return super()._colours()


class Row(QAbstractButton):
    """A thing to choose with a sentence about it, and a sign of its kind where it has one."""

    def __init__(
        self, theme: Theme, title: str, sub: str, parent: QWidget, kind: CareKind | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title, self._sub, self._kind = title, sub, kind
        self._scale = 1.0
        self._lines: list[str] = []
        self._heading: list[str] = []
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sub)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def fit(self, width: float, scale: float) -> int:
        """Take a width; returns the height of the words with room around them."""
        self._scale = scale
        room = width - 2 * PAD * scale - self._words_left()
        title, sub = self._fonts()
        measure = QFontMetricsF(title)
        self._heading, _ = wrap(self._title, measure.horizontalAdvance, lambda _n: room, SUB_LINES)
        small = QFontMetricsF(sub)
        self._lines, whole = wrap(self._sub, small.horizontalAdvance, lambda _n: room, SUB_LINES)
        self.setToolTip("" if whole else self._sub)
        words = len(self._heading) * measure.lineSpacing() + len(self._lines) * small.lineSpacing()
        least = SIGN * scale if self._kind is not None else 0
        self.update()
        return math.ceil(max(words, least) + 2 * PAD * 0.8 * scale)

    def put(self, box: QRect) -> None:
        """Stand there; the ring of the focus lies outside."""
        self.setGeometry(box.adjusted(-FOCUS, -FOCUS, FOCUS, FOCUS))

    def sizeHint(self) -> QSize:
        """As it was fitted."""
        return self.size()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def _words_left(self) -> float:
        return (SIGN + 14) * self._scale if self._kind is not None else 0.0

    def _fonts(self) -> tuple[QFont, QFont]:
        if self._kind is None:
            return look.font(Size.SMALL, self._scale), look.font(Size.SMALL, self._scale)
        bold = QFont.Weight.DemiBold
        return look.font(Size.BODY, self._scale, bold), look.font(Size.SMALL, self._scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the sign, the words."""
        del event
        colours, scale = self._theme.colours, self._scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(FOCUS + 0.5, FOCUS + 0.5, -FOCUS - 0.5, -FOCUS - 0.5)
        over = self.underMouse() and self.isEnabled()
        fill = colours.line if self.isDown() else colours.hover if over else ""
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRoundedRect(box, RADIUS * scale, RADIUS * scale)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS * scale + 2, RADIUS * scale + 2
            )
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        inner = box.adjusted(PAD * scale, 0, -PAD * scale, 0)
        if self._kind is not None:
            half = SIGN * scale / 2
            x = inner.right() - half if right_to_left else inner.left() + half
            paint_sign(painter, self._kind, QPointF(x, box.center().y()), half, self._theme)
            left = 0.0 if right_to_left else self._words_left()
            right = self._words_left() if right_to_left else 0.0
            inner.adjust(left, 0, -right, 0)
        self._paint_words(painter, inner, right_to_left)
        painter.end()

    def _paint_words(self, painter: QPainter, inner: QRectF, right_to_left: bool) -> None:
        colours = self._theme.colours
        title, sub = self._fonts()
        side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        parts = ((title, colours.ink, self._heading), (sub, colours.quiet, self._lines))
        tall = sum(QFontMetricsF(font).lineSpacing() * len(lines) for font, _, lines in parts)
        y = inner.center().y() - tall / 2
        for font, ink, lines in parts:
            step = QFontMetricsF(font).lineSpacing()
            painter.setFont(font)
            painter.setPen(QColor(ink))
            for line in lines:
                place = QRectF(inner.left(), y, inner.width(), step)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, line)
                y += step


def paint_sign(painter: QPainter, kind: CareKind, at: QPointF, half: float, theme: Theme) -> None:
    """Draw the sign of a kind into a disc: warm waves, a crystal, circles of a hand, a breath."""
    colours = theme.colours
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.halo_rest))
    painter.drawEllipse(at, half, half)
    warm = kind is CareKind.HEAT
    pen = QPen(QColor(colours.coral if warm else colours.accent), half * 0.13)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.save()
    painter.translate(at)
    painter.scale(half, half)
    pen.setWidthF(0.13)
    painter.setPen(pen)
    match kind:
        case CareKind.HEAT:
            for x in (-0.32, 0.0, 0.32):
                waves = [
                    QPointF(x + 0.09 * math.sin(step * math.pi / 6), 0.46 - step * 0.92 / 12)
                    for step in range(13)
                ]
                painter.drawPolyline(waves)
        case CareKind.COLD:
            for turn in range(6):
                angle = turn * math.pi / 3
                out = QPointF(0.5 * math.sin(angle), -0.5 * math.cos(angle))
                painter.drawLine(QPointF(0, 0), out)
                knee = out * 0.62
                for lean in (-0.55, 0.55):
                    tip = QPointF(math.sin(angle + lean), -math.cos(angle + lean)) * 0.5
                    painter.drawLine(knee, knee + (tip - knee) * 0.55)
        case CareKind.MASSAGE:
            painter.drawArc(QRectF(-0.46, -0.46, 0.92, 0.92), 30 * 16, 290 * 16)
            painter.drawArc(QRectF(-0.24, -0.24, 0.48, 0.48), 200 * 16, 290 * 16)
        case CareKind.BREATHE:
            for radius in (0.16, 0.34, 0.54):
                painter.drawEllipse(QPointF(0, 0), radius, radius)
    painter.restore()
