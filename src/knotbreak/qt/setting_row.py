"""One setting on the page: what it is called, what it means, its editor, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from knotbreak.app.setting_views import SettingView
from knotbreak.qt import theme as look
from knotbreak.qt.parts import Button
from knotbreak.qt.setting_editors import Editor, editor_for
from knotbreak.qt.theme import UNIT, Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

NARROW = 440
"""In design pixels: on less the editor stands under the words."""

LEAST = 200


def label(
    text: str,
    size: Size,
    scale: float,
    parent: QWidget,
    *,
    quiet: bool = False,
    bold: bool = False,
) -> QLabel:
    """Words that wrap, as plain text."""
    made = QLabel(text, parent)
    weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
    made.setFont(look.font(size, scale, weight))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    # For the style sheet of the window: where there is one, no palette reaches a label.
    made.setProperty("quiet", quiet)
    return made


class SettingRow(QWidget):
    """Draws a setting; says what was asked for it."""

    changed = Signal(object, object)
    reset = Signal(object)

    def __init__(
        self, view: SettingView, theme: Theme, translator: Translator, scale: float
    ) -> None:
        super().__init__()
        self.view = view
        self._scale = scale
        self._title = label(view.label, Size.SMALL, scale, self, bold=True)
        self._help = label(view.help, Size.SMALL, scale * 0.93, self, quiet=True)
        self.problem = label("", Size.SMALL, scale, self, bold=True)
        self.editor: Editor = editor_for(view, theme, translator, scale)
        self.usual = Button(theme, translator.gettext("As usual"), self, bare=True)
        self.usual.set_scale(scale * 0.93, 0.62)
        words = translator.gettext("{setting}: as usual").format(setting=view.label)
        self.usual.setAccessibleDescription(words)
        self._column = QVBoxLayout(self)
        gap = round(UNIT * scale)
        self._column.setContentsMargins(0, gap, 0, gap)
        self._column.setSpacing(round(2 * scale))
        self._lay_out(gap)
        # A list of choices is named by its label alone: Qt on Linux tells its value as its name.
        self._title.setBuddy(self.editor.focusProxy() or self.editor)
        self.editor.edited.connect(lambda: self.changed.emit(self.view, self.editor.value))
        self.usual.clicked.connect(lambda: self.reset.emit(self.view))
        self.show_view(view)

    def _lay_out(self, gap: int) -> None:
        words = QVBoxLayout()
        words.setSpacing(round(2 * self._scale))
        words.addWidget(self._title)
        words.addWidget(self._help)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(gap)
        self._line.addLayout(words, 1)
        self._side = side = QHBoxLayout()
        side.setSpacing(gap // 2)
        side.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignVCenter)
        if not self.editor.wide:
            side.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignVCenter)
            side.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self._line.addLayout(side)
        self._column.addLayout(self._line)
        if self.editor.wide:
            self._column.addWidget(self.editor)
        self._column.addWidget(self.problem)

    def show_view(self, view: SettingView) -> None:
        """Draw it as it is now."""
        self.view = view
        self._help.setText(view.help)
        self.editor.setEnabled(not view.fixed)
        if not (view.problem and self.editor.keeps) and not self.editor.typing:
            self.editor.show_value(view.value)
        if not view.own and self.usual.hasFocus():
            self.editor.setFocus()
        self.usual.setVisible(view.own)
        self.problem.setText(view.problem)
        self.problem.setVisible(bool(view.problem))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.editor.set_theme(theme)
        self.usual.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the page is: it changes its form, and does not make the page wider."""
        return QSize(round(LEAST * self._scale), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW * self._scale
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if not self.editor.wide and self._line.direction() is not wanted:
            self._line.setDirection(wanted)
            end = Qt.AlignmentFlag.AlignLeading if narrow else Qt.AlignmentFlag.AlignTrailing
            self._side.setAlignment(end)
        self.editor.fit_width(self.width())
