"""The little of the Wayland protocol that is needed to ask a compositor for something.

Bytes only, no sockets. No message here carries a file descriptor, so no libwayland is needed.
Layout: "Wire Format" in the Wayland documentation; every number is in the machine's byte order.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

DISPLAY = 1
"""The object that is there from the start."""
SYNC, GET_REGISTRY = 0, 1
ERROR, DELETE_ID = 0, 1
BIND = 0
GLOBAL, GLOBAL_REMOVE = 0, 1
DONE = 0
_HEAD = struct.Struct("=IHH")


class WaylandProtocolError(Exception):
    """What the compositor says is not the protocol, or it ends the connection; the text says."""


class Event(msgspec.Struct, frozen=True):
    """One event: which object tells it, its number there, and what it carries."""

    sender: int
    number: int
    body: bytes


class Global(msgspec.Struct, frozen=True):
    """Something that the compositor offers."""

    name: int
    interface: str
    version: int


def socket_path(environ: Mapping[str, str]) -> Path | None:
    """Where the compositor of this session listens; None if this is no Wayland session."""
    display = environ.get("WAYLAND_DISPLAY", "")
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if not display or not (display.startswith("/") or runtime):
        return None
    return Path(os.path.join(runtime, display))


def request(target: int, number: int, body: bytes = b"") -> bytes:
    """Word a request."""
    return _HEAD.pack(target, number, _HEAD.size + len(body)) + body


def words(*numbers: int) -> bytes:
    """Unsigned numbers and object ids as arguments."""
    return struct.pack(f"={len(numbers)}I", *numbers)


def bind(registry: int, offered: Global, version: int, new_id: int) -> bytes:
    """Ask for an object of a global."""
    data = offered.interface.encode() + b"\0"
    text = struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)
    return request(registry, BIND, words(offered.name) + text + words(version, new_id))


def take_events(buffer: bytearray) -> Iterator[Event]:
    """Take whole events from the buffer."""
    while len(buffer) >= _HEAD.size:
        sender, number, size = _HEAD.unpack_from(buffer)
        if size < _HEAD.size or size % 4:
            raise WaylandProtocolError("malformed event")
        if len(buffer) < size:
            return
        event = Event(sender, number, bytes(buffer[_HEAD.size : size]))
        del buffer[:size]
        if (sender, number) == (DISPLAY, ERROR):
            raise WaylandProtocolError(text_at(event.body, 8)[0])
        yield event


def global_of(event: Event) -> Global:
    """Read `wl_registry.global`."""
    try:
        interface, end = text_at(event.body, 4)
        (name,) = struct.unpack_from("=I", event.body)
        (version,) = struct.unpack_from("=I", event.body, end)
    except struct.error:
        raise WaylandProtocolError("malformed global") from None
    return Global(name, interface, version)


def text_at(body: bytes, position: int) -> tuple[str, int]:
    """Read a text argument; with it comes where the next argument begins."""
    content, end = array_at(body, position)
    return content.removesuffix(b"\0").decode("utf-8", "replace"), end


def array_at(body: bytes, position: int) -> tuple[bytes, int]:
    """Read an array argument; with it comes where the next argument begins."""
    try:
        (length,) = struct.unpack_from("=I", body, position)
    except struct.error:
        raise WaylandProtocolError("malformed argument") from None
    start = position + 4
    if start + length > len(body):
        raise WaylandProtocolError("malformed argument")
    return body[start : start + length], start + length + -length % 4
