"""Telling that files changed."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop


DEBOUNCE_MS = 300
# A file that is written all the time is told of as well.
_LONGEST_WAIT_MS = 2_000
_READ_SIZE = 65_536
_HEAD = struct.Struct("iIII")

_CLOSE_WRITE = 0x008
_MOVED_FROM = 0x040
_MOVED_TO = 0x080
_CREATE = 0x100
_DELETE = 0x200
_IGNORED = 0x8000
_OVERFLOW = 0x4000
_ONLY_DIRECTORIES = 0x0100_0000
_MASK = _CLOSE_WRITE | _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE


class FileWatch:
    """Calls `fn` when files or folders have changed.

    It waits until nothing has changed for 300 ms, but 2 s at most.
    A file is watched through its folder, so that one that is replaced, or made later, is seen;
    what is inside the subfolders of a folder is not. A folder that is missing is noticed when it
    comes. Uses inotify; elsewhere, or where the system refuses, it does nothing.

    Attributes:
        works: Whether changes will be told.
    """

    def __init__(self, loop: Loop, paths: Iterable[Path], fn: Callable[[], None]) -> None:
        self._loop = loop
        self._fn = fn
        self._paths = tuple(path.absolute() for path in paths)
        # For each folder (by its number at inotify) the names that matter; None for all of them.
        self._names: dict[int, set[str] | None] = {}
        self._timer: Handle | None = None
        self._first_ms = 0
        self._reader: Handle | None = None
        self._libc, self._fd = _open_inotify()
        self.works = self._fd >= 0
        if self.works:
            self._add_watches()
            self._reader = loop.add_reader(self._fd, self._on_readable)

    def cancel(self) -> None:
        """Stop watching; `fn` is not called any more."""
        self.works = False
        self._forget_timer()
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
            os.close(self._fd)

    def _add_watches(self) -> None:
        self._names = {}
        for path in self._paths:
            # A link is changed where it stands, or where it leads to.
            for place in dict.fromkeys((path, Path(os.path.realpath(path)))):
                if place.is_dir():
                    self._add(place, None)
                folder = place.parent
                name = place.name
                while not folder.is_dir() and folder != folder.parent:
                    folder, name = folder.parent, folder.name
                self._add(folder, name)

    def _add(self, folder: Path, name: str | None) -> None:
        if self._libc is None:
            return
        mask = _MASK | _ONLY_DIRECTORIES
        number = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), mask)
        if number < 0:
            return
        known = self._names.get(number, set())
        self._names[number] = None if name is None or known is None else known | {name}

    def _on_readable(self) -> None:
        try:
            data = os.read(self._fd, _READ_SIZE)
        except BlockingIOError:
            return
        if any(self._matters(*event) for event in _events(data)):
            # Folders may have come, gone, or been replaced by others of the same name.
            self._add_watches()
            self._tell_soon()

    def _matters(self, number: int, mask: int, name: str) -> bool:
        if mask & _OVERFLOW:
            return True
        if mask & _IGNORED or number not in self._names:
            return False
        names = self._names[number]
        # A new file that is still being written is told of when it is closed.
        made = mask & ~_CREATE or _is_folder(mask) or names is None
        return bool(made) and (names is None or name in names)

    def _tell_soon(self) -> None:
        now_ms = self._loop.now_ms()
        if self._timer is None:
            self._first_ms = now_ms
        self._forget_timer()
        due_ms = min(now_ms + DEBOUNCE_MS, self._first_ms + _LONGEST_WAIT_MS)
        self._timer = self._loop.call_at(due_ms, self._tell)

    def _tell(self) -> None:
        self._timer = None
        self._fn()

    def _forget_timer(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()


def _is_folder(mask: int) -> bool:
    return bool(mask & 0x4000_0000)


def _events(data: bytes) -> Iterator[tuple[int, int, str]]:
    position = 0
    while position + _HEAD.size <= len(data):
        number, mask, _cookie, length = _HEAD.unpack_from(data, position)
        position += _HEAD.size
        name = data[position : position + length].rstrip(b"\0")
        position += length
        yield number, mask, os.fsdecode(name)


def _open_inotify() -> tuple[ctypes.CDLL | None, int]:
    if not sys.platform.startswith("linux"):
        return None, -1
    libc = ctypes.CDLL(None)
    return libc, libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
