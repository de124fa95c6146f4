"""What the guide remembers in the state folder, besides the settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from knotbreak.core.problems import ProblemError
from knotbreak.guide.workstation import workstation_due
from knotbreak.storage.state_file import StructFile, write_struct


class GoneThrough(msgspec.Struct, frozen=True):
    """When the workstation checklist was gone through last."""

    at_utc_ms: int


class Asked(msgspec.Struct, frozen=True):
    """When it was asked what to go easy on."""

    at_utc_ms: int


class AskedFile:
    """Whether it was asked what to go easy on: the file being there is what counts."""

    def __init__(self, path: Path, now_utc_ms: Callable[[], int]) -> None:
        self._path = path
        self._now_utc_ms = now_utc_ms

    @property
    def asked(self) -> bool:
        """Whether there was an answer, be it "nothing"."""
        return self._path.exists()

    def note(self) -> None:
        """There is one now; raises `ProblemError` if that cannot be kept."""
        write_struct(self._path, Asked(self._now_utc_ms()))


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
