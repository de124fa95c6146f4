"""The faults between keys of a file whose shape is wrong somewhere: all are said at once.

Each key is taken by itself, and those that can be read are checked together. What a key lacks is
not asked where another one could not be read: it may be just the one that is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from knotbreak.core.faults import Fault
from knotbreak.core.settings import ReminderSettings, Settings, check_settings
from knotbreak.storage.toml_usable import not_usable


def settings_beside(value: Mapping[str, Any]) -> Iterator[Fault]:
    """Check the reminders in a settings file."""
    if value.get("format", 1) != 1:
        return
    tables = value.get("reminder")
    for name, table in tables.items() if isinstance(tables, dict) else ():
        if isinstance(table, dict):
            good = readable(table, ReminderSettings, {})
            found = {name: msgspec.convert(good, ReminderSettings)}
            for fault in check_settings(Settings(reminder=found)):
                if not fault.absent or len(good) == len(table):
                    yield fault


def readable(
    table: Mapping[str, Any], shape: type[Any], needed: Mapping[str, Any]
) -> dict[str, Any]:
    """The keys of a table that can be read by themselves, with their values."""
    return {key: value for key, value in table.items() if reads({**needed, key: value}, shape)}


def reads(table: dict[str, Any], shape: type[Any]) -> bool:
    """Whether a table can be read as a shape."""
    try:
        msgspec.convert(table, shape)
    except (msgspec.ValidationError, ValueError, OverflowError):
        return False
    return next(not_usable(table), None) is None
