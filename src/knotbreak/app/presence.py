"""Tells the reminders whether somebody is there, from an idle source that only knows input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from knotbreak.app.ports import Handle, IdleSource
from knotbreak.core.scheduler import IDLE_STOPS_MS, INPUT_PAUSE_MS


class PresenceListener(Protocol):
    """Hears edges only."""

    def went_idle(self, idle_ms: int) -> None: ...
    def came_back(self) -> None: ...
    def input_paused(self) -> None: ...


class Presence:
    """Watches for one edge at a time, so that a source that has to poll can wait long."""

    def __init__(self, idle: IdleSource, listener: PresenceListener) -> None:
        self._idle = idle
        self._listener = listener
        self._edge: Handle | None = None
        self._pause: Handle | None = None

    @property
    def limit(self) -> str:
        """Why it cannot be known whether somebody is there, for a person; empty where it can."""
        return "" if self._idle.known else self._idle.describe()

    def start(self) -> None:
        """Begin to watch, as if somebody were there."""
        self._edge = self._idle.watch_idle(IDLE_STOPS_MS, self._on_idle)

    def stop(self) -> None:
        """Watch no more."""
        self._cancel_pause()
        if self._edge is not None:
            self._edge.cancel()
        self._idle.stop()

    def await_input_pause(self, soon: Callable[[Callable[[], None]], None]) -> None:
        """Report when the typing rests; at once where that cannot be told."""
        self._cancel_pause()
        if not self._idle.known:
            soon(self._listener.input_paused)
            return
        self._pause = self._idle.watch_idle(INPUT_PAUSE_MS, self._on_pause)

    def _on_idle(self, idle_ms: int) -> None:
        self._edge = self._idle.watch_active(self._on_active)
        self._listener.went_idle(idle_ms)

    def _on_active(self, _idle_ms: int) -> None:
        self._edge = self._idle.watch_idle(IDLE_STOPS_MS, self._on_idle)
        self._listener.came_back()

    def _on_pause(self, _idle_ms: int) -> None:
        self._pause = None
        self._listener.input_paused()

    def _cancel_pause(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
