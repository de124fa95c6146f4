"""The event loop of the terminal front end: `selectors`, a heap of timers, a wake-up socket."""

from __future__ import annotations

import contextlib
import selectors
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType

from knotbreak.app.timers import Fn, Timer, Timers

_NS_PER_MS = 1_000_000


class _Watch:
    """One reader or writer of a file descriptor."""

    __slots__ = ("_loop", "active", "event", "fd", "fn")

    def __init__(self, loop: SelectorLoop, fd: int, event: int, fn: Fn) -> None:
        self._loop = loop
        self.fd = fd
        self.event = event
        self.fn = fn
        self.active = True

    def cancel(self) -> None:
        if self.active:
            self.active = False
            self._loop._unwatch(self)


class SelectorLoop:
    """Implements the `Loop` port without a toolkit.

    Exceptions from callbacks go to `on_error`; without one they leave `run()`, and what was still
    to be done stays in the queue. Signals interrupt a wait at once while `run()` is in the main
    thread, so a Python signal handler may simply call `stop()` or `post()`.
    """

    def __init__(self, on_error: Callable[[Exception], None] | None = None) -> None:
        self._on_error = on_error
        self._selector = selectors.DefaultSelector()
        self._watches: dict[int, dict[int, _Watch]] = {}
        self._timers = Timers()
        self._posted: deque[Fn] = deque()
        self._stopping = False
        self._closed = False
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._watch(self._wake_in.fileno(), selectors.EVENT_READ, self._drain_wake_ups)

    def __enter__(self) -> SelectorLoop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def now_ms(self) -> int:
        """The real monotonic time."""
        return time.monotonic_ns() // _NS_PER_MS

    def call_at(self, real_ms: int, fn: Fn) -> Timer:
        """Call `fn` once, not before `real_ms`."""
        return self._timers.add(real_ms, fn)

    def add_reader(self, fd: int, fn: Fn) -> _Watch:
        """Call `fn` whenever `fd` can be read; one reader for each descriptor."""
        return self._watch(fd, selectors.EVENT_READ, fn)

    def add_writer(self, fd: int, fn: Fn) -> _Watch:
        """Call `fn` whenever `fd` can be written; one writer for each descriptor."""
        return self._watch(fd, selectors.EVENT_WRITE, fn)

    def post(self, fn: Fn) -> None:
        """Call `fn` soon on the loop, from any thread."""
        self._posted.append(fn)
        self._wake_up()

    def stop(self) -> None:
        """Make `run()` return after the callback that runs now, or at once if it is yet to run."""
        self._stopping = True
        self._wake_up()

    def run(self) -> None:
        """Run until `stop()`."""
        with self._signals_wake_us():
            try:
                while not self._stopping:
                    self.run_once()
            finally:
                self._stopping = False

    def run_once(self, max_wait_ms: int | None = None) -> None:
        """Wait for the next thing to do, at most `max_wait_ms`, and do all that is ready."""
        ready: list[_Watch] = []
        for key, events in self._selector.select(self._wait_s(max_wait_ms)):
            # The watches are picked now: a callback may close a descriptor, and the system may
            # give its number to a new one in the same round.
            ready += [watch for event, watch in key.data.items() if events & event]
        for watch in ready:
            if watch.active and not self._stopping:
                self._call(watch.fn)
        self._run_posted()
        self._timers.call_due(self.now_ms(), self._call, lambda: self._stopping)

    def close(self) -> None:
        """Let go of the selector and the wake-up socket; the loop cannot be used afterwards."""
        if not self._closed:
            self._closed = True
            self._selector.close()
            self._wake_in.close()
            self._wake_out.close()
            self._timers.clear()
            self._posted.clear()

    def _call(self, fn: Fn) -> None:
        if self._on_error is None:
            fn()
            return
        try:
            fn()
        except Exception as error:  # noqa: BLE001 - the owner of the loop decides
            self._on_error(error)

    def _wait_s(self, max_wait_ms: int | None) -> float | None:
        if self._posted or self._stopping:
            return 0.0
        waits = [] if max_wait_ms is None else [max_wait_ms / 1000]
        first_ms = self._timers.first_ms()
        if first_ms is not None:
            left_ns = first_ms * _NS_PER_MS - time.monotonic_ns()
            waits.append(max(0.0, left_ns / 1e9))
        return min(waits) if waits else None

    def _run_posted(self) -> None:
        # Only what is there now: a callback that posts itself must not starve the descriptors.
        for _ in range(len(self._posted)):
            if self._stopping:
                return
            self._call(self._posted.popleft())

    def _watch(self, fd: int, event: int, fn: Fn) -> _Watch:
        watches = self._watches.get(fd, {})
        if event in watches:
            raise ValueError(f"descriptor {fd} is already watched")
        watch = _Watch(self, fd, event, fn)
        watches = {**watches, event: watch}
        if len(watches) == 1:
            self._selector.register(fd, event, watches)
        else:
            self._selector.modify(fd, selectors.EVENT_READ | selectors.EVENT_WRITE, watches)
        self._watches[fd] = watches
        return watch

    def _unwatch(self, watch: _Watch) -> None:
        watches = self._watches.get(watch.fd, {})
        if self._closed or watches.get(watch.event) is not watch:
            return
        rest = {event: other for event, other in watches.items() if other is not watch}
        # A descriptor that was closed first is gone from the system's set already.
        with contextlib.suppress(OSError, KeyError, ValueError):
            if rest:
                self._selector.modify(watch.fd, next(iter(rest)), rest)
            else:
                self._selector.unregister(watch.fd)
        if rest:
            self._watches[watch.fd] = rest
        else:
            self._watches.pop(watch.fd, None)

    def _wake_up(self) -> None:
        # A full socket wakes as well as one more byte; a closed loop has nothing to wake.
        with contextlib.suppress(BlockingIOError, OSError):
            self._wake_out.send(b"\0")

    def _drain_wake_ups(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._wake_in.recv(4096):
                pass

    @contextlib.contextmanager
    def _signals_wake_us(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # Python retries a wait that a signal interrupted (PEP 475): without the byte in the
        # socket, a handler that calls stop() would be noticed at the next event only.
        before = signal.set_wakeup_fd(self._wake_out.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
