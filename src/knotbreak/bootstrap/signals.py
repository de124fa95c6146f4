"""Joins what tells of the outside (bad moments, lock and sleep, the wall clock) to the program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.busy_watch import BusyWatch
from knotbreak.app.controller import Controller
from knotbreak.app.session_edges import SessionEdges
from knotbreak.app.signals import BusyLook, BusyPeriod, BusySource, SessionSignals, WallClock
from knotbreak.core.interruptions import Kind
from knotbreak.core.settings import Settings

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, SettingsSource, Translator
    from knotbreak.system.choose_busy import BusyWishes
    from knotbreak.system.clock import SystemClock
    from knotbreak.system.session_bus import SessionBus
    from knotbreak.system.session_macos import Observe

SOON_MS = 1_000
"""So long after the start lock and sleep are listened to: the icon and the socket come first."""

Messages = Callable[[Callable[[int, int], None]], "Handle"]
"""Passes on window messages, as number and wParam, until the handle is cancelled."""

MakeBusy = Callable[["BusyWishes"], BusySource]


def wishes_of(settings: Settings) -> BusyWishes:
    """What the settings want looked at."""
    from knotbreak.system.choose_busy import BusyWishes

    busy = settings.busy
    return BusyWishes(
        kinds=frozenset(Kind(name) for name in busy.reasons),
        programs=busy.programs,
        known_monitors=busy.monitors,
        calendar=None if not busy.calendar else Path(busy.calendar).expanduser(),
    )


class BusyLooks:
    """Looks at everything that the settings want looked at.

    What looking takes is imported with the first look: a tray program rests without it. Other
    settings are followed with the next one.
    """

    def __init__(self, settings: SettingsSource, make: MakeBusy) -> None:
        self._settings = settings
        self._make = make
        self._wishes: BusyWishes | None = None
        self._source: BusySource | None = None

    def look(self, done: Callable[[BusyLook], None]) -> Handle:
        """Look once; `done` is called once, later."""
        return self._current().look(done)

    @property
    def plans(self) -> bool:
        """Whether the settings name a calendar to look into."""
        busy = self._settings.settings.busy
        return bool(busy.calendar) and Kind.CALENDAR.value in busy.reasons

    def look_ahead(
        self, from_utc_ms: int, until_utc_ms: int, done: Callable[[tuple[BusyPeriod, ...]], None]
    ) -> None:
        """Tell what is planned for a time."""
        self._current().look_ahead(from_utc_ms, until_utc_ms, done)

    def _current(self) -> BusySource:
        wishes = wishes_of(self._settings.settings)
        if self._source is None or wishes != self._wishes:
            self.stop()
            self._source, self._wishes = self._make(wishes), wishes
        return self._source

    def stop(self) -> None:
        """Look no more."""
        source, self._source = self._source, None
        if source is not None:
            source.stop()


class Signals:
    """Hears the outside for a controller, from `start` to `stop`.

    Args:
        bus: The session bus, started by its owner; None where there are no buses.
        messages: Begins to pass on the window messages of Windows; None elsewhere.
        observe: Makes whoever hears the notifications of macOS; None where none come.
    """

    def __init__(
        self,
        loop: Loop,
        clock: SystemClock,
        translator: Translator,
        settings: SettingsSource,
        bus: SessionBus | None,
        messages: Messages | None = None,
        observe: Callable[[], Observe] | None = None,
    ) -> None:
        self._loop = loop
        self._clock = clock
        self._words = translator
        self._bus = bus
        self._system_bus = None if bus is None else _system_bus(loop, translator)
        self._looks = BusyLooks(settings, self._make_busy)
        self._watch: BusyWatch | None = None
        self._session: SessionSignals | None = None
        self._wall: WallClock | None = None
        self._messages = messages
        self._observe = observe
        self._soon: Handle | None = None
        self._heard: Handle | None = None
        self._controller: Controller | None = None

    def start(self, controller: Controller) -> None:
        """Look for a controller that is about to start, and tell it of lock and sleep."""
        self._controller = controller
        self._watch = BusyWatch(self._looks, self._clock, self._loop, controller)
        controller.signals = self._watch
        begin_ms = self._loop.now_ms() + SOON_MS
        self._soon = self._loop.call_at(begin_ms, lambda: self._listen(controller))

    def stop(self) -> None:
        """Hear nothing more."""
        for handle in (self._soon, self._heard):
            if handle is not None:
                handle.cancel()
        if self._controller is not None and self._watch is not None:
            self._controller.signals = None
            self._watch.set_watching(False)
        for part in (self._looks, self._session, self._wall, self._system_bus):
            if part is not None:
                part.stop()

    def _listen(self, controller: Controller) -> None:
        from knotbreak.system.wall_clock import SystemWallClock

        edges = SessionEdges(controller, self._clock.refresh_zone)
        self._wall = SystemWallClock(self._loop, self._words)
        self._wall.watch(edges.clock_changed)
        if self._messages is not None:
            self._listen_to_windows(edges, self._messages)
        if self._observe is not None:
            self._listen_to_macos(edges, self._observe)
        if self._bus is None or self._system_bus is None or sys.platform in ("win32", "darwin"):
            return
        from knotbreak.system.choose_session import linux_session

        self._system_bus.start()
        self._session = linux_session(self._bus, self._system_bus, self._words)
        self._session.start(edges)

    def _listen_to_windows(self, edges: SessionEdges, messages: Messages) -> None:
        from knotbreak.system.session_signals import SessionWatch
        from knotbreak.system.session_windows import WM_TIMECHANGE, WindowsSource

        source = WindowsSource(self._words)
        self._session = SessionWatch([source])
        self._session.start(edges)

        def on_message(message: int, w_param: int) -> None:
            if message == WM_TIMECHANGE:
                edges.clock_changed()
            source.on_message(message, w_param)

        self._heard = messages(on_message)

    def _listen_to_macos(self, edges: SessionEdges, observe: Callable[[], Observe]) -> None:
        from knotbreak.system.session_macos import MacosSource
        from knotbreak.system.session_signals import SessionWatch

        try:
            source = MacosSource(self._words, observe())
        except OSError:
            # Sleep shows in the clocks all the same.
            return
        self._session = SessionWatch([source])
        self._session.start(edges)

    def _make_busy(self, wishes: BusyWishes) -> BusySource:
        from knotbreak.system.choose_busy import choose_busy

        buses = None
        if self._bus is not None and self._system_bus is not None:
            buses = (self._bus, self._system_bus)
        return choose_busy(self._loop, self._clock, self._words, wishes, buses)


def _system_bus(loop: Loop, translator: Translator) -> SessionBus:
    from knotbreak.system.dbus_address import BusKind
    from knotbreak.system.session_bus import SessionBus

    return SessionBus(loop, translator, kind=BusKind.SYSTEM)
