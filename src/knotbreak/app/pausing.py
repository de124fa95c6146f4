"""The person's own pause: how long it lasts, and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from knotbreak.app.intents import PauseReminders
from knotbreak.core.scheduler_state import USER, PauseReason
from knotbreak.core.units import MINUTE_MS, Instant, utc_ms_of

DAY_BEGINS = time(4)

LONGEST_PAUSE_MIN = 24 * 60


class Refused(Exception):  # noqa: N818 -- an answer to a person, not a fault of the program
    """An intent that cannot be carried out, in words for the person."""


def own_pause(intent: PauseReminders, now: Instant, words: Callable[[str], str]) -> PauseReason:
    """The pause that a person asks for; raises `Refused` if it is none."""
    until_ms = until_utc_ms = None
    if intent.until_tomorrow:
        # After midnight, tomorrow is the day that begins when this night is over.
        morning = datetime.combine(now.local.date(), DAY_BEGINS, tzinfo=now.zone)
        if now.local >= morning:
            morning += timedelta(days=1)
        until_utc_ms = utc_ms_of(morning)
    elif intent.minutes is not None:
        if not 1 <= intent.minutes <= LONGEST_PAUSE_MIN:
            refusal = words("A pause lasts from 1 to {most} minutes.")
            raise Refused(refusal.format(most=LONGEST_PAUSE_MIN))
        until_ms = now.mono_ms + intent.minutes * MINUTE_MS
    return PauseReason(key=USER, why=USER, until_ms=until_ms, until_utc_ms=until_utc_ms)
