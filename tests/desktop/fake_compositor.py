"""A strict Wayland compositor that knows idle notifications and nothing else."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from knotbreak.app.ports import Handle, Loop

_DISPLAY = 1


class FakeCompositor:
    """Listens on a socket until `close()`; `faults` holds what a real one would end us for.

    Args:
        loop: Of the test.
        path: The socket.
        offers: What is offered, in order: interface and version.
    """

    def __init__(self, loop: Loop, path: Path, offers: dict[str, int]) -> None:
        self.offers = offers
        self.faults: list[str] = []
        self.asked: list[tuple[str, int]] = []
        self.timeouts: dict[int, int] = {}
        self._loop = loop
        self._ids: dict[int, str] = {}
        self._highest = _DISPLAY
        self._in = bytearray()
        self._client: socket.socket | None = None
        self._reader: Handle | None = None
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen()
        self._door = loop.add_reader(self._listener.fileno(), self._accept)

    def close(self) -> None:
        """Crash."""
        self._door.cancel()
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """End the connection."""
        if self._reader is not None and self._client is not None:
            self._reader.cancel()
            self._client.close()
            self._reader = None

    def idled(self, number: int) -> None:
        """The input has been still for the time of a notification."""
        self.send(number, 0)

    def resumed(self, number: int) -> None:
        """There is input again."""
        self.send(number, 1)

    def complain(self, text: str) -> None:
        """End the connection as for a fault of the protocol."""
        data = text.encode() + b"\0"
        data += b"\0" * (-len(data) % 4)
        self.send(_DISPLAY, 0, struct.pack("=III", _DISPLAY, 0, len(text) + 1) + data)

    def send(self, sender: int, event: int, body: bytes = b"") -> None:
        """Send an event."""
        assert self._client is not None
        self._client.sendall(struct.pack("=IHH", sender, event, 8 + len(body)) + body)

    def _accept(self) -> None:
        self._client, _address = self._listener.accept()
        self._reader = self._loop.add_reader(self._client.fileno(), self._on_readable)

    def _on_readable(self) -> None:
        assert self._client is not None
        try:
            data = self._client.recv(65_536)
        except ConnectionError:
            data = b""
        if not data:
            self.hang_up()
            return
        self._in += data
        while len(self._in) >= 8:
            target, request, size = struct.unpack_from("=IHH", self._in)
            if len(self._in) < size:
                return
            body = bytes(self._in[8:size])
            del self._in[:size]
            self._on_request(target, request, body)

    def _on_request(self, target: int, request: int, body: bytes) -> None:
        kind = "wl_display" if target == _DISPLAY else self._ids.get(target, "")
        match kind, request:
            case "wl_display", 0:
                (number,) = struct.unpack("=I", body)
                self._new(number, "wl_callback")
                self.send(number, 0, struct.pack("=I", 7))
                self._delete(number)
            case "wl_display", 1:
                (number,) = struct.unpack("=I", body)
                self._new(number, "wl_registry")
                for name, (interface, version) in enumerate(self.offers.items(), 40):
                    data = interface.encode() + b"\0"
                    text = struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)
                    self.send(
                        number, 0, struct.pack("=I", name) + text + struct.pack("=I", version)
                    )
            case "wl_registry", 0:
                self._bind(body)
            case "ext_idle_notifier_v1", 1 | 2:
                number, timeout_ms, seat = struct.unpack("=III", body)
                self._notification(kind, request, number, timeout_ms, seat)
            case "org_kde_kwin_idle", 0:
                number, seat, timeout_ms = struct.unpack("=III", body)
                self._notification(kind, request, number, timeout_ms, seat)
            case "notification", 0:
                del self.timeouts[target]
                self._delete(target)
            case _:
                self.faults.append(f"{kind or target}.{request}")

    def _bind(self, body: bytes) -> None:
        name, length = struct.unpack_from("=II", body)
        interface = body[8 : 8 + length - 1].decode()
        version, number = struct.unpack("=II", body[8 + length + -length % 4 :])
        if list(self.offers)[name - 40] != interface or version > self.offers[interface]:
            self.faults.append(f"bind {name} {interface} {version}")
        self._new(number, interface)

    def _notification(
        self, kind: str, request: int, number: int, timeout_ms: int, seat: int
    ) -> None:
        if self._ids.get(seat) != "wl_seat":
            self.faults.append(f"{seat} is no seat")
        self.asked.append((kind, request))
        self._new(number, "notification")
        self.timeouts[number] = timeout_ms

    def _new(self, number: int, kind: str) -> None:
        # libwayland takes the next number only, or one that was given back.
        if number in self._ids or number > self._highest + 1:
            self.faults.append(f"id {number} after {self._highest}")
        self._highest = max(self._highest, number)
        self._ids[number] = kind

    def _delete(self, number: int) -> None:
        del self._ids[number]
        self.send(_DISPLAY, 1, struct.pack("=I", number))
