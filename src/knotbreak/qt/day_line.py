"""A day as a line: when somebody is there, and what comes. As a table, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from knotbreak.app.day_preview import DAY_MIN, DayMark, DayView
from knotbreak.qt import theme as look
from knotbreak.qt.parts import Button
from knotbreak.qt.setting_row import label
from knotbreak.qt.theme import UNIT, Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

TALL = 74
"""Of the line with its hours, in design pixels."""

EDGE = 14


def clock_words(minute: int) -> str:
    """A minute of the day as a clock shows it."""
    hour, minute = divmod(minute % DAY_MIN, 60)
    return f"{hour:02}:{minute:02}"


class DayLine(QWidget):
    """Draws the day. A bar is a break with movement, a ring asks for an answer, a dot is quiet."""

    def __init__(self, theme: Theme, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = scale
        self._day: DayView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(TALL * scale))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_day(self, day: DayView) -> None:
        """Draw another day."""
        self._day = day
        self.setAccessibleName(day.title)
        self.setAccessibleDescription(day.summary)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room for."""
        return QSize(round(600 * self._scale), round(TALL * self._scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hours, the time at work, and the marks above it."""
        del event
        day = self._day
        if day is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        scale = self._scale
        y = 26 * scale
        painter.setPen(Qt.PenStyle.NoPen)
        for part in day.present:
            left, right = self._x(part.start), self._x(part.until)
            painter.setBrush(QColor(colours.halo_rest))
            painter.drawRoundedRect(
                QRectF(left, y - 15 * scale, right - left, 30 * scale), 7 * scale, 7 * scale
            )
        self._paint_hours(painter, day, y + 20 * scale)
        for mark in day.marks:
            self._paint_mark(painter, mark, y)
        painter.end()

    def _paint_hours(self, painter: QPainter, day: DayView, y: float) -> None:
        made = look.font(Size.SMALL, self._scale * 0.87, tabular=True)
        painter.setFont(made)
        painter.setPen(QColor(self._theme.colours.quiet))
        metrics = QFontMetricsF(made)
        wide = metrics.horizontalAdvance("00:00") + 10
        hour_px = self._x(day.from_min + 60) - self._x(day.from_min)
        step = next((n for n in (1, 2, 3, 4, 6) if n * hour_px >= wide), 12)
        first = -(-day.from_min // 60)
        for hour in range(first, day.until_min // 60 + 1):
            if (hour - first) % step == 0:
                x = self._x(hour * 60)
                box = QRectF(x - wide / 2, y, wide, metrics.height())
                box.moveLeft(max(0.0, min(box.left(), self.width() - wide)))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, clock_words(hour * 60))

    def _paint_mark(self, painter: QPainter, mark: DayMark, y: float) -> None:
        colours = self._theme.colours
        scale = self._scale
        x = self._x(mark.at_min)
        if mark.movement:
            wide = max(6 * scale, self._x(mark.at_min + mark.long_min) - x)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_text))
            box = QRectF(x, y - 13 * scale, wide, 26 * scale)
            painter.drawRoundedRect(box, 3 * scale, 3 * scale)
        elif mark.quiet:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.quiet))
            painter.drawEllipse(QPointF(x, y), 3 * scale, 3 * scale)
        else:
            painter.setPen(QPen(QColor(colours.accent_text), 2 * scale))
            painter.setBrush(QColor(colours.page))
            painter.drawEllipse(QPointF(x, y), 6 * scale, 6 * scale)

    def _x(self, minute: int) -> float:
        assert self._day is not None
        whole = max(1, self._day.until_min - self._day.from_min)
        edge = EDGE * self._scale
        share = (minute - self._day.from_min) / whole
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        return edge + share * (self.width() - 2 * edge)

    def event(self, event: QEvent) -> bool:
        """Say what a mark is to a pointer that rests on it."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._day:
            marks = self._day.marks
            x = event.pos().x()
            near = min(marks, key=lambda mark: abs(self._x(mark.at_min) - x), default=None)
            if near is not None and abs(self._x(near.at_min) - x) < 12 * self._scale:
                words = f"{clock_words(near.at_min)} {near.words}"
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)


class DayPreview(QWidget):
    """The line with its words, and the table that says the same to those who cannot see it."""

    def __init__(self, theme: Theme, translator: Translator, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._ = translator.gettext
        self._summary = label("", Size.SMALL, scale, self, quiet=True)
        self.line = DayLine(theme, scale, self)
        self.table = QTableWidget(0, 2, self)
        self.table.setAccessibleName(self._("The day as a table"))
        self.table.setHorizontalHeaderLabels([self._("When"), self._("What")])
        self.table.verticalHeader().hide()
        self.table.setFont(look.font(Size.SMALL, scale, tabular=True))
        self.table.horizontalHeader().setFont(look.font(Size.SMALL, scale))
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setFixedHeight(round(170 * scale))
        self.table.hide()
        self.turn = Button(theme, self._("As a table"), self, bare=True)
        self.turn.set_scale(scale * 0.93, 0.62)
        self.turn.clicked.connect(self._on_turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(UNIT * 0.5 * scale))
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self.turn)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.table)

    @property
    def summary(self) -> str:
        """The day in a line."""
        return self._summary.text()

    def show_day(self, day: DayView) -> None:
        """Show another day, in both ways."""
        span = f"{clock_words(day.from_min)}–{clock_words(day.until_min)}"
        self._summary.setText(f"{day.title}, {span}: {day.summary}")
        self.line.show_day(day)
        self.table.setRowCount(len(day.marks))
        for row, mark in enumerate(day.marks):
            words = mark.words
            if mark.quiet:
                words = self._("{reminder}, quiet").format(reminder=words)
            self.table.setItem(row, 0, QTableWidgetItem(clock_words(mark.at_min)))
            self.table.setItem(row, 1, QTableWidgetItem(words))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.line.set_theme(theme)
        self.turn.set_theme(theme)

    def _on_turn(self) -> None:
        as_table = self.table.isHidden()
        self.table.setVisible(as_table)
        self.line.setVisible(not as_table)
        self.turn.set_words(self._("As a line") if as_table else self._("As a table"))
