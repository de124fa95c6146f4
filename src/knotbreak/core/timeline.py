"""A session's timeline: planned steps laid out as segments, each with its length and cues."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from knotbreak.core.body import Need, Position, Side
from knotbreak.core.breathing import (
    CALM,
    CLINIC_CYCLES,
    BreathMoment,
    BreathPattern,
    BreathPhase,
    BreathRun,
    breath_at,
    fit,
)
from knotbreak.core.plan import PhasePlan, PlannedStep, RepPlan
from knotbreak.core.routine import PhaseBreath, Routine
from knotbreak.core.units import SECOND_MS, ms

WAIT_LIMIT_MS = 20 * SECOND_MS
"""A wait for "I'm there" goes on by itself after this long."""

HALFWAY_FROM_MS = 20 * SECOND_MS
"""Shorter holds have no halfway cue."""

PACES = (70, 85, 100, 120, 145)
"""Percent of the usual time; a larger number is slower."""


class SegmentKind(StrEnum):
    """What a stretch of the timeline is for."""

    READY = "ready"
    WAIT = "wait"
    HOLD = "hold"
    REPS = "reps"
    SWITCH = "switch"
    REST = "rest"
    GAP = "gap"


MOVEMENT = frozenset({SegmentKind.HOLD, SegmentKind.REPS})
"""The kinds that are the exercise itself: only their seconds count as done."""


class WaitFor(StrEnum):
    """What the person is doing while a session waits for "I'm there"."""

    FLOOR = "floor"
    UP = "up"
    WALL = "wall"
    DOORWAY = "doorway"


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a session.

    `step` and `set` count from 0, `cues` are (from_ms, text) in order, `breath` are the runs that
    follow one another. Ready, wait and gap belong to the step that they lead to.
    """

    kind: SegmentKind
    ms: int
    step: int
    set: int = 0
    side: Side = Side.BOTH
    cues: tuple[tuple[int, str], ...] = ()
    breath: tuple[BreathRun, ...] = ()
    reps: RepPlan | None = None
    wait_for: WaitFor | None = None

    @property
    def halfway_ms(self) -> int | None:
        """When to say "halfway", if at all."""
        says_it = self.kind is SegmentKind.HOLD and self.ms >= HALFWAY_FROM_MS
        return self.ms // 2 if says_it else None

    def cue_at(self, at_ms: int) -> str:
        """The cue of the moment."""
        text = ""
        for from_ms, cue in self.cues:
            if from_ms <= at_ms:
                text = cue
        return text


class RepMoment(msgspec.Struct, frozen=True):
    """Where in the reps a moment lies; `rep` counts from 1 within the part."""

    rep: int
    reps: int
    part_cue: str
    phase: PhasePlan
    fraction: float
    remaining_ms: int


class TimelineOptions(msgspec.Struct, frozen=True):
    """What a person's settings and keys change about every timeline.

    `pace` is a percentage of the usual time. Without `breath_holds` every pattern that holds the
    breath becomes the calm one.
    """

    pace: int = 100
    breath_holds: bool = True


class Timeline(msgspec.Struct, frozen=True):
    """The segments of a session, in order, with the steps that they belong to."""

    steps: tuple[PlannedStep, ...]
    segments: tuple[Segment, ...]

    @property
    def total_ms(self) -> int:
        """From the first moment to the last; waits count with their limit."""
        return sum(segment.ms for segment in self.segments)

    @property
    def movement_ms(self) -> int:
        """The exercise alone."""
        return sum(segment.ms for segment in self.segments if segment.kind in MOVEMENT)

    def first_of_step(self, step: int) -> int | None:
        """The index of the first segment of a step; None after the last step."""
        for index, segment in enumerate(self.segments):
            if segment.step == step:
                return index
        return None

    def lead_in(self, index: int) -> int:
        """Where to enter a movement so that there is time to get into position."""
        before = self.segments[index - 1].kind if index else SegmentKind.HOLD
        return index if before in MOVEMENT or before is SegmentKind.WAIT else index - 1


class Frame(msgspec.Struct, frozen=True):
    """The routine's own times between movements."""

    ready_ms: int
    gap_ms: int
    switch_ms: int

    @staticmethod
    def of(routine: Routine) -> Frame:
        """Read them off a routine."""
        return Frame(ms(routine.ready_s), ms(routine.gap_s), ms(routine.switch_s))


