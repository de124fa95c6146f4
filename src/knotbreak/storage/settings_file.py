"""`settings.toml`: edited by people and by the settings window, never overwritten with a fault.

While the file has a fault, the last settings that were good stay in force; a copy of them in the
state folder makes that hold across a restart.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.settings import Settings, check_settings
from knotbreak.storage import toml_file
from knotbreak.storage.beside import settings_beside
from knotbreak.storage.state_file import not_written, write_atomically

_Signature = tuple[int, int, int, int]

# A second change within one tick of the file system's clock has the same time; ext4 ticks every
# 4 ms, FAT every 2 s.
_RACY_NS = 2_000_000_000


class SettingsFile:
    """The settings in force, and what is wrong with the file.

    `settings` are in force, `problems` is all that the last look at the file found, `kept` says
    that the file has a fault, so that earlier settings (or the defaults) are in force.
    """

    def __init__(self, path: Path, good_copy: Path) -> None:
        self.settings = Settings()
        self.problems: list[Problem] = []
        self.kept = False
        self._path = path
        self._good_copy = good_copy
        self._loaded = False
        self._readable = False
        self._data: bytes | None = None
        self._signature: _Signature | None = None
        self._settled = False

    def load(self) -> Settings:
        """Read the file, whatever is in it, and return the settings that are now in force."""
        self._look()
        self._readable = False
        try:
            self._data = self._read()
            self._readable = True
            self.settings, self.problems = _accepted(self._data, str(self._path))
            self.kept = False
            self._keep_copy(self._data)
        except ProblemError as error:
            self.problems = list(error.problems)
            self.kept = True
            if not self._loaded:
                self.settings = self._from_copy()
        self._loaded = True
        return self.settings

    def reload_if_changed(self) -> bool:
        """Read the file again if it is another one than at the last look; True if it was."""
        before, settled = self._signature, self._settled
        self._look()
        if self._loaded and self._signature == before and settled:
            return False
        try:
            same = self._readable and self._read() == self._data
        except ProblemError:
            same = False
        if self._loaded and (same or (not self._readable and self._signature == before)):
            return False
        self.load()
        return True

    def set_value(self, key_path: tuple[str, ...], value: object) -> None:
        """Change one setting in the file and leave everything else in it as it is.

        None takes the key out, so that its default holds again. The file before the change is
        kept beside it as `.bak`.

        Raises:
            ProblemError: if the file has a fault, the value is not allowed, or it could not be
                written; the file is then as it was.
        """
        self.set_values([(key_path, value)])

    def set_values(self, changes: Sequence[tuple[tuple[str, ...], object]]) -> None:
        """Change several settings, all or none, as `set_value` changes one."""
        self.reload_if_changed()
        if self.kept:
            raise ProblemError([_mend_first(str(self._path)), *self.problems])
        new = self._data or b""
        for key_path, value in changes:
            new = _changed(new, key_path, msgspec.to_builtins(value), str(self._path))
        self._write(new)

    def rename_reminder(self, old: str, new: str) -> None:
        """Give a reminder another name; the comments in its table stay.

        Raises:
            ProblemError: as `set_value` does.
        """
        self.reload_if_changed()
        if self.kept:
            raise ProblemError([_mend_first(str(self._path)), *self.problems])
        text = (self._data or b"").decode()
        table = tomllib.loads(text).get("reminder", {}).get(old, {})
        head = re.compile(rf'^(\s*\[\s*reminder\s*\.\s*)(["\']?){re.escape(old)}\2(\s*\])', re.M)
        renamed, count = head.subn(rf'\g<1>"{new}"\3' if ":" in new else rf"\g<1>{new}\3", text)
        expected = tomllib.loads(text)
        moved = expected.get("reminder", {})
        moved[new] = moved.pop(old, {})
        if count == 1 and tomllib.loads(renamed) == expected:
            self._write(renamed.encode())
            return
        # Its keys stand under other headings: its values move, one by one.
        self.set_values([(("reminder", new), table), (("reminder", old), None)])

    @property
    def content(self) -> bytes | None:
        """The whole file as it was read last; None if there was none."""
        return self._data if self._readable else None

    def put_back(self, content: bytes) -> None:
        """Write the whole file as it was before a change, with every comment.

        Raises:
            ProblemError: as `set_value` does.
        """
        self.reload_if_changed()
        if self.kept:
            raise ProblemError([_mend_first(str(self._path)), *self.problems])
        self._write(content)

    def _write(self, new: bytes) -> None:
        # A link (as dotfile managers make them) stays a link: its target is replaced.
        path = self._path.resolve()
        old = self._data
        # Refused before anything is written; the lines are those of the file as it would be.
        _accepted(new, str(self._path))
        mode = 0o600 if old is None else _mode_of(path)
        if old is not None and not _may_write(path):
            # Its folder would let it be replaced, but whoever took the right away meant it.
            raise ProblemError(not_written(PermissionError(errno.EACCES, ""), str(path)))
        if old is not None:
            write_atomically(path.with_name(f"{path.name}.bak"), old, mode)
        if self._read() != old:
            # Somebody saved it while this was made ready: what they wrote stays.
            raise ProblemError(self._at_the_same_moment("nothing was changed here; try again"))
        write_atomically(path, new, mode)
        self.load()
        if self._data != new:
            raise ProblemError(
                self._at_the_same_moment(f"what was there before is in {path.name}.bak; try again")
            )

    def _at_the_same_moment(self, hint: str) -> Problem:
        what = "was changed by another program at the same moment"
        return Problem(where=str(self._path), what=what, hint=hint)

    def _look(self) -> None:
        """Note what tells this version of the file from another one."""
        try:
            found = self._path.stat()
        except (OSError, ValueError):
            self._signature, self._settled = None, True
            return
        times = (found.st_mtime_ns, found.st_ctime_ns)
        self._signature = (*times, found.st_size, found.st_ino)
        self._settled = time.time_ns() - max(times) > _RACY_NS

    def _read(self) -> bytes | None:
        """The content of the file; None if there is none, which is as good as an empty one."""
        try:
            self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            pass  # the reader below says it in words
        return toml_file.read_bytes(self._path, str(self._path))

    def _keep_copy(self, data: bytes | None) -> None:
        """Bring the good copy up to date; a failure is told, and changes nothing else."""
        try:
            if data is None:
                self._good_copy.unlink(missing_ok=True)
            elif not self._good_copy.is_file() or self._good_copy.read_bytes() != data:
                write_atomically(self._good_copy, data)
        except ProblemError as error:
            self.problems += [msgspec.structs.replace(p, warning=True) for p in error.problems]
        except OSError as error:
            problem = not_written(error, str(self._good_copy))
            self.problems.append(msgspec.structs.replace(problem, warning=True))

    def _from_copy(self) -> Settings:
        """The last good settings of an earlier run, or the defaults."""
        try:
            data = toml_file.read_bytes(self._good_copy, str(self._good_copy))
            return _accepted(data, str(self._good_copy))[0]
        except ProblemError:
            return Settings()


def _accepted(data: bytes | None, where: str) -> tuple[Settings, list[Problem]]:
    """Read settings, with their warnings.

    Raises:
        ProblemError: with every fault and warning.
    """
    if data is None:
        return Settings(), []
    settings = toml_file.parse(data, Settings, where, settings_beside)
    problems = toml_file.placed(check_settings(settings), data, where)
    if any(not problem.warning for problem in problems):
        raise ProblemError(problems)
    return settings, problems


def _changed(data: bytes, key_path: tuple[str, ...], value: Any, where: str) -> bytes:
    """Set one key in a TOML text, or take it out, and keep the rest to the letter."""
    # Only the settings window and `knotbreak set` need it, and it costs 3 % of the memory.
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = data.decode()
    expected = tomllib.loads(text)
    try:
        document = tomlkit.parse(text)
        _put(document, key_path, value, tomlkit.table)
        new = tomlkit.dumps(document)
        _put(expected, key_path, value, dict)
        # tomlkit loses or doubles keys in some unusual files, so its work is checked.
        right = _without_empty(tomllib.loads(new)) == _without_empty(expected)
    except (TOMLKitError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError):
        right = False
    if not right:
        raise ProblemError(
            Problem(
                where=where,
                key=".".join(key_path),
                what="cannot be changed here without changing the rest of the file",
                hint="change it in the file itself",
            )
        )
    return new.encode()


def _without_empty(value: Any) -> Any:
    """Leave out empty tables: whether a file names them says nothing."""
    if not isinstance(value, dict):
        return value
    inner = {key: _without_empty(item) for key, item in value.items()}
    return {key: item for key, item in inner.items() if item != {}}


def _put(document: Any, key_path: tuple[str, ...], value: Any, new_table: Any) -> None:
    """Set or remove a key in a tree of tables."""
    *parents, last = key_path
    table = document
    for key in parents:
        if key not in table:
            if value is None:
                return
            table[key] = new_table()
        table = table[key]
    if value is not None:
        table[last] = list(value) if isinstance(value, tuple) else value
    elif last in table:
        del table[last]


def _mode_of(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0o600


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _mend_first(where: str) -> Problem:
    return Problem(
        where=where,
        what="is left as it is, because it has a fault",
        hint="mend it first, then change the setting",
    )


def read_settings(path: Path, name: str) -> Settings:
    """Read a settings file, wherever it lies.

    Raises:
        ProblemError: with every fault and warning.
    """
    return _accepted(toml_file.read_bytes(path, name), name)[0]


def check_settings_file(path: Path, name: str) -> list[Problem]:
    """Check a settings file, wherever it lies; the answer is its warnings.

    Raises:
        ProblemError: with every fault and warning.
    """
    return _accepted(toml_file.read_bytes(path, name), name)[1]
