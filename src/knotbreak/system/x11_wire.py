"""The little of the X11 protocol that is needed to ask how long the input has been still.

Requests and answers only, no sockets. Layouts: "X Window System Protocol" (setup, QueryExtension)
and "X11 Screen Saver Extension" (QueryInfo), both from X.Org.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

COOKIE = b"MIT-MAGIC-COOKIE-1"
_SCREEN_SAVER = b"MIT-SCREEN-SAVER"
_FAMILY_LOCAL = 256
_FAMILY_WILD = 65_535
_QUERY_EXTENSION = 98
_QUERY_INFO = 1
_REPLY = 1
_GENERIC_EVENT = 35
_PACKET = 32
# No answer that we ask for is longer; a bigger one is not the protocol.
_LIMIT = 1 << 20


class XProtocolError(Exception):
    """The server refuses, or what it says is not the protocol; the text says which."""


class Packet(msgspec.Struct, frozen=True):
    """One answer, error (`kind` 0) or event of the server."""

    kind: int
    data: bytes


def display_number(display: str) -> int | None:
    """The number in `:N`, `:N.S` or `unix:N`; None for a display of another machine."""
    match = re.fullmatch(r"(?:unix)?:(\d{1,5})(?:\.\d+)?", display)
    return int(match[1]) if match else None


def socket_paths(number: int) -> tuple[str, str]:
    """The addresses at which the server of a display listens; the first is abstract."""
    path = f"/tmp/.X11-unix/X{number}"
    return "\0" + path, path


def authority_of(environ: Mapping[str, str]) -> Path:
    """The file with the keys to displays."""
    home = environ.get("HOME") or "/"
    return Path(environ.get("XAUTHORITY") or Path(home) / ".Xauthority")


def find_cookie(authority: Path, hostname: str, number: int) -> bytes:
    """Look up the key to a display; empty where none is needed or known."""
    try:
        content = authority.read_bytes()
    except OSError:
        return b""
    fallback = b""
    for family, address, display, name, data in _entries(content):
        if name != COOKIE or display not in (b"", str(number).encode()):
            continue
        if family == _FAMILY_WILD or (family == _FAMILY_LOCAL and address == hostname.encode()):
            return data
        if family == _FAMILY_LOCAL:
            # The machine was renamed since its session began.
            fallback = fallback or data
    return fallback


def _entries(content: bytes) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    position = 0

    def part() -> bytes:
        nonlocal position
        (length,) = struct.unpack_from(">H", content, position)
        start, position = position + 2, position + 2 + length
        return content[start:position]

    try:
        while position < len(content):
            (family,) = struct.unpack_from(">H", content, position)
            position += 2
            yield family, part(), part(), part(), part()
    except struct.error:
        return


def setup_request(cookie: bytes) -> bytes:
    """The first thing to say: little-endian, protocol 11.0, and the key."""
    name = COOKIE if cookie else b""
    head = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(cookie))
    return head + _padded(name) + _padded(cookie)


def take_setup(buffer: bytearray) -> int | None:
    """Take the answer to the setup from the buffer; return the root window, or None if unfinished.

    Raises:
        XProtocolError: The server refuses.
    """
    if len(buffer) < 8:
        return None
    status, reason_length, length = struct.unpack_from("<BBxxxxH", buffer)
    end = 8 + 4 * length
    if len(buffer) < end:
        return None
    answer = bytes(buffer[:end])
    del buffer[:end]
    if status != 1:
        raise XProtocolError(answer[8 : 8 + reason_length].decode("latin-1").strip())
    try:
        vendor_length, formats = struct.unpack_from("<16xH3xB", answer, 8)
        screens = 40 + vendor_length + -vendor_length % 4 + 8 * formats
        (root,) = struct.unpack_from("<I", answer, screens)
    except struct.error:
        raise XProtocolError("malformed setup") from None
    return int(root)


def query_extension() -> bytes:
    """Ask for the number of the screen saver extension."""
    length = 2 + (len(_SCREEN_SAVER) + 3) // 4
    head = struct.pack("<BxHHxx", _QUERY_EXTENSION, length, len(_SCREEN_SAVER))
    return head + _padded(_SCREEN_SAVER)


def extension_opcode(answer: Packet) -> int:
    """Read the answer to `query_extension`; raise XProtocolError if there is no such extension."""
    if answer.kind != _REPLY or not answer.data[8]:
        raise XProtocolError("no MIT-SCREEN-SAVER")
    return answer.data[9]


def query_info(opcode: int, root: int) -> bytes:
    """Ask how long the input has been still."""
    return struct.pack("<BBHI", opcode, _QUERY_INFO, 2, root)


def idle_ms_of(answer: Packet) -> int:
    """Read the answer to `query_info`."""
    if answer.kind != _REPLY:
        raise XProtocolError("QueryInfo refused")
    return int(struct.unpack_from("<I", answer.data, 16)[0])


def take_answers(buffer: bytearray) -> Iterator[Packet]:
    """Take whole answers and errors from the buffer; events are dropped."""
    return (packet for packet in take_packets(buffer) if packet.kind <= _REPLY)


def take_packets(buffer: bytearray) -> Iterator[Packet]:
    """Take whole answers, errors and events from the buffer."""
    while len(buffer) >= _PACKET:
        kind = buffer[0] & 0x7F
        more = struct.unpack_from("<I", buffer, 4)[0] if kind in (_REPLY, _GENERIC_EVENT) else 0
        if more > _LIMIT:
            raise XProtocolError("packet too long")
        end = _PACKET + 4 * more
        if len(buffer) < end:
            return
        packet = Packet(kind, bytes(buffer[:end]))
        del buffer[:end]
        yield packet


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
