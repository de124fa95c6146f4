"""What happens to reminders by itself, and how a notice opens and closes: the scheduler's moves.

`knotbreak.core.scheduler` adds what people and the machine tell it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from knotbreak.core.agenda import BREAK_MS
from knotbreak.core.ledger import Ledger, adopt
from knotbreak.core.reminders import MERGE_MS, Reminder
from knotbreak.core.scheduler_state import (
    FixedMissed,
    Gone,
    Group,
    Held,
    NaturalBreak,
    Offer,
    Offered,
    OfferGone,
    Owed,
    PauseEnded,
    Pending,
    SchedulerEvent,
    SchedulerState,
    Snooze,
    Softened,
    WaitingForPause,
)
from knotbreak.core.units import DAY_MS, MINUTE_MS, SECOND_MS, Instant
from knotbreak.core.wall_times import WallTimes

TYPING_WAIT_MS = 3 * MINUTE_MS
"""A notice waits at most so long for a pause in the input."""

RELEASE_MS = MINUTE_MS
"""After the last reason to hold ends, what is owed comes this much later."""

HUSH_MS = MINUTE_MS
"""After any notice, no other comes for this long."""

FIXED_GRACE_MS = 15 * MINUTE_MS
"""A fixed time that was slept through is still offered if it is no older than this."""

TYPED_MS = 25 * MINUTE_MS
TYPED_ON_MS = 20 * SECOND_MS
"""Input without a minute's stillness for so long, and none of four seconds when a notice waits for
one, is near-continuous typing."""

SHORT_FROM = 2
"""From the second time it is put off, the short version is offered."""


class Moves:
    """Everything at one moment, and what comes of it."""

    def __init__(self, reminders: Sequence[Reminder], now: Instant) -> None:
        self._now = now
        self._wall = WallTimes()
        self.state = SchedulerState(active_from_ms=now.mono_ms)
        self._reminders = adopt(self.state, (), reminders, now, self._wall)

    @property
    def _ledger(self) -> Ledger:
        return Ledger(self._reminders, self.state, self._now, self._wall)

    def _pass_to(self, now: Instant) -> None:
        self._ledger.live(now.mono_ms - self._now.mono_ms)
        self._now = now

    def _happen(self) -> list[SchedulerEvent]:
        """Everything that is due at this very moment, in a fixed order."""
        state, now_ms = self.state, self._now.mono_ms
        events = [*self._hours(), *self._fixed_times(), *self._pauses_over()]
        if self._idle_is_break():
            assert state.idle_from_ms is not None
            events += self._break(state.idle_from_ms)
        if state.offer is not None and now_ms >= state.offer.until_ms:
            events.append(self._lapse(state.offer))
        back = self._ledger.back()
        if back and self._ledger.may_offer():
            events += self._return_of(back)
        for id_ in self._reminders:
            if id_ not in state.due_since_ms and self._ledger.full(id_):
                if self._ledger.owed(id_):
                    continue
                state.due_since_ms[id_] = now_ms
                events += self._held_back(id_)
        if state.pending is not None:
            if now_ms >= state.pending.limit_ms:
                events += self._deliver()
        elif self._ledger.ready_group() is not None:
            state.pending = Pending(limit_ms=now_ms + TYPING_WAIT_MS)
            events.append(WaitingForPause(now_ms))
        return events

    def _idle_is_break(self) -> bool:
        state = self.state
        if state.idle_from_ms is None or state.break_counted or state.session:
            return False
        return not self._ledger.sitting and self._now.mono_ms - state.idle_from_ms >= BREAK_MS

    def _hours(self) -> list[SchedulerEvent]:
        events: list[SchedulerEvent] = []
        state = self.state
        for reminder in self._reminders.values():
            inside = self._wall.inside(reminder, self._now)
            if state.in_hours[reminder.id] and not inside:
                self._ledger.settle((reminder.id,))
                if state.offer is not None and state.offer.group.lead == reminder.id:
                    events.append(self._gone(Gone.HOURS))
            state.in_hours[reminder.id] = inside
        return events

    def _fixed_times(self) -> list[SchedulerEvent]:
        events: list[SchedulerEvent] = []
        now, state = self._now, self.state
        for reminder in self._reminders.values():
            seen = state.fixed_seen_utc_ms[reminder.id]
            if seen > now.utc_ms:
                # The clock was set back. A time that came already does not come twice, unless
                # the clock had been wrong by more than a day.
                came = reminder.next_fixed(seen - 1, now.zone) == seen
                if not came or seen > now.utc_ms + DAY_MS:
                    seen = now.utc_ms
            last: int | None = None
            moment = self._wall.fixed(reminder, seen, now.zone)
            while moment is not None and moment <= now.utc_ms:
                last = moment
                # Long sleeps pass many; only the last one matters.
                moment = reminder.next_fixed(max(moment, now.utc_ms - DAY_MS), now.zone)
            state.fixed_seen_utc_ms[reminder.id] = seen if last is None else last
            if last is None:
                continue
            if now.utc_ms - last > FIXED_GRACE_MS:
                events.append(FixedMissed(now.mono_ms, reminder.id))
            else:
                state.fixed_due[reminder.id] = self._ledger.utc_to_mono(last)
                events += self._held_back(reminder.id)
        return events

    def _held_back(self, id_: str) -> list[SchedulerEvent]:
        """Something falls due; whether that is all that happens now."""
        reasons = self._ledger.held
        return [Held(self._now.mono_ms, id_, reasons)] if reasons else []

    def _pauses_over(self) -> list[SchedulerEvent]:
        events: list[SchedulerEvent] = []
        for key, reason in list(self.state.pauses.items()):
            by_mono = reason.until_ms is not None and self._now.mono_ms >= reason.until_ms
            by_wall = reason.until_utc_ms is not None and self._now.utc_ms >= reason.until_utc_ms
            if by_mono or by_wall:
                events += self._release(key)
        return events

    def _release(self, key: str) -> list[SchedulerEvent]:
        state, now_ms = self.state, self._now.mono_ms
        sat = self._ledger.sitting
        reason = state.pauses.pop(key)
        held, softened = self._ledger.held, self._ledger.softened
        if not (held or softened):
            # What was never shown is due again.
            state.owed = tuple(owed for owed in state.owed if not owed.softened)
        if not held and not (reason.soft and softened):
            self._hush(RELEASE_MS)
            # What was held has waited: it does not wait for a better lead besides.
            for table in (state.due_since_ms, state.fixed_due):
                table.update({id_: since - MERGE_MS for id_, since in table.items()})
        if sat and not self._ledger.sitting:
            self._sat_until_now()
        if not reason.counts and not self._ledger.frozen:
            state.active_from_ms = max(state.active_from_ms, now_ms)
        return [PauseEnded(now_ms, reason, still_held=bool(held))]

    def _sat_until_now(self) -> None:
        """Until now the stillness was sitting, not rest."""
        if self.state.idle_from_ms is not None:
            self.state.idle_from_ms = self._now.mono_ms
            self.state.break_counted = False

    def _break(self, from_ms: int) -> list[SchedulerEvent]:
        """A natural break: what it makes needless is taken down and counted anew."""
        events: list[SchedulerEvent] = [NaturalBreak(self._now.mono_ms, from_ms)]
        offer = self.state.offer
        if offer is not None and self._reminders[offer.group.lead].on_break_resets:
            events.append(self._gone(Gone.BREAK))
        self.state.break_counted = True
        self.state.pending = None
        self.state.absence = None
        self._ledger.rested()
        return events

    # -- offers --------------------------------------------------------------------------------

    def _lapse(self, offer: Offer) -> OfferGone:
        gone = self._gone(Gone.LAPSED)
        self._unanswered(offer, self._now.mono_ms)
        return gone

    def _unanswered(self, offer: Offer, since_ms: int) -> None:
        """Nobody answered: it waits in the tray, where a repeated one is already."""
        if not offer.repeat:
            self._ledger.owe(Owed(group=offer.group, since_ms=since_ms, snoozes=offer.snoozes))

    def _taken_elsewhere(self) -> list[SchedulerEvent]:
        assert self.state.offer is not None
        self._ledger.settle(self.state.offer.group.all)
        return [self._gone(Gone.TAKEN_ELSEWHERE)]

    def _repeat(self) -> list[SchedulerEvent]:
        """Say once more, quietly, what waits in the tray."""
        again = [
            owed
            for owed in self.state.owed
            if owed.repeat and not self._ledger.withheld(owed.group.lead)
        ]
        if not again or self._ledger.softened:
            return []
        first = min(again, key=self._ledger.rank_of)
        said = msgspec.structs.replace(first, repeat=False)
        self.state.owed = tuple(said if owed is first else owed for owed in self.state.owed)
        return self._open(first.group, quiet=True, snoozes=first.snoozes, repeat=True)

    def _return_of(self, back: Sequence[Snooze]) -> list[SchedulerEvent]:
        """What was put off comes back, with whatever is due by now (else two notices in a row)."""
        first = min(back, key=self._ledger.rank_of)
        lead = first.group.lead
        due = self._ledger.ready_group()
        if due is not None and not self._ledger.quiet(due.lead):
            lead = min(lead, due.lead, key=lambda id_: self._reminders[id_].rank)
        put_off = [id_ for snooze in back for id_ in snooze.group.all]
        self.state.snoozed = tuple(one for one in self.state.snoozed if one not in back)
        merged = dict.fromkeys((*put_off, *self._ledger.companions(lead)))
        group = Group(lead, tuple(id_ for id_ in merged if id_ != lead))
        return self._open(group, quiet=self._ledger.quiet(lead), snoozes=first.snoozes)

    def _deliver(self) -> list[SchedulerEvent]:
        pending, self.state.pending = self.state.pending, None
        group = self._ledger.ready_group()
        if group is None or pending is None:
            return []
        now_ms = self._now.mono_ms
        waited_ms = now_ms - (pending.limit_ms - TYPING_WAIT_MS)
        typed = waited_ms >= TYPED_ON_MS and now_ms - self.state.active_from_ms >= TYPED_MS
        quiet = self._ledger.quiet(group.lead) or not self._ledger.within_budget()
        return self._open(group, quiet=quiet, snoozes=0, typed=typed)

    def _open(
        self,
        group: Group,
        *,
        quiet: bool,
        snoozes: int,
        repeat: bool = False,
        typed: bool = False,
    ) -> list[SchedulerEvent]:
        now_ms = self._now.mono_ms
        self.state.pending = None
        reasons = self._ledger.softened
        if reasons:
            owed = Owed(group=group, since_ms=now_ms, snoozes=snoozes, softened=True)
            self._ledger.owe(owed)
            return [Softened(now_ms, group, reasons)]
        lead = self._reminders[group.lead]
        if not (quiet or snoozes or repeat):
            recent = self._ledger.recent_interruptions()
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
        self._hush(HUSH_MS)
        can_snooze = snoozes < lead.snooze_max
        return [Offered(now_ms, offer, snoozes >= SHORT_FROM, can_snooze, typed)]

    def _hush(self, for_ms: int) -> None:
        until_ms = self._now.mono_ms + for_ms
        self.state.quiet_until_ms = max(until_ms, self.state.quiet_until_ms or until_ms)

    def _gone(self, why: Gone) -> OfferGone:
        offer = self.state.offer
        assert offer is not None
        self.state.offer = None
        return OfferGone(self._now.mono_ms, offer, why)

    def _snoozes(self) -> int:
        """How often what is due has been put off already."""
        waiting = self._ledger.waiting
        return 0 if waiting is None else waiting.snoozes
