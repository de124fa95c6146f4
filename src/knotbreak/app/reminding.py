"""The reminding coordinator: turns the scheduler's events into notices and history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.effects import (
    AwaitInputPause,
    BeginSession,
    Effect,
    Record,
    ShowNotice,
    Tell,
    WithdrawNotice,
)
from knotbreak.app.intents import (
    AllowMovement,
    CountAsBreak,
    DoneDue,
    HoldMovement,
    Moved,
    PauseReminders,
    ReminderIntent,
    ResumeReminders,
    Returned,
    SkipDue,
    SnoozeDue,
    StartDue,
)
from knotbreak.app.natural_breaks import records_of
from knotbreak.app.notice import Notice
from knotbreak.app.pausing import Refused, own_pause
from knotbreak.app.wording import WATER_LATER_MIN, Wording
from knotbreak.core.body import Area
from knotbreak.core.choice import Choice, Wanted
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import Reminder, ReminderKind
from knotbreak.core.scheduler import SNOOZE_MINUTES, Scheduler
from knotbreak.core.scheduler_state import (
    BACK,
    GUIDE,
    USER,
    Answer,
    Answered,
    CameBack,
    FixedMissed,
    Gone,
    Held,
    NaturalBreak,
    NothingDueError,
    Offered,
    OfferGone,
    PauseBegan,
    PauseEnded,
    PauseReason,
    SchedulerEvent,
    SkippedOften,
    SnoozeRefusedError,
    Softened,
    WaitingForPause,
)
from knotbreak.core.units import DAY_MS, Instant, utc_ms_of

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class RoutineFacts(msgspec.Struct, frozen=True):
    """What a notice says about a routine."""

    id: str
    title: str
    areas: tuple[Area, ...]
    total_ms: int
    where: str
    picture: str = ""
    why: str = ""


class Reminding:
    """Owns the scheduler; `choose` picks a routine for a reminder.

    In the `strong` mode a notice that begins a session cannot be skipped with one click.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        choose: Callable[[Reminder, Wanted], Choice | None],
        facts: Callable[[Choice], RoutineFacts],
        translator: Translator,
        strong: Callable[[], bool] = lambda: False,
    ) -> None:
        self.scheduler = scheduler
        self.offer_routine: str | None = None
        self._offer_lead: str | None = None
        self._choose = choose
        self._facts = facts
        self._ = translator.gettext
        self._words = Wording(translator)
        self._strong = strong

    def deadline(self) -> int | None:
        """When `advance` has something to do."""
        return self.scheduler.deadline()

    def advance(self, now: Instant) -> list[Effect]:
        """Let time pass."""
        return self.effects(now, self.scheduler.advance(now))

    def handle(self, intent: ReminderIntent, now: Instant) -> list[Effect]:
        """Carry out what the person asks; raises `Refused` with the reason if that cannot be."""
        effects = self.advance(now)
        scheduler = self.scheduler
        match intent:
            case StartDue():
                return effects + self._start(intent, now)
            case SnoozeDue():
                return effects + self._snooze(intent, now)
            case SkipDue():
                return effects + self._answer(now, Answer.SKIP, intent.offer_id)
            case DoneDue():
                return effects + self._answer(now, Answer.DONE, intent.offer_id)
            case PauseReminders():
                reason = own_pause(intent, now, self._)
                return effects + self.effects(now, scheduler.reason_started(now, reason))
            case ResumeReminders():
                # Whoever lets reminders go on is back, too.
                own = [key for key in (USER, BACK) if key in scheduler.state.pauses]
                if not own:
                    raise Refused(self._("Reminders are not paused."))
                ended = [event for key in own for event in scheduler.reason_ended(now, key)]
                return effects + self.effects(now, ended)
            case Returned():
                return effects + self.effects(now, scheduler.reason_ended(now, BACK))
            case Moved():
                stretch = next(
                    (one.id for one in scheduler.reminders if one.kind is ReminderKind.STRETCH),
                    None,
                )
                moved = self._record(now.mono_ms, now, EventKind.DONE, reminder=stretch)
                return [*effects, moved, *self.effects(now, scheduler.moved(now))]
            case CountAsBreak():
                if scheduler.absence(now) is None:
                    raise Refused(self._("You have not been away."))
                return effects + self.effects(now, scheduler.absence_was_break(now))
            case HoldMovement():
                reason = PauseReason(key=GUIDE, why=GUIDE, counts=True, movement_only=True)
                return effects + self.effects(now, scheduler.reason_started(now, reason))
            case AllowMovement():
                if GUIDE not in scheduler.state.pauses:
                    raise Refused(self._("Movement is not held back."))
                return effects + self.effects(now, scheduler.reason_ended(now, GUIDE))

    def dismissed(self, offer_id: int, now: Instant) -> list[Effect]:
        """A notice was closed; one that is not open any more is nobody's business."""
        try:
            return self._answer(now, Answer.DISMISS, offer_id)
        except Refused:
            return []

    def continue_with(self, routine: str | None) -> None:
        """What an earlier run offered is still meant by what waits in the tray."""
        due = self.scheduler.due
        self.offer_routine = routine
        self._offer_lead = None if due is None else due.lead

    def effects(self, now: Instant, events: Sequence[SchedulerEvent]) -> list[Effect]:
        """What the scheduler's events mean for notices and history."""
        return [effect for event in events for effect in self._effects_of(event, now)]

    def notice(self, event: Offered) -> Notice:
        """Word an offer as a notice, and keep the routine that it stands for."""
        group = event.offer.group
        lead = self.scheduler.reminder(group.lead)
        assert lead is not None, "an offer's lead is in force"
        kinds = [
            reminder.kind
            for id_ in group.merged
            if (reminder := self.scheduler.reminder(id_)) is not None
        ]
        title, body, picture = self._content(lead, event)
        along = self._words.along(kinds)
        actions = self._words.actions(lead, event.can_snooze)
        if lead.starts_session and self._strong():
            actions = tuple(one for one in actions if one.key != "skip")
        return Notice(
            offer_id=event.offer.id,
            title=title,
            body=" ".join(part for part in (body, along) if part),
            actions=actions,
            default_action=actions[0].key,
            quiet=event.offer.quiet,
            stay_ms=event.offer.until_ms - event.offer.at_ms,
            picture=picture,
        )

    def _content(self, lead: Reminder, event: Offered) -> tuple[str, str, str]:
        """Title, body and picture."""
        self.offer_routine = None
        self._offer_lead = lead.id
        wanted = Wanted(short=event.short, hands=event.typed)
        facts = self._facts_for(lead, wanted) if lead.starts_session else None
        if facts is None:
            words = lead.words[1:] if lead.kind is ReminderKind.CUSTOM else lead.words
            body = words[event.offer.id % len(words)] if words else ""
            return self._words.question(lead, (), 0), self._(body) if body else "", ""
        self.offer_routine = facts.id
        title = self._words.question(lead, facts.areas, facts.total_ms)
        what = ", ".join(part for part in (facts.title, facts.where) if part) + "."
        return title, f"{what} {facts.why}".rstrip(), facts.picture

    def _facts_for(self, lead: Reminder, wanted: Wanted) -> RoutineFacts | None:
        """The routine that goes with a reminder; None if there is none, or none can be read."""
        try:
            choice = self._choose(lead, wanted)
            return None if choice is None else self._facts(choice)
        except ProblemError:
            # A fault in the library must not swallow the reminder.
            return None

    def _start(self, intent: StartDue, now: Instant) -> list[Effect]:
        group = self.scheduler.due
        if group is None:
            raise Refused(self._("Nothing is due right now."))
        lead = self.scheduler.reminder(group.lead)
        if lead is None or not lead.starts_session:
            return self._answer(now, Answer.DONE, intent.offer_id)
        wanted = Wanted(short=self.scheduler.short)
        effects = self._answer(now, Answer.START, intent.offer_id)
        # A routine that was offered for another reminder is none of this one's.
        routine = self.offer_routine if self._offer_lead == group.lead else None
        if routine is None:
            facts = self._facts_for(lead, wanted)
            routine = None if facts is None else facts.id
        if routine is None:
            effects += self.effects(now, self.scheduler.session_ended(now, taken=False))
            return [*effects, Tell(self._("There is no routine that fits here."))]
        return [
            *effects,
            BeginSession(routine=routine, reminder=group.lead, token=intent.token),
        ]

    def _snooze(self, intent: SnoozeDue, now: Instant) -> list[Effect]:
        if intent.minutes not in SNOOZE_MINUTES:
            allowed = ", ".join(str(minutes) for minutes in SNOOZE_MINUTES)
            raise Refused(
                self._("A reminder can be put off by {minutes} minutes.").format(minutes=allowed)
            )
        return self._answer(now, Answer.SNOOZE, intent.offer_id, intent.minutes)

    def _answer(
        self, now: Instant, answer: Answer, offer_id: int | None, minutes: int = 5
    ) -> list[Effect]:
        try:
            events = self.scheduler.answered(now, answer, minutes=minutes, offer_id=offer_id)
        except NothingDueError:
            raise Refused(self._("Nothing is due right now.")) from None
        except SnoozeRefusedError:
            raise Refused(
                self._("You have put this off as often as your settings allow: start or skip it.")
            ) from None
        return self.effects(now, events)

    def _effects_of(self, event: SchedulerEvent, now: Instant) -> list[Effect]:
        match event:
            case Offered():
                notice = self.notice(event)
                offered = self._record(
                    event.at_ms,
                    now,
                    EventKind.OFFERED,
                    reminder=event.offer.group.lead,
                    routine=self.offer_routine,
                    merged=event.offer.group.merged,
                    outcome="repeat" if event.offer.repeat else None,
                    key=f"offer:{event.offer.id}:offered",
                )
                return [offered, ShowNotice(notice)]
            case OfferGone():
                return self._gone(event, now)
            case Answered():
                return self._answered(event, now)
            case WaitingForPause():
                return [AwaitInputPause()]
            case NaturalBreak() | CameBack():
                there = self.scheduler.state.idle_from_ms is None
                return [*records_of(event, now, self._record, there=there)]
            case PauseBegan():
                return [self._record(event.at_ms, now, EventKind.PAUSE, outcome=event.reason.why)]
            case PauseEnded():
                outcome = event.reason.why
                return [self._record(event.at_ms, now, EventKind.PAUSE_END, outcome=outcome)]
            case FixedMissed():
                missed = EventKind.FIXED_MISSED
                return [self._record(event.at_ms, now, missed, reminder=event.reminder)]
            case Held():
                return [self._held(event, now, event.reminder)]
            case Softened():
                return [self._held(event, now, event.group.lead)]
            case SkippedOften():
                return [Tell(self._words.skipped_often())]

    def _held(self, event: Held | Softened, now: Instant, reminder: str) -> Record:
        outcome = ", ".join(event.reasons)
        return self._record(event.at_ms, now, EventKind.HELD, reminder=reminder, outcome=outcome)

    def _gone(self, event: OfferGone, now: Instant) -> list[Effect]:
        unanswered = event.why in (Gone.LAPSED, Gone.RESTART)
        record = self._record(
            event.at_ms,
            now,
            EventKind.UNANSWERED if unanswered else EventKind.WITHDRAWN,
            reminder=event.offer.group.lead,
            merged=event.offer.group.merged,
            outcome=event.why.value,
            key=_end_of(event.offer.id),
        )
        return [record, WithdrawNotice(event.offer.id)]

    def _answered(self, event: Answered, now: Instant) -> list[Effect]:
        effects: list[Effect] = []
        if event.answer is not Answer.START:
            # A start is written when the session begins.
            effects.append(self._answer_record(event, now))
        if event.offer_id is not None:
            effects.append(WithdrawNotice(event.offer_id))
        return effects

    def _answer_record(self, event: Answered, now: Instant) -> Record:
        lead = self.scheduler.reminder(event.group.lead)
        done = EventKind.DONE
        if lead is not None and lead.kind in (ReminderKind.WATER, ReminderKind.POSTURE):
            done = EventKind(lead.kind.value)
        kind = {
            Answer.SNOOZE: EventKind.SNOOZED,
            Answer.SKIP: EventKind.SKIPPED,
            Answer.DONE: done,
            Answer.DISMISS: EventKind.UNANSWERED,
        }[event.answer]
        return self._record(
            event.at_ms,
            now,
            kind,
            reminder=event.group.lead,
            merged=event.group.merged,
            amount=1 if kind is EventKind.WATER else event.minutes,
            outcome="dismissed" if event.answer is Answer.DISMISS else None,
            key=None if event.offer_id is None else _end_of(event.offer_id),
        )

    def _record(
        self,
        at_ms: int,
        now: Instant,
        kind: EventKind,
        *,
        reminder: str | None = None,
        routine: str | None = None,
        outcome: str | None = None,
        amount: int | None = None,
        merged: tuple[str, ...] = (),
        key: str | None = None,
    ) -> Record:
        then = now.after(at_ms - now.mono_ms)
        event = HistoryEvent(
            at_utc_ms=then.utc_ms,
            offset_min=offset_min(then),
            event=kind,
            reminder=reminder,
            routine=routine,
            outcome=outcome,
            amount=amount,
            merged=merged,
            key=key,
        )
        return Record(event)


def _end_of(offer_id: int) -> str:
    """The one key for however an offer ends: killed just after an answer, it is not unanswered."""
    return f"offer:{offer_id}:end"


def offset_min(now: Instant) -> int:
    """The zone's offset at a moment, in minutes."""
    offset = now.local.utcoffset()
    return 0 if offset is None else int(offset.total_seconds() // 60)


def later_minutes(action: str) -> int:
    """How long a notice's button puts it off."""
    return WATER_LATER_MIN if action == "later" else 5


def day_start_utc_ms(now: Instant) -> int:
    """When the local day began."""
    midnight = datetime.combine(now.local.date(), time(0), tzinfo=now.zone)
    return min(utc_ms_of(midnight), now.utc_ms + DAY_MS)
