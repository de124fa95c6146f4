"""Keys: from the bytes of a terminal to names."""

from __future__ import annotations

ESCAPE_MS = 50
"""An escape that nothing follows within this is the key itself."""

_SEQUENCES = {
    b"\x1b[A": "up",
    b"\x1b[B": "down",
    b"\x1b[C": "right",
    b"\x1b[D": "left",
    b"\x1bOC": "right",
    b"\x1bOD": "left",
    b"\x1b\x1b": "escape",
}
_NAMES = {"\r": "enter", "\n": "enter", " ": "space", "\x03": "interrupt", "\x04": "end"}
_PASTE = b"\x1b[200~"
_PASTE_END = b"\x1b[201~"


class KeyReader:
    """Names keys as their bytes come, also in pieces.

    Unknown sequences and pasted text are dropped whole, so that their letters press nothing.
    """

    def __init__(self) -> None:
        self._rest = b""

    @property
    def waits(self) -> bool:
        """Whether a sequence has begun: `feed` or, after `ESCAPE_MS`, `flush` goes on."""
        return bool(self._rest) and not self._rest.startswith(_PASTE)

    def feed(self, data: bytes) -> list[str]:
        """Name the keys that are whole now."""
        data, self._rest = self._rest + data, b""
        keys: list[str] = []
        at = 0
        while at < len(data):
            if data.startswith(_PASTE, at):
                end = data.find(_PASTE_END, at)
                if end < 0:
                    # Of a paste only the tail matters, where its end may have begun.
                    self._rest = _PASTE + data[at + len(_PASTE) :][-len(_PASTE_END) :]
                    break
                at = end + len(_PASTE_END)
            elif data[at] == 0x1B:
                length = _sequence_length(data, at)
                if length == 0:
                    self._rest = data[at:]
                    break
                name = _SEQUENCES.get(data[at : at + length])
                keys += [name] if name else []
                at += length
            else:
                keys += _key(chr(data[at]))
                at += 1
        return keys

    def flush(self) -> list[str]:
        """Nothing has followed: an escape was the key, anything longer was no key at all."""
        rest, self._rest = self._rest, b""
        return ["escape"] if rest == b"\x1b" else []


def _key(sign: str) -> list[str]:
    if sign in _NAMES:
        return [_NAMES[sign]]
    return [sign.lower()] if sign.isprintable() and sign.isascii() else []


def _sequence_length(data: bytes, at: int) -> int:
    """How many bytes the sequence at an escape has; 0 while it is not whole."""
    if at + 1 >= len(data):
        return 0
    second = data[at + 1 : at + 2]
    if second == b"O":
        return 3 if at + 3 <= len(data) else 0
    if second != b"[":
        # Alt with a key.
        return 2
    for end in range(at + 2, len(data)):
        if 0x40 <= data[end] <= 0x7E:
            return end + 1 - at
    return 0
