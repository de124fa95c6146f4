"""Keeps, in a file of the state folder, that the emergency card came up.

The file being there is what counts, so that one that cannot be read still holds.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from knotbreak.core.problems import ProblemError
from knotbreak.storage.state_file import not_written, write_struct


class EmergencySince(msgspec.Struct, frozen=True):
    """When it came up, for whoever looks into the file."""

    since_utc_ms: int


class HoldFile:
    """The `EmergencyHold` port on a file."""

    def __init__(self, path: Path, now_utc_ms: int) -> None:
        self._path = path
        self._now_utc_ms = now_utc_ms

    @property
    def held(self) -> bool:
        """Whether the file is there, or cannot be looked for."""
        try:
            self._path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True
        return True

    def hold(self) -> None:
        """Write the file, unless it is there: the first time counts.

        Raises:
            ProblemError: if it could not be written.
        """
        if not self.held:
            write_struct(self._path, EmergencySince(self._now_utc_ms))

    def release(self) -> None:
        """Remove the file.

        Raises:
            ProblemError: if it could not be removed; it then still holds.
        """
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise ProblemError(not_written(error, str(self._path))) from error
