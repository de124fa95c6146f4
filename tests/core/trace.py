"""A scheduler and a clock to lead it through a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from knotbreak.core.reminders import EVERY_DAY, Reminder, ReminderKind
from knotbreak.core.scheduler import Scheduler
from knotbreak.core.scheduler_state import (
    Answer,
    Offer,
    Offered,
    OfferGone,
    PauseReason,
    SchedulerEvent,
    WaitingForPause,
)
from knotbreak.core.units import MINUTE_MS, SECOND_MS, utc_ms_of
from tests.fakes import BERLIN, FakeClock


def at_local(text: str, zone: tzinfo = BERLIN) -> int:
    return utc_ms_of(datetime.fromisoformat(text).replace(tzinfo=zone))


def a_reminder(id_: str, every_min: float | None = None, **more: Any) -> Reminder:
    kind = more.pop("kind", None) or ReminderKind(id_)
    quiet = more.pop("quiet", kind in (ReminderKind.POSTURE, ReminderKind.WATER, ReminderKind.EYES))
    resets = kind in (ReminderKind.STRETCH, ReminderKind.STAND, ReminderKind.POSTURE)
    usual: dict[str, Any] = {
        "id": id_,
        "kind": kind,
        "every_ms": None if every_min is None else round(every_min * MINUTE_MS),
        "quiet": quiet,
        "stay_ms": 10 * SECOND_MS if quiet else 5 * MINUTE_MS,
        "days": EVERY_DAY,
        "on_break_resets": resets,
    }
    return Reminder(**(usual | more))


STRETCH = a_reminder("stretch", 50)
POSTURE = a_reminder("posture", 25)
WATER = a_reminder("water", 60)
STAND = a_reminder("stand", 30)
EYES = a_reminder("eyes", 20, on_break_resets=True)


def pill(*at: str, id_: str = "pill", **more: Any) -> Reminder:
    minutes = tuple(int(text[:2]) * 60 + int(text[3:]) for text in at)
    return a_reminder(id_, kind=ReminderKind.CUSTOM, at=minutes, **more)


class Trace:
    """Feeds a scheduler and keeps all events; a person who types is there unless said."""

    def __init__(
        self,
        reminders: Sequence[Reminder],
        *,
        start: str = "2026-06-10T09:00",
        zone: tzinfo = BERLIN,
        rests: bool = True,
    ) -> None:
        self.clock = FakeClock(at_local(start, zone), zone)
        self.machine = Scheduler(reminders, self.clock.now())
        self.rests = rests
        self.events: list[SchedulerEvent] = []
        self.begun_ms = self.clock.mono_ms

    @property
    def state(self) -> Any:
        return self.machine.state

    @property
    def minute(self) -> float:
        return (self.clock.mono_ms - self.begun_ms) / MINUTE_MS

    def minutes_of(self, events: Sequence[SchedulerEvent]) -> list[float]:
        return [(event.at_ms - self.begun_ms) / MINUTE_MS for event in events]

    def take(self, events: Sequence[SchedulerEvent]) -> list[SchedulerEvent]:
        """Keep events; where the typing rests at once, tell the scheduler."""
        self.events += events
        if self.rests and any(isinstance(event, WaitingForPause) for event in events):
            more = self.machine.input_paused(self.clock.now())
            return [*events, *self.take(more)]
        return list(events)

    def run(self, minutes: float) -> list[SchedulerEvent]:
        """Work on; time passes from deadline to deadline."""
        until_ms = self.clock.mono_ms + round(minutes * MINUTE_MS)
        events: list[SchedulerEvent] = []
        while True:
            due_ms = self.machine.deadline()
            next_ms = until_ms if due_ms is None else min(due_ms, until_ms)
            self.clock.run(next_ms - self.clock.mono_ms)
            events += self.take(self.machine.advance(self.clock.now()))
            if next_ms >= until_ms:
                return events

    def answer(self, answer: Answer, minutes: int = 5) -> list[SchedulerEvent]:
        return self.take(self.machine.answered(self.clock.now(), answer, minutes=minutes))

    def idle(self, minutes: float) -> list[SchedulerEvent]:
        """Nobody is there: noticed after a minute (or less), then until somebody comes back."""
        first = min(minutes, 1)
        events = self.run(first)
        still_ms = round(first * MINUTE_MS)
        events += self.take(self.machine.idle_since(self.clock.now(), still_ms))
        events += self.run(minutes - first)
        return events + self.back()

    def back(self) -> list[SchedulerEvent]:
        return self.take(self.machine.active_at(self.clock.now()))

    def sleep(self, minutes: float) -> list[SchedulerEvent]:
        slept_ms = round(minutes * MINUTE_MS)
        self.clock.sleep(slept_ms)
        return self.take(self.machine.slept(self.clock.now(), slept_ms))

    def set_wall(self, minutes: float) -> list[SchedulerEvent]:
        self.clock.set_wall(round(minutes * MINUTE_MS))
        return self.take(self.machine.advance(self.clock.now()))

    def travel(self, zone: tzinfo) -> list[SchedulerEvent]:
        self.clock.zone = zone
        return self.take(self.machine.advance(self.clock.now()))

    def pause(
        self, key: str = "user", minutes: float | None = None, *, counts: bool = False
    ) -> None:
        until_ms = None if minutes is None else self.clock.mono_ms + round(minutes * MINUTE_MS)
        reason = PauseReason(key=key, why=key, until_ms=until_ms, counts=counts, sits=counts)
        self.take(self.machine.reason_started(self.clock.now(), reason))

    def resume(self, key: str = "user") -> list[SchedulerEvent]:
        return self.take(self.machine.reason_ended(self.clock.now(), key))

    def session(self, minutes: float = 2, *, taken: bool = True) -> list[SchedulerEvent]:
        events = self.take(self.machine.session_started(self.clock.now()))
        events += self.run(minutes)
        return events + self.take(self.machine.session_ended(self.clock.now(), taken))

    def restart(self, away_min: float, *, same_boot: bool = True) -> list[SchedulerEvent]:
        """Kill the program and start it again."""
        left = self.machine.snapshot()
        away_ms = round(away_min * MINUTE_MS)
        if same_boot:
            self.clock.run(away_ms)
        else:
            self.clock.reboot(away_ms)
        now = self.clock.now()
        self.machine = Scheduler(self.machine.reminders, now)
        self.machine.restore(now, left, same_boot)
        return self.take(self.machine.restarted(now, away_ms))

    @property
    def offers(self) -> list[Offer]:
        return [event.offer for event in self.events if isinstance(event, Offered)]

    @property
    def offered(self) -> list[tuple[float, str]]:
        """Minute and lead of every notice."""
        return [
            (round((offer.at_ms - self.begun_ms) / MINUTE_MS, 2), offer.group.lead)
            for offer in self.offers
        ]

    @property
    def loud(self) -> list[tuple[float, str]]:
        return [
            shown for shown, offer in zip(self.offered, self.offers, strict=True) if not offer.quiet
        ]

    def gone(self) -> list[str]:
        return [event.why.value for event in self.events if isinstance(event, OfferGone)]
