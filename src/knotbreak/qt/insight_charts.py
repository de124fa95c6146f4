"""The pictures of the insights: a day as a line, days as bars, tightness as a course."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from knotbreak.app.insight_views import CourseView, DayBar, Mark, MarkKind
from knotbreak.qt.insight_chart import Chart
from knotbreak.qt.theme import Theme

LEAST_PX = 3.0
"""A break of two minutes in ten hours is seen, too."""

HIGHEST = 10
"""The scale of tightness."""


class DayChart(Chart):
    """A day from left to right: work and what was between it, breaks, glasses of water."""

    TALL = 150

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.marks: tuple[Mark, ...] = ()
        self._hours = (9, 17)
        self._legend: tuple[tuple[MarkKind, str], ...] = ()

    def show_day(
        self,
        marks: tuple[Mark, ...],
        hours: tuple[int, int],
        legend: tuple[tuple[MarkKind, str], ...],
    ) -> None:
        """Show another day."""
        self.marks, self._hours, self._legend = marks, hours, legend
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the hours, then what lies in them, the short above the long."""
        line, colours = self.line_height(), self._theme.colours
        first, last = self._hours
        lane = QRectF(box.left(), box.top() + line * 1.2, box.width(), 44 * self._scale)
        per_minute = lane.width() / ((last - first) * 60)
        step = 1 if lane.width() / (last - first) > 3.4 * line else 2
        for hour in range(first, last + 1):
            x = lane.left() + (hour - first) * 60 * per_minute
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(QPointF(x, lane.top()), QPointF(x, lane.bottom() + line * 0.3))
            if (hour - first) % step == 0:
                wide = 4 * line
                left = min(max(box.left(), x - wide / 2), box.right() - wide)
                where = QRectF(left, lane.bottom() + line * 0.3, wide, line)
                how = Qt.AlignmentFlag.AlignCenter
                if left > x - wide / 2:
                    how = Qt.AlignmentFlag.AlignLeft
                elif left < x - wide / 2:
                    how = Qt.AlignmentFlag.AlignRight
                self.write(painter, where, f"{hour % 24:02}:00", how)
        self.bar(painter, lane, colours.hover)
        for kind in (MarkKind.REST, MarkKind.WORK, MarkKind.BREAK, MarkKind.WATER):
            for mark in self.marks:
                if mark.kind is kind:
                    left = lane.left() + (mark.from_min - first * 60) * per_minute
                    wide = (mark.until_min - mark.from_min) * per_minute
                    self._mark(painter, mark, left, wide, lane)
        keys = [(self._colour(kind), kind is MarkKind.WATER, name) for kind, name in self._legend]
        self.keys(painter, QRectF(box.left(), box.bottom() - line, box.width(), line), keys)

    def _mark(self, painter: QPainter, mark: Mark, left: float, wide: float, lane: QRectF) -> None:
        if mark.kind is MarkKind.WATER:
            radius = 5 * self._scale
            middle = QPointF(left, lane.top() - radius * 1.6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colour(mark.kind)))
            painter.drawEllipse(middle, radius, radius)
            where = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        else:
            where = QRectF(left, lane.top(), max(LEAST_PX * self._scale, wide), lane.height())
            self.bar(painter, where, self._colour(mark.kind), 2)
        self._spots.insert(0, (where, mark.words))

    def _colour(self, kind: MarkKind) -> str:
        colours = self._theme.colours
        return {
            MarkKind.WORK: colours.halo,
            MarkKind.REST: colours.line,
            MarkKind.BREAK: colours.accent_text,
            MarkKind.WATER: colours.accent,
        }[kind]


