"""What holds for the scheduler whatever happens."""

from __future__ import annotations

import random
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotbreak.core.appointments import Appointment
from knotbreak.core.reminders import Reminder, ReminderKind, TimeRange, Weekday
from knotbreak.core.scheduler import Scheduler
from knotbreak.core.scheduler_state import (
    GUIDE,
    Answer,
    Answered,
    NothingDueError,
    Offered,
    OfferGone,
    PauseBegan,
    PauseEnded,
    PauseReason,
    SchedulerEvent,
    SnoozeRefusedError,
)
from knotbreak.core.units import DAY_MS, HOUR_MS, MINUTE_MS
from tests.core.trace import EYES, POSTURE, STAND, STRETCH, WATER, Trace, a_reminder, pill

ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu")]
TEA = a_reminder("tea", 13, kind=ReminderKind.CUSTOM)
OFFICE = a_reminder(
    "water", 30, hours=(TimeRange(540, 720), TimeRange(1320, 120)), days=tuple(Weekday)[:5]
)
SETS: list[list[Reminder]] = [
    [STRETCH, POSTURE, WATER],
    [STRETCH, POSTURE, OFFICE, EYES, STAND, TEA, pill("10:00", "10:07", "15:00")],
    [TEA, pill("02:30", "09:59"), pill("10:05", id_="walk", routine="neck", on_break_resets=True)],
    [],
]

Input = tuple[str, int]
inputs = st.lists(
    st.tuples(
        st.sampled_from(
            ["idle", "active", "rests", "sleep", "start", "snooze", "skip", "done", "dismiss",
             "session", "over", "taken", "pause", "hold", "release", "resume", "set", "wall",
             "zone", "drank", "soft", "soften", "locked", "care", "well", "moved", "absent",
             "meeting"]
        ),
        st.integers(0, 40 * MINUTE_MS),
    ),
    max_size=25,
)  # fmt: skip


def feed(trace: Trace, what: str, number: int) -> list[SchedulerEvent]:
    """One input, at this moment; `number` picks its details."""
    machine, clock = trace.machine, trace.clock
    now = clock.now()

    def slept() -> list[SchedulerEvent]:
        ms = [5_000, 4 * MINUTE_MS, 6 * MINUTE_MS, 9 * HOUR_MS][number % 4]
        clock.sleep(ms)
        return machine.slept(clock.now(), ms)

    def answered(answer: Answer) -> list[SchedulerEvent]:
        try:
            return machine.answered(now, answer, minutes=(1, 5, 15)[number % 3])
        except (NothingDueError, SnoozeRefusedError):
            return []

    def wall() -> list[SchedulerEvent]:
        clock.set_wall([-3 * DAY_MS, -HOUR_MS, -7_000, 9_000, 2 * HOUR_MS, DAY_MS][number % 6])
        return machine.advance(clock.now())

    def zone() -> list[SchedulerEvent]:
        clock.zone = ZONES[number % len(ZONES)]
        return machine.advance(clock.now())

    def absent() -> list[SchedulerEvent]:
        try:
            return machine.absence_was_break(now)
        except NothingDueError:
            return []

    until_ms = now.mono_ms + number if number % 2 else None
    calls: dict[str, Callable[[], list[SchedulerEvent]]] = {
        "idle": lambda: machine.idle_since(now, [5_000, 60_000, 600_000][number % 3]),
        "active": lambda: machine.active_at(now),
        "rests": lambda: machine.input_paused(now),
        "sleep": slept,
        "start": lambda: answered(Answer.START),
        "snooze": lambda: answered(Answer.SNOOZE),
        "skip": lambda: answered(Answer.SKIP),
        "done": lambda: answered(Answer.DONE),
        "dismiss": lambda: answered(Answer.DISMISS),
        "session": lambda: machine.session_started(now),
        "over": lambda: machine.session_ended(now, taken=False),
        "taken": lambda: machine.session_ended(now, taken=True),
        "pause": lambda: machine.reason_started(now, PauseReason(key="user", until_ms=until_ms)),
        "hold": lambda: machine.reason_started(
            now, PauseReason(key=f"call-{number % 2}", until_ms=until_ms, counts=True, sits=True)
        ),
        "release": lambda: machine.reason_ended(now, f"call-{number % 2}"),
        "soft": lambda: machine.reason_started(
            now, PauseReason(key="battery", until_ms=until_ms, counts=True, soft=True)
        ),
        "soften": lambda: machine.reason_ended(now, "battery"),
        "locked": lambda: machine.reason_started(
            now, PauseReason(key="lock", until_ms=now.mono_ms + number, counts=True, away=True)
        ),
        "care": lambda: machine.reason_started(
            now, PauseReason(key=GUIDE, until_ms=until_ms, counts=True, movement_only=True)
        ),
        "well": lambda: machine.reason_ended(now, GUIDE),
        "moved": lambda: machine.moved(now),
        "absent": absent,
        "resume": lambda: machine.reason_ended(now, "user"),
        "set": lambda: machine.reconfigured(now, SETS[number % len(SETS)]),
        "wall": wall,
        "zone": zone,
        "meeting": lambda: machine.planned(
            now, [Appointment(now.utc_ms + number, now.utc_ms + number + 30 * MINUTE_MS)]
        ),
        "drank": lambda: machine.followed(now, "water"),
    }
    return calls[what]()


