"""The knot in the tray, and its menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from knotbreak.app.intents import (
    AllowMovement,
    CountAsBreak,
    DoneDue,
    Drank,
    Intent,
    Moved,
    PauseReminders,
    ResumeReminders,
    Returned,
    SkipDue,
    SnoozeDue,
    StartDue,
)
from knotbreak.app.menu import MenuEntry, MenuView
from knotbreak.app.panels import Panel
from knotbreak.app.views import NextView, StatusView
from knotbreak.app.wording import Wording
from knotbreak.core.body import Place
from knotbreak.qt.area_menu import fill_areas
from knotbreak.qt.icons import Icons, knot_state
from knotbreak.qt.turn_menu import TurnMenu

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator
    from knotbreak.qt.care_tray import CareMenu

SNOOZES_MIN = (1, 5, 15)
PAUSES_MIN = (15, 30, 60)

MOVED_FROM = 0.25
"""Just after a break nobody says that they moved: so much of the way to the next has to be gone."""

_IN_SESSION = frozenset({"session", "session-paused", "safety"})


class Tray(QObject):
    """Draws the status; emits what the person asks for.

    The host of the tray may come late, or end and come back. An icon that was made before there
    was a StatusNotifierWatcher is never registered (PySide6 6.8 to 6.12), so `recreate` makes a
    new one; the menu stays the same. One that a host has had Qt registers with the next host: a
    new one beside it would leave two in the tray.
    """

    intent = Signal(object)
    place_requested = Signal(str)
    settings_requested = Signal()
    open_requested = Signal()
    panel_requested = Signal(Panel, str)
    quit_requested = Signal()
    menu_opening = Signal()

    def __init__(
        self,
        translator: Translator,
        icons: Icons,
        *,
        plain: bool = False,
        dark_panel: bool = False,
        panels: Sequence[Panel] = (),
    ) -> None:
        super().__init__()
        self._translator = translator
        self._ = translator.gettext
        self._n = translator.ngettext
        self._icons = icons
        self._plain = plain
        self._dark_panel = dark_panel
        self.panels = panels
        self._words = Wording(translator)
        self._status: StatusView | None = None
        self._menu_view: MenuView | None = None
        self._care: CareMenu | None = None
        # There from the first moment: the rest of the program is read afterwards.
        self._icon = self._drawn(None)
        self._tooltip = ""
        self._tray: QSystemTrayIcon | None = None
        self._had_host = False
        self._start_entries: list[QObject] = []
        self._resting: list[QAction] = []
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self.menu_opening)
        self._fill()

    @property
    def available(self) -> bool:
        """Whether there is a tray to be seen in, now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def tooltip(self) -> str:
        """What it says to a pointer that rests on it."""
        return self._tooltip

    def recreate(self) -> None:
        """Put the icon into the tray, instead of the one that may be there."""
        self.hide()
        tray = QSystemTrayIcon(self._icon, self)
        tray.setContextMenu(self.menu)
        tray.setToolTip(self._tooltip)
        tray.activated.connect(self._on_activated)
        tray.show()
        self._tray = tray
        self._had_host = self.available

    def host_came(self) -> None:
        """Make the icon anew if it was made before there was any host.

        A host is heard of twice, by its name and by its signal, and at the start of the program.
        """
        if not self._had_host:
            self.recreate()

    def hide(self) -> None:
        """Take the icon out of the tray."""
        tray, self._tray = self._tray, None
        if tray is not None:
            tray.activated.disconnect(self._on_activated)
            tray.hide()
            tray.deleteLater()

    def set_dark_panel(self, dark: bool) -> None:
        """Draw for a dark panel, or for a light one."""
        self._dark_panel = dark
        self._show_icon()

    def set_plain(self, plain: bool) -> None:
        """Keep the knot's shape, or let it follow the time."""
        self._plain = plain
        self._show_icon()

    def render(self, status: StatusView, menu: MenuView) -> None:
        """Show where things stand; touches only what is different."""
        if status != self._status:
            self._status = status
            self._show_icon()
            self._show_status(status)
        if menu != self._menu_view:
            before, self._menu_view = self._menu_view, menu
            starts = (menu.first, menu.recent, menu.groups)
            if before is None or starts != (before.first, before.recent, before.groups):
                self._fill_start(menu)
            self._pause.menuAction().setVisible(not menu.paused)
            self._resume.setVisible(menu.paused)
            self._returned.setVisible(menu.on_break)
            self._count_absence.setVisible(menu.absence)
            self._allow_movement.setVisible(menu.movement_held)
            self._workstation.setVisible(menu.workstation)
            self._show_turn(menu)
        # A click has moved the mark already; where it belongs is for the settings to say.
        self._places[menu.place].setChecked(True)

    # -- what it shows -------------------------------------------------------------------------

    def _show_icon(self) -> None:
        icon = self._drawn(self._status)
        if icon is not self._icon:
            self._icon = icon
            if self._tray is not None:
                self._tray.setIcon(icon)

    def _drawn(self, status: StatusView | None) -> QIcon:
        return self._icons.tray_icon(
            knot_state(0 if status is None else status.tightness),
            due=status is not None
            and (status.notice is not None or any(view.asks for view in status.care)),
            paused=status is not None and status.state in ("paused", "session-paused"),
            dark_panel=self._dark_panel,
            plain=self._plain,
        )

    def _show_status(self, status: StatusView) -> None:
        words = self._says(status)
        care = [view.until for view in status.care]
        tooltip = "\n".join(filter(None, (words, *care, status.speed_words)))
        self._show_care(status)
        if tooltip != self._tooltip:
            self._tooltip = tooltip
            self._headline.setText(words.replace("&", "&&"))
            if self._tray is not None:
                self._tray.setToolTip(tooltip)
        due = status.notice
        for action in (self._snooze.menuAction(), self._skip):
            action.setVisible(due is not None)
        self._done.setVisible(due is not None and not due.starts_session)
        self._start_due.setVisible(due is not None and due.starts_session)
        self._moved.setVisible(status.tightness >= MOVED_FROM)
        self._undo_water.setVisible(status.water > 0)
        self._start.menuAction().setEnabled(status.state not in _IN_SESSION)

    def _show_care(self, status: StatusView) -> None:
        if self._care is None and status.care:
            from knotbreak.qt.care_tray import CareMenu

            def show(about: str) -> None:
                self.panel_requested.emit(Panel.CARE, about)

            self._care = CareMenu(self.menu, self._done, self._translator, self.intent.emit, show)
        if self._care is not None:
            self._care.render(status.care)

    def _show_turn(self, menu: MenuView) -> None:
        """What was played last, and the areas that rest."""
        for action in (self._above_turn, self._turn.menuAction()):
            action.setVisible(menu.last is not None)
        if menu.last is not None:
            self._turn.render(menu.last)
        for old in self._resting:
            self.menu.removeAction(old)
            old.deleteLater()
        self._resting = []
        for entry in menu.resting:
            action = self._add(self.menu, entry.label, entry.intent)
            self.menu.insertAction(self._below_resting, action)
            self._resting.append(action)

    def _says(self, status: StatusView) -> str:
        """What comes next and when, or why it is quiet."""
        if status.why:
            return status.why
        if status.notice is not None:
            return self._("Due: {what}").format(what=status.notice.title)
        if status.next is None:
            return self._("No reminder is switched on.")
        return self._next(status.next)

    def _next(self, view: NextView) -> str:
        _ = self._
        sentence = {
            "stretch": _("Next stretch {when}"),
            "stand": _("Next time on your feet {when}"),
            "eyes": _("Next rest for your eyes {when}"),
            "posture": _("Next change of position {when}"),
            "water": _("Next glass of water {when}"),
        }.get(view.reminder)
        if sentence is None:
            return _("Next: {name}, {when}").format(name=view.name, when=view.words)
        return sentence.format(when=view.words)

    # -- the menu ------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Build the menu once. What it says changes in place: hosts draw it from a copy."""
        _, menu = self._, self.menu
        self._headline = menu.addAction("")
        self._headline.setEnabled(False)
        menu.addSeparator()
        self._done = self._add(menu, _("Done"), DoneDue())
        self._start_due = self._add(menu, _("Start"), StartDue())
        self._start = menu.addMenu(_("Start a stretch"))
        self._start.aboutToShow.connect(self.menu_opening)
        if Panel.RELIEF in self.panels:
            tight = menu.addMenu(_("My … is tight"))
            fill_areas(tight, self._words, partial(self.panel_requested.emit, Panel.RELIEF))
        self._add(menu, _("Drank a glass"), Drank())
        self._snooze = menu.addMenu(_("Snooze"))
        for minutes in SNOOZES_MIN:
            self._add(self._snooze, self._minutes(minutes), SnoozeDue(minutes))
        self._skip = self._add(menu, _("Skip"), SkipDue())
        self._pause = menu.addMenu(_("Pause reminders"))
        for minutes in PAUSES_MIN:
            self._add(self._pause, self._for_minutes(minutes), PauseReminders(minutes))
        self._add(self._pause, _("Until tomorrow"), PauseReminders(until_tomorrow=True))
        self._add(self._pause, _("Until I resume"), PauseReminders())
        self._resume = self._add(menu, _("Resume reminders"), ResumeReminders())
        self._returned = self._add(menu, _("I'm back"), Returned())
        # They come and go by themselves: below, so that no other entry moves under the pointer.
        self._moved = self._add(menu, _("I already moved"), Moved())
        self._count_absence = self._add(menu, _("Count that as a break?"), CountAsBreak())
        self._allow_movement = self._add(menu, _("Offer movement again"), AllowMovement())
        self._undo_water = self._add(menu, _("Take back a glass"), Drank(-1))
        self._below_resting = menu.addSeparator()
        self._fill_places()
        menu.addSeparator()
        self._workstation = self._opens(
            menu, _("Is your desk right? A checklist"), Panel.CHECK, "workstation"
        )
        self._fill_more(menu.addMenu(_("More")))
        if Panel.SETTINGS in self.panels:
            self._opens(menu, self._words.panel(Panel.SETTINGS), Panel.SETTINGS)
        else:
            menu.addAction(_("Settings file")).triggered.connect(self.settings_requested)
        menu.addAction(_("Quit")).triggered.connect(self.quit_requested)
        for hidden in (
            self._done,
            self._start_due,
            self._snooze.menuAction(),
            self._skip,
            self._resume,
            self._returned,
            self._moved,
            self._count_absence,
            self._allow_movement,
            self._workstation,
            self._undo_water,
            self._above_turn,
            self._turn.menuAction(),
        ):
            hidden.setVisible(False)

    def _fill_more(self, more: QMenu) -> None:
        """What is wanted now and then: the windows, and what is thought of the last routine.

        It is there from the first, empty or not: a row that comes later moves the others.
        """
        for panel in self.panels:
            if panel is not Panel.SETTINGS:
                self._opens(more, self._words.panel(panel), panel)
        self._above_turn = more.addSeparator()
        self._turn = TurnMenu(self._translator)
        self._turn.intent.connect(self.intent)
        more.addMenu(self._turn)

    def _fill_places(self) -> None:
        group = QActionGroup(self)
        self._places: dict[Place, QAction] = {}
        for place, label in ((Place.OFFICE, self._("Office")), (Place.HOME, self._("Home"))):
            action = self.menu.addAction(label)
            action.setCheckable(True)
            action.triggered.connect(
                lambda _checked=False, name=place.value: self.place_requested.emit(name)
            )
            group.addAction(action)
            self._places[place] = action

    def _fill_start(self, view: MenuView) -> None:
        for old in self._start_entries:
            old.deleteLater()
        self._start.clear()
        self._start_entries = []
        self._add_start(self._start, view.first)
        if view.recent:
            self._start.addSeparator()
        for entry in view.recent:
            self._add_start(self._start, entry)
        if view.groups:
            self._start.addSeparator()
        for group in view.groups:
            submenu = QMenu(_plain(group.label), self._start)
            self._start.addMenu(submenu)
            self._start_entries.append(submenu)
            for entry in group.entries:
                self._add_start(submenu, entry)

    def _add_start(self, menu: QMenu, entry: MenuEntry) -> None:
        self._add(menu, entry.label, entry.intent)

    def _opens(self, menu: QMenu, label: str, panel: Panel, about: str = "") -> QAction:
        action = menu.addAction(label)
        action.triggered.connect(lambda _checked=False: self.panel_requested.emit(panel, about))
        return action

    def _add(self, menu: QMenu, label: str, intent: Intent) -> QAction:
        action = menu.addAction(_plain(label))
        action.triggered.connect(lambda _checked=False: self.intent.emit(intent))
        return action

    def _minutes(self, minutes: int) -> str:
        return self._n("{n} minute", "{n} minutes", minutes).format(n=minutes)

    def _for_minutes(self, minutes: int) -> str:
        return self._n("For {n} minute", "For {n} minutes", minutes).format(n=minutes)

    def _on_activated(self, how: QSystemTrayIcon.ActivationReason) -> None:
        if how is QSystemTrayIcon.ActivationReason.Trigger:
            self.open_requested.emit()


def _plain(label: str) -> str:
    """Text from files is drawn as it is: no letter of it becomes a shortcut."""
    return label.replace("&", "&&")
