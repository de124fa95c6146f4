"""What a screen reader sees and hears of a program: AT-SPI over its own bus.

Debian: apt-get install --no-install-recommends at-spi2-core
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from enum import IntEnum
from typing import Any, NamedTuple

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SERVICE = "org.a11y.Bus"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_VALUE = "org.a11y.atspi.Value"
_EVENTS = "org.a11y.atspi.Event.Object"
_REGISTRY = DBusAddress(
    "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
)
_DESKTOP = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_STATES = (11, 24, 25)
"""The bits of `State`."""
_LABELLED_BY = 2
_ANSWER_S = 10


class Role(IntEnum):
    """What a part is, as AT-SPI counts."""

    INVALID = 0
    CHECK_BOX = 7
    COMBO_BOX = 11
    FRAME = 23
    LABEL = 29
    PROGRESS_BAR = 42
    PUSH_BUTTON = 43
    SLIDER = 51
    SPIN_BUTTON = 52
    UNKNOWN = 67
    APPLICATION = 75


class Part(NamedTuple):
    """A part of a window as it is told to those who do not see it."""

    owner: str
    path: str
    role: int
    name: str


class State(NamedTuple):
    """Whether a part can have the focus, be used, and be seen."""

    focusable: bool
    sensitive: bool
    showing: bool


class GoneError(Exception):
    """A part went away while it was being looked at."""


class ScreenReader:
    """Listens on the accessibility bus of a desktop whose session bus starts `SERVICE`."""

    def __init__(self, session_address: str) -> None:
        with open_dbus_connection(session_address) as session:
            bus = DBusAddress("/org/a11y/bus", SERVICE, SERVICE)
            call = new_method_call(bus, "GetAddress")
            (address,) = session.send_and_get_reply(call, timeout=_ANSWER_S).body
        self._connection: DBusConnection = open_dbus_connection(address)
        self._events: deque[Message] = deque()
        rule = MatchRule(type="signal", interface=_EVENTS)
        self._filter = self._connection.filter(rule, queue=self._events)
        self._call_method(message_bus.AddMatch(rule))
        # Programs tell only what somebody has asked for.
        for event in ("object:announcement", "object:state-changed:focused"):
            self._call(_REGISTRY, "RegisterEvent", "s", (event,))

    def close(self) -> None:
        """Listen no more."""
        self._filter.close()
        self._connection.close()

    def parts(self, program: str) -> list[Part]:
        """What a program shows, in the order in which it is read; empty if it is not there."""
        for child in self._children(*_DESKTOP):
            with contextlib.suppress(GoneError):
                if self._part(*child).name == program:
                    return list(self._below(*child))
        return []

    def find(self, program: str, role: Role, name: str) -> Part | None:
        """The first part of a role with a name."""
        parts = self.parts(program)
        return next((part for part in parts if (part.role, part.name) == (role, name)), None)

    def actions(self, part: Part) -> list[str]:
        """What can be done with it."""
        body = self._call(_of(part, _ACTION), "GetActions")
        return [name for name, _description, _key in body[0]]

    def do(self, part: Part, action: str) -> None:
        """Do one of its actions."""
        number = self.actions(part).index(action)
        assert self._call(_of(part, _ACTION), "DoAction", "i", (number,)) == (True,)

    def announced(self) -> list[str]:
        """Everything that was announced so far."""
        self._heard()
        said = [event for event in self._events if _member(event) == "Announcement"]
        return [event.body[3][1] for event in said]

    def state(self, part: Part) -> State:
        """How it stands with a part."""
        return self._state(part.owner, part.path)

    def value(self, part: Part) -> float | None:
        """The number that it stands at; None if it is no number."""
        try:
            call = Properties(_of(part, _VALUE)).get("CurrentValue")
            ((_type, value),) = self._call_method(call)
        except GoneError:
            return None
        return float(value)

    def labelled(self, part: Part) -> bool:
        """Whether a label belongs to it."""
        (relations,) = self._call(_of(part, _ACCESSIBLE), "GetRelationSet")
        return any(kind == _LABELLED_BY for kind, _others in relations)

    def next_focus(self) -> Part:
        """Wait for the next part that the focus comes to."""
        while True:
            event = self._connection.recv_until_filtered(self._events, timeout=_ANSWER_S)
            if _member(event) == "StateChanged" and event.body[:2] == ("focused", 1):
                fields = event.header.fields
                with contextlib.suppress(GoneError):
                    return self._part(fields[HeaderFields.sender], fields[HeaderFields.path])

    def forget(self) -> None:
        """Forget what was heard so far."""
        self._heard()
        self._events.clear()

    def _below(self, owner: str, path: str) -> Iterator[Part]:
        try:
            part = self._part(owner, path)
            # An application itself shows nothing, its windows do.
            if part.role != Role.APPLICATION and not self._state(owner, path).showing:
                return
            children = self._children(owner, path)
        except GoneError:
            return
        yield part
        for child in children:
            yield from self._below(*child)

    def _part(self, owner: str, path: str) -> Part:
        address = DBusAddress(path, owner, _ACCESSIBLE)
        (role,) = self._call(address, "GetRole")
        ((_type, name),) = self._call_method(Properties(address).get("Name"))
        return Part(owner, path, role, name)

    def _heard(self) -> None:
        """Whatever has come in is sorted into the queue while an answer is waited for."""
        self._call(DBusAddress(_DESKTOP[1], _DESKTOP[0], _ACCESSIBLE), "GetRole")

    def _state(self, owner: str, path: str) -> State:
        (words,) = self._call(DBusAddress(path, owner, _ACCESSIBLE), "GetState")
        return State(*(bool(words[0] >> bit & 1) for bit in _STATES))

    def _children(self, owner: str, path: str) -> list[tuple[str, str]]:
        (children,) = self._call(DBusAddress(path, owner, _ACCESSIBLE), "GetChildren")
        return list(children)

    def _call(
        self, address: DBusAddress, member: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> tuple[Any, ...]:
        return self._call_method(new_method_call(address, member, signature or None, body))

    def _call_method(self, message: Message) -> tuple[Any, ...]:
        reply = self._connection.send_and_get_reply(message, timeout=_ANSWER_S)
        if reply.header.message_type is MessageType.error:
            raise GoneError(reply.body)
        body: tuple[Any, ...] = reply.body
        return body


def _member(message: Message) -> str:
    return str(message.header.fields[HeaderFields.member])


def _of(part: Part, interface: str) -> DBusAddress:
    return DBusAddress(part.path, part.owner, interface)
