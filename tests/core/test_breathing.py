from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import NamedPattern
from knotbreak.core.breathing import (
    CALM,
    CLINIC,
    CLINIC_CYCLES,
    EVEN,
    BreathPattern,
    BreathPhase,
    BreathRun,
    breath_at,
    fit,
    pattern_named,
)
from knotbreak.core.compiler import fit_breath
from knotbreak.core.timeline import (
    PACES,
    Segment,
    SegmentKind,
    TimelineOptions,
    breath_moment,
)

tenths = st.integers(10, 120).map(lambda n: n / 10)
waits = st.sampled_from([0, 0, 0.5, 1, 2.5, 5, 10])
patterns = st.builds(BreathPattern, in_s=tenths, out_s=tenths, full_s=waits, empty_s=waits)
holds = st.integers(1_000, 300_000)
ORDER = list(BreathPhase)


@pytest.mark.parametrize(("seconds", "cycles"), [(15, 1), (30, 2), (120, 8)])
def test_clinic_fits_exactly(seconds: int, cycles: int) -> None:
    assert fit(CLINIC, seconds * 1000) == BreathRun(CLINIC, cycles, seconds * 1000)


def test_clinic_at_its_moments() -> None:
    run = BreathRun(CLINIC, 2, 30_000)
    phases = [(breath_at(run, at).phase, breath_at(run, at).cycle) for at in
              (0, 3_999, 4_000, 8_999, 9_000, 14_999, 15_000, 29_999, 40_000, -5)]  # fmt: skip
    inhale, full, out = BreathPhase.INHALE, BreathPhase.FULL, BreathPhase.EXHALE
    assert phases == [
        (inhale, 0), (inhale, 0), (full, 0), (full, 0), (out, 0), (out, 0),
        (inhale, 1), (out, 1), (out, 1), (inhale, 0),
    ]  # fmt: skip
    assert breath_at(run, 2_000).fullness == 0.5
    assert breath_at(run, 9_000).remaining_ms == 6_000


def test_names() -> None:
    named = [pattern_named(name) for name in NamedPattern]
    assert named == [CALM, EVEN, CLINIC, None]


@given(patterns, holds)
def test_a_fit_is_of_whole_breaths_within_bounds_and_the_nearest(
    pattern: BreathPattern, total_ms: int
) -> None:
    scales = [Fraction(total_ms, n * pattern.cycle_ms) for n in range(1, 400)]
    good = [scale for scale in scales if Fraction(4, 5) <= scale <= Fraction(3, 2)]
    run = fit(pattern, total_ms)
    assert (run is None) == (not good)
    if run is not None:
        scale = Fraction(total_ms, run.cycles * pattern.cycle_ms)
        assert max(scale, 1 / scale) == min(max(one, 1 / one) for one in good)


def check_breath(runs: tuple[BreathRun, ...], total_ms: int) -> None:
    """At any instant: phases in order, no jump in fullness, no time lost, an out-breath last."""
    segment = Segment(kind=SegmentKind.HOLD, ms=total_ms, step=0, breath=runs)
    assert sum(run.total_ms for run in runs) == total_ms
    shortest_ms = min(
        length * run.total_ms / (run.cycles * run.pattern.cycle_ms)
        for run in runs
        for phase, length in run.pattern.phases
        if phase in (BreathPhase.INHALE, BreathPhase.EXHALE)
    )
    before = breath_moment(segment, 0)
    assert before is not None
    assert (before.phase, before.fullness, before.cycle) == (BreathPhase.INHALE, 0, 0)
    for at_ms in range(20, total_ms, 20):
        moment = breath_moment(segment, at_ms)
        assert moment is not None
        assert 0 <= moment.fraction < 1
        assert abs(moment.fullness - before.fullness) <= 20 / shortest_ms + 1e-9
        if moment.phase is before.phase and moment.cycle == before.cycle:
            assert moment.fraction > before.fraction
            assert abs(before.remaining_ms - moment.remaining_ms - 20) <= 1
        else:
            step = ORDER.index(moment.phase) - ORDER.index(before.phase)
            assert step > 0 or moment.cycle == before.cycle + 1
        before = moment
    last = breath_moment(segment, total_ms - 1)
    assert last is not None
    assert last.phase in (BreathPhase.EXHALE, BreathPhase.EMPTY)
    assert last.fullness <= 1 / shortest_ms + 0.01
    assert last.cycle + 1 == sum(run.cycles for run in runs)


@given(patterns, st.integers(1_000, 60_000), st.sampled_from(PACES), st.booleans())
def test_breath_at_any_instant(
    pattern: BreathPattern, total_ms: int, pace: int, breath_holds: bool
) -> None:
    options = TimelineOptions(pace=pace, breath_holds=breath_holds)
    runs = fit_breath(pattern, total_ms, options)
    if runs:
        check_breath(runs, total_ms)
    if not breath_holds:
        assert not any(run.pattern.holds_breath for run in runs)


@given(patterns.filter(lambda pattern: pattern.holds_breath), holds, st.sampled_from(PACES))
def test_a_held_breath_comes_eight_times_at_most_then_calm(
    pattern: BreathPattern, total_ms: int, pace: int
) -> None:
    runs = fit_breath(pattern, total_ms, TimelineOptions(pace=pace))
    held = [run.cycles for run in runs if run.pattern.holds_breath]
    assert sum(held) <= CLINIC_CYCLES
    assert [run.pattern.holds_breath for run in runs] in ([], [True], [False], [True, False])
    assert sum(run.total_ms for run in runs) in (0, total_ms)
    for run in runs:
        scale = Fraction(run.total_ms, run.cycles * run.pattern.cycle_ms)
        assert Fraction(79, 100) <= scale <= Fraction(151, 100)


def test_long_clinic_goes_on_calmly() -> None:
    runs = fit_breath(CLINIC, 180_000, TimelineOptions())
    assert [(run.cycles, run.total_ms) for run in runs] == [(8, 120_000), (6, 60_000)]


def test_calm_fits_after_the_cap_even_where_eight_would_leave_a_bad_rest() -> None:
    # Nine cycles a little too long: 15.45 s would be left, and no calm breath fits those.
    runs = fit_breath(CLINIC, 139_050, TimelineOptions())
    assert [run.cycles for run in runs] == [7, 3]
    check_breath(runs, 139_050)


def test_fallbacks() -> None:
    options = TimelineOptions()
    assert fit_breath(CLINIC, 9_000, options) == (BreathRun(CALM, 1, 9_000),)
    assert fit_breath(CLINIC, 4_000, options) == ()
    assert fit_breath(None, 20_000, options) == ()
    easy = TimelineOptions(breath_holds=False)
    assert fit_breath(CLINIC, 30_000, easy) == (BreathRun(CALM, 3, 30_000),)
    box = BreathPattern(in_s=4, out_s=4, empty_s=4)
    assert fit_breath(box, 30_000, easy) == (BreathRun(CALM, 3, 30_000),)
