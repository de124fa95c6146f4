"""The calls of macOS that `busy_macos` needs, through ctypes."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from knotbreak.system.busy_macos import (
    DEFAULT_INPUT_DEVICE,
    DISPLAY_ASSERTION,
    IS_RUNNING_SOMEWHERE,
    SCOPE_GLOBAL,
    MacosCalls,
)

FRAMEWORKS = "/System/Library/Frameworks/{0}.framework/{0}"
_SYSTEM_OBJECT = 1
_UTF8 = 0x0800_0100
_NUMBER_INT = 9


class PropertyAddress(ctypes.Structure):
    """AudioObjectPropertyAddress."""

    _fields_ = (
        ("mSelector", ctypes.c_uint32),
        ("mScope", ctypes.c_uint32),
        ("mElement", ctypes.c_uint32),
    )


def native_calls(core_audio: Any, io_kit: Any, core_foundation: Any) -> MacosCalls:
    """The calls through the three frameworks."""

    def number(of: int, selector: int) -> int:
        address = PropertyAddress(selector, SCOPE_GLOBAL, 0)
        value, size = ctypes.c_uint32(0), ctypes.c_uint32(4)
        error = core_audio.AudioObjectGetPropertyData(
            ctypes.c_uint32(of),
            ctypes.byref(address),
            ctypes.c_uint32(0),
            None,
            ctypes.byref(size),
            ctypes.byref(value),
        )
        if error:
            raise OSError
        return value.value

    def input_runs() -> bool:
        device = number(_SYSTEM_OBJECT, DEFAULT_INPUT_DEVICE)
        return bool(device) and bool(number(device, IS_RUNNING_SOMEWHERE))

    foundation = _Foundation(core_foundation)

    def assertions() -> Mapping[str, int]:
        status = ctypes.c_void_p()
        if io_kit.IOPMCopyAssertionsStatus(ctypes.byref(status)) or not status.value:
            raise OSError
        try:
            return {DISPLAY_ASSERTION: foundation.number_in(status, DISPLAY_ASSERTION)}
        finally:
            foundation.release(status)

    def power_source() -> str:
        snapshot = io_kit.IOPSCopyPowerSourcesInfo
        snapshot.restype = ctypes.c_void_p
        info = ctypes.c_void_p(snapshot())
        if not info.value:
            raise OSError
        try:
            source = io_kit.IOPSGetProvidingPowerSourceType
            source.restype = ctypes.c_void_p
            return foundation.text(ctypes.c_void_p(source(info)))
        finally:
            foundation.release(info)

    return MacosCalls(assertions=assertions, input_runs=input_runs, power_source=power_source)


class _Foundation:
    """The little of CoreFoundation that reads a dictionary of numbers and a text."""

    def __init__(self, library: Any) -> None:
        self._library = library
        for name in ("CFStringCreateWithCString", "CFDictionaryGetValue"):
            getattr(library, name).restype = ctypes.c_void_p

    def number_in(self, dictionary: ctypes.c_void_p, key: str) -> int:
        name = ctypes.c_void_p(
            self._library.CFStringCreateWithCString(None, key.encode(), ctypes.c_uint32(_UTF8))
        )
        found = ctypes.c_void_p(self._library.CFDictionaryGetValue(dictionary, name))
        self.release(name)
        value = ctypes.c_int(0)
        if found.value:
            self._library.CFNumberGetValue(found, _NUMBER_INT, ctypes.byref(value))
        return value.value

    def text(self, string: ctypes.c_void_p) -> str:
        room = ctypes.create_string_buffer(256)
        size, code = ctypes.c_long(256), ctypes.c_uint32(_UTF8)
        if not self._library.CFStringGetCString(string, room, size, code):
            raise OSError
        return room.value.decode()

    def release(self, thing: ctypes.c_void_p) -> None:
        if thing.value:
            self._library.CFRelease(thing)
