"""The program with tray and windows as its front end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from knotbreak.app.care_desk import CareDesk
from knotbreak.app.effects import Ring
from knotbreak.app.intents import Felt, Intent
from knotbreak.app.menu import Menu
from knotbreak.app.panels import Panel
from knotbreak.app.pausing import Refused
from knotbreak.app.state import WindowPlace
from knotbreak.bootstrap import at_home
from knotbreak.bootstrap.care_panel import care_panels, window_care
from knotbreak.bootstrap.guide_windows import guide_panels, workstation
from knotbreak.bootstrap.insights import insight_panels
from knotbreak.bootstrap.program import Program, report_of
from knotbreak.bootstrap.showing import show
from knotbreak.bootstrap.signals import Messages
from knotbreak.core.problems import ProblemError
from knotbreak.qt.application import application, beep, open_file
from knotbreak.qt.front import QtFront
from knotbreak.qt.icons import Icons
from knotbreak.qt.loop import QtLoop
from knotbreak.qt.notices import FallbackNotifier
from knotbreak.storage.folders import Folders, builtin_root
from knotbreak.storage.state_file import StructFile, write_atomically
from knotbreak.system.inhibit import ScreenSaverInhibitor
from knotbreak.system.notify_fdo import FdoNotifier
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.stall_watch import StallWatch
from knotbreak.system.tray_host import watch_host

if TYPE_CHECKING:
    from knotbreak.app.ports import HistoryStore, IdleInhibitor, Notifier
    from knotbreak.system.session_macos import Observe

FIRST_SETTINGS = """\
# Your settings. Only what you want to be different stands here; what each key means is in the
# user guide. The running program reads this file again when you save it.
format = 1
"""


class WindowProgram(Program):
    """A knot in the tray, notices of the desktop, windows when they are wanted."""

    loop: QtLoop
    front: QtFront
    history: HistoryStore

    def __init__(
        self,
        folders: Folders,
        *,
        speed: float = 1.0,
        wanted: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(folders, speed=speed)
        self._wanted = wanted
        app = application()
        self.loop = QtLoop(app, self._on_error)
        self._app = app
        self._stalled = folders.state / "stalled.txt"
        bus = self._bus = self.session_bus = SessionBus(self.loop, self.translator)
        self.front = QtFront(
            app,
            self.loop,
            self.translator,
            Icons(builtin_root() / "assets" / "icons"),
            quit_program=self.loop.stop,
            set_place=self._set_place,
            open_settings=self._open_settings,
            places=StructFile(folders.state / "window.toml", WindowPlace),
            watch_host=lambda fn: watch_host(bus, fn),
            ring=self._ring,
            felt=self._felt,
            precise=self.loop.set_precise,
            watchdog=StallWatch(self._stalled),
            saving=_on_battery,
            desktop=os.environ.get("XDG_CURRENT_DESKTOP", ""),
            panels={
                **guide_panels(self),
                **care_panels(self),
                **insight_panels(self),
                **at_home.panels(self, self._open_settings),
            },
        )
        self.front.stage.open_panel = self.front.panels.show
        self.front.stage.wishes = lambda: self.settings.settings.session
        at_home.take_looks(self.front, self.settings.settings.look)

    def run(self) -> int:
        """Run until it is told to end; raises as `Program.run` does."""
        before, sys.excepthook = sys.excepthook, self._on_unexpected
        try:
            return self._run_with(self._first)
        finally:
            sys.excepthook = before

    def _first(self) -> None:
        """The first minute, and what a launcher asked for before the program was there.

        A stretch that was asked for begins when the first minute's notice has been read.
        """
        if at_home.is_first_minute(self):
            self.front.panels.show(Panel.WELCOME)
        if self._wanted is not None:
            self.loop.post(lambda: self.answer(self._wanted or {}, self._told))

    def _told(self, answer: Mapping[str, object]) -> None:
        if not answer.get("ok"):
            self.front.tell(str(answer.get("message") or ""))

    def _notifier(self) -> Notifier:
        fdo = FdoNotifier(self.loop, self.translator, speed=self.clock.speed, bus=self._bus)
        return FallbackNotifier(fdo, self.front.board, lambda: fdo.has_buttons)

    def _care(self) -> CareDesk:
        return window_care(self)

    def _inhibitor(self) -> IdleInhibitor | None:
        return None if self._bus is None else ScreenSaverInhibitor(self._bus, self.translator)

    def _messages(self) -> Messages | None:
        if os.name != "nt":
            return None
        from knotbreak.qt.native_events import WindowMessages, register_with_windows

        return lambda fn: WindowMessages(self._app, fn, register_with_windows)

    def _observe(self) -> Callable[[], Observe] | None:
        def observe() -> Observe:
            from knotbreak.system.macos_notifications import macos_notifications

            return macos_notifications(self.loop.post).observe

        return observe if sys.platform == "darwin" else None

    def _attach(self, history: HistoryStore) -> None:
        self.history = history
        menu = Menu(
            self.controller,
            self.library,
            history,
            self.settings,
            self.translator,
            lambda: workstation(self).due,
        )
        self.front.attach(self.controller, self.status, menu)

    def _greet(self) -> None:
        super()._greet()
        if self._stalled.exists():
            kept = self._stalled.replace(self._stalled.with_suffix(".old.txt"))
            self.front.tell(
                self._(
                    "The last time, knotbreak stood still while a break covered the screens, and "
                    "ended itself. The details are in {file}."
                ).format(file=kept)
            )

    def _show(self, token: str | None, what: str, about: str) -> bool:
        return show(self.front, what, about, token, self._open_settings)

    def change_setting(self, key: tuple[str, ...], value: object) -> None:
        """Set one key of the settings file, and let it hold at once; raises `ProblemError`."""
        self.settings.set_value(key, value)
        self.settings_changed()

    def ask(self, intent: Intent) -> None:
        """Carry out what a window asks for, or say why not."""
        try:
            self.controller.handle(intent)
        except (Refused, ProblemError) as reason:
            self.front.tell(str(reason))

    def _on_unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """PySide6 brings here what a slot or a paint event raised."""
        if isinstance(error, Exception):
            self._on_error(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def _report(self, error: Exception, where: Path) -> None:
        del where
        self.front.show_report(report_of(error))

    def settings_changed(self) -> None:
        """Other settings are in force: a window has written them, or somebody by hand."""
        at_home.take_looks(self.front, self.settings.settings.look)
        self.controller.reconfigure(self._reminders())
        self._follow_shortcuts()
        self.front.changed()

    def _files_changed(self) -> None:
        super()._files_changed()
        at_home.take_looks(self.front, self.settings.settings.look)
        self.front.changed()

    def _tell_settings(self) -> None:
        # Their window shows it, and a message would lie on top of it.
        if Panel.SETTINGS not in self.front.panels.open:
            super()._tell_settings()

    def _set_place(self, place: str) -> None:
        try:
            self.settings.set_value(("place",), place)
        except ProblemError as error:
            self.front.tell(str(error))
        self.controller.wake()

    def _open_settings(self) -> None:
        path = self.folders.config / "settings.toml"
        try:
            if not path.exists():
                write_atomically(path, FIRST_SETTINGS.encode())
        except ProblemError as error:
            self.front.tell(str(error))
            return
        if not open_file(path):
            self.front.tell(self._("Your settings are in {file}.").format(file=path))

    def _ring(self, ring: Ring) -> None:
        if ring.eyes_away and self._rings_bell():
            beep()

    def _felt(self, how: str) -> None:
        self.controller.handle(Felt(how))


def _on_battery() -> bool:
    # Only a session asks.
    from knotbreak.system.power import on_battery

    return on_battery() is True
