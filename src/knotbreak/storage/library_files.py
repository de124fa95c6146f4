"""Which files make up the library, and what is in them; only what changed is read again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from knotbreak.core.faults import Fault
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage import toml_file
from knotbreak.storage.toml_lines import printable

T = TypeVar("T")

MOST_FILES = 500
MOST_PACKS = 100
LONGEST_ID = 60
_STEM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Origin(StrEnum):
    """Who a routine or stretch is from."""

    BUILTIN = "builtin"
    USER = "user"
    PACK = "pack"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the library; messages call it `where`. `pack` is empty outside packs."""

    id: str
    path: Path
    where: str
    origin: Origin
    pack: str = ""


class Scan(msgspec.Struct):
    """The files that were found, a later one before an earlier one of the same id."""

    stretches: list[Source] = []
    routines: list[Source] = []
    problems: list[Problem] = []


def scan_builtin(root: Path) -> Scan:
    """Find the files that came with the program."""
    found = Scan()
    stretches, routines = root / "assets" / "stretches", root / "routines"
    found.stretches = _files(stretches, "built-in stretches/", Origin.BUILTIN, "", found.problems)
    found.routines = _files(routines, "built-in routines/", Origin.BUILTIN, "", found.problems)
    return found


def scan_data(root: Path) -> Scan:
    """Find the user's files, then those of packs."""
    found = Scan()
    _scan_pair(root, "", Origin.USER, "", found)
    names = [name for name in _names(root / "packs", "packs", found.problems) if name[0] != "."]
    if len(names) > MOST_PACKS:
        found.problems.append(_too_many("packs", MOST_PACKS))
    for name in names[:MOST_PACKS]:
        if _STEM.fullmatch(name):
            _scan_pair(root / "packs" / name, f"packs/{name}/", Origin.PACK, name, found)
        else:
            found.problems.append(_bad_name(f"packs/{name}", name))
    return found


def _scan_pair(root: Path, where: str, origin: Origin, pack: str, found: Scan) -> None:
    for kind, known in (("stretches", found.stretches), ("routines", found.routines)):
        known.extend(_files(root / kind, f"{where}{kind}/", origin, pack, found.problems))


def _files(
    folder: Path, where: str, origin: Origin, pack: str, problems: list[Problem]
) -> list[Source]:
    names = _names(folder, where.rstrip("/"), problems)
    names = [name for name in names if name.lower().endswith(".toml") and name[0] != "."]
    if len(names) > MOST_FILES:
        problems.append(_too_many(where.rstrip("/"), MOST_FILES))
    sources = []
    for name in names[:MOST_FILES]:
        stem = name[:-5]
        id_ = f"{pack}:{stem}" if pack else stem
        if _STEM.fullmatch(stem) and len(id_) <= LONGEST_ID:
            sources.append(
                Source(id=id_, path=folder / name, where=where + name, origin=origin, pack=pack)
            )
        else:
            problems.append(_bad_name(where + name, stem))
    return sources


def _names(folder: Path, where: str, problems: list[Problem]) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        problems.append(Problem(where=where, what="is a file, not a folder"))
    except OSError as error:
        what = f"cannot be looked into: {error.strerror or error}"
        problems.append(Problem(where=where, what=what))
    return []


def _too_many(where: str, most: int) -> Problem:
    return Problem(where=where, what=f"holds more than {most}; the rest is left out")


def _bad_name(where: str, stem: str) -> Problem:
    better = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:LONGEST_ID]
    hint = "small letters, digits and hyphens"
    return Problem(
        where=printable(where),
        what="the file name is the id, and this one cannot be one",
        hint=f"{hint}, such as {better}" if better and better != stem else hint,
    )


class Entry(Generic[T]):
    """A file as it is now: a value, or what is wrong with it.

    A file may have both: `spare` is a key that the rest can do without, and if nothing is wrong
    but its value, the rest is the file's value.
    """

    def __init__(self, source: Source, shape: type[T], spare: str | None = None) -> None:
        self.source = source
        self.value: T | None = None
        self.problems: tuple[Problem, ...] = ()
        self.signature = _signature(source.path)
        self._data: bytes | None = None
        try:
            data = toml_file.read_bytes(source.path, source.where)
        except ProblemError as error:
            self.problems = error.problems
            return
        try:
            self.value = toml_file.parse(data, shape, source.where)
        except ProblemError as error:
            self.problems = error.problems
            if spare is not None:
                self.value = toml_file.parse_without(spare, data, shape, source.where)
            if self.value is None:
                return
        if source.origin is not Origin.BUILTIN:
            # Kept to give lines to faults that come and go with other files.
            self._data = data

    def placed(self, faults: Iterable[Fault]) -> list[Problem]:
        """Give faults of the value their lines (those of built-in files do without)."""
        return toml_file.placed(faults, self._data, self.source.where)

    def unchanged(self) -> bool:
        """Whether the file is still the one that was read; built-in files never change."""
        if self.source.origin is Origin.BUILTIN:
            return True
        return self.signature is not None and self.signature == _signature(self.source.path)


class FileCache(Generic[T]):
    """The files of one kind, as they were last read."""

    def __init__(self, shape: type[T], spare: str | None = None) -> None:
        self._shape = shape
        self._spare = spare
        self._entries: dict[Path, Entry[T]] = {}

    def look(self, sources: Iterable[Source]) -> list[Entry[T]]:
        """Read the files that are new or changed, and forget those that are gone."""
        entries: dict[Path, Entry[T]] = {}
        for source in sources:
            entry = self._entries.get(source.path)
            fresh = entry is not None and entry.unchanged()
            entries[source.path] = (
                entry if entry and fresh else Entry(source, self._shape, self._spare)
            )
        self._entries = entries
        return list(entries.values())


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
