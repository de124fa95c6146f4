"""The user's registry, and which programs run on Windows."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

_SNAP_PROCESS = 0x2
_MAX_PATH = 260


class UserRegistry:
    """Implements `Registry` with a module of the shape of `winreg`."""

    def __init__(self, winreg: Any) -> None:
        self._winreg = winreg

    def subkeys(self, path: str) -> Sequence[str]:
        """Names of the keys below; raises OSError if there is no such key."""
        with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, path) as key:
            count = self._winreg.QueryInfoKey(key)[0]
            return [self._winreg.EnumKey(key, number) for number in range(count)]

    def number(self, path: str, name: str) -> int | None:
        """A number of a key; None if it has none of that name."""
        try:
            with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, path) as key:
                value, _kind = self._winreg.QueryValueEx(key, name)
        except OSError:
            return None
        return value if isinstance(value, int) else None


class ProcessEntry(ctypes.Structure):
    """PROCESSENTRY32W (tlhelp32.h)."""

    _fields_ = (
        ("dwSize", ctypes.c_uint32),
        ("cntUsage", ctypes.c_uint32),
        ("th32ProcessID", ctypes.c_uint32),
        ("th32DefaultHeapID", ctypes.c_size_t),
        ("th32ModuleID", ctypes.c_uint32),
        ("cntThreads", ctypes.c_uint32),
        ("th32ParentProcessID", ctypes.c_uint32),
        ("pcPriClassBase", ctypes.c_int32),
        ("dwFlags", ctypes.c_uint32),
        ("szExeFile", ctypes.c_wchar * _MAX_PATH),
    )


def running_programs(kernel32: Any) -> list[str]:
    """File names of all programs that run (CreateToolhelp32Snapshot); raises OSError."""
    snapshot = kernel32.CreateToolhelp32Snapshot
    # A handle is as wide as a pointer; ctypes would cut it to 32 bits.
    snapshot.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(snapshot(_SNAP_PROCESS, 0))
    if handle.value in (None, ctypes.c_void_p(-1).value):
        raise OSError
    entry = ProcessEntry(dwSize=ctypes.sizeof(ProcessEntry))
    names = []
    try:
        more = kernel32.Process32FirstW(handle, ctypes.byref(entry))
        while more:
            names.append(entry.szExeFile)
            more = kernel32.Process32NextW(handle, ctypes.byref(entry))
    finally:
        kernel32.CloseHandle(handle)
    return names
