"""When the hours and fixed times of reminders come next, worked out once for each answer."""

from __future__ import annotations

from datetime import tzinfo

import msgspec

from knotbreak.core.reminders import Reminder
from knotbreak.core.units import Instant


class _Hours(msgspec.Struct, frozen=True):
    """What holds from one moment until before the next edge."""

    reminder: Reminder
    zone: tzinfo
    from_utc_ms: int
    inside: bool
    edge_utc_ms: int | None


class _Fixed(msgspec.Struct, frozen=True):
    reminder: Reminder
    zone: tzinfo
    after_utc_ms: int
    next_utc_ms: int | None


class WallTimes:
    """Asks a reminder again only when its answer may be another one.

    The calendar is the dearest thing the scheduler asks for: with it, a year of work takes four
    times as long.
    """

    def __init__(self) -> None:
        self._hours: dict[str, _Hours] = {}
        self._fixed: dict[str, _Fixed] = {}

    def inside(self, reminder: Reminder, now: Instant) -> bool:
        """Whether now lies within its days and hours."""
        return self._of(reminder, now).inside

    def edge(self, reminder: Reminder, now: Instant) -> int | None:
        """The next moment at which its hours begin or end."""
        return self._of(reminder, now).edge_utc_ms

    def fixed(self, reminder: Reminder, after_utc_ms: int, zone: tzinfo) -> int | None:
        """The next of its fixed times, strictly after a moment."""
        if not reminder.at:
            return None
        known = self._fixed.get(reminder.id)
        if (
            known is None
            or known.reminder is not reminder
            or known.zone is not zone
            or known.after_utc_ms != after_utc_ms
        ):
            found = reminder.next_fixed(after_utc_ms, zone)
            known = self._fixed[reminder.id] = _Fixed(reminder, zone, after_utc_ms, found)
        return known.next_utc_ms

    def _of(self, reminder: Reminder, now: Instant) -> _Hours:
        known = self._hours.get(reminder.id)
        if known is not None and known.reminder is reminder and known.zone is now.zone:
            edge = known.edge_utc_ms
            if known.from_utc_ms <= now.utc_ms and (edge is None or now.utc_ms < edge):
                return known
        inside = reminder.in_hours(now.utc_ms, now.zone)
        edge = reminder.next_edge(now.utc_ms, now.zone)
        found = self._hours[reminder.id] = _Hours(reminder, now.zone, now.utc_ms, inside, edge)
        return found
