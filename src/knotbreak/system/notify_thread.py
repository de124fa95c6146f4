"""Notices of Windows and macOS, through desktop-notifier in a thread of its own.

desktop-notifier wants an asyncio loop; asyncio costs memory in every process that imports it, so
both are imported by the thread, and the thread starts with the first notice. It tells the program's
loop what happens through `Loop.post` and shares nothing else with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.core.problems import Problem
from knotbreak.system.native_thread import CLICKED, CLOSED, FAILED, PRESSED, SHOWN, NativeThread

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, NoticeListener, Translator

SHOW_MS = 2_000


class _Shown:
    """A notice that is wanted: `told` once its failure was reported.

    `deadline` is when it must be shown, then when a quiet one goes.
    """

    __slots__ = ("deadline", "notice", "shown", "told")

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.deadline: Handle | None = None
        self.shown = False
        self.told = False


class ThreadNotifier:
    """Implements the `Notifier` port on desktop-notifier; reports as `FdoNotifier` does.

    A new notice clears the one before, since desktop-notifier cannot replace. There is no focus
    token. `close_stale` clears what the system still shows of this program.

    Args:
        loop: Where the listener is called.
        translator: For `describe()` and for problems.
        speed: How many times as fast as real time the program runs.
        app_name: What the desktop shows as the sender.
    """

    def __init__(
        self,
        loop: Loop,
        translator: Translator,
        *,
        speed: float = 1.0,
        app_name: str = "knotbreak",
    ) -> None:
        self._loop = loop
        self._translator = translator
        self._speed = speed
        self._app_name = app_name
        self._listener: NoticeListener | None = None
        self._thread: NativeThread | None = None
        self._wanted: _Shown | None = None
        self._works = True

    def start(self, listener: NoticeListener) -> None:
        """Remember who listens; the thread starts with the first notice."""
        self._listener = listener

    def show(self, notice: Notice) -> None:
        """Show a notice in the place of the one before; it has 2 s to appear."""
        old = self._drop()
        if old is not None and old.notice.offer_id != notice.offer_id and not old.told:
            self._tell_closed_soon(old.notice.offer_id)
        wanted = self._wanted = _Shown(notice)
        due_ms = self._loop.now_ms() + SHOW_MS
        wanted.deadline = self._loop.call_at(due_ms, lambda: self._on_deadline(wanted))
        stay_s = max(1, round(notice.stay_ms / self._speed / 1000)) if notice.quiet else 0

        def report(outcome: str) -> None:
            self._loop.post(lambda: self._on_outcome(wanted, outcome))

        self._started().show(notice, stay_s, report)

    def withdraw(self, offer_id: int) -> None:
        """Take the notice down, if it is still there."""
        if self._wanted is None or self._wanted.notice.offer_id != offer_id:
            return
        old = self._drop()
        self._started().clear()
        if old is not None and not old.told:
            self._tell_closed_soon(offer_id)

    def close_stale(self, handle: str) -> None:
        """Clear what the system still shows of this program, unless that is a notice of now."""
        if handle.startswith("native:") and self._wanted is None:
            self._started().clear_all()

    def stop(self) -> None:
        """Withdraw what is open and end the thread; waits 2 s for it at most."""
        self._listener = None
        self._drop()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.stop()

    def describe(self) -> str:
        """Which means this is and what it can do."""
        _ = self._translator.gettext
        if self._works:
            return _("notifications of the system, with buttons")
        return _("notifications of the system, which do not work here")

    def _started(self) -> NativeThread:
        if self._thread is None:
            self._thread = NativeThread(self._app_name)
        return self._thread

    # On the program's loop: what the thread posted.

    def _on_outcome(self, wanted: _Shown, outcome: str) -> None:
        if wanted is not self._wanted or self._listener is None:
            return
        offer_id = wanted.notice.offer_id
        if outcome == SHOWN:
            self._on_shown(wanted)
        elif outcome == FAILED:
            self._works = False
            _ = self._translator.gettext
            self._drop()
            self._fail(wanted, _("the system does not show the notice"))
        elif outcome == CLOSED:
            self._drop()
            self._listener.notice_closed(offer_id, ClosedHow.DISMISSED)
        else:
            self._drop()
            pressed = outcome.removeprefix(PRESSED)
            action = wanted.notice.default_action if outcome == CLICKED else pressed
            self._listener.notice_answered(offer_id, action, None)

    def _on_shown(self, wanted: _Shown) -> None:
        self._forget_deadline(wanted)
        wanted.shown = self._works = True
        wanted.told = False
        if wanted.notice.quiet:
            # Neither Windows nor macOS takes a notice down at a wanted time.
            due_ms = self._loop.now_ms() + round(wanted.notice.stay_ms / self._speed)
            wanted.deadline = self._loop.call_at(due_ms, lambda: self._on_expired(wanted))
        if self._listener is not None:
            offer_id = wanted.notice.offer_id
            self._listener.notice_shown(offer_id, f"native:{offer_id}")

    def _on_expired(self, wanted: _Shown) -> None:
        self._drop()
        self._started().clear()
        if self._listener is not None:
            self._listener.notice_closed(wanted.notice.offer_id, ClosedHow.EXPIRED)

    def _on_deadline(self, wanted: _Shown) -> None:
        """Tell it, once; the notice stays wanted, since a slow system may show it yet."""
        _ = self._translator.gettext
        wanted.deadline = None
        self._fail(wanted, _("the notification service does not answer"))

    def _fail(self, wanted: _Shown, what: str) -> None:
        if not wanted.told and self._listener is not None:
            wanted.told = True
            self._listener.notice_failed(wanted.notice.offer_id, self._problem(what))

    def _problem(self, what: str) -> Problem:
        _ = self._translator.gettext
        return Problem(where=_("desktop notifications"), what=what)

    def _drop(self) -> _Shown | None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._forget_deadline(wanted)
        return wanted

    def _forget_deadline(self, wanted: _Shown) -> None:
        if wanted.deadline is not None:
            wanted.deadline.cancel()
            wanted.deadline = None

    def _tell_closed_soon(self, offer_id: int) -> None:
        def tell() -> None:
            if self._listener is not None:
                self._listener.notice_closed(offer_id, ClosedHow.WITHDRAWN)

        self._loop.post(tell)
