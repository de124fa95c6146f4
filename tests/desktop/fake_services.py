"""Strict services on a private bus: they answer what the real ones answer, and note what is wrong.

They live on the loop of the test, so that nothing has to be waited for but what is tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

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

from knotbreak.app.ports import Handle, Loop

PROPERTIES = "org.freedesktop.DBus.Properties"
_ERROR = "org.freedesktop.DBus.Error"


class RefusedError(Exception):
    """What a service answers with an error; the text is the error's name."""


Method = Callable[..., tuple[str, tuple[Any, ...]]]


class StrictService:
    """Owns names on a bus until `close()`.

    `methods` are found by path, interface, member and signature; anything else that is called is
    refused as a real service does. `faults` holds calls of a known method with another signature.
    """

    def __init__(self, loop: Loop, address: str, names: Iterable[str]) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)
        self._loop = loop
        self.methods: dict[tuple[str, str, str], tuple[str, Method]] = {}
        self.properties: dict[tuple[str, str, str], tuple[str, Any]] = {}
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.faults: list[str] = []
        self.silent = False
        for name in names:
            reply = self._connection.send_and_get_reply(message_bus.RequestName(name, 4))
            assert reply.body == (1,), f"{name} is taken"
        self._reader: Handle = loop.add_reader(self._connection.sock.fileno(), self._serve)

    def close(self) -> None:
        """Die: the connection goes, and with it the names."""
        self._reader.cancel()
        self._connection.close()

    def emit(
        self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]
    ) -> None:
        """Send a signal."""
        address = DBusAddress(path, interface=interface)
        self._connection.send(new_signal(address, member, signature, body))

    def change(self, path: str, interface: str, name: str, value: Any) -> None:
        """Give a property another value and say so."""
        signature, _before = self.properties[path, interface, name]
        self.properties[path, interface, name] = (signature, value)
        body = (interface, {name: (signature, value)}, [])
        self.emit(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)

    def _serve(self) -> None:
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except (TimeoutError, BlockingIOError):
                return
            if message.header.message_type is MessageType.method_call and not self.silent:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        fields = message.header.fields
        path, member = fields[HeaderFields.path], fields[HeaderFields.member]
        interface = fields.get(HeaderFields.interface, "")
        signature = fields.get(HeaderFields.signature, "")
        self.calls.append((member, message.body))
        try:
            if interface == PROPERTIES and member == "Get":
                wanted, name = message.body
                if (path, wanted, name) not in self.properties:
                    raise RefusedError(f"{_ERROR}.InvalidArgs")
                reply = new_method_return(message, "v", (self.properties[path, wanted, name],))
            elif (path, interface, member) in self.methods:
                expected, method = self.methods[path, interface, member]
                if signature != expected:
                    self.faults.append(f"{member}({signature}), not ({expected})")
                    raise RefusedError(f"{_ERROR}.InvalidArgs")
                reply = new_method_return(message, *method(*message.body))
            else:
                raise RefusedError(f"{_ERROR}.UnknownMethod")
        except RefusedError as error:
            reply = new_error(message, str(error))
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._connection.send(reply)


