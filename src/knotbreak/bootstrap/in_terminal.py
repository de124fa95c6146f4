"""The program with a terminal as its front end."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from knotbreak.app.asking import HELD
from knotbreak.app.care_desk import CareDesk
from knotbreak.app.intents import HoldMovement, StartRoutine
from knotbreak.app.notice import Notice
from knotbreak.app.pausing import Refused
from knotbreak.app.state import AppState
from knotbreak.bootstrap.files import SessionStore, acknowledge, record_alone
from knotbreak.bootstrap.holding import held_in_state, hold_file
from knotbreak.bootstrap.program import Program
from knotbreak.bootstrap.signals import Signals
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import Reminder
from knotbreak.core.units import SECOND_MS
from knotbreak.storage.folders import Folders
from knotbreak.storage.state_file import StructFile
from knotbreak.system.idle_unknown import UnknownIdle
from knotbreak.system.notify_none import NoNotifier
from knotbreak.system.remote import RemoteFront, RemoteHistory, RemoteStore
from knotbreak.terminal.draw import Draw
from knotbreak.terminal.front import TerminalFront
from knotbreak.terminal.loop import SelectorLoop
from knotbreak.terminal.style import style_for
from knotbreak.terminal.tty import Terminal

if TYPE_CHECKING:
    from knotbreak.app.ports import (
        FrontEnd,
        HistoryStore,
        IdleSource,
        Loop,
        Notifier,
        StateStore,
        Translator,
    )
    from knotbreak.bootstrap.caring import CareParts
    from knotbreak.system.session_bus import SessionBus

BREATHING = "micro-breath"
"""The one routine without a movement."""


LOOK_MS = SECOND_MS
"""How soon a session hears of what is noted elsewhere."""


class TerminalProgram(Program):
    """Reminders and sessions in a terminal, or (`once`) one session without reminders.

    With `remote`, the path of the socket of the running program, that one keeps the history.
    """

    front: TerminalFront

    def __init__(
        self,
        folders: Folders,
        *,
        speed: float = 1.0,
        once: bool = False,
        remote: Path | None = None,
        greeting: str = "",
    ) -> None:
        super().__init__(folders, speed=speed)
        self._once = once
        self._remote = remote
        self._greeting = greeting
        self._asked: tuple[str | None, bool] = (None, False)
        self.loop = SelectorLoop(self._on_error)
        if not once and sys.platform not in ("win32", "darwin"):
            from knotbreak.system.session_bus import SessionBus

            self._bus = SessionBus(self.loop, self.translator)
        terminal = Terminal(self.loop)
        self._bell = terminal.bell
        style = style_for(os.environ, terminal=terminal.screen, encoding=terminal.encoding)
        self.front = TerminalFront(
            terminal,
            Draw(style, self.translator),
            self.loop,
            self.translator,
            once=once,
            bell=self._rings_bell,
            quit_program=self.loop.stop,
            nobody=self._nobody,
        )

    def play(self, name: str | None, *, short: bool) -> int:
        """Play one routine and end; without a name, the one that comes next.

        Raises:
            AlreadyRunningError, ProblemError: as `run`.
        """
        if name is not None:
            # An unknown name is answered before anything is opened.
            self.library.routine(name)
        return self._run_with(lambda: self._play(name, short), lock=self._remote is None)

    def _reminders(self) -> tuple[Reminder, ...]:
        return () if self._once else super()._reminders()

    def _notifier(self) -> Notifier:
        if self._once:
            return NoNotifier()
        return system_notifier(self.loop, self.translator, self.clock.speed, self._bus)

    def _care(self) -> CareDesk:
        if self._once:
            return super()._care()

        def make() -> CareParts:
            from knotbreak.bootstrap.caring import CareParts

            return CareParts(self, self._notifier, self._on_care_alarm, self._say_care)

        return CareDesk(make)

    def _on_care_alarm(self, notice: Notice, _window: bool) -> None:
        self._bell()
        self.front.tell(f"{notice.title}. {notice.body}")

    def _say_care(self, timer: int, _token: str | None) -> None:
        for view in self.controller.care.views(self.clock.now()):
            if timer == view.timer.id:
                self.front.tell(f"{view.line}. {view.asks}".strip())

    def _signals(self) -> Signals | None:
        return None if self._once else super()._signals()

    def _idle(self) -> IdleSource:
        return UnknownIdle(self.loop, "") if self._once else super()._idle()

    def _state_store(self, store: StateStore) -> StateStore:
        return SessionStore(store, hold_file(self.folders).hold) if self._once else store

    def _stores(self) -> tuple[HistoryStore, StateStore, FrontEnd]:
        if self._remote is None:
            return super()._stores()
        state = StructFile(self.folders.state / "state.toml", AppState)
        return (
            RemoteHistory(self._remote, lambda event: record_alone(self.folders, event)),
            RemoteStore(state, self._remote, lambda: acknowledge(self.folders)),
            self._remote_front(self._remote),
        )

    def _remote_front(self, remote: Path) -> FrontEnd:
        return RemoteFront(self.front, remote, self._session_left_ms)

    def _attach(self, history: HistoryStore) -> None:
        del history
        self.front.attach(self.controller, self.status)

    def _greet(self) -> None:
        if self._greeting:
            self.front.tell(self._greeting)
        if self.clock.speed != 1 and not self.front.has_screen:
            self.front.tell(self.status.view().speed_words)
        super()._greet()

    def _catch_signals(self) -> None:
        def resized(_number: int, _frame: FrameType | None) -> None:
            self.loop.post(self.front.resized)

        super()._catch_signals()
        signal.signal(signal.SIGWINCH, resized)

    def _play(self, name: str | None, short: bool) -> None:
        if self._remote is not None:
            self._look_for_hold()
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

    def _look_for_hold(self) -> None:
        """End the session when the emergency card comes up where the other program runs."""
        if held_in_state(self.folders):
            self.controller.handle(HoldMovement())
            words = self._(HELD)
            self.front.tell(words)
            # The screen goes at once, and the message with it.
            self.front.finished_words += f"\n{words}"
        else:
            self.loop.call_at(self.loop.now_ms() + LOOK_MS, self._look_for_hold)

    def _nobody(self) -> None:
        """The keys have ended while the safety notice waits to be read."""
        name, short = self._asked
        self.controller.playing.waiting = None
        self._play(name, short)

    def _session_left_ms(self) -> int:
        frame = self.controller.playing.frame(self.clock.now())
        return 0 if frame is None else frame.session_remaining_ms


def system_notifier(
    loop: Loop, words: Translator, speed: float, bus: SessionBus | None
) -> Notifier:
    """The way to the notices of this system."""
    if sys.platform in ("win32", "darwin"):
        from knotbreak.system.notify_thread import ThreadNotifier

        return ThreadNotifier(loop, words)
    from knotbreak.system.notify_fdo import FdoNotifier

    return FdoNotifier(loop, words, speed=speed, bus=bus)
