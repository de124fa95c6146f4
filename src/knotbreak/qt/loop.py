"""The `Loop` port on Qt: one timer over a heap, socket notifiers, a wake-up socket.

Measured with PySide6 6.11 on Linux: a coarse timer of 15 s goes off up to 709 ms early, one of 20 s
and more on a whole second, a precise one never early. So a timer that is far away is coarse (the
system may then join wake-ups), and the last two seconds are always precise.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer

from knotbreak.app.timers import Fn, Timer, Timers

PRECISE_BELOW_MS = 2_000
"""An alarm nearer than this is set precisely."""

_NS_PER_MS = 1_000_000
_LONGEST_MS = 20 * 24 * 3600 * 1000  # QTimer counts in 32 bits: 24.8 days

# Qt.TimerType, as the property takes it: to name the `Qt` namespace makes PySide6 build all of its
# enums, 21 ms and 1.2 MB that a program in the tray needs for nothing else.
_PRECISE, _COARSE = 0, 1


class _Watch:
    """One reader or writer of a file descriptor."""

    __slots__ = ("_loop", "fn", "key", "notifier")

    def __init__(
        self, loop: QtLoop, key: tuple[int, QSocketNotifier.Type], fn: Fn, owner: QObject
    ) -> None:
        self._loop = loop
        self.key = key
        self.fn: Fn | None = fn
        # Qt's parent owns it: were it Python's alone, the last reference could go, and the object
        # with it, while its own signal is being delivered.
        self.notifier = QSocketNotifier(key[0], key[1], owner)
        self.notifier.activated.connect(self._on_ready)

    def cancel(self) -> None:
        if self.fn is not None:
            self.fn = None
            self._loop._unwatch(self)

    def _on_ready(self) -> None:
        if self.fn is not None:
            self._loop._call(self.fn)


class QtLoop:
    """Runs the program inside Qt's event loop.

    Exceptions from callbacks go to `on_error`; without one they leave `run()`, and what was still
    to be done stays in the queue. A Python signal handler may simply call `stop()` or `post()`
    while `run()` is in the main thread.
    """

    def __init__(
        self, app: QCoreApplication, on_error: Callable[[Exception], None] | None = None
    ) -> None:
        self._app = app
        self._on_error = on_error
        self._error: Exception | None = None
        self._owner = QObject()
        self._timer = QTimer(self._owner)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)
        self._armed_ms: int | None = None
        self._timers = Timers(self._arm)
        self._watches: dict[tuple[int, QSocketNotifier.Type], _Watch] = {}
        self._posted: deque[Fn] = deque()
        self._woken = False
        self._running = False
        self._stopping = False
        self._closed = False
        self._precise = False
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._wake = QSocketNotifier(self._wake_in.fileno(), QSocketNotifier.Type.Read, self._owner)
        self._wake.activated.connect(self._on_wake_up)

    def set_precise(self, precise: bool) -> None:
        """While a session plays, every alarm is precise, however far away."""
        if precise != self._precise:
            self._precise = precise
            self._armed_ms = None
            self._arm()

    def now_ms(self) -> int:
        """The real monotonic time."""
        return time.monotonic_ns() // _NS_PER_MS

    def call_at(self, real_ms: int, fn: Fn) -> Timer:
        """Call `fn` once, not before `real_ms`."""
        return self._timers.add(real_ms, fn)

    def add_reader(self, fd: int, fn: Fn) -> _Watch:
        """Call `fn` whenever `fd` can be read; one reader for each descriptor."""
        return self._watch((fd, QSocketNotifier.Type.Read), fn)

    def add_writer(self, fd: int, fn: Fn) -> _Watch:
        """Call `fn` whenever `fd` can be written; one writer for each descriptor."""
        return self._watch((fd, QSocketNotifier.Type.Write), fn)

    def post(self, fn: Fn) -> None:
        """Call `fn` soon on the loop, from any thread or signal handler."""
        self._posted.append(fn)
        # The flag is cleared before the queue is read, so a post that sees it set is read too.
        if not self._woken:
            self._woken = True
            self._wake_up()

    def stop(self) -> None:
        """Make `run()` return after the callback that runs now, or at once if it is yet to run."""
        self._stopping = True
        self._wake_up()

    def run(self) -> None:
        """Run until `stop()`, or until Qt itself ends (log-out, `QCoreApplication.quit`)."""
        with self._signals_wake_us():
            self._running = True
            try:
                self._wake_up()  # for what was posted or asked before
                self._arm()
                if not self._stopping:
                    self._app.exec()
            finally:
                self._running = self._stopping = False
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def close(self) -> None:
        """Let go of timers, notifiers and the socket; the loop cannot be used afterwards."""
        if self._closed:
            return
        self._closed = True
        self._timer.stop()
        self._wake.setEnabled(False)
        for watch in tuple(self._watches.values()):
            watch.cancel()
        self._timers.clear()
        self._posted.clear()
        self._wake_in.close()
        self._wake_out.close()

    # -- calls ---------------------------------------------------------------------------------

    def _call(self, fn: Fn) -> None:
        try:
            fn()
        except Exception as error:  # noqa: BLE001 - the owner of the loop decides
            if self._on_error is not None:
                self._on_error(error)
                return
            # An exception cannot cross Qt: it is carried around it.
            self._error = error
            self._stopping = True
        if self._stopping and self._running:
            self._app.exit()

    def _on_wake_up(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._wake_in.recv(4096):
                pass
        self._woken = False
        if self._stopping and self._running:
            self._app.exit()
        # Only what is there now: a callback that posts itself must not starve the rest.
        for _ in range(len(self._posted)):
            if self._stopping:
                return
            self._call(self._posted.popleft())

    def _wake_up(self) -> None:
        # A full socket wakes as well as one more byte; a closed loop has nothing to wake.
        with contextlib.suppress(BlockingIOError, OSError):
            self._wake_out.send(b"\0")

    @contextlib.contextmanager
    def _signals_wake_us(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # Qt waits in C: Python runs a signal's handler at its next bytecode, which the byte brings.
        before = signal.set_wakeup_fd(self._wake_out.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)

    # -- timers --------------------------------------------------------------------------------

    def _on_timeout(self) -> None:
        self._armed_ms = None
        # An early alarm finds nothing due and is set again, for the rest.
        self._timers.call_due(self.now_ms(), self._call, lambda: self._stopping)
        self._arm()

    def _arm(self) -> None:
        """Set the one timer to the first call that is due."""
        if self._closed:
            return
        due_ms = self._timers.first_ms()
        if due_ms is None:
            self._armed_ms = None
            self._timer.stop()
            return
        if due_ms == self._armed_ms:
            return
        self._armed_ms = due_ms
        left_ns = due_ms * _NS_PER_MS - time.monotonic_ns()
        left_ms = min(_LONGEST_MS, max(0, -(-left_ns // _NS_PER_MS)))
        near = self._precise or left_ms < PRECISE_BELOW_MS
        self._timer.setProperty("timerType", _PRECISE if near else _COARSE)
        self._timer.start(left_ms)

    # -- descriptors ---------------------------------------------------------------------------

    def _watch(self, key: tuple[int, QSocketNotifier.Type], fn: Fn) -> _Watch:
        if key in self._watches:
            raise ValueError(f"descriptor {key[0]} is already watched")
        watch = self._watches[key] = _Watch(self, key, fn, self._owner)
        return watch

    def _unwatch(self, watch: _Watch) -> None:
        if self._watches.get(watch.key) is watch:
            del self._watches[watch.key]
        watch.notifier.setEnabled(False)
        watch.notifier.deleteLater()
