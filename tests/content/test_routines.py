"""The routines that come with the program keep the rules of their making."""

from __future__ import annotations

import itertools

import pytest

from knotbreak.core.body import Area, Place, Position
from knotbreak.core.breathing import CLINIC_CYCLES
from knotbreak.core.choice import Wanted
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.rotation import candidate, choose
from knotbreak.core.timeline import SegmentKind, TimelineOptions, WaitFor
from tests.content.shipped import (
    FIVE_MINUTES,
    MICRO,
    ON_THE_FLOOR,
    SEED,
    SEED_GROUPS,
    TEN_MINUTES,
    TWO_MINUTES,
    Shipped,
)

CLINIC_STEPS = {"neck-side", "cross-body", "upper-back", "childs-pose", "breath-calm"}
WARM_UP = {"shoulder-rolls", "march", "cat-cow"}
NO_BREATH_GUIDED = {SegmentKind.READY, SegmentKind.GAP, SegmentKind.SWITCH, SegmentKind.REST}


def test_all_thirty_one_and_the_sit_are_there(shipped: Shipped) -> None:
    wanted = MICRO | TWO_MINUTES | FIVE_MINUTES | TEN_MINUTES | set(SEED_GROUPS) | {"in-call"}
    assert len(wanted) == 31
    assert set(shipped.routines) == wanted | {"sit-3"}


@pytest.mark.parametrize(
    ("names", "shortest_s", "longest_s"),
    [
        (MICRO, 25, 45),
        (TWO_MINUTES | set(SEED_GROUPS), 100, 150),
        ({"sit-3"}, 170, 210),
        (FIVE_MINUTES, 270, 345),
        (TEN_MINUTES, 540, 690),
    ],
    ids=["micro", "two", "sit", "five", "ten"],
)
def test_every_routine_is_as_long_as_its_class(
    shipped: Shipped, names: set[str], shortest_s: int, longest_s: int
) -> None:
    total_s = {name: shipped.timeline(name).total_ms / 1000 for name in names}
    assert {name: s for name, s in total_s.items() if not shortest_s <= s <= longest_s} == {}


def test_the_times_between_movements_are_those_of_the_class(shipped: Shipped) -> None:
    for name in shipped.routines:
        one = shipped.routine(name)
        assert one.switch_s == 6, name
        if name in MICRO:
            assert one.ready_s == 3, name
            assert one.gap_s <= 3, name
        else:
            long = 8 if shipped.needs_the_floor(name) else 5
            assert (one.ready_s, one.gap_s) == (long, long), name


def test_longer_sets_begin_with_general_movement(shipped: Shipped) -> None:
    for name in FIVE_MINUTES | TEN_MINUTES:
        assert shipped.routine(name).step[0].stretch in WARM_UP, name


def test_down_to_the_floor_at_most_once_and_up_at_most_once(shipped: Shipped) -> None:
    for name in shipped.routines:
        floor = [step.position is Position.FLOOR for step in shipped.steps(name)]
        downs = sum(now and not before for before, now in zip([False, *floor], floor, strict=False))
        ups = sum(before and not now for before, now in itertools.pairwise(floor))
        assert downs <= 1, name
        assert ups <= 1, name


def test_nobody_gets_up_from_the_chair_twice(shipped: Shipped) -> None:
    for name in shipped.routines:
        standing = [step.position is Position.STANDING for step in shipped.steps(name)]
        assert sum(now and not before for before, now in itertools.pairwise(standing)) <= 1, name


def test_only_the_four_floor_sets_and_groups_need_the_floor(shipped: Shipped) -> None:
    groups = {"seed-lower-back", "seed-shoulder", "seed-hip", "seed-calves-feet"}
    needing = {name for name in shipped.routines if shipped.needs_the_floor(name)}
    assert needing == ON_THE_FLOOR | groups


def test_every_area_has_a_set_that_the_office_allows(shipped: Shipped) -> None:
    pool = [name for name in shipped.routines if not shipped.needs_the_floor(name)]
    assert len(pool) >= 20
    served = {
        area
        for name in pool
        if shipped.routine(name).rotate
        for step in shipped.steps(name)
        for area in step.areas
    }
    assert served == set(Area)
    named = {area for name in pool for area in shipped.routine(name).areas}
    assert named == set(Area)


def test_what_a_routine_says_it_serves_is_served_by_a_step(shipped: Shipped) -> None:
    for name in shipped.routines:
        served = {area for step in shipped.steps(name) for area in step.areas}
        assert set(shipped.routine(name).areas) <= served, name


def test_every_hold_is_within_its_stretch_and_ends_on_an_out_breath(shipped: Shipped) -> None:
    holds = 0
    for name in shipped.routines:
        for segment in shipped.timeline(name).segments:
            if segment.kind is not SegmentKind.HOLD:
                continue
            holds += 1
            step = shipped.steps(name)[segment.step]
            stretch = shipped.stretches[str(step.stretch)]
            assert segment.ms % 1000 == 0, name
            if stretch.hold_min_s and stretch.hold_max_s:
                seconds = segment.ms / 1000
                assert stretch.hold_min_s <= seconds <= stretch.hold_max_s, (name, step.stretch)
            assert segment.breath, (name, step.stretch)
            assert sum(run.total_ms for run in segment.breath) == segment.ms, (name, step.stretch)
    assert holds > 50


