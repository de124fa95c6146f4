"""Stillness of the input as a Wayland compositor tells it, by events: nothing here polls.

Two protocols, of one shape (https://wayland.app/protocols/ext-idle-notify-v1 and
https://wayland.app/protocols/kde-idle): a notification object is made for a time and a seat; it
tells `idled` (event 0) when there was no input for that time since it was made, `resumed` (event 1)
at the next input, and is destroyed by its request 0. From version 2 on the first can be told to
take input alone, whatever inhibits.
"""

from __future__ import annotations

import gettext
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from knotbreak.system import wayland_wire as wire
from knotbreak.system.handles import Cancel
from knotbreak.system.sockets import received, sent_whole
from knotbreak.system.wayland_wire import Event, Global, WaylandProtocolError

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator

RESUME_MS = 100
"""To be told of the next input, one has to have been still for a moment; nobody types faster."""

_REGISTRY, _GLOBALS_TOLD, _SEAT, _NOTIFIER = 2, 3, 4, 5
_FIRST_FREE_ID = 6
_SEAT_INTERFACE = "wl_seat"
_IDLED, _RESUMED = 0, 1
_DESTROY = 0


class IdleProtocol(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two protocols.

    Attributes:
        requests: The number of the request that makes a notification, for each version.
        seat_first: Whether the seat is named before the time.
    """

    interface: str
    requests: tuple[int, ...]
    seat_first: bool


EXT = IdleProtocol(interface="ext_idle_notifier_v1", requests=(1, 2), seat_first=False)
KDE = IdleProtocol(interface="org_kde_kwin_idle", requests=(0,), seat_first=True)


class _Watch:
    def __init__(self, real_ms: int, told_ms: int, event: int, fn: Callable[[int], None]) -> None:
        self.real_ms = real_ms
        self.told_ms = told_ms
        self.event = event
        self.fn = fn


class WaylandIdle:
    """Implements the `IdleSource` port over a connection of its own to the compositor.

    When the compositor does not offer such a protocol, or goes away, `known` turns False,
    `on_lost` is called once with whether it was offered, and whoever waits for input is told.

    Args:
        loop: Real milliseconds.
        sock: A non-blocking socket, connected to the compositor; this object closes it.
        speed: How many times as fast as real time the program runs.
        translator: For `describe()`.
        on_lost: `on_lost(offered)`.
        protocols: In the order in which they are wanted.
    """

    def __init__(
        self,
        loop: Loop,
        sock: socket.socket,
        speed: float = 1.0,
        *,
        translator: Translator | None = None,
        on_lost: Callable[[bool], None] = lambda _offered: None,
        protocols: tuple[IdleProtocol, ...] = (EXT, KDE),
    ) -> None:
        self._loop = loop
        self._sock = sock
        self._speed = speed
        self._translator = translator or gettext.NullTranslations()
        self._on_lost = on_lost
        self._protocols = protocols
        self._known = True
        self._in = bytearray()
        self._globals: list[Global] = []
        self._chosen: tuple[IdleProtocol, int] | None = None
        self._next_id = _FIRST_FREE_ID
        self._waiting: list[_Watch] = []
        self._watches: dict[int, _Watch] = {}
        self._reader = loop.add_reader(sock.fileno(), self._on_readable)
        ask = wire.request(wire.DISPLAY, wire.GET_REGISTRY, wire.words(_REGISTRY))
        self._send(ask + wire.request(wire.DISPLAY, wire.SYNC, wire.words(_GLOBALS_TOLD)))

    @property
    def known(self) -> bool:
        """False once the compositor turned out not to tell, or went away."""
        return self._known

    @property
    def interface(self) -> str:
        """Which protocol is spoken; empty until that is known."""
        return self._chosen[0].interface if self._chosen else ""

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(threshold_ms)` once, when there was no input for so long, from now on."""
        real_ms = max(1, -(-threshold_ms // self._speed))
        return self._watch(_Watch(int(real_ms), threshold_ms, _IDLED, fn))

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(0)` once, at the next input after the shortest of pauses."""
        return self._watch(_Watch(RESUME_MS, 0, _RESUMED, fn))

    def stop(self) -> None:
        """Let go of the connection; nothing is told any more."""
        self._waiting.clear()
        self._watches.clear()
        self._close()

    def describe(self) -> str:
        """Which means this is."""
        _ = self._translator.gettext
        if self._known:
            return _("idle time: from the Wayland compositor")
        return _("idle time: not known, the Wayland compositor does not tell")

    # Watching.

    def _watch(self, watch: _Watch) -> Handle:
        if not self._known:
            self._loop.post(lambda: self._tell_lost([watch]))
            return Cancel(lambda: setattr(watch, "event", _IDLED))
        self._waiting.append(watch)
        self._make_waiting()
        return Cancel(lambda: self._forget(watch))

    def _make_waiting(self) -> None:
        if self._chosen is None:
            return
        protocol, version = self._chosen
        waiting, self._waiting = self._waiting, []
        for watch in waiting:
            number, self._next_id = self._next_id, self._next_id + 1
            self._watches[number] = watch
            what = (_SEAT, watch.real_ms) if protocol.seat_first else (watch.real_ms, _SEAT)
            body = wire.words(number, *what)
            self._send(wire.request(_NOTIFIER, protocol.requests[version - 1], body))

    def _forget(self, watch: _Watch) -> None:
        if watch in self._waiting:
            self._waiting.remove(watch)
        for number, one in tuple(self._watches.items()):
            if one is watch:
                self._destroy(number)

    def _destroy(self, number: int) -> None:
        del self._watches[number]
        self._send(wire.request(number, _DESTROY))

    # Hearing.

    def _on_readable(self) -> None:
        data = received(self._sock)
        if data is None:
            return
        if not data:
            self._lose()
            return
        self._in += data
        try:
            for event in wire.take_events(self._in):
                self._on_event(event)
                if not self._known:
                    return
        except WaylandProtocolError:
            self._lose()

    def _on_event(self, event: Event) -> None:
        what = (event.sender, event.number)
        if what == (_REGISTRY, wire.GLOBAL):
            self._globals.append(wire.global_of(event))
        elif what == (_GLOBALS_TOLD, wire.DONE):
            self._choose()
        elif (watch := self._watches.get(event.sender)) is not None and watch.event == event.number:
            self._destroy(event.sender)
            watch.fn(watch.told_ms)

    def _choose(self) -> None:
        offered = {one.interface: one for one in reversed(self._globals)}
        protocol = next((one for one in self._protocols if one.interface in offered), None)
        if protocol is None or _SEAT_INTERFACE not in offered:
            self._lose(offered=False)
            return
        notifier = offered[protocol.interface]
        version = min(notifier.version, len(protocol.requests))
        self._send(
            wire.bind(_REGISTRY, offered[_SEAT_INTERFACE], 1, _SEAT)
            + wire.bind(_REGISTRY, notifier, version, _NOTIFIER)
        )
        self._chosen = protocol, version
        self._make_waiting()

    def _send(self, data: bytes) -> None:
        if not sent_whole(self._sock, data):
            self._lose()

    def _lose(self, *, offered: bool = True) -> None:
        if not self._known:
            return
        self._close()

        def tell() -> None:
            self._on_lost(offered)
            waiting = [*self._waiting, *self._watches.values()]
            self._waiting, self._watches = [], {}
            self._tell_lost(waiting)

        self._loop.post(tell)

    def _tell_lost(self, watches: list[_Watch]) -> None:
        for watch in watches:
            if watch.event == _RESUMED:
                watch.fn(0)

    def _close(self) -> None:
        self._known = False
        self._reader.cancel()
        self._sock.close()
