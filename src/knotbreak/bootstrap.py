"""The composition root: the one place that knows every adapter."""

from __future__ import annotations

import gettext
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import msgspec

from knotbreak.app.choosing import Choosing
from knotbreak.app.commands import Commands
from knotbreak.app.controller import Controller
from knotbreak.app.intents import StartRoutine
from knotbreak.app.playing import Playing, PlaySettings, acknowledgement
from knotbreak.app.ports import (
    FrontEnd,
    HistoryStore,
    Loop,
    Notifier,
    StateStore,
    Translator,
)
from knotbreak.app.reminding import Refused, Reminding, day_start_utc_ms
from knotbreak.app.saving import Saving
from knotbreak.app.state import AppState
from knotbreak.app.status import Status
from knotbreak.core.events import HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.reminders import Reminder
from knotbreak.core.scheduler import Scheduler
from knotbreak.core.settings import resolve_reminders
from knotbreak.core.units import Instant
from knotbreak.guide.safety import SAFETY_VERSION
from knotbreak.storage.folders import Folders, builtin_root
from knotbreak.storage.history import open_history
from knotbreak.storage.library import Library, LibraryReader, check_routine_file, check_stretch_file
from knotbreak.storage.library_port import LibraryPort
from knotbreak.storage.settings_file import SettingsFile, check_settings_file
from knotbreak.storage.state_file import StructFile
from knotbreak.system.clock import SystemClock, boot_id
from knotbreak.system.idle_unknown import UnknownIdle
from knotbreak.system.idle_x11 import choose_idle
from knotbreak.system.instance import AlreadyRunningError, InstanceLock
from knotbreak.system.ipc import CommandServer
from knotbreak.system.log import Log
from knotbreak.system.notify_none import NoNotifier
from knotbreak.system.remote import RemoteFront, RemoteHistory, RemoteStore
from knotbreak.system.watch import FileWatch
from knotbreak.terminal.draw import Draw
from knotbreak.terminal.front import TerminalFront
from knotbreak.terminal.loop import SelectorLoop
from knotbreak.terminal.style import style_for
from knotbreak.terminal.tty import Terminal

CATALOGUES = "assets/locale"

BREATHING = "micro-breath"
"""The one routine without a movement."""


def translator() -> Translator:
    """The catalogue of the user's language, or English."""
    return gettext.translation("knotbreak", builtin_root() / CATALOGUES, fallback=True)


def settings_file(folders: Folders) -> SettingsFile:
    """The settings, read."""
    settings = SettingsFile(folders.config / "settings.toml", folders.state / "settings.good.toml")
    settings.load()
    return settings


def check_file(name: str, library: Library) -> list[Problem]:
    """All faults and warnings of one file: routine, stretch (by its folder) or settings."""
    path = Path(name)
    try:
        if path.name == "settings.toml":
            return check_settings_file(path, name)
        if path.absolute().parent.name == "stretches":
            return list(check_stretch_file(path, library, name=name)[1])
        return list(check_routine_file(path, library, name=name)[1])
    except ProblemError as error:
        return list(error.problems)


def acknowledge(folders: Folders) -> None:
    """Remember that the safety notice has been read, while no program runs.

    Raises:
        AlreadyRunningError: if one has begun to.
        ProblemError: if it cannot be written.
    """
    with InstanceLock(folders.runtime / "knotbreak.lock"):
        store = StructFile(folders.state / "state.toml", AppState)
        left = store.load() or AppState()
        history, problems = open_history(folders.data / "history.sqlite")
        with history:
            if problems:
                raise ProblemError(problems)
            now = SystemClock().now()
            history.record(acknowledgement(now))
        store.save(msgspec.structs.replace(left, safety_version=SAFETY_VERSION))


def record_alone(folders: Folders, event: HistoryEvent) -> None:
    """Write an event while no program runs.

    Raises:
        ProblemError: if it cannot be written now; a program that starts this moment takes it later.
    """
    try:
        with InstanceLock(folders.runtime / "knotbreak.lock"):
            history, problems = open_history(folders.data / "history.sqlite")
            with history:
                if problems:
                    raise ProblemError(problems)
                history.record(event)
    except AlreadyRunningError as error:
        raise ProblemError(Problem(where="knotbreak", what=str(error))) from None


