"""Keys of the X11 protocol: what grabs one for a program, and what the server says of it.

Layouts: "X Window System Protocol" (GrabKey, UngrabKey, GetKeyboardMapping, GetInputFocus, errors
and events); the numbers of keys are those of keysymdef.h.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from types import MappingProxyType

from knotbreak.core.shortcuts import Combo, Modifier
from knotbreak.system.x11_wire import Packet, XProtocolError

ERROR = 0
REPLY = 1
KEY_PRESS = 2
MAPPING_CHANGED = 34

_GRAB_KEY = 33
_UNGRAB_KEY = 34
_GET_FOCUS = 43
_GET_MAPPING = 101
_ASYNC = 1
_BAD_ACCESS = 10

_MASKS: Mapping[Modifier, int] = MappingProxyType(
    {Modifier.SHIFT: 1, Modifier.CTRL: 4, Modifier.ALT: 8, Modifier.SUPER: 64}
)
_CAPS_LOCK = 2
_NUM_LOCK = 16
"""Mod2, where every layout of X.Org has it."""

LOCKS = (0, _CAPS_LOCK, _NUM_LOCK, _CAPS_LOCK | _NUM_LOCK)
"""A grab is for one state of these: whoever has NumLock on means the same keys."""

_USED = 1 | 4 | 8 | 64

_SYMBOLS: Mapping[str, int] = MappingProxyType(
    {
        "Space": 0x0020,
        "Pause": 0xFF13,
        "Home": 0xFF50,
        "Left": 0xFF51,
        "Up": 0xFF52,
        "Right": 0xFF53,
        "Down": 0xFF54,
        "PageUp": 0xFF55,
        "PageDown": 0xFF56,
        "End": 0xFF57,
        "Insert": 0xFF63,
    }
)
_F1 = 0xFFBE


def symbol(key: str) -> int:
    """The keysym of a key of `core.shortcuts`."""
    if len(key) == 1:
        return ord(key.lower())
    known = _SYMBOLS.get(key)
    return _F1 + int(key[1:]) - 1 if known is None else known


def mask(combo: Combo) -> int:
    """The modifiers of a combination."""
    return sum(_MASKS[one] for one in combo.modifiers)


def key_range(buffer: bytes) -> tuple[int, int]:
    """The lowest and the highest keycode, from the whole answer to the setup."""
    return buffer[34], buffer[35]


def get_mapping(lowest: int, highest: int) -> bytes:
    """Ask which keys have which symbols."""
    return struct.pack("<BxHBBxx", _GET_MAPPING, 2, lowest, highest - lowest + 1)


def codes_of(answer: Packet, lowest: int) -> dict[int, int]:
    """The keycode of each symbol; the first key that has it without any other held."""
    if answer.kind != REPLY:
        raise XProtocolError("GetKeyboardMapping refused")
    per_code = answer.data[1]
    symbols = struct.unpack_from(f"<{(len(answer.data) - 32) // 4}I", answer.data, 32)
    codes: dict[int, int] = {}
    for index, one in enumerate(symbols):
        if one and index % per_code == 0:
            codes.setdefault(one, lowest + index // per_code)
    return codes


def grab(root: int, code: int, modifiers: int) -> bytes:
    """Ask to hear of a key, wherever the focus is."""
    return struct.pack("<BBHIHBBB3x", _GRAB_KEY, 1, 4, root, modifiers, code, _ASYNC, _ASYNC)


def ungrab(root: int, code: int, modifiers: int) -> bytes:
    """Give it back."""
    return struct.pack("<BBHIH2x", _UNGRAB_KEY, code, 3, root, modifiers)


def get_focus() -> bytes:
    """Ask for something harmless: when it is answered, all before it has been carried out."""
    return struct.pack("<BxH", _GET_FOCUS, 1)


def sequence_of(packet: Packet) -> int:
    """The lower half of the number of the request that a packet belongs to."""
    return int(struct.unpack_from("<H", packet.data, 2)[0])


def is_taken(error: Packet) -> bool:
    """Whether an error says that another program has the key."""
    return error.data[1] == _BAD_ACCESS


def pressed(event: Packet) -> tuple[int, int]:
    """The keycode and the modifiers of a press, without the locks."""
    (state,) = struct.unpack_from("<H", event.data, 28)
    return event.data[1], state & _USED
