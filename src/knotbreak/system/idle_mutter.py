"""Stillness of the input as GNOME Shell tells it, and Cinnamon, by events: nothing here polls.

`org.gnome.Mutter.IdleMonitor` and its copy `org.cinnamon.Muffin.IdleMonitor`: AddIdleWatch(t) -> u,
AddUserActiveWatch() -> u, RemoveWatch(u), GetIdletime() -> t, signal WatchFired(u). An idle watch
fires at once if the input has been still for longer already, and again after each new stillness; an
active watch fires once.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from typing import TYPE_CHECKING

from jeepney import DBusAddress, MatchRule, Message, new_method_call

from knotbreak.system.dbus import CallError, CallRefused
from knotbreak.system.handles import Cancel
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator

MUTTER = "org.gnome.Mutter.IdleMonitor"
MUFFIN = "org.cinnamon.Muffin.IdleMonitor"
RETURN_MS = 10_000
"""The shell may be restarted on X11: its name is away for some seconds."""
_REALLY_ACTIVE_MS = 1_000
"""An active watch fires for made-up events too; then the stillness goes on."""


class _Watch:
    def __init__(self, threshold_ms: int | None, fn: Callable[[int], None]) -> None:
        self.threshold_ms = threshold_ms
        self.fn = fn
        self.number: int | None = None
        self.over = False


class MutterIdle:
    """Implements the `IdleSource` port with the idle monitor of GNOME Shell or Cinnamon.

    When there is no such service, or it stays away, `known` turns False, `on_lost` is called
    once, and whoever waits for input is told.

    Args:
        loop: Real milliseconds.
        bus: The session bus; started by its owner.
        speed: How many times as fast as real time the program runs.
        name: `MUTTER` or `MUFFIN`.
        translator: For `describe()`.
        on_lost: Called when there is nothing more to be had from here.
    """

    def __init__(
        self,
        loop: Loop,
        bus: SessionBus,
        speed: float = 1.0,
        *,
        name: str = MUTTER,
        translator: Translator | None = None,
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._loop = loop
        self._bus = bus
        self._speed = speed
        self._translator = translator or gettext.NullTranslations()
        self._on_lost = on_lost
        path = "/" + name.replace(".", "/") + "/Core"
        self._address = DBusAddress(path, bus_name=name, interface=name)
        self._known = True
        self._owner: str | None = None
        self._watches: list[_Watch] = []
        self._leave: Handle | None = None
        fired = MatchRule(
            type="signal", sender=name, interface=name, member="WatchFired", path=path
        )
        self._handles = [
            bus.subscribe(fired, self._on_fired),
            bus.watch_name(name, self._on_owner),
            bus.watch_state(self._on_state),
        ]
        if not bus.connected:
            loop.post(self._lose)

    @property
    def known(self) -> bool:
        """False once the service turned out not to be there, or stayed away."""
        return self._known

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""
        return self._watch(_Watch(threshold_ms, fn))

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input again."""
        return self._watch(_Watch(None, fn))

    def stop(self) -> None:
        """Take the watches back; nothing is told any more."""
        for watch in tuple(self._watches):
            self._forget(watch)
        self._close()

    def describe(self) -> str:
        """Which means this is."""
        _ = self._translator.gettext
        if self._known:
            return _("idle time: from the desktop's idle monitor")
        return _("idle time: not known, the desktop's idle monitor is gone")

    # Watching.

    def _watch(self, watch: _Watch) -> Handle:
        self._watches.append(watch)
        if not self._known:
            self._loop.post(self._tell_lost)
        elif self._owner is not None:
            self._add(watch)
        return Cancel(lambda: self._forget(watch))

    def _add(self, watch: _Watch) -> None:
        if watch.threshold_ms is None:
            message = new_method_call(self._address, "AddUserActiveWatch")
        else:
            real_ms = max(1, int(-(-watch.threshold_ms // self._speed)))
            message = new_method_call(self._address, "AddIdleWatch", "t", (real_ms,))

        def on_reply(reply: Message) -> None:
            watch.number = reply.body[0]
            if watch.over:
                self._remove(watch.number)

        self._bus.call(message, on_reply, self._on_refused, late=on_reply)

    def _on_refused(self, error: CallError) -> None:
        # Whoever has the name does not know its work. That it is gone is told otherwise, and one
        # that is slow may still answer.
        if isinstance(error, CallRefused) and self._owner is not None:
            self._lose()

    def _forget(self, watch: _Watch) -> None:
        watch.over = True
        if watch in self._watches:
            self._watches.remove(watch)
            if watch.number is not None:
                self._remove(watch.number)

    def _remove(self, number: int) -> None:
        self._bus.send(new_method_call(self._address, "RemoveWatch", "u", (number,)))

    # Hearing.

    def _on_fired(self, message: Message) -> None:
        (number,) = message.body
        watch = next((one for one in self._watches if one.number == number), None)
        if watch is None:
            return
        if watch.threshold_ms is None:
            # It has fired for the only time.
            watch.number = None
        ask = new_method_call(self._address, "GetIdletime")

        def on_idle_time(reply: Message) -> None:
            if not watch.over:
                self._decide(watch, reply.body[0])

        def on_error(error: CallError) -> None:
            self._on_refused(error)
            if not watch.over and self._known:
                # A shell that is busy: what it has said before must do.
                real_ms = 0 if watch.threshold_ms is None else watch.threshold_ms / self._speed
                self._decide(watch, real_ms)

        self._bus.call(ask, on_idle_time, on_error)

    def _decide(self, watch: _Watch, real_ms: float) -> None:
        told_ms = round(real_ms * self._speed)
        if watch.threshold_ms is not None:
            if told_ms < watch.threshold_ms:
                # There was input meanwhile: the watch fires again.
                return
        elif real_ms > _REALLY_ACTIVE_MS:
            self._add(watch)
            return
        self._forget(watch)
        watch.fn(told_ms)

    def _on_owner(self, owner: str | None) -> None:
        before, self._owner = self._owner, owner
        self._stay()
        if owner is not None:
            for watch in self._watches:
                watch.number = None
                self._add(watch)
        elif before is None:
            self._lose()
        else:
            due_ms = self._loop.now_ms() + RETURN_MS
            self._leave = self._loop.call_at(due_ms, self._lose)

    def _on_state(self, connected: bool) -> None:
        if not connected:
            self._lose()

    def _stay(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            leave.cancel()

    def _lose(self) -> None:
        if not self._known:
            return
        self._close()
        self._on_lost()
        self._tell_lost()

    def _tell_lost(self) -> None:
        watches, self._watches = self._watches, []
        for watch in watches:
            if watch.threshold_ms is None and not watch.over:
                watch.fn(0)

    def _close(self) -> None:
        self._known = False
        self._owner = None
        self._stay()
        handles, self._handles = self._handles, []
        for handle in handles:
            handle.cancel()
