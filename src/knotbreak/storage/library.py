"""The library: the routines and stretches that came with the program, the user's, and packs'.

The file name is the id. A user's file takes the place of a built-in one of the same id; those of a
pack are `pack:name`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from knotbreak.core.checks import check_routine, check_stretch
from knotbreak.core.faults import Fault, nearest
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.routine import Routine, Step, Stretch
from knotbreak.storage import toml_file
from knotbreak.storage.figures import FIGURE, FigureChecks, figure_faults
from knotbreak.storage.library_beside import routine_beside, steps_beside, stretch_beside
from knotbreak.storage.library_files import (
    Entry,
    FileCache,
    Origin,
    Scan,
    scan_builtin,
    scan_data,
)

T = TypeVar("T")


class LoadedRoutine(msgspec.Struct, frozen=True, kw_only=True):
    """A routine that can be played, and where it is from; `pack` is empty outside packs."""

    id: str
    routine: Routine
    origin: Origin
    path: Path
    pack: str = ""

    def image_path(self, image: str) -> Path | None:
        """The file of a step's picture; None if it is missing or not inside the folder."""
        return image_inside(self.path.parent, image)


class LoadedStretch(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch that can be played, and where it is from; `pack` is empty outside packs."""

    id: str
    stretch: Stretch
    origin: Origin
    path: Path
    pack: str = ""


class Library(msgspec.Struct, frozen=True):
    """Everything that can be played, by id, and what is wrong with the rest."""

    routines: dict[str, LoadedRoutine] = {}
    stretches: dict[str, LoadedStretch] = {}
    problems: tuple[Problem, ...] = ()

    def movements(self) -> dict[str, Stretch]:
        """The bare stretches, as checks and timelines want them."""
        return {id_: loaded.stretch for id_, loaded in self.stretches.items()}

    def routine(self, name: str) -> LoadedRoutine:
        """Find a routine.

        Raises:
            ProblemError: if there is none; the nearest id is the hint.
        """
        if name in self.routines:
            return self.routines[name]
        guess = nearest(name, self.routines)
        hint = f"did you mean {guess}?" if guess else ""
        raise ProblemError(Problem(where=name, what="there is no such routine", hint=hint))


def check_routine_file(
    path: Path, library: Library, *, name: str | None = None
) -> tuple[Routine, tuple[Problem, ...]]:
    """Read and check one routine file, wherever it lies; the second part are warnings.

    Raises:
        ProblemError: with every fault of the file, and the warnings among them.
    """
    movements = library.movements()

    def beside(value: dict[str, Any]) -> Iterator[Fault]:
        yield from routine_beside(value, movements)
        yield from _pictures(((index, step) for index, step, _ in steps_beside(value)), path)

    return _checked_file(
        path, Routine, name, lambda routine: _faults(routine, movements, path), beside
    )


def check_stretch_file(
    path: Path, library: Library, *, name: str | None = None
) -> tuple[Stretch, tuple[Problem, ...]]:
    """Read and check one stretch file, wherever it lies; the second part are warnings.

    Raises:
        ProblemError: with every fault of the file, and the warnings among them.
    """
    return _checked_file(
        path,
        Stretch,
        name,
        lambda one: [*check_stretch(one, library.stretches), *figure_faults(one)],
        lambda value: stretch_beside(value, library.stretches),
    )


def image_inside(folder: Path, image: str) -> Path | None:
    """The picture `image` of `folder`; None if it is not there, or a link leads out of it."""
    try:
        root = folder.resolve()
        found = (root / image).resolve()
        good = found.is_relative_to(root) and found.is_file()
    except (OSError, ValueError, RuntimeError):
        return None
    return found if good else None


class LibraryReader:
    """Loads the library and, when a file has changed, loads it again.

    A file that was good and goes bad stays in use as it was last good, and its problem is listed.
    Built-in files are read once. A reload looks at every file of the user, but reads only those
    that changed.
    """

    def __init__(self, builtin: Path, data: Path) -> None:
        self._builtin_root = builtin
        self._data_root = data
        self._builtin: Scan | None = None
        self._stretches = FileCache(Stretch, spare=FIGURE)
        self._figures = FigureChecks()
        self._routines = FileCache(Routine)
        self._good_stretches: dict[Path, Stretch] = {}
        self._good_routines: dict[Path, Routine] = {}

    def reload(self) -> Library:
        """Load what is there now; the first time, everything."""
        self._builtin = self._builtin or scan_builtin(self._builtin_root)
        data = scan_data(self._data_root)
        problems = [*self._builtin.problems, *data.problems]
        stretches = self._load_stretches(
            self._stretches.look([*self._builtin.stretches, *data.stretches]), problems
        )
        movements = {id_: loaded.stretch for id_, loaded in stretches.items()}
        routines = self._load_routines(
            self._routines.look([*self._builtin.routines, *data.routines]), movements, problems
        )
        return Library(routines, stretches, tuple(problems))

    def _load_stretches(
        self, entries: Sequence[Entry[Stretch]], problems: list[Problem]
    ) -> dict[str, LoadedStretch]:
        known = {entry.source.id for entry in entries if entry.value is not None}
        good: dict[Path, Stretch] = {}
        loaded: dict[str, LoadedStretch] = {}
        for entry in entries:
            source = entry.source
            fresh = entry.value and _stretch_in_pack(entry.value, source.pack, known)
            if fresh is not None:
                fresh = self._figures.drawable(entry, fresh, problems)
            last_good = self._good_stretches.get(source.path)
            chosen = _choose(
                entry, fresh, last_good, lambda one: check_stretch(one, known), problems
            )
            if chosen is not None:
                good[source.path] = chosen
                loaded[source.id] = LoadedStretch(
                    id=source.id,
                    stretch=chosen,
                    origin=source.origin,
                    path=source.path,
                    pack=source.pack,
                )
        self._good_stretches = good
        return loaded

    def _load_routines(
        self,
        entries: Sequence[Entry[Routine]],
        movements: dict[str, Stretch],
        problems: list[Problem],
    ) -> dict[str, LoadedRoutine]:
        good: dict[Path, Routine] = {}
        loaded: dict[str, LoadedRoutine] = {}
        for entry in entries:
            source = entry.source
            fresh = entry.value and _routine_in_pack(entry.value, source.pack, movements)

            def check(routine: Routine, path: Path = source.path) -> list[Fault]:
                return _faults(routine, movements, path)

            last_good = self._good_routines.get(source.path)
            chosen = _choose(entry, fresh, last_good, check, problems)
            if chosen is not None:
                good[source.path] = chosen
                loaded[source.id] = LoadedRoutine(
                    id=source.id,
                    routine=chosen,
                    origin=source.origin,
                    path=source.path,
                    pack=source.pack,
                )
            elif last_good is not None:
                # It may need a stretch that comes back.
                good[source.path] = last_good
        self._good_routines = good
        return loaded


def _choose(
    entry: Entry[T],
    fresh: T | None,
    last_good: T | None,
    check: Callable[[T], Iterable[Fault]],
    problems: list[Problem],
) -> T | None:
    """Take the file's value if it is good, else the last good one if that still is.

    What is wrong is added to `problems`; warnings about built-in files are nobody's business.
    """
    if fresh is not None:
        faults = list(check(fresh))
        wrong = any(not fault.warning for fault in faults)
        if faults and (wrong or entry.source.origin is not Origin.BUILTIN):
            problems += entry.placed(faults)
        if not wrong:
            # Of a part that the rest of the file does without.
            problems += entry.problems
            return fresh
    problems += entry.problems
    if last_good is None or any(not fault.warning for fault in check(last_good)):
        return None
    what = "stays in use as it was before the last change"
    problems.append(Problem(where=entry.source.where, what=what, warning=True))
    return last_good


def _checked_file(
    path: Path,
    shape: type[T],
    name: str | None,
    check: Callable[[T], Iterable[Fault]],
    beside: toml_file.Beside,
) -> tuple[T, tuple[Problem, ...]]:
    where = toml_file.name_of(path, name)
    data = toml_file.read_bytes(path, where)
    value = toml_file.parse(data, shape, where, beside)
    problems = toml_file.placed(check(value), data, where)
    if not all(problem.warning for problem in problems):
        raise ProblemError(problems)
    return value, tuple(problems)


def _faults(routine: Routine, movements: dict[str, Stretch], path: Path) -> list[Fault]:
    return [*check_routine(routine, movements), *_pictures(enumerate(routine.step), path)]


def _pictures(steps: Iterable[tuple[int, Step]], path: Path) -> Iterator[Fault]:
    for index, step in steps:
        if step.image is not None and image_inside(path.parent, step.image) is None:
            yield Fault(
                ("step", index, "image"),
                f"there is no picture {step.image} beside this file",
                "the step is shown without it",
                warning=True,
            )


def _in_pack(name: str, pack: str, known: Container[str]) -> str:
    """A name in a pack's file means the pack's own stretch first."""
    own = f"{pack}:{name}"
    return own if pack and own in known else name


def _stretch_in_pack(stretch: Stretch, pack: str, known: Container[str]) -> Stretch:
    if not pack or stretch.easier is None:
        return stretch
    return msgspec.structs.replace(stretch, easier=_in_pack(stretch.easier, pack, known))


def _routine_in_pack(routine: Routine, pack: str, known: Container[str]) -> Routine:
    if not pack:
        return routine
    steps = (
        msgspec.structs.replace(step, stretch=_in_pack(step.stretch, pack, known))
        if step.stretch is not None
        else step
        for step in routine.step
    )
    return msgspec.structs.replace(routine, step=tuple(steps))
