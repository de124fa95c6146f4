"""The alarms of care timers: each has a way of its own to the screen, beside all reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from knotbreak.app.intents import SkinFine, StartCare, StopCare
from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.app.pausing import Refused
from knotbreak.core.problems import Problem

if TYPE_CHECKING:
    from knotbreak.app.caring import Caring
    from knotbreak.app.ports import Notifier
    from knotbreak.core.units import Instant

CareIntent = StartCare | StopCare | SkinFine


class CareHost(Protocol):
    """The controller, as far as answers to alarms need it."""

    def handle(self, intent: CareIntent, /) -> object: ...
    def wake(self) -> None: ...


class CareOutside(Protocol):
    """What care timers ask of the outside; made by the composition root."""

    def coordinator(self, now: Instant) -> Caring:
        """The timers."""

    def notifier(self) -> Notifier:
        """A way to the screen for one timer's alarms."""

    def alarm(self, notice: Notice, window: bool) -> None:
        """Sound, and bring the window if something has to be done."""

    def show(self, timer: int, token: str | None) -> None:
        """Bring the window of a timer to the front."""


class CareAlarms:
    """Implements `NoticeListener` for the notices of care timers.

    Attributes:
        handles: The notifiers' own names of what is on the screen, by timer.
    """

    def __init__(self, outside: CareOutside, host: CareHost) -> None:
        self._outside = outside
        self._host: CareHost | None = host
        self._notifiers: dict[int, Notifier] = {}
        self.handles: dict[str, str] = {}

    def stop(self) -> None:
        """Take all of them down, and let go of the screen."""
        for notifier in self._notifiers.values():
            notifier.stop()
        self._notifiers.clear()
        self.handles.clear()
        self._host = None

    def close_stale(self, left: dict[str, str]) -> None:
        """Take down what an earlier, killed run left on the screen."""
        for timer, handle in left.items():
            self._notifier(int(timer)).close_stale(handle)

    def show(self, notice: Notice, window: bool) -> None:
        """Put a timer's notice on the screen, in place of the one it had; sound, and a window."""
        self._notifier(notice.offer_id).show(notice)
        self._outside.alarm(notice, window)

    def drop(self, timer: int) -> None:
        """Take a timer's notice down."""
        self.handles.pop(str(timer), None)
        notifier = self._notifiers.pop(timer, None)
        if notifier is not None:
            notifier.withdraw(timer)
            notifier.stop()

    def _notifier(self, timer: int) -> Notifier:
        found = self._notifiers.get(timer)
        if found is None:
            found = self._notifiers[timer] = self._outside.notifier()
            found.start(self)
        return found

    # -- NoticeListener ------------------------------------------------------------------------

    def notice_shown(self, offer_id: int, handle: str) -> None:
        """It is on the screen, and a kill must not leave it there for ever."""
        self.handles[str(offer_id)] = handle
        self._wake()

    def notice_answered(self, offer_id: int, action: str, token: str | None) -> None:
        """A button of an alarm was clicked."""
        self.handles.pop(str(offer_id), None)
        if self._host is None:
            return
        if action == "show":
            self._outside.show(offer_id, token)
            return
        try:
            self._host.handle(SkinFine(offer_id) if action == "fine" else StopCare(offer_id))
        except Refused:
            # It was answered in the window a moment before.
            return

    def notice_closed(self, offer_id: int, how: ClosedHow) -> None:
        """It went away without an answer; the timer stays as it is."""
        del how
        self.handles.pop(str(offer_id), None)
        self._wake()

    def notice_failed(self, offer_id: int, problem: Problem) -> None:
        """It cannot be shown: the window has come, or comes now."""
        del problem
        if self._host is not None:
            self._outside.show(offer_id, None)

    def _wake(self) -> None:
        if self._host is not None:
            self._host.wake()
