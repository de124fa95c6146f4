"""The states of a session and how it ends: for those who show it, and need no player."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What the player is doing."""

    NEW = "new"
    RUNNING = "running"
    PAUSED = "paused"
    REENTRY = "reentry"
    ENDED = "ended"


class Outcome(StrEnum):
    """How a session ended."""

    DONE = "done"
    PARTIAL = "partial"
    STOPPED = "stopped"


TAKEN = (Outcome.DONE.value, Outcome.PARTIAL.value)
"""The outcomes of a session that counts as taken, as the history has them."""