class BarsChart(Chart):
    """A bar for each day; behind it another of what was offered, or a line for a goal.

    Args:
        legend: What the bar is, and the one behind it.
        water: Whether glasses are counted, and not breaks.
    """

    TALL = 170

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        legend: tuple[str, ...] = (),
        *,
        water: bool = False,
    ) -> None:
        super().__init__(theme, parent)
        self.days: tuple[DayBar, ...] = ()
        self._legend = legend
        self._water = water
        self._goal = 0

    def show_days(self, days: tuple[DayBar, ...], goal: int = 0) -> None:
        """Show other days."""
        self.days, self._goal = days, goal
        self.update()

    def values(self) -> list[int]:
        """The numbers of the bars."""
        return [day.water if self._water else day.taken for day in self.days]

    def behind(self) -> list[int]:
        """The numbers of the paler bars."""
        return [0 if self._water else day.offered for day in self.days]

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the bars, from the left."""
        if not self.days:
            return
        values, behind = self.values(), self.behind()
        line, colours = self.line_height(), self._theme.colours
        highest = max(1, *values, *behind, self._goal)
        if self._legend:
            shades = (colours.accent_text, colours.halo)
            keys = [(shade, False, name) for shade, name in zip(shades, self._legend, strict=True)]
            self.keys(painter, QRectF(box.left(), box.bottom() - line, box.width(), line), keys)
            box = box.adjusted(0, 0, 0, -line * 1.6)
        field = box.adjusted(0, line, 0, -line * 1.2)
        per_day, per_one = field.width() / len(self.days), field.height() / highest
        wide = min(per_day * 0.62, 48 * self._scale)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        if self._goal:
            y = field.bottom() - self._goal * per_one
            painter.setPen(QPen(QColor(colours.quiet), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        widest = max(painter.fontMetrics().horizontalAdvance(day.label) for day in self.days)
        every = 1 + int(widest * 1.4 * self._scale // per_day)
        for number, (day, value, other) in enumerate(zip(self.days, values, behind, strict=True)):
            middle = field.left() + (number + 0.5) * per_day
            for amount, colour in ((other, colours.halo), (value, colours.accent_text)):
                if amount:
                    tall = amount * per_one
                    bar = QRectF(middle - wide / 2, field.bottom() - tall, wide, tall)
                    self.bar(painter, bar, colour)
            if value and per_day > line:
                top = field.bottom() - max(value, other) * per_one - line
                self.write(painter, QRectF(middle - per_day / 2, top, per_day, line), str(value),
                           quiet=False)  # fmt: skip
            if number % every == 0:
                room = max(per_day, widest * 1.4 * self._scale)
                below = QRectF(middle - room / 2, field.bottom() + line * 0.2, room, line)
                self.write(painter, below, day.label)
            column = QRectF(middle - per_day / 2, box.top(), per_day, box.height())
            self._spots.append((column, day.words))


class CourseChart(Chart):
    """The notes of an area from 0 to 10, with the breaks for it below."""

    TALL = 170

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.course: CourseView | None = None

    def show_course(self, course: CourseView) -> None:
        """Show another area."""
        self.course = course
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the scale, the notes, and the breaks at the foot."""
        if self.course is None:
            return
        line, colours = self.line_height(), self._theme.colours
        foot = 18 * self._scale
        bottom = box.bottom() - line
        field = box.adjusted(line * 1.6, line * 0.5, -line * 0.5, -foot - line * 1.3)
        for at, words in self.course.ticks:
            below = QRectF(field.left() + at * field.width(), bottom, 5 * line, line)
            self.write(painter, below, words, Qt.AlignmentFlag.AlignLeft)
        for value in (0, 5, HIGHEST):
            y = field.bottom() - field.height() * value / HIGHEST
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            beside = QRectF(box.left(), y - line / 2, line * 1.3, line)
            self.write(painter, beside, str(value), Qt.AlignmentFlag.AlignRight)
        dots = [
            QPointF(
                field.left() + note.at * field.width(),
                field.bottom() - field.height() * note.value / HIGHEST,
            )
            for note in self.course.notes
            if note.value is not None
        ]
        self._notes(painter, dots)
        most = max((note.breaks for note in self.course.notes), default=0)
        for note in self.course.notes:
            if note.breaks:
                tall = foot * note.breaks / most
                x = field.left() + note.at * field.width()
                wide = LEAST_PX * self._scale
                bar = QRectF(x - wide / 2, bottom - tall, wide, tall)
                self.bar(painter, bar, colours.halo_edge, 1)

    def _notes(self, painter: QPainter, dots: Sequence[QPointF]) -> None:
        painter.setPen(QPen(QColor(self._theme.colours.accent), 1.5 * self._scale))
        for one, other in pairwise(dots):
            painter.drawLine(one, other)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.accent_text))
        radius = (2.2 if len(dots) > 40 else 3.4) * self._scale
        for dot in dots:
            painter.drawEllipse(dot, radius, radius)
