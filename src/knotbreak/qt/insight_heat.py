"""The minutes of each area, on a figure from the front and the back, with a list beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from knotbreak.app.insight_views import AreaMinutes
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.figure.heat import heat_scene
from knotbreak.figure.shapes import Scene
from knotbreak.qt.figure_painter import FigurePainter
from knotbreak.qt.figure_view import look_of
from knotbreak.qt.insight_chart import Chart
from knotbreak.qt.theme import Theme

MOST = 9
"""So many areas are named beside the figure; the table has all."""

FIGURE = 0.46
"""How wide a figure is, as a share of its height."""


class HeatChart(Chart):
    """A figure that glows where most was done."""

    TALL = 330

    def __init__(self, theme: Theme, parent: QWidget, person: FigureSettings) -> None:
        super().__init__(theme, parent)
        self.areas: tuple[AreaMinutes, ...] = ()
        self._person = person
        self._scenes: tuple[Scene, ...] = ()

    def show_areas(self, areas: tuple[AreaMinutes, ...]) -> None:
        """Show other sums."""
        if areas == self.areas and self._scenes:
            return
        self.areas = areas
        most = max((one.minutes for one in areas), default=1.0)
        shares = {one.area: one.minutes / most for one in areas}
        self._scenes = (heat_scene(shares), heat_scene(shares, back=True))
        self.update()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the figures at the start and the list beside them."""
        wide = min(box.height() * FIGURE, box.width() * 0.26)
        figures = FigurePainter(look_of(self._theme, self._person))
        for number, scene in enumerate(self._scenes):
            left = box.left() + number * wide * 1.08
            # A square around the middle: the scene's own box is one, and its sides are empty.
            square = QRectF(left - (box.height() - wide) / 2, box.top(), box.height(), box.height())
            painter.save()
            painter.setClipRect(QRectF(left, box.top(), wide, box.height()))
            figures.paint(painter, scene, square)
            painter.restore()
        self._list(painter, box.adjusted(wide * 2.3, 0, 0, 0))

    def _list(self, painter: QPainter, box: QRectF) -> None:
        line, colours = self.line_height(), self._theme.colours
        shown = self.areas[:MOST]
        most = max((one.minutes for one in shown), default=1.0)
        step = min(line * 1.7, box.height() / max(1, MOST))
        word, number = box.width() * 0.40, box.width() * 0.14
        top = box.top() + (box.height() - step * len(shown)) / 2
        for row, one in enumerate(shown):
            y = top + row * step
            side = Qt.AlignmentFlag.AlignVCenter
            self.write(painter, QRectF(box.left(), y, word, step), one.word,
                       Qt.AlignmentFlag.AlignLeft | side, quiet=False)  # fmt: skip
            lane = box.width() - word - number
            long = max(2.0, lane * one.minutes / most)
            bar = QRectF(box.left() + word, y + step * 0.32, long, step * 0.36)
            self.bar(painter, bar, colours.halo_edge)
            self.write(painter, QRectF(box.right() - number, y, number, step), one.words,
                       Qt.AlignmentFlag.AlignRight | side)  # fmt: skip
