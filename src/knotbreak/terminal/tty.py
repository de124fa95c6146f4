"""The terminal itself: raw keys, whole pages, and everything put back at the end."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING

from knotbreak.terminal.keys import ESCAPE_MS, KeyReader
from knotbreak.terminal.page import plain

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop

# Another screen, no cursor, and pasted text marked as such, so that it presses no keys.
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[2J"
_LEAVE = "\x1b[?2004l\x1b[?25h\x1b[?1049l"


class Terminal:
    """Standard input and output; either may be something else than a terminal."""

    def __init__(self, loop: Loop, out: IO[str] | None = None) -> None:
        self._loop = loop
        # Started without an output (">&-"), Python has no sys.stdout at all.
        self._out: IO[str] = out or sys.stdout or io.StringIO()
        self._fd: int | None = _fd_of(sys.stdin)
        self.screen = self._out.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self.has_keys = self._fd is not None
        self._saved: list[int | list[bytes | int]] | None = None
        self._reader: Handle | None = None
        self._keys = KeyReader()
        self._flush: Handle | None = None
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

        def press(keys: list[str]) -> None:
            if self._flush is not None:
                self._flush.cancel()
                self._flush = None
            for key in keys:
                on_key(key)

        def ready() -> None:
            try:
                data = os.read(fd, 1024)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                data = b""
            press(self._keys.feed(data))
            if not data:
                press(self._keys.flush())
                self._end_of_keys(on_end)
            elif self._keys.waits:
                soon = self._loop.now_ms() + ESCAPE_MS
                self._flush = self._loop.call_at(soon, lambda: press(self._keys.flush()))

        try:
            self._reader = self._loop.add_reader(fd, ready)
        except (OSError, PermissionError):
            # epoll takes no plain files and no /dev/null: nobody types there.
            self._end_of_keys(on_end, later=True)

    def close(self) -> None:
        """Put the terminal back as it was."""
        for handle in (self._reader, self._flush):
            if handle is not None:
                handle.cancel()
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
                # Cleared first: after a line as wide as the screen, it would take its last letter.
                out.append(f"\x1b[{row + 1};1H\x1b[K{line}\x1b[0m")
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
        self._write("\n".join(plain(line) for line in text.split("\n")) + "\n")

    def bell(self) -> None:
        """Ring."""
        if self.screen:
            self._write("\a")

    def _write(self, text: str) -> None:
        if self._gone:
            return
        # What the terminal's encoding does not have becomes a question mark.
        text = text.encode(self.encoding, "replace").decode(self.encoding)
        try:
            self._out.write(text)
            self._out.flush()
        except (BrokenPipeError, OSError):
            # The reader of a pipe has left, or the terminal was closed: go on in silence.
            self._gone = True
            with contextlib.suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._out.fileno())
                os.close(nowhere)

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
