"""Figures that cannot be drawn: told with the other faults of their file, and left out of the rest.

A stretch without its figure is played in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import msgspec

from knotbreak.core.checks import check_stretch
from knotbreak.core.faults import Fault
from knotbreak.core.problems import Problem
from knotbreak.core.routine import Stretch
from knotbreak.storage.library_files import Entry, Origin

FIGURE = "figure"


def figure_faults(stretch: Stretch) -> Iterator[Fault]:
    """What is wrong with the poses of a stretch's figure."""
    if stretch.figure is not None:
        # The body is loaded where there is something of the user's to check, not at every start.
        from knotbreak.figure.check import faults

        yield from faults(stretch.figure, stretch.side)


class FigureChecks:
    """Looks at the figures of a library, once for each file that has changed."""

    def __init__(self) -> None:
        self._found: WeakKeyDictionary[Entry[Stretch], list[Fault]] = WeakKeyDictionary()

    def drawable(self, entry: Entry[Stretch], stretch: Stretch, problems: list[Problem]) -> Stretch:
        """The stretch of a file, without its figure if that is bad; why is added to `problems`."""
        if stretch.figure is None:
            return stretch
        found = self._found.get(entry)
        if found is None:
            found = self._found[entry] = list(_faults(entry, stretch))
        if not found:
            return stretch
        problems += entry.placed(found)
        return msgspec.structs.replace(stretch, figure=None)


def _faults(entry: Entry[Stretch], stretch: Stretch) -> Iterator[Fault]:
    yield from (fault for fault in check_stretch(stretch) if fault.path[:1] == (FIGURE,))
    if entry.source.origin is not Origin.BUILTIN:
        # The poses that came with the program are looked at by its tests.
        yield from figure_faults(stretch)
