"""Lock, sleep and shutdown: several sources, of which each may know some of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from knotbreak.app.signals import Explains, SessionListener, Tried


class SessionEdge(StrEnum):
    """What one source may tell; telling the same twice is harmless."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SLEEPING = "sleeping"
    AWAKE = "awake"
    SHUTTING_DOWN = "shutting-down"


OnEdge = Callable[[SessionEdge], None]


class SessionSource(Explains, Protocol):
    """One way to hear of the session."""

    def start(self, on_edge: OnEdge) -> None: ...
    def stop(self) -> None: ...


class SessionWatch:
    """Implements the `SessionSignals` port over several sources.

    The session is locked while at least one source says so, so that one that unlocks takes back
    only its own word. Sleep and shutdown are told once, whoever comes first and however often
    (elogind 257 says each twice).
    """

    def __init__(self, sources: Sequence[SessionSource]) -> None:
        self._sources = tuple(sources)
        self._listener: SessionListener | None = None
        self._lockers: set[int] = set()
        self._sleeping = False
        self._ending = False

    def start(self, listener: SessionListener) -> None:
        """Begin to listen."""
        self._listener = listener
        for number, source in enumerate(self._sources):
            source.start(self._taker(number))

    def stop(self) -> None:
        """Listen no more."""
        self._listener = None
        for source in self._sources:
            source.stop()

    def tried(self) -> tuple[Tried, ...]:
        """Every source, as of now."""
        return tuple(said for source in self._sources for said in source.tried())

    def _taker(self, number: int) -> OnEdge:
        return lambda edge: self._on_edge(number, edge)

    def _on_edge(self, number: int, edge: SessionEdge) -> None:
        listener = self._listener
        if listener is None:
            return
        was_locked = bool(self._lockers)
        match edge:
            case SessionEdge.LOCKED:
                self._lockers.add(number)
                if not was_locked:
                    listener.locked()
            case SessionEdge.UNLOCKED:
                self._lockers.discard(number)
                if was_locked and not self._lockers:
                    listener.unlocked()
            case SessionEdge.SLEEPING:
                if not self._sleeping:
                    self._sleeping = True
                    listener.about_to_sleep()
            case SessionEdge.AWAKE:
                if self._sleeping:
                    self._sleeping = False
                    listener.woke()
            case SessionEdge.SHUTTING_DOWN:
                if not self._ending:
                    self._ending = True
                    listener.shutting_down()
