"""A strict notification service: it says what is wrong with a call instead of bearing with it."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from typing import Any, NamedTuple
from xml.etree import ElementTree

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.desktop.waiting import wait_until

NAME = "org.freedesktop.Notifications"
EMITTER = DBusAddress("/org/freedesktop/Notifications", interface=NAME)
_HINTS = {
    "urgency": "y",
    "transient": "b",
    "desktop-entry": "s",
    "category": "s",
    "suppress-sound": "b",
    "sound-name": "s",
    "image-path": "s",
}
_XML = """<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node><interface name="org.freedesktop.Notifications">
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""
CAPS = ("actions", "body", "body-markup")


class Notified(NamedTuple):
    """One call of Notify."""

    id: int
    app_name: str
    replaces: int
    icon: str
    title: str
    body: str
    actions: list[str]
    hints: dict[str, tuple[str, Any]]
    expire_ms: int


class FakeDaemon:
    """Owns org.freedesktop.Notifications on a bus, in a thread, until `stop()`.

    `hang()` leaves calls unanswered until `go_on()`. `faults` must be empty at the end of a test.
    """

    def __init__(self, address: str, caps: tuple[str, ...] = CAPS, first_id: int = 1) -> None:
        self._address = address
        self._caps = caps
        self._next_id = first_id
        self._lock = threading.Lock()
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._dead = False
        self._before_reply: Callable[[Notified], None] | None = None
        self._refusing = ""
        self.notified: list[Notified] = []
        self.closed: list[int] = []
        self.open: dict[int, Notified] = {}
        self.most_open = 0
        self.caps_asked = 0
        self.faults: list[str] = []

    def start(self) -> None:
        """Take the name; calls are answered when this returns."""
        self._connection: DBusConnection = open_dbus_connection(self._address)
        self.unique_name = self._connection.unique_name
        reply = self._connection.send_and_get_reply(message_bus.RequestName(NAME, 4))
        assert reply.body == (1,), "the name is taken"
        self._stop_in, self._stop_out = os.pipe()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        """Die: the connection goes, and with it the name."""
        self._dead = True
        self._may_answer.set()
        os.write(self._stop_out, b"\0")
        self._thread.join()
        os.close(self._stop_in)
        os.close(self._stop_out)
        self._connection.close()

    def hang(self) -> None:
        """Answer nothing any more."""
        self._may_answer.clear()

    def go_on(self) -> None:
        """Answer again, and what is waiting first."""
        self._may_answer.set()

    def refuse(self, error_name: str) -> None:
        """Answer every Notify with an error; with an empty name, no more."""
        self._refusing = error_name

    def before_reply(self, fn: Callable[[Notified], None] | None) -> None:
        """Call `fn` with each notice just before its id is told."""
        self._before_reply = fn

    def invoke(self, number: int, key: str, token: str | None = None) -> None:
        """Say that an action was chosen."""
        if token is not None:
            self.emit("ActivationToken", "us", (number, token))
        self.emit("ActionInvoked", "us", (number, key))

    def close(self, number: int, reason: int) -> None:
        """Say that a notice is gone."""
        self.open.pop(number, None)
        self.emit("NotificationClosed", "uu", (number, reason))

    def emit(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """Send a signal."""
        with self._lock:
            self._connection.send(new_signal(EMITTER, member, signature, body))

    def wait_notified(self, count: int = 1) -> Notified:
        """Wait until so many notices came; returns the last. For tests without a loop."""
        wait_until(lambda: len(self.notified) >= count, f"{count} notices")
        return self.notified[-1]

    def _serve(self) -> None:
        socket = self._connection.sock
        while True:
            ready, _writable, _errors = select.select([socket, self._stop_in], [], [])
            if self._stop_in in ready:
                return
            while (message := self._receive()) is not None:
                self._may_answer.wait()
                if self._dead:
                    return
                self._answer(message)

    def _receive(self) -> Message | None:
        try:
            return self._connection.receive(timeout=0)
        except (TimeoutError, BlockingIOError):
            return None

    def _answer(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.method_call:
            return
        member, signature = fields[HeaderFields.member], fields.get(HeaderFields.signature, "")
        try:
            match member, signature:
                case "GetCapabilities", "":
                    self.caps_asked += 1
                    reply = new_method_return(message, "as", (list(self._caps),))
                case "GetServerInformation", "":
                    reply = new_method_return(message, "ssss", ("strict", "tests", "9", "1.2"))
                case "Introspect", "":
                    reply = new_method_return(message, "s", (_XML,))
                case "Notify", "susssasa{sv}i":
                    reply = self._notify(message)
                case "CloseNotification", "u":
                    reply = self._close_notification(message)
                case "Get", "ss":
                    # Whether notices are held back is for other services to know.
                    reply = new_error(message, "org.freedesktop.DBus.Error.UnknownProperty")
                case _:
                    raise AssertionError(f"{member}({signature})")
        except AssertionError as fault:
            self.faults.append(str(fault))
            reply = new_error(message, "org.freedesktop.DBus.Error.InvalidArgs")
        if not message.header.flags & MessageFlag.no_reply_expected:
            with self._lock:
                self._connection.send(reply)

    def _notify(self, message: Message) -> Message:
        notified = Notified(0, *message.body)
        if self._refusing:
            return new_error(message, self._refusing, "s", ("not today",))
        self._check(notified)
        number = notified.replaces
        if number not in self.open:
            number, self._next_id = self._next_id, self._next_id + 1
        notified = notified._replace(id=number)
        self.notified.append(notified)
        self.open[number] = notified
        self.most_open = max(self.most_open, len(self.open))
        if self._before_reply is not None:
            self._before_reply(notified)
        return new_method_return(message, "u", (number,))

    def _check(self, notified: Notified) -> None:
        assert len(notified.actions) % 2 == 0, "an action without a label"
        assert "actions" in self._caps or not notified.actions, "actions that cannot be shown"
        if "body-markup" in self._caps:
            try:
                ElementTree.fromstring(f"<b>{notified.body}</b>")
            except ElementTree.ParseError as fault:
                raise AssertionError(f"the body is no markup: {fault}") from fault
        for key, (signature, value) in notified.hints.items():
            assert _HINTS.get(key) == signature, f"hint {key}: {signature}"
            assert key != "urgency" or value in (0, 1, 2), f"urgency {value}"
        assert notified.expire_ms >= -1, "expires before it is shown"

    def _close_notification(self, message: Message) -> Message:
        (number,) = message.body
        self.closed.append(number)
        if number in self.open:
            del self.open[number]
            with self._lock:
                signal = new_signal(EMITTER, "NotificationClosed", "uu", (number, 3))
                self._connection.send(signal)
        return new_method_return(message)
