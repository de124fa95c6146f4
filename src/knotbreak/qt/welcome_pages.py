"""The pages of the first minute: sentences, and the few settings that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from knotbreak.app.autostart import Autostart, Start
from knotbreak.app.setting_views import SettingView
from knotbreak.app.settings_desk import SettingsDesk
from knotbreak.core.health_settings import Flag
from knotbreak.guide import safety
from knotbreak.qt.bars import KnotMark
from knotbreak.qt.day_line import DayPreview
from knotbreak.qt.fields import Switch
from knotbreak.qt.parts import Button
from knotbreak.qt.setting_row import SettingRow, label
from knotbreak.qt.settings_reminders import ReminderCard
from knotbreak.qt.theme import UNIT, Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class Page(QScrollArea):
    """A title, sentences, and what is asked below them; scrolls where there is too little room."""

    changed = Signal(object, object)
    reset = Signal(object)

    def __init__(
        self, theme: Theme, translator: Translator, scale: float, title: str, *sentences: str
    ) -> None:
        super().__init__()
        self._theme = theme
        self._translator = translator
        self._ = translator.gettext
        self._scale = scale
        self.rows: dict[str, SettingRow] = {}
        self.title = title
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page = QWidget(self)
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(4, 0, round(UNIT * scale), 0)
        self.column.setSpacing(round(UNIT * scale))
        self.column.addWidget(label(title, Size.TITLE, scale, self.page, bold=True))
        for sentence in sentences:
            self.say(sentence)
        self.setWidget(self.page)
        self.setAccessibleName(title)

    def say(self, sentence: str, *, quiet: bool = False) -> None:
        """Put a sentence at the end."""
        size = Size.SMALL if quiet else Size.BODY
        self.column.addWidget(label(sentence, size, self._scale, self.page, quiet=quiet))

    def ask(self, views: Sequence[SettingView]) -> None:
        """Put settings at the end."""
        for view in views:
            row = SettingRow(view, self._theme, self._translator, self._scale)
            row.changed.connect(self.changed)
            row.reset.connect(self.reset)
            self.column.addWidget(row)
            self.rows[view.name] = row

    def refresh(self, desk: SettingsDesk) -> None:
        """Draw what is asked as it is now."""
        for view in desk.settings(*self.rows):
            self.rows[view.name].show_view(view)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for row in self.rows.values():
            row.set_theme(theme)
        for button in self.page.findChildren(Button):
            button.set_theme(theme)


class HelloPage(Page):
    """What the program does, and what everyone should know before the first movement."""

    def __init__(self, theme: Theme, translator: Translator, scale: float) -> None:
        _ = translator.gettext
        super().__init__(
            theme,
            translator,
            scale,
            _("Hello"),
            _(
                "knotbreak notices when it is time to move, and shows you how. "
                "Nothing of what it knows leaves this computer."
            ),
        )
        self._knot = KnotMark(theme, self.page)
        self._knot.setFixedSize(round(68 * scale), round(36 * scale))
        self.column.insertWidget(0, self._knot)
        before = label(_("Before you start"), Size.LEAD, scale, self.page, bold=True)
        before.setContentsMargins(0, round(UNIT * scale), 0, 0)
        self.column.addWidget(before)
        for sentence in safety.NOTICE:
            self.say(_(sentence))
        self.column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        super().set_theme(theme)
        self._knot.set_theme(theme)


class WorkPage(Page):
    """When and where somebody works."""

    def __init__(
        self, theme: Theme, translator: Translator, scale: float, desk: SettingsDesk
    ) -> None:
        _ = translator.gettext
        super().__init__(theme, translator, scale, _("When do you work, and where?"))
        self.ask(desk.settings("place", "seated_only", "work.days", "work.hours"))
        self.column.addStretch(1)


class EasyPage(Page):
    """What to go easy on; which areas are injured is asked only of who is."""

    def __init__(
        self, theme: Theme, translator: Translator, scale: float, desk: SettingsDesk
    ) -> None:
        _ = translator.gettext
        super().__init__(
            theme,
            translator,
            scale,
            _("Anything to go easy on?"),
            _("Nothing has to be said. It can be changed at any time in the settings."),
        )
        self.ask(desk.settings("health.flags", "health.injured"))
        self.column.addStretch(1)
        self.refresh(desk)

    def refresh(self, desk: SettingsDesk) -> None:
        """Draw what is asked as it is now."""
        super().refresh(desk)
        injured = Flag.INJURY in self.rows["health.flags"].view.value
        self.rows["health.injured"].setVisible(injured)


class RemindersPage(Page):
    """Which reminders are on, and what a day looks like with them."""

    def __init__(
        self, theme: Theme, translator: Translator, scale: float, desk: SettingsDesk
    ) -> None:
        _ = translator.gettext
        super().__init__(
            theme,
            translator,
            scale,
            _("What would you like to come?"),
            _("A notice waits for a pause in your work, and for the end of a call."),
        )
        self.preview = DayPreview(theme, translator, scale, self.page)
        self.column.addWidget(self.preview)
        self.cards: dict[str, ReminderCard] = {}
        for view in desk.view().reminders:
            card = ReminderCard(view, theme, translator, scale)
            card.changed.connect(self.changed)
            card.reset.connect(self.reset)
            card.open.setVisible(False)
            self.column.addWidget(card)
            self.cards[view.id] = card
        self.say(_("All of it, and reminders of your own, are in the settings."), quiet=True)
        self.column.addStretch(1)
        self.refresh(desk)

    def refresh(self, desk: SettingsDesk) -> None:
        """Draw the reminders and the day as they are now."""
        for view in desk.view().reminders:
            if view.id in self.cards:
                self.cards[view.id].show_view(view)
        self.preview.show_day(desk.day())

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        super().set_theme(theme)
        self.preview.set_theme(theme)
        for card in self.cards.values():
            card.set_theme(theme)


class ReadyPage(Page):
    """The last one: whether to start with the desktop, and a first stretch."""

    def __init__(
        self,
        theme: Theme,
        translator: Translator,
        scale: float,
        autostart: Autostart | None,
        *,
        tray: bool,
    ) -> None:
        _ = translator.gettext
        where = _("knotbreak has a small window here: it shows what comes next.")
        if tray:
            where = _(
                "The knot in the tray tightens with the time. A click on it shows what comes next."
            )
        super().__init__(theme, translator, scale, _("Ready"), where)
        self._autostart = autostart
        self.switch = Switch(theme, scale, self.page, _("Start with the desktop"))
        self.switch.toggled.connect(self._on_switched)
        self._words = label("", Size.SMALL, scale, self.page, quiet=True)
        self.column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self._words)
        self.say(_("Would you like to try it, in your chair, here and now?"))
        self.column.addStretch(1)
        self.show_autostart()

    def show_autostart(self) -> None:
        """Say how it is now, and why it cannot be otherwise, if so."""
        view = None if self._autostart is None else self._autostart.look()
        self.switch.setVisible(view is not None and view.changeable)
        self._words.setVisible(view is not None and view.start is not Start.OFF)
        if view is not None:
            self.switch.show_on(view.start is Start.ON)
            self._words.setText(f"{view.words} {view.hint}".strip())

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        super().set_theme(theme)
        self.switch.theme = theme

    def _on_switched(self) -> None:
        if self._autostart is not None:
            self._autostart.set_on(self.switch.isChecked())
        self.show_autostart()
