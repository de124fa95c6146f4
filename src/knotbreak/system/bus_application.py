"""The program as an application of the desktop: `org.freedesktop.Application` on the session bus.

What the menu of the tray does can be asked for here, by launchers, by scripts and by shortcuts of
the desktop: each action is a command of the local socket. Interface: Desktop Entry Specification,
"D-Bus Activation". The desktop entry is not `DBusActivatable`: that takes one of the bus name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    message_bus,
    new_error,
    new_method_return,
)

from knotbreak.app.actions import ACTIONS, request_of
from knotbreak.app.commands import Answers
from knotbreak.system.dbus import CallError
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle

NAME = "local.knotbreak.knotbreak"
PATH = "/local/knotbreak/knotbreak"
INTERFACE = "org.freedesktop.Application"
ADDRESS = DBusAddress(PATH, NAME, INTERFACE)

_DO_NOT_QUEUE = 4
_ERROR = "org.freedesktop.DBus.Error"
_REFUSED = f"{NAME}.Error.Refused"
_TOKENS = ("activation-token", "desktop-startup-id")

_XML = f"""<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node>
 <interface name="{INTERFACE}">
  <method name="Activate"><arg type="a{{sv}}" name="platform_data" direction="in"/></method>
  <method name="Open">
   <arg type="as" name="uris" direction="in"/>
   <arg type="a{{sv}}" name="platform_data" direction="in"/>
  </method>
  <method name="ActivateAction">
   <arg type="s" name="action_name" direction="in"/>
   <arg type="av" name="parameter" direction="in"/>
   <arg type="a{{sv}}" name="platform_data" direction="in"/>
  </method>
 </interface>
 <interface name="org.freedesktop.DBus.Introspectable">
  <method name="Introspect"><arg type="s" direction="out"/></method>
 </interface>
 <interface name="org.freedesktop.DBus.Peer"><method name="Ping"/></interface>
</node>
"""

Request = Mapping[str, object]


class BusApplication:
    """Has the name on the bus and answers, over all connections to come, until `stop`.

    Where another program has the name, nothing is asked of this one.

    Args:
        bus: Started and stopped by its owner.
        handle: Answers a request as the local socket would.
    """

    def __init__(self, bus: SessionBus, handle: Answers) -> None:
        self._bus = bus
        self._handle = handle
        self.has_name = False
        self._handles: tuple[Handle, ...] = ()

    def start(self) -> None:
        """Take the name, now and whenever the bus comes (again)."""
        self._handles = (self._bus.serve(self._on_call), self._bus.watch_state(self._on_state))
        if self._bus.connected:
            self._on_state(True)

    def stop(self) -> None:
        """Give the name back."""
        handles, self._handles = self._handles, ()
        for handle in handles:
            handle.cancel()
        if self.has_name:
            self.has_name = False
            self._bus.send(message_bus.ReleaseName(NAME))

    def _on_state(self, connected: bool) -> None:
        self.has_name = False
        if connected:
            ask = message_bus.RequestName(NAME, _DO_NOT_QUEUE)
            self._bus.call(ask, self._on_named, self._on_error)

    def _on_named(self, reply: Message) -> None:
        self.has_name = reply.body[0] in (1, 4)

    def _on_error(self, _error: CallError) -> None:
        """A bus that hands out no names: there are the socket and the command line."""

    # -- calls -------------------------------------------------------------------------------------

    def _on_call(self, message: Message) -> bool:
        fields = message.header.fields
        if fields.get(HeaderFields.path) != PATH:
            return False
        interface, member = fields.get(HeaderFields.interface), fields.get(HeaderFields.member)
        signature = fields.get(HeaderFields.signature, "")
        match (interface or INTERFACE, member, signature):
            case (_, "Activate", "a{sv}"):
                (data,) = message.body
                self._ask(message, {"cmd": "show", "args": {}}, data)
            case (_, "ActivateAction", "sava{sv}"):
                self._action(message, *message.body)
            case (_, "Open", "asa{sv}"):
                self._fail(message, f"{_ERROR}.NotSupported", "knotbreak opens no files.")
            case ("org.freedesktop.DBus.Introspectable", "Introspect", ""):
                self._return(message, "s", (_XML,))
            case ("org.freedesktop.DBus.Peer", "Ping", ""):
                self._return(message)
            case (_, "Activate" | "ActivateAction" | "Open", _):
                self._fail(message, f"{_ERROR}.InvalidArgs", f"{member} takes other arguments.")
            case _:
                return False
        return True

    def _action(self, message: Message, name: str, words: list[Any], data: Any) -> None:
        # A variant is its signature and its value.
        request = request_of(name, *(word[1] for word in words[:1]))
        if request is None or len(words) > 1:
            names = ", ".join(ACTIONS)
            self._fail(message, f"{_ERROR}.InvalidArgs", f"The actions are {names}.")
            return
        self._ask(message, request, data)

    def _ask(self, message: Message, request: Request, data: Any) -> None:
        def reply(answer: dict[str, object]) -> None:
            if answer.get("ok"):
                self._return(message)
            else:
                self._fail(message, _REFUSED, str(answer.get("message") or ""))

        args = request["args"]
        assert isinstance(args, Mapping)
        self._handle({**request, "args": {**args, "token": _token(data)}}, reply)

    def _return(self, to: Message, signature: str = "", body: tuple[object, ...] = ()) -> None:
        if not to.header.flags & MessageFlag.no_reply_expected:
            self._bus.send(new_method_return(to, signature or None, body))

    def _fail(self, to: Message, name: str, words: str) -> None:
        if not to.header.flags & MessageFlag.no_reply_expected:
            self._bus.send(new_error(to, name, "s", (words,)))


def _token(data: Mapping[str, tuple[str, object]]) -> str | None:
    """What lets a window take the focus, from a launcher."""
    for key in _TOKENS:
        _signature, value = data.get(key, ("", None))
        if isinstance(value, str) and value:
            return value
    return None
