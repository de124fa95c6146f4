"""Writing: events first, the state second, and nothing lost while the disk is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.state import AppState
from knotbreak.core.events import HistoryEvent
from knotbreak.core.problems import Problem, ProblemError

if TYPE_CHECKING:
    from knotbreak.app.ports import HistoryStore, StateStore

MOST_KEPT = 10_000
"""Events kept in memory while they cannot be written: months of them."""


class Saving:
    """Keeps what could not be written and tries again with every later write.

    Attributes:
        written: How many events there have been: another number says that something is new.
    """

    def __init__(self, history: HistoryStore, store: StateStore) -> None:
        self._history = history
        self._store = store
        self.written = 0
        self._waiting: list[HistoryEvent] = []
        self._history_problems: tuple[Problem, ...] = ()
        self._state_problems: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps things from being written now."""
        return self._history_problems + self._state_problems

    def load(self) -> AppState | None:
        """What an earlier run left."""
        try:
            return self._store.load()
        except ProblemError as error:
            self._state_problems = error.problems
            return None

    def record(self, event: HistoryEvent) -> None:
        """Write an event, after those that could not be written before."""
        self._waiting.append(event)
        del self._waiting[:-MOST_KEPT]
        self.written += 1
        self.retry()

    def retry(self) -> None:
        """Write what waits."""
        while self._waiting:
            try:
                self._history.record(self._waiting[0])
            except ProblemError as error:
                self._history_problems = error.problems
                return
            del self._waiting[0]
        self._history_problems = ()

    def save(self, state: AppState) -> None:
        """Write the state, after trying again to write the events that it stands on."""
        self.retry()
        try:
            self._store.save(state)
        except ProblemError as error:
            self._state_problems = error.problems
        else:
            self._state_problems = ()
