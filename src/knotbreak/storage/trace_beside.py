"""The faults between keys of a trace whose shape is wrong somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from knotbreak.core.faults import Fault, Path
from knotbreak.core.trace import Trace, TraceEvent, Zones, check_event, check_trace
from knotbreak.storage.beside import readable, reads, settings_beside

_PLACE_AND_TIME = ("start", "zone", "until")
_A_DAY: Mapping[str, Any] = MappingProxyType(
    {"format": 1, "start": "2026-01-01T00:00", "zone": "UTC"}
)
_AN_EVENT: Mapping[str, Any] = MappingProxyType({"at": "00:00", "do": "idle"})


def trace_beside(value: Mapping[str, Any], zones: Zones) -> Iterator[Fault]:
    """Check the events and settings of a trace, each as far as it can be read."""
    if value.get("format", 1) != 1:
        return
    settings = value.get("settings")
    if isinstance(settings, dict):
        for fault in settings_beside(settings):
            yield msgspec.structs.replace(fault, path=("settings", *fault.path))
    tables = value.get("event")
    events = tables if isinstance(tables, list) else []
    good = readable({key: value[key] for key in _PLACE_AND_TIME if key in value}, Trace, _A_DAY)
    if all(isinstance(table, dict) and reads(table, TraceEvent) for table in events):
        good["event"] = events
    else:
        # What follows what cannot be told, so each is checked by itself.
        for index, table in enumerate(events):
            if isinstance(table, dict):
                yield from _event_beside(("event", index), table)
    for fault in check_trace(msgspec.convert({**_A_DAY, **good}, Trace), zones):
        if fault.path[0] in good:
            yield fault


def _event_beside(path: Path, table: Mapping[str, Any]) -> Iterator[Fault]:
    good = readable(table, TraceEvent, _AN_EVENT)
    for fault in check_event(path, msgspec.convert({**_AN_EVENT, **good}, TraceEvent)):
        known = "do" in good or fault.path[-1] == "at"
        if known and (not fault.absent or len(good) == len(table)):
            yield fault