def test_every_rep_is_whole_and_sets_its_own_breath(shipped: Shipped) -> None:
    reps = 0
    for name in shipped.routines:
        for segment in shipped.timeline(name).segments:
            if segment.kind is SegmentKind.REPS:
                assert segment.reps is not None
                assert segment.ms == segment.reps.total_ms
                reps += 1
            if segment.kind is SegmentKind.REPS or segment.kind in NO_BREATH_GUIDED:
                assert segment.breath == (), name
    assert reps > 20


@pytest.mark.parametrize("name", sorted(SEED_GROUPS))
def test_a_seed_group_has_the_stretches_of_the_seed_in_its_order(
    shipped: Shipped, name: str
) -> None:
    assert [step.stretch for step in shipped.routine(name).step] == SEED_GROUPS[name]


def test_the_clinic_set_has_all_fourteen(shipped: Shipped) -> None:
    steps = [step.stretch for step in shipped.routine("clinic-10").step]
    assert sorted(steps, key=str) == sorted(SEED)


def test_the_clinic_breath_is_in_easy_steps_alone_and_fits_exactly(shipped: Shipped) -> None:
    used = 0
    for name in shipped.routines:
        plan = shipped.timeline(name)
        clinic = 0
        for segment in plan.segments:
            runs = [run for run in segment.breath if run.pattern.holds_breath]
            if not runs:
                continue
            assert name.startswith("seed-") or name == "clinic-10"
            assert plan.steps[segment.step].stretch in CLINIC_STEPS
            assert segment.kind is SegmentKind.HOLD
            assert segment.ms in (15_000, 30_000)
            assert all(run.total_ms == run.cycles * run.pattern.cycle_ms for run in runs)
            clinic += sum(run.cycles for run in runs)
        assert clinic <= CLINIC_CYCLES, name
        used += clinic
    assert used > 0


def test_breath_holds_can_be_switched_off_everywhere(shipped: Shipped) -> None:
    for name in shipped.routines:
        calm = shipped.timeline(name, TimelineOptions(breath_holds=False))
        runs = [run for segment in calm.segments for run in segment.breath]
        assert not any(run.pattern.holds_breath for run in runs), name


def test_nothing_of_the_set_for_calls_is_seen_by_a_camera(shipped: Shipped) -> None:
    one = shipped.routine("in-call")
    assert one.rotate is False
    assert [step.stretch for step in one.step] == [
        *("ankle-pump", "jaw-rest", "glute-squeeze", "breath-calm")
    ]
    assert all(shipped.stretches[str(step.stretch)].discreet for step in one.step)
    assert all(step.position is Position.SEATED for step in shipped.steps("in-call"))


def test_nobody_is_asked_for_more_than_ten_breaths_at_a_time(shipped: Shipped) -> None:
    breaths = [
        step.breaths
        for name in shipped.routines
        for step in shipped.steps(name)
        if step.breaths is not None
    ]
    assert len(breaths) > 5
    assert all(3 <= count <= 10 for count in breaths)


def test_who_cannot_leave_the_chair_is_never_sent_away_in_a_seated_set(shipped: Shipped) -> None:
    for name in MICRO | {"neck-2", "shoulders-2", "hands-2", "hips-2", "calm-2", "desk-5"}:
        assert {step.position for step in shipped.steps(name)} == {Position.SEATED}, name
        assert not any(segment.wait_for for segment in shipped.timeline(name).segments), name


def test_every_way_to_a_wall_a_doorway_or_the_floor_waits(shipped: Shipped) -> None:
    waits = {
        name: [segment.wait_for for segment in shipped.timeline(name).segments if segment.wait_for]
        for name in ("legs-2", "chest-2", "stand-5", "desk-10", "lowback-floor-5", "evening-10")
    }
    assert waits == {
        "legs-2": [WaitFor.WALL],
        "chest-2": [WaitFor.DOORWAY, WaitFor.WALL],
        "stand-5": [WaitFor.DOORWAY, WaitFor.WALL],
        "desk-10": [WaitFor.DOORWAY],
        "lowback-floor-5": [WaitFor.FLOOR],
        "evening-10": [WaitFor.FLOOR, WaitFor.UP],
    }


def test_at_the_office_all_the_two_minute_sets_take_turns(shipped: Shipped) -> None:
    pool = [candidate(name, shipped.routine(name), shipped.stretches) for name in shipped.routines]
    played: dict[str, int] = {}
    for now in range(len(pool)):
        choice = choose(
            pool,
            place=Place.OFFICE,
            kind=ReminderKind.STRETCH,
            wanted=Wanted(),
            played_utc_ms=played,
        )
        assert choice is not None
        played[choice.routine] = now
    assert set(played) == TWO_MINUTES | {"seed-neck", "seed-upper-back"}
