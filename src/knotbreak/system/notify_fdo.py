"""Notices through org.freedesktop.Notifications, the notification service of free desktops."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jeepney import HeaderFields, MatchRule, Message, new_method_call

from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.core.problems import Problem
from knotbreak.system.dbus import CallError
from knotbreak.system.fdo_messages import (
    ADDRESS,
    NAME,
    Sender,
    Service,
    is_refusal,
    notify_message,
    refusal,
)
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, NoticeListener, Translator

SHOW_MS = 2_000
_EARLY_LIMIT = 32
_HOW = {1: ClosedHow.EXPIRED, 2: ClosedHow.DISMISSED, 3: ClosedHow.WITHDRAWN}


class _Wanted:
    """The one notice that is wanted now, and how far it has come.

    `id` is 0 until it is on the screen; `told` once the listener was told that it failed, while
    a daemon that was slow may still show it; `waits` while the daemon that had it is gone and may
    come back by itself.
    """

    __slots__ = ("deadline", "id", "notice", "replaces", "sent", "told", "waits")

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.deadline: Handle | None = None
        self.id = 0
        self.replaces = 0
        self.sent = False
        self.told = False
        self.waits = False


class FdoNotifier:
    """Implements the `Notifier` port on a session bus.

    Every notice ends in exactly one of answered, closed and failed, told from the loop and never
    from inside a call; a notice that is withdrawn, or replaced by one of another offer, is told as
    closed (withdrawn) without waiting for the daemon. The one exception is a daemon that answers
    after the failure was told: a notice that is still wanted is then told as shown after all.

    Args:
        loop: Where everything happens.
        translator: For `describe()` and for problems.
        speed: How many times as fast as real time the program runs.
        app_name: What the desktop shows as the sender.
        entry: The name of our desktop entry, without its ending.
        icon: Name or path of our icon; empty leaves it to the desktop entry.
        bus: A connection to share; without one, this object has its own.
    """

    def __init__(
        self,
        loop: Loop,
        translator: Translator,
        *,
        speed: float = 1.0,
        app_name: str = "knotbreak",
        entry: str = "knotbreak",
        icon: str = "",
        bus: SessionBus | None = None,
    ) -> None:
        self._loop = loop
        self._translator = translator
        self._speed = speed
        self._sender = Sender(name=app_name, entry=entry, icon=icon)
        self._own_bus = bus is None
        self._bus = SessionBus(loop, translator) if bus is None else bus
        self._listener: NoticeListener | None = None
        self._handles: list[Handle] = []
        self._owner: str | None = None
        self._service: Service | None = None
        self._asking = False
        self._server = ""
        self._wanted: _Wanted | None = None
        self._in_flight: _Wanted | None = None
        # What a new notice takes the place of: a daemon, and an id there.
        self._on_screen: tuple[str, int] | None = None
        self._early: list[Message] = []
        self._token: tuple[int, str] | None = None
        self._stale: list[str] = []

    def start(self, listener: NoticeListener) -> None:
        """Connect. Faults come later, through the listener, never from here."""
        self._listener = listener
        rule = MatchRule(type="signal", sender=NAME, interface=NAME, path=ADDRESS.object_path)
        self._handles = [
            self._bus.watch_state(self._on_bus),
            self._bus.subscribe(rule, self._on_signal),
            self._bus.watch_name(NAME, self._on_owner),
        ]
        if self._own_bus:
            self._bus.start()

    def show(self, notice: Notice) -> None:
        """Show a notice in the place of the one before; it has 2 s to appear."""
        old = self._drop()
        if old is not None and old.notice.offer_id != notice.offer_id and not old.told:
            self._tell_closed_soon(old.notice.offer_id)
        self._wanted = _Wanted(notice)
        self._give_time(self._wanted)
        self._bus.connect()
        self._push()

    def withdraw(self, offer_id: int) -> None:
        """Take the notice down, if it is still there."""
        if self._wanted is None or self._wanted.notice.offer_id != offer_id:
            return
        old = self._drop()
        self._clear_screen()
        if old is not None and not old.told:
            self._tell_closed_soon(offer_id)

    def close_stale(self, handle: str) -> None:
        """Take down what an earlier run left, if the same daemon on the same bus still runs."""
        self._stale.append(handle)
        if self._owner is not None:
            self._close_stale_now()

    def stop(self) -> None:
        """Withdraw what is open and let go of the connection."""
        self._listener = None
        self._drop()
        self._clear_screen()
        for handle in self._handles:
            handle.cancel()
        self._handles = []
        if self._own_bus:
            self._bus.stop()

    @property
    def has_buttons(self) -> bool:
        """Whether the service shows buttons, as far as it has said."""
        return self._service is None or self._service.has_buttons

    def describe(self) -> str:
        """Which means this is and what it can do."""
        _ = self._translator.gettext
        if not self._bus.connected:
            why = self._bus.problem.what if self._bus.problem else _("not connected yet")
            return _("desktop notifications: {why}").format(why=why)
        if self._service is None:
            return _("desktop notifications, no service has answered yet")
        if self._service.has_buttons:
            text = _("desktop notifications with buttons ({service})")
        else:
            text = _("desktop notifications without buttons, which {service} does not have")
        return text.format(service=self._server or NAME)

    # The daemon comes, goes, and says what it can do.

    def _on_bus(self, connected: bool) -> None:
        if not connected:
            self._on_owner(None)

    def _on_owner(self, owner: str | None) -> None:
        self._owner = owner
        self._service = None
        self._asking = False
        self._in_flight = None
        self._early.clear()
        wanted = self._wanted
        if wanted is not None and wanted.sent:
            self._on_daemon_gone(wanted)
        if owner is not None:
            self._ask_caps()
            self._close_stale_now()

    def _on_daemon_gone(self, wanted: _Wanted) -> None:
        """Show the notice again when a daemon is there, or find out that none comes."""
        if wanted.told:
            self._drop()
            return
        wanted.sent = False
        wanted.id = 0
        wanted.waits = self._owner is None
        self._give_time(wanted)

    def _ask_caps(self) -> None:
        if self._asking:
            return
        self._asking = True
        self._server = ""
        owner = self._owner

        def if_current(fn: Callable[[Message], None]) -> Callable[[Message], None]:
            return lambda reply: fn(reply) if owner in (None, self._owner) else None

        self._bus.call(
            new_method_call(ADDRESS, "GetServerInformation"),
            if_current(self._on_server),
            lambda _error: None,
            late=if_current(self._on_server),
        )
        self._bus.call(
            new_method_call(ADDRESS, "GetCapabilities"),
            if_current(self._on_caps),
            self._on_caps_error,
            late=if_current(self._on_caps),
        )

    def _on_server(self, reply: Message) -> None:
        name, _vendor, version = (*reply.body, "", "", "")[:3]
        self._server = f"{name} {version}".strip()

    def _on_caps(self, reply: Message) -> None:
        self._asking = False
        self._service = Service(name=self._server, capabilities=frozenset(reply.body[0]))
        self._push()

    def _on_caps_error(self, error: CallError) -> None:
        self._asking = False
        wanted = self._wanted
        if wanted is not None and not wanted.sent and is_refusal(error):
            self._fail(wanted, refusal(error, self._translator))

    def _close_stale_now(self) -> None:
        stale, self._stale = self._stale, []
        for handle in stale:
            where, _colon, number = handle.rpartition(":")
            if where == f"fdo:{self._peer()}" and number.isdecimal():
                self._close(int(number))

    def _peer(self) -> str:
        """Name the daemon so that one on the bus of another day is not taken for it."""
        return f"{self._bus.bus_id}:{self._owner}"

    # Showing.

    def _push(self) -> None:
        """Send the wanted notice if nothing stands in the way, or do what is to be done first."""
        wanted = self._wanted
        if wanted is None or wanted.sent or self._in_flight is not None or not self._bus.connected:
            return
        if self._service is None:
            # Asking starts the service where the bus knows how to.
            if not wanted.waits or self._owner is not None:
                self._ask_caps()
            return
        peer, number = self._on_screen or ("", 0)
        wanted.replaces = number if peer == self._peer() else 0
        wanted.sent = True
        wanted.waits = False
        self._in_flight = wanted
        self._bus.call(
            notify_message(
                wanted.notice, wanted.replaces, self._service, self._sender, self._speed
            ),
            lambda reply: self._on_shown(wanted, reply),
            lambda error: self._on_notify_error(wanted, error),
            timeout_ms=SHOW_MS,
            late=lambda reply: self._on_shown(wanted, reply),
        )

    def _on_shown(self, sent: _Wanted, reply: Message) -> None:
        """The daemon gave the notice an id: keep it, or close what nobody wants any more."""
        if self._in_flight is sent:
            self._in_flight = None
        early, self._early = self._early, []
        if reply.header.fields.get(HeaderFields.sender) != self._owner:
            return
        number, wanted = reply.body[0], self._wanted
        if wanted is sent:
            self._on_screen = (self._peer(), number)
            sent.id = number
            sent.told = False
            self._forget_deadline(sent)
            if self._listener is not None:
                handle = f"fdo:{self._peer()}:{number}"
                self._listener.notice_shown(sent.notice.offer_id, handle)
            for message in early:
                self._on_signal(message)
        elif wanted is not None and not wanted.sent:
            self._on_screen = (self._peer(), number)
            self._push()
        elif wanted is None or number not in (wanted.id, wanted.replaces):
            self._close(number)

    def _on_notify_error(self, sent: _Wanted, error: CallError) -> None:
        if self._in_flight is sent:
            self._in_flight = None
            self._early.clear()
        if sent is self._wanted and sent.sent and is_refusal(error):
            sent.sent = False
            self._fail(sent, refusal(error, self._translator))
        self._push()

    def _give_time(self, wanted: _Wanted) -> None:
        self._forget_deadline(wanted)
        due_ms = self._loop.now_ms() + SHOW_MS
        wanted.deadline = self._loop.call_at(due_ms, lambda: self._on_deadline(wanted))

    def _on_deadline(self, wanted: _Wanted) -> None:
        wanted.deadline = None
        if wanted.waits and self._bus.connected:
            # It did not come back by itself: let the bus start it.
            wanted.waits = False
            self._give_time(wanted)
            self._push()
            return
        _ = self._translator.gettext
        what = _("the notification service does not answer")
        if not self._bus.connected:
            what = self._bus.problem.what if self._bus.problem else _("not connected yet")
        self._fail(wanted, Problem(where=_("desktop notifications"), what=what))

    def _fail(self, wanted: _Wanted, problem: Problem) -> None:
        """Tell it, once; what was sent stays wanted, since a slow daemon will show it yet."""
        self._forget_deadline(wanted)
        if not wanted.sent:
            self._drop()
        if not wanted.told and self._listener is not None:
            wanted.told = True
            self._listener.notice_failed(wanted.notice.offer_id, problem)

    # What the daemon tells of notices.

    def _on_signal(self, message: Message) -> None:
        fields = message.header.fields
        if fields.get(HeaderFields.sender) != self._owner or len(message.body) != 2:
            return
        number, value = message.body
        member = fields.get(HeaderFields.member)
        wanted, flight = self._wanted, self._in_flight
        if member == "NotificationClosed" and self._on_screen == (self._peer(), number):
            self._on_screen = None
        if wanted is None or wanted.id != number or not number:
            # A fast click may overtake the reply that tells us the id.
            if flight is not None and number != flight.replaces:
                self._early = [*self._early[-_EARLY_LIMIT:], message]
        elif member == "ActivationToken":
            self._token = (number, value)
        elif member == "ActionInvoked":
            self._on_action(wanted, value)
        elif member == "NotificationClosed":
            self._drop()
            if self._listener is not None:
                how = _HOW.get(value, ClosedHow.LOST)
                self._listener.notice_closed(wanted.notice.offer_id, how)

    def _on_action(self, wanted: _Wanted, key: str) -> None:
        notice = wanted.notice
        action = notice.default_action if key == "default" else key
        if action not in {notice.default_action, *(a.key for a in notice.actions)}:
            return
        number, token = self._token or (0, None)
        self._token = None
        self._drop()
        # Most daemons close it themselves; one that does not would leave dead buttons.
        self._clear_screen()
        if self._listener is not None:
            token = token if number == wanted.id else None
            self._listener.notice_answered(notice.offer_id, action, token)

    # Small parts.

    def _drop(self) -> _Wanted | None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._forget_deadline(wanted)
        return wanted

    def _forget_deadline(self, wanted: _Wanted) -> None:
        if wanted.deadline is not None:
            wanted.deadline.cancel()
            wanted.deadline = None

    def _clear_screen(self) -> None:
        if self._on_screen is not None:
            peer, number = self._on_screen
            self._on_screen = None
            if peer == self._peer():
                self._close(number)

    def _close(self, number: int) -> None:
        self._bus.send(new_method_call(ADDRESS, "CloseNotification", "u", (number,)))

    def _tell_closed_soon(self, offer_id: int) -> None:
        def tell() -> None:
            if self._listener is not None:
                self._listener.notice_closed(offer_id, ClosedHow.WITHDRAWN)

        self._loop.post(tell)
