"""What the kernel tells of the machine itself: battery and monitors (sysfs)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.power import POWER, on_battery
from knotbreak.system.probe import AsideProbe, Means, NotHereError
from knotbreak.system.sysfs import text_of

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

DRM = Path("/sys/class/drm")


def battery_probe(loop: Loop, translator: Translator, power: Path = POWER) -> AsideProbe:
    """Look whether the machine runs on its battery."""
    _ = translator.gettext

    def look() -> Sequence[BusyReason]:
        used = on_battery(power)
        if used is None:
            raise NotHereError(_("This machine has no battery."))
        return [battery_reason(translator)] if used else []

    works = _("It tells whether the battery is being used.")
    return AsideProbe(
        loop, translator, _("battery"), (Means(name="sysfs", look=look, works=works),)
    )


def battery_reason(translator: Translator) -> BusyReason:
    """The machine runs on its battery."""
    words = translator.gettext("the computer runs on battery")
    kind, sure = Kind.BATTERY, Confidence.SURE
    return BusyReason(id="battery", kind=kind, words=words, confidence=sure)


def connected_monitors(drm: Path = DRM) -> tuple[str, ...]:
    """Name every monitor that is plugged in, by a short sum of what it says of itself.

    The sum says nothing about its maker or number to anybody who does not have the monitor.
    """
    # With it comes OpenSSL, 2 MB: only for those who list their monitors.
    import hashlib

    names = []
    for edid in sorted(drm.glob("card*-*/edid")):
        if text_of(edid.parent / "status") != "connected":
            continue
        try:
            content = edid.read_bytes()
        except OSError:
            continue
        if content:
            names.append(hashlib.sha256(content).hexdigest()[:12])
    return tuple(names)


def monitor_probe(
    loop: Loop, translator: Translator, known: Collection[str], drm: Path = DRM
) -> AsideProbe:
    """Look whether a monitor is plugged in that is not among the known ones: a projector, say."""
    _ = translator.gettext

    def look() -> Sequence[BusyReason]:
        if not known:
            # Nobody asks in vain but `doctor`, which tells how they could be listed.
            hint = _("To be told of unknown ones, list yours. Connected now: {names}.")
            names = ", ".join(connected_monitors(drm))
            words = _("No monitors are listed in the settings.")
            raise NotHereError(words, hint.format(names=names) if names else "")
        monitors = connected_monitors(drm)
        if not monitors:
            raise NotHereError(_("The monitors do not say which they are."))
        if set(monitors) <= set(known):
            return ()
        words = _("an unknown monitor is connected")
        kind, weak = Kind.MONITOR, Confidence.WEAK
        return (BusyReason(id="monitor", kind=kind, words=words, confidence=weak),)

    works = _("It knows which monitors are connected.")
    return AsideProbe(
        loop, translator, _("monitors"), (Means(name="sysfs", look=look, works=works),)
    )
