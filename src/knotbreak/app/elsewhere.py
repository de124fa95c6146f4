"""A session that plays in another process: heard of from time to time, or not any more."""

from __future__ import annotations

from collections.abc import Callable

from knotbreak.app.ports import Clock, Handle, Loop
from knotbreak.core.units import MINUTE_MS

LEASE_MS = 5 * MINUTE_MS
"""One that is not heard of for so long beyond its length is taken to be over."""


class Elsewhere:
    """Calls `over` when such a session must have ended without a word (its process was killed)."""

    def __init__(self, clock: Clock, loop: Loop, over: Callable[[], None]) -> None:
        self._clock = clock
        self._loop = loop
        self._over = over
        self._lease: Handle | None = None

    def heard_of(self, left_ms: int) -> None:
        """It plays, and will for so long."""
        self.forget()
        until_ms = self._clock.now().mono_ms + max(0, left_ms) + LEASE_MS
        self._lease = self._loop.call_at(self._clock.real_ms(until_ms), self._over)

    def forget(self) -> None:
        """It has ended, or we have."""
        if self._lease is not None:
            self._lease.cancel()
            self._lease = None
