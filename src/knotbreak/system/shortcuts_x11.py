"""Shortcuts on X11: the keys are grabbed from the server, over a socket of its own."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING

from knotbreak.app.shortcuts import OnPressed, OnStates, ShortcutState
from knotbreak.core.shortcuts import Combo
from knotbreak.system import x11_keys, x11_wire
from knotbreak.system.sockets import received, sent_whole
from knotbreak.system.x11_wire import Packet, XProtocolError

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator


class X11Shortcuts:
    """Implements the `Shortcuts` port with XGrabKey.

    Args:
        sock: A non-blocking socket, connected to the X server; this object closes it.
        cookie: The key of MIT-MAGIC-COOKIE-1, or empty.
    """

    means = "X11"

    def __init__(
        self, loop: Loop, sock: socket.socket, cookie: bytes, translator: Translator
    ) -> None:
        self._loop = loop
        self._sock = sock
        self._cookie = cookie
        self._ = translator.gettext
        self._in = bytearray()
        self._root: int | None = None
        self._range = (0, 0)
        self._sent = 0
        self._wanted: Mapping[str, Combo] = {}
        self._codes: dict[str, int] = {}
        self._asked: dict[int, str] = {}
        self._taken: set[str] = set()
        self._mapping: int | None = None
        self._settled: int | None = None
        self._closed = False

    def start(
        self, wanted: Mapping[str, Combo], on_pressed: OnPressed, on_states: OnStates, /
    ) -> None:
        """Ask for these; what the server says comes later."""
        self._wanted = wanted
        self._on_pressed = on_pressed
        self._on_states = on_states
        self._reader = self._loop.add_reader(self._sock.fileno(), self._on_readable)
        if not sent_whole(self._sock, x11_wire.setup_request(self._cookie)):
            self._loop.post(self._lose)

    def stop(self) -> None:
        """Close the connection: the server then gives the keys back."""
        if not self._closed:
            self._closed = True
            self._reader.cancel()
            self._sock.close()

    # -- what the server says ----------------------------------------------------------------------

    def _on_readable(self) -> None:
        data = received(self._sock)
        if data is None:
            return
        if not data:
            self._lose()
            return
        self._in += data
        try:
            self._on_data()
        except XProtocolError:
            self._lose()

    def _on_data(self) -> None:
        if self._root is None:
            head = bytes(self._in)
            self._root = x11_wire.take_setup(self._in)
            if self._root is None:
                return
            self._range = x11_keys.key_range(head)
            self._ask_mapping()
        for packet in x11_wire.take_packets(self._in):
            self._on_packet(packet)
            if self._closed:
                return

    def _on_packet(self, packet: Packet) -> None:
        sequence = x11_keys.sequence_of(packet)
        match packet.kind:
            case x11_keys.KEY_PRESS:
                self._press(*x11_keys.pressed(packet))
            case x11_keys.MAPPING_CHANGED:
                # Perhaps another layout, and the same keys lie elsewhere.
                self._ask_mapping()
            case x11_keys.ERROR if sequence in self._asked and x11_keys.is_taken(packet):
                self._taken.add(self._asked[sequence])
            case x11_keys.REPLY if sequence == self._mapping:
                self._grab(x11_keys.codes_of(packet, self._range[0]))
            case x11_keys.REPLY if sequence == self._settled:
                self._tell()

    def _press(self, code: int, modifiers: int) -> None:
        for action, combo in self._wanted.items():
            if self._codes.get(action) == code and x11_keys.mask(combo) == modifiers:
                self._on_pressed(action)

    # -- what is asked -----------------------------------------------------------------------------

    def _ask_mapping(self) -> None:
        self._mapping = self._send(x11_keys.get_mapping(*self._range))

    def _grab(self, codes: Mapping[int, int]) -> None:
        assert self._root is not None
        found = {
            action: code
            for action, combo in self._wanted.items()
            if (code := codes.get(x11_keys.symbol(combo.key))) is not None
        }
        if found == self._codes and self._settled is not None:
            # The server says so at every other keyboard, too: what is held is held on.
            return
        self._release()
        self._codes, self._asked, self._taken = found, {}, set()
        for action, code in self._codes.items():
            for locks in x11_keys.LOCKS:
                wanted = x11_keys.mask(self._wanted[action]) | locks
                self._asked[self._send(x11_keys.grab(self._root, code, wanted))] = action
        self._settled = self._send(x11_keys.get_focus())

    def _release(self) -> None:
        assert self._root is not None
        for action, code in self._codes.items():
            for locks in x11_keys.LOCKS:
                wanted = x11_keys.mask(self._wanted[action]) | locks
                self._send(x11_keys.ungrab(self._root, code, wanted))

    def _send(self, request: bytes) -> int:
        """Send a request; the answer is the lower half of its number."""
        if not self._closed and not sent_whole(self._sock, request):
            self._loop.post(self._lose)
        self._sent += 1
        return self._sent & 0xFFFF

    # -- what is told ------------------------------------------------------------------------------

    def _tell(self) -> None:
        self._on_states([self._state(action) for action in self._wanted])

    def _state(self, action: str) -> ShortcutState:
        keys = str(self._wanted[action])
        if action not in self._codes:
            words = self._("Your keyboard has no such key.")
        elif action in self._taken:
            words = self._("Another program has these keys.")
        else:
            return ShortcutState(action=action, keys=keys, works=True)
        return ShortcutState(action=action, keys=keys, works=False, words=words)

    def _lose(self) -> None:
        if self._closed:
            return
        self.stop()
        words = self._("The X server does not answer any more.")
        self._on_states(
            [
                ShortcutState(action=action, keys=str(combo), works=False, words=words)
                for action, combo in self._wanted.items()
            ]
        )
