"""The first minute: a few short pages, the notice that everyone reads, and a first stretch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QStackedWidget, QVBoxLayout

from knotbreak.app.autostart import Autostart
from knotbreak.app.intents import Acknowledge, Intent, StartRoutine
from knotbreak.app.setting_views import SettingView
from knotbreak.app.settings_desk import SettingsDesk
from knotbreak.qt import theme as look
from knotbreak.qt.field_style import field_style
from knotbreak.qt.panel_window import PanelWindow
from knotbreak.qt.parts import Button
from knotbreak.qt.placing import DECORATIONS
from knotbreak.qt.setting_row import label
from knotbreak.qt.tab_order import in_reading_order
from knotbreak.qt.theme import UNIT, Size, ThemeSource
from knotbreak.qt.welcome_pages import (
    EasyPage,
    HelloPage,
    Page,
    ReadyPage,
    RemindersPage,
    WorkPage,
)

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 760, 640
LEAST = 380


class WelcomeWindow(PanelWindow):
    """Leads through the pages. What is chosen is in force at once, and can be taken back.

    Args:
        source: The look, followed while the window lives.
        intend: Hears that the notice was read, and what to start.
        routine: The short routine to begin with, if there is one that suits.
        autostart: Starts the program with the desktop; without one that is not asked.
        tray: Whether there is a tray to look at.
    """

    def __init__(
        self,
        source: ThemeSource,
        translator: Translator,
        desk: SettingsDesk,
        intend: Callable[[Intent], None],
        routine: Callable[[], str | None],
        autostart: Autostart | None,
        *,
        tray: bool = True,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._source = source
        self._ = translator.gettext
        self._desk = desk
        self._intend = intend
        self._routine = routine
        self._drawn: object = None
        self._scale = scale = look.system_scale()
        theme = source.theme
        self.setWindowTitle(self._("Welcome – knotbreak"))
        self.setAutoFillBackground(True)
        self.pages = QStackedWidget(self)
        self._list: list[Page] = [
            HelloPage(theme, translator, scale),
            WorkPage(theme, translator, scale, desk),
            EasyPage(theme, translator, scale, desk),
            RemindersPage(theme, translator, scale, desk),
            ReadyPage(theme, translator, scale, autostart, tray=tray),
        ]
        for page in self._list:
            page.changed.connect(self._on_changed)
            page.reset.connect(self._on_reset)
            self.pages.addWidget(page)
        self._make_foot()
        notice = self._list[0].verticalScrollBar()
        for moved in (notice.valueChanged, notice.rangeChanged):
            moved.connect(self._say_next)
        free = self.screen().availableGeometry().size()
        room = free - DECORATIONS * scale
        # A screen at 200 % may have less than this.
        self.setMinimumSize((QSize(LEAST, LEAST) * min(scale, 1.3)).boundedTo(room))
        self.resize(round(min(WIDTH * scale, room.width())),
                    round(min(HEIGHT * scale, room.height())))  # fmt: skip
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self._on_undo)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(key), self).activated.connect(self._on_enter)
        step = QAbstractSlider.SliderAction
        for key, action in (
            (Qt.Key.Key_PageDown, step.SliderPageStepAdd),
            (Qt.Key.Key_PageUp, step.SliderPageStepSub),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(
                lambda action=action: self.page.verticalScrollBar().triggerAction(action)
            )
        source.changed.connect(self._on_theme)
        self._on_theme()
        in_reading_order(self)
        self._turn(0)

    def _make_foot(self) -> None:
        theme, scale = self._source.theme, self._scale
        gap = round(UNIT * scale)
        self.step = label("", Size.SMALL, scale, self, quiet=True)
        self.said = label("", Size.SMALL, scale, self, bold=True)
        self.back = Button(theme, self._("Back"), self)
        self.later = Button(theme, "", self, bare=True)
        self.next = Button(theme, "", self, primary=True)
        for button in (self.back, self.later, self.next):
            button.set_scale(scale)
        self.back.clicked.connect(lambda: self._turn(self.pages.currentIndex() - 1))
        self.next.clicked.connect(self._on_next)
        self.later.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.step, 1)
        foot.addWidget(self.later)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap * 4, gap * 3, gap * 3, gap * 2)
        column.setSpacing(gap)
        column.addWidget(self.pages, 1)
        column.addWidget(self.said)
        column.addLayout(foot)

    @property
    def page(self) -> Page:
        """The page that is to be seen."""
        return self._list[self.pages.currentIndex()]

    def refresh(self) -> None:
        """Draw the page as things are now, if they are others than before."""
        if self._desk.state != self._drawn:
            self._draw()

    def _draw(self) -> None:
        self._drawn = self._desk.state
        self.page.refresh(self._desk)

    def turn_to(self, about: str) -> None:
        """It begins at the beginning, whatever it is about."""
        del about
        self._turn(0)

    # -- pages -------------------------------------------------------------------------------------

    def _turn(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self._say("")
        self._draw()
        _ = self._
        first, last = number == 0, number == len(self._list) - 1
        self.step.setText(_("{n} of {all}").format(n=number + 1, all=len(self._list)))
        self.back.setVisible(not first)
        self.later.setVisible(first or last)
        self.later.set_words(_("Not now") if first else _("Later"))
        self._say_next()
        self.next.setFocus()

    def _say_next(self) -> None:
        number = self.pages.currentIndex()
        words = self._("Next")
        if number == 0:
            words = self._("Read on") if self._unread else self._("I have read this")
        elif number == len(self._list) - 1:
            words = self._("Try a stretch now (30 s)")
        self.next.set_words(words)

    @property
    def _unread(self) -> bool:
        """Whether some of the notice was not to be seen yet: a small screen, or large text."""
        bar = self._list[0].verticalScrollBar()
        return bar.value() < bar.maximum()

    def _on_next(self) -> None:
        number = self.pages.currentIndex()
        if number == 0 and self._unread:
            step = QAbstractSlider.SliderAction.SliderPageStepAdd
            self.page.verticalScrollBar().triggerAction(step)
            return
        if number == 0:
            self._intend(Acknowledge())
        if number < len(self._list) - 1:
            self._turn(number + 1)
            return
        routine = self._routine()
        self.close()
        self._intend(StartRoutine(routine))

    def _on_enter(self) -> None:
        """Return presses the button with the focus, else it goes on."""
        focused = self.focusWidget()
        (focused if isinstance(focused, Button) else self.next).click()

    # -- changes -----------------------------------------------------------------------------------

    def _on_changed(self, view: SettingView, value: object) -> None:
        done = self._desk.change(view, value)
        self._say("" if done else self._desk.view().said)
        self._draw()

    def _on_reset(self, view: SettingView) -> None:
        self._desk.reset(view)
        self._draw()

    def _on_undo(self) -> None:
        self._desk.undo()
        self._draw()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _on_theme(self) -> None:
        theme = self._source.theme
        self.setPalette(theme.palette())
        self.setStyleSheet(field_style(theme, self._scale))
        for button in (self.back, self.later, self.next):
            button.set_theme(theme)
        for page in self._list:
            page.set_theme(theme)
