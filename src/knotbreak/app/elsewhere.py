"""Sessions that play in another process: heard of from time to time, or not any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.state import OpenSession
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.units import MINUTE_MS

if TYPE_CHECKING:
    from knotbreak.app.ports import Clock, Handle, Loop

LEASE_MS = 5 * MINUTE_MS
"""One that is not heard of for so long beyond its length is taken to be over."""


class Elsewhere:
    """Calls `over` when such a session must have ended without a word (its process was killed).

    It hands over the sessions whose end nobody has written down.
    """

    def __init__(
        self, clock: Clock, loop: Loop, over: Callable[[Sequence[OpenSession]], None]
    ) -> None:
        self._clock = clock
        self._loop = loop
        self._over = over
        self._open: dict[str, OpenSession] = {}
        self._lease: Handle | None = None
        self._until_ms = 0

    def heard_of(self, left_ms: int) -> None:
        """It plays, and will for so long."""
        self._cancel()
        self._until_ms = self._clock.now().mono_ms + max(0, left_ms) + LEASE_MS
        self._lease = self._loop.call_at(self._clock.real_ms(self._until_ms), self._lost)

    def stands_at(self, session: OpenSession) -> None:
        """It has come so far; if it is not heard of again, this is what is known of it."""
        self._open[session.key] = session
        if self._lease is None or self._until_ms < self._clock.now().mono_ms + LEASE_MS:
            self.heard_of(0)

    def wrote(self, event: HistoryEvent) -> None:
        """An event is written down; the end of a session makes that one nobody's business."""
        if event.event is EventKind.SESSION and event.key is not None:
            self._open.pop(event.key.removesuffix(":session"), None)

    def ended(self) -> None:
        """One has ended with a word; another may have been killed before it began."""
        self._cancel()
        if self._open:
            self.heard_of(0)

    def forget(self) -> None:
        """We end; a session that goes on writes for itself."""
        self._cancel()
        self._open.clear()

    def _lost(self) -> None:
        lost = tuple(self._open.values())
        self.forget()
        self._over(lost)

    def _cancel(self) -> None:
        if self._lease is not None:
            self._lease.cancel()
            self._lease = None
