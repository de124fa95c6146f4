"""Care timers: what comes when, what may not be, and what neither steps nor restarts change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area, NamedPattern, Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.care import (
    LEGAL,
    MOST_AT_ONCE,
    PLANS,
    CareEnded,
    CareEvent,
    CareMove,
    CareOutcome,
    CareTimers,
    Hindrance,
    IllegalCareError,
    LimitReached,
    SkinDue,
    TimeUp,
    breath_of,
)
from knotbreak.core.care_state import CareKind, CareStage, CareTimer
from knotbreak.core.units import HOUR_MS, MINUTE_MS, SECOND_MS, Instant
from tests.fakes import FakeClock

HEAT, COLD, MASSAGE, BREATHE = CareKind
RUNNING_KINDS = (HEAT, COLD, MASSAGE, BREATHE)


class Bench:
    """The machine with a clock of its own."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.machine = CareTimers(self.now)
        self.seen: list[CareEvent] = []

    @property
    def now(self) -> Instant:
        return self.clock.now()

    def begin(self, kind: CareKind, minutes: int | None = None, area: Area | None = None) -> int:
        plan = PLANS[kind]
        self.seen += self.machine.start(self.now, kind, minutes or plan.usual_min, area=area)
        return self.machine.timers[-1].id

    def run(self, minutes: float) -> list[str]:
        """Live through some time; the answer is what happened, and after how many minutes."""
        begun_ms = self.now.boot_ms
        self.clock.run(round(minutes * MINUTE_MS))
        events = self.machine.advance(self.now)
        self.seen += events
        return [
            f"{type(one).__name__} {(one.at_boot_ms - begun_ms) / MINUTE_MS:g}" for one in events
        ]


def test_cold_looks_at_the_skin_at_5_is_enough_at_15_and_too_much_at_20() -> None:
    bench = Bench()
    id_ = bench.begin(COLD)
    assert bench.run(30) == ["SkinDue 5", "TimeUp 15", "LimitReached 20"]
    assert bench.machine.timer(id_).stage is CareStage.LIMIT
    (ended,) = bench.machine.stop(bench.now, id_)
    assert isinstance(ended, CareEnded)
    assert (ended.outcome, ended.lasted_ms) == (CareOutcome.TOO_LONG, 30 * MINUTE_MS)
    assert bench.machine.timers == ()


def test_heat_takes_20_minutes_and_30_at_the_most() -> None:
    bench = Bench()
    bench.begin(HEAT)
    assert bench.run(40) == ["SkinDue 5", "TimeUp 20", "LimitReached 30"]
    bench = Bench()
    bench.begin(HEAT, 30)
    assert bench.run(40) == ["SkinDue 5", "LimitReached 30"], "its time is the limit"


@pytest.mark.parametrize(("kind", "minutes"), [(MASSAGE, 1), (BREATHE, 3)])
def test_what_lies_on_no_skin_ends_by_itself(kind: CareKind, minutes: int) -> None:
    bench = Bench()
    bench.begin(kind, minutes)
    assert bench.run(10) == [f"CareEnded {minutes}"]
    (ended,) = bench.seen
    assert isinstance(ended, CareEnded)
    assert ended.outcome is CareOutcome.DONE


def test_a_fine_skin_goes_on_and_one_that_is_not_stops() -> None:
    bench = Bench()
    id_ = bench.begin(COLD)
    bench.run(6)
    bench.machine.skin_fine(bench.now, id_)
    assert bench.machine.timer(id_).stage is CareStage.CHECKED
    assert bench.run(9) == ["TimeUp 9"]
    other = Bench()
    id_ = other.begin(COLD)
    other.run(6)
    (ended,) = other.machine.stop(other.now, id_)
    assert isinstance(ended, CareEnded)
    assert ended.outcome is CareOutcome.STOPPED


def test_taken_off_in_time_is_done() -> None:
    bench = Bench()
    id_ = bench.begin(COLD)
    bench.run(16)
    (ended,) = bench.machine.stop(bench.now, id_)
    assert isinstance(ended, CareEnded)
    assert ended.outcome is CareOutcome.DONE


def test_a_place_rests_for_two_hours_and_no_other_does() -> None:
    bench = Bench()
    id_ = bench.begin(COLD, area=Area.CALVES)
    bench.run(15)
    bench.machine.stop(bench.now, id_)
    until_ms = bench.now.boot_ms + 2 * HOUR_MS
    assert bench.machine.hindrance(COLD, Area.CALVES) == (Hindrance.RESTS, until_ms)
    assert bench.machine.hindrance(COLD, None) == (Hindrance.RESTS, until_ms), "it may be the calf"
    assert bench.machine.hindrance(COLD, Area.NECK) is None
    assert bench.machine.hindrance(HEAT, Area.CALVES) is None
    with pytest.raises(IllegalCareError):
        bench.begin(COLD, area=Area.CALVES)
    bench.run(120)
    assert bench.machine.hindrance(COLD, Area.CALVES) is None


