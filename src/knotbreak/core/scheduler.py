"""The scheduler: a machine that counts work and says when to offer a break.

It reads no clock: every call takes an `Instant` and returns what happened since the last one, in
order. Inputs are edges (the person became idle, answered, paused); between them `advance` takes
time alone, so that any steps give the same events as one. `deadline` says when to call again.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from knotbreak.core.agenda import BREAK_MS
from knotbreak.core.appointments import Appointment
from knotbreak.core.ledger import adopt
from knotbreak.core.moves import SHORT_FROM, Moves
from knotbreak.core.reminders import Reminder
from knotbreak.core.scheduler_state import (
    LASTING,
    Absence,
    Answer,
    Answered,
    CameBack,
    Gone,
    Group,
    NaturalBreak,
    NothingDueError,
    PauseBegan,
    PauseReason,
    SchedulerEvent,
    SchedulerState,
    SkippedOften,
    Snooze,
    SnoozeRefusedError,
    restored,
    shift_waits,
    snapshot_of,
)
from knotbreak.core.units import MINUTE_MS, SECOND_MS, Instant

IDLE_STOPS_MS = MINUTE_MS
"""Still input for this long stops the count of work (counted back)."""

INPUT_PAUSE_MS = 4 * SECOND_MS
"""Still input for this long is a pause in the typing."""

SNOOZE_MINUTES = (1, 5, 15)

ASK_AT_SKIPS = 3
"""After so many skips in a row it is asked, once, whether fewer reminders are wanted."""

ABSENCE_MS = 15 * MINUTE_MS
"""For so long after an absence it can still be said that it was a break."""


class Scheduler(Moves):
    """Decides when which reminder is offered. See the module's docstring for the rules of use."""

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
        """What waits for an answer now: an open notice's group, or the first that is owed."""
        waiting = self._ledger.waiting
        return None if waiting is None else waiting.group

    def next_due_ms(self, id_: str) -> int | None:
        """When a reminder falls due if the person goes on as now; None if that is not known."""
        return self._ledger.next_due_ms(id_)

    def hours_begin_ms(self) -> int | None:
        """When reminders have their hours again; None while any has, or where none will."""
        return self._ledger.hours_begin_ms()

    @property
    def short(self) -> bool:
        """Whether what is due has been put off so often that the short version is offered."""
        return self._snoozes() >= SHORT_FROM

    @property
    def held(self) -> bool:
        """Whether any reason holds all reminders back."""
        return bool(self._ledger.held)

    @property
    def waits_for_input_pause(self) -> bool:
        """Whether something is due and waits for a pause in the typing."""
        return self.state.pending is not None

    def deadline(self) -> int | None:
        """The monotonic time at which something may happen by itself."""
        return min((ms for ms in self._ledger.marks() if ms > self._now.mono_ms), default=None)

    def notice_from_ms(self) -> int | None:
        """The earliest time at which a notice may come, if the person goes on as now."""
        if self.state.pending is not None:
            return self._now.mono_ms
        later = (ms for ms in self._ledger.offer_marks() if ms > self._now.mono_ms)
        return min(later, default=None)

    def early_due_ms(self) -> int | None:
        """When something falls due that would rather come before an appointment than in it."""
        return self._ledger.early_due_ms()

    # -- inputs ------------------------------------------------------------------------------

    def advance(self, now: Instant) -> list[SchedulerEvent]:
        """Let time pass until `now`."""
        if now == self._now:
            # Asked twice at one moment: every input lets time pass first.
            return []
        events: list[SchedulerEvent] = []
        while (mark := self.deadline()) is not None and mark <= now.mono_ms:
            self._pass_to(self._now.after(mark - self._now.mono_ms))
            events += self._happen()
        now = msgspec.structs.replace(now, mono_ms=max(now.mono_ms, self._now.mono_ms))
        jump_ms = (now.utc_ms - self._now.utc_ms) - (now.mono_ms - self._now.mono_ms)
        zone_changed = now.zone != self._now.zone
        self._pass_to(now)
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
        if not self._ledger.sitting:
            self._ledger.count_back(min(idle_ms, now.mono_ms - state.active_from_ms))
        state.idle_from_ms = now.mono_ms - idle_ms
        # Waking up or ending a session is no input: the stillness goes on, the rest is the same.
        state.break_counted = state.rested_ms is not None and state.idle_from_ms <= state.rested_ms
        state.pending = None
        return events + self._happen()

    def active_at(self, now: Instant) -> list[SchedulerEvent]:
        """There is input again."""
        events = self.advance(now)
        state = self.state
        if state.idle_from_ms is None:
            return events
        away_ms = now.mono_ms - state.idle_from_ms
        if away_ms >= IDLE_STOPS_MS and not state.break_counted:
            state.absence = Absence(state.idle_from_ms, now.mono_ms)
        if away_ms >= BREAK_MS and state.break_counted:
            events.append(CameBack(now.mono_ms, state.idle_from_ms))
        state.idle_from_ms = None
        state.active_from_ms = now.mono_ms
        if away_ms >= IDLE_STOPS_MS and self._ledger.may_offer():
            events += self._repeat()
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
        shift_waits(state, -slept_ms)
        still_from_ms = None if self._ledger.sitting else state.idle_from_ms
        from_ms = (now.mono_ms if still_from_ms is None else still_from_ms) - slept_ms
        counted = still_from_ms is not None and state.break_counted
        if not counted and now.mono_ms - from_ms >= BREAK_MS:
            events += self._break(from_ms)
        if state.idle_from_ms is None:
            state.active_from_ms = now.mono_ms
        else:
            state.idle_from_ms = from_ms
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
        self._ledger.answer(answer, minutes, group)
        if answer is Answer.SKIP and self.state.skips_in_row == ASK_AT_SKIPS:
            events.append(SkippedOften(now.mono_ms, ASK_AT_SKIPS))
        return events + self._happen()

    def session_started(self, now: Instant) -> list[SchedulerEvent]:
        """A session began, from anywhere: other notices wait until it ends."""
        events = self.advance(now)
        if self.state.offer is not None:
            events += self._taken_elsewhere()
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
            self._ledger.rested()
        return events + self._happen()

    def followed(self, now: Instant, id_: str) -> list[SchedulerEvent]:
        """A person did what a reminder is about without being asked."""
        events = self.advance(now)
        if self.state.offer is not None and self.state.offer.group.lead == id_:
            events += self._taken_elsewhere()
        self._ledger.settle((id_,))
        return events + self._happen()

    def moved(self, now: Instant) -> list[SchedulerEvent]:
        """A person moved of their own accord: that is a break, taken now."""
        return self._rest(self.advance(now))

    def absence(self, now: Instant) -> Absence | None:
        """The absence that the person may count as a break; None if there is none.

        One that goes on is one already: whoever comes back finds it said.
        """
        state = self.state
        if state.idle_from_ms is not None and not state.break_counted:
            away_ms = now.mono_ms - state.idle_from_ms
            return Absence(state.idle_from_ms, now.mono_ms) if away_ms >= IDLE_STOPS_MS else None
        absence = state.absence
        recent = absence is not None and now.mono_ms - absence.until_ms < ABSENCE_MS
        return absence if recent else None

    def absence_was_break(self, now: Instant) -> list[SchedulerEvent]:
        """A person says that the last absence was a break; raises `NothingDueError` without one."""
        absence = self.absence(now)
        if absence is None:
            raise NothingDueError
        events = self.advance(now)
        return self._rest([*events, NaturalBreak(now.mono_ms, absence.from_ms)])

    def _rest(self, events: list[SchedulerEvent]) -> list[SchedulerEvent]:
        offer = self.state.offer
        if offer is not None and self._reminders[offer.group.lead].on_break_resets:
            events += self._taken_elsewhere()
        self.state.absence = None
        self.state.skips_in_row = 0
        # The stillness that goes on, if one does, is the same rest.
        self.state.break_counted = self.state.idle_from_ms is not None
        self._ledger.rested()
        return events + self._happen()

    def reason_started(self, now: Instant, reason: PauseReason) -> list[SchedulerEvent]:
        """Something holds reminders back; a reason with the same key is replaced."""
        events = self.advance(now)
        state, sat = self.state, self._ledger.sitting
        state.pauses[reason.key] = reason
        if sat and not self._ledger.sitting:
            self._sat_until_now()
        if reason.holds_all:
            state.pending = None
        return [*events, *self._put_back(reason), PauseBegan(now.mono_ms, reason)]

    def _put_back(self, reason: PauseReason) -> list[SchedulerEvent]:
        """An open notice makes way for a reason; what was being put off stays put off."""
        offer = self.state.offer
        if offer is None or not (reason.holds_all or self._ledger.withheld(offer.group.lead)):
            return []
        gone = self._gone(Gone.PAUSED)
        if offer.snoozes and not offer.repeat:
            # It stays what it is: something put off, outside the budget.
            again = Snooze(group=offer.group, until_ms=self._now.mono_ms, snoozes=offer.snoozes)
            self.state.snoozed = (*self.state.snoozed, again)
        return [gone]

    def reason_ended(self, now: Instant, key: str) -> list[SchedulerEvent]:
        """A reason is over; nothing happens if it was not there."""
        events = self.advance(now)
        if key in self.state.pauses:
            events += self._release(key)
        return events

    def planned(self, now: Instant, planned: Sequence[Appointment]) -> list[SchedulerEvent]:
        """This is what the next hour brings, in the place of what was known of it."""
        events = self.advance(now)
        self.state.planned = tuple(planned)
        return events + self._happen()

    def reconfigured(self, now: Instant, reminders: Sequence[Reminder]) -> list[SchedulerEvent]:
        """Other settings are in force; what has been counted stays."""
        events = self.advance(now)
        self._reminders = adopt(self.state, self.reminders, reminders, now, self._wall)
        offer = self.state.offer
        if offer is not None and offer.group.lead not in self._reminders:
            events.append(self._gone(Gone.SETTINGS))
        return events + self._happen()

    # -- what survives a restart ---------------------------------------------------------------

    def snapshot(self) -> SchedulerState:
        """A copy of everything remembered, as of the last call."""
        return snapshot_of(self.state, self._now)

    def restore(self, now: Instant, snapshot: SchedulerState, same_boot: bool) -> None:
        """Continue from a snapshot. Time since then counts as neither work nor rest."""
        self.state = restored(snapshot, now, same_boot)
        self._now = now
        self._reminders = adopt(self.state, self.reminders, self.reminders, now, self._wall)

    def restarted(self, now: Instant, away_ms: int) -> list[SchedulerEvent]:
        """The program begins again after `away_ms`; what it was in the middle of is closed.

        An open notice is taken down and waits in the tray. An absence as long as a break is one.
        Only what the person has to end goes on: who watches for other reasons finds them again.
        """
        state = self.state
        events: list[SchedulerEvent] = []
        state.session = False
        state.pending = None
        offer = state.offer
        if offer is not None:
            events.append(self._gone(Gone.RESTART))
            self._unanswered(offer, offer.at_ms)
        for key in [key for key in state.pauses if key not in LASTING]:
            events += self._release(key)
        from_ms = now.mono_ms - away_ms
        if state.idle_from_ms is not None:
            from_ms = min(from_ms, state.idle_from_ms)
        counted = state.idle_from_ms is not None and state.break_counted
        if now.mono_ms - from_ms >= BREAK_MS and not counted:
            events += self._break(from_ms)
        state.idle_from_ms = None
        state.active_from_ms = now.mono_ms
        events += self.advance(now)
        return events + self._happen()
