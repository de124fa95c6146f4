"""A small picture of a movement, drawn beforehand: no figure has to be painted for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget


class SmallPicture(QWidget):
    """Shows a file; nothing where there is none, or it cannot be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = ""
        self._pixmap = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def shown(self) -> bool:
        """Whether there is a picture."""
        return not self._pixmap.isNull()

    def show_file(self, path: str) -> None:
        """Take another file; empty for none."""
        if path != self._path:
            self._path = path
            self._pixmap = QPixmap(path)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fit it in."""
        if not self.shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = min(self.width(), self.height())
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()
