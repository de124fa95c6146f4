"""A session's timeline: planned steps laid out as segments, each with its length and cues."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from knotbreak.core.body import Side
from knotbreak.core.breathing import (
    BreathMoment,
    BreathPhase,
    BreathRun,
    breath_at,
)
from knotbreak.core.plan import PhasePlan, PlannedStep, RepPlan
from knotbreak.core.routine import PhaseBreath
from knotbreak.core.units import SECOND_MS

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

    @property
    def said(self) -> tuple[str, ...]:
        """All that is said in it, each once, in order."""
        texts = [cue for _from_ms, cue in self.cues]
        if self.reps is not None:
            texts += [*self.reps.part_cues, *(phase.cue for phase in self.reps.phases)]
        return tuple(dict.fromkeys(text for text in texts if text))

    def cue_at(self, at_ms: int) -> str:
        """The cue of the moment."""
        text = ""
        for from_ms, cue in self.cues:
            if from_ms <= at_ms:
                text = cue
        return text


class RepMoment(msgspec.Struct, frozen=True):
    """Where in the reps a moment lies; `rep` counts from 1 within the part.

    `before` is the name of the phase that this one follows, the last one of the rep before it.
    """

    rep: int
    reps: int
    part_cue: str
    phase: PhasePlan
    before: str
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


def rep_moment(plan: RepPlan, at_ms: int) -> RepMoment:
    """Say which rep and phase the moment `at_ms` after the first rep's start lies in."""
    at_ms = min(max(at_ms, 0), plan.total_ms - 1)
    count, within = divmod(at_ms, plan.rep_ms)
    part, rep = divmod(count, plan.reps)
    phases = plan.phases[::-1] if part in plan.reversed_parts else plan.phases
    for number, phase in enumerate(phases):
        if within < phase.ms:
            return RepMoment(
                rep=rep + 1,
                reps=plan.reps,
                part_cue=plan.part_cues[part],
                phase=phase,
                before=phases[number - 1].name,
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
