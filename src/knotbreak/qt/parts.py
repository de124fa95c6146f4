"""Shared parts of the windows: buttons, the row that they stand in."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from knotbreak.qt import theme as look
from knotbreak.qt.theme import RADIUS, UNIT, Size, Theme

HEIGHT = 40
"""Of a button, in design pixels."""

FOCUS = 3
"""Room around a button for the ring that shows the focus."""


class Icon(Enum):
    """Signs for buttons that have no room for words."""

    PAUSE = "pause"
    GO = "go"
    SKIP = "skip"
    STOP = "stop"
    MORE = "more"
    CLOSE = "close"
    CHECK = "check"


class Button(QPushButton):
    """A button on paper: a hairline, or the accent where it is the one to press.

    With an icon the words are its tooltip and its name.
    """

    def __init__(
        self,
        theme: Theme,
        words: str,
        parent: QWidget,
        *,
        primary: bool = False,
        icon: Icon | None = None,
        bare: bool = False,
    ) -> None:
        super().__init__(words, parent)
        self.primary = primary
        self._theme = theme
        self._icon = icon
        self._bare = bare
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_words(words)
        self.set_scale(1.0)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def set_scale(self, scale: float, padding: float = 1.0) -> None:
        """Take another scale; less `padding` saves room beside the words."""
        self._scale = scale
        self._padding = padding
        weight = QFont.Weight.Medium if self.primary else QFont.Weight.Normal
        self.setFont(look.font(Size.SMALL, scale, weight))
        self.updateGeometry()

    def set_words(self, words: str) -> None:
        """What the button says, or is called."""
        if words == self.text() and self.accessibleName():
            return
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        if self._icon is not None:
            self.setToolTip(words)
        self.updateGeometry()

    def set_icon(self, icon: Icon) -> None:
        """Change the sign."""
        if icon is not self._icon:
            self._icon = icon
            self.update()

    def drop_down(self, menu: QMenu) -> None:
        """Open a menu under the button."""
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def sizeHint(self) -> QSize:
        """The words with room around them, and the focus ring's."""
        height = round(HEIGHT * self._scale) + 2 * FOCUS
        if self._icon is not None:
            slim = round(30 * self._scale) + 2 * FOCUS if self._icon is Icon.MORE else height
            return QSize(slim, height)
        words = QFontMetrics(self.font()).horizontalAdvance(self.accessibleName())
        pad = (20 if self.primary else 14) * self._scale * self._padding
        return QSize(max(height, math.ceil(words + 2 * pad) + 2 * FOCUS), height)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape, the focus ring outside of it, then words or sign."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(FOCUS, FOCUS, -FOCUS, -FOCUS)
        radius = RADIUS * self._scale
        fill, edge, ink = self._colours()
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(edge), 1, self._line_style()) if edge else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            around = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(around, radius + 2, radius + 2)
        if self._icon is None:
            painter.setPen(QColor(ink))
            metrics = QFontMetrics(self.font())
            room = math.floor(box.width() - 8)
            words = metrics.elidedText(
                self.accessibleName(), Qt.TextElideMode.ElideRight, max(room, 8)
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        else:
            paint_icon(painter, self._icon, box.center(), box.height() * 0.19, QColor(ink))
        painter.end()

    def _line_style(self) -> Qt.PenStyle:
        # In strong contrast no ink is faint: what cannot be pressed is told by its outline.
        faint = self._theme.contrast and not self.isEnabled()
        return Qt.PenStyle.DashLine if faint else Qt.PenStyle.SolidLine

    def _colours(self) -> tuple[str, str, str]:
        """Fill, edge and ink; an empty one is not drawn."""
        colours = self._theme.colours
        if not self.isEnabled():
            return "", colours.line, colours.quiet
        pressed = self.isDown()
        over = self.underMouse()
        if self.primary:
            fill = colours.accent_text
            if over or pressed:
                fill = QColor(fill).lighter(112).name() if self._theme.dark else _darker(fill)
            return fill, "", colours.on_accent
        fill = colours.line if pressed else colours.hover if over else ""
        return fill, "" if self._bare else colours.line, colours.ink


def _darker(colour: str) -> str:
    return QColor(colour).darker(120).name()


def paint_icon(painter: QPainter, icon: Icon, at: QPointF, size: float, ink: QColor) -> None:
    """Draw a sign of two `size` around a point."""
    x, y = at.x(), at.y()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    bar = size * 0.55
    match icon:
        case Icon.PAUSE:
            for left in (x - size * 0.8, x + size * 0.8 - bar):
                painter.drawRoundedRect(QRectF(left, y - size, bar, 2 * size), 1, 1)
        case Icon.GO:
            painter.drawPolygon(_triangle(x + size * 0.15, y, size))
        case Icon.SKIP:
            painter.drawPolygon(_triangle(x - size * 0.25, y, size))
            painter.drawRoundedRect(QRectF(x + size * 0.6, y - size, bar * 0.8, 2 * size), 1, 1)
        case Icon.STOP:
            side = size * 0.9
            painter.drawRoundedRect(QRectF(x - side, y - side, 2 * side, 2 * side), 2, 2)
        case Icon.MORE:
            for step in (-1, 0, 1):
                painter.drawEllipse(QPointF(x + step * size * 0.95, y), size * 0.25, size * 0.25)
        case Icon.CLOSE | Icon.CHECK:
            pen = QPen(ink, max(1.6, size / 4))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            side = size * 0.8
            if icon is Icon.CLOSE:
                painter.drawLine(QPointF(x - side, y - side), QPointF(x + side, y + side))
                painter.drawLine(QPointF(x - side, y + side), QPointF(x + side, y - side))
                return
            painter.drawLine(QPointF(x - size, y), QPointF(x - size * 0.3, y + size * 0.7))
            painter.drawLine(QPointF(x - size * 0.3, y + size * 0.7), QPointF(x + size, y - side))


def _triangle(x: float, y: float, size: float) -> QPolygonF:
    """A triangle that points forward."""
    points = (
        QPointF(x - size * 0.75, y - size),
        QPointF(x + size * 0.85, y),
        QPointF(x - size * 0.75, y + size),
    )
    return QPolygonF(points)


class ButtonRow(QWidget):
    """Buttons in a row that goes on in the next line where the row is full."""

    def __init__(self, parent: QWidget, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._centred = centred
        self.buttons: list[Button] = []

    def add(self, buttons: Iterable[Button]) -> None:
        """Put buttons at the end."""
        self.buttons += buttons

    def fit(self, width: float, scale: float) -> int:
        """Place the buttons in this width; returns the height that they need."""
        gap = round(UNIT * 0.75 * scale)
        shown = [button for button in self.buttons if not button.isHidden()]
        for padding in (1.0, 0.8, 0.62):
            for button in shown:
                button.set_scale(scale, padding)
            whole = sum(button.sizeHint().width() - 2 * FOCUS for button in shown)
            if whole + gap * (len(shown) - 1) <= width:
                break
        else:
            for button in shown:
                button.set_scale(scale)
        lines: list[list[Button]] = [[]]
        used = 0
        for button in shown:
            wide = min(button.sizeHint().width(), math.floor(width) + 2 * FOCUS)
            if lines[-1] and used + wide > width + 2 * FOCUS:
                lines.append([])
                used = 0
            lines[-1].append(button)
            used += wide - 2 * FOCUS + gap
        return self._place(lines, math.floor(width), gap)

    def _place(self, lines: list[list[Button]], width: int, gap: int) -> int:
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        top = 0
        step = gap - 2 * FOCUS
        for line in lines:
            widths = [min(button.sizeHint().width(), width + 2 * FOCUS) for button in line]
            whole = sum(widths) + step * (len(line) - 1) - 2 * FOCUS
            left = max(0, (width - whole) // 2) if self._centred else 0
            tall = 0
            for button, wide in zip(line, widths, strict=True):
                tall = button.sizeHint().height()
                x = width + 2 * FOCUS - left - wide if right_to_left else left
                button.setGeometry(x, top, wide, tall)
                left += wide + step
            top += tall + step
        return max(0, top - step - 2 * FOCUS)

    def put(self, box: QRect) -> None:
        """Place the row; the rings of focused buttons lie outside of the box."""
        self.setGeometry(box.adjusted(-FOCUS, -FOCUS, FOCUS, FOCUS))