def by_deadlines(trace: Trace, ms: int) -> list[SchedulerEvent]:
    """Time passes; at every deadline the next one is later."""
    until_ms = trace.clock.mono_ms + ms
    events: list[SchedulerEvent] = []
    for _ in range(20_000):
        due_ms = trace.machine.deadline()
        if due_ms is None or due_ms > until_ms:
            trace.clock.run(until_ms - trace.clock.mono_ms)
            return events + trace.machine.advance(trace.clock.now())
        assert due_ms > trace.clock.mono_ms
        trace.clock.run(due_ms - trace.clock.mono_ms)
        events += trace.machine.advance(trace.clock.now())
        following = trace.machine.deadline()
        assert following is None or following > due_ms
    raise AssertionError("the deadlines never end")


class Watcher:
    """The promises to the person, checked at every event."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.loud_boot_ms: list[int] = []
        self.shown_boot_ms = -MINUTE_MS
        self.open: int | None = None
        self.last = 0
        self.reasons: dict[str, PauseReason] = {}

    @property
    def held(self) -> bool:
        return any(one.holds_all for one in self.reasons.values())

    @property
    def movement_held(self) -> bool:
        return any(one.movement_only for one in self.reasons.values())

    def time(self, ms: int) -> None:
        """Time passes; nobody is shown anything in a session or while away."""
        state = self.trace.state
        nobody = state.session or state.idle_from_ms is not None
        events = by_deadlines(self.trace, ms)
        assert not (nobody and any(isinstance(event, Offered) for event in events))
        self.after_input(events)

    def check(self, events: list[SchedulerEvent]) -> None:
        clock = self.trace.clock
        for event in events:
            if isinstance(event, PauseBegan):
                self.reasons[event.reason.key] = event.reason
            if isinstance(event, PauseEnded):
                del self.reasons[event.reason.key]
                assert event.still_held == self.held
            if isinstance(event, OfferGone):
                assert self.open == event.offer.id
                self.open = None
            if isinstance(event, Answered) and event.offer_id is not None:
                assert self.open == event.offer_id
                self.open = None
            if not isinstance(event, Offered):
                continue
            offer = event.offer
            assert self.open is None, "at most one notice is open"
            assert not self.held, "nothing in a pause"
            assert not any(one.soft for one in self.reasons.values()), "only the tray shows it"
            assert not (self.movement_held and "stretch" in offer.group.all), "no movement"
            assert offer.id == self.last + 1
            self.open, self.last = offer.id, offer.id
            shown_ms = clock.boot_ms - (clock.mono_ms - event.at_ms)
            assert shown_ms - self.shown_boot_ms >= MINUTE_MS, "a minute apart"
            self.shown_boot_ms = shown_ms
            assert len(set(offer.group.all)) == len(offer.group.all)
            if offer.quiet or offer.snoozes or offer.repeat:
                continue
            at_ms = clock.boot_ms - (clock.mono_ms - event.at_ms)
            recent = [ms for ms in self.loud_boot_ms if at_ms - ms < HOUR_MS]
            assert len(recent) < 2, "never a third in an hour"
            assert all(at_ms - ms >= 10 * MINUTE_MS for ms in recent)
            self.loud_boot_ms.append(at_ms)

    def after_input(self, events: list[SchedulerEvent]) -> None:
        """An answer takes the notice without an event of its own that says gone."""
        state = self.trace.state
        self.check(events)
        if state.offer is None:
            self.open = None
        assert self.open == (None if state.offer is None else state.offer.id)
        assert set(state.pauses) == set(self.reasons)
        assert state.offer is None or not (state.session or self.held)


@given(inputs, st.sampled_from(SETS), st.integers(25_000, 20 * MINUTE_MS))
@settings(max_examples=40)
def test_any_steps_give_the_same_events_as_one(
    trace: list[Input], reminders: list[Reminder], step_ms: int
) -> None:
    one, many, due = Trace(reminders), Trace(reminders), Trace(reminders)
    for what, number in trace:
        one.clock.run(number)
        expected = one.machine.advance(one.clock.now())
        left_ms, got = number, []
        while left_ms:
            part_ms = min(step_ms, left_ms)
            many.clock.run(part_ms)
            left_ms -= part_ms
            got += many.machine.advance(many.clock.now())
        assert got == expected
        assert by_deadlines(due, number) == expected
        fed = feed(one, what, number)
        assert feed(many, what, number) == fed
        assert feed(due, what, number) == fed
        assert many.machine.snapshot() == one.machine.snapshot() == due.machine.snapshot()


@given(inputs, st.sampled_from(SETS))
@settings(max_examples=40)
def test_a_snapshot_and_its_return_are_invisible(
    trace: list[Input], reminders: list[Reminder]
) -> None:
    usual, broken = Trace(reminders), Trace(reminders)
    for what, number in trace:
        expected = by_deadlines(usual, number)
        assert by_deadlines(broken, number) == expected
        left = broken.machine.snapshot()
        again = Scheduler(broken.machine.reminders, broken.clock.now())
        again.restore(broken.clock.now(), left, same_boot=True)
        assert again.snapshot() == left
        assert again.deadline() == broken.machine.deadline()
        broken.machine = again
        assert feed(broken, what, number) == feed(usual, what, number)


@given(inputs, st.sampled_from(SETS[:3]), st.integers(0, 3 * HOUR_MS))
@settings(max_examples=40)
def test_another_boot_only_shifts(
    trace: list[Input], reminders: list[Reminder], off_ms: int
) -> None:
    one, other = Trace(reminders), Trace(reminders)
    for what, number in trace:
        for each in (one, other):
            by_deadlines(each, number)
            feed(each, what, number)
    for each in (one, other):
        left = each.machine.snapshot()
        if each is one:
            each.clock.run(off_ms)
        else:
            each.clock.reboot(off_ms)
        now = each.clock.now()
        each.machine = Scheduler(each.machine.reminders, now)
        each.machine.restore(now, left, same_boot=each is one)
    shift_ms = other.clock.mono_ms - one.clock.mono_ms

    def shifted(ms: int | None) -> int | None:
        return None if ms is None else ms + shift_ms

    for reminder in one.machine.reminders:
        at_ms = one.machine.next_due_ms(reminder.id)
        assert other.machine.next_due_ms(reminder.id) == shifted(at_ms)
    first, second = (each.machine.restarted(each.clock.now(), off_ms) for each in (one, other))
    assert [type(event) for event in second] == [type(event) for event in first]
    assert [event.at_ms for event in second] == [shifted(event.at_ms) for event in first]
    assert other.machine.deadline() == shifted(one.machine.deadline())
    later = by_deadlines(one, 2 * HOUR_MS)
    assert [(type(event), shifted(event.at_ms)) for event in later] == [
        (type(event), event.at_ms) for event in by_deadlines(other, 2 * HOUR_MS)
    ]


NAMES = [
    "idle", "active", "rests", "sleep", "start", "snooze", "skip", "done", "dismiss", "session",
    "over", "taken", "pause", "hold", "release", "resume", "set", "wall", "zone", "drank",
    "soft", "locked", "care", "moved", "absent",
]  # fmt: skip
OFTEN = [
    "rests", "active", "resume", "release", "over", "snooze", "skip", "soften", "well",
] * 4  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_week_of_anything(seed: int) -> None:
    dice = random.Random(seed)
    trace = Trace(SETS[seed % 3])
    watcher = Watcher(trace)
    until_ms = trace.clock.boot_ms + 7 * DAY_MS
    steps = 0
    while trace.clock.boot_ms < until_ms:
        watcher.time(dice.choice([0, 1, 5_000, 60_000, 300_000, 1_500_000]))
        what = dice.choice(NAMES + OFTEN)
        watcher.after_input(feed(trace, what, dice.randrange(40 * MINUTE_MS)))
        if dice.random() < 0.02:
            left = trace.machine.snapshot()
            off_ms = dice.choice([1_000, 200_000, 5 * HOUR_MS])
            trace.clock.run(off_ms)
            now = trace.clock.now()
            trace.machine = Scheduler(trace.machine.reminders, now)
            trace.machine.restore(now, left, same_boot=True)
            watcher.after_input(trace.machine.restarted(now, off_ms))
        steps += 1
    assert steps > 300
    assert watcher.last > 20, "the week had notices"
