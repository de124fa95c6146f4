"""When the workstation checklist was gone through last, in a file of the state folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from knotbreak.core.problems import ProblemError
from knotbreak.guide.workstation import workstation_due
from knotbreak.storage.state_file import StructFile


class GoneThrough(msgspec.Struct, frozen=True):
    """When the workstation checklist was gone through last."""

    at_utc_ms: int


class WorkstationFile:
    """The `Workstation` port on a file."""

    def __init__(self, path: Path, now_utc_ms: Callable[[], int]) -> None:
        self._file = StructFile(path, GoneThrough)
        self._now_utc_ms = now_utc_ms

    @property
    def due(self) -> bool:
        """Never gone through, or long ago; a file that cannot be read asks for nothing."""
        try:
            left = self._file.load()
        except ProblemError:
            return False
        return workstation_due(None if left is None else left.at_utc_ms, self._now_utc_ms())

    def gone_through(self) -> None:
        """Note it."""
        self._file.save(GoneThrough(self._now_utc_ms()))
