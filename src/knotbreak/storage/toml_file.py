"""Reads TOML files that people write: everything that is wrong with one is said at once.

A file is an answer from outside. It may be a folder, a device, a pipe that never ends or 50 MB of
brackets; whatever it is, the answer is a value or a `ProblemError`, soon.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from knotbreak.core.faults import Fault
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage import toml_syntax
from knotbreak.storage.toml_lines import LineIndex, printable, shown
from knotbreak.storage.toml_usable import holds, not_usable

T = TypeVar("T")
Beside = Callable[[dict[str, Any]], Iterable[Fault]]
Tidy = Callable[[dict[str, Any]], dict[str, Any]]

LARGEST_BYTES = 1024 * 1024
MOST_FAULTS = 100
"""A file of a million unknown keys gets so many problems, and one line that says so."""

_TEXT_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read(path: Path, shape: type[T], *, name: str | None = None) -> T:
    """Read the file `path` as a value of `shape`; messages call it `name`.

    Raises:
        ProblemError: with every fault of the file.
    """
    where = name_of(path, name)
    return parse(read_bytes(path, where), shape, where)


def name_of(path: Path, name: str | None = None) -> str:
    """What messages call a file: `name`, or else its path, made fit to print."""
    return printable(name if name is not None else str(path))


def parse(
    data: bytes,
    shape: type[T],
    where: str,
    beside: Beside | None = None,
    tidy: Tidy | None = None,
) -> T:
    """Read the content of a file as a value of `shape`; messages call the file `where`.

    If the shape has faults, `beside` is asked for those between keys that can be told all the same.
    `tidy` makes one way to write a value of several, before its shape is looked at.

    Raises:
        ProblemError: with every fault of the content.
    """
    text = decoded(data, where)
    value = toml_syntax.loads(text, where)
    return _converted(tidy(value) if tidy else value, shape, text, where, beside)


def parse_without(key: str, data: bytes, shape: type[T], where: str) -> T | None:
    """Read the content as if it had not the top key `key`; None if it has other faults too."""
    try:
        text = decoded(data, where)
        value = toml_syntax.loads(text, where)
        return _converted(value, shape, text, where, None) if value.pop(key, None) else None
    except ProblemError:
        return None


def placed(faults: Iterable[Fault], data: bytes | None, where: str) -> list[Problem]:
    """Give faults their file and line, in the order of the file.

    `data` is the content that they were found in, which `parse` has accepted; without it there
    are no lines.
    """
    if data is None:
        return [_problem(fault, where, None) for fault in faults]
    return _in_order(faults, where, LineIndex(decoded(data, where)))


def refuse(faults: Iterable[Fault], data: bytes, where: str) -> None:
    """Refuse content that has faults, each with its line; warnings refuse nothing.

    Raises:
        ProblemError: with every fault and warning.
    """
    problems = placed(faults, data, where)
    if any(not problem.warning for problem in problems):
        raise ProblemError(problems)


def read_bytes(path: Path, where: str) -> bytes:
    """Read a regular file of bearable size, and nothing else.

    Raises:
        ProblemError: if it is not there, not a file, too large, or may not be read.
    """
    try:
        # Asked before opening, because opening a device can already do something to it.
        _must_be_a_file(path.stat(), where)
        # A pipe that took the file's place in between must not make open() wait.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags | getattr(os, "O_NOCTTY", 0))
        with os.fdopen(handle, "rb") as file:
            _must_be_a_file(os.fstat(handle), where)
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ProblemError(_not_readable(error, where)) from None
    except ValueError:
        raise ProblemError(Problem(where=where, what="is not a file name")) from None
    if len(data) > LARGEST_BYTES:
        raise ProblemError(_too_large(where))
    return data


def _must_be_a_file(found: os.stat_result, where: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise ProblemError(Problem(where=where, what="is a folder, not a file"))
    if not stat.S_ISREG(found.st_mode):
        raise ProblemError(Problem(where=where, what="is a device or pipe, not a file"))
    if found.st_size > LARGEST_BYTES:
        raise ProblemError(_too_large(where))


def _too_large(where: str) -> Problem:
    return Problem(where=where, what="is too large", hint="at most 1 MiB")


def _not_readable(error: OSError, where: str) -> Problem:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return Problem(where=where, what="is not there", hint="is the name spelled right?")
        case errno.EACCES | errno.EPERM:
            return Problem(where=where, what="may not be read", hint="check its permissions")
        case errno.ELOOP:
            return Problem(where=where, what="is a link that leads in a circle")
        case errno.ENAMETOOLONG:
            return Problem(where=where[:200], what="is too long a name")
        case _:
            return Problem(where=where, what=f"cannot be read: {error.strerror or error}")


def decoded(data: bytes, where: str) -> str:
    """Turn the bytes of a file into text.

    Raises:
        ProblemError: with the line, for a byte-order mark, bad UTF-8 or control characters.
    """
    if len(data) > LARGEST_BYTES:
        raise ProblemError(_too_large(where))
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(mark):
            kind = "a byte-order mark" if len(mark) == 3 else "UTF-16 text"
            what, hint = f"begins with {kind}", "save it as UTF-8 without a byte-order mark"
            raise ProblemError(Problem(where=where, line=1, what=what, hint=hint))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(where=where, line=line, what="is not UTF-8 text", hint="save it as UTF-8")
        raise ProblemError(problem) from None
    if control := _TEXT_CONTROLS.search(text):
        line = text.count("\n", 0, control.start()) + 1
        what = holds(control[0])
        raise ProblemError(Problem(where=where, line=line, what=what, hint="delete it"))
    return text


def _converted(
    value: dict[str, Any], shape: type[T], text: str, where: str, beside: Beside | None
) -> T:
    try:
        _check_version(value, shape, text, where)
        faults = list(islice(not_usable(value), MOST_FAULTS + 1))
        try:
            result = msgspec.convert(value, shape, strict=True)
        except (msgspec.ValidationError, ValueError, OverflowError) as error:
            # The walker and the shapes it walks along are for files with faults alone.
            from knotbreak.storage.toml_faults import find_faults

            faults = list(islice(find_faults(value, shape), MOST_FAULTS + 1))
            faults = faults or [_own_words(str(error))]
        if not faults:
            return result
        if beside is not None:
            faults += islice(beside(value), MOST_FAULTS + 1)
    except RecursionError:
        what = "too many levels within each other"
        raise ProblemError(Problem(where=where, what=what)) from None
    raise ProblemError(_in_order(faults, where, LineIndex(text)))


def _check_version(value: dict[str, Any], shape: type[Any], text: str, where: str) -> None:
    """Answer a file of a newer format with that alone: its other faults may be none."""
    found = value.get("format")
    # Format 1 is never too new; looking into the shape costs more than reading most files.
    if not isinstance(found, int) or isinstance(found, bool) or found <= 1:
        return
    newest = _newest_format(shape)
    if newest is None or found <= newest:
        return
    raise ProblemError(
        Problem(
            where=where,
            line=LineIndex(text).line_of(("format",)),
            key="format",
            what="made for a newer knotbreak",
            hint=f"this one reads format = {newest}",
        )
    )


def _newest_format(shape: type[Any]) -> int | None:
    from msgspec import inspect as shapes

    from knotbreak.storage.toml_faults import plain

    struct = plain(shapes.type_info(shape))
    if not isinstance(struct, shapes.StructType):
        return None
    for field in struct.fields:
        kind = plain(field.type)
        if field.encode_name == "format" and isinstance(kind, shapes.LiteralType):
            return max(value for value in kind.values if isinstance(value, int))
    return None


def _own_words(message: str) -> Fault:
    """Keep what msgspec said, for the rare shapes that the walker has no words for."""
    what, _, place = message.partition(" - at `")
    parts: list[str | int] = []
    for key, index in re.findall(r"\.([^.\[\]`]+)|\[(\d+)\]", place):
        parts.append(int(index) if index else key)
    return Fault(tuple(parts), what or "is not what is needed here")


def _in_order(faults: Iterable[Fault], where: str, index: LineIndex) -> list[Problem]:
    problems = [_problem(fault, where, index.line_of(fault.path)) for fault in faults]
    problems.sort(key=lambda problem: problem.line or 0)
    if len(problems) > MOST_FAULTS:
        more = Problem(where=where, what=f"more than {MOST_FAULTS} faults; the rest is left out")
        return [*problems[:MOST_FAULTS], more]
    return problems


def _problem(fault: Fault, where: str, line: int | None) -> Problem:
    return Problem(
        where=where,
        line=line,
        key=shown(fault.path),
        what=printable(fault.what),
        hint=printable(fault.hint),
        warning=fault.warning,
    )
