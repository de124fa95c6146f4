"""Lock, sleep and shutdown on macOS: which notification means what.

The names are those of NSWorkspace's notification center, and of the distributed one for the lock
screen, whose two are not documented but unchanged since Mac OS X 10.7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from knotbreak.app.signals import Outcome, Tried
from knotbreak.system.session_signals import OnEdge, SessionEdge

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

EDGES: Mapping[str, SessionEdge] = MappingProxyType(
    {
        "NSWorkspaceWillSleepNotification": SessionEdge.SLEEPING,
        "NSWorkspaceDidWakeNotification": SessionEdge.AWAKE,
        "NSWorkspaceWillPowerOffNotification": SessionEdge.SHUTTING_DOWN,
        "com.apple.screenIsLocked": SessionEdge.LOCKED,
        "com.apple.screenIsUnlocked": SessionEdge.UNLOCKED,
    }
)

Observe = Callable[[str, Callable[[], None]], Callable[[], None]]
"""`observe(name, fn)` calls `fn` on the loop at each notification; its result ends that."""


class MacosSource:
    """Implements `SessionSource` by the notifications that `observe` brings."""

    def __init__(self, translator: Translator, observe: Observe) -> None:
        self._ = translator.gettext
        self._observe = observe
        self._ends: list[Callable[[], None]] = []

    def start(self, on_edge: OnEdge) -> None:
        """Begin to listen."""
        for name, edge in EDGES.items():
            self._ends.append(self._observe(name, _teller(on_edge, edge)))

    def stop(self) -> None:
        """Listen no more."""
        ends, self._ends = self._ends, []
        for end in ends:
            end()

    def tried(self) -> tuple[Tried, ...]:
        """It is always there."""
        words = self._("macOS tells lock, sleep and shutdown.")
        port, means = self._("lock and sleep"), self._("notifications of macOS")
        return (Tried(port=port, means=means, outcome=Outcome.CHOSEN, words=words),)


def _teller(on_edge: OnEdge, edge: SessionEdge) -> Callable[[], None]:
    return lambda: on_edge(edge)
