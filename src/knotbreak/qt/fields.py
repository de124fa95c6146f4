"""Fields to fill in, on paper: switches, choices, numbers, times, lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTime, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QTimeEdit,
    QWidget,
)

from knotbreak.qt import theme as look
from knotbreak.qt.theme import RADIUS, Size, Theme

TALL = 36
"""Of a field, in design pixels."""


class _Paper:
    """What painted fields share: their look, and the ring of the one with the focus."""

    theme: Theme
    scale: float

    def ring(self, painter: QPainter, box: QRectF, radius: float) -> None:
        """Draw the ring of the focus around a box."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.colours.accent), 2))
        painter.drawRoundedRect(box, radius, radius)


class Switch(QCheckBox, _Paper):
    """On or off. With words it is an entry of a list of which any may be on."""

    def __init__(self, theme: Theme, scale: float, parent: QWidget, words: str = "") -> None:
        super().__init__(parent)
        self.theme = theme
        self.scale = scale
        self.words = words
        self.setAccessibleName(words)
        self.setFont(look.font(Size.SMALL, scale))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """The sign, and the words beside it."""
        tall = round(30 * self.scale)
        wide = tall if self.words else round(50 * self.scale)
        if self.words:
            wide += QFontMetrics(self.font()).horizontalAdvance(self.words) + round(10 * self.scale)
        return QSize(wide, max(tall, QFontMetrics(self.font()).height() + 6))

    def minimumSizeHint(self) -> QSize:
        """Never smaller than that."""
        return self.sizeHint()

    def show_on(self, on: bool) -> None:
        """Show whether it is on, as somebody else has it.

        `toggled` is for people: a screen reader's "Toggle" emits no `clicked`.
        """
        self.blockSignals(True)
        self.setChecked(on)
        self.blockSignals(False)
        self.update()

    def hitButton(self, pos: object) -> bool:
        """All of it can be pressed."""
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a pill with its knob, or a box with its tick and words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft and not self.words:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        (self._paint_box if self.words else self._paint_pill)(painter)
        painter.end()

    def _paint_pill(self, painter: QPainter) -> None:
        colours = self.theme.colours
        tall, wide = 22 * self.scale, 40 * self.scale
        box = QRectF(4, (self.height() - tall) / 2, wide, tall)
        on = self.isChecked()
        if self.isEnabled():
            edge, knob = (
                (colours.accent_text, colours.on_accent) if on else (colours.quiet, colours.quiet)
            )
            painter.setPen(QPen(QColor(edge), 1.5))
            painter.setBrush(QColor(colours.accent_text if on else colours.page))
        else:
            knob = colours.quiet
            painter.setPen(QPen(QColor(colours.line), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, tall / 2, tall / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(knob))
        x = box.right() - tall / 2 if on else box.left() + tall / 2
        painter.drawEllipse(QPointF(x, box.center().y()), tall * 0.32, tall * 0.32)
        if self.hasFocus():
            self.ring(painter, box.adjusted(-3, -3, 3, 3), tall / 2 + 3)

    def _paint_box(self, painter: QPainter) -> None:
        colours = self.theme.colours
        side = 18 * self.scale
        left = 4.0
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = self.width() - side - 4
        box = QRectF(left, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        painter.setPen(QPen(QColor(colours.accent_text if on else colours.quiet), 1.5))
        painter.setBrush(QColor(colours.accent_text if on else colours.page))
        painter.drawRoundedRect(box, 4 * self.scale, 4 * self.scale)
        if on:
            pen = QPen(QColor(colours.on_accent), 2 * self.scale)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = box.center().x(), box.center().y()
            low = QPointF(x - side * 0.06, y + side * 0.22)
            painter.drawLine(QPointF(x - side * 0.26, y + side * 0.02), low)
            painter.drawLine(low, QPointF(x + side * 0.27, y - side * 0.22))
        if self.hasFocus():
            self.ring(painter, box.adjusted(-3, -3, 3, 3), 6 * self.scale)
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.quiet))
        gap = side + 14
        words = QRectF(self.rect()).adjusted(gap, 0, 0, 0)
        if left > 4:
            words = QRectF(self.rect()).adjusted(0, 0, -gap, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(words, flags, self.words)


class Choices(QComboBox, _Paper):
    """One of several. The first may stand for none of them."""

    def __init__(
        self, theme: Theme, scale: float, parent: QWidget, options: Sequence[tuple[str | None, str]]
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scale = scale
        self.setFont(look.font(Size.SMALL, scale))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(round(280 * scale))
        for value, words in options:
            self.addItem(words, value)

    def show_value(self, value: str | None) -> None:
        """Show a value; one that is not among them is shown as the file has it."""
        at = self.findData(value)
        if at < 0:
            self.addItem(str(value), value)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def sizeHint(self) -> QSize:
        """The longest of them, with the sign for more."""
        metrics = QFontMetrics(self.font())
        widest = max(
            (metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=0
        )
        wide = min(widest + round(52 * self.scale), round(280 * self.scale))
        return QSize(wide, round(TALL * self.scale))

    def minimumSizeHint(self) -> QSize:
        """What does not fit is elided; the list has all of it."""
        return QSize(
            min(self.sizeHint().width(), round(160 * self.scale)), round(TALL * self.scale)
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page; a wheel changes nothing."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the words, and a small arrow."""
        del event
        colours = self.theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = RADIUS * self.scale * 0.7
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.page))
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            self.ring(painter, box, radius)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        pad, arrow = 12 * self.scale, 28 * self.scale
        words = (
            box.adjusted(arrow, 0, -pad, 0) if right_to_left else box.adjusted(pad, 0, -arrow, 0)
        )
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.quiet))
        metrics = QFontMetrics(self.font())
        text = metrics.elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(words, flags, text)
        pen = QPen(QColor(colours.quiet), 1.6 * self.scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x = box.left() + arrow / 2 if right_to_left else box.right() - arrow / 2
        y, half = box.center().y(), 4 * self.scale
        painter.drawLine(QPointF(x - half, y - half / 2), QPointF(x, y + half / 2))
        painter.drawLine(QPointF(x, y + half / 2), QPointF(x + half, y - half / 2))
        painter.end()


class Number(QDoubleSpinBox):
    """A number with its unit: typed, or stepped with the arrow keys."""

    def __init__(
        self,
        scale: float,
        parent: QWidget,
        *,
        least: float,
        most: float,
        whole: bool,
        unit: str = "",
        none: str = "",
    ) -> None:
        super().__init__(parent)
        self.setFont(look.font(Size.SMALL, scale, tabular=True))
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setKeyboardTracking(False)
        self.setDecimals(0 if whole else 2)
        self._none = least - 1 if none else None
        # One step below the least stands for no number at all.
        self.setRange(least - 1 if none else least, most)
        self.setSpecialValueText(none)
        self.setSuffix(f" {unit}" if unit else "")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedSize(round(130 * scale), round(TALL * scale))
        # The style sheet has no padding: with it the line inside is a pixel wide (Qt 6.8 to 6.11).
        self.lineEdit().setTextMargins(round(9 * scale), 0, round(9 * scale), 0)

    def textFromValue(self, value: float, /) -> str:
        """Without a decimal point where there is nothing behind it."""
        return self.locale().toString(value, "g", 8)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window, unless something was typed here."""
        return not _is_window_undo(event, self.lineEdit()) and super().event(event)

    @property
    def number(self) -> float | int | None:
        """What is in it."""
        value = self.value()
        if self._none is not None and value <= self._none:
            return None
        return int(value) if self.decimals() == 0 else value

    def show_number(self, value: float | None) -> None:
        """Show a number; None where that is allowed."""
        if value is None and self._none is not None:
            value = self._none
        self.setValue(value or 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page; a wheel changes nothing."""
        event.ignore()


class Line(QLineEdit):
    """A line of text."""

    def __init__(self, scale: float, parent: QWidget, most: int | None = None) -> None:
        super().__init__(parent)
        self.setFont(look.font(Size.SMALL, scale))
        self.setFixedHeight(round(TALL * scale))
        self.setMinimumWidth(round(160 * scale))
        if most is not None:
            self.setMaxLength(most)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window, unless something was typed here."""
        return not _is_window_undo(event, self) and super().event(event)


class Clock(QTimeEdit):
    """A time of the day."""

    def __init__(self, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(look.font(Size.SMALL, scale, tabular=True))
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setDisplayFormat("HH:mm")
        self.setKeyboardTracking(False)
        self.setFixedSize(round(84 * scale), round(TALL * scale))
        # The style sheet has no padding: with it the line inside is a pixel wide (Qt 6.8 to 6.11).
        self.lineEdit().setTextMargins(round(9 * scale), 0, round(9 * scale), 0)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window, unless something was typed here."""
        return not _is_window_undo(event, self.lineEdit()) and super().event(event)

    def show_text(self, text: str) -> None:
        """Show "9:05" or "24:00" as a clock does."""
        hour, _, minute = text.strip().partition(":")
        self.setTime(QTime(int(hour or 0) % 24, int(minute or 0)))

    @property
    def said(self) -> str:
        """The time as the file has it."""
        return self.time().toString("HH:mm")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page; a wheel changes nothing."""
        event.ignore()


class Span(QWidget):
    """A part of the day: from one time to another."""

    edited = Signal()

    def __init__(self, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.begin = Clock(scale, self)
        self.end = Clock(scale, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.begin)
        row.addWidget(self.end)
        for clock in (self.begin, self.end):
            clock.timeChanged.connect(self.edited)

    def show_text(self, text: str) -> None:
        """Show "09:00-12:30"."""
        begin, _, end = text.replace("–", "-").partition("-")
        self.begin.show_text(begin)
        self.end.show_text(end)

    @property
    def said(self) -> str:
        """The part of the day as the file has it; until midnight is until 24:00."""
        end = self.end.said
        return f"{self.begin.said}-{'24:00' if end == '00:00' else end}"


def _is_window_undo(event: QEvent, line: QLineEdit) -> bool:
    """Whether this is Ctrl+Z, which a line would take, but has nothing to take back."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) and not line.isModified()
