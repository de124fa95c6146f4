"""Lock, sleep, shutdown and clock changes on Windows: which window message means what.

A front end with a window passes its messages on (a hidden window is enough, after
WTSRegisterSessionNotification and RegisterSuspendResumeNotification). The numbers are those of
WinUser.h and WtsApi32.h.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from knotbreak.app.signals import Outcome, Tried
from knotbreak.system.session_signals import OnEdge, SessionEdge

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WM_QUERYENDSESSION = 0x0011
WM_ENDSESSION = 0x0016
WM_TIMECHANGE = 0x001E
WM_POWERBROADCAST = 0x0218
WM_WTSSESSION_CHANGE = 0x02B1
_PBT_APMSUSPEND = 0x4
_PBT_APMRESUMESUSPEND = 0x7
_PBT_APMRESUMEAUTOMATIC = 0x12
_WTS_SESSION_LOCK = 0x7
_WTS_SESSION_UNLOCK = 0x8

EDGES: Mapping[tuple[int, int], SessionEdge] = MappingProxyType(
    {
        (WM_POWERBROADCAST, _PBT_APMSUSPEND): SessionEdge.SLEEPING,
        (WM_POWERBROADCAST, _PBT_APMRESUMESUSPEND): SessionEdge.AWAKE,
        (WM_POWERBROADCAST, _PBT_APMRESUMEAUTOMATIC): SessionEdge.AWAKE,
        (WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK): SessionEdge.LOCKED,
        (WM_WTSSESSION_CHANGE, _WTS_SESSION_UNLOCK): SessionEdge.UNLOCKED,
        # With wParam 0 the session does not end after all.
        (WM_ENDSESSION, 1): SessionEdge.SHUTTING_DOWN,
    }
)
"""By message and wParam."""


class WindowsSource:
    """Implements `SessionSource` by the messages that it is given."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._on_edge: OnEdge | None = None
        self._heard = False

    def start(self, on_edge: OnEdge) -> None:
        """Begin to listen."""
        self._on_edge = on_edge

    def stop(self) -> None:
        """Listen no more."""
        self._on_edge = None

    def on_message(self, message: int, w_param: int) -> None:
        """Take a message of a window."""
        edge = EDGES.get((message, w_param))
        if edge is not None and self._on_edge is not None:
            self._heard = True
            self._on_edge(edge)

    def tried(self) -> tuple[Tried, ...]:
        """Whether messages come."""
        words = self._("Windows tells lock, sleep and shutdown.")
        if not self._heard:
            words = self._("Windows has told nothing yet; it does at the next lock or sleep.")
        port = self._("lock and sleep")
        means = self._("window messages")
        return (Tried(port=port, means=means, outcome=Outcome.CHOSEN, words=words),)
