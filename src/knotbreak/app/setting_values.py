"""The plain values of settings, as the file has them."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from knotbreak.core.settings import ReminderSettings, Settings

Key = tuple[str, ...]


def at(settings: Settings, key: Key) -> Any:
    """The value of a key that is no reminder's."""
    found: Any = settings
    for name in key:
        found = getattr(found, name)
    return found


def said(settings: Settings, key: Key) -> Any:
    """What the file says of a key, in plain values; None if it leaves it as usual."""
    if key[0] == "reminder":
        own = settings.reminder.get(key[1])
        if own is None:
            return None
        return table_of(own) if len(key) == 2 else msgspec.to_builtins(getattr(own, key[2]))
    value = at(settings, key)
    return None if value == at(Settings(), key) else msgspec.to_builtins(value)


def table_of(reminder: ReminderSettings) -> dict[str, Any]:
    """What a reminder's table says, as TOML has it."""
    plain: dict[str, Any] = msgspec.to_builtins(reminder)
    return {
        field: list(value) if isinstance(value, tuple) else value
        for field, value in plain.items()
        if value is not None
    }


def id_of(name: str) -> str:
    """A name as files have it: small letters and digits with hyphens between."""
    letters = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
    plain = "".join(letters.get(sign, sign) for sign in name.strip().lower())
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")
