"""What a person asks for, handed to the coordinator that knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knotbreak.app.care_desk import CareDesk
from knotbreak.app.choosing import Choosing
from knotbreak.app.covering import Covering
from knotbreak.app.drinking import Drinking
from knotbreak.app.effects import BeginSession, Effect, Record, Tell
from knotbreak.app.intents import (
    Acknowledge,
    AllowMovement,
    CheckIn,
    CountAsBreak,
    DoneDue,
    Drank,
    Felt,
    GoAgain,
    HoldMovement,
    Intent,
    Key,
    LeaveCover,
    Moved,
    PauseReminders,
    Pin,
    Rate,
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
from knotbreak.app.noting import Noting
from knotbreak.app.pausing import Refused
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import Reminding, day_start_utc_ms, later_minutes
from knotbreak.core.events import EventKind
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.scheduler_state import GUIDE, SchedulerEvent
from knotbreak.core.text import N_
from knotbreak.core.units import Instant

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

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
        noting: Noting,
        translator: Translator,
    ) -> None:
        self._reminding = reminding
        self._playing = playing
        self._choosing = choosing
        self._covering = covering
        self._care = care
        self._noting = noting
        self._ = translator.gettext
        self.drinking = Drinking(self._glasses, translator)

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
            case Felt() | CheckIn() | Rate() | Pin() | GoAgain():
                return self._noting.handle(intent, now)
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
                return [
                    *self._reminding.handle(intent, now),
                    *stopped,
                    *self._care.hold(now),
                ]
            case StartCare() | StopCare() | SkinFine():
                return self._care.handle(intent, now)
            case StartDue() if self._playing.player is not None:
                raise Refused(self._("A session is playing already."))
            case DoneDue():
                return self._done(intent, now)
            case (
                StartDue()
                | SnoozeDue()
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

    def begin(self, request: BeginSession, now: Instant) -> Sequence[Effect]:
        """Play a routine; what keeps it from beginning is told, and reminders go on."""
        try:
            return self._playing.begin(request, now)
        except (Refused, ProblemError) as reason:
            told = Tell(str(reason))
            if self._playing.player is not None:
                return [told]
            events = self._reminding.scheduler.session_ended(now, taken=False)
            return [*self._reminding.effects(now, events), told]

    def _done(self, intent: DoneDue, now: Instant) -> Sequence[Effect]:
        effects = self._reminding.handle(intent, now)
        for effect in effects:
            if isinstance(effect, Record) and effect.event.event is EventKind.WATER:
                # The same glass once more, from the tray, is none.
                self.drinking.again(effect.event.amount or 1, now)
        return effects

    def _glasses(self, now: Instant) -> int:
        return self._choosing.history.water_between(day_start_utc_ms(now), now.utc_ms + 1)

    def _drank(self, intent: Drank, now: Instant) -> Sequence[Effect]:
        records = self.drinking.drank(intent, now)
        if intent.glasses < 0 or not records:
            return records
        scheduler = self._reminding.scheduler
        events: list[SchedulerEvent] = []
        for reminder in scheduler.reminders:
            if reminder.kind is ReminderKind.WATER:
                events += scheduler.followed(now, reminder.id)
        return [*records, *self._reminding.effects(now, events)]


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
