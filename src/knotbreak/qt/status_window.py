"""The small window of desktops that have no tray: what comes next, and the same things to do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QFont, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from knotbreak.app.intents import (
    DoneDue,
    Drank,
    Intent,
    PauseReminders,
    ResumeReminders,
    SkipDue,
    SnoozeDue,
    StartRoutine,
)
from knotbreak.app.panels import Panel
from knotbreak.app.views import StatusView
from knotbreak.app.wording import Wording
from knotbreak.qt import theme
from knotbreak.qt.bars import KnotMark
from knotbreak.qt.parts import Button, ButtonRow, Icon
from knotbreak.qt.small_picture import SmallPicture
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import Size, ThemeSource

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 440, 400
PAD = 28
DOORS = (Panel.RELIEF, Panel.SETTINGS)
"""The windows that have a button here; the menu has all of them."""

DOORS_HEIGHT = 48
PAUSES_MIN = (15, 30, 60)
PICTURE = 52
"""Side of the picture of what is due, in design pixels."""


class StatusWindow(QWidget):
    """Draws the program at a glance; says what was asked for.

    Args:
        source: The look, followed while the window lives.
        translator: The user's language.
        menu: The tray's menu, which has everything else.
        panels: The windows that there are.
    """

    intent = Signal(object)
    panel_requested = Signal(Panel, str)
    quit_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        source: ThemeSource,
        translator: Translator,
        menu: QMenu,
        panels: Sequence[Panel] = (),
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._source = source
        self._ = translator.gettext
        self._n = translator.ngettext
        self._starts = True
        self._menu = menu
        self._knot = KnotMark(source.theme, self)
        self._picture = SmallPicture(self)
        self._heading = Words(Size.LEAD, self, INK, lines=3, weight=QFont.Weight.DemiBold)
        self._body = Words(Size.BODY, self, QUIET, lines=4)
        self._water = Words(Size.SMALL, self, QUIET, lines=2)
        self._reason = Words(Size.SMALL, self, QUIET, lines=3)
        self._make_buttons()
        self._make_doors([panel for panel in DOORS if panel in panels], Wording(translator))
        self.setWindowTitle(self._("knotbreak"))
        self.setAutoFillBackground(True)
        size = QSize(WIDTH, self._tall) * theme.system_scale()
        self.setMinimumSize(size * 0.8)
        self.resize(size)
        source.changed.connect(self._on_theme)
        self._on_theme()

    def _make_buttons(self) -> None:
        _ = self._
        look = self._source.theme
        self._leading = ButtonRow(self)
        self.start = Button(look, _("Stretch now"), self._leading, primary=True)
        self.snooze = Button(look, _("In 5 min"), self._leading)
        self.skip = Button(look, _("Skip"), self._leading)
        self._leading.add([self.start, self.snooze, self.skip])
        self._others = ButtonRow(self)
        self.drank = Button(look, _("Drank a glass"), self._others)
        self.pause = Button(look, _("Pause reminders"), self._others)
        self.quit = Button(look, _("Quit"), self._others)
        self.more = Button(look, _("Menu"), self._others, icon=Icon.MORE, bare=True)
        self.undo = Button(look, _("Undo"), self._others)
        self._others.add([self.drank, self.undo, self.pause, self.quit, self.more])
        self._asks(self.undo.clicked, Drank(-1))
        self.start.clicked.connect(self._on_start)
        self._asks(self.snooze.clicked, SnoozeDue())
        self._asks(self.skip.clicked, SkipDue())
        self._asks(self.drank.clicked, Drank())
        self.pause.clicked.connect(self._on_pause)
        self.quit.clicked.connect(self.quit_requested)
        self.more.clicked.connect(lambda: self.more.drop_down(self._menu))
        self.pauses = QMenu(self)
        for minutes in PAUSES_MIN:
            words = self._n("For {n} minute", "For {n} minutes", minutes).format(n=minutes)
            self._asks(self.pauses.addAction(words).triggered, PauseReminders(minutes))
        tomorrow = self.pauses.addAction(_("Until tomorrow"))
        self._asks(tomorrow.triggered, PauseReminders(until_tomorrow=True))
        self._asks(self.pauses.addAction(_("Until I resume")).triggered, PauseReminders())

    def _make_doors(self, doors: Sequence[Panel], words: Wording) -> None:
        self._tall = HEIGHT + (DOORS_HEIGHT if doors else 0)
        self._doors = ButtonRow(self)
        for panel in doors:
            door = Button(self._source.theme, words.panel(panel), self._doors)
            door.clicked.connect(partial(self.panel_requested.emit, panel, ""))
            self._doors.add([door])

    def _asks(self, signal: SignalInstance, intent: Intent) -> None:
        signal.connect(lambda _on=False: self.intent.emit(intent))

    def render(self, view: StatusView, reason: str) -> None:  # type: ignore[override]
        """Draw where things stand, and why this is a window and no icon."""
        _ = self._
        notice = view.notice
        self._picture.show_file("" if notice is None else notice.picture)
        following = ""
        if view.next is not None:
            following = _("Next: {name}, {when}").format(name=view.next.name, when=view.next.words)
        if notice is not None:
            self._heading.set_words(notice.title)
            self._body.set_words(notice.body)
        elif view.why:
            self._heading.set_words(view.why)
            self._body.set_words(following)
        else:
            self._heading.set_words(following or _("Nothing is planned."))
            self._body.set_words("")
        self._water.set_words(view.water_words)
        self._reason.set_words(reason)
        self._render_buttons(view)
        self.relayout()

    def _render_buttons(self, view: StatusView) -> None:
        _ = self._
        notice = view.notice
        self._starts = notice is None or notice.starts_session
        busy = view.state.startswith("session") or view.state == "safety"
        start = _("Stretch now")
        if notice is not None:
            start = _("Start") if notice.starts_session else _("Done")
        self.start.set_words(start)
        self.start.setEnabled(not busy)
        self.snooze.setVisible(notice is not None and notice.starts_session)
        self.skip.setVisible(notice is not None)
        self.undo.setVisible(view.water > 0)
        self.paused = view.state == "paused"
        self.pause.set_words(_("Resume reminders") if self.paused else _("Pause reminders"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes; what that means is for others to say."""
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same column in another size."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place the parts: words above, the reason at the foot."""
        scale = min(self.width() / WIDTH, self.height() / self._tall)
        pad = round(PAD * scale)
        wide = self.width() - 2 * pad
        rows: tuple[tuple[QWidget, float], ...] = (
            (self._knot, 0),
            (self._heading, 20),
            (self._body, 6),
            (self._leading, 20),
            (self._water, 28),
            (self._others, 10),
            (self._doors, 10),
        )
        fitted = scale
        for _attempt in range(10):
            heights = [self._fit(part, wide, fitted) for part, _gap in rows]
            foot = self._reason.fit(wide, fitted)
            pairs = list(zip(rows, heights, strict=True))
            total = sum(tall + (row[1] * fitted if tall else 0) for row, tall in pairs)
            if total + foot + 16 * fitted <= self.height() - 2 * pad:
                break
            fitted *= 0.95
        y = float(pad)
        for (part, gap), tall in pairs:
            y += gap * fitted if tall else 0
            box = QRect(pad, round(y), wide, tall)
            if isinstance(part, Words | ButtonRow):
                part.put(box)
            else:
                box.setWidth(round(tall * 120 / 64))
                part.setGeometry(box)
            y += tall
        # At the end of the knot's row, as large as the space above the heading lets it be.
        side = round(PICTURE * fitted) if self._picture.shown else 0
        start = pad if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else None
        left = self.width() - pad - side if start is None else start
        self._picture.setGeometry(left, pad, side, side)
        self._reason.put(QRect(pad, self.height() - pad - foot, wide, foot))

    def _fit(self, part: QWidget, wide: int, scale: float) -> int:
        if isinstance(part, Words):
            return part.fit(wide, scale)
        if isinstance(part, ButtonRow):
            return part.fit(wide, scale)
        return round(36 * scale)

    def _on_start(self) -> None:
        self.intent.emit(StartRoutine() if self._starts else DoneDue())

    def _on_pause(self) -> None:
        if self.paused:
            self.intent.emit(ResumeReminders())
        else:
            self.pause.drop_down(self.pauses)

    def _on_theme(self) -> None:
        look = self._source.theme
        self.setPalette(look.palette())
        self._knot.set_theme(look)
        for button in self.findChildren(Button):
            button.set_theme(look)
