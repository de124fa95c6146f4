"""Keys: from the bytes of a terminal to names."""

from __future__ import annotations

_SEQUENCES = {
    b"\x1b[A": "up",
    b"\x1b[B": "down",
    b"\x1b[C": "right",
    b"\x1b[D": "left",
    b"\x1bOC": "right",
    b"\x1bOD": "left",
}


def parse_keys(data: bytes) -> list[str]:
    """Name the keys in what was read at once.

    An escape alone is the key itself; arrows come as one sequence in one read. Unknown sequences
    are dropped whole, so that their letters press nothing.
    """
    keys: list[str] = []
    at = 0
    while at < len(data):
        if data[at] == 0x1B:
            length = _sequence_length(data, at)
            name = _SEQUENCES.get(data[at : at + length], "escape" if length == 1 else "")
            if name:
                keys.append(name)
            at += length
            continue
        sign = chr(data[at])
        at += 1
        names = {"\r": "enter", "\n": "enter", " ": "space", "\x03": "interrupt", "\x04": "end"}
        if sign in names:
            keys.append(names[sign])
        elif sign.isprintable() and sign.isascii():
            keys.append(sign.lower())
    return keys


def _sequence_length(data: bytes, at: int) -> int:
    if at + 1 >= len(data) or data[at + 1 : at + 2] not in (b"[", b"O"):
        return 1
    if data[at + 1 : at + 2] == b"O":
        return min(3, len(data) - at)
    end = at + 2
    while end < len(data) and not 0x40 <= data[end] <= 0x7E:
        end += 1
    return min(end + 1, len(data)) - at
