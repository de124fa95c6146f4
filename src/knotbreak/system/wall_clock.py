"""Alarms by the wall clock, and the news that it was set.

On Linux a timerfd on CLOCK_REALTIME with TFD_TIMER_CANCEL_ON_SET: it goes off at the wall time
whatever happens to the machine in between, and is cancelled, which can be read, when the clock is
set. Elsewhere, or where the system refuses, a look at the clock once a minute at most, and only
while somebody waits.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.signals import Outcome, Tried
from knotbreak.core.units import MINUTE_MS
from knotbreak.system.handles import Cancel
from knotbreak.system.watch import FileWatch

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator

LOOK_MS = MINUTE_MS
_JUMP_MS = 1_000
_REALTIME = 0
_ABSOLUTE, _CANCEL_ON_SET = 1, 2
_FAR_S = 1 << 40
LOCALTIME = Path("/etc/localtime")


class _Timespec(ctypes.Structure):
    _fields_ = (("tv_sec", ctypes.c_long), ("tv_nsec", ctypes.c_long))


class _Itimerspec(ctypes.Structure):
    _fields_ = (("it_interval", _Timespec), ("it_value", _Timespec))


class _Alarm:
    def __init__(self, utc_ms: int, fn: Callable[[], None]) -> None:
        self.utc_ms = utc_ms
        self.fn = fn
        self.over = False


class SystemWallClock:
    """Implements the `WallClock` port. Its times are real ones, whatever `--speed` says."""

    def __init__(
        self,
        loop: Loop,
        translator: Translator,
        *,
        localtime: Path = LOCALTIME,
        use_timerfd: bool = sys.platform == "linux",
        utc_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._loop = loop
        self._ = translator.gettext
        self._utc_ms = utc_ms
        self._alarms: list[_Alarm] = []
        self._watchers: list[Callable[[], None]] = []
        self._timer: Handle | None = None
        self._reader: Handle | None = None
        self._libc, self._fd = _open_timerfd() if use_timerfd else (None, -1)
        self._ahead_ms = utc_ms() - loop.now_ms()
        self._zone = FileWatch(loop, (localtime,), self._tell_changed)
        if self._fd >= 0:
            self._reader = loop.add_reader(self._fd, self._on_readable)
        self._arm()

    def call_at(self, utc_ms: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` once when the wall clock shows `utc_ms`, even if it was set meanwhile."""
        alarm = _Alarm(utc_ms, fn)
        self._alarms.append(alarm)
        self._arm()

        def undo() -> None:
            alarm.over = True
            if alarm in self._alarms:
                self._alarms.remove(alarm)
                self._arm()

        return Cancel(undo)

    def watch(self, fn: Callable[[], None]) -> Handle:
        """Call `fn` whenever the clock was set or the zone may have changed."""
        self._watchers.append(fn)

        def undo() -> None:
            if fn in self._watchers:
                self._watchers.remove(fn)
                self._arm()

        self._arm()
        return Cancel(undo)

    def stop(self) -> None:
        """Wake up no more."""
        self._alarms.clear()
        self._watchers.clear()
        self._forget_timer()
        self._zone.cancel()
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
            os.close(self._fd)
            self._fd = -1

    def tried(self) -> tuple[Tried, ...]:
        """Whether the system tells of changes at once."""
        port, words = self._("wall clock"), self._("Changes of the clock are told at once.")
        if self._fd >= 0:
            return (Tried(port=port, means="timerfd", outcome=Outcome.CHOSEN, words=words),)
        not_here = self._("This system does not tell when its clock is set.")
        looks = self._("Changes of the clock are noticed within a minute.")
        return (
            Tried(port=port, means="timerfd", outcome=Outcome.NOT_HERE, words=not_here),
            Tried(port=port, means="clock", outcome=Outcome.CHOSEN, words=looks),
        )

    def _arm(self) -> None:
        first_ms = min((alarm.utc_ms for alarm in self._alarms), default=None)
        if self._libc is not None and self._fd >= 0:
            self._set_timerfd(first_ms)
            return
        self._forget_timer()
        if first_ms is None and not self._watchers:
            return
        wait_ms = LOOK_MS if first_ms is None else min(LOOK_MS, first_ms - self._utc_ms())
        self._timer = self._loop.call_at(self._loop.now_ms() + max(0, wait_ms), self._on_look)

    def _set_timerfd(self, utc_ms: int | None) -> None:
        seconds, ms = divmod(_FAR_S * 1000 if utc_ms is None else max(1, utc_ms), 1000)
        spec = _Itimerspec(_Timespec(0, 0), _Timespec(seconds, ms * 1_000_000))
        assert self._libc is not None
        flags = _ABSOLUTE | _CANCEL_ON_SET
        self._libc.timerfd_settime(self._fd, flags, ctypes.byref(spec), None)

    def _on_readable(self) -> None:
        was_set = False
        try:
            os.read(self._fd, 8)
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno != errno.ECANCELED:
                raise
            was_set = True
        self._ring()
        if was_set:
            self._tell_changed()

    def _on_look(self) -> None:
        self._timer = None
        ahead_ms = self._utc_ms() - self._loop.now_ms()
        jumped = abs(ahead_ms - self._ahead_ms) > _JUMP_MS
        # A clock that drifts is not one that was set.
        self._ahead_ms = ahead_ms
        self._ring()
        if jumped:
            self._tell_changed()

    def _ring(self) -> None:
        now_ms = self._utc_ms()
        due = [alarm for alarm in self._alarms if alarm.utc_ms <= now_ms]
        self._alarms = [alarm for alarm in self._alarms if alarm.utc_ms > now_ms]
        self._arm()
        for alarm in sorted(due, key=lambda alarm: alarm.utc_ms):
            if not alarm.over:
                alarm.fn()

    def _tell_changed(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()

    def _forget_timer(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()


def _open_timerfd() -> tuple[ctypes.CDLL | None, int]:
    # `os.timerfd_create` comes with Python 3.13 only.
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "timerfd_create"):
        return None, -1
    return libc, libc.timerfd_create(_REALTIME, os.O_NONBLOCK | os.O_CLOEXEC)
