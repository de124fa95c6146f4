"""That the safety notice has been read, as the history keeps it."""

from __future__ import annotations

from knotbreak.app.reminding import offset_min
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.units import Instant
from knotbreak.guide import safety


def acknowledgement(now: Instant) -> HistoryEvent:
    """The line of the history that says that the safety notice has been read."""
    return HistoryEvent(
        at_utc_ms=now.utc_ms,
        offset_min=offset_min(now),
        event=EventKind.SAFETY_ACKNOWLEDGED,
        amount=safety.SAFETY_VERSION,
    )
