"""How long the input has been still, asked of the X server in its own protocol.

Xlib ends the process when the server goes away, and libXss is not on every machine; the five
messages that are needed are not many.
"""

from __future__ import annotations

import gettext
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.system import x11_wire
from knotbreak.system.idle_looks import AdaptiveLooks
from knotbreak.system.sockets import received, sent_whole
from knotbreak.system.x11_wire import XProtocolError

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator


class X11Idle:
    """Implements the `IdleSource` port with MIT-SCREEN-SAVER, over a socket of its own.

    It looks when a threshold can first be reached, and every 20 s of real time while it waits for
    input; with no watcher it never wakes up. When the server is gone, `known` turns False and
    whoever waits for input is told once that the user is active.

    Args:
        loop: Real milliseconds.
        sock: A non-blocking socket, connected to the X server; this object closes it.
        cookie: The key of MIT-MAGIC-COOKIE-1, or empty.
        speed: How many times as fast as real time the program runs.
        translator: For `describe()`.
        on_lost: Called once, when the server refused or went away.
    """

    def __init__(
        self,
        loop: Loop,
        sock: socket.socket,
        cookie: bytes = b"",
        speed: float = 1.0,
        *,
        translator: Translator | None = None,
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._loop = loop
        self._sock = sock
        self._translator = translator or gettext.NullTranslations()
        self._on_lost = on_lost
        self._known = True
        self._in = bytearray()
        self._root: int | None = None
        self._opcode: int | None = None
        self._looks = AdaptiveLooks(loop, self._ask, speed)
        self._reader = loop.add_reader(sock.fileno(), self._on_readable)
        self._send(x11_wire.setup_request(cookie))

    @property
    def known(self) -> bool:
        """False once the server refused, or went away."""
        return self._known

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""
        return self._looks.watch_idle(threshold_ms, fn)

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input that the last look did not know of."""
        return self._looks.watch_active(fn)

    def stop(self) -> None:
        """Let go of the connection; nothing is told any more."""
        self._looks.stop()
        self._close()

    def describe(self) -> str:
        """Which means this is."""
        _ = self._translator.gettext
        if self._known:
            return _("idle time: from the X server")
        return _("idle time: not known, the X server gives none")

    def _ask(self) -> None:
        if not self._known:
            self._looks.give_up()
        elif self._opcode is None or self._root is None:
            # Asked again as soon as the server has let us in.
            self._looks.rest()
        else:
            self._send(x11_wire.query_info(self._opcode, self._root))

    def _send(self, data: bytes) -> None:
        if not sent_whole(self._sock, data):
            self._lose()

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
            self._root = x11_wire.take_setup(self._in)
            if self._root is None:
                return
            self._send(x11_wire.query_extension())
        for answer in x11_wire.take_answers(self._in):
            if self._opcode is None:
                self._opcode = x11_wire.extension_opcode(answer)
                self._looks.look()
            else:
                self._looks.answer(x11_wire.idle_ms_of(answer))
                if not self._known:
                    return

    def _lose(self) -> None:
        if not self._known:
            return
        self._close()

        def tell() -> None:
            self._on_lost()
            self._looks.give_up()

        self._loop.post(tell)

    def _close(self) -> None:
        self._known = False
        self._looks.rest()
        self._reader.cancel()
        self._sock.close()
