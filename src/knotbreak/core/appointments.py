"""Appointments that are planned: what would fall into their beginning comes before them.

Whoever is about to be called into a meeting takes a break before it, or after it; neither in its
first minutes nor so shortly before that it would be broken off.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from knotbreak.core.reminders import MERGE_MS
from knotbreak.core.units import MINUTE_MS, Instant

ROOM_MS = 6 * MINUTE_MS
"""So long before an appointment a break is offered, if at all: that leaves three minutes for a
pause in the typing, and time for the break."""

SOON_MS = 2 * MINUTE_MS
"""From so long before it on there is no time for a break any more: it waits until after."""

AHEAD_MS = ROOM_MS + MERGE_MS
"""Whoever knows what is planned so long before a break falls due knows it in time."""


class Appointment(msgspec.Struct, frozen=True):
    """A time that the calendar says is taken; what for is nobody's business."""

    start_utc_ms: int
    end_utc_ms: int


def room_from_utc_ms(planned: Iterable[Appointment]) -> list[int]:
    """The moments from which on something comes early, in favour of each appointment."""
    return [one.start_utc_ms - ROOM_MS for one in planned]


def early_until_utc_ms(planned: Iterable[Appointment], now: Instant) -> int | None:
    """What falls due until this moment should come now; None if nothing is planned that soon."""
    near = (
        one.start_utc_ms
        for one in planned
        if one.start_utc_ms - ROOM_MS <= now.utc_ms < one.start_utc_ms - SOON_MS
    )
    first = min(near, default=None)
    return None if first is None else first - ROOM_MS + MERGE_MS
