"""Small TOML files that the program alone writes, each replaced as a whole.

A reader finds the old content or the new, never a part: the new one is written beside the file,
brought to the disk, and then takes its place.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
import tomli_w

from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage import toml_file, toml_syntax

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)

_LEFT_OVER_S = 60
"""A new content that has waited for so long to take its place was left by a killed process."""


def write_struct(path: Path, struct: msgspec.Struct) -> None:
    """Write a Struct as TOML; what is None is left out.

    Raises:
        ProblemError: if it could not be written; the old file is then as it was.
    """
    text = tomli_w.dumps(_without_none(msgspec.to_builtins(struct)))
    write_atomically(path, text.encode())


def read_struct(path: Path, shape: type[T], problems: list[Problem] | None = None) -> T | None:
    """Read a Struct back; None if there is no file, or no file that can be used.

    A file that does not fit is renamed to `<name>.broken`; what happened is added to `problems`.
    """
    told = [] if problems is None else problems
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass  # the reader below says it in words
    try:
        data = toml_file.read_bytes(path, str(path))
    except ProblemError as error:
        told += error.problems
        return None
    try:
        value = toml_syntax.loads(toml_file.decoded(data, str(path)), str(path))
        return msgspec.convert(value, shape)
    except (ProblemError, msgspec.ValidationError, ValueError, OverflowError) as error:
        told.append(_put_aside(path, error))
        return None


class StructFile(Generic[S]):
    """One such file, as a store: the snapshot of the program is kept in one."""

    def __init__(self, path: Path, shape: type[S]) -> None:
        self._path = path
        self._shape = shape

    def load(self) -> S | None:
        """What was saved last; None if nothing was.

        Raises:
            ProblemError: if it cannot be used. It is then moved away, and the next call finds
                nothing.
        """
        _sweep(self._path)
        problems: list[Problem] = []
        found = read_struct(self._path, self._shape, problems)
        if problems:
            raise ProblemError(problems)
        return found

    def save(self, struct: S) -> None:
        """Replace it, whole or not at all.

        Raises:
            ProblemError: if it could not be written; the old file is then as it was.
        """
        write_struct(self._path, struct)


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Replace the content of a file, or make it, so that it is never seen in part.

    Raises:
        ProblemError: if it could not be written; the old file is then as it was.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made here and not by `tempfile`, whose import alone takes longer than ten of these writes.
        beside = path.with_name(f".{path.name}.{os.getpid()}.new")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(beside, flags | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(mode)
            os.replace(beside, path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise ProblemError(not_written(error, str(path))) from error


def _sweep(path: Path) -> None:
    """Remove what processes that were killed in the middle of a write left beside a file."""
    with suppress(OSError):
        for beside in path.parent.glob(f".{path.name}.*.new"):
            with suppress(OSError):
                if time.time() - beside.lstat().st_mtime > _LEFT_OVER_S:
                    beside.unlink()


def not_written(error: OSError, where: str) -> Problem:
    """Say why a file could not be written, and what to do."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            what, hint = "could not be written: the disk is full", "make room, then try again"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            what = "could not be written: it is not allowed"
            hint = "check the permissions of the file and its folder"
        case errno.ENOTDIR | errno.EEXIST | errno.EISDIR:
            what, hint = "could not be written: a file or folder is in its place", "move it away"
        case _:
            what, hint = f"could not be written: {error.strerror or error}", "the old one is kept"
    return Problem(where=where, what=what, hint=hint)


def _without_none(value: Any) -> Any:
    """Leave out what is None, for which TOML has no word; in a list it would shift the rest."""
    match value:
        case dict():
            return {key: _without_none(item) for key, item in value.items() if item is not None}
        case list() | tuple():
            return [_without_none(item) for item in value]
        case _:
            return value


def _put_aside(path: Path, error: Exception) -> Problem:
    problem = error.problems[0] if isinstance(error, ProblemError) else None
    detail = problem.what if problem is not None else str(error)
    aside = path.with_name(f"{path.name}.broken")
    try:
        os.replace(path, aside)
        hint = f"it is kept as {aside.name}, and a new one begins"
    except OSError as failure:
        hint = f"it cannot be moved away: {failure.strerror or failure}"
    return Problem(
        where=str(path),
        line=None if problem is None else problem.line,
        what=f"cannot be used: {detail}",
        hint=hint,
    )
