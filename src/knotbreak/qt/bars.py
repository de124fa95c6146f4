"""Painted parts that say how far one is: segments of a session, beads of a rep, a thin line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QWidget

from knotbreak.qt.theme import Theme

MOST_BEADS = 12
"""More reps than this are a number alone."""


class SegmentBar(QProgressBar):
    """The steps of a session as a thin line in pieces; a real progress bar for those who listen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shares: tuple[int, ...] = (1,)
        self._total_ms = 1
        self._done_ms = 0
        self.setTextVisible(False)
        self.setRange(0, 100)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def set_shares(self, shares: tuple[int, ...]) -> None:
        """The pieces, in milliseconds."""
        if shares != self._shares:
            self._shares = shares
            self._total_ms = max(1, sum(shares))
            self.update()

    def show_left(self, left_ms: int) -> None:
        """How much of the whole is left; the listener's value moves in tenths."""
        total = self._total_ms
        before, self._done_ms = self._done_ms, min(total, max(0, total - left_ms))
        # A step of a pixel is enough: repaint when one is reached.
        pixels = max(1, self.width())
        if self._done_ms * pixels // total == before * pixels // total:
            return
        self.update()
        tenth = self._done_ms * 10 // total * 10
        if tenth != self.value():
            self.setValue(tenth)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pieces, each with its own filling."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tall = self.height()
        gap = max(3.0, tall * 1.1)
        least = tall * 1.5
        shares = [share for share in self._shares if share > 0] or [1]
        room = self.width() - gap * (len(shares) - 1)
        gap = gap if room > len(shares) * least else 1.0
        room = max(1.0, self.width() - gap * (len(shares) - 1))
        total = sum(shares)
        left = 0.0
        begun = 0
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        for share in shares:
            wide = room * share / total
            box = QRectF(left, 0, wide, tall)
            painter.setBrush(QColor(colours.line))
            painter.drawRoundedRect(box, tall / 2, tall / 2)
            filled = min(1.0, max(0.0, (self._done_ms - begun) / share))
            if filled > 0:
                painter.setBrush(QColor(colours.accent))
                done = QRectF(left, 0, max(wide * filled, min(wide, tall)), tall)
                painter.drawRoundedRect(done, tall / 2, tall / 2)
            left += wide + gap
            begun += share
        painter.end()


class Beads(QWidget):
    """One bead for each rep: those done are filled, the one that is being done has a ring."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = 0
        self._all = 0

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_reps(self, now: int, all_: int, words: str = "") -> None:
        """The rep that is being done, counted from 1; no beads with 0 or too many of them."""
        if all_ > MOST_BEADS:
            now, all_, words = 0, 0, ""
        if (now, all_) != (self._now, self._all):
            self._now, self._all = now, all_
            self.setAccessibleName(words)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the beads from the leading edge."""
        del event
        if self._all == 0:
            return
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = float(self.height())
        step = min(size * 1.7, (self.width() - size) / max(1, self._all - 1))
        for number in range(1, self._all + 1):
            x = size / 2 + (number - 1) * step
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                x = self.width() - x
            at = QPointF(x, size / 2)
            if number < self._now:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.accent))
                painter.drawEllipse(at, size * 0.4, size * 0.4)
                continue
            current = number == self._now
            edge = colours.accent if current else colours.line
            painter.setPen(QPen(QColor(edge), max(1.5, size * 0.14)))
            painter.setBrush(QColor(colours.halo) if current else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, size * 0.36, size * 0.36)
        painter.end()


class ThinLine(QWidget):
    """A line that runs out towards its middle: how long a page stays by itself."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.left = 0.0

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_left(self, left: float) -> None:
        """The share that is left, 0 to 1."""
        pixels = max(1, self.width())
        if round(left * pixels) != round(self.left * pixels):
            self.update()
        self.left = left

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is left of it."""
        del event
        if self.left <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.halo_edge))
        wide = self.width() * min(1.0, self.left)
        box = QRectF((self.width() - wide) / 2, 0, wide, self.height())
        painter.drawRoundedRect(box, self.height() / 2, self.height() / 2)
        painter.end()


class KnotMark(QWidget):
    """A loose knot in one line, the sign of the program."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a loop whose ends cross below it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = min(self.width() / 120, self.height() / 64)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(unit, unit)
        colours = self._theme.colours
        pen = QPen(QColor(colours.accent), 6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        loop, over = _knot()
        painter.setPen(pen)
        painter.drawPath(loop)
        gap = QPen(QColor(colours.page), 15)
        gap.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(gap)
        painter.drawPath(over)
        painter.setPen(pen)
        painter.drawPath(over)
        painter.end()


def _knot() -> tuple[QPainterPath, QPainterPath]:
    """One line that crosses itself, on a field of 120 x 64: the loop, then the end above it."""
    loop = QPainterPath(QPointF(-54, 22))
    loop.cubicTo(QPointF(-20, 22), QPointF(8, 14), QPointF(18, -4))
    loop.cubicTo(QPointF(26, -18), QPointF(14, -27), QPointF(0, -27))
    loop.cubicTo(QPointF(-14, -27), QPointF(-26, -18), QPointF(-18, -4))
    over = QPainterPath(QPointF(-18, -4))
    over.cubicTo(QPointF(-8, 14), QPointF(20, 22), QPointF(54, 22))
    return loop, over
