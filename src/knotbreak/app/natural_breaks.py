"""What the history says of a natural break: that it was one, and when it was over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from knotbreak.app.effects import Record
from knotbreak.core.events import EventKind
from knotbreak.core.scheduler_state import CameBack, NaturalBreak
from knotbreak.core.units import MINUTE_MS, Instant


class Recorder(Protocol):
    """Makes the record of something that happened at a moment (monotonic)."""

    def __call__(
        self,
        at_ms: int,
        now: Instant,
        kind: EventKind,
        /,
        *,
        amount: int | None = None,
        key: str | None = None,
    ) -> Record: ...


def records_of(
    event: NaturalBreak | CameBack, now: Instant, record: Recorder, *, there: bool
) -> Iterator[Record]:
    """The records of an edge of a natural break; `there` is whether somebody is, right now.

    A break that was slept through, or lay between two runs of the program, is over when it is
    noticed.
    """
    began_utc_ms = now.utc_ms - (now.mono_ms - event.from_ms)
    if isinstance(event, NaturalBreak):
        key = f"break:{began_utc_ms}"
        yield record(event.at_ms, now, EventKind.NATURAL_BREAK, key=key)
    if there or isinstance(event, CameBack):
        minutes = max(0, event.at_ms - event.from_ms) // MINUTE_MS
        yield record(
            event.at_ms, now, EventKind.BACK, amount=minutes, key=f"break:{began_utc_ms}:back"
        )
