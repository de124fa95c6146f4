"""Breath patterns: how they fit a hold, and where in the breath a moment lies."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.body import NamedPattern
from knotbreak.core.units import ms

FIT_SHORTEST = Fraction(4, 5)
FIT_LONGEST = Fraction(3, 2)
CLINIC_CYCLES = 8
"""After so many cycles with a full hold of the breath, the calm pattern goes on."""


class BreathPhase(StrEnum):
    """One of the four parts of a breath, in their order."""

    INHALE = "in"
    FULL = "full"
    EXHALE = "out"
    EMPTY = "empty"


PhaseSeconds = Annotated[float, Meta(ge=0, le=30)]


class BreathPattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One breath: in, hold full, out, hold empty, each in seconds."""

    in_s: Annotated[float, Meta(ge=1, le=30, description="Breathing in.")]
    out_s: Annotated[float, Meta(ge=1, le=30, description="Breathing out.")]
    full_s: Annotated[PhaseSeconds, Meta(description="Holding the breath, full.")] = 0
    empty_s: Annotated[PhaseSeconds, Meta(description="Waiting before the next breath.")] = 0

    @property
    def phases(self) -> tuple[tuple[BreathPhase, int], ...]:
        """The parts that take time, with their milliseconds."""
        parts = (
            (BreathPhase.INHALE, ms(self.in_s)),
            (BreathPhase.FULL, ms(self.full_s)),
            (BreathPhase.EXHALE, ms(self.out_s)),
            (BreathPhase.EMPTY, ms(self.empty_s)),
        )
        return tuple((phase, length) for phase, length in parts if length)

    @property
    def cycle_ms(self) -> int:
        """One whole breath."""
        return sum(length for _, length in self.phases)

    @property
    def holds_breath(self) -> bool:
        """Whether any part holds the breath."""
        return self.full_s > 0 or self.empty_s > 0


CALM = BreathPattern(in_s=4, out_s=6)
EVEN = BreathPattern(in_s=5, out_s=5)
CLINIC = BreathPattern(in_s=4, full_s=5, out_s=6)


def pattern_named(name: NamedPattern) -> BreathPattern | None:
    """Look up a pattern by name; None for `free`."""
    return {
        NamedPattern.CALM: CALM,
        NamedPattern.EVEN: EVEN,
        NamedPattern.CLINIC: CLINIC,
        NamedPattern.FREE: None,
    }[name]


class BreathRun(msgspec.Struct, frozen=True):
    """A pattern fitted to a stretch of time: `cycles` whole breaths in `total_ms`."""

    pattern: BreathPattern
    cycles: int
    total_ms: int


class BreathMoment(msgspec.Struct, frozen=True):
    """Where in the breath a moment lies.

    `fraction` runs from 0 to 1 within the phase, `fullness` is 0 with empty and 1 with full lungs,
    `remaining_ms` is left of the phase, `cycle` counts from 0.
    """

    phase: BreathPhase
    fraction: float
    fullness: float
    remaining_ms: int
    cycle: int


def fit(pattern: BreathPattern, total_ms: int) -> BreathRun | None:
    """Fit whole breaths into `total_ms`, so that the time ends on an out-breath.

    The pattern is stretched or shortened by 0.8 to 1.5, as little as possible. None if no whole
    number of breaths fits within that.
    """
    cycle_ms = pattern.cycle_ms
    near = total_ms // cycle_ms
    best: tuple[Fraction, int] | None = None
    for cycles in (near, near + 1):
        if cycles < 1:
            continue
        scale = Fraction(total_ms, cycles * cycle_ms)
        if FIT_SHORTEST <= scale <= FIT_LONGEST:
            distance = max(scale, 1 / scale)
            if best is None or distance < best[0]:
                best = (distance, cycles)
    return None if best is None else BreathRun(pattern=pattern, cycles=best[1], total_ms=total_ms)


def breath_at(run: BreathRun, at_ms: int) -> BreathMoment:
    """Say where in the breath the moment `at_ms` after the start of the run lies.

    Moments outside the run are read as its first or last.
    """
    at_ms = min(max(at_ms, 0), run.total_ms - 1)
    phases = run.pattern.phases
    cycle_ms = sum(length for _, length in phases)
    # Exact, as the borders of a fitted cycle rarely fall on whole milliseconds: whole numbers, with
    # one of the pattern's milliseconds cut into so many parts as the run has. Every frame asks for
    # this: 2 µs, and 11 with fractions (Python 3.11).
    parts = run.total_ms
    cycle, within = divmod(at_ms * run.cycles * cycle_ms, cycle_ms * parts)
    for phase, length in phases:
        left = length * parts - within
        if left > 0:
            fraction = within / (length * parts)
            return BreathMoment(
                phase=phase,
                fraction=fraction,
                fullness=_fullness(phase, fraction),
                remaining_ms=left // (run.cycles * cycle_ms),
                cycle=cycle,
            )
        within = -left
    raise AssertionError("a breath has phases and the moment lies within them")


def _fullness(phase: BreathPhase, fraction: float) -> float:
    match phase:
        case BreathPhase.INHALE:
            return fraction
        case BreathPhase.FULL:
            return 1.0
        case BreathPhase.EXHALE:
            return 1.0 - fraction
        case BreathPhase.EMPTY:
            return 0.0
