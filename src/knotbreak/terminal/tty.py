"""The terminal itself: raw keys, whole pages, and everything put back at the end."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import IO

from knotbreak.app.ports import Handle, Loop
from knotbreak.terminal.keys import parse_keys

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J"
_LEAVE = "\x1b[?25h\x1b[?1049l"


class Terminal:
    """Standard input and output; either may be something else than a terminal."""

    def __init__(self, loop: Loop, out: IO[str] | None = None) -> None:
        self._loop = loop
        self._out: IO[str] = sys.stdout if out is None else out
        self._fd: int | None = _fd_of(sys.stdin)
        self.screen = self._out.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self.has_keys = self._fd is not None
        self._saved: list[int | list[bytes | int]] | None = None
        self._reader: Handle | None = None
        self._shown: list[str] = []
        self._gone = False

    @property
    def encoding(self) -> str:
        """The encoding of the output."""
        return getattr(self._out, "encoding", None) or "ascii"

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        try:
            size = os.get_terminal_size(self._out.fileno())
        except (OSError, ValueError):
            return 80, 24
        return max(20, size.columns), max(6, size.lines)

    def open(self, on_key: Callable[[str], None], on_end: Callable[[], None]) -> None:
        """Listen for keys, and take the screen if there is one. `on_end`: no key will come."""
        if self.screen:
            self._write(_ENTER)
        if self._fd is None:
            self._loop.post(on_end)
            return
        self._saved = _raw(self._fd)
        fd = self._fd

        def ready() -> None:
            try:
                data = os.read(fd, 1024)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                data = b""
            if not data:
                self._end_of_keys(on_end)
            for key in parse_keys(data):
                on_key(key)

        try:
            self._reader = self._loop.add_reader(fd, ready)
        except (OSError, PermissionError):
            # epoll takes no plain files and no /dev/null: nobody types there.
            self._end_of_keys(on_end, later=True)

    def close(self) -> None:
        """Put the terminal back as it was."""
        if self._reader is not None:
            self._reader.cancel()
        if self._fd is not None and self._saved is not None:
            _restore(self._fd, self._saved)
            self._saved = None
        if self.screen:
            self._write(_LEAVE)

    def show(self, lines: Sequence[str]) -> None:
        """Draw a page; only lines that differ are written."""
        out = []
        for row, line in enumerate(lines):
            if row >= len(self._shown) or self._shown[row] != line:
                out.append(f"\x1b[{row + 1};1H{line}\x1b[0m\x1b[K")
        if len(lines) < len(self._shown):
            out.append(f"\x1b[{len(lines) + 1};1H\x1b[J")
        self._shown = list(lines)
        if out:
            self._write("".join(out))

    def forget(self) -> None:
        """The size has changed: draw everything anew."""
        self._shown = []
        self._write("\x1b[2J")

    def print(self, text: str) -> None:
        """A line of plain output."""
        self._write(text + "\n")

    def bell(self) -> None:
        """Ring."""
        if self.screen:
            self._write("\a")

    def _write(self, text: str) -> None:
        if self._gone:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except UnicodeEncodeError:
            self._out.write(text.encode("ascii", "replace").decode())
        except (BrokenPipeError, OSError):
            # The reader of a pipe has left, or the terminal was closed: go on in silence.
            self._gone = True
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())

    def _end_of_keys(self, on_end: Callable[[], None], *, later: bool = False) -> None:
        self.has_keys = False
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
        if later:
            self._loop.post(on_end)
        else:
            on_end()


def _fd_of(stream: IO[str] | None) -> int | None:
    try:
        return None if stream is None or stream.closed else stream.fileno()
    except (OSError, ValueError):
        return None


def _raw(fd: int) -> list[int | list[bytes | int]] | None:
    """Keys at once and unseen; control-C stays a key, so that it can end things in order."""
    if not os.isatty(fd):
        return None
    import termios

    saved = termios.tcgetattr(fd)
    raw = termios.tcgetattr(fd)
    raw[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
    raw[6][termios.VMIN] = 1
    raw[6][termios.VTIME] = 0
    termios.tcsetattr(fd, termios.TCSADRAIN, raw)
    return saved


def _restore(fd: int, saved: list[int | list[bytes | int]]) -> None:
    import termios

    # The terminal may be gone by now (its window closed): then there is nothing to put back.
    with contextlib.suppress(termios.error):
        termios.tcsetattr(fd, termios.TCSADRAIN, saved)
