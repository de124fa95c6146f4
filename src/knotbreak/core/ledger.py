"""The book of what was counted, put off and left unanswered: moves that no event tells of."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from knotbreak.core.agenda import Agenda
from knotbreak.core.reminders import Reminder
from knotbreak.core.scheduler_state import Answer, Group, Offer, Owed, SchedulerState, Snooze
from knotbreak.core.units import MINUTE_MS, Instant
from knotbreak.core.wall_times import WallTimes


class Ledger(Agenda):
    """Changes the state that the agenda asks about."""

    def live(self, passed_ms: int) -> None:
        """Count a stretch of time for everything that it counts towards."""
        if passed_ms and self.working:
            for id_ in self.reminders:
                if self.state.in_hours[id_]:
                    self.state.counted_ms[id_] += passed_ms

    def count_back(self, idle_ms: int) -> None:
        """Take back the last stretch of time: nobody worked in it."""
        for id_ in self.reminders:
            if self.counts(id_):
                self.state.counted_ms[id_] = max(0, self.state.counted_ms[id_] - idle_ms)
                if not self.full(id_):
                    self.state.due_since_ms.pop(id_, None)

    def settle(self, ids: Collection[str]) -> None:
        """These want nothing now and count from zero; no answer to them is awaited any more.

        Where the lead of a group is settled, what came along with it is due by itself again.
        """
        for id_ in ids:
            if id_ in self.reminders:
                self.state.counted_ms[id_] = 0
                self.state.due_since_ms.pop(id_, None)
                self.state.fixed_due.pop(id_, None)
        self.release(ids)

    def release(self, ids: Collection[str]) -> None:
        """Strike these from all that is owed or put off."""
        replace, state = msgspec.structs.replace, self.state
        state.owed = tuple(
            replace(one, group=group)
            for one in state.owed
            if (group := one.group.without(ids)) is not None
        )
        state.snoozed = tuple(
            replace(one, group=group)
            for one in state.snoozed
            if (group := one.group.without(ids)) is not None
        )

    def rested(self) -> None:
        """A break was taken: what it makes needless is settled (thirst is not)."""
        self.state.rested_ms = self.now.mono_ms
        self.settle([one.id for one in self.reminders.values() if one.on_break_resets])

    def answer(self, answer: Answer, minutes: int, group: Group) -> None:
        """Book what a person did with what is due."""
        state, waiting = self.state, self.waiting
        snoozes = 0 if waiting is None else waiting.snoozes
        since_ms = waiting.at_ms if isinstance(waiting, Offer) else self.now.mono_ms
        state.offer = None
        self.release(group.all)
        match answer:
            case Answer.SNOOZE:
                until_ms = self.now.mono_ms + minutes * MINUTE_MS
                snooze = Snooze(group=group, until_ms=until_ms, snoozes=snoozes + 1)
                state.snoozed = (*state.snoozed, snooze)
            case Answer.SKIP:
                state.skips_in_row += 1
                self.settle(group.all)
            case Answer.START | Answer.DONE:
                state.skips_in_row = 0
                state.session = state.session or answer is Answer.START
                self.settle(group.all)
            case Answer.DISMISS:
                self.owe(Owed(group=group, since_ms=since_ms, snoozes=snoozes, repeat=False))

    def owe(self, owed: Owed) -> None:
        """Let something wait in the tray; what is quiet by itself is let be, as it would alone."""
        quiet = [id_ for id_ in owed.group.all if id_ not in self.reminders or self.quiet(id_)]
        self.settle(quiet)
        group = owed.group.without(quiet)
        if group is None:
            # A quiet lead brings nothing into the tray.
            self.settle(owed.group.all)
        else:
            self.state.owed = (*self.state.owed, msgspec.structs.replace(owed, group=group))


def adopt(
    state: SchedulerState,
    before: Collection[Reminder],
    reminders: Sequence[Reminder],
    now: Instant,
    wall: WallTimes,
) -> dict[str, Reminder]:
    """Fit the state to the reminders in force, and return them by id."""
    times = {reminder.id: (reminder.at, reminder.days) for reminder in before}
    by_id = {reminder.id: reminder for reminder in reminders}
    for reminder in reminders:
        state.counted_ms.setdefault(reminder.id, 0)
        state.fixed_seen_utc_ms.setdefault(reminder.id, now.utc_ms)
        if times.get(reminder.id, (reminder.at, reminder.days)) != (reminder.at, reminder.days):
            # A time of the day that was chosen just now has not been missed this morning.
            state.fixed_seen_utc_ms[reminder.id] = now.utc_ms
        state.in_hours.setdefault(reminder.id, wall.inside(reminder, now))
    tables: tuple[dict[str, int] | dict[str, bool], ...] = (
        state.counted_ms,
        state.due_since_ms,
        state.fixed_due,
        state.fixed_seen_utc_ms,
        state.in_hours,
    )
    for table in tables:
        for id_ in table.keys() - by_id.keys():
            del table[id_]
    groups = [one.group for one in state.owed] + [one.group for one in state.snoozed]
    named = {id_ for group in groups for id_ in group.all}
    Ledger(by_id, state, now, wall).release(named - by_id.keys())
    return by_id
