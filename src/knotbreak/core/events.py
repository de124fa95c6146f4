"""What the history remembers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

import msgspec

from knotbreak.core.units import SECOND_MS


class EventKind(StrEnum):
    """What happened.

    `unanswered` is a notice that lapsed, `withdrawn` one that a break, a pause or a restart took
    back. `session` is written at the end of a session and carries its outcome (done, partial,
    stopped) and the seconds of movement; `started` at its beginning. A negative amount of `water`
    undoes an earlier one. `posture` and `done` are reminders without a
    routine that were followed. `held` is a reminder that fell due while notices were held back
    (`outcome` says why). `felt` is how it was after a session (better, same, worse), in
    `outcome`. `care` is a care timer that ended: its kind and how it ended in `outcome` (such as
    "cold, done"), its minutes in `amount`. `checkin` is how tight an area (its word in files, in
    `outcome`) was, from 0 to 10 in `amount`, with the routine before it if there was one; `rated`
    is what was thought of a routine (more, less, reset), in `outcome`. `back` is the end of a
    natural break; `amount` are its minutes.
    """

    OFFERED = "offered"
    UNANSWERED = "unanswered"
    WITHDRAWN = "withdrawn"
    STARTED = "started"
    SESSION = "session"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    WATER = "water"
    POSTURE = "posture"
    DONE = "done"
    FELT = "felt"
    CHECKIN = "checkin"
    RATED = "rated"
    NATURAL_BREAK = "natural-break"
    PAUSE = "pause"
    PAUSE_END = "pause-end"
    FIXED_MISSED = "fixed-missed"
    HELD = "held"
    CARE = "care"
    BACK = "back"
    SAFETY_ACKNOWLEDGED = "safety-acknowledged"


class HistoryEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the history; it is written once and never changed.

    `at_utc_ms` is the wall clock, `offset_min` what the local time was ahead of UTC, so that the
    day it belongs to stays the same after a journey. `amount` counts glasses (water) or minutes
    (snoozed, pause), or is the tightness (checkin). Of two events with one `key` (such as
    `offer:12:offered`) only the first is kept: after a crash the same thing may be written again.
    `merged` are the reminders that came along with `reminder`.
    """

    at_utc_ms: int
    offset_min: int
    event: EventKind
    reminder: str | None = None
    routine: str | None = None
    outcome: str | None = None
    held_s: float | None = None
    amount: int | None = None
    key: str | None = None
    merged: tuple[str, ...] = ()


def day_of(event: HistoryEvent) -> date:
    """The local day that an event belongs to."""
    seconds = event.at_utc_ms // SECOND_MS + event.offset_min * 60
    return datetime.fromtimestamp(seconds, UTC).date()
