"""The timers of a loop, in the order in which they are due."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import TypeAlias

Fn: TypeAlias = Callable[[], None]

_COMPACT_FROM = 64


class Timer:
    """A call that is due at `real_ms`; timers of the same moment fire in order of birth."""

    __slots__ = ("_timers", "fn", "number", "real_ms")

    def __init__(self, timers: Timers, real_ms: int, number: int, fn: Fn) -> None:
        self._timers = timers
        self.real_ms = real_ms
        self.number = number
        self.fn: Fn | None = fn

    def __lt__(self, other: Timer) -> bool:
        return (self.real_ms, self.number) < (other.real_ms, other.number)

    def cancel(self) -> None:
        """Never call it; cancelling twice is harmless."""
        if self.fn is not None:
            self.fn = None
            self._timers._cancelled_one()


class Timers:
    """A heap of them. `changed` is called when the first to be due may be another one."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        self._heap: list[Timer] = []
        self._born = 0
        self._cancelled = 0

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, real_ms: int, fn: Fn) -> Timer:
        """Have `fn` called once, not before `real_ms`."""
        self._born += 1
        timer = Timer(self, real_ms, self._born, fn)
        heapq.heappush(self._heap, timer)
        self._changed()
        return timer

    def first_ms(self) -> int | None:
        """When the first is due; None if there is none."""
        while self._heap and self._heap[0].fn is None:
            heapq.heappop(self._heap)
            self._cancelled -= 1
        return self._heap[0].real_ms if self._heap else None

    def call_due(self, now_ms: int, call: Callable[[Fn], None], stop: Callable[[], bool]) -> None:
        """Give all that are due to `call`, in order, until `stop()`.

        Not those that are added meanwhile: a timer that renews itself must not starve the rest.
        """
        last_born = self._born
        while self._heap and not stop():
            first = self._heap[0]
            if first.real_ms > now_ms or first.number > last_born:
                return
            heapq.heappop(self._heap)
            fn, first.fn = first.fn, None
            if fn is None:
                self._cancelled -= 1
            else:
                call(fn)

    def clear(self) -> None:
        """Forget them all."""
        self._heap.clear()

    def _cancelled_one(self) -> None:
        """Forget cancelled timers before they outnumber the living ones."""
        self._cancelled += 1
        if self._cancelled >= _COMPACT_FROM and self._cancelled * 2 > len(self._heap):
            self._heap = [timer for timer in self._heap if timer.fn is not None]
            heapq.heapify(self._heap)
            self._cancelled = 0
        self._changed()
