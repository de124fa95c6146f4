"""One connection to a message bus on the program's own loop.

jeepney is used for its sans-I/O parts only: the socket never blocks after the set-up, replies are
matched by serial, and everything else goes to the signal handlers.
"""

from __future__ import annotations

import copy
import os
import struct
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from jeepney import (
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    Parser,
    message_bus,
    new_error,
)
from jeepney.fds import FileDescriptor

from knotbreak.core.problems import Problem
from knotbreak.system.dbus_address import (
    SETUP_S,
    BusKind,
    BusUnavailable,
    enter_bus,
    receive_before,
    receive_with_fds,
)
from knotbreak.system.handles import Cancel

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator

CALL_MS = 2_000
_READ_SIZE = 65_536
_READS_AT_ONCE = 16
# The protocol allows no longer message.
_MESSAGE_LIMIT = 2**27
_BUS_NAME = "org.freedesktop.DBus"
_MALFORMED = (ValueError, KeyError, IndexError, TypeError, struct.error, RecursionError)


class CallError(Exception):
    """A call that brought no answer; `name` is the D-Bus name of the error, if it has one."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name}: {text}" if text else name)
        self.name = name
        self.text = text


class CallRefused(CallError):  # noqa: N818 - the three ways a call ends
    """The other side answered with an error."""


class NoReply(CallError):  # noqa: N818
    """Nothing came before the deadline."""


class BusLost(CallError):  # noqa: N818
    """The connection is gone."""


OnReply = Callable[[Message], None]
OnError = Callable[[CallError], None]
OnSignal = Callable[[Message], None]
OnCall = Callable[[Message], bool]
"""Takes a call of somebody else, and answers it; False if it is for others."""


class _Call:
    __slots__ = ("deadline", "late", "on_error", "on_reply")

    def __init__(self, on_reply: OnReply, on_error: OnError, late: OnReply | None) -> None:
        self.on_reply = on_reply
        self.on_error: OnError | None = on_error
        self.late = late
        self.deadline: Handle | None = None


class _Subscription:
    __slots__ = ("active", "handler", "rule")

    def __init__(self, rule: MatchRule, handler: OnSignal) -> None:
        self.rule = _local_rule(rule)
        self.handler = handler
        self.active = True


class BusConnection:
    """Calls, signals and name owners on one bus, until `close()` or until it is lost.

    The constructor connects, authenticates and says Hello, for 2 s at most; it raises
    `BusUnavailable`. Afterwards nothing blocks. `on_lost` is called once, when the bus closes the
    connection or sends what is no D-Bus; calls that wait get `BusLost` first.

    Attributes:
        unique_name: Our own name on this bus, as `:1.42`.
        bus_id: Names this run of the bus: unique names mean something only together with it.
    """

    def __init__(
        self,
        loop: Loop,
        translator: Translator,
        *,
        on_lost: Callable[[Problem], None],
        kind: BusKind = BusKind.SESSION,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._loop = loop
        self._translator = translator
        self._kind = kind
        self._on_lost = on_lost
        self._parser = Parser()
        self._serial = 0
        self._calls: dict[int, _Call] = {}
        self._subscriptions: list[_Subscription] = []
        self._servers: list[OnCall] = []
        self._out = bytearray()
        self._writer: Handle | None = None
        self._closed = False
        self._sock, self.bus_id = enter_bus(kind, environ, translator)
        self.unique_name = self._say_hello()
        self._sock.setblocking(False)
        self._reader = loop.add_reader(self._sock.fileno(), self._on_readable)
        if self._parser.buf.bytes_buffered:
            loop.post(self._drain)

    def call(
        self,
        message: Message,
        on_reply: OnReply,
        on_error: OnError,
        *,
        timeout_ms: int = CALL_MS,
        late: OnReply | None = None,
    ) -> None:
        """Send a method call; exactly one of `on_reply` and `on_error` is called, later.

        A reply (not an error) that comes after `NoReply` was told goes to `late`.
        """
        call = _Call(on_reply, on_error, late)
        if self._closed:
            self._loop.post(lambda: on_error(BusLost("", "")))
            return
        serial = self._send(message)
        self._calls[serial] = call
        due_ms = self._loop.now_ms() + timeout_ms
        call.deadline = self._loop.call_at(due_ms, lambda: self._on_deadline(serial))

    def send(self, message: Message) -> None:
        """Send a message that nobody answers; a method call is marked so."""
        if message.header.message_type is MessageType.method_call:
            message.header.flags |= MessageFlag.no_reply_expected
        if not self._closed:
            self._send(message)

    def serve(self, server: OnCall) -> Handle:
        """Let `server` answer calls; what nobody takes is refused."""
        self._servers.append(server)
        return Cancel(lambda: self._servers.remove(server))

    def subscribe(self, rule: MatchRule, handler: OnSignal) -> Handle:
        """Call `handler` with every signal that fits `rule`, from now on.

        A well-known name as sender is left to the bus to check, since signals carry the unique
        name: whoever must be sure compares that with `watch_name`.
        """
        subscription = _Subscription(rule, handler)
        self._subscriptions.append(subscription)
        self.send(message_bus.AddMatch(rule))

        def undo() -> None:
            subscription.active = False
            if subscription in self._subscriptions:
                self._subscriptions.remove(subscription)
                self.send(message_bus.RemoveMatch(rule))

        return Cancel(undo)

    def watch_name(self, name: str, on_change: Callable[[str | None], None]) -> Handle:
        """Tell who owns `name`, now and whenever that changes; None when nobody does."""
        known: list[str | None] = []
        rule = MatchRule(
            type="signal", sender=_BUS_NAME, interface=_BUS_NAME, member="NameOwnerChanged"
        )
        rule.add_arg_condition(0, name)

        def tell(owner: str | None) -> None:
            if handle.active and known != [owner]:
                known[:] = [owner]
                on_change(owner)

        handle = _NameWatch(self.subscribe(rule, lambda message: tell(message.body[2] or None)))
        self.call(
            message_bus.GetNameOwner(name),
            lambda reply: tell(reply.body[0]),
            lambda error: tell(None) if isinstance(error, CallRefused) else None,
            late=lambda reply: None if known else tell(reply.body[0]),
        )
        return handle

    def close(self) -> None:
        """Let go of the connection; nothing is called any more."""
        self._calls_forgotten()
        if not self._closed:
            self._closed = True
            self._reader.cancel()
            if self._writer is not None:
                self._writer.cancel()
            self._sock.close()
            self._subscriptions.clear()
            for descriptor in self._parser.fds:
                descriptor.close()
            self._parser.fds = []

    def _say_hello(self) -> str:
        deadline = time.monotonic() + SETUP_S
        try:
            self._sock.settimeout(SETUP_S)
            self._serial = 1
            self._sock.sendall(message_bus.Hello().serialise(serial=1))
            while True:
                self._parser.add_data(receive_before(self._sock, deadline, _READ_SIZE))
                while (message := self._parser.get_next_message()) is not None:
                    if message.header.fields.get(HeaderFields.reply_serial) == 1:
                        return _hello_name(message)
        except (OSError, *_MALFORMED) as error:
            self._sock.close()
            raise BusUnavailable(self._problem(isinstance(error, TimeoutError))) from error

    def _problem(self, silent: bool) -> Problem:
        _ = self._translator.gettext
        where = _("session bus") if self._kind is BusKind.SESSION else _("system bus")
        if silent:
            return Problem(where=where, what=_("the message bus does not answer"))
        return Problem(where=where, what=_("the connection to the message bus is lost"))

    def _send(self, message: Message) -> int:
        self._serial = self._serial % 0xFFFF_FFFF + 1
        self._out += message.serialise(serial=self._serial)
        if self._writer is None:
            self._on_writable()
        return self._serial

    def _on_writable(self) -> None:
        try:
            sent = self._sock.send(self._out)
        except BlockingIOError:
            sent = 0
        except OSError:
            # What is still to be read (an error, a last signal) tells more: the reader loses it.
            self._out.clear()
            sent = 0
        del self._out[:sent]
        if self._out and self._writer is None:
            self._writer = self._loop.add_writer(self._sock.fileno(), self._on_writable)
        elif not self._out and self._writer is not None:
            self._writer.cancel()
            self._writer = None

    def _on_readable(self) -> None:
        ended = False
        for _round in range(_READS_AT_ONCE):
            try:
                data, fds = receive_with_fds(self._sock, _READ_SIZE)
            except BlockingIOError:
                break
            except OSError:
                ended = True
                break
            if not data:
                ended = True
                break
            self._parser.add_data(data, [FileDescriptor(fd) for fd in fds])
        try:
            self._drain()
        finally:
            if ended:
                self._lose()

    def _drain(self) -> None:
        """Handle every message that is complete."""
        while not self._closed:
            try:
                # Asking this makes the parser read how long the next message is.
                self._parser.bytes_desired()
                if (self._parser.next_msg_size or 0) > _MESSAGE_LIMIT:
                    raise ValueError("message too long")
                message = self._parser.get_next_message()
            except _MALFORMED:
                self._lose()
                return
            if message is None:
                return
            try:
                self._dispatch(message)
            except BaseException:
                # What came after this message must not be lost with its handler.
                self._loop.post(self._drain)
                raise

    def _dispatch(self, message: Message) -> None:
        match message.header.message_type:
            case MessageType.method_return | MessageType.error:
                self._on_answer(message)
            case MessageType.signal:
                for subscription in tuple(self._subscriptions):
                    if subscription.active and subscription.rule.matches(message):
                        subscription.handler(message)
            case MessageType.method_call:
                if any(server(message) for server in tuple(self._servers)):
                    return
                if not message.header.flags & MessageFlag.no_reply_expected:
                    self.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _on_answer(self, message: Message) -> None:
        call = self._calls.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None)
        if call is None:
            return
        if call.deadline is not None:
            call.deadline.cancel()
        refused = message.header.message_type is MessageType.error
        if call.on_error is None:
            if call.late is not None and not refused:
                call.late(message)
        elif refused:
            name = message.header.fields.get(HeaderFields.error_name, "")
            text = message.body[0] if message.body and isinstance(message.body[0], str) else ""
            call.on_error(CallRefused(name, text))
        else:
            call.on_reply(message)

    def _on_deadline(self, serial: int) -> None:
        call = self._calls[serial] if self._calls[serial].late else self._calls.pop(serial)
        on_error, call.on_error = call.on_error, None
        if on_error is not None:
            on_error(NoReply("org.freedesktop.DBus.Error.NoReply", ""))

    def _lose(self) -> None:
        if self._closed:
            return
        waiting = list(self._calls.values())
        self.close()
        for call in waiting:
            if call.on_error is not None:
                # Each by itself: a fault in one must not keep the others waiting for ever.
                self._loop.post(_bind(call.on_error, BusLost("", "")))
        problem = self._problem(silent=False)
        self._loop.post(lambda: self._on_lost(problem))

    def _calls_forgotten(self) -> None:
        for call in self._calls.values():
            if call.deadline is not None:
                call.deadline.cancel()
        self._calls.clear()


class _NameWatch:
    def __init__(self, subscription: Handle) -> None:
        self._subscription = subscription
        self.active = True

    def cancel(self) -> None:
        self.active = False
        self._subscription.cancel()


def _bind(on_error: OnError, error: CallError) -> Callable[[], None]:
    return lambda: on_error(error)


def _hello_name(reply: Message) -> str:
    if reply.header.message_type is not MessageType.method_return or not reply.body:
        raise ValueError("the bus refused Hello")
    return str(reply.body[0])


def _local_rule(rule: MatchRule) -> MatchRule:
    """The part of a rule that can be checked here: not a well-known name as sender."""
    local = copy.copy(rule)
    sender = rule.header_fields.get("sender", ":")
    if not sender.startswith(":") and sender != _BUS_NAME:
        local.header_fields = {k: v for k, v in rule.header_fields.items() if k != "sender"}
    return local
