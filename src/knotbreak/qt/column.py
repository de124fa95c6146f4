"""A page in one column: words, choices and buttons below each other, scrolled if need be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from knotbreak.qt.choice import Choice
from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import UNIT, Size, Theme

MANY_LINES = 60
INDENT = 20
EDGE = 6
"""Room for the ring of what has the focus."""

BAR = 14


class Fitted(Protocol):
    """A part that says how tall it is for a width, and is then put somewhere."""

    def fit(self, width: float, scale: float) -> int: ...
    def put(self, box: QRect) -> None: ...


class Column(QScrollArea):
    """Holds the parts of a page. `clear` begins another one.

    Attributes:
        choices: What can be clicked, from the top.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = 1.0
        self._page = QWidget(self)
        self._parts: list[tuple[Fitted, QWidget, float, float]] = []
        self.choices: list[Choice | Button] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._page)
        self.viewport().setAutoFillBackground(False)
        self.set_theme(theme)

    @property
    def page(self) -> QWidget:
        """What parts are made in."""
        return self._page

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.colours.page))
        self.setPalette(palette)
        self._page.setPalette(palette)
        self.verticalScrollBar().setStyleSheet(_bar(theme))
        for part in self.choices:
            part.set_theme(theme)

    def set_scale(self, scale: float) -> None:
        """How large words and gaps are."""
        self._scale = scale
        self.relayout()

    # -- filling it ----------------------------------------------------------------------------

    def clear(self, name: str) -> None:
        """Begin another page; `name` is what it is called for those who listen."""
        for _part, widget, _gap, _indent in self._parts:
            widget.hide()
            widget.deleteLater()
        self._parts = []
        self.choices = []
        self._page.setAccessibleName(name)
        self.verticalScrollBar().setValue(0)

    def title(self, text: str) -> None:
        """The name of the page."""
        self.say(text, Size.TITLE, gap=0, bold=True)

    def head(self, text: str) -> None:
        """The name of a part of it."""
        self.say(text, Size.BODY, gap=3 * UNIT, bold=True)

    def say(
        self,
        text: str,
        size: Size = Size.BODY,
        *,
        gap: float = UNIT,
        role: QPalette.ColorRole = INK,
        bold: bool = False,
        indent: float = 0,
    ) -> None:
        """A paragraph; an empty one is none."""
        if not text:
            return
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        words = Words(size, self._page, role, lines=MANY_LINES, weight=weight)
        words.set_words(text)
        words.show()
        self._parts.append((words, words, gap, indent))

    def points(self, lines: Iterable[str], size: Size = Size.BODY) -> None:
        """A list; each line has a point before it."""
        for line in lines:
            point = Words(size, self._page, QUIET)
            point.set_words("•")
            words = Words(size, self._page, INK, lines=MANY_LINES)
            words.set_words(line)
            row = _Point(self._page, point, words)
            row.show()
            self._parts.append((row, row, UNIT * 0.6, 0))

    def choose(
        self,
        words: str,
        then: Callable[[], None],
        *,
        more: str = "",
        picture: str = "",
        does: str = "",
        primary: bool = False,
        gap: float = UNIT * 0.75,
    ) -> Choice:
        """A row to click; what follows happens when its click is over."""
        made = Choice(
            self._theme,
            words,
            self._page,
            more=more,
            picture=picture,
            does=does,
            primary=primary,
        )
        # The page may be another one then, and the row is gone with its event.
        made.clicked.connect(lambda: QTimer.singleShot(0, self, then))
        self._hang(made, gap)
        return made

    def tick(self, words: str, on: bool, *, more: str = "") -> Choice:
        """A row that stays chosen."""
        made = Choice(self._theme, words, self._page, more=more, tick=True)
        made.setChecked(on)
        self._hang(made, UNIT * 0.75)
        return made

    def buttons(
        self,
        *buttons: tuple[str, Callable[[], None]],
        gap: float = 3 * UNIT,
        first: bool = True,
    ) -> None:
        """A row of buttons; `first` says whether the first of them is the one to press."""
        row = ButtonRow(self._page)
        for number, (words, then) in enumerate(buttons):
            button = Button(self._theme, words, row, primary=first and number == 0)
            button.clicked.connect(lambda _on=False, fn=then: QTimer.singleShot(0, self, fn))
            button.show()
            row.add([button])
            self.choices.append(button)
        row.show()
        self._parts.append((row, row, gap, 0))

    def add(self, part: Fitted, widget: QWidget, gap: float = UNIT) -> None:
        """Another part; it was made in `page`."""
        widget.show()
        self._parts.append((part, widget, gap, 0))

    def _hang(self, choice: Choice, gap: float) -> None:
        choice.show()
        self._parts.append((choice, choice, gap, 0))
        self.choices.append(choice)

    def done(self, *, focus: bool = True) -> None:
        """The page is complete: lay it out, and give the focus to the first choice."""
        self.relayout()
        order = [self._first(widget) for _part, widget, _gap, _indent in self._parts]
        known = [widget for widget in order if widget is not None]
        for before, after in pairwise(known):
            QWidget.setTabOrder(before, after)
        if focus and self.choices:
            self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.verticalScrollBar().setValue(0)

    @staticmethod
    def _first(widget: QWidget) -> QWidget | None:
        if isinstance(widget, ButtonRow):
            return widget.buttons[0] if widget.buttons else None
        return widget if widget.focusPolicy() != Qt.FocusPolicy.NoFocus else None

    # -- laying it out -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same parts in another width."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place the parts below each other."""
        wide = self.width() - BAR - 2 * EDGE
        if wide <= 0:
            return
        y = float(EDGE)
        for number, (part, _widget, gap, indent) in enumerate(self._parts):
            y += gap * self._scale if number else 0
            room = wide - round(indent * self._scale)
            tall = part.fit(room, self._scale)
            part.put(QRect(EDGE + wide - room, round(y), room, tall))
            y += tall
        self._page.resize(self.width() - BAR, round(y) + EDGE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll a page that is only read, and go from choice to choice on any other."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        bar = self.verticalScrollBar()
        page = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if page is not None:
            bar.setValue(bar.value() + page * bar.pageStep())
        elif step is not None and self._walk(step):
            pass
        elif step is not None:
            bar.setValue(bar.value() + step * round(6 * UNIT * self._scale))
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> bool:
        """Go to the next choice; False at either end."""
        at = next((i for i, one in enumerate(self.choices) if one.hasFocus()), None)
        if at is None or not 0 <= at + step < len(self.choices):
            return False
        self.choices[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self.choices[at + step], 0, EDGE)
        return True


def _bar(theme: Theme) -> str:
    """A slim bar in the colours of the page; the desktop's own is made for grey windows."""
    colours = theme.colours
    return (
        f"QScrollBar:vertical {{ background: {colours.page}; width: {BAR - 4}px; margin: 0; }}"
        f"QScrollBar::handle:vertical {{ background: {colours.halo_edge}; min-height: 40px;"
        " border-radius: 4px; margin: 0 1px; }"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: none; }"
    )


class _Point(QWidget):
    """A line of a list."""

    def __init__(self, parent: QWidget, point: Words, words: Words) -> None:
        super().__init__(parent)
        self._point, self._words = point, words
        point.setParent(self)
        words.setParent(self)

    def fit(self, width: float, scale: float) -> int:
        """Take a width and a scale; returns the height."""
        self._indent = round(INDENT * scale)
        self._line = self._point.fit(self._indent, scale)
        self._tall = self._words.fit(width - self._indent, scale)
        return self._tall

    def put(self, box: QRect) -> None:
        """Place it."""
        self.setGeometry(box)
        wide, indent = box.width(), self._indent
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            self._point.put(QRect(wide - indent, 0, indent, self._line))
            self._words.put(QRect(0, 0, wide - indent, self._tall))
        else:
            self._point.put(QRect(3, 0, indent, self._line))
            self._words.put(QRect(indent, 0, wide - indent, self._tall))
