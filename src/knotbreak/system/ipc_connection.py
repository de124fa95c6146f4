"""One client of the local socket: requests in, answers out, one after the other."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from knotbreak.core.problems import ProblemError
from knotbreak.system.ipc_client import VERSION

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop

Message: TypeAlias = dict[str, object]
Reply: TypeAlias = Callable[[Message], None]
RequestHandler: TypeAlias = Callable[[Message, Reply], None]
OnError: TypeAlias = Callable[[Exception], None]

LARGEST_REQUEST = 64 * 1024
SILENCE_MS = 2_000
"""A client that neither sends nor takes anything for so long is dropped."""
ANSWER_MS = 30_000
"""An answer that the program has not found by then is given up."""

_READ_BYTES = 16 * 1024


class _RefusedError(Exception):
    """A request that cannot be carried out; the words are the answer."""


class Connection:
    """Reads requests, has them handled one at a time, writes the answers in order."""

    def __init__(
        self,
        loop: Loop,
        line: socket.socket,
        handle: RequestHandler,
        on_error: OnError,
        on_closed: Callable[[Connection], None],
    ) -> None:
        self._loop = loop
        self._line = line
        self._handle = handle
        self._on_error = on_error
        self._on_closed = on_closed
        self._incoming = bytearray()
        self._outgoing = bytearray()
        self._waiting: object | None = None
        self._pumping = False
        self._ended = False
        self._hang_up = False
        self._closed = False
        self._since_ms = loop.now_ms()
        self._writer: Handle | None = None
        self._reader: Handle | None = loop.add_reader(line.fileno(), self._on_readable)
        self._timer: Handle = loop.call_at(self._deadline_ms(), self._on_time)

    def close(self) -> None:
        """Hang up; harmless when it is done already."""
        if not self._closed:
            self._closed = True
            self._timer.cancel()
            # Before the descriptor: its number may be given to another socket at once.
            self._stop_reading()
            self._stop_writing()
            self._line.close()
            self._on_closed(self)

    def _on_readable(self) -> None:
        try:
            data = self._line.recv(_READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self.close()
            return
        self._since_ms = self._loop.now_ms() if self._waiting is None else self._since_ms
        if data:
            self._incoming += data
        else:
            # It may only have finished writing, as `nc` does, and still wait for the answer.
            self._ended = True
        self._pump()

    def _pump(self) -> None:
        """Go on with what is there, until a request is open, an answer stuck, or nothing left."""
        if self._pumping:
            return  # an answer that came at once; the loop below goes on with it
        self._pumping = True
        try:
            while not self._closed and self._waiting is None:
                if self._outgoing and not self._flush():
                    break
                if self._hang_up:
                    self.close()
                elif (request := self._next_line()) is not None:
                    self._take(request)
                elif self._ended:
                    self.close()
                else:
                    break
        finally:
            self._pumping = False
        self._read_or_rest()

    def _read_or_rest(self) -> None:
        """Read only as far ahead as one request may be long, while another is open."""
        full = len(self._incoming) > LARGEST_REQUEST
        if self._closed or self._ended or self._hang_up or full:
            self._stop_reading()
        elif self._reader is None:
            self._reader = self._loop.add_reader(self._line.fileno(), self._on_readable)

    def _next_line(self) -> bytes | None:
        end = self._incoming.find(b"\n")
        if end < 0 and self._ended and self._incoming:
            end = len(self._incoming)
        if (end if end >= 0 else len(self._incoming)) > LARGEST_REQUEST:
            self._incoming.clear()
            self._refuse(f"the request is too long: at most {LARGEST_REQUEST // 1024} KiB")
            self._hang_up = True
            return b""
        if end < 0:
            return None
        request = bytes(self._incoming[:end])
        del self._incoming[: end + 1]
        return request

    def _take(self, line: bytes) -> None:
        """Have one request handled."""
        if not line.strip():
            return
        ticket = object()
        self._waiting = ticket
        self._began()
        try:
            self._handle(_request(line), self._reply_for(ticket))
        except _RefusedError as error:
            self._refuse(str(error))
        except ProblemError as error:
            self._fail(ticket, str(error))
        except Exception as error:  # noqa: BLE001 - one request must not end the program
            self._on_error(error)
            self._fail(ticket, "internal error, see the log")

    def _reply_for(self, ticket: object) -> Reply:
        used = False

        def reply(message: Message) -> None:
            nonlocal used
            if used:
                raise RuntimeError("a request is answered once")
            used = True
            if self._waiting is ticket:
                self._answer(message)

        return reply

    def _fail(self, ticket: object, words: str) -> None:
        """Answer a request whose handling failed, unless it was answered before that."""
        if self._waiting is ticket:
            self._refuse(words)

    def _refuse(self, words: str) -> None:
        self._answer({"ok": False, "message": words})

    def _answer(self, message: Message) -> None:
        try:
            text = msgspec.json.encode(message)
        except (TypeError, ValueError, RecursionError) as error:
            self._on_error(error)
            text = b'{"ok": false, "message": "internal error, see the log"}'
        self._waiting = None
        if not self._closed:
            self._outgoing += text + b"\n"
            self._began()
            self._pump()

    def _flush(self) -> bool:
        """Send what the socket takes now; True when all is sent."""
        try:
            sent = self._line.send(self._outgoing)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:
            self.close()  # it did not wait for the answer
            return False
        if sent:
            del self._outgoing[:sent]
            self._since_ms = self._loop.now_ms()
        if not self._outgoing:
            self._stop_writing()
            return True
        if self._writer is None:
            self._writer = self._loop.add_writer(self._line.fileno(), self._pump)
        return False

    def _began(self) -> None:
        """Something else is waited for from now on."""
        self._since_ms = self._loop.now_ms()
        if not self._closed:
            self._timer.cancel()
            self._timer = self._loop.call_at(self._deadline_ms(), self._on_time)

    def _deadline_ms(self) -> int:
        return self._since_ms + (SILENCE_MS if self._waiting is None else ANSWER_MS)

    def _on_time(self) -> None:
        if self._loop.now_ms() < self._deadline_ms():
            self._timer = self._loop.call_at(self._deadline_ms(), self._on_time)
        elif self._waiting is not None:
            self._on_error(TimeoutError("a command was not answered in time"))
            self._refuse("knotbreak did not finish in time, see the log")
        else:
            self.close()

    def _stop_reading(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def _stop_writing(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None


def _request(line: bytes) -> Message:
    """Check a request and fill in what may be left out.

    Raises:
        _RefusedError: in words for whoever wrote it.
    """
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        raise _RefusedError("the request is not JSON in one line") from None
    if not isinstance(found, dict):
        raise _RefusedError('the request is not an object such as {"v": 1, "cmd": "status"}')
    if found.get("v") != VERSION or isinstance(found["v"], bool):
        raise _RefusedError(
            f"the running knotbreak speaks version {VERSION}; restart it after an update"
        )
    cmd, args = found.get("cmd"), found.get("args", {})
    if not isinstance(cmd, str) or not cmd:
        raise _RefusedError('the request has no command: "cmd" is missing')
    if not isinstance(args, dict):
        raise _RefusedError('"args" is not an object')
    return {"v": VERSION, "cmd": cmd, "args": args}
