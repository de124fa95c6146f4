"""How long the input has been still, asked of Windows.

GetLastInputInfo fills LASTINPUTINFO { UINT cbSize; DWORD dwTime } (winuser.h) with the tick count
of the last input of this session. That count has 32 bits and begins anew every 49.7 days, while
GetTickCount64 goes on: only their difference within 32 bits is true.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_WRAP = 1 << 32


class LastInputInfo(ctypes.Structure):
    """LASTINPUTINFO."""

    _fields_ = (("cbSize", ctypes.c_uint32), ("dwTime", ctypes.c_uint32))


class RefusedError(Exception):
    """Windows does not tell."""


def still_ms(now_ticks: int, last_input_ticks: int) -> int:
    """Milliseconds since the last input: a 64-bit count now, a 32-bit count then."""
    ms = (now_ticks - last_input_ticks) % _WRAP
    # The last input may be stamped some milliseconds ahead of the count.
    return 0 if ms > _WRAP - 60_000 else ms


def windows_idle_ms(user32: Any, kernel32: Any) -> Callable[[], int]:
    """A function that asks Windows through the two libraries; raises RefusedError at once."""
    ticks = kernel32.GetTickCount64
    ticks.restype = ctypes.c_uint64

    def ask() -> int:
        info = LastInputInfo(cbSize=ctypes.sizeof(LastInputInfo))
        if not user32.GetLastInputInfo(ctypes.byref(info)):
            raise RefusedError
        return still_ms(int(ticks()), info.dwTime)

    ask()

    def idle_ms() -> int:
        try:
            return ask()
        except RefusedError:
            # It refuses while the session is switched: the next look will know.
            return 0

    return idle_ms
