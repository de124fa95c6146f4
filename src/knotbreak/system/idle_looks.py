"""Watching for stillness and for input where that can only be looked at, as seldom as possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.system.handles import Cancel

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop

# While waiting for input: 8 wake-ups a minute are too many, 3 are hardly felt.
ACTIVE_LOOK_MS = 20_000
_SHORTEST_LOOK_MS = 250
# Both sides count whole milliseconds.
_ROUNDING_MS = 2


class _IdleWatch:
    def __init__(self, threshold_ms: int, fn: Callable[[int], None]) -> None:
        self.threshold_ms = threshold_ms
        self.fn = fn


class _ActiveWatch:
    def __init__(self, since_ms: int | None, fn: Callable[[int], None]) -> None:
        self.since_ms = since_ms
        self.fn = fn


class AdaptiveLooks:
    """The watching half of an `IdleSource` that has to ask how long the input has been still.

    It asks when a threshold can first be reached, and every 20 s of real time while it waits for
    input; with no watcher it never wakes up.

    Args:
        loop: Real milliseconds.
        ask: Asks, and sees to it that `answer` is called, at once or later; one question is open
            at a time.
        speed: How many times as fast as real time the program runs.
    """

    def __init__(self, loop: Loop, ask: Callable[[], None], speed: float = 1.0) -> None:
        self._loop = loop
        self._ask = ask
        self._speed = speed
        self._look: Handle | None = None
        self._due_ms = 0
        self._idle_watches: list[_IdleWatch] = []
        self._active_watches: list[_ActiveWatch] = []
        self.asked_ms: int | None = None
        self.last_input_ms: int | None = None

    @property
    def next_look_ms(self) -> int | None:
        """The loop's time of the next question; None while nobody waits for one."""
        return None if self._look is None else self._due_ms

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""
        watch = _IdleWatch(threshold_ms, fn)
        self._idle_watches.append(watch)
        self._look_at(self._loop.now_ms())

        def undo() -> None:
            if watch in self._idle_watches:
                self._idle_watches.remove(watch)
                self._plan()

        return Cancel(undo)

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input that the last look did not know of."""
        watch = _ActiveWatch(self.last_input_ms, fn)
        self._active_watches.append(watch)
        self._look_at(self._loop.now_ms())

        def undo() -> None:
            if watch in self._active_watches:
                self._active_watches.remove(watch)
                self._plan()

        return Cancel(undo)

    def look(self) -> None:
        """Ask now, unless an answer is still to come."""
        self._look = None
        if self.asked_ms is None:
            self.asked_ms = self._loop.now_ms()
            self._ask()

    def answer(self, idle_ms: int) -> None:
        """The answer to the open question, in real milliseconds."""
        asked_ms, self.asked_ms = self.asked_ms, None
        if asked_ms is None:
            return
        # The other side read its clock between the question and now: the last input lies between
        # these two. An answer that was slow must not be taken for input.
        earliest_ms = asked_ms - idle_ms
        self.last_input_ms = self._loop.now_ms() - idle_ms
        told_ms = round(idle_ms * self._speed)
        for idle in tuple(self._idle_watches):
            if told_ms >= idle.threshold_ms and idle in self._idle_watches:
                self._idle_watches.remove(idle)
                idle.fn(told_ms)
        for active in tuple(self._active_watches):
            if active.since_ms is None:
                active.since_ms = self.last_input_ms
            elif earliest_ms > active.since_ms + _ROUNDING_MS and active in self._active_watches:
                self._active_watches.remove(active)
                active.fn(told_ms)
        self._plan()

    def stop(self) -> None:
        """Ask and tell nothing any more."""
        self._idle_watches.clear()
        self._active_watches.clear()
        self.rest()

    def rest(self) -> None:
        """Ask nothing until somebody watches again."""
        self._forget_look()
        self.asked_ms = None

    def give_up(self) -> None:
        """Nobody can be asked any more: stillness is never told, input at once."""
        self.rest()
        self._idle_watches.clear()
        watches, self._active_watches = self._active_watches, []
        for watch in watches:
            watch.fn(0)

    def _look_at(self, real_ms: int) -> None:
        self._forget_look()
        self._due_ms = real_ms
        self._look = self._loop.call_at(real_ms, self.look)

    def _forget_look(self) -> None:
        look, self._look = self._look, None
        if look is not None:
            look.cancel()

    def _plan(self) -> None:
        """Look again when a threshold can first be reached, or when it is time for a look."""
        self._forget_look()
        if self.asked_ms is not None:
            return
        if self.last_input_ms is None:
            if self._idle_watches or self._active_watches:
                self._look_at(self._loop.now_ms())
            return
        waits = []
        if self._idle_watches:
            first_ms = min(watch.threshold_ms for watch in self._idle_watches)
            waits.append(self.last_input_ms + -(-first_ms // self._speed) + 1)
        if self._active_watches:
            wait_ms = max(_SHORTEST_LOOK_MS, ACTIVE_LOOK_MS / self._speed)
            waits.append(self._loop.now_ms() + wait_ms)
        if waits:
            self._look_at(max(int(min(waits)), self._loop.now_ms() + 1))
