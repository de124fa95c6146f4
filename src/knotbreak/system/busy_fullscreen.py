"""Whether the window in use covers the screen. Windows of this program do not count."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system import x11_wire
from knotbreak.system.probe import OWN_NAME, AsideProbe, FailedError, Means, NotHereError
from knotbreak.system.wayland_toplevels import NotOfferedError, list_toplevels
from knotbreak.system.wayland_wire import WaylandProtocolError, socket_path
from knotbreak.system.x11_properties import XReader
from knotbreak.system.x11_wire import XProtocolError

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

_ANSWER_S = 1.0


def full_screen_probe(loop: Loop, translator: Translator, environ: Mapping[str, str]) -> AsideProbe:
    """Look whether the window in use covers the screen."""
    _ = translator.gettext
    works = _("It tells which window is in use and whether it covers the screen.")

    def wayland() -> Sequence[BusyReason]:
        path = socket_path(environ)
        if path is None:
            raise NotHereError(_("This is no Wayland session."))
        try:
            windows = list_toplevels(path, _ANSWER_S)
        except NotOfferedError:
            words = _("This compositor does not tell a program of the windows of others.")
            hint = _("Films and calls are noticed all the same: they keep the screen awake.")
            raise NotHereError(words, hint) from None
        except (OSError, WaylandProtocolError):
            raise FailedError(_("The compositor does not answer.")) from None
        covers = any(
            window.active and window.full_screen and window.app_id != OWN_NAME for window in windows
        )
        return [_reason(translator)] if covers else []

    def x11() -> Sequence[BusyReason]:
        number = x11_wire.display_number(environ.get("DISPLAY", ""))
        if number is None:
            raise NotHereError(_("There is no X display on this machine."))
        if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
            raise NotHereError(_("In a Wayland session the X server knows its own windows only."))
        cookie = x11_wire.find_cookie(x11_wire.authority_of(environ), socket.gethostname(), number)
        try:
            covers = _active_covers(number, cookie)
        except (OSError, XProtocolError):
            raise FailedError(_("The X display does not answer.")) from None
        except _NobodyTellsError:
            words = _("The window manager does not tell which window is in use.")
            raise NotHereError(words) from None
        return [_reason(translator)] if covers else []

    means = (
        Means(name="Wayland windows", look=wayland, works=works),
        Means(name="X11 window manager", look=x11, works=works),
    )
    return AsideProbe(loop, translator, _("full screen"), means)


class _NobodyTellsError(Exception):
    """No window manager has ever named the window in use."""


def _reason(translator: Translator) -> BusyReason:
    words = translator.gettext("a window covers the whole screen")
    kind, sure = Kind.FULL_SCREEN, Confidence.SURE
    return BusyReason(id="full-screen", kind=kind, words=words, confidence=sure)


def _active_covers(number: int, cookie: bytes) -> bool:
    with XReader(number, cookie, _ANSWER_S) as server:
        names = ("_NET_ACTIVE_WINDOW", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN", "_NET_WM_PID")
        active, state, full, pid = server.atoms(*names).values()
        if not active:
            raise _NobodyTellsError
        if not (state and full):
            return False
        window = next(iter(server.words(server.root, active)), 0)
        if not window:
            return False
        if pid and os.getpid() in server.words(window, pid):
            return False
        return full in server.words(window, state)
