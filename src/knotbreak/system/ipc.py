"""The local socket on which the command line talks to the running program.

One line of JSON each way: `{"v":1,"cmd":"status","args":{}}` is answered with
`{"ok":true,"message":"...","data":{...}}`. Nothing here waits: every socket belongs to the loop,
and a client that stalls is dropped.
"""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from knotbreak.core.problems import Problem, ProblemError
from knotbreak.system.ipc_connection import Connection, OnError, RequestHandler

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop

LONGEST_PATH = 100
"""Bytes; Linux has room for 107, macOS for 103."""

MOST_CLIENTS = 16
_BACKLOG = 16
_RETRY_MS = 1_000

_Identity: TypeAlias = tuple[int, int]


class CommandServer:
    """Listens on a socket that only this user can reach.

    `handle(request, reply)` gets a checked request (`cmd` is a word, `args` a dict) and calls
    `reply` once, now or later, with a dict that JSON can say. What it raises is answered with an
    apology and passed to `on_error`; a `ProblemError` is answered in its own words.
    """

    def __init__(
        self,
        loop: Loop,
        path: Path,
        handle: RequestHandler,
        on_error: OnError,
    ) -> None:
        self._loop = loop
        self._path = path
        self._handle = handle
        self._on_error = on_error
        self._listener: socket.socket | None = None
        self._watch: Handle | None = None
        self._retry: Handle | None = None
        self._identity: _Identity | None = None
        self._connections: set[Connection] = set()

    def start(self, *, holds_lock: bool) -> None:
        """Begin to listen.

        `holds_lock` says that we are the one running program, so that a socket file on which
        nobody listens is a leftover that may go.

        Raises:
            ProblemError: if the path is too long or taken, or the system has no such sockets.
        """
        if self._listener is not None:
            raise RuntimeError("it listens already")
        if not hasattr(socket, "AF_UNIX"):
            raise ProblemError(
                self._problem("this system has no local sockets", "use the tray icon")
            )
        if (size := len(os.fsencode(self._path))) > LONGEST_PATH:
            what = f"is too long a path for a local socket: {size} bytes"
            hint = f"at most {LONGEST_PATH}: set XDG_RUNTIME_DIR to a folder with a shorter path"
            raise ProblemError(self._problem(what, hint))
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listener.setblocking(False)
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear_the_way(holds_lock)
            # On Linux the file takes this mode from its first moment on; chmod is for the others.
            with suppress(OSError):
                os.fchmod(listener.fileno(), 0o600)
            listener.bind(str(self._path))
            self._identity = _identity(self._path)
            self._path.chmod(0o600)
            listener.listen(_BACKLOG)
        except BaseException as error:
            listener.close()
            self._unlink()
            if isinstance(error, OSError):
                what = f"cannot be made: {error.strerror or error}"
                raise ProblemError(self._problem(what, "check its folder")) from error
            raise
        self._listener = listener
        self._watch = self._loop.add_reader(listener.fileno(), self._on_ready)

    def close(self) -> None:
        """Hang up on everyone, and remove the socket file if it is still ours."""
        self._stop_accepting()
        listener, self._listener = self._listener, None
        for connection in list(self._connections):
            connection.close()
        if listener is not None:
            self._unlink()
            listener.close()

    def _clear_the_way(self, holds_lock: bool) -> None:
        """Remove a socket file that a killed program left, and nothing else."""
        try:
            found = self._path.lstat()
        except FileNotFoundError:
            return
        if not stat.S_ISSOCK(found.st_mode):
            what, hint = "is in the place of the local socket", "move it away"
            raise ProblemError(self._problem(what, hint))
        if _answers(self._path):
            what, hint = "another program listens here already", "is knotbreak running twice?"
            raise ProblemError(self._problem(what, hint))
        if not holds_lock:
            what, hint = "nobody listens here any more", "the next start of knotbreak removes it"
            raise ProblemError(self._problem(what, hint))
        self._path.unlink(missing_ok=True)

    def _unlink(self) -> None:
        if self._identity is not None:
            with suppress(OSError):
                if _identity(self._path) == self._identity:
                    self._path.unlink()
            self._identity = None

    def _on_ready(self) -> None:
        assert self._listener is not None
        try:
            line, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # it hung up between the signal and now
        except OSError as error:
            # Out of descriptors: the client stays in the queue, and asking at once would spin.
            self._on_error(error)
            self._stop_accepting()
            self._retry = self._loop.call_at(self._loop.now_ms() + _RETRY_MS, self._accept_again)
            return
        line.setblocking(False)
        connection = Connection(self._loop, line, self._handle, self._on_error, self._on_closed)
        self._connections.add(connection)
        if len(self._connections) >= MOST_CLIENTS:
            self._stop_accepting()

    def _on_closed(self, connection: Connection) -> None:
        self._connections.discard(connection)
        if self._watch is None and self._retry is None:
            self._accept_again()

    def _accept_again(self) -> None:
        self._retry = None
        if self._listener is not None and len(self._connections) < MOST_CLIENTS:
            self._watch = self._loop.add_reader(self._listener.fileno(), self._on_ready)

    def _stop_accepting(self) -> None:
        for handle in (self._watch, self._retry):
            if handle is not None:
                handle.cancel()
        self._watch = self._retry = None

    def _problem(self, what: str, hint: str) -> Problem:
        return Problem(where=str(self._path), what=what, hint=hint)


def _identity(path: Path) -> _Identity:
    found = path.lstat()
    return found.st_dev, found.st_ino


def _answers(path: Path) -> bool:
    """Whether somebody listens on a socket file."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.setblocking(False)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True  # a full queue, or not for us: somebody is there
    return True
