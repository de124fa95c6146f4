"""The place of the care timers in the program: nearly nothing until one of them runs.

Their alarms have ways of their own to the screen: they come through a pause and through do not
disturb, each timer's beside the others, and no reminder takes their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from knotbreak.app.intents import SkinFine, StartCare, StopCare
from knotbreak.app.pausing import Refused
from knotbreak.app.ports import ClosedHow, Notice, Notifier
from knotbreak.core.care_state import CareState
from knotbreak.core.problems import Problem
from knotbreak.core.units import Instant

if TYPE_CHECKING:
    from knotbreak.app.caring import Caring
    from knotbreak.app.effects import Effect
    from knotbreak.app.views import CareView

CareIntent = StartCare | StopCare | SkinFine


class CareHost(Protocol):
    """The controller, as far as answers to alarms need it."""

    def handle(self, intent: CareIntent, /) -> object: ...
    def wake(self) -> None: ...


class CareOutside(Protocol):
    """What care timers ask of the outside; made by the composition root."""

    def coordinator(self, now: Instant) -> Caring:
        """The timers, imported and made when first wanted."""

    def notifier(self) -> Notifier:
        """A way to the screen for one timer's alarms."""

    def alarm(self, notice: Notice) -> None:
        """Sound, and bring the window where the notice says so."""

    def show(self, timer: int, token: str | None) -> None:
        """Bring the window of a timer to the front."""


class CareDesk:
    """Holds the timers' coordinator while there is one, and their alarms on the screen."""

    def __init__(self, outside: CareOutside | None = None) -> None:
        self._outside = outside
        self._host: CareHost | None = None
        self._state: CareState | None = None
        self._caring: Caring | None = None
        self._now: Instant | None = None
        self._notifiers: dict[int, Notifier] = {}
        self._handles: dict[str, str] = {}

    def start(
        self, host: CareHost, left: CareState | None, now: Instant, same_boot: bool
    ) -> list[Effect]:
        """Continue from what an earlier run left; its alarms are taken down and come again."""
        self._host, self._now, self._state = host, now, left
        if left is None or self._outside is None:
            return []
        for key, handle in left.notices.items():
            self._notifier(int(key)).close_stale(handle)
        if not (left.timers or left.uses):
            return []
        return self.caring(now).restore(now, left, same_boot)

    def stop(self) -> None:
        """Let go of the screen. What runs goes on by the clock, and the next start finds it."""
        for notifier in self._notifiers.values():
            notifier.stop()
        self._notifiers.clear()
        self._handles.clear()
        self._host = None

    def caring(self, now: Instant) -> Caring:
        """The coordinator, made if there is none; raises `Refused` where there is no care."""
        if self._caring is None:
            if self._outside is None:
                raise Refused("no care timers here")
            self._caring = self._outside.coordinator(now)
            if self._state is not None:
                self._caring.breath_read = self._state.breath_read
        return self._caring

    # -- a part of the controller --------------------------------------------------------------

    def handle(self, intent: CareIntent, now: Instant) -> list[Effect]:
        """Carry an intent out; raises `Refused` with the reason if it cannot."""
        self._now = now
        return self.caring(now).handle(intent, now)

    def advance(self, now: Instant) -> list[Effect]:
        """Let time pass."""
        self._now = now
        return [] if self._caring is None else self._caring.advance(now)

    def deadline(self) -> int | None:
        """When `advance` has something to do, in monotonic time.

        The timers live in boot time; should the machine sleep before, it wakes the program.
        """
        due_ms = None if self._caring is None else self._caring.deadline()
        if due_ms is None or self._now is None:
            return None
        return self._now.mono_ms + max(0, due_ms - self._now.boot_ms)

    def remembered(self) -> CareState | None:
        """What the next start has to know; None if that is nothing."""
        if self._caring is None:
            return self._state
        return self._caring.snapshot(self._handles)

    def views(self, now: Instant) -> tuple[CareView, ...]:
        """The timers that run, in words."""
        return () if self._caring is None else self._caring.views(now)

    # -- alarms --------------------------------------------------------------------------------

    def raise_alarm(self, notice: Notice, window: bool) -> None:
        """Put a timer's notice on the screen, in place of the one it had; sound, and a window."""
        assert self._outside is not None
        self._notifier(notice.offer_id).show(notice)
        if window:
            self._outside.alarm(notice)

    def drop_alarm(self, timer: int) -> None:
        """Take a timer's notice down."""
        self._handles.pop(str(timer), None)
        notifier = self._notifiers.pop(timer, None)
        if notifier is not None:
            notifier.withdraw(timer)
            notifier.stop()

    def _notifier(self, timer: int) -> Notifier:
        found = self._notifiers.get(timer)
        if found is None:
            assert self._outside is not None
            found = self._notifiers[timer] = self._outside.notifier()
            found.start(self)
        return found

    # -- NoticeListener ------------------------------------------------------------------------

    def notice_shown(self, offer_id: int, handle: str) -> None:
        """It is on the screen, and a kill must not leave it there for ever."""
        self._handles[str(offer_id)] = handle
        self._wake()

    def notice_answered(self, offer_id: int, action: str, token: str | None) -> None:
        """A button of an alarm was clicked."""
        self._handles.pop(str(offer_id), None)
        if self._host is None or self._outside is None:
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
        self._handles.pop(str(offer_id), None)
        self._wake()

    def notice_failed(self, offer_id: int, problem: Problem) -> None:
        """It cannot be shown: the window has come, or comes now."""
        del problem
        if self._outside is not None:
            self._outside.show(offer_id, None)

    def _wake(self) -> None:
        if self._host is not None:
            self._host.wake()
