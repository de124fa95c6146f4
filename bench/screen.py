"""Reads pixels of an X display, fast enough to tell when a window has painted its first frame.

A window of Qt has no background of its own: until its first frame is put on the screen, the pixels
below it stay as they were. So the first look that finds its colour has found the first frame, and
mapping the window alone is not taken for it.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_uint, c_ulong, c_void_p
from types import TracebackType

_ALL_PLANES = c_ulong(-1)
_Z_PIXMAP = 2
_BYTES = 4


class _Image(Structure):
    """The beginning of an `XImage` (X11/Xlib.h)."""

    _fields_ = (
        ("width", c_int), ("height", c_int), ("xoffset", c_int), ("format", c_int),
        ("data", c_void_p),
    )  # fmt: skip


class Screen:
    """One connection to a display whose pixels have 32 bits."""

    def __init__(self, display: str) -> None:
        self._x11 = x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = c_void_p
        x11.XOpenDisplay.argtypes = [c_char_p]
        x11.XDefaultRootWindow.restype = c_ulong
        x11.XDefaultRootWindow.argtypes = x11.XCloseDisplay.argtypes = [c_void_p]
        x11.XGetGeometry.argtypes = [
            c_void_p, c_ulong, POINTER(c_ulong), POINTER(c_int), POINTER(c_int),
            POINTER(c_uint), POINTER(c_uint), POINTER(c_uint), POINTER(c_uint),
        ]  # fmt: skip
        x11.XGetImage.restype = POINTER(_Image)
        x11.XGetImage.argtypes = [
            c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_ulong, c_int,
        ]  # fmt: skip
        x11.XDestroyImage.argtypes = [POINTER(_Image)]
        self._display = x11.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no display {display}")
        self._root = x11.XDefaultRootWindow(self._display)
        self.width, self.height = self._size()

    def __enter__(self) -> Screen:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._x11.XCloseDisplay(self._display)

    def count(self, colour: str, y: int) -> int:
        """How many pixels of a row have a colour, "#rrggbb"; one round trip to the server."""
        image = self._x11.XGetImage(
            self._display, self._root, 0, y, self.width, 1, _ALL_PLANES, _Z_PIXMAP
        )
        row = ctypes.string_at(image.contents.data, self.width * _BYTES)
        self._x11.XDestroyImage(image)
        wanted = bytes.fromhex(colour[1:])[::-1]
        return sum(row[at : at + 3] == wanted for at in range(0, len(row), _BYTES))

    def _size(self) -> tuple[int, int]:
        root, x, y = c_ulong(), c_int(), c_int()
        width, height, border, depth = c_uint(), c_uint(), c_uint(), c_uint()
        self._x11.XGetGeometry(
            self._display, self._root, byref(root), byref(x), byref(y),
            byref(width), byref(height), byref(border), byref(depth),
        )  # fmt: skip
        return width.value, height.value
