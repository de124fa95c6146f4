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
from knotbreak.qt.theme import Size

MOST_ROWS = 14
"""A longer table scrolls within itself."""


class TwinTable(QTableWidget):
    """Shows a table; nothing in it can be changed."""

    def __init__(self, parent: QWidget) -> None:
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
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

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
        font = look.font(Size.SMALL, scale, tabular=True)
        self.setFont(font)
        self.horizontalHeader().setFont(font)
        tall = round(QFontMetrics(font).height() * 1.5)
        self.verticalHeader().setDefaultSectionSize(tall)
        self.horizontalHeader().setFixedHeight(tall)
        return tall * (min(self.rowCount(), MOST_ROWS) + 1) + 4

    def put(self, box: QRect) -> None:
        """Place the table."""
        self.setGeometry(box)
