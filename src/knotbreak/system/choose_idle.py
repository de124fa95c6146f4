"""Which idle sources can be believed in this session, in which order.

Each is imported where it is tried: one of them is used all day, the others never.
"""

from __future__ import annotations

import gettext
import os
import socket
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from knotbreak.system.idle_chain import IdleChain, IdleMeans
from knotbreak.system.probe import FailedError, NotHereError

if TYPE_CHECKING:
    from knotbreak.app.ports import IdleSource, Loop, Translator
    from knotbreak.system.session_bus import SessionBus

_OnLost = Callable[[NotHereError], None]


def choose_idle(
    loop: Loop,
    environ: Mapping[str, str] = os.environ,
    speed: float = 1.0,
    *,
    translator: Translator | None = None,
    bus: SessionBus | None = None,
    platform: str = sys.platform,
) -> IdleChain:
    """Choose the source that can be believed in this session.

    Args:
        loop: Real milliseconds.
        environ: Of the session.
        speed: How many times as fast as real time the program runs.
        translator: For what is told to people.
        bus: The session bus, started by its owner; without it, desktops that tell by it are not
            asked.
        platform: As `sys.platform`.
    """
    words = translator or gettext.NullTranslations()
    chooser = _Chooser(loop, environ, speed, words, bus)
    return IdleChain(loop, words, list(chooser.means(platform)))


class _Chooser:
    def __init__(
        self,
        loop: Loop,
        environ: Mapping[str, str],
        speed: float,
        words: Translator,
        bus: SessionBus | None,
    ) -> None:
        self._loop = loop
        self._environ = environ
        self._speed = speed
        self._words = words
        self._ = words.gettext
        self._bus = bus

    def means(self, platform: str) -> tuple[IdleMeans, ...]:
        works = self._("It tells how long keyboard and mouse have been still.")
        ways: tuple[tuple[str, Callable[[_OnLost], IdleSource]], ...]
        if platform == "win32":
            ways = (("GetLastInputInfo", self._windows),)
        elif platform == "darwin":
            ways = (("CoreGraphics", self._macos),)
        else:
            ways = (
                ("Mutter IdleMonitor", lambda on_lost: self._monitor("gnome.Mutter", on_lost)),
                ("Muffin IdleMonitor", lambda on_lost: self._monitor("cinnamon.Muffin", on_lost)),
                ("Wayland idle notification", self._wayland),
                ("X11 screen saver extension", self._x11),
            )
        return tuple(IdleMeans(name=name, open=open_it, works=works) for name, open_it in ways)

    def _monitor(self, desktop: str, on_lost: _OnLost) -> IdleSource:
        _ = self._
        if self._bus is None or not self._bus.connected:
            raise NotHereError(_("There is no message bus."))
        # jeepney is not on every system.
        from knotbreak.system.idle_mutter import MutterIdle

        not_here = NotHereError(_("No such service runs here."))
        return MutterIdle(
            self._loop,
            self._bus,
            self._speed,
            name=f"org.{desktop}.IdleMonitor",
            translator=self._words,
            on_lost=lambda: on_lost(not_here),
        )

    def _wayland(self, on_lost: _OnLost) -> IdleSource:
        _ = self._
        from knotbreak.system.wayland_wire import socket_path

        path = socket_path(self._environ)
        if path is None:
            raise NotHereError(_("This is no Wayland session."))
        from knotbreak.system.idle_wayland import WaylandIdle

        gone = FailedError(_("The Wayland compositor does not answer."))

        def lost(offered: bool) -> None:
            if offered:
                on_lost(gone)
                return
            words = _("This Wayland compositor does not tell when the input rests.")
            hint = _("A newer version of the desktop may: it needs ext-idle-notify.")
            on_lost(NotHereError(words, hint))

        sock = connected((str(path),))
        if sock is None:
            raise gone
        return WaylandIdle(self._loop, sock, self._speed, translator=self._words, on_lost=lost)

    def _x11(self, on_lost: _OnLost) -> IdleSource:
        _ = self._
        environ = self._environ
        if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
            # A quiet hour there may be a busy one.
            raise NotHereError(_("In a Wayland session the X server knows its own windows only."))
        from knotbreak.system import x11_wire
        from knotbreak.system.idle_x11 import X11Idle

        number = x11_wire.display_number(environ.get("DISPLAY", ""))
        if number is None:
            raise NotHereError(_("There is no X display on this machine."))
        sock = connected(x11_wire.socket_paths(number))
        gone = FailedError(_("The X display does not answer."))
        if sock is None:
            raise gone
        return X11Idle(
            self._loop,
            sock,
            x11_wire.find_cookie(x11_wire.authority_of(environ), socket.gethostname(), number),
            self._speed,
            translator=self._words,
            on_lost=lambda: on_lost(gone),
        )

    def _windows(self, _on_lost: _OnLost) -> IdleSource:
        import ctypes

        from knotbreak.system.idle_polled import PolledIdle
        from knotbreak.system.idle_windows import RefusedError, windows_idle_ms

        dlls = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
        try:
            idle_ms = windows_idle_ms(dlls.user32, dlls.kernel32)
        except (OSError, AttributeError, RefusedError):
            raise FailedError(self._("Windows does not tell it.")) from None
        return PolledIdle(self._loop, idle_ms, self._("idle time: from Windows"), self._speed)

    def _macos(self, _on_lost: _OnLost) -> IdleSource:
        import ctypes

        from knotbreak.system.idle_macos import LIBRARY, macos_idle_ms
        from knotbreak.system.idle_polled import PolledIdle

        try:
            idle_ms = macos_idle_ms(ctypes.CDLL(LIBRARY))
        except (OSError, AttributeError):
            raise FailedError(self._("macOS does not tell it.")) from None
        return PolledIdle(self._loop, idle_ms, self._("idle time: from macOS"), self._speed)


def connected(paths: tuple[str, ...]) -> socket.socket | None:
    """Connect without ever blocking: a full queue counts as no answer."""
    for path in paths:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.setblocking(False)
        try:
            sock.connect(path)
        except OSError:
            sock.close()
        else:
            return sock
    return None