def test_a_wrong_click_needs_no_rest() -> None:
    bench = Bench()
    id_ = bench.begin(COLD)
    bench.run(0.9)
    bench.machine.stop(bench.now, id_)
    assert bench.machine.hindrance(COLD, None) is None


def test_two_run_at_once_but_not_on_one_place() -> None:
    bench = Bench()
    bench.begin(HEAT, area=Area.NECK)
    bench.run(1)
    bench.begin(COLD, area=Area.CALVES)
    assert bench.machine.hindrance(COLD, Area.NECK) == (Hindrance.OTHER_RUNS, 0)
    assert bench.machine.hindrance(HEAT, None) == (Hindrance.RUNS, 0)
    assert bench.run(30) == [
        "SkinDue 4", "SkinDue 5", "TimeUp 15", "TimeUp 19", "LimitReached 20", "LimitReached 29",
    ]  # fmt: skip


def test_there_are_never_too_many() -> None:
    bench = Bench()
    for kind in (HEAT, COLD):
        bench.begin(kind, area=Area.NECK if kind is HEAT else Area.CALVES)
    bench.begin(BREATHE)
    bench.begin(MASSAGE)
    assert len(bench.machine.timers) == MOST_AT_ONCE
    assert bench.machine.hindrance(HEAT, Area.HIPS) == (Hindrance.TOO_MANY, 0)


def test_time_goes_on_while_the_machine_sleeps() -> None:
    bench = Bench()
    bench.begin(COLD)
    begun_ms = bench.now.boot_ms
    bench.clock.sleep(17 * MINUTE_MS)
    events = bench.machine.advance(bench.now)
    assert [type(one) for one in events] == [SkinDue, TimeUp]
    assert events[-1].at_boot_ms == begun_ms + 15 * MINUTE_MS


@pytest.mark.parametrize("stage", CareStage)
@pytest.mark.parametrize("move", CareMove)
def test_an_illegal_move_changes_nothing(stage: CareStage, move: CareMove) -> None:
    bench = Bench()
    id_ = bench.begin(COLD)
    minutes = {
        CareStage.RUNNING: 1, CareStage.CHECKING: 5, CareStage.CHECKED: 5,
        CareStage.OVER: 15, CareStage.LIMIT: 20,
    }  # fmt: skip
    bench.run(minutes[stage])
    if stage is CareStage.CHECKED:
        bench.machine.skin_fine(bench.now, id_)
    assert bench.machine.timer(id_).stage is stage
    before = bench.machine.snapshot()
    act = {CareMove.SKIN_FINE: bench.machine.skin_fine, CareMove.STOP: bench.machine.stop}[move]
    if move in LEGAL[stage]:
        act(bench.now, id_)
        assert bench.machine.snapshot() != before
    else:
        with pytest.raises(IllegalCareError):
            act(bench.now, id_)
        assert bench.machine.snapshot() == before
    with pytest.raises(IllegalCareError):
        act(bench.now, 99)


def test_only_so_many_minutes() -> None:
    bench = Bench()
    for kind, minutes in ((COLD, 21), (COLD, 4), (HEAT, 31), (MASSAGE, 2), (BREATHE, 11)):
        with pytest.raises(IllegalCareError):
            bench.begin(kind, minutes)
    assert bench.machine.timers == ()


# -- what no step and no restart changes -----------------------------------------------------------

