"""How long the input has been still, asked of the X server in its own protocol.

Xlib ends the process when the server goes away, and libXss is not on every machine; the five
messages that are needed are not many.
"""

from __future__ import annotations

import gettext
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from knotbreak.app.ports import Handle, IdleSource, Loop, Translator
from knotbreak.system import x11_wire
from knotbreak.system.handles import Cancel
from knotbreak.system.idle_unknown import UnknownIdle
from knotbreak.system.x11_wire import XProtocolError

# While waiting for input: 8 wake-ups a minute are too many, 3 are hardly felt.
ACTIVE_LOOK_MS = 20_000
_SHORTEST_LOOK_MS = 250
# Both sides count whole milliseconds.
_ROUNDING_MS = 2


def choose_idle(
    loop: Loop,
    environ: Mapping[str, str] = os.environ,
    speed: float = 1.0,
    *,
    translator: Translator | None = None,
) -> IdleSource:
    """Choose the source that can be believed in this session."""
    _ = (translator or gettext.NullTranslations()).gettext
    if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
        # XWayland sees the input of its own windows only: a quiet hour there may be a busy one.
        return UnknownIdle(loop, _("idle time: not known in this Wayland session"))
    number = x11_wire.display_number(environ.get("DISPLAY", ""))
    if number is None:
        return UnknownIdle(loop, _("idle time: not known without a local X display"))
    try:
        sock = _connect(number)
    except OSError:
        return UnknownIdle(loop, _("idle time: not known, the X display does not answer"))
    cookie = x11_wire.find_cookie(_authority(environ), socket.gethostname(), number)
    return X11Idle(loop, sock, cookie, speed, translator=translator)


def _authority(environ: Mapping[str, str]) -> Path:
    home = environ.get("HOME") or "/"
    return Path(environ.get("XAUTHORITY") or Path(home) / ".Xauthority")


def _connect(number: int) -> socket.socket:
    """Connect without ever blocking: a full queue counts as no answer."""
    error = OSError()
    for path in x11_wire.socket_paths(number):
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.setblocking(False)
        try:
            sock.connect(path)
        except OSError as refused:
            sock.close()
            error = refused
        else:
            return sock
    raise error


class _IdleWatch:
    def __init__(self, threshold_ms: int, fn: Callable[[int], None]) -> None:
        self.threshold_ms = threshold_ms
        self.fn = fn


class _ActiveWatch:
    def __init__(self, since_ms: int | None, fn: Callable[[int], None]) -> None:
        self.since_ms = since_ms
        self.fn = fn


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
    """

    def __init__(
        self,
        loop: Loop,
        sock: socket.socket,
        cookie: bytes = b"",
        speed: float = 1.0,
        *,
        translator: Translator | None = None,
    ) -> None:
        self._loop = loop
        self._sock = sock
        self._speed = speed
        self._translator = translator or gettext.NullTranslations()
        self._known = True
        self._in = bytearray()
        self._root: int | None = None
        self._opcode: int | None = None
        self._asked_ms: int | None = None
        self._look: Handle | None = None
        self._last_input_ms: int | None = None
        self._idle_watches: list[_IdleWatch] = []
        self._active_watches: list[_ActiveWatch] = []
        self._reader = loop.add_reader(sock.fileno(), self._on_readable)
        self._send(x11_wire.setup_request(cookie))

    @property
    def known(self) -> bool:
        """False once the server refused, or went away."""
        return self._known

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""
        watch = _IdleWatch(threshold_ms, fn)
        self._idle_watches.append(watch)
        self._look_at(self._loop.now_ms())

        def undo() -> None:
            if watch in self._idle_watches:
                self._idle_watches.remove(watch)
                self._plan()

        return Cancel(undo)

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input that the last look did not know of."""
        watch = _ActiveWatch(self._last_input_ms, fn)
        self._active_watches.append(watch)
        self._look_at(self._loop.now_ms())

        def undo() -> None:
            if watch in self._active_watches:
                self._active_watches.remove(watch)
                self._plan()

        return Cancel(undo)

    def stop(self) -> None:
        """Let go of the connection; nothing is told any more."""
        self._idle_watches.clear()
        self._active_watches.clear()
        self._close()

    def describe(self) -> str:
        """Which means this is."""
        _ = self._translator.gettext
        if self._known:
            return _("idle time: from the X server")
        return _("idle time: not known, the X server gives none")

    # Asking.

    def _look_at(self, real_ms: int) -> None:
        self._forget_look()
        self._look = self._loop.call_at(real_ms, self._on_look)

    def _forget_look(self) -> None:
        look, self._look = self._look, None
        if look is not None:
            look.cancel()

    def _on_look(self) -> None:
        self._look = None
        if not self._known:
            self._tell_active(0)
        elif self._opcode is not None and self._root is not None and self._asked_ms is None:
            self._asked_ms = self._loop.now_ms()
            self._send(x11_wire.query_info(self._opcode, self._root))

    def _send(self, data: bytes) -> None:
        try:
            sent = self._sock.send(data)
        except OSError:
            sent = 0
        if sent < len(data):
            # So few bytes fit always; where they do not, the server has stopped reading.
            self._lose()

    def _on_readable(self) -> None:
        try:
            data = self._sock.recv(65_536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
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
                self._on_look()
            elif self._asked_ms is not None:
                asked_ms, self._asked_ms = self._asked_ms, None
                self._on_idle(asked_ms, x11_wire.idle_ms_of(answer))
                if not self._known:
                    return

    # Telling.

    def _on_idle(self, asked_ms: int, idle_ms: int) -> None:
        # The server read its clock between the question and now: the last input lies between
        # these two. An answer that was slow must not be taken for input.
        earliest_ms = asked_ms - idle_ms
        self._last_input_ms = self._loop.now_ms() - idle_ms
        told_ms = round(idle_ms * self._speed)
        for idle in tuple(self._idle_watches):
            if told_ms >= idle.threshold_ms and idle in self._idle_watches:
                self._idle_watches.remove(idle)
                idle.fn(told_ms)
        for active in tuple(self._active_watches):
            if active.since_ms is None:
                active.since_ms = self._last_input_ms
            elif earliest_ms > active.since_ms + _ROUNDING_MS and active in self._active_watches:
                self._active_watches.remove(active)
                active.fn(told_ms)
        self._plan()

    def _plan(self) -> None:
        """Look again when a threshold can first be reached, or when it is time for a look."""
        self._forget_look()
        if not self._known or self._asked_ms is not None or self._last_input_ms is None:
            return
        waits = []
        if self._idle_watches:
            first_ms = min(watch.threshold_ms for watch in self._idle_watches)
            waits.append(self._last_input_ms + -(-first_ms // self._speed) + 1)
        if self._active_watches:
            wait_ms = max(_SHORTEST_LOOK_MS, ACTIVE_LOOK_MS / self._speed)
            waits.append(self._loop.now_ms() + wait_ms)
        if waits:
            self._look_at(max(int(min(waits)), self._loop.now_ms() + 1))

    def _tell_active(self, idle_ms: int) -> None:
        watches, self._active_watches = self._active_watches, []
        for watch in watches:
            watch.fn(idle_ms)

    def _lose(self) -> None:
        if not self._known:
            return
        self._close()
        self._idle_watches.clear()
        self._loop.post(lambda: self._tell_active(0))

    def _close(self) -> None:
        self._known = False
        self._forget_look()
        self._reader.cancel()
        self._sock.close()
