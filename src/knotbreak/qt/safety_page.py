"""What to read before the first movement, and when to stop: pages of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from knotbreak.guide import safety
from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 980, 600
COLUMN = 620
MARGIN = 40
MANY_LINES = 40
INDENT = 20
EDGE = 4
"""Room for the ring of a focused button inside the scrolled column."""


class _Sentences(QWidget):
    """Sentences under each other, each with the gap above it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[tuple[QWidget, float]] = []
        self._points: dict[QWidget, Words] = {}

    def say(
        self,
        text: str,
        size: Size,
        gap: float,
        *,
        role: QPalette.ColorRole = INK,
        bold: bool = False,
        bullet: bool = False,
    ) -> Words:
        """Add a sentence; one with a bullet stands a little further in."""
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        words = Words(size, self, role, lines=MANY_LINES, weight=weight)
        words.set_words(text)
        words.show()
        self.rows.append((words, gap))
        if bullet:
            point = Words(size, self, QUIET)
            point.set_words("•")
            point.show()
            self._points[words] = point
        return words

    def clear(self) -> None:
        """Begin again."""
        for part in (*(row[0] for row in self.rows), *self._points.values()):
            part.hide()
            part.deleteLater()
        self.rows = []
        self._points = {}

    def fit(self, wide: int, scale: float) -> int:
        """Place the sentences; returns the height."""
        y = 0.0
        for number, (part, gap) in enumerate(self.rows):
            y += gap * scale if number else 0
            point = self._points.get(part)
            indent = 0 if point is None else round(INDENT * scale)
            if isinstance(part, Words | ButtonRow):
                room = wide - 2 * EDGE - indent
                tall = part.fit(room, scale)
                part.put(QRect(EDGE + indent, round(y), room, tall))
                if point is not None:
                    line = point.fit(indent, scale)
                    point.put(QRect(EDGE, round(y), indent, line))
            else:
                tall = 0
            y += tall
        return round(y) + EDGE


class _ReadingPage(QWidget):
    """A column of sentences in the middle, with a scroll bar only where they do not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column = _Sentences(self)
        self._area.setWidget(self.column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same column in another size."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place the column in the middle."""
        scale = max(0.8, min(self.width() / WIDTH, self.height() / HEIGHT))
        wide = round(min(COLUMN * scale, self.width() - 2 * 20))
        tall = self.column.fit(wide, scale)
        room = self.height() - 2 * round(min(MARGIN * scale, self.height() * 0.06))
        shown = min(tall, room)
        bar = 0 if tall <= room else 18
        left = (self.width() - wide) // 2
        top = (self.height() - shown) // 2
        # The rings of focused buttons are outside of the column: leave them room.
        self._area.setGeometry(QRect(left, top, wide + bar, shown))
        self.column.resize(wide, tall)

    def colour(self, theme: Theme) -> None:
        """Take the page's colour, and buttons with it."""
        palette = theme.palette()
        self.setPalette(palette)
        # A focused button's ring lies on the page, also inside of the scrolled part.
        self._area.viewport().setAutoFillBackground(False)
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.colours.page))
        self.column.setPalette(palette)
        for button in self.findChildren(Button):
            button.set_theme(theme)


class SafetyPage(_ReadingPage):
    """The notice before the very first movement."""

    acknowledged = Signal()
    declined = Signal()

    def __init__(self, theme: Theme, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        _ = translator.gettext
        self.column.say(_("Before you start"), Size.TITLE, 0, bold=True)
        for number, sentence in enumerate(safety.NOTICE):
            self.column.say(_(sentence), Size.BODY, 14 if number else 20)
        row = ButtonRow(self.column)
        self.read = Button(theme, _("I have read this"), row, primary=True)
        self.read.clicked.connect(self.acknowledged)
        self.not_now = Button(theme, _("Not now"), row)
        self.not_now.clicked.connect(self.declined)
        row.add([self.read, self.not_now])
        self.column.rows.append((row, 28))
        self.colour(theme)


class StopSigns(_ReadingPage):
    """When to stop: for this movement and for any. Any key or a click goes back."""

    left = Signal()

    def __init__(self, theme: Theme, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        self._ = translator.gettext
        self.colour(theme)

    def show_signs(self, own: Sequence[str]) -> None:
        """Show the signs of the movement above those that hold for any."""
        _ = self._
        column = self.column
        column.clear()
        if own:
            column.say(_("Stop this movement if:"), Size.LEAD, 0, bold=True)
            for number, sign in enumerate(own):
                column.say(sign, Size.BODY, 4 if number else 10, bullet=True)
        column.say(_(safety.STOP_IF_TITLE), Size.LEAD, 22, bold=True)
        for number, sign in enumerate(safety.STOP_IF):
            column.say(_(sign), Size.BODY, 4 if number else 10, bullet=True)
        column.say(_("Any key or a click goes back."), Size.SMALL, 22, role=QUIET)
        self.relayout()
        self.setAccessibleName(_("When to stop"))
        self.show()
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back."""
        event.accept()
        self.left.emit()