class SessionStore:
    """The `StateStore` port of a run without reminders: what they remember stays as it is."""

    def __init__(self, store: StateStore) -> None:
        self._store = store
        self._left = AppState()

    def load(self) -> AppState | None:
        """What an earlier run left, but for the reminders' part."""
        self._left = self._store.load() or AppState()
        return msgspec.structs.replace(self._left, scheduler=None, notice=None, offer_routine=None)

    def save(self, state: AppState) -> None:
        """Replace the rest."""
        left = self._left
        self._store.save(
            msgspec.structs.replace(
                state,
                boot_id=left.boot_id,
                scheduler=left.scheduler,
                notice=left.notice,
                offer_routine=left.offer_routine,
            )
        )


def library_port(folders: Folders) -> LibraryPort:
    """The library of this user."""
    return LibraryPort(LibraryReader(builtin_root(), folders.data))


class Program:
    """The program with the terminal as its front end.

    `reminders` is whether it schedules and notifies, or plays one session and ends (`once`).
    With `remote`, the path of the socket of the running program, that one keeps the history.
    """

    def __init__(
        self,
        folders: Folders,
        *,
        speed: float = 1.0,
        reminders: bool = True,
        once: bool = False,
        remote: Path | None = None,
        greeting: str = "",
    ) -> None:
        self._folders = folders
        self._greeting = greeting
        self._with_reminders = reminders
        self._remote = remote
        self.log = Log(folders.state / "knotbreak.log")
        self.loop = SelectorLoop(self._on_error)
        self.clock = SystemClock(speed)
        self._translator = translator()
        self._ = self._translator.gettext
        self.lock = InstanceLock(folders.runtime / "knotbreak.lock")
        self.settings = settings_file(folders)
        self.library = library_port(folders)
        self._problems: list[Problem] = []
        terminal = Terminal(self.loop)
        style = style_for(os.environ, terminal=terminal.screen, encoding=terminal.encoding)
        self.front = TerminalFront(
            terminal,
            Draw(style, self._translator),
            self.loop,
            self._translator,
            once=once,
            bell=lambda: self.settings.settings.session.bell,
            quit_program=self.loop.stop,
            nobody=self._nobody,
        )
        self._asked: tuple[str | None, bool] = (None, False)
        self.exit_status = 0

    def run(self) -> int:
        """Run until it is told to end; the answer is the exit status.

        Raises:
            AlreadyRunningError: if another process is the running program.
            ProblemError: if a file is in the way.
        """
        return self._run_with(lambda: None)

    def play(self, name: str | None, *, short: bool) -> int:
        """Play one routine and end; without a name, the one that comes next.

        Raises:
            AlreadyRunningError, ProblemError: as `run`.
        """
        if name is not None:
            # An unknown name is answered before anything is opened.
            self.library.routine(name)
        return self._run_with(lambda: self._play(name, short))

    def _run_with(self, first: Callable[[], None]) -> int:
        if self._remote is None:
            self.lock.acquire()
        try:
            return self._run(first)
        finally:
            self.lock.release()
            self.loop.close()
            self.log.close()

    def _run(self, first: Callable[[], None]) -> int:
        history, store, front = self._stores()
        saving = Saving(history, store)
        left = saving.load()
        self.controller = self._controller(history, saving, front)
        status = Status(self.controller, history, self.settings, self._translator)
        commands = Commands(self.controller, status, self._translator, self.loop.stop)
        server = CommandServer(
            self.loop, self._folders.runtime / "socket", commands.handle, self._on_error
        )
        watch = FileWatch(self.loop, self._watched(), self._files_changed)
        self._catch_signals()
        self.front.attach(self.controller, status)
        try:
            if self._remote is None:
                server.start(holds_lock=True)
            self.front.open()
            self._greet()
            self.controller.start(left)
            # Before any key is read: a key pressed early is for what is being started.
            first()
            self.loop.run()
        finally:
            watch.cancel()
            self.controller.stop()
            self.front.close()
            server.close()
            history.close()
        return self.exit_status

    def _stores(self) -> tuple[HistoryStore, StateStore, FrontEnd]:
        """Where events and the state go: to our files, or to the running program."""
        state = StructFile(self._folders.state / "state.toml", AppState)
        if self._remote is not None:
            front = RemoteFront(self.front, self._remote, self._session_left_ms)
            return (
                RemoteHistory(self._remote, lambda event: record_alone(self._folders, event)),
                RemoteStore(state, self._remote, lambda: acknowledge(self._folders)),
                front,
            )
        history, problems = open_history(self._folders.data / "history.sqlite")
        self._problems += problems
        return history, state if self._with_reminders else SessionStore(state), self.front

    def _controller(self, history: HistoryStore, saving: Saving, front: FrontEnd) -> Controller:
        choosing = Choosing(self.library, history, self.settings, self._translator)
        scheduler = Scheduler(self._reminders(), self.clock.now())

        def held_today(now: Instant) -> float:
            return history.held_between(day_start_utc_ms(now), now.utc_ms + 1)

        return Controller(
            clock=self.clock,
            loop=self.loop,
            boot_id=boot_id(),
            reminding=Reminding(scheduler, choosing.for_reminder, choosing.facts, self._translator),
            playing=Playing(choosing.playable, self._play_settings, self._translator, held_today),
            choosing=choosing,
            notifier=self._notifier(),
            idle=choose_idle(self.loop, speed=self.clock.speed, translator=self._translator)
            if self._with_reminders
            else UnknownIdle(self.loop, ""),
            saving=saving,
            front=front,
            translator=self._translator,
        )

    def _notifier(self) -> Notifier:
        if not self._with_reminders:
            return NoNotifier()
        return _system_notifier(self.loop, self._translator, self.clock.speed)

    def _reminders(self) -> tuple[Reminder, ...]:
        return resolve_reminders(self.settings.settings) if self._with_reminders else ()

    def _play_settings(self) -> PlaySettings:
        settings = self.settings.settings
        return PlaySettings(breath_holds=settings.breath_holds, sound=settings.session.bell)

    def _greet(self) -> None:
        if self._greeting:
            self.front.tell(self._greeting)
        if self.clock.speed != 1 and not self.front.has_screen:
            speed = f"{self.clock.speed:g}"
            self.front.tell(self._("Time runs {n} times as fast.").format(n=speed))
        for problem in (*self.settings.problems, *self._problems):
            self.front.tell(str(problem))

    def _play(self, name: str | None, short: bool) -> None:
        playing = self.controller.playing
        self._asked = (name, short)
        if name is None and not playing.acknowledged and not self.front.has_keys:
            # Nobody can say here that the safety notice has been read: breathing moves nothing.
            name = BREATHING
            playing.nobody_to_ask = True
            self.front.show_safety()
        if name is None:
            choice = self.controller.choosing.next_up(short)
            name = None if choice is None else choice.routine
        try:
            self.controller.handle(StartRoutine(name))
        except (Refused, ProblemError) as reason:
            self.exit_status = 1
            self.front.tell(str(reason))
            self.loop.stop()
        if playing.waiting is not None and not self.front.has_keys:
            self.exit_status = 1

    def _nobody(self) -> None:
        """The keys have ended while the safety notice waits to be read."""
        name, short = self._asked
        self.controller.playing.waiting = None
        self._play(name, short)

    def _session_left_ms(self) -> int:
        frame = self.controller.playing.frame(self.clock.now())
        return 0 if frame is None else frame.session_remaining_ms

    def _watched(self) -> list[Path]:
        return [self._folders.config / "settings.toml"]

    def _files_changed(self) -> None:
        if not self.settings.reload_if_changed():
            return
        self.controller.reconfigure(self._reminders())
        for problem in self.settings.problems:
            self.front.tell(str(problem))
        if not self.settings.problems:
            self.front.tell(self._("The settings have been read again."))

    def _catch_signals(self) -> None:
        def ends(number: int, _frame: FrameType | None) -> None:
            if number == signal.SIGINT:
                self.exit_status = 128 + number
            self.loop.stop()

        def resized(_number: int, _frame: FrameType | None) -> None:
            self.loop.post(self.front.resized)

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, ends)
        signal.signal(signal.SIGWINCH, resized)

    def _on_error(self, error: Exception) -> None:
        """An error that nobody expected: write it down, say so, go on."""
        where = self.log.exception(error)
        self.front.tell(
            self._("Something went wrong inside knotbreak. The details are in {file}.").format(
                file=where
            )
        )


def _system_notifier(loop: Loop, words: Translator, speed: float) -> Notifier:
    if sys.platform in ("win32", "darwin"):
        from knotbreak.system.notify_thread import ThreadNotifier

        return ThreadNotifier(loop, words)
    from knotbreak.system.notify_fdo import FdoNotifier

    return FdoNotifier(loop, words, speed=speed)
