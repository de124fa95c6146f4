"""How this desktop gives shortcuts to programs."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING

from knotbreak.app.shortcuts import Shortcuts
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator


def choose_shortcuts(
    loop: Loop,
    bus: SessionBus | None,
    translator: Translator,
    labels: Mapping[str, str],
    environ: Mapping[str, str],
) -> Shortcuts | None:
    """The way of a free desktop; None where there is none.

    In a Wayland session the X server hears of the keys of its own windows only.
    """
    wayland = environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland"
    if not wayland:
        from knotbreak.system import x11_wire
        from knotbreak.system.choose_idle import connected
        from knotbreak.system.shortcuts_x11 import X11Shortcuts

        number = x11_wire.display_number(environ.get("DISPLAY", ""))
        sock = None if number is None else connected(x11_wire.socket_paths(number))
        if number is not None and sock is not None:
            authority = x11_wire.authority_of(environ)
            cookie = x11_wire.find_cookie(authority, socket.gethostname(), number)
            return X11Shortcuts(loop, sock, cookie, translator)
    if bus is not None and bus.connected:
        from knotbreak.system.shortcuts_portal import PortalShortcuts

        return PortalShortcuts(bus, translator, labels)
    return None
