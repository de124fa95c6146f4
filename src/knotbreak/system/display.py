"""Whether a window can be shown here, found out without opening one.

Qt ends the whole process when it finds no display or not all of its libraries, so this looks first.
"""

from __future__ import annotations

import ctypes
import importlib.util
import socket
import sys
from collections.abc import Mapping

from knotbreak.system import x11_wire

_LIBRARIES = ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libxcb-icccm.so.4", "libEGL.so.1")
"""What Qt's X11 part needs of the system and does not bring (Qt 6.5 and later)."""


def why_no_window(environ: Mapping[str, str]) -> str | None:
    """The reason why no window can be shown, in a few words; None if one can."""
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed"
    if sys.platform != "linux":
        return None
    if environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return None
    if environ.get("WAYLAND_DISPLAY"):
        return _missing("libEGL.so.1", "libwayland-cursor.so.0")
    if not environ.get("DISPLAY"):
        return "there is no display"
    number = x11_wire.display_number(environ["DISPLAY"])
    if number is not None and not _answers(number):
        return f"the display {environ['DISPLAY']} does not answer"
    return _missing(*_LIBRARIES)


def _missing(*libraries: str) -> str | None:
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            return f"{library} is missing (make run installs it)"
    return None


def _answers(number: int) -> bool:
    for path in x11_wire.socket_paths(number):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(1)
            try:
                sock.connect(path)
            except OSError:
                continue
            return True
    return False
