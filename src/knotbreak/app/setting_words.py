"""The words of settings: what their values are called, and how a value is said."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from knotbreak.core.settings import ReminderSettings
from knotbreak.core.text import N_

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

GENERAL = N_("In general")
"""The heading of the keys that stand in no table."""

_VALUES: Mapping[str, str] = MappingProxyType(
    {
        "mon": N_("Monday"),
        "tue": N_("Tuesday"),
        "wed": N_("Wednesday"),
        "thu": N_("Thursday"),
        "fri": N_("Friday"),
        "sat": N_("Saturday"),
        "sun": N_("Sunday"),
        "last": N_("As I left it"),
        "normal": N_("A window"),
        "corner": N_("Small, in the corner"),
        "full": N_("Full screen"),
        "system": N_("As the system has it"),
        "own": N_("knotbreak's teal"),
        "call": N_("A call"),
        "do-not-disturb": N_("Do not disturb"),
        "inhibitor": N_("A film or a talk"),
        "program": N_("A program of the list below"),
        "calendar": N_("The calendar says busy"),
        "battery": N_("On battery"),
        "monitor": N_("A screen that is not yours"),
        "full-screen": N_("Something fills the screen"),
        "posture": N_("Change of position"),
        "stand": N_("Stand up"),
        "custom": N_("Something of my own"),
        "injury": N_("A recent injury or operation"),
        "back": N_("Back or disc trouble, sciatica"),
        "knee": N_("Knee trouble"),
        "hip": N_("A replaced hip"),
        "wrist": N_("A wrist or nerve diagnosis"),
        "heart": N_("Heart, lungs, blood pressure, panic"),
        "balance": N_("Dizziness or balance"),
        "rheumatoid": N_("Rheumatoid arthritis"),
        "gentle": N_("Fibromyalgia, arthritis, hypermobility"),
        "fluid": N_("A limit on fluids"),
        "upper-back": N_("Upper back"),
        "lower-back": N_("Lower back"),
        "shoulder-blades": N_("Shoulder blades"),
        "light": N_("Light"),
        "dark": N_("Dark"),
        "high-contrast": N_("Strong contrast"),
        "office": N_("Office"),
        "home": N_("Home"),
        "black": N_("Black"),
        "brown": N_("Brown"),
        "chestnut": N_("Chestnut"),
        "blond": N_("Blond"),
        "grey": N_("Grey"),
        "coral": N_("Coral"),
        "amber": N_("Amber"),
        "stretch": N_("Stretch"),
        "eyes": N_("Eyes"),
        "water": N_("Water"),
        "osteoporosis": N_("Osteoporosis"),
        "pregnancy": N_("Pregnancy"),
        "neck": N_("Neck"),
        "shoulders": N_("Shoulders"),
        "calves": N_("Calves"),
        "thighs": N_("Thighs"),
        "glutes": N_("Glutes"),
        "arms": N_("Arms"),
        "feet": N_("Feet"),
        "jaw": N_("Jaw"),
        "chest": N_("Chest"),
        "hips": N_("Hips"),
        "hands": N_("Hands"),
        "stress": N_("Stress"),
        "health.flags:neck": N_("Neck trouble"),
        "health.flags:shoulder": N_("Shoulder trouble, or once dislocated"),
    }
)
"""What a value of a file is called; whatever is not here is called what it is in the file."""


class SettingWords:
    """Says values in the user's language."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._n = translator.ngettext

    def value(self, name: str, value: str) -> str:
        """What a choice of the setting with this name is called."""
        words = _VALUES.get(f"{name}:{value}") or _VALUES.get(value)
        if words is None:
            words = value.replace("-", " ")
            words = words[:1].upper() + words[1:]
        return self._(words)

    def when(self, filled: ReminderSettings) -> str:
        """When a reminder comes, in a line: "every 50 min, at 15:00, 09:00-17:00, quiet"."""
        _ = self._
        parts = []
        if filled.every_min is not None:
            parts.append(_("every {n} min").format(n=f"{filled.every_min:g}"))
        if filled.at:
            parts.append(_("at {times}").format(times=", ".join(filled.at)))
        if filled.hours:
            parts.append(", ".join(filled.hours))
        if filled.days:
            names = [self.value("", day)[:3] for day in filled.days]
            parts.append(" ".join(names))
        if filled.quiet:
            parts.append(_("quiet"))
        return " · ".join(parts)
