"""A mouse for a Wayland desktop that has none (wlr-virtual-pointer-unstable-v1)."""

from __future__ import annotations

import socket
import struct

_DISPLAY, _REGISTRY, _CALLBACK, _MANAGER, _POINTER = 1, 2, 3, 4, 5
_SYNC, _GET_REGISTRY = 0, 1
_GLOBAL, _DONE = 0, 0
_BIND = 0
_CREATE = 0
_INTERFACE = "zwlr_virtual_pointer_manager_v1"


class VirtualPointer:
    """Plugged in until `close()`; the compositor's own commands move it and press its buttons."""

    def __init__(self, path: str) -> None:
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._sock.settimeout(10)
        self._sock.connect(path)
        self._in = b""
        self._send(_DISPLAY, _GET_REGISTRY, struct.pack("=I", _REGISTRY))
        self._send(_DISPLAY, _SYNC, struct.pack("=I", _CALLBACK))
        name = self._global()
        what = _string(_INTERFACE) + struct.pack("=II", 1, _MANAGER)
        self._send(_REGISTRY, _BIND, struct.pack("=I", name) + what)
        # For whatever seat there is.
        self._send(_MANAGER, _CREATE, struct.pack("=II", 0, _POINTER))

    def close(self) -> None:
        """Unplug it."""
        self._sock.close()

    def _global(self) -> int:
        """The number under which the compositor offers virtual pointers."""
        while True:
            sender, event, body = self._receive()
            if (sender, event) == (_CALLBACK, _DONE):
                raise AssertionError(f"no {_INTERFACE} here")
            if (sender, event) == (_REGISTRY, _GLOBAL):
                name, length = struct.unpack_from("=II", body)
                if body[8 : 8 + length - 1].decode() == _INTERFACE:
                    return int(name)

    def _send(self, target: int, request: int, body: bytes) -> None:
        self._sock.sendall(struct.pack("=IHH", target, request, 8 + len(body)) + body)

    def _receive(self) -> tuple[int, int, bytes]:
        head = self._exactly(8)
        sender, event, size = struct.unpack("=IHH", head)
        return sender, event, self._exactly(size - 8)

    def _exactly(self, count: int) -> bytes:
        while len(self._in) < count:
            data = self._sock.recv(4096)
            assert data, "the compositor hung up"
            self._in += data
        found, self._in = self._in[:count], self._in[count:]
        return found


def _string(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)