def compile_timeline(
    steps: tuple[PlannedStep, ...], frame: Frame, options: TimelineOptions
) -> Timeline:
    """Lay the steps out: ready; set 1 left, switch, right; rest; set 2 …; gap; the next."""
    segments: list[Segment] = []
    before: PlannedStep | None = None
    down = False
    for index, step in enumerate(steps):
        # A step that says nothing about it is done where the person is already.
        floor = down if step.position is None else step.position is Position.FLOOR
        wait = _wait_before(before, step, down, floor)
        if wait is not None:
            segments.append(_wait(wait, index, before, step))
        segments.append(_lead(index, before, step, frame, options, waited=wait is not None))
        segments += _movements(index, step, frame, options)
        before, down = step, floor
    return Timeline(steps=steps, segments=tuple(segment for segment in segments if segment.ms))


def rep_moment(plan: RepPlan, at_ms: int) -> RepMoment:
    """Say which rep and phase the moment `at_ms` after the first rep's start lies in."""
    at_ms = min(max(at_ms, 0), plan.total_ms - 1)
    count, within = divmod(at_ms, plan.rep_ms)
    part, rep = divmod(count, plan.reps)
    phases = plan.phases[::-1] if part in plan.reversed_parts else plan.phases
    for phase in phases:
        if within < phase.ms:
            return RepMoment(
                rep=rep + 1,
                reps=plan.reps,
                part_cue=plan.part_cues[part],
                phase=phase,
                fraction=within / phase.ms,
                remaining_ms=phase.ms - within,
            )
        within -= phase.ms
    raise AssertionError("the moment lies within the rep")


def breath_moment(segment: Segment, at_ms: int) -> BreathMoment | None:
    """The breath cue at a moment of a segment; None where the breath goes its own way."""
    if segment.reps is not None:
        return _phase_breath(segment.reps, at_ms)
    cycles = 0
    for number, run in enumerate(segment.breath):
        if at_ms < run.total_ms or number == len(segment.breath) - 1:
            moment = breath_at(run, at_ms)
            return msgspec.structs.replace(moment, cycle=moment.cycle + cycles)
        at_ms -= run.total_ms
        cycles += run.cycles
    return None


def fit_breath(
    pattern: BreathPattern | None, total_ms: int, options: TimelineOptions
) -> tuple[BreathRun, ...]:
    """Fit a pattern to a hold: whole breaths, no more than eight of them with a held breath.

    Where the pattern does not fit, the calm one is tried; where that does not fit either, the
    breath is left alone.
    """
    if pattern is None:
        return ()
    if pattern.holds_breath and not options.breath_holds:
        pattern = CALM
    scaled = _scaled(pattern, options.pace)
    calm = _scaled(CALM, options.pace)
    run = fit(scaled, total_ms)
    if run is not None and run.pattern.holds_breath and run.cycles > CLINIC_CYCLES:
        # Fewer than eight if need be: the calm breaths after them have to fit as well.
        for cycles in range(CLINIC_CYCLES, 0, -1):
            held_ms = total_ms * cycles // run.cycles
            rest = fit(calm, total_ms - held_ms)
            if rest is not None:
                return (BreathRun(run.pattern, cycles, held_ms), rest)
        run = None
    run = run or fit(calm, total_ms)
    return () if run is None else (run,)


def _scaled(pattern: BreathPattern, pace: int) -> BreathPattern:
    if pace == 100:
        return pattern
    return BreathPattern(
        in_s=pattern.in_s * pace / 100,
        out_s=pattern.out_s * pace / 100,
        full_s=pattern.full_s * pace / 100,
        empty_s=pattern.empty_s * pace / 100,
    )


def _paced(length_ms: int, options: TimelineOptions) -> int:
    return round(length_ms * options.pace / 100)


def _wait_before(
    before: PlannedStep | None, step: PlannedStep, was_down: bool, floor: bool
) -> WaitFor | None:
    if floor and not was_down:
        return WaitFor.FLOOR
    needed_before = before.needs if before is not None else ()
    for need, wait in ((Need.DOORWAY, WaitFor.DOORWAY), (Need.WALL, WaitFor.WALL)):
        if need in step.needs and need not in needed_before:
            return wait
    if was_down and not floor:
        return WaitFor.UP
    return None


