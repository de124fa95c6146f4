"""A bus that comes back: one connection after the other, with the same subscriptions."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from jeepney import MatchRule, Message

from knotbreak.core.problems import Problem
from knotbreak.system.dbus import (
    CALL_MS,
    BusConnection,
    BusLost,
    OnCall,
    OnError,
    OnReply,
    OnSignal,
)
from knotbreak.system.dbus_address import BusKind, BusUnavailable
from knotbreak.system.handles import Cancel

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator

BACKOFF_S = (1, 2, 5, 15, 30, 60)


class _Wish:
    """Something that is set up again on every new connection."""

    __slots__ = ("handle", "set_up")

    def __init__(self, set_up: Callable[[BusConnection], Handle]) -> None:
        self.set_up = set_up
        self.handle: Handle | None = None


class SessionBus:
    """Keeps a connection to a bus and renews it when it is lost.

    Waits 1, 2, 5, 15, 30 and then every 60 s between attempts. Where the session has no bus at
    all, nothing wakes up for it: the next `connect()` (each `call` makes one) looks again.

    Attributes:
        problem: Why there is no connection now, in plain words; None while there is one.
    """

    def __init__(
        self,
        loop: Loop,
        translator: Translator,
        *,
        kind: BusKind = BusKind.SESSION,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._loop = loop
        self._translator = translator
        self._kind = kind
        self._environ = environ
        self._connection: BusConnection | None = None
        self._wishes: list[_Wish] = []
        self._listeners: list[Callable[[bool], None]] = []
        self._failures = 0
        self._retry: Handle | None = None
        self._stopped = True
        self.problem: Problem | None = None

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._connection is not None

    @property
    def bus_id(self) -> str:
        """Names this run of the bus; empty while there is no connection."""
        return self._connection.bus_id if self._connection else ""

    @property
    def unique_name(self) -> str:
        """Our own name on the bus; empty while there is no connection."""
        return self._connection.unique_name if self._connection else ""

    def start(self) -> None:
        """Connect, now and whenever the connection is lost, until `stop()`."""
        self._stopped = False
        self.connect()

    def stop(self) -> None:
        """Close the connection. Subscriptions stay, for another `start()`."""
        self._stopped = True
        self._forget_retry()
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def connect(self) -> None:
        """Try at once, if there is no connection and no attempt is due soon."""
        if self._stopped or self._connection is not None or self._retry is not None:
            return
        try:
            connection = BusConnection(
                self._loop,
                self._translator,
                on_lost=lambda problem: self._on_lost(connection, problem),
                kind=self._kind,
                environ=self._environ,
            )
        except BusUnavailable as error:
            self.problem = error.problem
            if not error.missing:
                self._retry_later()
            return
        self._connection = connection
        self.problem = None
        self._failures = 0
        for wish in tuple(self._wishes):
            wish.handle = wish.set_up(connection)
        self._tell(True)

    def watch_state(self, fn: Callable[[bool], None]) -> Handle:
        """Call `fn(connected)` whenever that changes."""
        self._listeners.append(fn)
        return Cancel(lambda: self._listeners.remove(fn))

    def subscribe(self, rule: MatchRule, handler: OnSignal) -> Handle:
        """Like `BusConnection.subscribe`, over all connections to come."""
        return self._wish(_Wish(lambda connection: connection.subscribe(rule, handler)))

    def serve(self, server: OnCall) -> Handle:
        """Like `BusConnection.serve`, over all connections to come."""
        return self._wish(_Wish(lambda connection: connection.serve(server)))

    def watch_name(self, name: str, on_change: Callable[[str | None], None]) -> Handle:
        """Like `BusConnection.watch_name`; a lost connection is told by `watch_state` only."""
        return self._wish(_Wish(lambda connection: connection.watch_name(name, on_change)))

    def call(
        self,
        message: Message,
        on_reply: OnReply,
        on_error: OnError,
        *,
        timeout_ms: int = CALL_MS,
        late: OnReply | None = None,
    ) -> None:
        """Like `BusConnection.call`; without a connection, `on_error` gets `BusLost`."""
        self.connect()
        if self._connection is None:
            self._loop.post(lambda: on_error(BusLost("", "")))
        else:
            self._connection.call(message, on_reply, on_error, timeout_ms=timeout_ms, late=late)

    def send(self, message: Message) -> None:
        """Send a message that nobody answers; without a connection it is dropped."""
        if self._connection is not None:
            self._connection.send(message)

    def _wish(self, wish: _Wish) -> Handle:
        self._wishes.append(wish)
        if self._connection is not None:
            wish.handle = wish.set_up(self._connection)

        def undo() -> None:
            self._wishes.remove(wish)
            if wish.handle is not None and self._connection is not None:
                wish.handle.cancel()

        return Cancel(undo)

    def _on_lost(self, connection: BusConnection, problem: Problem) -> None:
        if connection is not self._connection:
            return
        self._connection = None
        self.problem = problem
        for wish in self._wishes:
            wish.handle = None
        self._retry_later()
        self._tell(False)

    def _retry_later(self) -> None:
        wait_s = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
        self._failures += 1
        self._retry = self._loop.call_at(self._loop.now_ms() + wait_s * 1000, self._try_again)

    def _try_again(self) -> None:
        self._retry = None
        self.connect()

    def _forget_retry(self) -> None:
        retry, self._retry = self._retry, None
        if retry is not None:
            retry.cancel()

    def _tell(self, connected: bool) -> None:
        for listener in tuple(self._listeners):
            listener(connected)
