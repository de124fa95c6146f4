"""Everything that a person has chosen or made, as one file for another computer.

A zip archive: `knotbreak.toml` says which format it is, beside it lie `settings.toml` and the
folders `routines`, `stretches` and `packs`, as they lie at home. The history is no part of it.
Whoever reads one trusts nothing in it: all is checked before anything is written.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import msgspec
import tomli_w
from msgspec import Meta

from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage import toml_file
from knotbreak.storage.handoff_check import check_folder
from knotbreak.storage.state_file import not_written, write_atomically

MANIFEST = "knotbreak.toml"
SETTINGS = "settings.toml"
FOLDERS = ("stretches", "routines", "packs")
"""In the order in which they are written: what others refer to comes first."""

MOST_FILES = 2_000
LARGEST_FILE = 10_000_000
LARGEST = 100_000_000
"""In bytes, of all files together."""

BACKUP = "before-import.zip"

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same files give the same archive: a folder that is synced does not stir for nothing."""

_IS_LINK = 0o120000


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Says what an archive is; `written` is for a backup: each file as it was after the import.

    A file that is in `written` and not in the archive was not there before.
    """

    format: Literal[1] = 1
    knotbreak: Annotated[str, Meta(max_length=40)] = ""
    written: dict[str, str] = {}


class Home(msgspec.Struct, frozen=True):
    """Where a person's files lie; `builtin` is the library that came with the program."""

    config: Path
    data: Path
    state: Path
    builtin: Path

    def place(self, name: str) -> Path:
        """Where a file of an archive belongs; a link there stays one."""
        path = self.config / name if name == SETTINGS else self.data / name
        return path.resolve()

    @property
    def backup(self) -> Path:
        """What the last import replaced."""
        return self.state / BACKUP


def export(home: Home, target: Path, version: str) -> tuple[str, ...]:
    """Write an archive; the answer are the names of its files.

    Raises:
        ProblemError: with every fault of the files, which another computer would refuse, too.
    """
    files = dict(_own_files(home))
    check_folder(home.data, home.config / SETTINGS, home.builtin, prefix="")
    if target.exists() and not _is_archive(target):
        what, hint = "is there already, and no such file", "choose another name"
        raise ProblemError(Problem(where=str(target), what=what, hint=hint))
    write_atomically(target, _packed(Manifest(knotbreak=version), files))
    return tuple(files)


def take_over(home: Home, source: Path, scratch: Path) -> tuple[str, ...]:
    """Take an archive over; the answer are the names of the files that are other ones now.

    What was there before is kept for `take_back`. Files that the archive does not have are left.

    Args:
        home: Whose files are changed.
        source: The archive.
        scratch: An empty folder, where the files are checked first.

    Raises:
        ProblemError: with every fault of the archive; nothing is changed then.
    """
    _manifest, files = _unpacked(source)
    for name, data in files.items():
        write_atomically(scratch / name, data)
    settings = scratch / SETTINGS
    check_folder(scratch, settings, home.builtin, prefix=f"{source.name}/")
    new = {name: data for name, data in files.items() if _content(home.place(name)) != data}
    if not new:
        return ()
    before = {name: old for name in new if (old := _content(home.place(name))) is not None}
    written = {name: _digest(data) for name, data in new.items()}
    write_atomically(home.backup, _packed(Manifest(written=written), before))
    done: list[str] = []
    try:
        for name, data in _in_order(new):
            write_atomically(home.place(name), data)
            done.append(name)
    except ProblemError:
        # Half of it would be neither the one nor the other.
        _restore(home, done, before)
        home.backup.unlink()
        raise
    return tuple(new)


def take_back(home: Home) -> tuple[str, ...]:
    """Undo the last import; the answer are the names of the files that are as before again.

    Raises:
        ProblemError: if one of them was changed since; nothing is changed then.
    """
    if not home.backup.exists():
        return ()
    manifest, before = _unpacked(home.backup)
    names = _checked_names(manifest.written, home.backup.name)
    changed = [
        Problem(where=name, what="has been changed since", hint="it is left as it is now")
        for name in names
        if _digest(_content(home.place(name)) or b"") != manifest.written[name]
    ]
    if changed:
        raise ProblemError(changed)
    _restore(home, names, before)
    with suppress(OSError):
        home.backup.unlink()
    return tuple(names)


