"""The faults between keys of a routine or a stretch whose shape is wrong somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from knotbreak.core.checks import check_step, check_stretch
from knotbreak.core.faults import Fault
from knotbreak.core.routine import Step, Stretch
from knotbreak.storage.beside import readable
from knotbreak.storage.figures import figure_faults

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


def steps_beside(value: Mapping[str, Any]) -> Iterator[tuple[int, Step, bool]]:
    """Each step of a routine as far as it can be read, and whether that is all of it."""
    if value.get("format", 1) != 1:
        # Its other faults may be none.
        return
    steps = value.get("step")
    for index, table in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(table, dict):
            good = readable(table, Step, {})
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
    good = readable(value, Stretch, _ANY_STRETCH)
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
