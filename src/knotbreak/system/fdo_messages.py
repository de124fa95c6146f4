"""What is said to the notification service, and what its errors mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from jeepney import DBusAddress, Message, new_method_call

from knotbreak.app.notice import Notice
from knotbreak.core.problems import Problem
from knotbreak.system.dbus import CallError, CallRefused

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

NAME = "org.freedesktop.Notifications"
ADDRESS = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)

_ERROR = "org.freedesktop.DBus.Error."
_SPAWN = _ERROR + "Spawn."
_NO_SERVICE = {_ERROR + "ServiceUnknown", _ERROR + "NameHasNoOwner"}
_DIED = {_ERROR + "NoReply", _ERROR + "Disconnected"}


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What a notification service says of itself."""

    name: str
    capabilities: frozenset[str]

    @property
    def has_buttons(self) -> bool:
        """Whether actions can be chosen."""
        return "actions" in self.capabilities

    @property
    def has_pictures(self) -> bool:
        """Whether a picture is shown beside the text, as far as it says: an icon is one as well."""
        return not self.capabilities.isdisjoint({"icon-static", "icon-multi", "body-images"})

    @property
    def has_default(self) -> bool:
        """Whether a click on the notice itself is an action.

        xfce4-notifyd (seen in 0.7.3) draws it as one more button instead, so that "Start" stood
        there twice.
        """
        return self.has_buttons and not self.name.startswith("Xfce Notify Daemon")


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who we are: `entry` is the name of our desktop entry, `icon` a name or a path, or empty."""

    name: str
    entry: str
    icon: str


SPARE_MS = 5_000
"""A notice that interrupts is taken down by us; the service's own time ends this much later."""


def notify_message(
    notice: Notice, replaces: int, service: Service, sender: Sender, speed: float
) -> Message:
    """Word a notice for a service.

    `replaces` is the id of an open notice, or 0. A quiet notice goes away by itself after its
    `stay_ms`, as real time. Any other is withdrawn by us at that time; it goes by itself a little
    later, so that one that a killed program left behind does not stay for ever. An urgent one is
    critical, which is shown through do not disturb, and stays.
    """
    markup = "body-markup" in service.capabilities
    arguments = (
        sender.name,
        replaces,
        sender.icon,
        notice.title,
        _escaped(notice.body) if markup else notice.body,
        _actions(notice, service),
        _hints(notice, service, sender),
        _stay_ms(notice, speed),
    )
    return new_method_call(ADDRESS, "Notify", "susssasa{sv}i", arguments)


def _stay_ms(notice: Notice, speed: float) -> int:
    if notice.urgent:
        return 0  # until it is answered
    return max(1, round(notice.stay_ms / speed)) + (0 if notice.quiet else SPARE_MS)


def _escaped(text: str) -> str:
    # html.escape would bring the 2,231 names of HTML's characters, 0.7 MB.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _actions(notice: Notice, service: Service) -> list[str]:
    if not service.has_buttons:
        return []
    labels = {action.key: action.label for action in notice.actions}
    flat = ["default", labels.get(notice.default_action, "")] if service.has_default else []
    for key, label in labels.items():
        flat += [key, label]
    return flat


def _hints(notice: Notice, service: Service, sender: Sender) -> dict[str, tuple[str, object]]:
    hints: dict[str, tuple[str, object]] = {
        "urgency": ("y", 2 if notice.urgent else 0 if notice.quiet else 1),
        "desktop-entry": ("s", sender.entry),
        "category": ("s", "x-knotbreak.break"),
    }
    if notice.quiet:
        hints["transient"] = ("b", True)
        hints["suppress-sound"] = ("b", True)
    if notice.urgent:
        # Named in the freedesktop sound theme; a desktop without sounds shows it all the same.
        hints["sound-name"] = ("s", "alarm-clock-elapsed")
    if notice.picture and service.has_pictures:
        # A path of a file that is there already: its pixels would be 64 KB in the message.
        hints["image-path"] = ("s", Path(notice.picture).as_uri())
    return hints


def is_refusal(error: CallError) -> bool:
    """Whether the service said no; a service that died is told of by its name instead."""
    return isinstance(error, CallRefused) and error.name not in _DIED


def refusal(error: CallError, translator: Translator) -> Problem:
    """Say in plain words why a notice cannot be shown."""
    _ = translator.gettext
    where = _("desktop notifications")
    if error.name in _NO_SERVICE or error.name.startswith(_SPAWN):
        what = _("this desktop has no notification service, so knotbreak asks in its own way")
        return Problem(where=where, what=what)
    what = _("the notification service refuses the notice ({error})")
    return Problem(where=where, what=what.format(error=error))
