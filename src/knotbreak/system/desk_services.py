"""What the services of a free desktop are able to do, asked once, for `doctor`."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from jeepney import Message, MessageFlag, Properties, message_bus, new_method_call

from knotbreak.app.signals import Outcome, Tried
from knotbreak.system import inhibit, tray_host, x11_wire
from knotbreak.system.dbus import BusLost, CallError, NoReply
from knotbreak.system.fdo_messages import ADDRESS, Service
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.x11_properties import XReader
from knotbreak.system.x11_wire import XProtocolError

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

ANSWER_MS = 1_500
_X_ANSWER_S = 1.0

Done = Callable[[tuple[Tried, ...]], None]


class DeskServices:
    """Asks; every `done` is called once, later."""

    def __init__(self, bus: SessionBus, translator: Translator, environ: Mapping[str, str]) -> None:
        self._bus = bus
        self._ = translator.gettext
        self._environ = environ

    def notices(self, done: Done) -> None:
        """Who shows notices, and whether with buttons."""
        _ = self._
        port, means = _("notices"), "org.freedesktop.Notifications"

        def on_server(server: Message) -> None:
            name, _vendor, version = (*server.body, "", "", "")[:3]

            def on_capabilities(reply: Message) -> None:
                service = Service(name=name, capabilities=frozenset(reply.body[0]))
                words = _("{service} shows them, with buttons.")
                hint = ""
                if not service.has_buttons:
                    words = _("{service} shows them, without buttons.")
                    hint = _("Answer from the tray's menu, or with knotbreak snooze and skip.")
                words = words.format(service=f"{name} {version}".strip())
                chosen = Outcome.CHOSEN
                done((Tried(port=port, means=means, outcome=chosen, words=words, hint=hint),))

            self._ask(new_method_call(ADDRESS, "GetCapabilities"), on_capabilities, on_error)

        def on_error(error: CallError) -> None:
            hint = _("Install a notification service, such as xfce4-notifyd or dunst.")
            done((self._refused(port, means, error, hint),))

        # As with a notice, the bus may start the service where it knows how to.
        self._ask(new_method_call(ADDRESS, "GetServerInformation"), on_server, on_error, start=True)

    def tray(self, done: Done) -> None:
        """Whether something shows the icons of a tray."""
        _ = self._
        port, means = _("tray"), "StatusNotifierItem"

        def told(item: Tried) -> None:
            done((item, self._xembed(needed=item.outcome is not Outcome.CHOSEN)))

        def on_reply(reply: Message) -> None:
            shows = bool(reply.body[0][1])
            outcome = Outcome.CHOSEN if shows else Outcome.NOT_HERE
            words = _("A panel shows the icon.")
            if not shows:
                words = _("There is a service for icons, but no panel that shows them.")
            hint = "" if shows else self._tray_hint()
            told(Tried(port=port, means=means, outcome=outcome, words=words, hint=hint))

        def on_error(error: CallError) -> None:
            told(self._refused(port, means, error, self._tray_hint()))

        ask = Properties(tray_host.ADDRESS).get("IsStatusNotifierHostRegistered")
        self._ask(ask, on_reply, on_error)

    def awake(self, done: Done) -> None:
        """Who keeps the screen awake while a session plays."""
        _ = self._
        port, means = _("screen awake in a session"), inhibit.NAME

        def on_reply(reply: Message) -> None:
            if reply.body[0]:
                words, outcome = _("It keeps the screen on when asked to."), Outcome.CHOSEN
            else:
                words, outcome = _("No such service runs here."), Outcome.NOT_HERE
            done((Tried(port=port, means=means, outcome=outcome, words=words),))

        def on_error(error: CallError) -> None:
            done((self._refused(port, means, error),))

        self._ask(message_bus.NameHasOwner(inhibit.NAME), on_reply, on_error)

    def _xembed(self, *, needed: bool) -> Tried:
        _ = self._
        outcome, words = Outcome.NOT_NEEDED, _("Not needed: an earlier way works.")
        number = x11_wire.display_number(self._environ.get("DISPLAY", ""))
        if needed:
            outcome, words = Outcome.NOT_HERE, _("There is no X display on this machine.")
        if needed and self._environ.get("WAYLAND_DISPLAY"):
            words = _("On Wayland there is no such tray.")
        elif needed and number is not None:
            words = _("No panel of this display has a tray.")
            if self._has_x_tray(number):
                outcome, words = Outcome.CHOSEN, _("A panel shows the icon.")
        return Tried(port=_("tray"), means="XEmbed", outcome=outcome, words=words)

    def _has_x_tray(self, number: int) -> bool:
        authority = x11_wire.authority_of(self._environ)
        cookie = x11_wire.find_cookie(authority, socket.gethostname(), number)
        try:
            with XReader(number, cookie, _X_ANSWER_S) as server:
                (tray,) = server.atoms("_NET_SYSTEM_TRAY_S0").values()
                return bool(tray and server.owner(tray))
        except (OSError, XProtocolError):
            return False

    def _tray_hint(self) -> str:
        if "GNOME" in self._environ.get("XDG_CURRENT_DESKTOP", ""):
            return self._(
                "Install the extension AppIndicator Support for GNOME (in Debian and Ubuntu "
                "gnome-shell-extension-appindicator)."
            )
        return self._("A panel with a tray brings it.")

    def _refused(self, port: str, means: str, error: CallError, hint: str = "") -> Tried:
        _ = self._
        outcome, words = Outcome.NOT_HERE, _("No such service runs here.")
        if isinstance(error, BusLost):
            words = _("There is no message bus.")
            hint = _("Start the desktop session through dbus-run-session.")
        elif isinstance(error, NoReply):
            outcome, words = Outcome.FAILED, _("It does not answer.")
        return Tried(port=port, means=means, outcome=outcome, words=words, hint=hint)

    def _ask(
        self,
        message: Message,
        on_reply: Callable[[Message], None],
        on_error: Callable[[CallError], None],
        *,
        start: bool = False,
    ) -> None:
        if not start:
            message.header.flags |= MessageFlag.no_auto_start
        self._bus.call(message, on_reply, on_error, timeout_ms=ANSWER_MS)
