"""The scheduler: a machine that counts work and says when to offer a break.

It reads no clock: every call takes an `Instant` and returns what happened since the last one, in
order. Inputs are edges (the person became idle, answered, paused); between them `advance` takes
time alone, so that any steps give the same events as one. `deadline` says when to call again.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from knotbreak.core.agenda import BREAK_MS, Agenda
from knotbreak.core.reminders import Reminder
from knotbreak.core.scheduler_state import (
    Answer,
    Answered,
    FixedMissed,
    Gone,
    Group,
    NaturalBreak,
    NothingDueError,
    Offer,
    Offered,
    OfferGone,
    Owed,
    PauseBegan,
    PauseEnded,
    PauseReason,
    Pending,
    SchedulerEvent,
    SchedulerState,
    Snooze,
    SnoozeRefusedError,
    WaitingForPause,
    shift_all,
    shift_waits,
)
from knotbreak.core.units import DAY_MS, MINUTE_MS, SECOND_MS, Instant

IDLE_STOPS_MS = MINUTE_MS
"""Still input for this long stops the count of work (counted back)."""

TYPING_WAIT_MS = 3 * MINUTE_MS
"""A notice waits at most so long for a pause in the input."""

INPUT_PAUSE_MS = 4 * SECOND_MS
"""Still input for this long is a pause in the typing."""

RELEASE_MS = MINUTE_MS
"""After the last reason to hold ends, what is owed comes this much later."""

FIXED_GRACE_MS = 15 * MINUTE_MS
"""A fixed time that was slept through is still offered if it is no older than this."""

SNOOZE_MINUTES = (1, 5, 15)

SHORT_FROM = 2
"""From the second time it is put off, the short version is offered."""


class Scheduler:
    """Decides when which reminder is offered. See the module's docstring for the rules of use."""

    def __init__(self, reminders: Sequence[Reminder], now: Instant) -> None:
        self._reminders: dict[str, Reminder] = {}
        self._now = now
        self.state = SchedulerState(active_from_ms=now.mono_ms)
        self._set_reminders(reminders)

    @property
    def _agenda(self) -> Agenda:
        return Agenda(self._reminders, self.state, self._now)

    # -- what a front end asks ---------------------------------------------------------------

    @property
    def reminders(self) -> tuple[Reminder, ...]:
        """The reminders in force."""
        return tuple(self._reminders.values())

    def reminder(self, id_: str) -> Reminder | None:
        """Look one up."""
        return self._reminders.get(id_)

    @property
    def due(self) -> Group | None:
        """What waits for an answer now: an open notice's group, or what is owed."""
        if self.state.offer is not None:
            return self.state.offer.group
        return self.state.owed.group if self.state.owed is not None else None

    def next_due_ms(self, id_: str) -> int | None:
        """When a reminder falls due if the person goes on as now; None if that is not known."""
        return self._agenda.next_due_ms(id_)

    @property
    def short(self) -> bool:
        """Whether what is due has been put off so often that the short version is offered."""
        return self._snoozes() >= SHORT_FROM

    @property
    def held(self) -> bool:
        """Whether any reason holds reminders back."""
        return bool(self.state.pauses)

    @property
    def waits_for_input_pause(self) -> bool:
        """Whether something is due and waits for a pause in the typing."""
        return self.state.pending is not None

    def deadline(self) -> int | None:
        """The monotonic time at which something may happen by itself."""
        return min((ms for ms in self._agenda.marks() if ms > self._now.mono_ms), default=None)

    # -- inputs ------------------------------------------------------------------------------

    def advance(self, now: Instant) -> list[SchedulerEvent]:
        """Let time pass until `now`."""
        events: list[SchedulerEvent] = []
        while (mark := self.deadline()) is not None and mark <= now.mono_ms:
            self._pass_to(self._now.after(mark - self._now.mono_ms))
            events += self._happen()
        jump_ms = (now.utc_ms - self._now.utc_ms) - (now.mono_ms - self._now.mono_ms)
        zone_changed = now.zone != self._now.zone
        self._pass_to(now if now.mono_ms >= self._now.mono_ms else self._at(now))
        if jump_ms or zone_changed:
            # The wall clock or the zone jumped: look again at everything that goes by it.
            events += self._happen()
        return events

    def idle_since(self, now: Instant, idle_ms: int) -> list[SchedulerEvent]:
        """Keyboard and mouse have been still for `idle_ms`."""
        events = self.advance(now)
        state = self.state
        if state.idle_from_ms is not None:
            return events
        if not state.session:
            self._count_back(min(idle_ms, now.mono_ms - state.active_from_ms))
        state.idle_from_ms = now.mono_ms - idle_ms
        state.break_counted = False
        state.pending = None
        return events + self._happen()

    def active_at(self, now: Instant) -> list[SchedulerEvent]:
        """There is input again."""
        events = self.advance(now)
        state = self.state
        if state.idle_from_ms is None:
            return events
        state.idle_from_ms = None
        state.active_from_ms = now.mono_ms
        owed = state.owed
        if owed is not None and owed.repeat and self._agenda.may_offer():
            state.owed = msgspec.structs.replace(owed, repeat=False)
            lead = self._reminders.get(owed.group.lead)
            if lead is not None:
                events += self._open(owed.group, quiet=True, snoozes=owed.snoozes, repeat=True)
        return events + self._happen()

    def input_paused(self, now: Instant) -> list[SchedulerEvent]:
        """The typing rests (or nobody can tell): a good moment for what waits."""
        events = self.advance(now)
        if self.state.pending is not None:
            events += self._deliver()
        return events

    def slept(self, now: Instant, slept_ms: int) -> list[SchedulerEvent]:
        """The machine slept for `slept_ms` just before `now`; that is rest of its own length."""
        events = self.advance(now)
        state = self.state
        shift_waits(self.state, -slept_ms)
        was_active = state.idle_from_ms is None
        if was_active:
            state.idle_from_ms = now.mono_ms
            state.break_counted = False
        assert state.idle_from_ms is not None
        state.idle_from_ms -= slept_ms
        state.pending = None
        events += self._happen()
        if was_active:
            state.idle_from_ms = None
            state.active_from_ms = now.mono_ms
        return events + self._happen()

    def answered(
        self, now: Instant, answer: Answer, *, minutes: int = 5, offer_id: int | None = None
    ) -> list[SchedulerEvent]:
        """A person answered what is due.

        With `offer_id` the answer is for that notice alone: one that is no longer open raises
        `NothingDueError`. Putting off once too often raises `SnoozeRefusedError`. Both are judged
        as of the last call, so advance first.
        """
        offer = self.state.offer
        group = self.due
        if group is None or (offer_id is not None and (offer is None or offer.id != offer_id)):
            raise NothingDueError
        if answer is Answer.SNOOZE and self._snoozes() >= self._reminders[group.lead].snooze_max:
            raise SnoozeRefusedError
        events = self.advance(now)
        if self.due != group:
            return events
        events.append(
            Answered(
                now.mono_ms,
                group,
                answer,
                None if self.state.offer is None else self.state.offer.id,
                minutes if answer is Answer.SNOOZE else None,
            )
        )
        self._settle(now, answer, minutes, group)
        return events + self._happen()

    def session_started(self, now: Instant) -> list[SchedulerEvent]:
        """A session began, from anywhere: other notices wait until it ends."""
        events = self.advance(now)
        if self.state.offer is not None:
            self._reset(self.state.offer.group)
            events.append(self._gone(Gone.TAKEN_ELSEWHERE))
        self.state.session = True
        self.state.pending = None
        return events

    def session_ended(self, now: Instant, taken: bool) -> list[SchedulerEvent]:
        """The session is over; one that was taken counts as a break."""
        events = self.advance(now)
        state = self.state
        state.session = False
        state.active_from_ms = now.mono_ms
        if state.idle_from_ms is not None:
            # The stillness of the session itself is no absence.
            state.idle_from_ms = now.mono_ms
            state.break_counted = False
        if taken:
            state.skips_in_row = 0
            self._rested()
        return events + self._happen()

    def followed(self, now: Instant, id_: str) -> list[SchedulerEvent]:
        """A person did what a reminder is about without being asked."""
        events = self.advance(now)
        state = self.state
        if state.offer is not None and state.offer.group.lead == id_:
            self._reset(state.offer.group)
            events.append(self._gone(Gone.TAKEN_ELSEWHERE))
        if id_ in self._reminders:
            self._forget(id_)
        return events + self._happen()

    def reason_started(self, now: Instant, reason: PauseReason) -> list[SchedulerEvent]:
        """Something holds reminders back; a reason with the same key is replaced."""
        events = self.advance(now)
        self.state.pauses[reason.key] = reason
        self.state.pending = None
        if self.state.offer is not None:
            events.append(self._gone(Gone.PAUSED))
        return [*events, PauseBegan(now.mono_ms, reason)]

    def reason_ended(self, now: Instant, key: str) -> list[SchedulerEvent]:
        """A reason is over; nothing happens if it was not there."""
        events = self.advance(now)
        if key in self.state.pauses:
            events += self._release(key)
        return events

    def reconfigured(self, now: Instant, reminders: Sequence[Reminder]) -> list[SchedulerEvent]:
        """Other settings are in force; what has been counted stays."""
        events = self.advance(now)
        self._set_reminders(reminders)
        state = self.state
        if state.offer is not None and state.offer.group.lead not in self._reminders:
            events.append(self._gone(Gone.SETTINGS))
        if state.owed is not None and state.owed.group.lead not in self._reminders:
            state.owed = None
        if state.snooze is not None and state.snooze.group.lead not in self._reminders:
            state.snooze = None
        return events + self._happen()

    # -- what survives a restart ---------------------------------------------------------------

    def snapshot(self) -> SchedulerState:
        """A copy of everything remembered, as of the last call."""
        copy = msgspec.convert(msgspec.to_builtins(self.state), SchedulerState)
        copy.mono_ms = self._now.mono_ms
        copy.boot_ms = self._now.boot_ms
        copy.utc_ms = self._now.utc_ms
        return copy

    def restore(self, now: Instant, snapshot: SchedulerState, same_boot: bool) -> None:
        """Continue from a snapshot. Time since then counts as neither work nor rest."""
        gap_ms = now.boot_ms - snapshot.boot_ms if same_boot else now.utc_ms - snapshot.utc_ms
        self.state = msgspec.convert(msgspec.to_builtins(snapshot), SchedulerState)
        self._now = now
        shift_all(self.state, now.mono_ms - max(0, gap_ms) - snapshot.mono_ms)
        self._set_reminders(self.reminders)

    def restarted(self, now: Instant, away_ms: int) -> list[SchedulerEvent]:
        """The program begins again after `away_ms`; what it was in the middle of is closed.

        An open notice is taken down and waits in the tray. An absence as long as a break is one.
        """
        state = self.state
        events: list[SchedulerEvent] = []
        state.session = False
        state.pending = None
        offer = state.offer
        if offer is not None:
            events.append(self._gone(Gone.RESTART))
            if not self._agenda.quiet(offer.group.lead):
                state.owed = Owed(group=offer.group, since_ms=offer.at_ms, snoozes=offer.snoozes)
            else:
                self._reset(offer.group)
        state.idle_from_ms = None
        if away_ms >= BREAK_MS:
            events.append(NaturalBreak(now.mono_ms, now.mono_ms - away_ms))
            self._rested()
        state.active_from_ms = now.mono_ms
        events += self.advance(now)
        return events + self._happen()

    # -- time ----------------------------------------------------------------------------------

    def _at(self, now: Instant) -> Instant:
        return Instant(
            mono_ms=self._now.mono_ms, boot_ms=now.boot_ms, utc_ms=now.utc_ms, zone=now.zone
        )

    def _pass_to(self, now: Instant) -> None:
        passed_ms = now.mono_ms - self._now.mono_ms
        for id_ in self._reminders:
            if self._agenda.counts(id_):
                self.state.counted_ms[id_] += passed_ms
        self._now = now

    def _count_back(self, idle_ms: int) -> None:
        for id_ in self._reminders:
            if self._agenda.counts(id_):
                counted = max(0, self.state.counted_ms[id_] - idle_ms)
                self.state.counted_ms[id_] = counted
                if not self._agenda.full(id_):
                    self.state.due_since_ms.pop(id_, None)

    # -- what happens --------------------------------------------------------------------------

    def _happen(self) -> list[SchedulerEvent]:
        """Everything that is due at this very moment, in a fixed order."""
        events: list[SchedulerEvent] = []
        now_ms = self._now.mono_ms
        events += self._hours()
        events += self._fixed_times()
        events += self._pauses_over()
        state = self.state
        if self._idle_is_break():
            assert state.idle_from_ms is not None
            state.break_counted = True
            events.append(NaturalBreak(now_ms, state.idle_from_ms))
            events += self._break_taken()
        if state.offer is not None and now_ms >= state.offer.until_ms:
            events += self._lapse()
        if (
            state.snooze is not None
            and now_ms >= state.snooze.until_ms
            and self._agenda.may_offer()
        ):
            events += self._return_of(state.snooze)
        for id_ in self._reminders:
            if self._agenda.full(id_) and not self._agenda.owed(id_):
                state.due_since_ms.setdefault(id_, now_ms)
        if state.pending is not None:
            if now_ms >= state.pending.limit_ms:
                events += self._deliver()
        elif self._agenda.ready_group() is not None:
            state.pending = Pending(limit_ms=now_ms + TYPING_WAIT_MS)
            events.append(WaitingForPause(now_ms))
        return events

    def _idle_is_break(self) -> bool:
        state = self.state
        if state.idle_from_ms is None or state.break_counted or state.session:
            return False
        return self._now.mono_ms - state.idle_from_ms >= BREAK_MS

    def _hours(self) -> list[SchedulerEvent]:
        events: list[SchedulerEvent] = []
        state = self.state
        for reminder in self._reminders.values():
            inside = reminder.in_hours(self._now.utc_ms, self._now.zone)
            if state.in_hours[reminder.id] and not inside:
                self._forget(reminder.id)
                if state.offer is not None and state.offer.group.lead == reminder.id:
                    events.append(self._gone(Gone.HOURS))
            state.in_hours[reminder.id] = inside
        return events

    def _fixed_times(self) -> list[SchedulerEvent]:
        events: list[SchedulerEvent] = []
        now = self._now
        for reminder in self._reminders.values():
            seen = self.state.fixed_seen_utc_ms[reminder.id]
            if seen > now.utc_ms + DAY_MS:
                # The clock had been wrong by more than a day: begin anew.
                seen = now.utc_ms
            last: int | None = None
            moment = reminder.next_fixed(seen, now.zone)
            while moment is not None and moment <= now.utc_ms:
                last = moment
                # Long sleeps pass many; only the last one matters.
                moment = reminder.next_fixed(max(moment, now.utc_ms - DAY_MS), now.zone)
            self.state.fixed_seen_utc_ms[reminder.id] = max(seen, last or seen)
            if last is None:
                continue
            if now.utc_ms - last > FIXED_GRACE_MS:
                events.append(FixedMissed(now.mono_ms, reminder.id))
            else:
                self.state.fixed_due[reminder.id] = self._agenda.utc_to_mono(last)
        return events

    def _pauses_over(self) -> list[SchedulerEvent]:
        events: list[SchedulerEvent] = []
        for key, reason in list(self.state.pauses.items()):
            by_mono = reason.until_ms is not None and self._now.mono_ms >= reason.until_ms
            by_wall = reason.until_utc_ms is not None and self._now.utc_ms >= reason.until_utc_ms
            if by_mono or by_wall:
                events += self._release(key)
        return events

    def _release(self, key: str) -> list[SchedulerEvent]:
        reason = self.state.pauses.pop(key)
        if not self.state.pauses:
            self.state.released_ms = self._now.mono_ms + RELEASE_MS
            self.state.active_from_ms = max(self.state.active_from_ms, self._now.mono_ms)
        return [PauseEnded(self._now.mono_ms, reason, still_held=bool(self.state.pauses))]

    def _lapse(self) -> list[SchedulerEvent]:
        offer = self.state.offer
        assert offer is not None
        gone = self._gone(Gone.LAPSED)
        if self._agenda.quiet(offer.group.lead):
            self._reset(offer.group)
        elif not offer.repeat:
            self.state.owed = Owed(
                group=offer.group, since_ms=self._now.mono_ms, snoozes=offer.snoozes
            )
        return [gone]

    def _break_taken(self) -> list[SchedulerEvent]:
        """A natural break: what it makes needless is taken down and counted anew."""
        events: list[SchedulerEvent] = []
        offer = self.state.offer
        if offer is not None and self._reminders[offer.group.lead].on_break_resets:
            events.append(self._gone(Gone.BREAK))
        self.state.pending = None
        self._rested()
        return events

    def _rested(self) -> None:
        state = self.state
        for reminder in self._reminders.values():
            if reminder.on_break_resets:
                self._reset_one(reminder.id)
        if state.owed is not None and self._rest_answers(state.owed.group):
            self._reset(state.owed.group)
            state.owed = None
        if state.snooze is not None and self._rest_answers(state.snooze.group):
            self._reset(state.snooze.group)
            state.snooze = None

    def _rest_answers(self, group: Group) -> bool:
        return self._reminders[group.lead].on_break_resets

    # -- offers --------------------------------------------------------------------------------

    def _return_of(self, snooze: Snooze) -> list[SchedulerEvent]:
        """What was put off comes back, with whatever is due by now (else two notices in a row)."""
        self.state.snooze = None
        lead = snooze.group.lead
        merged = dict.fromkeys((*snooze.group.merged, *self._agenda.companions(lead)))
        group = Group(lead, tuple(merged))
        return self._open(group, quiet=self._agenda.quiet(lead), snoozes=snooze.snoozes)

    def _deliver(self) -> list[SchedulerEvent]:
        self.state.pending = None
        group = self._agenda.ready_group()
        if group is None:
            return []
        quiet = self._agenda.quiet(group.lead) or not self._agenda.within_budget()
        return self._open(group, quiet=quiet, snoozes=0)

    def _open(
        self, group: Group, *, quiet: bool, snoozes: int, repeat: bool = False
    ) -> list[SchedulerEvent]:
        now_ms = self._now.mono_ms
        lead = self._reminders[group.lead]
        if not (quiet or snoozes or repeat):
            recent = self._agenda.recent_interruptions()
            self.state.interrupted_ms = (*recent, now_ms)
        offer = Offer(
            id=self.state.next_offer_id,
            group=group,
            at_ms=now_ms,
            until_ms=now_ms + lead.stay_ms,
            quiet=quiet,
            snoozes=snoozes,
            repeat=repeat,
        )
        self.state.next_offer_id += 1
        self.state.offer = offer
        can_snooze = snoozes < lead.snooze_max
        return [Offered(now_ms, offer, short=snoozes >= SHORT_FROM, can_snooze=can_snooze)]

    def _gone(self, why: Gone) -> OfferGone:
        offer = self.state.offer
        assert offer is not None
        self.state.offer = None
        return OfferGone(self._now.mono_ms, offer, why)

    def _snoozes(self) -> int:
        """How often what is due has been put off already."""
        waiting = self.state.offer or self.state.owed
        return 0 if waiting is None else waiting.snoozes

    def _settle(self, now: Instant, answer: Answer, minutes: int, group: Group) -> None:
        state = self.state
        snoozes, offer = self._snoozes(), state.offer
        state.offer = None
        if state.owed is not None and state.owed.group.lead in group.all:
            state.owed = None
        match answer:
            case Answer.SNOOZE:
                until_ms = now.mono_ms + minutes * MINUTE_MS
                state.snooze = Snooze(group=group, until_ms=until_ms, snoozes=snoozes + 1)
            case Answer.SKIP:
                state.skips_in_row += 1
                self._reset(group)
            case Answer.START | Answer.DONE:
                state.skips_in_row = 0
                state.session = answer is Answer.START
                self._reset(group)
            case Answer.DISMISS if self._agenda.quiet(group.lead):
                self._reset(group)
            case Answer.DISMISS:
                since_ms = now.mono_ms if offer is None else offer.at_ms
                state.owed = Owed(group=group, since_ms=since_ms, snoozes=snoozes, repeat=False)

    # -- counters ------------------------------------------------------------------------------

    def _reset(self, group: Group) -> None:
        for id_ in group.all:
            if id_ in self._reminders:
                self._reset_one(id_)

    def _reset_one(self, id_: str) -> None:
        self.state.counted_ms[id_] = 0
        self.state.due_since_ms.pop(id_, None)
        self.state.fixed_due.pop(id_, None)

    def _forget(self, id_: str) -> None:
        """A reminder wants nothing now, and counts from zero."""
        self._reset_one(id_)
        if self.state.owed is not None and self.state.owed.group.lead == id_:
            self.state.owed = None
        if self.state.snooze is not None and self.state.snooze.group.lead == id_:
            self.state.snooze = None

    def _set_reminders(self, reminders: Sequence[Reminder]) -> None:
        self._reminders = {reminder.id: reminder for reminder in reminders}
        state, now = self.state, self._now
        for reminder in reminders:
            state.counted_ms.setdefault(reminder.id, 0)
            state.fixed_seen_utc_ms.setdefault(reminder.id, now.utc_ms)
            inside = reminder.in_hours(now.utc_ms, now.zone)
            state.in_hours.setdefault(reminder.id, inside)
        tables: tuple[dict[str, int] | dict[str, bool], ...] = (
            state.counted_ms,
            state.due_since_ms,
            state.fixed_due,
            state.fixed_seen_utc_ms,
            state.in_hours,
        )
        for table in tables:
            for id_ in table.keys() - self._reminders.keys():
                del table[id_]
