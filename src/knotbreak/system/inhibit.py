"""Keeps the screen awake while a session plays (org.freedesktop.ScreenSaver)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeepney import DBusAddress, Message, new_method_call

from knotbreak.system.dbus import CallError
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

NAME = "org.freedesktop.ScreenSaver"
_ADDRESS = DBusAddress("/org/freedesktop/ScreenSaver", bus_name=NAME, interface=NAME)


class ScreenSaverInhibitor:
    """Implements the `IdleInhibitor` port. Where no such service runs, it does nothing."""

    def __init__(self, bus: SessionBus, translator: Translator) -> None:
        self._bus = bus
        self._ = translator.gettext
        self._wanted = False
        self._asking = False
        self._cookie: int | None = None
        self.limit = ""

    def set_held(self, held: bool) -> None:
        """Hold the screen awake, or let go; saying the same twice is harmless."""
        self._wanted = held
        if held and self._cookie is None and not self._asking:
            self._asking = True
            body = ("knotbreak", self._("A stretch is being guided."))
            message = new_method_call(_ADDRESS, "Inhibit", "ss", body)
            self._bus.call(message, self._on_cookie, self._on_error, late=self._on_cookie)
        elif not held:
            self._let_go()

    def _on_cookie(self, message: Message) -> None:
        self._asking = False
        self.limit = ""
        self._cookie = message.body[0]
        if not self._wanted:
            self._let_go()

    def _on_error(self, _error: CallError) -> None:
        # There is nothing to keep awake, or nobody who could: the session goes on all the same.
        self._asking = False
        words = self._("screen: it may switch off during a session, {name} does not answer")
        self.limit = words.format(name=NAME)

    def _let_go(self) -> None:
        if self._cookie is not None:
            cookie, self._cookie = self._cookie, None
            self._bus.send(new_method_call(_ADDRESS, "UnInhibit", "u", (cookie,)))