def _wait(wait: WaitFor, index: int, before: PlannedStep | None, step: PlannedStep) -> Segment:
    cues = [(0, step.cues.start)]
    if before is not None and before.cues.end:
        # Out of the last movement first.
        cues = [(0, before.cues.end), (WAIT_LIMIT_MS // 4, step.cues.start)]
    return Segment(
        kind=SegmentKind.WAIT,
        ms=WAIT_LIMIT_MS,
        step=index,
        side=step.sides[0],
        cues=_said(cues),
        wait_for=wait,
    )


def _lead(
    index: int,
    before: PlannedStep | None,
    step: PlannedStep,
    frame: Frame,
    options: TimelineOptions,
    *,
    waited: bool,
) -> Segment:
    """Ready or gap: coming out of the last movement, then getting into the next."""
    length = _paced(frame.ready_ms if before is None else frame.gap_ms, options)
    cues = [(0, step.cues.start), (length // 2, step.cues.move)]
    if before is not None and before.cues.end and not waited:
        cues = [
            (0, before.cues.end),
            (length // 3, step.cues.start),
            (length * 2 // 3, step.cues.move),
        ]
    return Segment(
        kind=SegmentKind.READY if before is None else SegmentKind.GAP,
        ms=length,
        step=index,
        side=step.sides[0],
        cues=_said(cues),
    )


def _movements(
    index: int, step: PlannedStep, frame: Frame, options: TimelineOptions
) -> list[Segment]:
    segments: list[Segment] = []
    for set_ in range(step.sets):
        for number, side in enumerate(step.sides):
            if number:
                segments.append(
                    Segment(
                        kind=SegmentKind.SWITCH,
                        ms=_paced(frame.switch_ms, options),
                        step=index,
                        set=set_,
                        side=side,
                        cues=_said([(0, step.cues.move)]),
                    )
                )
            elif set_:
                # Going back to the first side takes the time of a switch, even without a rest.
                rest_ms = max(step.rest_ms, frame.switch_ms if len(step.sides) > 1 else 0)
                rest_ms = _paced(rest_ms, options)
                segments.append(
                    Segment(
                        kind=SegmentKind.REST,
                        ms=rest_ms,
                        step=index,
                        set=set_,
                        side=side,
                        cues=_said([(0, step.cues.end), (rest_ms // 2, step.cues.start)]),
                    )
                )
            segments.append(_movement(index, set_, side, step, options))
    return segments


def _movement(
    index: int, set_: int, side: Side, step: PlannedStep, options: TimelineOptions
) -> Segment:
    if step.reps is not None:
        phases = tuple(
            msgspec.structs.replace(phase, ms=_paced(phase.ms, options))
            for phase in step.reps.phases
        )
        plan = msgspec.structs.replace(step.reps, phases=phases)
        return Segment(
            kind=SegmentKind.REPS,
            ms=plan.total_ms,
            step=index,
            set=set_,
            side=side,
            cues=_said([(0, step.cues.hold)]),
            reps=plan,
        )
    length, breath = _hold(step, options)
    return Segment(
        kind=SegmentKind.HOLD,
        ms=length,
        step=index,
        set=set_,
        side=side,
        cues=_said([(0, step.cues.hold)]),
        breath=breath,
    )


def _hold(step: PlannedStep, options: TimelineOptions) -> tuple[int, tuple[BreathRun, ...]]:
    if step.breaths is not None:
        pattern = step.breath or CALM
        if pattern.holds_breath and not options.breath_holds:
            pattern = CALM
        length = step.breaths * _scaled(pattern, options.pace).cycle_ms
        return length, fit_breath(pattern, length, options)
    assert step.hold_ms is not None, "a planned step holds, does reps, or breathes"
    length = _paced(step.hold_ms, options)
    return length, fit_breath(step.breath, length, options)


def _phase_breath(plan: RepPlan, at_ms: int) -> BreathMoment | None:
    moment = rep_moment(plan, at_ms)
    if moment.phase.breath is None:
        return None
    inward = moment.phase.breath is PhaseBreath.IN
    return BreathMoment(
        phase=BreathPhase.INHALE if inward else BreathPhase.EXHALE,
        fraction=moment.fraction,
        fullness=moment.fraction if inward else 1 - moment.fraction,
        remaining_ms=moment.remaining_ms,
        cycle=min(max(at_ms, 0), plan.total_ms - 1) // plan.rep_ms,
    )


def _said(cues: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple((from_ms, text) for from_ms, text in cues if text)
