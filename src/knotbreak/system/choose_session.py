"""Who tells of lock and sleep on this system."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from knotbreak.system.session_bus import SessionBus
from knotbreak.system.session_linux import SCREEN_SAVERS, LogindSource, ScreenSaverSource
from knotbreak.system.session_signals import SessionSource, SessionWatch

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


def linux_session(
    session: SessionBus,
    system: SessionBus,
    translator: Translator,
    environ: Mapping[str, str] = os.environ,
) -> SessionWatch:
    """Everything that tells of lock, sleep and shutdown on Linux."""
    sources: list[SessionSource] = [LogindSource(system, translator, environ)]
    sources += [ScreenSaverSource(session, translator, *one) for one in SCREEN_SAVERS]
    return SessionWatch(sources)