def _own_files(home: Home) -> Iterator[tuple[str, bytes]]:
    """Name and content of all there is to hand over, in order."""
    total = 0
    paths = [(SETTINGS, home.config / SETTINGS)]
    for folder in FOLDERS:
        found = sorted(path for path in (home.data / folder).rglob("*") if path.is_file())
        paths += [(path.relative_to(home.data).as_posix(), path) for path in found]
    for name, path in paths:
        if any(part.startswith(".") for part in PurePosixPath(name).parts):
            continue
        data = _content(path)
        if data is None:
            continue
        total += len(data)
        if len(data) > LARGEST_FILE or total > LARGEST:
            raise ProblemError(Problem(where=name, what="is too large to hand over"))
        yield name, data


def _restore(home: Home, names: list[str], before: Mapping[str, bytes]) -> None:
    """Let files be as they were: with their old content, or not there."""
    for name in names:
        place = home.place(name)
        if name in before:
            write_atomically(place, before[name])
            continue
        try:
            place.unlink(missing_ok=True)
        except OSError as error:
            raise ProblemError(not_written(error, str(place))) from error


def _in_order(files: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """The settings last: they name routines, and the running program reads them at once."""
    return sorted(files.items(), key=lambda one: (one[0] == SETTINGS, one[0]))


def _packed(manifest: Manifest, files: Mapping[str, bytes]) -> bytes:
    text = tomli_w.dumps(msgspec.to_builtins(manifest))
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {MANIFEST: text.encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return room.getvalue()


def _is_archive(path: Path) -> bool:
    try:
        _unpacked(path)
    except ProblemError:
        return False
    return True


def _unpacked(path: Path) -> tuple[Manifest, dict[str, bytes]]:
    """What an archive says it is, and its files; raises ProblemError if it is none of ours."""
    where = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if MANIFEST not in [info.filename for info in infos]:
                what = "was not made by knotbreak settings export"
                raise ProblemError(Problem(where=where, what=what))
            said = _read(archive, MANIFEST, where)
            # First of all: a newer one may have anything in it.
            manifest = toml_file.parse(said, Manifest, f"{where}/{MANIFEST}")
            _check_infos(infos, where)
            files: dict[str, bytes] = {}
            for name in [info.filename for info in infos if info.filename != MANIFEST]:
                files[name] = _read(archive, name, where)
                if sum(map(len, files.values())) > LARGEST:
                    raise ProblemError(_too_much(where))
            return manifest, files
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise ProblemError(Problem(where=str(path), what=what)) from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        what = "is damaged, or no such file"
        raise ProblemError(Problem(where=where, what=what)) from error


def _read(archive: zipfile.ZipFile, name: str, where: str) -> bytes:
    with archive.open(name) as file:
        # Never more than it may be, whatever its head says.
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ProblemError(Problem(where=f"{where}/{name}", what="is too large"))
    return data


def _check_infos(infos: list[zipfile.ZipInfo], where: str) -> None:
    problems = []
    names = [info.filename for info in infos]
    if len(names) > MOST_FILES or sum(info.file_size for info in infos) > LARGEST:
        problems.append(_too_much(where))
    if len({name.casefold() for name in names}) < len(names):
        problems.append(Problem(where=where, what="holds two files of the same name"))
    for info in infos:
        if (info.external_attr >> 16) & 0o170000 == _IS_LINK:
            problems.append(Problem(where=f"{where}/{info.filename}", what="is a link"))
    if problems:
        raise ProblemError(problems)
    _checked_names([name for name in names if name != MANIFEST], where)


def _too_much(where: str) -> Problem:
    return Problem(where=where, what="holds too much")


def _checked_names(names: Mapping[str, str] | list[str], where: str) -> list[str]:
    """Names that lead nowhere but into the folders that are handed over."""
    strange = [name for name in names if not _belongs(name)]
    if strange:
        what = "has no place at home"
        raise ProblemError(Problem(where=f"{where}/{_shown(name)}", what=what) for name in strange)
    return list(names)


def _belongs(name: str) -> bool:
    if name == SETTINGS:
        return True
    parts = name.split("/")
    plain = all(
        part and part[0] != "." and part.isprintable() and not set(part) & set('\\:*?"<>|')
        for part in parts
    )
    return plain and len(parts) > 1 and parts[0] in FOLDERS and len(name) <= 200


def _shown(name: str) -> str:
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in name)[:80]


def _content(path: Path) -> bytes | None:
    """What is in a file; None if there is none that can be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
