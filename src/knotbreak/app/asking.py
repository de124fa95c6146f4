"""What a person asks for, handed to the coordinator that knows."""

from __future__ import annotations

from collections.abc import Sequence

from knotbreak.app.care_desk import CareDesk
from knotbreak.app.choosing import Choosing
from knotbreak.app.covering import Covering
from knotbreak.app.effects import BeginSession, Effect, Record
from knotbreak.app.intents import (
    Acknowledge,
    AllowMovement,
    CountAsBreak,
    DoneDue,
    Drank,
    Felt,
    HoldMovement,
    Intent,
    Key,
    LeaveCover,
    Moved,
    PauseReminders,
    ResumeReminders,
    Returned,
    SessionKey,
    SkinFine,
    SkipDue,
    SnoozeDue,
    StartCare,
    StartDue,
    StartRoutine,
    StopCare,
)
from knotbreak.app.pausing import Refused
from knotbreak.app.playing import Playing
from knotbreak.app.ports import Translator
from knotbreak.app.reminding import Reminding, later_minutes, offset_min
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.scheduler_state import GUIDE, SchedulerEvent
from knotbreak.core.text import N_
from knotbreak.core.units import Instant

MOST_GLASSES = 20

HELD = N_(
    "Movements wait, since the emergency card came up. Once somebody has examined you, say so:"
    ' "Offer movement again" in the menu, or knotbreak relief --checked.'
)


class Asking:
    """Routes intents; what needs more than one coordinator is put together here."""

    def __init__(
        self,
        reminding: Reminding,
        playing: Playing,
        choosing: Choosing,
        covering: Covering,
        care: CareDesk,
        translator: Translator,
    ) -> None:
        self._reminding = reminding
        self._playing = playing
        self._choosing = choosing
        self._covering = covering
        self._care = care
        self._ = translator.gettext

    def effects(self, intent: Intent, now: Instant) -> Sequence[Effect]:
        """Carry an intent out; raises `Refused` or `ProblemError` with the reason if it cannot."""
        match intent:
            case StartRoutine():
                return self._start_routine(intent, now)
            case Drank():
                return self._drank(intent, now)
            case Acknowledge():
                return self._playing.acknowledge(now)
            case SessionKey():
                return self._playing.steer(intent.key, now)
            case Felt():
                return self._playing.felt(intent.how, now)
            case LeaveCover():
                self._covering.leave()
                return []
            case SkipDue():
                return self._skip(intent, now)
            case StartDue() if self._held():
                raise Refused(self._(HELD))
            case HoldMovement():
                # Nothing goes on under a card that calls for help.
                stopped = self._playing.steer(Key.STOP, now)
                return [*self._reminding.handle(intent, now), *stopped]
            case StartCare() | StopCare() | SkinFine():
                return self._care.handle(intent, now)
            case StartDue() if self._playing.player is not None:
                raise Refused(self._("A session is playing already."))
            case (
                StartDue()
                | SnoozeDue()
                | DoneDue()
                | PauseReminders()
                | ResumeReminders()
                | Returned()
                | Moved()
                | CountAsBreak()
                | AllowMovement()
            ):
                return self._reminding.handle(intent, now)

    def _skip(self, intent: SkipDue, now: Instant) -> Sequence[Effect]:
        covering = self._covering
        if not covering.may_skip(now):
            raise Refused(
                self._("Today's {n} skips are used up. Start it, or put it off.").format(
                    n=covering.settings.skips
                )
            )
        before = covering.skips
        covering.skipping(now)
        try:
            return self._reminding.handle(intent, now)
        except Refused:
            covering.skips = before
            raise

    def _held(self) -> bool:
        return GUIDE in self._reminding.scheduler.state.pauses

    def _start_routine(self, intent: StartRoutine, now: Instant) -> Sequence[Effect]:
        if self._held():
            raise Refused(self._(HELD))
        name = intent.routine
        if name is None:
            due = self._reminding.scheduler.due
            lead = None if due is None else self._reminding.scheduler.reminder(due.lead)
            if lead is not None and lead.starts_session:
                return self.effects(StartDue(), now)
            choice = self._choosing.next_up()
            if choice is None:
                raise Refused(self._("There is no routine that fits here."))
            name = choice.routine
        return self._playing.begin(BeginSession(routine=name), now)

    def _drank(self, intent: Drank, now: Instant) -> Sequence[Effect]:
        if intent.glasses == 0 or abs(intent.glasses) > MOST_GLASSES:
            raise Refused(
                self._("Say how many glasses: 1 to {most}, or -1 to take one back.").format(
                    most=MOST_GLASSES
                )
            )
        event = HistoryEvent(
            at_utc_ms=now.utc_ms,
            offset_min=offset_min(now),
            event=EventKind.WATER,
            amount=intent.glasses,
        )
        if intent.glasses < 0:
            return [Record(event)]
        scheduler = self._reminding.scheduler
        events: list[SchedulerEvent] = []
        for reminder in scheduler.reminders:
            if reminder.kind is ReminderKind.WATER:
                events += scheduler.followed(now, reminder.id)
        return [Record(event), *self._reminding.effects(now, events)]


def intent_of(action: str, offer_id: int, token: str | None) -> Intent | None:
    """What a button of a notice means; None for one that we never gave out."""
    match action:
        case "start":
            return StartDue(offer_id, token)
        case "snooze" | "later":
            return SnoozeDue(later_minutes(action), offer_id)
        case "skip":
            return SkipDue(offer_id)
        case "done":
            return DoneDue(offer_id)
        case _:
            return None
