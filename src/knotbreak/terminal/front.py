"""The terminal front end: pages and keys on a screen, lines where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.controller import Controller
from knotbreak.app.effects import Ring
from knotbreak.app.intents import (
    Acknowledge,
    CheckIn,
    DoneDue,
    Drank,
    Intent,
    Key,
    PauseReminders,
    ResumeReminders,
    SessionKey,
    SkipDue,
    SnoozeDue,
    StartRoutine,
)
from knotbreak.app.pausing import Refused
from knotbreak.app.status import Status
from knotbreak.core.problems import ProblemError
from knotbreak.core.session_state import State
from knotbreak.core.timeline import SegmentKind
from knotbreak.guide import safety
from knotbreak.terminal.draw import Draw
from knotbreak.terminal.faces import Face
from knotbreak.terminal.page import MARGIN, fit
from knotbreak.terminal.plain import PlainLines
from knotbreak.terminal.session_keys import SESSION_KEYS, TypedNumber
from knotbreak.terminal.tty import Terminal

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator

FRAME_MS = 100
"""Ten pictures a second are enough for a bar of letters."""

FINISH_MS = 20_000
"""The last page of a session goes away by itself after this."""

MESSAGE_MS = 8_000


class TerminalFront:
    """Draws the controller's views; `once` ends the program after one session."""

    def __init__(
        self,
        terminal: Terminal,
        draw: Draw,
        loop: Loop,
        translator: Translator,
        *,
        once: bool,
        bell: Callable[[], bool],
        quit_program: Callable[[], None],
        nobody: Callable[[], None],
    ) -> None:
        self._terminal = terminal
        self._draw = draw
        self._loop = loop
        self._ = translator.gettext
        self._once = once
        self._bell = bell
        self._quit = quit_program
        self._nobody = nobody
        self._plain = PlainLines(terminal.print, draw, translator)
        self._face = Face.STATUS
        self._message = ""
        self._sheet_at = self._sheet_next = 0
        self._paused_here = False
        self._controller: Controller | None = None
        self._status: Status | None = None
        self._timers: dict[str, Handle] = {}
        self._drawing = False
        self._untold = False
        self._safety_said = False
        self._tight = TypedNumber()
        self.finished_words = ""

    def attach(self, controller: Controller, status: Status) -> None:
        """Say whose views these are; before `open`."""
        self._controller = controller
        self._status = status

    def open(self) -> None:
        """Take the terminal."""
        self._terminal.open(self._on_key, self._on_no_keys)

    def close(self) -> None:
        """Give the terminal back; the last words stay on it."""
        for timer in self._timers.values():
            timer.cancel()
        self._terminal.close()
        if self._terminal.screen and self.finished_words:
            self._terminal.print(self.finished_words)

    def resized(self) -> None:
        """The terminal has another size."""
        if self._terminal.screen:
            self._terminal.forget()
            self.changed()

    # -- FrontEnd ------------------------------------------------------------------------------

    def changed(self) -> None:
        """Draw soon, once for however many changes."""
        if not self._drawing:
            self._drawing = True
            self._loop.post(self._redraw)

    def session_began(self, token: str | None) -> None:
        """Show the session; a terminal cannot take the focus, so the token is of no use."""
        del token
        self._face = Face.SESSION
        self._stop_timer("finish")
        controller = self._controller
        if controller is not None and not self._terminal.screen:
            view = controller.playing.view()
            if view is not None:
                self._plain.session_began(view)

    def session_over(self, taken: bool) -> None:
        """Show how it ended; the finish view has the words for whether it was taken."""
        del taken
        finish = None if self._controller is None else self._controller.playing.finish
        if finish is None:
            self._face = Face.STATUS
            if self._once:
                self._quit()
            return
        self.finished_words = finish.words
        if finish.held_s:
            self.finished_words += " " + self._draw.finish_line(finish)
        self._face = Face.FINISH
        if not self._terminal.screen:
            self._plain.say(self.finished_words)
        self._tight = TypedNumber()
        asks = finish.asks is not None and self._terminal.has_keys
        if asks and not self._terminal.screen:
            self._plain.say(f"{finish.asks_words} {self._draw.how_to_answer()}")
        if self._once and not asks:
            self._quit()
            return
        if not self._once:
            self.finished_words = ""
        self._after("finish", FINISH_MS, self._leave_finish)

    def acknowledge_first(self) -> None:
        """Show the safety notice."""
        self._face = Face.SAFETY
        self._sheet_at = self._sheet_next = 0
        if not self._terminal.screen:
            self.show_safety()
        if not self._terminal.has_keys:
            if self._once:
                self.finished_words = self._how_to_accept()
                self._quit()
        elif not self._terminal.screen:
            self._terminal.print(self._("Press enter when you have read this, q to leave."))

    @property
    def has_keys(self) -> bool:
        """Whether somebody can press a key here."""
        return self._terminal.has_keys

    @property
    def has_screen(self) -> bool:
        """Whether there are pages, or lines alone."""
        return self._terminal.screen

    def show_safety(self) -> None:
        """Print the safety notice, and how to say that it has been read."""
        if not self._safety_said:
            self._safety_said = True
            for line in self._draw.safety(80):
                self._plain.say(line)
        if not self._terminal.has_keys:
            self._plain.say(self._how_to_accept())

    def _how_to_accept(self) -> str:
        return self._("To say that you have read this: knotbreak safety --accept")

    def ring(self, ring: Ring) -> None:
        """Ring the bell where the eyes are elsewhere; a new piece of the session is a new line."""
        if ring.eyes_away and self._bell():
            self._terminal.bell()
        controller = self._controller
        if controller is None or self._terminal.screen:
            return
        view = controller.playing.view()
        frame = controller.playing.frame(controller.clock.now())
        if view is not None and frame is not None:
            self._plain.moment(ring.signal, view, frame)

    def tell(self, text: str) -> None:
        """Show a message for a while."""
        if not self._terminal.screen:
            self._plain.say(text)
            return
        # What is told at once is shown together.
        self._message = f"{self._message}\n{text}" if self._untold else text
        self._untold = True
        self._after("message", MESSAGE_MS, self._forget_message)
        self.changed()

    # -- drawing -------------------------------------------------------------------------------

    def _redraw(self) -> None:
        self._drawing = False
        self._untold = False
        controller, status = self._controller, self._status
        if controller is None or status is None:
            return
        if not self._terminal.screen:
            self._plain.status(status.view())
            return
        self._terminal.show(self._page(controller, status))

    def _page(self, controller: Controller, status: Status) -> list[str]:
        size = self._terminal.size
        view = controller.playing.view()
        if self._face is Face.STOP_IF:
            own = () if view is None else view.stop
            keys = self._draw.stop_if_keys(size[0], playing=view is not None)
            return self._sheet(self._draw.stop_if(own, size[0]), keys, size)
        if self._face is Face.SAFETY:
            keys = self._draw.safety_keys(size[0])
            if not self._terminal.has_keys:
                keys = [fit(MARGIN + self._how_to_accept(), size[0])]
            return self._sheet(self._draw.safety(size[0]), keys, size)
        if self._face is Face.SESSION and view is not None:
            frame = controller.playing.frame(controller.clock.now())
            assert frame is not None, "a view and a frame come together"
            if view.state in (State.RUNNING, State.REENTRY):
                self._after("frame", FRAME_MS, self.changed)
            return self._draw.session(view, frame, size, self._message)
        finish = controller.playing.finish
        if self._face is Face.FINISH and finish is not None:
            typed = self._tight.text if self._terminal.has_keys else None
            return self._draw.finish(finish, size, waits=not self._once, typed=typed)
        return self._draw.status(status.view(), size, self._message)

    def _sheet(self, lines: list[str], keys: list[str], size: tuple[int, int]) -> list[str]:
        page, self._sheet_next = self._draw.sheet(lines, keys, self._sheet_at, size)
        return page

    # -- keys ----------------------------------------------------------------------------------

    def _on_key(self, key: str) -> None:
        if key == "interrupt":
            self._quit()
            return
        if self._controller is not None:
            self._controller.interrupting.own_input(self._controller.clock.now())
        # What was said was about the key before.
        self._message = ""
        match self._face:
            case Face.STOP_IF | Face.SAFETY if self._sheet_next and key != "escape":
                self._sheet_at = self._sheet_next
            case Face.STOP_IF:
                self._leave_stop_if(key)
            case Face.SAFETY:
                self._on_safety_key(key)
            case Face.SESSION if key == "?":
                self._show_stop_if()
            case Face.SESSION if key in SESSION_KEYS:
                self._intend(SessionKey(SESSION_KEYS[key]))
            case Face.SESSION:
                pass
            case Face.FINISH:
                self._on_finish_key(key)
            case Face.STATUS:
                self._on_status_key(key)
        self.changed()

    def _on_safety_key(self, key: str) -> None:
        if key == "enter":
            self._face = Face.STATUS
            self._intend(Acknowledge())
        elif key in ("escape", "q", "s"):
            self._face = Face.STATUS
            self._intend(SessionKey(Key.STOP))

    def _on_finish_key(self, key: str) -> None:
        finish = None if self._controller is None else self._controller.playing.finish
        area = None if finish is None else finish.asks
        if key == "w" and not self._once:
            self._intend(Drank())
        elif area is not None and self._tight.takes(key):
            # Whoever types has time to finish it.
            self._after("finish", FINISH_MS, self._leave_finish)
        elif area is not None and self._tight.text and key == "enter":
            self._intend(CheckIn(area, int(self._tight.text)))
            self._say_answer()
        else:
            self._leave_finish()

    def _say_answer(self) -> None:
        """What comes of the note; without pages, and where the program ends, it is printed."""
        finish = None if self._controller is None else self._controller.playing.finish
        answer = "" if finish is None else finish.answer
        if self._once:
            self.finished_words = "\n".join(filter(None, (self.finished_words, answer)))
        if not self._terminal.screen and answer:
            self._plain.say(answer)
        if self._once:
            self._leave_finish()
        else:
            self._after("finish", FINISH_MS, self._leave_finish)

    def _on_status_key(self, key: str) -> None:
        assert self._status is not None
        notice = self._status.notice()
        paused = self._status.view().state == "paused"
        match key:
            case "enter" | "s" if notice is not None and not notice.starts_session:
                self._intend(DoneDue())
            case "enter" | "s":
                self._intend(StartRoutine())
            case "z":
                self._intend(SnoozeDue())
            case "k":
                self._intend(SkipDue())
            case "w":
                self._intend(Drank())
            case "p":
                self._intend(ResumeReminders() if paused else PauseReminders())
            case "?":
                self._show_stop_if()
            case "q":
                self._quit()

    def _show_stop_if(self) -> None:
        if self._terminal.screen:
            self._face = Face.STOP_IF
            self._sheet_at = self._sheet_next = 0
            # Nobody holds a stretch while reading.
            view = None if self._controller is None else self._controller.playing.view()
            self._paused_here = (
                view is not None
                and view.state is State.RUNNING
                and view.kind is not SegmentKind.WAIT
            )
            if self._paused_here:
                self._intend(SessionKey(Key.TOGGLE))
            return
        self._plain.say(self._(safety.STOP_IF_TITLE))
        for sign in safety.STOP_IF:
            self._plain.say("- " + self._(sign))

    def _leave_stop_if(self, key: str) -> None:
        view = None if self._controller is None else self._controller.playing.view()
        self._face = Face.STATUS if view is None else Face.SESSION
        if view is None:
            return
        if key == "escape":
            self._intend(SessionKey(Key.STOP))
        elif self._paused_here and view.state is State.PAUSED:
            self._intend(SessionKey(Key.TOGGLE))

    def _intend(self, intent: Intent) -> None:
        assert self._controller is not None
        try:
            self._controller.handle(intent)
        except (Refused, ProblemError) as reason:
            self.tell(str(reason))

    def _on_no_keys(self) -> None:
        if self._face is Face.SAFETY and self._once:
            self._nobody()
        elif self._once:
            self._leave_finish()

    # -- timers --------------------------------------------------------------------------------

    def _after(self, name: str, ms: int, fn: Callable[[], None]) -> None:
        self._stop_timer(name)
        self._timers[name] = self._loop.call_at(self._loop.now_ms() + ms, fn)

    def _stop_timer(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()

    def _leave_finish(self) -> None:
        if self._face is Face.FINISH:
            self._face = Face.STATUS
            if self._once:
                self._quit()
            self.changed()

    def _forget_message(self) -> None:
        self._message = ""
        self.changed()
