"""Which windows a Wayland compositor shows (zwlr_foreign_toplevel_manager_v1). For threads.

Offered by wlroots (sway, Wayfire, labwc) and its kin; KDE and GNOME do not offer it.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

import msgspec

from knotbreak.system import wayland_wire as wire
from knotbreak.system.wayland_wire import Event, WaylandProtocolError

_MANAGER_INTERFACE = "zwlr_foreign_toplevel_manager_v1"
_VERSION = 2
"""The first in which full screen is told."""
_REGISTRY, _GLOBALS_TOLD, _MANAGER, _WINDOWS_TOLD = 2, 3, 4, 5
_TOPLEVEL = 0
_APP_ID, _STATE, _CLOSED = 1, 4, 6
_ACTIVATED, _FULL_SCREEN = 2, 3


class NotOfferedError(Exception):
    """The compositor does not tell a program of the windows of others."""


class Toplevel(msgspec.Struct):
    """A window."""

    app_id: str = ""
    active: bool = False
    full_screen: bool = False


def list_toplevels(path: Path, timeout_s: float) -> list[Toplevel]:
    """All windows now.

    Raises:
        NotOfferedError: this compositor keeps that to itself.
        OSError, WaylandProtocolError: it does not answer.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(timeout_s)
        sock.connect(str(path))
        return _Reader(sock).toplevels()


class _Reader:
    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._in = bytearray()
        self._windows: dict[int, Toplevel] = {}

    def toplevels(self) -> list[Toplevel]:
        self._send(wire.DISPLAY, wire.GET_REGISTRY, wire.words(_REGISTRY))
        offered = [
            found
            for event in self._until_told(_GLOBALS_TOLD)
            if (event.sender, event.number) == (_REGISTRY, wire.GLOBAL)
            and (found := wire.global_of(event)).interface == _MANAGER_INTERFACE
        ]
        if not offered or offered[0].version < _VERSION:
            raise NotOfferedError
        self._sock.sendall(wire.bind(_REGISTRY, offered[0], _VERSION, _MANAGER))
        for event in self._until_told(_WINDOWS_TOLD):
            self._on_event(event)
        return list(self._windows.values())

    def _on_event(self, event: Event) -> None:
        if (event.sender, event.number) == (_MANAGER, _TOPLEVEL):
            (number,) = struct.unpack("=I", event.body)
            self._windows[number] = Toplevel()
        elif event.sender in self._windows:
            window = self._windows[event.sender]
            if event.number == _APP_ID:
                window.app_id = wire.text_at(event.body, 0)[0]
            elif event.number == _STATE:
                states = memoryview(wire.array_at(event.body, 0)[0]).cast("I")
                window.active, window.full_screen = _ACTIVATED in states, _FULL_SCREEN in states
            elif event.number == _CLOSED:
                del self._windows[event.sender]

    def _until_told(self, callback: int) -> list[Event]:
        """Everything that the compositor says up to the answer to a `sync`."""
        self._send(wire.DISPLAY, wire.SYNC, wire.words(callback))
        events: list[Event] = []
        while True:
            for event in wire.take_events(self._in):
                if (event.sender, event.number) == (callback, wire.DONE):
                    return events
                events.append(event)
            data = self._sock.recv(65_536)
            if not data:
                raise WaylandProtocolError("the compositor hung up")
            self._in += data

    def _send(self, target: int, number: int, body: bytes) -> None:
        self._sock.sendall(wire.request(target, number, body))
