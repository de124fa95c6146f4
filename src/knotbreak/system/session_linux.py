"""Lock, sleep and shutdown on Linux: logind on the system bus, lock screens on the session bus.

logind (org.freedesktop.login1): Manager signals PrepareForSleep(b) and PrepareForShutdown(b); of
our session the property LockedHint, which GNOME, KDE and others keep true, and the signal Unlock.
The signal Lock is only a wish that somebody may lock: lockers that never say when they are done
(swaylock) would leave us locked for ever, so it is not taken for a lock.

Lock screens: signal ActiveChanged(b) and method GetActive() -> b, under several names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, MatchRule, Message, MessageFlag, Properties, new_method_call

from knotbreak.app.signals import Outcome, Tried
from knotbreak.system.dbus import CallError
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.session_signals import OnEdge, SessionEdge

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Translator

LOGIND = "org.freedesktop.login1"
_MANAGER = DBusAddress("/org/freedesktop/login1", LOGIND, f"{LOGIND}.Manager")
_SESSION_INTERFACE = f"{LOGIND}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"

SCREEN_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)
"""Names and paths of lock screens; the interface is called as the name."""


class LogindSource:
    """Implements `SessionSource` with logind, or with elogind."""

    def __init__(self, bus: SessionBus, translator: Translator, environ: Mapping[str, str]) -> None:
        self._bus = bus
        self._ = translator.gettext
        self._environ = environ
        self._on_edge: OnEdge = lambda _edge: None
        self._handles: list[Handle] = []
        self._session_handles: list[Handle] = []
        self._words = self._("It has not answered yet.")
        self._outcome = Outcome.FAILED

    def start(self, on_edge: OnEdge) -> None:
        """Begin to listen, now and whenever logind comes (again)."""
        self._on_edge = on_edge
        self._handles = [
            self._listen(_MANAGER, "PrepareForSleep", self._on_sleep),
            self._listen(_MANAGER, "PrepareForShutdown", self._on_shutdown),
            self._bus.watch_name(LOGIND, self._on_owner),
            self._bus.watch_state(self._on_state),
        ]
        if not self._bus.connected:
            self._on_state(False)

    def stop(self) -> None:
        """Listen no more."""
        for handle in (*self._handles, *self._session_handles):
            handle.cancel()
        self._handles, self._session_handles = [], []

    def tried(self) -> tuple[Tried, ...]:
        """Whether logind answers."""
        port = self._("lock and sleep")
        return (Tried(port=port, means="logind", outcome=self._outcome, words=self._words),)

    def _listen(
        self, address: DBusAddress, member: str, handler: Callable[[Message], None]
    ) -> Handle:
        rule = MatchRule(
            type="signal",
            sender=LOGIND,
            interface=address.interface,
            member=member,
            path=address.object_path,
        )
        return self._bus.subscribe(rule, handler)

    def _on_state(self, connected: bool) -> None:
        if not connected:
            self._gone(self._("There is no system bus."))

    def _on_owner(self, owner: str | None) -> None:
        if owner is None:
            self._gone(self._("No such service runs here."))
            return
        name = self._environ.get("XDG_SESSION_ID", "")
        ask = new_method_call(_MANAGER, "GetSessionByPID", "u", (os.getpid(),))
        if name:
            ask = new_method_call(_MANAGER, "GetSession", "s", (name,))
        self._bus.call(ask, self._on_session, self._ask_auto)

    def _ask_auto(self, _error: CallError) -> None:
        # Started by systemd for the user, the program is in no session of its own.
        ask = new_method_call(_MANAGER, "GetSession", "s", ("auto",))
        self._bus.call(ask, self._on_session, self._on_no_session)

    def _on_no_session(self, _error: CallError) -> None:
        self._outcome = Outcome.CHOSEN
        self._words = self._("It tells sleep and shutdown, but not which session is ours.")

    def _on_session(self, reply: Message) -> None:
        (path,) = reply.body
        self._outcome = Outcome.CHOSEN
        self._words = self._("It tells lock, sleep and shutdown.")
        for handle in self._session_handles:
            handle.cancel()
        session = DBusAddress(path, LOGIND, _SESSION_INTERFACE)
        changes = DBusAddress(path, LOGIND, _PROPERTIES)
        self._session_handles = [
            self._listen(changes, "PropertiesChanged", self._on_changed),
            self._listen(session, "Unlock", lambda _message: self._on_edge(SessionEdge.UNLOCKED)),
        ]
        self._bus.call(Properties(session).get("LockedHint"), self._on_hint, _unknown)

    def _on_hint(self, reply: Message) -> None:
        self._tell_locked(reply.body[0])

    def _on_changed(self, message: Message) -> None:
        interface, changed, _dropped = message.body
        if interface == _SESSION_INTERFACE and "LockedHint" in changed:
            self._tell_locked(changed["LockedHint"])

    def _tell_locked(self, value: tuple[str, Any]) -> None:
        _signature, locked = value
        self._on_edge(SessionEdge.LOCKED if locked else SessionEdge.UNLOCKED)

    def _on_sleep(self, message: Message) -> None:
        (begins,) = message.body
        self._on_edge(SessionEdge.SLEEPING if begins else SessionEdge.AWAKE)

    def _on_shutdown(self, message: Message) -> None:
        (begins,) = message.body
        if begins:
            self._on_edge(SessionEdge.SHUTTING_DOWN)

    def _gone(self, words: str) -> None:
        self._outcome, self._words = Outcome.NOT_HERE, words
        self._on_edge(SessionEdge.UNLOCKED)


class ScreenSaverSource:
    """Implements `SessionSource` with one lock screen."""

    def __init__(self, bus: SessionBus, translator: Translator, name: str, path: str) -> None:
        self._bus = bus
        self._ = translator.gettext
        self._name = name
        self._address = DBusAddress(path, bus_name=name, interface=name)
        self._on_edge: OnEdge = lambda _edge: None
        self._handles: list[Handle] = []
        self._here = False

    def start(self, on_edge: OnEdge) -> None:
        """Begin to listen, now and whenever the lock screen's service comes (again)."""
        self._on_edge = on_edge
        changed = MatchRule(
            type="signal",
            sender=self._name,
            interface=self._name,
            member="ActiveChanged",
            path=self._address.object_path,
        )
        self._handles = [
            self._bus.subscribe(changed, self._on_active),
            self._bus.watch_name(self._name, self._on_owner),
            self._bus.watch_state(lambda connected: None if connected else self._on_owner(None)),
        ]

    def stop(self) -> None:
        """Listen no more."""
        for handle in self._handles:
            handle.cancel()
        self._handles = []

    def tried(self) -> tuple[Tried, ...]:
        """Whether the service is there."""
        words = self._("No such service runs here.")
        if not self._bus.connected:
            words = self._("There is no message bus.")
        elif self._here:
            words = self._("It tells when the screen is locked.")
        outcome = Outcome.CHOSEN if self._here else Outcome.NOT_HERE
        port = self._("lock and sleep")
        return (Tried(port=port, means=self._name, outcome=outcome, words=words),)

    def _on_owner(self, owner: str | None) -> None:
        self._here = owner is not None
        # A lock screen that has crashed shows nothing any more.
        self._on_edge(SessionEdge.UNLOCKED)
        if owner is not None:
            ask = new_method_call(self._address, "GetActive")
            ask.header.flags |= MessageFlag.no_auto_start
            self._bus.call(ask, self._on_active, _unknown)

    def _on_active(self, message: Message) -> None:
        (active,) = message.body
        self._on_edge(SessionEdge.LOCKED if active else SessionEdge.UNLOCKED)


def _unknown(_error: CallError) -> None:
    """Who does not answer this will send the signal."""
