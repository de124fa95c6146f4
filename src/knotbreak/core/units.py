"""Moments and durations.

Every duration is a whole number of milliseconds and its name ends in `_ms`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import msgspec

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


class Instant(msgspec.Struct, frozen=True, kw_only=True):
    """One moment, as all the clocks of the machine show it.

    `mono_ms` counts while the machine is awake, `boot_ms` counts on while it sleeps, `utc_ms` is
    the wall clock since 1970, which people and daemons may set; `zone` turns it into local time.
    """

    mono_ms: int
    boot_ms: int
    utc_ms: int
    zone: tzinfo

    @property
    def local(self) -> datetime:
        """The wall time here, with its zone."""
        return local_time(self.utc_ms, self.zone)

    def after(self, ms: int) -> Instant:
        """The instant `ms` later (or earlier, if negative), if the machine stays awake."""
        return Instant(
            mono_ms=self.mono_ms + ms,
            boot_ms=self.boot_ms + ms,
            utc_ms=self.utc_ms + ms,
            zone=self.zone,
        )


def local_time(utc_ms: int, zone: tzinfo) -> datetime:
    """Turn milliseconds since 1970 into local time."""
    seconds, ms = divmod(utc_ms, SECOND_MS)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=ms * 1000).astimezone(zone)


def utc_ms_of(moment: datetime) -> int:
    """Turn an aware date-time into milliseconds since 1970.

    A local time that a clock change leaves out is read as the moment just as long after the change
    began; one that comes twice is read as the first.
    """
    # Against UTC: aware subtraction within one zone ignores the change of offset.
    return (moment - _EPOCH) // _MS


def ms(seconds: float) -> int:
    """Turn seconds from a file into milliseconds, rounded to the nearest."""
    return round(seconds * SECOND_MS)


def clock_text(duration_ms: int) -> str:
    """Word a duration as m:ss, or h:mm:ss from an hour on; a started second counts."""
    seconds = -(-max(0, duration_ms) // SECOND_MS)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def minutes_of(total_ms: int) -> int:
    """The length of a routine in whole minutes, for a title; 0 below 50 seconds."""
    return 0 if total_ms < 50 * SECOND_MS else max(1, round(total_ms / MINUTE_MS))
