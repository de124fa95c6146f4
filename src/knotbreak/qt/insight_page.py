"""One page of the insights: sentences, pictures, and the tables that say the same."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QWidget

from knotbreak.app.insight_views import DayView, InsightView, PeriodView, Table, TightnessView
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.qt.bars import KnotMark
from knotbreak.qt.insight_chart import Chart
from knotbreak.qt.insight_charts import BarsChart, CourseChart, DayChart
from knotbreak.qt.insight_table import TwinTable
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import Size, Theme

EDGE = 4
"""Room for the ring of what has the focus."""

KNOT = 64
"""The height of the knot on an empty page."""

Part: TypeAlias = Words | Chart | TwinTable | KnotMark


class InsightPage(QWidget):
    """A column that is as tall as what is in it."""

    def __init__(self, theme: Theme, parent: QWidget, person: FigureSettings) -> None:
        super().__init__(parent)
        self._theme = theme
        self._person = person
        self._as_tables = False
        self.view: InsightView | None = None
        self.rows: list[tuple[Part, float]] = []

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for chart in self.charts():
            chart.set_theme(theme)
        for part, _gap in self.rows:
            if isinstance(part, TwinTable | KnotMark):
                part.set_theme(theme)

    def show_view(self, view: InsightView, *, as_tables: bool) -> None:
        """Show a page, drawn or in tables."""
        if view == self.view and as_tables == self._as_tables:
            return
        self.view, self._as_tables = view, as_tables
        for part, _gap in self.rows:
            part.hide()
            part.deleteLater()
        self.rows = []
        if view.sentence:
            self._say(view.sentence, Size.BODY, 0)
        if view.empty:
            self.rows.append((KnotMark(self._theme, self), 72))
            self._say(view.empty, Size.BODY, 24, QUIET, even=True)
        elif as_tables:
            for table in view.tables:
                self._table(table)
        elif isinstance(view, DayView):
            self._day(view)
        elif isinstance(view, PeriodView):
            self._period(view)
        else:
            self._tightness(view)
        if isinstance(view, TightnessView) and not view.empty:
            self._say(view.foot, Size.SMALL, 20, QUIET)
        for part, _gap in self.rows:
            part.show()

    def charts(self) -> list[Chart]:
        """The pictures, from the top."""
        return [part for part, _gap in self.rows if isinstance(part, Chart)]

    def tables(self) -> list[TwinTable]:
        """The tables, from the top."""
        return [part for part, _gap in self.rows if isinstance(part, TwinTable)]

    def fit(self, wide: int, scale: float) -> int:
        """Place the parts; returns the height."""
        y = float(EDGE)
        room = wide - 2 * EDGE
        for part, gap in self.rows:
            y += gap * scale
            if isinstance(part, KnotMark):
                tall = round(KNOT * scale)
                part.setGeometry(EDGE, round(y), room, tall)
            else:
                tall = part.fit(room, scale)
                part.put(QRect(EDGE, round(y), room, tall))
            y += tall
        return round(y) + EDGE

    def _say(
        self,
        text: str,
        size: Size,
        gap: float,
        role: QPalette.ColorRole = INK,
        *,
        bold: bool = False,
        even: bool = False,
    ) -> None:
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        words = Words(size, self, role, lines=8, weight=weight, even=even)
        if even:
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        words.set_words(text)
        self.rows.append((words, gap))

    def _add(self, chart: Chart, title: str, words: str, gap: float = 8) -> None:
        chart.name(title, words)
        self.rows.append((chart, gap))

    def _table(self, table: Table) -> None:
        self._say(table.title, Size.BODY, 26, bold=True)
        shown = TwinTable(self._theme, self)
        shown.show_table(table)
        self.rows.append((shown, 6))

    def _day(self, view: DayView) -> None:
        chart = DayChart(self._theme, self)
        chart.show_day(view.marks, view.hours, view.legend)
        self._add(chart, view.tables[0].title, view.sentence, 26)
        # What no picture shows is told in words anyway.
        for table in view.tables[1:]:
            self._table(table)

    def _period(self, view: PeriodView) -> None:
        bars = BarsChart(self._theme, self, view.breaks_legend)
        bars.show_days(view.days)
        self._say(view.breaks_title, Size.BODY, 26, bold=True)
        self._add(bars, view.breaks_title, view.sentence)
        if view.areas:
            # The figure is much to load for a day that has none.
            from knotbreak.qt.insight_heat import HeatChart

            heat = HeatChart(self._theme, self, self._person)
            heat.show_areas(view.areas)
            self._say(view.areas_title, Size.BODY, 26, bold=True)
            listed = ", ".join(f"{one.word} {one.words}" for one in view.areas)
            self._add(heat, view.areas_title, listed)
        water = BarsChart(self._theme, self, water=True)
        water.show_days(view.days, view.goal)
        self._say(view.water_title, Size.BODY, 26, bold=True)
        self._add(water, view.water_title, view.sentence)

    def _tightness(self, view: TightnessView) -> None:
        for course in view.courses:
            chart = CourseChart(self._theme, self)
            chart.show_course(course)
            self._say(course.word, Size.BODY, 26, bold=True)
            self._say(course.sentence, Size.SMALL, 2, QUIET)
            self._add(chart, course.word, course.sentence)
