"""A time zone in which it is forenoon now, whenever the tests run.

Reminders have active hours: a test that starts the real program in the evening would find it quiet.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

FORENOON_HOUR = 10


def hours_ahead(utc_hour: int) -> int:
    """How far a zone is ahead of UTC in which it is ten o'clock then."""
    ahead = FORENOON_HOUR - utc_hour
    return ahead + 24 if ahead < -11 else ahead


_AHEAD = hours_ahead(datetime.now(UTC).hour)

# POSIX counts them the other way round.
FORENOON_ZONE = f"Etc/GMT{-_AHEAD:+d}" if _AHEAD else "Etc/GMT"
"""The zone of whole hours in which the clock shows ten o'clock and some minutes."""


def local_now() -> datetime:
    """This moment, in that zone."""
    return datetime.now(timezone(timedelta(hours=_AHEAD)))
