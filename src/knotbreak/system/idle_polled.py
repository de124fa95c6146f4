"""Idle time where the system answers at once when it is asked: Windows and macOS."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.system.idle_looks import AdaptiveLooks

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop


class PolledIdle:
    """Implements the `IdleSource` port by asking, as seldom as possible (see `AdaptiveLooks`).

    Args:
        loop: Real milliseconds.
        idle_ms: How long the input has been still, in real milliseconds.
        words: Which means this is, for a person.
        speed: How many times as fast as real time the program runs.
    """

    known = True

    def __init__(
        self, loop: Loop, idle_ms: Callable[[], int], words: str, speed: float = 1.0
    ) -> None:
        self._words = words
        self._looks = AdaptiveLooks(loop, lambda: self._looks.answer(idle_ms()), speed)

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""
        return self._looks.watch_idle(threshold_ms, fn)

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input that the last look did not know of."""
        return self._looks.watch_active(fn)

    def stop(self) -> None:
        """Ask and tell nothing any more."""
        self._looks.stop()

    def describe(self) -> str:
        """Which means this is."""
        return self._words
