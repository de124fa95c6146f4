"""A server on a local socket whose clock is turned by hand, and clients for it."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

from knotbreak.app.ports import Handle
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.system.ipc import CommandServer
from knotbreak.system.ipc_connection import Message, Reply
from knotbreak.terminal.loop import SelectorLoop

STATUS = b'{"v":1,"cmd":"status","args":{}}\n'


class _Timer:
    def __init__(self, due_ms: int, fn: Callable[[], None]) -> None:
        self.due_ms = due_ms
        self.fn: Callable[[], None] | None = fn

    def cancel(self) -> None:
        self.fn = None


class HandLoop:
    """Real descriptors, and a clock that the test turns by hand."""

    def __init__(self) -> None:
        self.inner = SelectorLoop()
        self.time_ms = 1_000_000
        self._timers: list[_Timer] = []

    def now_ms(self) -> int:
        return self.time_ms

    def call_at(self, real_ms: int, fn: Callable[[], None]) -> Handle:
        self._timers.append(_Timer(real_ms, fn))
        return self._timers[-1]

    def add_reader(self, fd: int, fn: Callable[[], None]) -> Handle:
        return self.inner.add_reader(fd, fn)

    def add_writer(self, fd: int, fn: Callable[[], None]) -> Handle:
        return self.inner.add_writer(fd, fn)

    def post(self, fn: Callable[[], None]) -> None:
        self.inner.post(fn)

    def turn(self, ms: int = 0) -> None:
        """Let time pass and do what is ready; everything on a local socket is ready at once."""
        self.time_ms += ms
        due = [t for t in self._timers if t.due_ms <= self.time_ms]
        self._timers = [t for t in self._timers if t.fn and t.due_ms > self.time_ms]
        for timer in due:
            if timer.fn is not None:
                timer.fn()
        for _ in range(40):
            self.inner.run_once(0)

    def timers(self) -> int:
        return sum(timer.fn is not None for timer in self._timers)


class Desk:
    """A server, and what its handler saw."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.loop = HandLoop()
        self.requests: list[Message] = []
        self.replies: list[Reply] = []
        self.errors: list[Exception] = []
        self.clients: list[socket.socket] = []
        self.server = self.another()

    def another(self) -> CommandServer:
        return CommandServer(self.loop, self.path, self.handle, self.errors.append)

    def handle(self, request: Message, reply: Reply) -> None:
        self.requests.append(request)
        match request["cmd"]:
            case "later":
                self.replies.append(reply)
            case "crash":
                raise ZeroDivisionError("as it happens")
            case "refuse":
                raise ProblemError(Problem(where="here", what="does not work"))
            case "twice":
                reply({"ok": True, "message": "once"})
                reply({"ok": True, "message": "twice"})
            case "strange":
                reply({"ok": True, "message": object()})
            case "large":
                reply({"ok": True, "message": "", "data": {"text": "x" * 3_000_000}})
            case _:
                reply({"ok": True, "message": "fine", "data": dict(request)})

    def client(self, data: bytes = b"") -> socket.socket:
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.clients.append(client)
        client.connect(str(self.path))
        client.setblocking(False)
        if data:
            client.sendall(data)
        self.loop.turn()
        return client

    def fill(self, client: socket.socket, data: bytes, most: int) -> int:
        """Send until nothing more is taken; how much it was."""
        sent = 0
        try:
            while sent < most:
                sent += client.send(data)
                self.loop.turn()
        except BlockingIOError:
            pass
        return sent

    def take_lines(self, client: socket.socket, count: int) -> list[bytes]:
        """Take so many answers, as fast as they come, and return how each begins."""
        found = b""
        while found.count(b"\n") < count:
            piece = take(client)
            assert piece, "the answers dried up"
            found += piece
            self.loop.turn()
        return [line[:11] for line in found.splitlines()]

    def close(self) -> None:
        self.server.close()
        for client in self.clients:
            client.close()
        self.loop.inner.close()


def take(client: socket.socket) -> bytes | None:
    """What has come; None if the other side hung up."""
    parts = b""
    while True:
        try:
            part = client.recv(65536)
        except BlockingIOError:
            return parts
        except ConnectionResetError:
            return parts or None
        if not part:
            return parts or None
        parts += part


def answers(client: socket.socket) -> list[Message]:
    data = take(client)
    assert data is not None
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data.splitlines()]


def refusal(client: socket.socket) -> str:
    [answer] = answers(client)
    assert answer["ok"] is False
    return str(answer["message"])
