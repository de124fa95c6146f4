"""Whether the desktop's own "do not disturb" is on.

Who shows notices decides who is asked:
- KDE: property Inhibited of org.freedesktop.Notifications. Also true while the screen is shared,
  mirrored, or covered by a full-screen window.
- dunst: property paused of org.dunstproject.cmd0.
- Xfce: xfconf channel xfce4-notifyd, /do-not-disturb; not there means off.
- GNOME and Cinnamon: a gsettings key, which turned off means do not disturb.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from jeepney import DBusAddress, Message, Properties, new_method_call

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.bus_probe import BusProbe, Question
from knotbreak.system.commands import run_briefly
from knotbreak.system.probe import AsideProbe, FailedError, Means, NotHereError
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

_NOTICES = DBusAddress(
    "/org/freedesktop/Notifications",
    "org.freedesktop.Notifications",
    "org.freedesktop.Notifications",
)
_DUNST = DBusAddress(
    "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "org.dunstproject.cmd0"
)
_XFCONF = DBusAddress("/org/xfce/Xfconf", "org.xfce.Xfconf", "org.xfce.Xfconf")
_XFCE_CHANNEL = ("xfce4-notifyd", "/do-not-disturb")
_Read: TypeAlias = "Callable[[Message], Sequence[BusyReason | Question]]"

KEYS: Mapping[str, tuple[str, str]] = {
    "GNOME": ("org.gnome.desktop.notifications", "show-banners"),
    "X-Cinnamon": ("org.cinnamon.desktop.notifications", "display-notifications"),
}
"""By the words of XDG_CURRENT_DESKTOP: schema and key, where false is "do not disturb"."""


def reason(translator: Translator, owner: str) -> BusyReason:
    """Do not disturb is on."""
    return BusyReason(
        id="do-not-disturb",
        kind=Kind.DO_NOT_DISTURB,
        words=translator.gettext("do not disturb is on"),
        owner=owner,
        confidence=Confidence.SURE,
    )


def dnd_bus_probe(loop: Loop, translator: Translator, bus: SessionBus) -> BusProbe:
    """Ask the notification service itself."""
    works = translator.gettext("It tells whether do not disturb is on.")

    def variant(owner: str, message: Message) -> Sequence[BusyReason]:
        signature, value = message.body[0]
        if signature != "b":
            raise ValueError(signature)
        return [reason(translator, owner)] if value else []

    def xfce(message: Message) -> Sequence[Question]:
        # The setting stays behind when another service takes the notices over.
        if not message.body[0].lower().startswith("xfce"):
            raise NotHereError(translator.gettext("Another service shows the notices."))
        ask = new_method_call(_XFCONF, "GetProperty", "ss", _XFCE_CHANNEL)
        return [question("Xfce", ask, lambda reply: variant("Xfce", reply))]

    def question(means: str, message: Message, read: _Read) -> Question:
        return Question(means=means, bus=bus, message=message, read=read, works=works)

    questions = (
        question("KDE", Properties(_NOTICES).get("Inhibited"), lambda m: variant("KDE", m)),
        question("dunst", Properties(_DUNST).get("paused"), lambda m: variant("dunst", m)),
        question("Xfce", new_method_call(_NOTICES, "GetServerInformation"), xfce),
    )
    return BusProbe(loop, translator, translator.gettext("do not disturb"), questions)


def dnd_settings_probe(
    loop: Loop, translator: Translator, environ: Mapping[str, str]
) -> AsideProbe:
    """Ask the settings of GNOME or Cinnamon, if that is the desktop."""
    _ = translator.gettext
    desktops = environ.get("XDG_CURRENT_DESKTOP", "").split(":")

    def look(schema: str, key: str) -> Sequence[BusyReason]:
        try:
            said = run_briefly(("gsettings", "get", schema, key), environ).strip()
        except FileNotFoundError:
            raise FailedError(
                _("The program gsettings is missing."), _("Install the package libglib2.0-bin.")
            ) from None
        except (OSError, subprocess.SubprocessError):
            raise FailedError(_("The setting cannot be read.")) from None
        if said not in ("true", "false"):
            raise FailedError(_("The setting cannot be read."))
        return [reason(translator, "")] if said == "false" else []

    def nowhere() -> Sequence[BusyReason]:
        raise NotHereError(_("This is neither GNOME nor Cinnamon."))

    means = [
        Means(
            name=f"gsettings {schema}",
            look=partial(look, schema, key),
            works=_("It tells whether do not disturb is on."),
        )
        for desktop, (schema, key) in KEYS.items()
        if desktop in desktops
    ] or [Means(name="gsettings", look=nowhere, works="")]
    return AsideProbe(loop, translator, _("do not disturb"), means)
