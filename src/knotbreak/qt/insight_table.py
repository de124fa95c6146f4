"""The numbers of a picture as a table that can be walked through by keyboard and heard."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from knotbreak.app.insight_views import Table
from knotbreak.qt import theme as look
from knotbreak.qt.theme import Size, Theme

MOST_ROWS = 14
"""A longer table scrolls within itself."""


class TwinTable(QTableWidget):
    """Shows a table; nothing in it can be changed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self._theme = theme
        self._scale = 1.0
        self._dress()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._dress()

    def _dress(self) -> None:
        """A hairline under the head, nothing else."""
        colours = self._theme.colours
        size = look.font(Size.SMALL, self._scale).pixelSize()
        self.setStyleSheet(
            f"QTableWidget {{ background: transparent; color: {colours.ink}; font-size: {size}px;"
            f" selection-background-color: {colours.hover}; selection-color: {colours.ink}; }}"
            f"QTableWidget:focus {{ border: 2px solid {colours.accent}; }}"
            f"QTableWidget::item {{ padding: 0 {size // 2}px; }}"
            "QHeaderView { background: transparent; }"
            f"QHeaderView::section {{ background: transparent; color: {colours.quiet};"
            f" border: none; border-bottom: 1px solid {colours.line}; font-size: {size}px;"
            f" padding: 0 {size // 2}px; }}"
        )

    def show_table(self, table: Table) -> None:
        """Show other numbers."""
        self.setAccessibleName(table.title)
        self.clear()
        self.setColumnCount(len(table.columns))
        self.setRowCount(len(table.rows))
        self.setHorizontalHeaderLabels(table.columns)
        for row, cells in enumerate(table.rows):
            for column, words in enumerate(cells):
                cell = QTableWidgetItem(words)
                cell.setToolTip(words)
                self.setItem(row, column, cell)

    def cells(self) -> list[tuple[str, ...]]:
        """What it shows, row by row."""
        columns = range(self.columnCount())
        found = [[self.item(row, column) for column in columns] for row in range(self.rowCount())]
        return [tuple("" if cell is None else cell.text() for cell in row) for row in found]

    def fit(self, width: float, scale: float) -> int:
        """Take a width and a scale; returns the height."""
        del width
        if scale != self._scale:
            self._scale = scale
            self._dress()
        font = look.font(Size.SMALL, scale)
        tall = round(QFontMetrics(font).height() * 1.5)
        self.verticalHeader().setDefaultSectionSize(tall)
        self.horizontalHeader().setFixedHeight(tall)
        return tall * (min(self.rowCount(), MOST_ROWS) + 1) + 4

    def put(self, box: QRect) -> None:
        """Place the table."""
        self.setGeometry(box)
