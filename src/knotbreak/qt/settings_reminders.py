"""The reminders on the page of settings: each a line that opens to all of its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from knotbreak.app.setting_views import ReminderView, SettingView, searched
from knotbreak.qt.fields import Line, Switch
from knotbreak.qt.parts import Button
from knotbreak.qt.setting_row import SettingRow, label
from knotbreak.qt.tab_order import in_reading_order
from knotbreak.qt.theme import UNIT, Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

LONGEST_NAME = 60


class ReminderCard(QWidget):
    """One reminder. What it has is made when it is opened for the first time."""

    changed = Signal(object, object)
    reset = Signal(object)
    copied = Signal(str)
    renamed = Signal(str, str)
    deleted = Signal(str)

    def __init__(
        self,
        view: ReminderView,
        theme: Theme,
        translator: Translator,
        scale: float,
    ) -> None:
        super().__init__()
        self.view = view
        self.rows: dict[str, SettingRow] = {}
        self._translator = translator
        self._ = translator.gettext
        self._theme = theme
        self._scale = scale
        self._opened_by_search = False
        self.on = Switch(theme, scale, self)
        self.on.toggled.connect(self._on_switched)
        self._name = label("", Size.BODY, scale, self)
        self._when = label("", Size.SMALL, scale * 0.93, self, quiet=True)
        self._body = QWidget(self)
        self.open = Button(theme, "", self)
        self.open.set_scale(scale, 0.8)
        self.open.clicked.connect(lambda: self.expand(not self.expanded))
        self._body.hide()
        gap = round(UNIT * scale)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._when)
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self.on, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, 1)
        head.addWidget(self.open, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, gap // 2, 0, gap // 2)
        column.addLayout(head)
        column.addWidget(self._body)
        self.show_view(view)

    @property
    def expanded(self) -> bool:
        """Whether its settings are to be seen."""
        return not self._body.isHidden()

    def show_view(self, view: ReminderView) -> None:
        """Draw it as it is now."""
        self.view = view
        self.on.show_on(view.on)
        self.on.setAccessibleName(view.name)
        self.on.setAccessibleDescription(view.when)
        self._name.setText(view.name)
        self._when.setText(view.when)
        self._say_open()
        for setting in view.settings:
            if setting.key[-1] in self.rows:
                self.rows[setting.key[-1]].show_view(setting)
        if self.rows and not view.built_in:
            self.name_line.setText(view.id)

    def expand(self, on: bool) -> None:
        """Show its settings, or the line alone."""
        if on and not self.rows:
            self._fill()
            in_reading_order(self.window())
        self._body.setVisible(on)
        self._say_open()

    def search(self, words: str, section: str) -> bool:
        """Show only what has to do with some words; whether there is anything."""
        whole = not words or all(
            word in f"{section} {self.view.name} {self.view.when}".casefold()
            for word in words.casefold().split()
        )
        found = {
            one.key[-1]: searched(one, f"{section} {self.view.name}", words)
            for one in self.view.settings
        }
        some = any(found.values())
        if words and some and not whole and not self.expanded:
            self._opened_by_search = True
            self.expand(True)
        elif not words and self._opened_by_search:
            self._opened_by_search = False
            self.expand(False)
        for name, row in self.rows.items():
            row.setVisible(whole or found[name])
        self.setVisible(whole or some)
        return whole or some

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.on.theme = theme
        for button in self.findChildren(Button):
            button.set_theme(theme)
        for row in self.rows.values():
            row.set_theme(theme)

    def _say_open(self) -> None:
        self.open.set_words(self._("Less") if self.expanded else self._("Change"))
        self.open.setAccessibleDescription(self.view.name)

    def _fill(self) -> None:
        gap = round(UNIT * self._scale)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(gap * 3, 0, 0, gap)
        column.setSpacing(0)
        if not self.view.built_in:
            column.addWidget(label(self._("Name"), Size.SMALL, self._scale, self._body, bold=True))
            self.name_line = Line(self._scale, self._body, LONGEST_NAME)
            self.name_line.setAccessibleName(self._("Name"))
            self.name_line.setText(self.view.id)
            self.name_line.editingFinished.connect(self._on_named)
            column.addWidget(self.name_line)
        for setting in self.view.settings:
            row = SettingRow(setting, self._theme, self._translator, self._scale)
            row.changed.connect(self.changed)
            row.reset.connect(self.reset)
            column.addWidget(row)
            self.rows[setting.key[-1]] = row
        buttons = QHBoxLayout()
        self.copy = Button(self._theme, self._("Copy"), self._body)
        self.copy.clicked.connect(lambda: self.copied.emit(self.view.id))
        words = self._("All as usual") if self.view.built_in else self._("Delete")
        self.delete = Button(self._theme, words, self._body)
        self.delete.clicked.connect(lambda: self.deleted.emit(self.view.id))
        for button in (self.copy, self.delete):
            button.set_scale(self._scale)
            button.setAccessibleDescription(self.view.name)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _on_switched(self) -> None:
        self.changed.emit(self._setting("on"), self.on.isChecked())

    def _setting(self, name: str) -> SettingView:
        return next(one for one in self.view.settings if one.key[-1] == name)

    def _on_named(self) -> None:
        # It comes with the focus leaving, too.
        if self.name_line.text().strip() != self.view.id:
            self.renamed.emit(self.view.id, self.name_line.text())
