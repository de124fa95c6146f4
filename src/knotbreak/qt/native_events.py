"""Window messages of Windows, for whoever wants to hear of lock, sleep and the clock.

A window that is never shown is registered for them: WTSRegisterSessionNotification (wtsapi32) and
RegisterSuspendResumeNotification (user32), each with the window and 0 ("this session only", "to a
window").
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QWindow

OnMessage = Callable[[int, int], None]
_TYPES = (b"windows_generic_MSG", b"windows_dispatcher_MSG")


class Register(Protocol):
    """Asks Windows for the messages of sessions and of power; takes the window's handle."""

    def __call__(self, window: int, /) -> object: ...


class Msg(ctypes.Structure):
    """MSG of WinUser.h."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wParam", ctypes.c_size_t),
        ("lParam", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
    )


class WindowMessages(QAbstractNativeEventFilter):
    """Passes on the number and the wParam of every message, until `cancel`."""

    def __init__(self, app: QCoreApplication, on_message: OnMessage, register: Register) -> None:
        super().__init__()
        self._app = app
        self._on_message: OnMessage | None = on_message
        self._window = QWindow()
        self._window.create()
        register(int(self._window.winId()))
        app.installNativeEventFilter(self)

    def cancel(self) -> None:
        """Pass on nothing more."""
        self._on_message = None
        self._app.removeNativeEventFilter(self)
        self._window.destroy()

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Look at a message; Qt goes on with it all the same."""
        kind = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if kind in _TYPES and self._on_message is not None:
            # PySide6 gives a VoidPtr.
            read = Msg.from_address(int(message))
            self._on_message(int(read.message), int(read.wParam))
        return False, 0


def register_with_windows(window: int) -> None:
    """Ask for both kinds of messages; what an old Windows refuses shows in the clocks anyway."""
    dlls = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    dlls.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), 0)
    dlls.user32.RegisterSuspendResumeNotification(ctypes.c_void_p(window), 0)
