"""The place of the care timers in the program: next to nothing until one of them runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.intents import StopCare
from knotbreak.app.pausing import Refused
from knotbreak.core.care_state import CareKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from knotbreak.app.care_alarms import CareAlarms, CareHost, CareIntent, CareOutside
    from knotbreak.app.care_views import CareView
    from knotbreak.app.caring import Caring
    from knotbreak.app.effects import Effect
    from knotbreak.app.notice import Notice
    from knotbreak.core.care_state import CareState
    from knotbreak.core.units import Instant


class CareDesk:
    """Holds the timers' coordinator while there is one, and their alarms.

    `make` makes what they ask of the outside, when first wanted; without it there is no care.
    """

    def __init__(self, make: Callable[[], CareOutside] | None = None) -> None:
        self._make = make
        self._outside: CareOutside | None = None
        self._host: CareHost | None = None
        self._state: CareState | None = None
        self._caring: Caring | None = None
        self._alarms: CareAlarms | None = None
        self._now: Instant | None = None

    @property
    def outside(self) -> CareOutside:
        """What the timers ask of the outside; raises `Refused` where there is no care."""
        if self._outside is None:
            if self._make is None:
                raise Refused("no care timers here")
            self._outside = self._make()
        return self._outside

    @property
    def alarms(self) -> CareAlarms:
        """Their notices, sounds, and how the window comes."""
        if self._alarms is None:
            from knotbreak.app.care_alarms import CareAlarms

            assert self._host is not None
            self._alarms = CareAlarms(self.outside, self._host)
        return self._alarms

    def caring(self, now: Instant) -> Caring:
        """The coordinator, made if there is none; raises `Refused` where there is no care."""
        if self._caring is None:
            self._caring = self.outside.coordinator(now)
            if self._state is not None:
                self._caring.breath_read = self._state.breath_read
        return self._caring

    def start(
        self, host: CareHost, left: CareState | None, now: Instant, same_boot: bool
    ) -> list[Effect]:
        """Continue from what an earlier run left; its alarms are taken down and come again."""
        self._host, self._now, self._state = host, now, left
        if left is None or self._make is None:
            return []
        if left.notices:
            self.alarms.close_stale(left.notices)
        if not (left.timers or left.uses):
            return []
        return self.caring(now).restore(now, left, same_boot)

    def stop(self) -> None:
        """Let go of the screen. What runs goes on by the clock, and the next start finds it."""
        if self._alarms is not None:
            self._alarms.stop()

    # -- a part of the controller --------------------------------------------------------------

    def handle(self, intent: CareIntent, now: Instant) -> list[Effect]:
        """Carry an intent out; raises `Refused` with the reason if it cannot."""
        self._now = now
        return self.caring(now).handle(intent, now)

    def hold(self, now: Instant) -> list[Effect]:
        """Help comes first: nothing that presses goes on."""
        if self._caring is None:
            return []
        massages = [one.id for one in self._caring.timers if one.kind is CareKind.MASSAGE]
        return [effect for id_ in massages for effect in self.handle(StopCare(id_), now)]

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
        return self._caring.snapshot({} if self._alarms is None else self._alarms.handles)

    def views(self, now: Instant) -> tuple[CareView, ...]:
        """The timers that run, in words."""
        return () if self._caring is None else self._caring.views(now)

    def raise_alarm(self, notice: Notice, window: bool) -> None:
        """Show a timer's notice; sound, and a window if it asks for something."""
        self.alarms.show(notice, window)

    def drop_alarm(self, timer: int) -> None:
        """Take a timer's notice down."""
        if self._alarms is not None:
            self._alarms.drop(timer)
