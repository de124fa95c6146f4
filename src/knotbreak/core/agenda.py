"""What is due, what leads, and whether now is a moment for it: questions to the scheduler's state.

Nothing here changes anything; `knotbreak.core.ledger` and `knotbreak.core.scheduler` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knotbreak.core.appointments import early_until_utc_ms, room_from_utc_ms
from knotbreak.core.reminders import MERGE_MS, Reminder
from knotbreak.core.scheduler_state import (
    Group,
    Offer,
    Owed,
    PauseReason,
    SchedulerState,
    Snooze,
)
from knotbreak.core.units import HOUR_MS, MINUTE_MS, Instant
from knotbreak.core.wall_times import WallTimes

BREAK_MS = 5 * MINUTE_MS
"""Being away for this long is a break."""

BUDGET = 2
BUDGET_WINDOW_MS = HOUR_MS
APART_MS = 10 * MINUTE_MS
"""At most two new interrupting notices in any hour, ten minutes apart."""


class Agenda:
    """The reminders in force, the state, and the moment that the state is of."""

    def __init__(
        self,
        reminders: Mapping[str, Reminder],
        state: SchedulerState,
        now: Instant,
        wall: WallTimes,
    ) -> None:
        self.wall = wall
        self.reminders = reminders
        self.state = state
        self.now = now

    def counts(self, id_: str) -> bool:
        """Whether the work of this moment counts towards a reminder."""
        return self.state.in_hours[id_] and self.working

    @property
    def working(self) -> bool:
        """Whether this moment is one of work."""
        here = self.state.idle_from_ms is None or self.sitting
        return here and not self.state.session and not self.frozen

    @property
    def sitting(self) -> bool:
        """Whether stillness is no rest now: one sits in a call without touching a key."""
        reasons = self.state.pauses.values()
        return any(one.sits for one in reasons) and not any(one.away for one in reasons)

    @property
    def frozen(self) -> bool:
        """Whether a pause stops the count of work."""
        return any(not reason.counts for reason in self.state.pauses.values())

    @property
    def held(self) -> tuple[str, ...]:
        """Why nothing at all is shown now, in words of the reasons; empty if nothing holds."""
        return self._words(one for one in self.state.pauses.values() if one.holds_all)

    @property
    def softened(self) -> tuple[str, ...]:
        """Why what falls due is left to the tray alone."""
        return self._words(one for one in self.state.pauses.values() if one.soft)

    def _words(self, reasons: Iterable[PauseReason]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.why or one.key for one in reasons))

    def withheld(self, id_: str) -> bool:
        """Whether a reminder waits until it is known that moving does no harm."""
        moves = self.reminders[id_].starts_session
        return moves and any(one.movement_only for one in self.state.pauses.values())

    def full(self, id_: str) -> bool:
        """Whether a reminder's interval of work is over."""
        every_ms = self.reminders[id_].every_ms
        return every_ms is not None and self.state.counted_ms[id_] >= every_ms

    def quiet(self, id_: str) -> bool:
        """Whether a reminder never interrupts."""
        return self.reminders[id_].quiet

    def owed(self, id_: str) -> bool:
        """Whether a reminder waits unanswered in the tray."""
        return any(id_ in owed.group.all for owed in self.state.owed)

    def put_off(self, id_: str) -> Snooze | None:
        """The snooze that a reminder takes part in."""
        return next((one for one in self.state.snoozed if id_ in one.group.all), None)

    @property
    def waiting(self) -> Offer | Owed | None:
        """What an answer is for: the open notice, else the first of what is owed."""
        if self.state.offer is not None:
            return self.state.offer
        return min(self.state.owed, key=self.rank_of, default=None)

    def back(self) -> list[Snooze]:
        """What was put off until now, or until a moment at which it could not come."""
        return [
            one
            for one in self.state.snoozed
            if self.now.mono_ms >= one.until_ms and not self.withheld(one.group.lead)
        ]

    def rank_of(self, what: Owed | Snooze) -> tuple[int, int, str]:
        """The place of a waiting group among others: that of its lead."""
        return self.reminders[what.group.lead].rank

    def due(self, id_: str) -> bool:
        """Whether a reminder is to be offered: due, not put off, and not offered already."""
        is_due = self.full(id_) or id_ in self.state.fixed_due
        free = self.put_off(id_) is None and not self.owed(id_)
        return is_due and free and not self.withheld(id_)

    def next_due_ms(self, id_: str) -> int | None:
        """When a reminder falls due if the person goes on as now; None if that is not known."""
        reminder, state = self.reminders[id_], self.state
        snooze = self.put_off(id_)
        if snooze is not None:
            return snooze.until_ms
        times = [self.fixed_ms(reminder)]
        if reminder.every_ms is not None and not self.owed(id_):
            left_ms = max(0, reminder.every_ms - state.counted_ms[id_])
            from_ms = self.now.mono_ms if self.counts(id_) else self._counts_again_ms(id_)
            times.append(None if from_ms is None else from_ms + left_ms)
        return min((moment for moment in times if moment is not None), default=None)

    def hours_begin_ms(self) -> int | None:
        """When the hours of a reminder begin again, if it is outside of the hours of all."""
        if any(self.state.in_hours[id_] for id_ in self.reminders):
            return None
        edges = (self.wall.edge(reminder, self.now) for reminder in self.reminders.values())
        return min((self.utc_to_mono(edge) for edge in edges if edge is not None), default=None)

    def may_offer(self) -> bool:
        """Whether anything at all may be shown now."""
        state = self.state
        hushed = state.quiet_until_ms is not None and self.now.mono_ms < state.quiet_until_ms
        free = state.offer is None and not state.session and not self.held
        return free and not hushed and state.idle_from_ms is None

    def within_budget(self) -> bool:
        """Whether another interrupting notice may come now."""
        recent = self.recent_interruptions()
        apart = all(self.now.mono_ms - moment >= APART_MS for moment in recent)
        return len(recent) < BUDGET and apart

    def recent_interruptions(self) -> list[int]:
        """When the notices of the last hour interrupted."""
        now_ms = self.now.mono_ms
        return [ms for ms in self.state.interrupted_ms if now_ms - ms < BUDGET_WINDOW_MS]

    def ready_group(self) -> Group | None:
        """What should be offered now: the lead of what is due, with what falls due soon.

        Something that will be led by another within ten minutes waits for it, unless an
        appointment would come in between.
        """
        if not self.may_offer():
            return None
        due = [id_ for id_ in self.reminders if self.due(id_) and not self._delayed(id_)]
        soon = self._soon()
        early = self._early(soon)
        if not early and not any(self._stands_alone(id_, soon) for id_ in due):
            return None
        # What would lead in a few minutes leads now: else there would be two breaks in a row. What
        # has its time of the day comes at that time, though.
        leads = [*due, *(id_ for id_ in soon if self._may_come_early(id_))]
        lead = min(leads, key=lambda id_: self.reminders[id_].rank)
        return Group(lead, self.companions(lead))

    def early_due_ms(self) -> int | None:
        """When the first of what an appointment may bring forward falls due."""
        moments = (self.next_due_ms(id_) for id_ in self.reminders if self._movable(id_))
        return min((moment for moment in moments if moment is not None), default=None)

    def _early(self, soon: Mapping[str, int]) -> bool:
        """Whether something comes now, because an appointment would be in its way."""
        until_utc_ms = early_until_utc_ms(self.state.planned, self.now)
        if until_utc_ms is None:
            return False
        until_ms = self.utc_to_mono(until_utc_ms)
        return any(moment <= until_ms and self._movable(id_) for id_, moment in soon.items())

    def _movable(self, id_: str) -> bool:
        """Whether a reminder may come before its time; what is quiet disturbs no appointment."""
        return self._may_come_early(id_) and not self.quiet(id_) and not self.owed(id_)

    def _may_come_early(self, id_: str) -> bool:
        """Whether what falls due soon may come now, with what is due."""
        return self.put_off(id_) is None and not self.reminders[id_].at

    def companions(self, lead: str) -> tuple[str, ...]:
        """What is due, or will be within ten minutes, and can come along with a lead.

        What was put off does not until its time: it comes back when that was asked for.
        """
        rank = self.reminders[lead].rank
        due = [id_ for id_ in self.reminders if self.due(id_)]
        both = [*due, *(id_ for id_ in self._soon() if self.put_off(id_) is None)]
        both.sort(key=lambda id_: self.reminders[id_].rank)
        return tuple(id_ for id_ in both if id_ != lead and self.reminders[id_].rank > rank)

    def marks(self) -> list[int]:
        """All moments at which something may happen by itself (some may be past)."""
        state, now = self.state, self.now
        marks: list[int | None] = [*self.offer_marks()]
        for reminder in self.reminders.values():
            edge = self.wall.edge(reminder, now)
            marks.append(None if edge is None else self.utc_to_mono(edge))
        if state.idle_from_ms is not None and not self.sitting:
            marks.append(state.idle_from_ms + BREAK_MS)
        marks.append(None if state.offer is None else state.offer.until_ms)
        for reason in state.pauses.values():
            marks.append(reason.until_ms)
            if reason.until_utc_ms is not None:
                marks.append(self.utc_to_mono(reason.until_utc_ms))
        return [mark for mark in marks if mark is not None]

    def offer_marks(self) -> list[int]:
        """The moments at which a notice may come (some may be past)."""
        state, now = self.state, self.now
        marks: list[int | None] = []
        working = self.working
        for reminder in self.reminders.values():
            if reminder.every_ms is not None and working and state.in_hours[reminder.id]:
                marks.append(now.mono_ms + reminder.every_ms - state.counted_ms[reminder.id])
            marks.append(self.fixed_ms(reminder))
        marks += [since + MERGE_MS for since in state.due_since_ms.values()]
        marks += [snooze.until_ms for snooze in state.snoozed]
        marks.append(None if state.pending is None else state.pending.limit_ms)
        marks.append(state.quiet_until_ms)
        marks += [self.utc_to_mono(utc_ms) for utc_ms in room_from_utc_ms(state.planned)]
        for moment in state.interrupted_ms:
            marks += [moment + APART_MS, moment + BUDGET_WINDOW_MS]
        return [mark for mark in marks if mark is not None]

    def fixed_ms(self, reminder: Reminder) -> int | None:
        """When the next fixed time of a reminder comes."""
        seen = self.state.fixed_seen_utc_ms[reminder.id]
        utc_ms = self.wall.fixed(reminder, seen, self.now.zone)
        return None if utc_ms is None else self.utc_to_mono(utc_ms)

    def utc_to_mono(self, utc_ms: int) -> int:
        """The monotonic time of a wall time, if nobody sets the clock until then."""
        return self.now.mono_ms + utc_ms - self.now.utc_ms

    def _counts_again_ms(self, id_: str) -> int | None:
        """When work will count again: after the pauses that stop it, if their ends are known."""
        if not self.state.in_hours[id_] or not self.state.pauses:
            return None
        ends: list[int] = []
        for reason in self.state.pauses.values():
            if reason.counts:
                continue
            if reason.until_ms is not None:
                ends.append(reason.until_ms)
            elif reason.until_utc_ms is not None:
                ends.append(self.utc_to_mono(reason.until_utc_ms))
            else:
                return None
        return max(ends, default=None)

    def _soon(self) -> dict[str, int]:
        """What is not due yet but will be within the merge time, with its moment."""
        soon: dict[str, int] = {}
        for id_ in self.reminders:
            if self.due(id_) or self.owed(id_) or not self.state.in_hours[id_]:
                continue
            if self.withheld(id_):
                continue
            moment = self.next_due_ms(id_)
            if moment is not None and moment <= self.now.mono_ms + MERGE_MS:
                soon[id_] = moment
        return soon

    def _stands_alone(self, id_: str, soon: Mapping[str, int]) -> bool:
        """Whether a due reminder need not wait for a better one to lead it."""
        since = (self.state.due_since_ms.get(id_), self.state.fixed_due.get(id_))
        due_ms = min((ms for ms in since if ms is not None), default=self.now.mono_ms)
        rank = self.reminders[id_].rank
        return not any(
            moment <= due_ms + MERGE_MS and self.reminders[other].rank < rank
            for other, moment in soon.items()
        )

    def _delayed(self, id_: str) -> bool:
        """The budget delays fixed times; it turns the rest quiet."""
        fixed = id_ in self.state.fixed_due
        return fixed and not self.quiet(id_) and not self.within_budget()
