"""The file of an entry that starts something at log-in: taken away, and put back as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.core.problems import Problem, ProblemError

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

MODE = 0o644

Write = Callable[[Path, bytes, int], None]
"""Writes a file as a whole or not at all; raises ProblemError."""


class EntryFile:
    """One such file. What cannot be done raises `ProblemError`."""

    def __init__(self, path: Path, write: Write, translator: Translator) -> None:
        self.path = path
        self._write = write
        self._ = translator.gettext

    def put(self, content: bytes) -> None:
        """Write it anew."""
        self._write(self.path, content, MODE)

    def remove(self) -> None:
        """Take it away, if it is there."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            what = self._("could not be removed: {why}").format(why=error.strerror)
            raise ProblemError(Problem(where=str(self.path), what=what)) from error

    def remember(self) -> Callable[[], None]:
        """What makes it as it is now."""
        try:
            content = self.path.read_bytes()
        except OSError:
            return self.remove
        return lambda: self.put(content)
