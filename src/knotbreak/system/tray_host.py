"""Tells when the place that tray icons go to comes and goes (StatusNotifierItem desktops)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jeepney import DBusAddress, MatchRule, Message, Properties

from knotbreak.system.dbus import CallError
from knotbreak.system.handles import Cancel
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle

NAME = "org.kde.StatusNotifierWatcher"
ADDRESS = DBusAddress("/StatusNotifierWatcher", bus_name=NAME, interface=NAME)


def watch_host(bus: SessionBus, fn: Callable[[bool], None]) -> Handle:
    """Call `fn(True)` whenever a tray host comes, and `fn(False)` when it goes.

    An icon that was shown before the host was there never appears (Qt 6.12), so whoever hears True
    makes the icon anew. The watcher's name is not enough: a watcher without a host shows nothing.
    """
    registered = MatchRule(
        type="signal",
        sender=NAME,
        interface=NAME,
        member="StatusNotifierHostRegistered",
        path=ADDRESS.object_path,
    )

    def on_reply(message: Message) -> None:
        if message.body[0][1]:
            fn(True)

    def on_error(_error: CallError) -> None:
        """A watcher that does not answer will send the signal when it has a host."""

    def on_owner(owner: str | None) -> None:
        if owner is None:
            fn(False)
        else:
            ask = Properties(ADDRESS).get("IsStatusNotifierHostRegistered")
            bus.call(ask, on_reply, on_error)

    handles = (
        bus.watch_name(NAME, on_owner),
        bus.subscribe(registered, lambda _message: fn(True)),
    )

    def undo() -> None:
        for handle in handles:
            handle.cancel()

    return Cancel(undo)
