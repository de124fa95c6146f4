"""What the pictures of the insights have in common: a name, words for those who listen, a focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from knotbreak.qt import theme as look
from knotbreak.qt.theme import RADIUS, Size, Theme


class Chart(QLabel):
    """A picture of numbers; the same numbers are in a table.

    It is a label, whose role every screen reader knows, with a text that is told and not drawn.
    """

    TALL = 160
    """In design pixels."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = 1.0
        self._spots: list[tuple[QRectF, str]] = []
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def name(self, title: str, words: str) -> None:
        """Say what the picture shows."""
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)

    def fit(self, width: float, scale: float) -> int:
        """Take a width and a scale; returns the height."""
        del width
        self._scale = scale
        return round(self.TALL * scale)

    def put(self, box: QRect) -> None:
        """Place the picture."""
        self.setGeometry(box)

    def spots(self) -> list[tuple[QRectF, str]]:
        """Where a pointer that rests is told something, and what; of the last painting."""
        return self._spots

    def event(self, event: QEvent) -> bool:
        """Tell a pointer that rests what it is over."""
        if isinstance(event, QHelpEvent):
            at = QPointF(event.pos())
            words = next((words for box, words in self._spots if box.contains(at)), "")
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and a ring around it while it has the focus."""
        del event
        self._spots = []
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
            around = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(around, RADIUS, RADIUS)
        painter.end()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw into a box."""
        raise NotImplementedError

    def write(
        self,
        painter: QPainter,
        box: QRectF,
        words: str,
        how: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
        *,
        quiet: bool = True,
    ) -> None:
        """Write small words into a box; what is too long for it ends in an ellipsis."""
        colours = self._theme.colours
        painter.setFont(look.font(Size.SMALL, self._scale, tabular=True))
        painter.setPen(QColor(colours.quiet if quiet else colours.ink))
        room = round(box.width())
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, how, words)

    def line_height(self) -> float:
        """The height of a line of small words."""
        return Size.SMALL * self._scale * 1.4

    def keys(self, painter: QPainter, box: QRectF, keys: Sequence[tuple[str, bool, str]]) -> None:
        """Say which colour is what: the colour, whether its sign is round, and its word."""
        x, side = box.left(), box.height() * 0.55
        for colour, is_round, words in keys:
            sign = QRectF(x, box.center().y() - side / 2, side, side)
            self.bar(painter, sign, colour, side if is_round else 2)
            x += side * 1.5
            room = QRectF(x, box.top(), max(1.0, box.right() - x), box.height())
            how = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            self.write(painter, room, words, how)
            x += painter.fontMetrics().horizontalAdvance(words) + side * 2

    def bar(self, painter: QPainter, box: QRectF, colour: str, radius: float = 3.0) -> None:
        """Fill a box with round corners."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        radius = min(radius * self._scale, box.width() / 2, box.height() / 2)
        painter.drawRoundedRect(box, radius, radius)