Input = tuple[int, str, int]
inputs = st.lists(
    st.tuples(
        st.integers(0, 40 * MINUTE_MS),
        st.sampled_from([*RUNNING_KINDS, "stop", "fine", "sleep"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


def act(machine: CareTimers, now: Instant, what: str, which: int) -> list[CareEvent]:
    """Do what a person could do, if it can be done now."""
    areas = (None, Area.NECK, Area.CALVES, Area.HIPS)
    if what in ("stop", "fine"):
        if which >= len(machine.timers):
            return []
        timer = machine.timers[which]
        move = CareMove.STOP if what == "stop" else CareMove.SKIN_FINE
        if move not in LEGAL[timer.stage]:
            return []
        return (machine.stop if what == "stop" else machine.skin_fine)(now, timer.id)
    kind = CareKind(what)
    if machine.hindrance(kind, areas[which]) is not None:
        return []
    return machine.start(now, kind, PLANS[kind].usual_min, area=areas[which])


def live(script: list[Input], cuts: list[int], *, restart: bool, reboot: bool = False) -> list[str]:
    """Live through a script; between inputs the time passes in the steps that `cuts` makes."""
    clock = FakeClock()
    machine = CareTimers(clock.now())
    seen: list[CareEvent] = []
    # Boot time begins anew with the machine: told as minutes since the beginning, for comparing.
    first_utc_ms = clock.utc_ms
    told: list[str] = []

    def pass_(ms: int, asleep: bool) -> None:
        nonlocal machine
        marks = sorted({cut % (ms + 1) for cut in cuts} | {ms})
        lived = 0
        for mark in marks:
            (clock.sleep if asleep else clock.run)(mark - lived)
            lived = mark
            if restart:
                state = machine.snapshot()
                if reboot:
                    clock.boot_ms = clock.mono_ms = 7_000
                machine = CareTimers(clock.now())
                machine.restore(clock.now(), state, same_boot=not reboot)
            tell(machine.advance(clock.now()))

    def tell(events: list[CareEvent]) -> None:
        offset = clock.utc_ms - clock.boot_ms - first_utc_ms
        for one in events:
            told.append(f"{type(one).__name__} {one.timer.id} {one.at_boot_ms + offset}")
        seen.extend(events)

    for ms, what, which in script:
        pass_(ms, what == "sleep")
        if what != "sleep":
            tell(act(machine, clock.now(), what, which))
    pass_(60 * MINUTE_MS, False)
    return told


@given(inputs, st.lists(st.integers(0, 60 * MINUTE_MS), max_size=6))
def test_any_steps_give_the_same_events_as_one(script: list[Input], cuts: list[int]) -> None:
    assert live(script, cuts, restart=False) == live(script, [], restart=False)


@given(inputs, st.lists(st.integers(0, 60 * MINUTE_MS), max_size=6), st.booleans())
def test_snapshot_and_restore_are_invisible(
    script: list[Input], cuts: list[int], reboot: bool
) -> None:
    assert live(script, cuts, restart=True, reboot=reboot) == live(script, [], restart=False)


@given(inputs)
def test_at_a_deadline_something_happens_and_the_next_is_not_earlier(script: list[Input]) -> None:
    clock = FakeClock()
    machine = CareTimers(clock.now())
    for ms, what, which in script:
        clock.run(ms)
        machine.advance(clock.now())
        if what != "sleep":
            act(machine, clock.now(), what, which)
    while (due_ms := machine.deadline()) is not None:
        assert due_ms >= clock.boot_ms
        clock.run(due_ms - clock.boot_ms)
        assert machine.advance(clock.now())
        following = machine.deadline()
        assert following is None or following > due_ms or len(machine.timers) > 1
    stages = {timer.stage for timer in machine.timers}
    assert stages <= {CareStage.LIMIT}, "only what a person has to take off is left"


@given(inputs)
def test_nothing_lies_on_the_skin_longer_than_its_limit_without_an_alarm(
    script: list[Input],
) -> None:
    clock = FakeClock()
    machine = CareTimers(clock.now())
    alarmed: set[int] = set()
    for ms, what, which in [*script, (0, "sleep", 0)]:
        clock.run(ms)
        for event in machine.advance(clock.now()):
            if isinstance(event, LimitReached | TimeUp):
                alarmed.add(event.timer.id)
        for timer in machine.timers:
            most_ms = PLANS[timer.kind].most_min * MINUTE_MS
            late = machine.remaining_ms(timer, clock.now()) <= timer.length_ms - most_ms
            assert not late or timer.id in alarmed
        if what != "sleep":
            for event in act(machine, clock.now(), what, which):
                assert isinstance(event, CareEnded)


# -- breathing -------------------------------------------------------------------------------------


def breathing(pattern: NamedPattern, minutes: int) -> CareTimer:
    return CareTimer(
        id=1, kind=BREATHE, length_ms=minutes * MINUTE_MS, begun_boot_ms=0, begun_utc_ms=0,
        pattern=pattern, side=Side.BOTH,
    )  # fmt: skip


@given(
    st.sampled_from([NamedPattern.CALM, NamedPattern.EVEN, NamedPattern.CLINIC]),
    st.integers(1, 10),
)
def test_a_breath_is_whole_and_the_last_is_out(pattern: NamedPattern, minutes: int) -> None:
    timer = breathing(pattern, minutes)
    last = breath_of(timer, timer.length_ms - 1)
    assert last is not None
    assert (last.phase, last.fullness < 0.01) == (BreathPhase.EXHALE, True)
    first = breath_of(timer, 0)
    assert first is not None
    assert (first.phase, first.cycle) == (BreathPhase.INHALE, 0)
    cycles = [found.cycle for ms in range(0, timer.length_ms, SECOND_MS // 2)
              if (found := breath_of(timer, ms)) is not None]  # fmt: skip
    assert cycles == sorted(cycles)
    assert set(cycles) == set(range(cycles[-1] + 1)), "no breath is left out"


def test_the_clinics_pattern_holds_the_breath_eight_times_and_goes_on_calmly() -> None:
    timer = breathing(NamedPattern.CLINIC, 5)
    held = {
        found.cycle
        for ms in range(0, timer.length_ms, 100)
        if (found := breath_of(timer, ms)) is not None and found.phase is BreathPhase.FULL
    }
    assert held == set(range(8))


def test_a_quiet_sit_has_no_breath_to_follow() -> None:
    assert breath_of(breathing(NamedPattern.FREE, 3), 0) is None
