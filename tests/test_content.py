"""The stretches and routines that come with the program keep the rules of their making."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from knotbreak.core.body import Place, Position
from knotbreak.core.breathing import CLINIC_CYCLES, NamedPattern
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.plan import plan_steps
from knotbreak.core.routine import Routine, Stretch, StretchKind
from knotbreak.core.timeline import SegmentKind, Timeline, TimelineOptions
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library import Library, LibraryReader

SEED = {
    "neck-side", "shoulder-rolls", "chin-tuck", "forward-bend", "cat-cow", "childs-pose",
    "cross-body", "thread-needle", "upper-back", "doorway", "pigeon", "hip-flexor-kneel",
    "calf-wall", "toe-stretch",
}  # fmt: skip
SEED_GROUPS = {
    "seed-neck": ["neck-side", "shoulder-rolls", "chin-tuck", "chin-to-chest"],
    "seed-lower-back": ["forward-bend", "cat-cow", "childs-pose"],
    "seed-shoulder": ["cross-body", "thread-needle"],
    "seed-upper-back": ["upper-back", "doorway"],
    "seed-hip": ["pigeon", "hip-flexor-kneel"],
    "seed-calves-feet": ["calf-wall", "toe-stretch"],
}
MICRO = {
    "micro-neck", "micro-rolls", "micro-chin", "micro-eyes", "micro-wrists", "micro-jaw",
    "micro-breath", "micro-feet",
}  # fmt: skip
CLINIC_STEPS = {"neck-side", "cross-body", "upper-back", "childs-pose", "breath-calm"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return LibraryReader(builtin_root(), tmp_path_factory.mktemp("nobody")).reload()


def stretches(library: Library) -> Iterator[tuple[str, Stretch]]:
    yield from library.movements().items()


def routine(library: Library, name: str) -> Routine:
    return library.routine(name).routine


def timeline(library: Library, name: str) -> Timeline:
    one = routine(library, name)
    steps = plan_steps(one, library.movements())
    return compile_timeline(steps, Frame.of(one), TimelineOptions())


def texts(stretch: Stretch) -> Iterator[str]:
    cues = stretch.cues
    yield from (cues.start, cues.move, cues.hold, cues.end)
    yield from (phase.cue for phase in stretch.phase)
    yield from (part.cue for part in stretch.part)


def test_nothing_is_missing_and_nothing_is_wrong(library: Library) -> None:
    assert library.problems == ()
    assert set(library.stretches) >= SEED | {"chin-to-chest"}
    wanted = MICRO | set(SEED_GROUPS) | {"neck-2", "shoulders-2", "clinic-10", "in-call"}
    assert set(library.routines) == wanted
    assert len(library.stretches) == 35


def test_a_cue_has_at_most_eight_words(library: Library) -> None:
    long = [
        (id_, text)
        for id_, stretch in stretches(library)
        for text in texts(stretch)
        if len(text.split()) > 8
    ]
    assert long == []


def test_every_stretch_says_when_to_stop_and_how_to_do_less(library: Library) -> None:
    for id_, stretch in stretches(library):
        assert stretch.stop, id_
        assert stretch.easier_cue, id_
        assert stretch.errors, id_
        assert stretch.sources, id_
        assert stretch.figure is not None, id_


def test_easier_leads_to_an_end_and_never_to_the_floor(library: Library) -> None:
    movements = library.movements()
    for id_ in movements:
        seen = [id_]
        while (easier := movements[seen[-1]].easier) is not None:
            assert easier in movements, seen
            assert easier not in seen, seen
            assert Position.FLOOR not in movements[easier].positions, seen
            seen.append(easier)


def test_holds_stay_within_the_seed_and_floor_work_at_home(library: Library) -> None:
    for id_, stretch in stretches(library):
        if stretch.kind is StretchKind.HOLD and stretch.hold_min_s and stretch.hold_max_s:
            assert stretch.hold_s is not None, id_
            assert stretch.hold_min_s <= stretch.hold_s <= stretch.hold_max_s, id_
            assert stretch.hold_max_s <= 60, id_
        if stretch.positions[0] is Position.FLOOR:
            assert stretch.places == (Place.HOME,), id_


def test_no_stretch_holds_the_breath_by_itself(library: Library) -> None:
    for id_, stretch in stretches(library):
        assert stretch.breath in (NamedPattern.CALM, NamedPattern.FREE), id_


def test_cat_breathes_out_and_cow_in(library: Library) -> None:
    for id_ in ("cat-cow", "seated-cat-cow"):
        phases = {phase.name: phase.breath for phase in library.movements()[id_].phase}
        assert len(phases) == 2, id_
        out = [name for name, breath in phases.items() if breath == "out"]
        assert out == ["cat"], id_


@pytest.mark.parametrize("name", sorted(SEED_GROUPS))
def test_a_seed_group_has_the_stretches_of_the_seed_in_its_order(
    library: Library, name: str
) -> None:
    assert [step.stretch for step in routine(library, name).step] == SEED_GROUPS[name]


def test_the_clinic_set_has_all_fourteen(library: Library) -> None:
    steps = [step.stretch for step in routine(library, "clinic-10").step]
    assert sorted(steps, key=str) == sorted(SEED)


def test_every_routine_is_as_long_as_its_class(library: Library) -> None:
    for name in MICRO:
        assert 25_000 <= timeline(library, name).total_ms <= 45_000, name
    for name in ("neck-2", "shoulders-2", *SEED_GROUPS):
        assert 100_000 <= timeline(library, name).total_ms <= 150_000, name
    assert 540_000 <= timeline(library, "clinic-10").total_ms <= 690_000


def test_down_to_the_floor_at_most_once_and_up_at_most_once(library: Library) -> None:
    for name in library.routines:
        steps = plan_steps(routine(library, name), library.movements())
        floor = [step.position is Position.FLOOR for step in steps]
        downs = sum(now and not before for before, now in zip([False, *floor], floor, strict=False))
        ups = sum(before and not now for before, now in itertools.pairwise(floor))
        assert downs <= 1, name
        assert ups <= 1, name


def test_the_clinic_breath_is_in_easy_steps_alone_and_fits_exactly(library: Library) -> None:
    used = 0
    for name in library.routines:
        plan = timeline(library, name)
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


def test_breath_holds_can_be_switched_off_everywhere(library: Library) -> None:
    for name in library.routines:
        one = routine(library, name)
        steps = plan_steps(one, library.movements())
        calm = compile_timeline(steps, Frame.of(one), TimelineOptions(breath_holds=False))
        runs = [run for segment in calm.segments for run in segment.breath]
        assert not any(run.pattern.holds_breath for run in runs), name


def test_nothing_of_the_set_for_calls_is_seen_by_a_camera(library: Library) -> None:
    one = routine(library, "in-call")
    assert one.rotate is False
    movements = library.movements()
    assert all(movements[str(step.stretch)].discreet for step in one.step)
    assert all(movements[str(step.stretch)].positions[0] is Position.SEATED for step in one.step)


def test_the_words_promise_nothing(library: Library) -> None:
    promises = ("treats", "cures", "releases knots", "prevents", "heals")
    for id_, stretch in stretches(library):
        said = " ".join(
            [stretch.summary, stretch.feel, stretch.caption, *texts(stretch), *stretch.avoid]
        ).lower()
        assert not any(word in said for word in promises), id_
