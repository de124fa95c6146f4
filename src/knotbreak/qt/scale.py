"""The numbers from 0 to 10, to be chosen by a click, by arrows or by a digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.theme import Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

MOST = 10


class ScaleButton(Button):
    """One number; the arrows lead to its neighbours."""

    moved = Signal(int)
    reached = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End and digits move along the scale."""
        number = int(self.text())
        forward = self.layoutDirection() is not Qt.LayoutDirection.RightToLeft
        step = 1 if forward else -1
        to = {
            Qt.Key.Key_Left: number - step,
            Qt.Key.Key_Right: number + step,
            Qt.Key.Key_Down: number - 1,
            Qt.Key.Key_Up: number + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: MOST,
        }.get(Qt.Key(event.key()))
        if to is None and event.text().isdecimal():
            to = int(event.text())
        if to is None:
            super().keyPressEvent(event)
        elif 0 <= to <= MOST:
            self.moved.emit(to)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes back to the number that was left."""
        super().focusInEvent(event)
        self.reached.emit()


class Scale(ButtonRow):
    """Eleven numbers in a row; Tab stops at one of them."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent, centred=True)
        self._ = translator.gettext
        self.numbers = [ScaleButton(theme, str(number), self) for number in range(MOST + 1)]
        for number, button in enumerate(self.numbers):
            button.clicked.connect(lambda _on=False, number=number: self.chosen.emit(number))
            button.moved.connect(lambda to: self.numbers[to].setFocus())
            button.reached.connect(lambda number=number: self._stop_at(number))
        self.add(self.numbers)
        self._stop_at(0)

    def set_about(self, question: str) -> None:
        """What the numbers answer, for a screen reader."""
        self.setAccessibleName(question)
        for number, button in enumerate(self.numbers):
            words = self._("{n} of {most}").format(n=number, most=MOST)
            button.setAccessibleDescription(f"{question} {words}")

    def _stop_at(self, number: int) -> None:
        for other, button in enumerate(self.numbers):
            here = other == number
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
