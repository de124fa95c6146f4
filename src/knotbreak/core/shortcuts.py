"""Keyboard shortcuts that work in every program: how they are written, and which are none."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.busy_settings import about
from knotbreak.core.faults import Fault, Path
from knotbreak.core.text import N_


class Modifier(StrEnum):
    """A key that is held."""

    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    SUPER = "Super"


_MODIFIERS = MappingProxyType(
    {
        **{one.value.lower(): one for one in Modifier},
        "control": Modifier.CTRL,
        "win": Modifier.SUPER,
        "meta": Modifier.SUPER,
        "cmd": Modifier.SUPER,
    }
)

_NAMED = ("Space", "Pause", "Insert", "Home", "End", "PageUp", "PageDown", "Left", "Up", "Right")
_LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_FUNCTION = tuple(f"F{number}" for number in range(1, 25))
KEYS = MappingProxyType({key.lower(): key for key in (*_LETTERS, *_FUNCTION, *_NAMED, "Down")})
"""The keys that every keyboard layout has, by their names in small letters."""

_ALONE = frozenset({*_FUNCTION, "Pause"})
"""What nobody types: these need no other key held."""

_HOLDS = frozenset({Modifier.CTRL, Modifier.ALT, Modifier.SUPER})


class Combo(msgspec.Struct, frozen=True):
    """A key, and what is held with it."""

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        held = [one.value for one in Modifier if one in self.modifiers]
        return "+".join([*held, self.key])


def parse_combo(text: str) -> Combo | None:
    """Read "Ctrl+Alt+S"; None if it is none, or one that is needed for typing."""
    *held, last = [part.strip().lower() for part in text.split("+")]
    key = KEYS.get(last)
    modifiers = [_MODIFIERS.get(name) for name in held]
    if key is None or None in modifiers or len(set(modifiers)) < len(modifiers):
        return None
    combo = Combo(frozenset(one for one in modifiers if one is not None), key)
    return combo if combo.modifiers & _HOLDS or key in _ALONE else None


ComboText = Annotated[str, Meta(max_length=40)]


class ShortcutSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Shortcuts, each off until it has keys. The names are those of `app.actions`."""

    start: Annotated[
        ComboText | None,
        about(
            N_("Start a stretch"),
            N_(
                'What is due, or what comes next; such as "Ctrl+Alt+S". There are none on macOS,'
                " nor on Wayland desktops that give programs none; then you are told."
            ),
        ),
    ] = None
    drank: Annotated[
        ComboText | None, about(N_("Drank a glass"), N_("Counts a glass of water."))
    ] = None
    snooze: Annotated[
        ComboText | None, about(N_("Put off"), N_("Puts off what is due by five minutes."))
    ] = None
    skip: Annotated[ComboText | None, about(N_("Skip"), N_("Leaves out what is due."))] = None
    pause: Annotated[
        ComboText | None, about(N_("Pause"), N_("Pauses reminders until you resume them."))
    ] = None
    resume: Annotated[ComboText | None, about(N_("Resume"), N_("Lets reminders go on."))] = None
    show: Annotated[
        ComboText | None, about(N_("Show"), N_("Brings knotbreak's window to the front."))
    ] = None

    @property
    def wanted(self) -> dict[str, Combo]:
        """Action and keys of each that is on."""
        found = ((name, getattr(self, name)) for name in self.__struct_fields__)
        combos = ((name, parse_combo(text)) for name, text in found if text)
        return {name: combo for name, combo in combos if combo is not None}


def shortcut_faults(path: Path, settings: ShortcutSettings) -> Iterator[Fault]:
    """Gather what cannot be a shortcut, and keys that are there twice."""
    seen: dict[Combo, str] = {}
    for name in settings.__struct_fields__:
        text = getattr(settings, name)
        combo = None if text is None else parse_combo(text)
        if combo is None:
            if text:
                yield Fault(
                    (*path, name),
                    "is no shortcut",
                    'such as "Ctrl+Alt+S": Ctrl, Alt or Super with a letter, a digit or a key'
                    " like F9, Space, Home",
                )
            continue
        if combo in seen:
            yield Fault((*path, name), f"has the same keys as {seen[combo]}", "choose other keys")
        seen.setdefault(combo, name)
