"""Tells the reminders whether somebody is there, from an idle source that only knows input."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from knotbreak.core.scheduler import IDLE_STOPS_MS, INPUT_PAUSE_MS

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, IdleSource


class PresenceListener(Protocol):
    """Hears edges only."""

    def went_idle(self, idle_ms: int) -> None: ...
    def came_back(self) -> None: ...
    def input_paused(self) -> None: ...
    def input_began(self) -> None: ...
    def input_rests(self) -> None: ...


class Presence:
    """Watches for one edge at a time, so that a source that has to poll can wait long."""

    def __init__(self, idle: IdleSource, listener: PresenceListener) -> None:
        self._idle = idle
        self._listener = listener
        self._edge: Handle | None = None
        self._pause: Handle | None = None
        self._typing: Handle | None = None

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
        self.watch_typing(False)
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

    def watch_typing(self, watch: bool) -> None:
        """Report every pause in the input and its end, while a session plays."""
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None
        if watch and self._idle.known:
            self._on_input(0)

    def _on_input(self, _idle_ms: int) -> None:
        self._typing = self._idle.watch_idle(INPUT_PAUSE_MS, self._on_rest)
        self._listener.input_began()

    def _on_rest(self, _idle_ms: int) -> None:
        self._typing = self._idle.watch_active(self._on_input)
        self._listener.input_rests()

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
