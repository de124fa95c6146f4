"""The voice of Linux desktops: Speech Dispatcher, through its own protocol (SSIP).

Not through `spd-say`: what that has begun to say can only be silenced together with what every
other program says, a screen reader among them.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

ANSWER_S = 3.0
"""The first connection starts its engine."""

PROGRAM = "speech-dispatcher"


def socket_path(environ: Mapping[str, str]) -> Path:
    """Where it listens."""
    runtime = environ.get("XDG_RUNTIME_DIR")
    folder = Path(runtime) if runtime else Path(environ.get("HOME", "/")) / ".cache"
    return folder / PROGRAM / "speechd.sock"


class SpeechDispatcher:
    """One connection, made when first wanted. For one thread: it waits.

    Every method raises `OSError` where the service is not there, has gone, or refuses.
    """

    def __init__(self, language: str, environ: Mapping[str, str]) -> None:
        self._language = language
        self._environ = dict(environ)
        self._socket: socket.socket | None = None
        self._unread = b""

    def say(self, text: str, volume: int) -> None:
        """Say something in place of what this program is still saying."""
        connection = self._connected()
        try:
            self._ask(connection, "CANCEL SELF")
            self._ask(connection, f"SET SELF VOLUME {2 * volume - 100}")
            self._ask(connection, "SPEAK")
            lines = text.splitlines()
            # A line that begins with a dot would end the message.
            body = "\r\n".join(f".{line}" if line.startswith(".") else line for line in lines)
            self._ask(connection, f"{body}\r\n.")
        except OSError:
            self.close()
            raise

    def quiet(self) -> None:
        """Say nothing more."""
        if self._socket is not None:
            self._ask(self._socket, "CANCEL SELF")

    def close(self) -> None:
        """Let go of it."""
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()

    def _connected(self) -> socket.socket:
        if self._socket is not None:
            return self._socket
        path = socket_path(self._environ)
        if not path.is_socket():
            self._spawn()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(ANSWER_S)
        self._unread = b""
        try:
            connection.connect(str(path))
            user = self._environ.get("USER") or str(os.getuid())
            self._ask(connection, f"SET SELF CLIENT_NAME {user}:knotbreak:session")
            self._ask(connection, f"SET SELF LANGUAGE {self._language}")
            self._ask(connection, "SET SELF PRIORITY TEXT")
        except OSError:
            connection.close()
            raise
        self._socket = connection
        return connection

    def _spawn(self) -> None:
        try:
            subprocess.run(
                [PROGRAM, "--spawn"],
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=ANSWER_S,
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise OSError(f"{PROGRAM} does not start") from error

    def _ask(self, connection: socket.socket, command: str) -> None:
        connection.sendall(command.encode() + b"\r\n")
        while True:
            line, found, rest = self._unread.partition(b"\r\n")
            if not found:
                more = connection.recv(4096)
                if not more:
                    raise ConnectionError(f"{PROGRAM} has gone")
                self._unread += more
                continue
            self._unread = rest
            # "200-more follows", "200 the last line".
            if line[3:4] == b" ":
                if not line.startswith(b"2"):
                    raise OSError(line.decode("utf-8", "replace"))
                return
