"""One thing to choose on a page: a row with a title, a line below it, a picture, a mark."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from knotbreak.qt import theme as look
from knotbreak.qt.parts import FOCUS, Icon, paint_icon
from knotbreak.qt.text import wrap
from knotbreak.qt.theme import RADIUS, Size, Theme

PAD = 12
PICTURE = 58
MARK = 20
MANY_LINES = 12
PILL = 13
"""Room beside the words of what a click does."""


class Choice(QAbstractButton):
    """A row to click: its words are wrapped and never cut.

    Args:
        words: What it says.
        more: A quieter line below it.
        picture: A file to show before the words.
        does: What a click does, said at the end of the row, such as "Start".
        tick: Whether it stays chosen, with a box to show it.
    """

    def __init__(
        self,
        theme: Theme,
        words: str,
        parent: QWidget,
        *,
        more: str = "",
        picture: str = "",
        does: str = "",
        primary: bool = False,
        tick: bool = False,
    ) -> None:
        super().__init__(parent)
        self.words, self.more, self.does = words, more, does
        self.primary = primary
        self._theme = theme
        self._picture = QPixmap(picture) if picture else QPixmap()
        self._scale = 1.0
        self._lines: list[str] = []
        self._more_lines: list[str] = []
        self.setCheckable(tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(", ".join(filter(None, (does, words))))
        self.setAccessibleDescription(more)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def fit(self, width: float, scale: float) -> int:
        """Take a width and a scale; returns the height that the words need."""
        self._scale = scale
        self._fonts()
        room = width - 2 * PAD * scale - self._before() - self._after()
        title, small = QFontMetricsF(self._title), QFontMetricsF(self._small)
        self._lines, _ = wrap(self.words, title.horizontalAdvance, lambda _line: room, MANY_LINES)
        self._more_lines, _ = wrap(
            self.more, small.horizontalAdvance, lambda _line: room, MANY_LINES
        )
        tall = self._words_tall()
        if not self._picture.isNull():
            tall = max(tall, PICTURE * scale)
        return math.ceil(tall + 2 * PAD * scale * 0.8) + 2 * FOCUS

    def put(self, box: QRect) -> None:
        """Place it; the ring that shows the focus lies outside of the box."""
        self.setGeometry(box.adjusted(-FOCUS, 0, FOCUS, 0))

    def sizeHint(self) -> QSize:
        """What it was given."""
        return self.size()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(FOCUS, FOCUS, -FOCUS, -FOCUS)
        radius = RADIUS * self._scale
        over = self.underMouse() or self.isDown()
        painter.setBrush(QColor(colours.hover) if over else Qt.BrushStyle.NoBrush)
        edge = colours.accent if self.isChecked() else colours.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            around = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(around, radius + 2, radius + 2)
        self._paint_inside(painter, box)
        painter.end()

    def _paint_inside(self, painter: QPainter, box: QRectF) -> None:
        pad, scale = PAD * self._scale, self._scale
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        lead, tail = self._before(), self._after()
        words = box.adjusted(pad + lead, 0, -pad - tail, 0)
        if right_to_left:
            words = box.adjusted(pad + tail, 0, -pad - lead, 0)
        middle = box.center().y()
        if not self._picture.isNull():
            side = PICTURE * scale
            x = box.right() - pad - side if right_to_left else box.left() + pad
            square = QRectF(x, middle - side / 2, side, side)
            painter.drawPixmap(square, self._picture, QRectF(self._picture.rect()))
        elif self.isCheckable():
            side = MARK * scale
            x = box.right() - pad - side if right_to_left else box.left() + pad
            self._paint_mark(painter, QRectF(x, middle - side / 2, side, side))
        self._paint_words(painter, words)
        if self.does:
            wide = tail - pad
            x = box.left() + pad if right_to_left else box.right() - pad - wide
            tall = 32 * scale
            self._paint_pill(painter, QRectF(x, middle - tall / 2, wide, tall))

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        colours = self._theme.colours
        y = box.center().y() - self._words_tall() / 2
        way = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            way = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        for lines, font, ink in (
            (self._lines, self._title, colours.ink),
            (self._more_lines, self._small, colours.quiet),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            step = QFontMetricsF(font).lineSpacing()
            for line in lines:
                painter.drawText(QRectF(box.left(), y, box.width() + 4, step), way, line)
                y += step

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.accent if self.isChecked() else colours.quiet), 1.5))
        painter.setBrush(QColor(colours.accent_text) if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4 * self._scale, 4 * self._scale)
        if self.isChecked():
            at = QPointF(box.center())
            paint_icon(painter, Icon.CHECK, at, box.width() * 0.28, QColor(colours.on_accent))

    def _paint_pill(self, painter: QPainter, box: QRectF) -> None:
        colours = self._theme.colours
        radius = RADIUS * self._scale
        if self.primary:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_text))
        else:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, radius, radius)
        painter.setFont(self._pill)
        painter.setPen(QColor(colours.on_accent if self.primary else colours.accent_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.does)

    def _fonts(self) -> None:
        scale = self._scale
        self._title = look.font(Size.BODY, scale)
        self._small = look.font(Size.SMALL, scale)
        self._pill = look.font(Size.SMALL, scale, QFont.Weight.Medium)

    def _words_tall(self) -> float:
        return (
            len(self._lines) * QFontMetricsF(self._title).lineSpacing()
            + len(self._more_lines) * QFontMetricsF(self._small).lineSpacing()
        )

    def _before(self) -> float:
        if not self._picture.isNull():
            return (PICTURE + PAD) * self._scale
        return (MARK + PAD) * self._scale if self.isCheckable() else 0.0

    def _after(self) -> float:
        if not self.does:
            return 0.0
        wide = QFontMetricsF(self._pill).horizontalAdvance(self.does)
        return wide + (2 * PILL + PAD) * self._scale
