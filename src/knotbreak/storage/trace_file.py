"""Reads traces: days described in TOML, for `knotbreak simulate`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from knotbreak.core.settings import check_settings
from knotbreak.core.trace import Trace, check_trace
from knotbreak.storage import toml_file
from knotbreak.storage.trace_beside import trace_beside


def zone_of(name: str) -> tzinfo | None:
    """The time zone of an IANA name; None if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):
        # ZoneInfoNotFoundError is a KeyError; a folder of zones or a bad key are these.
        return None
    except KeyError:
        return None


def read_trace(path: Path, name: str) -> Trace:
    """Read a trace; messages call it `name`.

    Raises:
        ProblemError: with every fault of the file.
    """
    data = toml_file.read_bytes(path, toml_file.name_of(path, name))
    return parse_trace(data, toml_file.name_of(path, name))


def parse_trace(data: bytes, where: str) -> Trace:
    """Read the content of a trace file.

    Raises:
        ProblemError: with every fault of the content.
    """
    trace = toml_file.parse(
        data, Trace, where, lambda value: trace_beside(value, zone_of), _with_times_as_text
    )
    faults = check_trace(trace, zone_of)
    if trace.settings is not None:
        faults += [
            msgspec.structs.replace(fault, path=("settings", *fault.path))
            for fault in check_settings(trace.settings)
        ]
    toml_file.refuse(faults, data, where)
    return trace


def _with_times_as_text(value: dict[str, Any]) -> dict[str, Any]:
    """TOML has dates and times of its own: with quotes or without, they mean the same here."""
    events = value.get("event")
    if isinstance(events, list):
        events = [_as_text(one) if isinstance(one, dict) else one for one in events]
        value = {**value, "event": events}
    return _as_text(value)


def _as_text(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: item.isoformat() if isinstance(item, datetime | date | time) else item
        for key, item in table.items()
    }
