"""The routine library as the app asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.core.problems import Problem, ProblemError

if TYPE_CHECKING:
    from knotbreak.core.routine import Routine, Stretch
    from knotbreak.storage.library import Library, LibraryReader


class LibraryPort:
    """The `RoutineLibrary` port on the files; read when first asked, looked at again each time."""

    def __init__(self, builtin: Path, data: Path) -> None:
        self._roots = (builtin, data)
        self._reader: LibraryReader | None = None
        self._library: Library | None = None

    @property
    def library(self) -> Library:
        """The library as it was last looked at."""
        if self._library is None:
            self._library = self._read()
        return self._library

    def refresh(self) -> bool:
        """Look for changed files; whether anything is different."""
        before = self._library
        self._library = self._read()
        return before != self._library

    def routine(self, name: str) -> Routine:
        """Find a routine; raises `ProblemError` with its file's faults, or the nearest name."""
        library = self.library
        if name not in library.routines:
            own = [problem for problem in library.problems if _is_of(problem, name)]
            if own:
                raise ProblemError(own)
        return library.routine(name).routine

    def routines(self) -> Mapping[str, Routine]:
        """All of them, by id."""
        return {id_: loaded.routine for id_, loaded in self.library.routines.items()}

    def stretches(self) -> Mapping[str, Stretch]:
        """All stretches, by id."""
        return self.library.movements()

    def prescribed(self) -> Mapping[str, Routine]:
        """Those that somebody prescribed, by id.

        The program asks at its start, when nothing else needs the library: it is read only if one
        of the user's files says `per_day`.
        """
        if self._library is None and not _says_per_day(self._roots[1]):
            return {}
        return {id_: one for id_, one in self.routines().items() if one.per_day is not None}

    def picture(self, stretch: str) -> str:
        """The file of a stretch's small picture; only those that came with the program have one."""
        from knotbreak.storage.library_files import Origin

        loaded = self.library.stretches.get(stretch)
        if loaded is None or loaded.origin is not Origin.BUILTIN:
            return ""
        path = loaded.path.parent.with_name("pictures") / f"{stretch}.png"
        return str(path) if path.is_file() else ""

    def _read(self) -> Library:
        if self._reader is None:
            # With the first notice or menu, not at the start of a program that sits in the tray.
            from knotbreak.storage.library import LibraryReader

            self._reader = LibraryReader(*self._roots)
        return self._reader.reload()


def _says_per_day(data: Path) -> bool:
    for pattern in ("routines/*.toml", "packs/*/routines/*.toml"):
        for path in data.glob(pattern):
            # What cannot be read is told of when the library is.
            with suppress(OSError):
                if b"per_day" in path.read_bytes():
                    return True
    return False


def _is_of(problem: Problem, name: str) -> bool:
    path = Path(problem.where)
    return path.stem == name and path.parent.name == "routines" and not problem.warning
