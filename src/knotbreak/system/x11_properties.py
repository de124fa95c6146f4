"""Reading properties of windows from the X server. For threads: it waits for each answer.

Layouts: "X Window System Protocol" by X.Org (InternAtom, GetProperty, GetSelectionOwner), and
"Extended Window Manager Hints" for what window managers keep there.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Mapping
from types import TracebackType

from knotbreak.system import x11_wire
from knotbreak.system.x11_wire import Packet, XProtocolError

_INTERN_ATOM = 16
_GET_PROPERTY = 20
_GET_SELECTION_OWNER = 23
_MOST_WORDS = 64
_REPLY = 1


class XReader:
    """A connection to an X server that only reads; a context manager.

    Raises OSError (also TimeoutError) where the server does not answer, and XProtocolError.
    """

    def __init__(self, number: int, cookie: bytes, timeout_s: float) -> None:
        self._sock = _connect(number, timeout_s)
        self._in = bytearray()
        try:
            self._sock.sendall(x11_wire.setup_request(cookie))
            root = x11_wire.take_setup(self._in)
            while root is None:
                self._receive()
                root = x11_wire.take_setup(self._in)
        except BaseException:
            self._sock.close()
            raise
        self.root = root

    def __enter__(self) -> XReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sock.close()

    def atoms(self, *names: str) -> Mapping[str, int]:
        """The numbers of names; 0 for one that nobody has used."""
        for name in names:
            data = name.encode("ascii")
            length = 2 + (len(data) + 3) // 4
            head = struct.pack("<BBHHxx", _INTERN_ATOM, True, length, len(data))
            self._sock.sendall(head + data + b"\0" * (-len(data) % 4))
        return {name: int(struct.unpack_from("<I", self._reply(), 8)[0]) for name in names}

    def words(self, window: int, name: int) -> tuple[int, ...]:
        """A property of 32-bit numbers; empty if the window does not have it."""
        ask = struct.pack("<BxHIIIII", _GET_PROPERTY, 6, window, name, 0, 0, _MOST_WORDS)
        self._sock.sendall(ask)
        reply = self._reply()
        (count,) = struct.unpack_from("<I", reply, 16)
        return struct.unpack_from(f"<{count}I", reply, 32) if reply[1] == 32 else ()

    def owner(self, selection: int) -> int:
        """The window that has a selection; 0 if none has."""
        self._sock.sendall(struct.pack("<BxHI", _GET_SELECTION_OWNER, 2, selection))
        return int(struct.unpack_from("<I", self._reply(), 8)[0])

    def _reply(self) -> bytes:
        packet: Packet | None = next(x11_wire.take_answers(self._in), None)
        while packet is None:
            self._receive()
            packet = next(x11_wire.take_answers(self._in), None)
        if packet.kind != _REPLY:
            raise XProtocolError("refused")
        return packet.data

    def _receive(self) -> None:
        data = self._sock.recv(65_536)
        if not data:
            raise XProtocolError("the server hung up")
        self._in += data


def _connect(number: int, timeout_s: float) -> socket.socket:
    error = OSError()
    for path in x11_wire.socket_paths(number):
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(timeout_s)
        try:
            sock.connect(path)
        except OSError as refused:
            sock.close()
            error = refused
        else:
            return sock
    raise error
