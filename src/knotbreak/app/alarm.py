"""The one alarm of the program: when time itself is the next thing that happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knotbreak.app.ports import Clock, Handle, Loop


class Alarm:
    """Calls `wake` at the moment it is set to, never before."""

    def __init__(self, clock: Clock, loop: Loop, wake: Callable[[], None]) -> None:
        self._clock = clock
        self._loop = loop
        self._wake = wake
        self._handle: Handle | None = None
        self._real_ms: int | None = None

    @property
    def late_ms(self) -> int:
        """How long ago it should have gone off, in the program's time; negative until then."""
        if self._real_ms is None:
            return 0
        return round((self._loop.now_ms() - self._real_ms) * self._clock.speed)

    def set(self, mono_ms: int | None) -> None:
        """Set it to another moment, or to none."""
        self.cancel()
        if mono_ms is None:
            self._real_ms = None
            return
        self._real_ms = self._clock.real_ms(mono_ms)
        self._handle = self._loop.call_at(self._real_ms, self._on_time)

    def cancel(self) -> None:
        """Let it not go off."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _on_time(self) -> None:
        """One that comes early (Qt's coarse timer does) waits for the rest."""
        if self._real_ms is not None and self._loop.now_ms() < self._real_ms:
            self._handle = self._loop.call_at(self._real_ms, self._on_time)
        else:
            self._wake()
