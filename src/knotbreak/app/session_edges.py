"""What lock, sleep and a clock that was set mean for the program."""

from __future__ import annotations

from collections.abc import Callable

from knotbreak.app.controller import Controller
from knotbreak.app.intents import LeaveCover
from knotbreak.core.interruptions import Busy, Kind

LOCKED = Busy(kind=Kind.LOCK)


class SessionEdges:
    """Implements the `SessionListener` port for a controller; `refresh_zone` is the clock's.

    A lock is a reason like others. Sleep and a clock that was set are told by the clocks
    themselves: hearing of them only means that the program looks at once.
    """

    def __init__(self, controller: Controller, refresh_zone: Callable[[], None]) -> None:
        self._controller = controller
        self._refresh_zone = refresh_zone

    def locked(self) -> None:
        """Nobody sees the screen."""
        self._controller.busy_began(LOCKED)

    def unlocked(self) -> None:
        """Somebody is there."""
        self._controller.busy_ended(LOCKED.key)

    def about_to_sleep(self) -> None:
        """No cover is there when the machine wakes; and where things stand is written down."""
        self._controller.handle(LeaveCover())

    def woke(self) -> None:
        """The machine may be in another zone."""
        self.clock_changed()

    def shutting_down(self) -> None:
        """The last moment to write down where things stand."""
        self._controller.wake()

    def clock_changed(self) -> None:
        """The wall clock was set, or the zone may be another one."""
        self._refresh_zone()
        self._controller.wake()
