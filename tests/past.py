"""Histories as long as wanted, the same for the same seed: for tests, pictures and the bench."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.units import HOUR_MS, MINUTE_MS, SECOND_MS

ROUTINES = ("neck-2", "shoulders-2", "lowback-2", "hips-2", "hands-2", "legs-2", "chest-2")
OFFSET_MIN = 60
CHECKED = ("neck", "lower-back", "shoulders")


def day_events(day: date, chance: random.Random, *, tight: int = 6) -> Iterator[HistoryEvent]:
    """An office day from nine to half past five, with lunch, breaks, water and three notes."""
    midnight = datetime.combine(day, datetime.min.time(), UTC) - timedelta(minutes=OFFSET_MIN)
    start = round(midnight.timestamp()) * SECOND_MS

    def made(at: float, kind: EventKind, **more: object) -> HistoryEvent:
        when = start + round(at * HOUR_MS)
        return HistoryEvent(at_utc_ms=when, offset_min=OFFSET_MIN, event=kind, **more)  # type: ignore[arg-type]

    yield made(9.0, EventKind.BACK, amount=900)
    for number, hour in enumerate((9.9, 10.8, 11.7, 13.9, 14.8, 15.7, 16.6)):
        at = hour + chance.uniform(-0.1, 0.1)
        if number == 3:
            left = 12.4 + chance.uniform(0, 0.2)
            began = start + round(left * HOUR_MS)
            yield made(left + 0.083, EventKind.NATURAL_BREAK, key=f"break:{began}")
            yield made(left + 0.6, EventKind.BACK, amount=36)
        routine = ROUTINES[(day.toordinal() * 7 + number * 3) % len(ROUTINES)]
        offer = f"offer:{start}-{number}"
        yield made(
            at, EventKind.OFFERED, reminder="stretch", routine=routine, key=f"{offer}:offered"
        )
        if chance.random() < 0.35:
            yield made(at + 0.01, EventKind.WATER, amount=1)
        what = chance.random()
        if what < 0.2:
            yield made(at + 0.02, EventKind.SKIPPED, reminder="stretch", key=f"{offer}:end")
        elif what < 0.3:
            yield made(at + 0.09, EventKind.UNANSWERED, reminder="stretch", key=f"{offer}:end")
        else:
            yield from _session(start + round((at + 0.02) * HOUR_MS), routine, chance)
    for area in CHECKED:
        amount = max(0, min(10, tight + chance.randint(-2, 2)))
        yield made(
            16.9, EventKind.CHECKIN, outcome=area, amount=amount, key=f"check:{start}-{area}"
        )
    left = start + round(17.5 * HOUR_MS)
    yield made(17.583, EventKind.NATURAL_BREAK, key=f"break:{left}")


def _session(began: int, routine: str, chance: random.Random) -> Iterator[HistoryEvent]:
    key = f"session:{began}"
    share = 1.0 if chance.random() < 0.8 else 0.6
    held_s = round(96 * share, 1)
    common = {"offset_min": OFFSET_MIN, "reminder": "stretch", "routine": routine}
    yield HistoryEvent(  # type: ignore[arg-type]
        at_utc_ms=began, event=EventKind.STARTED, key=f"{key}:started", **common
    )
    yield HistoryEvent(  # type: ignore[arg-type]
        at_utc_ms=began + round(125 * share * SECOND_MS),
        event=EventKind.SESSION,
        outcome="done" if share == 1.0 else "partial",
        held_s=held_s,
        key=f"{key}:session",
        **common,
    )


def days_before(last: date, days: int, *, seed: int = 1) -> Iterator[HistoryEvent]:
    """The workdays of so many days, the last one included; tightness falls slowly."""
    chance = random.Random(seed)
    for number in range(days):
        day = last - timedelta(days=days - 1 - number)
        if day.weekday() < 5:
            tight = 7 - round(4 * number / max(1, days))
            yield from sorted(
                day_events(day, chance, tight=tight), key=lambda event: event.at_utc_ms
            )


def many(count: int, last: date) -> Iterator[HistoryEvent]:
    """So many events in ten years: quiet offers between those of an office day."""
    days: Sequence[date] = [last - timedelta(days=3652 - 1 - number) for number in range(3652)]
    chance = random.Random(7)
    written = 0
    for number, day in enumerate(days):
        wanted = count * (number + 1) // len(days)
        full = list(day_events(day, chance))
        yield from full
        written += len(full)
        start = full[0].at_utc_ms
        while written < wanted:
            at = start + (written * 7919) % (8 * 60) * MINUTE_MS
            yield HistoryEvent(
                at_utc_ms=at,
                offset_min=OFFSET_MIN,
                event=EventKind.OFFERED if written % 2 else EventKind.UNANSWERED,
                reminder="posture",
                key=f"quiet:{written}",
            )
            written += 1
