"""The faults between keys of a file whose shape is wrong somewhere: all are said at once.

Each key is taken by itself, and those that can be read are checked together. What a key lacks is
not asked where another one could not be read: it may be just the one that is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from knotbreak.core.checks import Fault, Path, check_step, check_stretch
from knotbreak.core.routine import Step, Stretch
from knotbreak.core.settings import ReminderSettings, Settings, check_settings
from knotbreak.core.trace import Trace, TraceEvent, Zones, check_event, check_trace
from knotbreak.storage.figures import figure_faults
from knotbreak.storage.toml_usable import not_usable

# Stands in for needed keys of a stretch that cannot be read; the kind is the one that forbids
# least. None of it leads to a fault or a warning.
_ANY_STRETCH: Mapping[str, Any] = MappingProxyType(
    {
        "format": 1,
        "title": "x",
        "summary": "x",
        "areas": ["neck"],
        "kind": "gaze",
        "positions": ["seated"],
        "cues": {"start": "x", "move": "x", "hold": "x", "end": "x"},
        "feel": "x",
        "errors": [],
        "stop": ["x"],
        "easier_cue": "x",
        "sources": [{"title": "x"}],
    }
)


_PLACE_AND_TIME = ("start", "zone", "until")
_A_DAY: Mapping[str, Any] = MappingProxyType(
    {"format": 1, "start": "2026-01-01T00:00", "zone": "UTC"}
)
_AN_EVENT: Mapping[str, Any] = MappingProxyType({"at": "00:00", "do": "idle"})


def steps_beside(value: Mapping[str, Any]) -> Iterator[tuple[int, Step, bool]]:
    """Each step of a routine as far as it can be read, and whether that is all of it."""
    if value.get("format", 1) != 1:
        # Its other faults may be none.
        return
    steps = value.get("step")
    for index, table in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(table, dict):
            good = _readable(table, Step, {})
            yield index, msgspec.convert(good, Step), len(good) == len(table)


def routine_beside(value: Mapping[str, Any], stretches: Mapping[str, Stretch]) -> Iterator[Fault]:
    """Check the steps of a routine; how long it lasts cannot be told."""
    for index, step, whole in steps_beside(value):
        for fault in check_step(("step", index), step, stretches):
            if whole or not fault.absent:
                yield fault


def stretch_beside(value: Mapping[str, Any], stretch_ids: Mapping[str, object]) -> Iterator[Fault]:
    """Check what can be read of a stretch."""
    if value.get("format", 1) != 1:
        return
    good = _readable(value, Stretch, _ANY_STRETCH)
    if "kind" not in good:
        # What belongs to a hold and what to reps cannot be told apart.
        for key in ("reps", "tempo", "part"):
            good.pop(key, None)
    if "phase" in value and "phase" not in good:
        # Its keyframes are named after the phases.
        good.pop("figure", None)
    stretch = msgspec.convert({**_ANY_STRETCH, **good}, Stretch)
    # What is out of reach depends on the side.
    poses = figure_faults(stretch) if "side" in good or "side" not in value else ()
    for fault in (*check_stretch(stretch, stretch_ids), *poses):
        if not fault.absent and fault.path[0] in good:
            yield fault


def settings_beside(value: Mapping[str, Any]) -> Iterator[Fault]:
    """Check the reminders in a settings file."""
    if value.get("format", 1) != 1:
        return
    tables = value.get("reminder")
    for name, table in tables.items() if isinstance(tables, dict) else ():
        if isinstance(table, dict):
            good = _readable(table, ReminderSettings, {})
            found = {name: msgspec.convert(good, ReminderSettings)}
            for fault in check_settings(Settings(reminder=found)):
                if not fault.absent or len(good) == len(table):
                    yield fault


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
    good = _readable({key: value[key] for key in _PLACE_AND_TIME if key in value}, Trace, _A_DAY)
    if all(isinstance(table, dict) and _reads(table, TraceEvent) for table in events):
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
    good = _readable(table, TraceEvent, _AN_EVENT)
    for fault in check_event(path, msgspec.convert({**_AN_EVENT, **good}, TraceEvent)):
        known = "do" in good or fault.path[-1] == "at"
        if known and (not fault.absent or len(good) == len(table)):
            yield fault


def _readable(
    table: Mapping[str, Any], shape: type[Any], needed: Mapping[str, Any]
) -> dict[str, Any]:
    """The keys of a table that can be read by themselves, with their values."""
    return {key: value for key, value in table.items() if _reads({**needed, key: value}, shape)}


def _reads(table: dict[str, Any], shape: type[Any]) -> bool:
    try:
        msgspec.convert(table, shape)
    except (msgspec.ValidationError, ValueError, OverflowError):
        return False
    return next(not_usable(table), None) is None
