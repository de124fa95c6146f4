"""Looks again and again while it matters, and tells what has begun and what is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from knotbreak.app.signals import BusyLook, BusyPeriod, BusyReason
from knotbreak.core.appointments import Appointment
from knotbreak.core.interruptions import Busy
from knotbreak.core.units import HOUR_MS, SECOND_MS

if TYPE_CHECKING:
    from knotbreak.app.ports import Clock, Handle, Loop

FIRST_MS = SECOND_MS
"""A session that begins has its first frame first: what looking takes may have to be imported."""

AGAIN_MS = 15 * SECOND_MS
"""So long after one look comes the next; that much later is it noticed that a call has ended."""

RARELY_MS = 60 * SECOND_MS
"""What goes on and on (somebody leaves do-not-disturb on for good) is looked at this rarely."""


LEAST_MS = 500
"""However fast the program's time runs, the machine is not asked more often (real time)."""


class Looker(Protocol):
    """Looks at everything at once."""

    def look(self, done: Callable[[BusyLook], None], /) -> Handle:
        """Look once; `done` is called once, later."""

    @property
    def plans(self) -> bool:
        """Whether anybody knows what is planned."""

    def look_ahead(
        self, from_utc_ms: int, until_utc_ms: int, done: Callable[[tuple[BusyPeriod, ...]], None], /
    ) -> None:
        """Tell what is planned for a time, once and later."""


class BusyListener(Protocol):
    """Hears edges only."""

    def busy_began(self, busy: Busy) -> None: ...
    def busy_ended(self, key: str) -> None: ...
    def planned(self, appointments: Sequence[Appointment]) -> None: ...


class BusyWatch:
    """Turns single looks into edges. Nothing is looked at while nobody wants to know."""

    def __init__(self, looker: Looker, clock: Clock, loop: Loop, listener: BusyListener) -> None:
        self._looker = looker
        self._clock = clock
        self._loop = loop
        self._listener = listener
        self._known: dict[str, Busy] = {}
        self._watching = False
        self._wait_ms = AGAIN_MS
        self._next: Handle | None = None

    def set_watching(self, watching: bool, /) -> None:
        """Look from now on, or no more; what was seen until then is forgotten."""
        if watching == self._watching:
            return
        self._watching = watching
        self._wait_ms = AGAIN_MS
        if self._next is not None:
            self._next.cancel()
            self._next = None
        if watching:
            self._look_after(FIRST_MS)
            return
        known, self._known = self._known, {}
        for key in known:
            self._listener.busy_ended(key)

    @property
    def plans(self) -> bool:
        """Whether anybody knows what is planned."""
        return self._looker.plans

    def look_ahead(self) -> None:
        """Tell the listener what the next hour brings."""
        now_ms = self._clock.now().utc_ms
        self._looker.look_ahead(now_ms, now_ms + HOUR_MS, self._saw_ahead)

    def _saw_ahead(self, periods: tuple[BusyPeriod, ...]) -> None:
        self._listener.planned([Appointment(one.start_utc_ms, one.end_utc_ms) for one in periods])

    def look_once(self) -> None:
        """Look, unless that is going on already; what is found is looked at again."""
        if not self._watching:
            if self._next is not None:
                self._next.cancel()
            self._next = self._looker.look(self._saw_once)

    def _saw_once(self, look: BusyLook) -> None:
        self._next = None
        if look.reasons:
            # Whoever hears of it says whether it matters; if not, it is forgotten again.
            self._watching = True
            self._saw(look)

    def _look_after(self, wait_ms: int, least_ms: int = 0) -> None:
        real_ms = self._clock.real_ms(self._clock.now().mono_ms + wait_ms)
        real_ms = max(real_ms, self._loop.now_ms() + least_ms)
        self._next = self._loop.call_at(real_ms, self._look)

    def _look(self) -> None:
        self._next = self._looker.look(self._saw)

    def _saw(self, look: BusyLook) -> None:
        if not self._watching:
            return
        found = {busy.key: busy for busy in map(_busy, look.reasons)}
        # What could not be asked this time is taken to go on.
        over = [] if look.unanswered else [key for key in self._known if key not in found]
        new = [busy for key, busy in found.items() if self._known.get(key) != busy]
        same = self._known and not (new or over or look.unanswered)
        self._wait_ms = min(2 * self._wait_ms, RARELY_MS) if same else AGAIN_MS
        self._look_after(self._wait_ms, LEAST_MS)
        for key in over:
            del self._known[key]
        self._known.update({busy.key: busy for busy in new})
        # First what begins: else a moment without any reason would let a notice through.
        for busy in new:
            self._listener.busy_began(busy)
        for key in over:
            self._listener.busy_ended(key)


def _busy(reason: BusyReason) -> Busy:
    return Busy(
        kind=reason.kind,
        owner=reason.owner,
        id=reason.id,
        words=reason.words,
        confidence=reason.confidence,
        until_utc_ms=reason.until_utc_ms,
    )
