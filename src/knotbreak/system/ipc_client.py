"""Asks the running program. Part of every command, so it imports next to nothing."""

from __future__ import annotations

import socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    # `typing` and `os` would make a third of the time that a command takes.
    from collections.abc import Mapping
    from os import PathLike

VERSION = 1
"""The version of what is said over the socket."""


class NotRunningError(Exception):
    """No program listens; `stale` if a killed one left its socket behind."""

    def __init__(self, *, stale: bool) -> None:
        self.stale = stale
        super().__init__("knotbreak is not running")


class AnswerError(Exception):
    """Something listens, but no usable answer came; the words are for a person."""


def ask(
    path: str | PathLike[str],
    cmd: str,
    args: Mapping[str, object] | None = None,
    timeout_s: float = 5,
) -> dict[str, object]:
    """Send one command and return the whole answer: `ok`, `message` and perhaps `data`.

    Raises:
        NotRunningError: if nobody listens.
        AnswerError: if the program does not answer, or not in a way that this version knows.
    """
    import json  # the running program, which knows only our VERSION, does without

    if not hasattr(socket, "AF_UNIX"):
        raise AnswerError("this system has no local sockets; use the tray icon")
    request = json.dumps({"v": VERSION, "cmd": cmd, "args": dict(args or {})})
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(timeout_s)
        try:
            _connect(line, path)
            line.sendall(request.encode() + b"\n")
            answer = _line(line)
        except TimeoutError:
            raise AnswerError(
                f"knotbreak did not answer within {timeout_s:g} seconds; "
                "is it stopped? knotbreak doctor may help"
            ) from None
        except OSError as error:
            raise AnswerError(f"knotbreak cannot be reached: {error.strerror or error}") from None
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("ok"), bool):
        raise AnswerError("knotbreak gave no answer that this version understands; restart it")
    return found


def _connect(line: socket.socket, path: str | PathLike[str]) -> None:
    try:
        line.connect(str(path))
    except FileNotFoundError:
        raise NotRunningError(stale=False) from None
    except ConnectionRefusedError:
        raise NotRunningError(stale=True) from None
    except BlockingIOError:
        raise AnswerError("knotbreak is too busy to listen; try again in a moment") from None


def _line(line: socket.socket) -> bytes:
    parts = []
    while True:
        part = line.recv(65536)
        if not part:
            raise AnswerError("knotbreak hung up before it answered; its log may say why")
        parts.append(part)
        if part.endswith(b"\n"):
            return b"".join(parts)