class FakeIdleMonitor(StrictService):
    """The idle monitor of GNOME Shell: the test says how long the input has been still."""

    def __init__(self, loop: Loop, address: str, name: str) -> None:
        super().__init__(loop, address, [name])
        self._path = "/" + name.replace(".", "/") + "/Core"
        self._name = name
        self._next = 1
        self.idle_ms = 0
        self.idle_watches: dict[int, int] = {}
        self.active_watches: set[int] = set()
        self.methods = {
            (self._path, name, "AddIdleWatch"): ("t", self._add_idle),
            (self._path, name, "AddUserActiveWatch"): ("", self._add_active),
            (self._path, name, "RemoveWatch"): ("u", self._remove),
            (self._path, name, "GetIdletime"): ("", lambda: ("t", (self.idle_ms,))),
        }

    def still_for(self, ms: int) -> None:
        """There has been no input for so long; watches whose time this crosses fire."""
        before, self.idle_ms = self.idle_ms, ms
        for number, interval_ms in tuple(self.idle_watches.items()):
            if before < interval_ms <= ms:
                self._fire(number)

    def input(self, idle_ms: int = 0) -> None:
        """There is input; with `idle_ms`, only an event that somebody made up."""
        self.idle_ms = idle_ms
        watches, self.active_watches = self.active_watches, set()
        for number in watches:
            self._fire(number)

    def _fire(self, number: int) -> None:
        self.emit(self._path, self._name, "WatchFired", "u", (number,))

    def _add_idle(self, interval_ms: int) -> tuple[str, tuple[int]]:
        number = self._add()
        self.idle_watches[number] = interval_ms
        if self.idle_ms >= interval_ms:
            self._loop.post(lambda: self._fire(number))
        return "u", (number,)

    def _add_active(self) -> tuple[str, tuple[int]]:
        number = self._add()
        self.active_watches.add(number)
        return "u", (number,)

    def _remove(self, number: int) -> tuple[str, tuple[()]]:
        if number not in self.idle_watches and number not in self.active_watches:
            self.faults.append(f"no watch {number}")
        self.idle_watches.pop(number, None)
        self.active_watches.discard(number)
        return "", ()

    def _add(self) -> int:
        number, self._next = self._next, self._next + 1
        return number


class FakeLogind(StrictService):
    """logind with one session."""

    NAME = "org.freedesktop.login1"
    MANAGER = "/org/freedesktop/login1"
    SESSION = "/org/freedesktop/login1/session/_31"

    def __init__(self, loop: Loop, address: str, session: str = "auto") -> None:
        super().__init__(loop, address, [self.NAME])
        self._session = session
        self.inhibitors: list[tuple[str, str, str, str, int, int]] = []
        manager = f"{self.NAME}.Manager"
        self.methods = {
            (self.MANAGER, manager, "GetSession"): ("s", self._get_session),
            (self.MANAGER, manager, "GetSessionByPID"): ("u", self._get_by_pid),
            (self.MANAGER, manager, "ListInhibitors"): (
                "",
                lambda: ("a(ssssuu)", (self.inhibitors,)),
            ),
        }
        self.properties[self.SESSION, f"{self.NAME}.Session", "LockedHint"] = ("b", False)

    def lock(self, locked: bool) -> None:
        """The lock screen comes, or goes."""
        self.change(self.SESSION, f"{self.NAME}.Session", "LockedHint", locked)

    def sleep(self, begins: bool) -> None:
        """The machine is about to sleep, or has woken."""
        self.emit(self.MANAGER, f"{self.NAME}.Manager", "PrepareForSleep", "b", (begins,))

    def shut_down(self) -> None:
        """The machine is about to be switched off."""
        self.emit(self.MANAGER, f"{self.NAME}.Manager", "PrepareForShutdown", "b", (True,))

    def wish(self, member: str) -> None:
        """Somebody asks for the session to be locked, or unlocked."""
        self.emit(self.SESSION, f"{self.NAME}.Session", member, "", ())

    def _get_session(self, name: str) -> tuple[str, tuple[str]]:
        if name != self._session:
            raise RefusedError(f"{self.NAME}.NoSuchSession")
        return "o", (self.SESSION,)

    def _get_by_pid(self, _pid: int) -> tuple[str, tuple[str]]:
        if self._session != "pid":
            raise RefusedError(f"{self.NAME}.NoSessionForPID")
        return "o", (self.SESSION,)


class FakeScreenSaver(StrictService):
    """A lock screen."""

    def __init__(self, loop: Loop, address: str, name: str, path: str) -> None:
        super().__init__(loop, address, [name])
        self._name, self._path = name, path
        self.active = False
        self.methods = {(path, name, "GetActive"): ("", lambda: ("b", (self.active,)))}

    def set_active(self, active: bool) -> None:
        """Lock, or unlock."""
        self.active = active
        self.emit(self._path, self._name, "ActiveChanged", "b", (active,))
