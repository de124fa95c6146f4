"""Puts the parts together for either front end."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from knotbreak.app.announcing import HeardNotifier
from knotbreak.app.care_desk import CareDesk
from knotbreak.app.choosing import Choosing
from knotbreak.app.commands import Answers, Commands
from knotbreak.app.controller import Controller
from knotbreak.app.play_settings import PlaySettings
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import Reminding, day_start_utc_ms
from knotbreak.app.saving import Saving
from knotbreak.app.state import AppState
from knotbreak.app.status import Status
from knotbreak.bootstrap.files import health, library_port, settings_file, translator
from knotbreak.bootstrap.insights import week_line
from knotbreak.bootstrap.signals import Messages, Signals
from knotbreak.bootstrap.sounds import LazySounds, announce, play_settings
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.reminders import Reminder
from knotbreak.core.scheduler import Scheduler
from knotbreak.core.settings import resolve_reminders
from knotbreak.core.sound_settings import Announce, Level
from knotbreak.core.units import Instant
from knotbreak.storage.folders import Folders
from knotbreak.storage.history import open_history
from knotbreak.storage.state_file import StructFile
from knotbreak.system.choose_idle import choose_idle
from knotbreak.system.clock import SystemClock, boot_id
from knotbreak.system.instance import InstanceLock
from knotbreak.system.ipc import CommandServer
from knotbreak.system.log import Log
from knotbreak.system.watch import FileWatch

if TYPE_CHECKING:
    from knotbreak.app.ports import (
        Front,
        FrontEnd,
        HistoryStore,
        IdleInhibitor,
        IdleSource,
        Notifier,
        RunLoop,
        StateStore,
    )
    from knotbreak.bootstrap.shortcuts import ShortcutKeys
    from knotbreak.system.bus_application import BusApplication
    from knotbreak.system.session_bus import SessionBus
    from knotbreak.system.session_macos import Observe


class Program:
    """The program but for its front end, which a subclass makes.

    A subclass sets `loop` and `front` before `run`, `_bus` where the system has buses, and
    overrides what its front end does otherwise.
    """

    loop: RunLoop
    front: Front

    def __init__(self, folders: Folders, *, speed: float = 1.0) -> None:
        self.folders = folders
        self.log = Log(folders.state / "knotbreak.log")
        self.clock = SystemClock(speed)
        self.translator = translator()
        self._ = self.translator.gettext
        self.settings = settings_file(folders)
        self.sounds = LazySounds(folders, lambda: self.settings.settings.sound)
        self.library = library_port(folders)
        self.health = health(self.library, self.settings)
        self.exit_status = 0
        self.controller: Controller
        self.status: Status
        self.answer: Answers
        self._bus: SessionBus | None = None
        self._application: BusApplication | None = None
        self._keys: ShortcutKeys | None = None
        self._lock = InstanceLock(folders.runtime / "knotbreak.lock")
        self._problems: list[Problem] = []

    def run(self) -> int:
        """Run until it is told to end; the answer is the exit status.

        Raises:
            AlreadyRunningError: if another process is the running program.
            ProblemError: if a file is in the way.
        """
        return self._run_with(lambda: None)

    # -- what a front end does in its own way ------------------------------------------------------

    def _reminders(self) -> tuple[Reminder, ...]:
        return resolve_reminders(self.settings.settings)

    def _notifier(self) -> Notifier:
        raise NotImplementedError

    def _idle(self) -> IdleSource:
        words, speed = self.translator, self.clock.speed
        return choose_idle(self.loop, speed=speed, translator=words, bus=self._bus)

    def _inhibitor(self) -> IdleInhibitor | None:
        return None

    def _care(self) -> CareDesk:
        """The care timers; nothing runs by itself in a program that plays one session."""
        return CareDesk()

    def _signals(self) -> Signals | None:
        """What tells of the outside; None for a program that reminds of nothing."""
        return Signals(
            self.loop,
            self.clock,
            self.translator,
            self.settings,
            self._bus,
            self._messages(),
            self._observe(),
        )

    def _messages(self) -> Messages | None:
        """Where the window messages of Windows come from; None where there are no windows."""
        return None

    def _observe(self) -> Callable[[], Observe] | None:
        """Makes whoever hears the notifications of macOS; None where none would come."""
        return None

    def _state_store(self, store: StateStore) -> StateStore:
        return store

    def _attach(self, history: HistoryStore) -> None:
        """Give the front end what it draws."""
        raise NotImplementedError

    def _greet(self) -> None:
        """Say what should be known at the start."""
        for problem in (*self.settings.problems, *self._problems):
            self.front.tell(str(problem))

    def _show(self, token: str | None, what: str, about: str) -> bool:
        """Come to the front because of a second start, or with the window `what`.

        False if there is nothing to show.
        """
        del token, what, about
        return False

    def _report(self, error: Exception, where: Path) -> None:
        """Tell of an error that nobody expected."""
        del error
        self.front.tell(
            self._("Something went wrong inside knotbreak. The details are in {file}.").format(
                file=where
            )
        )

    # -- the same for all --------------------------------------------------------------------------

    def _run_with(self, first: Callable[[], None], *, lock: bool = True) -> int:
        if lock:
            self._lock.acquire()
        try:
            if self._bus is not None:
                self._bus.start()
            return self._run(first, serve=lock)
        finally:
            if self._bus is not None:
                self._bus.stop()
            self._lock.release()
            self.loop.close()
            self.log.close()

    def _run(self, first: Callable[[], None], *, serve: bool) -> int:
        history, store, front = self._stores()
        saving = Saving(history, store)
        left = saving.load()
        self.controller = self._controller(history, saving, front)
        self.status = Status(self.controller, history, self.settings, self.translator)
        commands = Commands(
            self.controller,
            self.status,
            self.translator,
            self.loop.stop,
            self._show,
        )
        self.answer = commands.handle
        commands.add("shortcuts", self._shortcut_states)
        server = CommandServer(
            self.loop, self.folders.runtime / "socket", self.answer, self._on_error
        )
        watched = [self.folders.config / "settings.toml", self.folders.data / "routines"]
        watch = FileWatch(self.loop, watched, self._files_changed)
        self._catch_signals()
        self._attach(history)
        signals = self._signals()
        try:
            if serve:
                server.start(holds_lock=True)
                self._serve_bus()
            self.front.open()
            self._greet()
            if signals is not None:
                signals.start(self.controller)
                self._follow_shortcuts()
            self.controller.start(left)
            if serve:
                self._take_over_hold()
            # Before any key is read: a key pressed early is for what is being started.
            first()
            self.loop.run()
        finally:
            watch.cancel()
            for part in (self._application, self._keys):
                if part is not None:
                    part.stop()
            if signals is not None:
                signals.stop()
            self.controller.stop()
            self.front.close()
            server.close()
            history.close()
        return self.exit_status

    def _serve_bus(self) -> None:
        """Be an application of the desktop, too, where there is a bus."""
        if self._bus is not None:
            from knotbreak.system.bus_application import BusApplication

            self._application = BusApplication(self._bus, self.answer)
            self._application.start()

    def _follow_shortcuts(self) -> None:
        """Ask for the keyboard shortcuts of the settings; without any, nothing is imported."""
        if self._keys is None:
            if not self.settings.settings.shortcuts.wanted:
                return
            from knotbreak.bootstrap.shortcuts import ShortcutKeys, shortcuts_here

            messages, words = self._messages(), self.translator
            self._keys = ShortcutKeys(
                self.settings,
                lambda labels: shortcuts_here(self.loop, self._bus, messages, words, labels),
                self.answer,
                self.front.tell,
                words,
            )
        self._keys.follow()

    def _shortcut_states(self, _args: Mapping[str, object]) -> dict[str, object]:
        """How they fare, for `doctor`: only who has asked for them knows."""
        if self._keys is None:
            return {"ok": True, "data": {"means": "", "states": []}}
        states = [
            {"action": s.action, "works": s.works, "words": s.words} for s in self._keys.states
        ]
        return {"ok": True, "data": {"means": self._keys.means, "states": states}}

    def _take_over_hold(self) -> None:
        if not (self.folders.state / "emergency.toml").exists():
            return
        from knotbreak.bootstrap.holding import take_over  # hardly ever

        try:
            take_over(self.folders, self.controller)
        except ProblemError as error:
            self.front.tell(str(error))

    def _stores(self) -> tuple[HistoryStore, StateStore, FrontEnd]:
        """Where events and the state go, and who hears of sessions."""
        history, problems = open_history(self.folders.data / "history.sqlite")
        self._problems += problems
        state = StructFile(self.folders.state / "state.toml", AppState)
        return history, self._state_store(state), self.front

    def _controller(self, history: HistoryStore, saving: Saving, front: FrontEnd) -> Controller:
        words = self.translator
        now, easing = self.clock.now, self.health.easing
        choosing = Choosing(self.library, history, self.settings, words, now, easing)
        scheduler = Scheduler(self._reminders(), self.clock.now())

        def held_today(now: Instant) -> float:
            return history.held_between(day_start_utc_ms(now), now.utc_ms + 1)

        week = week_line(history, self.library, lambda: self.settings.settings, words)
        return Controller(
            clock=self.clock,
            loop=self.loop,
            boot_id=boot_id(),
            reminding=Reminding(
                scheduler,
                choosing.for_reminder,
                choosing.facts,
                words,
                lambda: self.settings.settings.strong.on,
            ),
            playing=Playing(choosing.playable, self._play_settings, words, held_today, week),
            choosing=choosing,
            notifier=HeardNotifier(self._notifier(), self.sounds, self._announce),
            idle=self._idle(),
            saving=saving,
            front=front,
            translator=words,
            inhibitor=self._inhibitor(),
            strong=lambda: self.settings.settings.strong,
            care=self._care(),
            sounds=self.sounds,
        )

    def _play_settings(self) -> PlaySettings:
        return play_settings(self.settings.settings, self.clock.now())

    def _announce(self) -> tuple[Announce, Level]:
        return announce(self.settings.settings, self.clock.now())

    def _rings_bell(self) -> bool:
        """Whether a bell rings for somebody who looks away: nothing better is heard."""
        unheard = self._play_settings().level is Level.SILENT or self.sounds.mute
        return unheard and self.settings.settings.session.bell

    def _files_changed(self) -> None:
        changed = self.settings.reload_if_changed()
        # A routine, too, may ask to be offered.
        self.controller.choosing.refresh_known()
        self.controller.reconfigure(self._reminders())
        if not changed:
            return
        self._follow_shortcuts()
        self._tell_settings()

    def _tell_settings(self) -> None:
        """Say what became of a settings file that somebody has saved."""
        for problem in self.settings.problems:
            self.front.tell(str(problem))
        if not self.settings.problems:
            self.front.tell(self._("The settings have been read again."))

    def _catch_signals(self) -> None:
        def ends(number: int, _frame: FrameType | None) -> None:
            if number == signal.SIGINT:
                self.exit_status = 128 + number
            self.loop.stop()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, ends)

    def _on_error(self, error: Exception) -> None:
        """An error that nobody expected: write it down, say so, go on."""
        self._report(error, self.log.exception(error))


def report_of(error: Exception) -> str:
    """An error as text that can be sent to somebody who can mend it."""
    import traceback  # for an error that nobody expected

    return "".join(traceback.format_exception(error))
