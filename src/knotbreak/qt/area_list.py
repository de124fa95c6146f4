"""The areas of the body as a list: arrow keys, and typing a name, as in any list of the desktop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from knotbreak.core.body import Area
from knotbreak.qt import theme as look
from knotbreak.qt.theme import Size, Theme

ROW = 32
"""Height of a line, in design pixels."""

_AREA = Qt.ItemDataRole.UserRole


class AreaList(QListWidget):
    """Says which area is meant, and which was chosen (click, Enter or Space)."""

    meant = Signal(Area)
    picked = Signal(Area)

    def __init__(
        self,
        theme: Theme,
        areas: Sequence[Area],
        label: Callable[[Area], str],
        name: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        for area in areas:
            item = QListWidgetItem(label(area), self)
            item.setData(_AREA, area.value)
        self.setCurrentRow(0)
        self.itemEntered.connect(lambda item: self.meant.emit(_area(item)))
        self.itemClicked.connect(lambda item: self.picked.emit(_area(item)))
        self.currentItemChanged.connect(self._on_current)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        colours = theme.colours
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(colours.page))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(colours.halo))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colours.ink))
        self.setPalette(palette)
        self.setStyleSheet(
            f"QListWidget {{ background: {colours.page}; outline: none; }}"
            f"QListWidget::item {{ color: {colours.ink}; padding-left: 10px; border-radius: 7px; }}"
            f"QListWidget::item:hover {{ background: {colours.hover}; }}"
            f"QListWidget::item:selected {{ background: {colours.halo}; color: {colours.ink}; }}"
            f"QListWidget::item:selected:focus {{ border: 2px solid {colours.accent}; }}"
        )

    def fit(self, width: float, scale: float) -> int:
        """Take a width and a scale; returns the height of all lines."""
        del width
        self.setFont(look.font(Size.BODY, scale))
        tall = round(ROW * scale)
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(0, tall))
        return tall * self.count() + 2

    def put(self, box: QRect) -> None:
        """Place it."""
        self.setGeometry(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose; letters find."""
        item = self.currentItem()
        if item is not None and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self.picked.emit(_area(item))
        else:
            super().keyPressEvent(event)

    def show_area(self, area: Area) -> None:
        """Stand at an area."""
        for row in range(self.count()):
            if _area(self.item(row)) is area:
                self.setCurrentRow(row)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.meant.emit(_area(item))


def _area(item: QListWidgetItem) -> Area:
    return Area(item.data(_AREA))
