"""How long the input has been still, asked of macOS.

CGEventSourceSecondsSinceLastEventType(stateID, eventType) -> double seconds (CGEventSource.h), with
kCGEventSourceStateHIDSystemState = 1 and kCGAnyInputEventType = ~0. It needs no permission.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

LIBRARY = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"
_HID_SYSTEM_STATE = 1
_ANY_INPUT = 0xFFFF_FFFF


def macos_idle_ms(core_graphics: Any) -> Callable[[], int]:
    """A function that asks macOS through CoreGraphics."""
    seconds = core_graphics.CGEventSourceSecondsSinceLastEventType
    seconds.argtypes = (ctypes.c_int32, ctypes.c_uint32)
    seconds.restype = ctypes.c_double

    def idle_ms() -> int:
        return max(0, int(seconds(_HID_SYSTEM_STATE, _ANY_INPUT) * 1000))

    return idle_ms
