"""Lays the planned steps of a session out as a timeline, each segment with its length and cues."""

from __future__ import annotations

import msgspec

from knotbreak.core.body import Need, Position, Side
from knotbreak.core.breathing import CALM, CLINIC_CYCLES, BreathPattern, BreathRun, fit
from knotbreak.core.plan import PlannedStep
from knotbreak.core.routine import Routine
from knotbreak.core.text import WORD_MS, saying_ms
from knotbreak.core.timeline import (
    Segment,
    SegmentKind,
    Timeline,
    TimelineOptions,
    WaitFor,
)
from knotbreak.core.units import SECOND_MS, ms

WAIT_LIMIT_MS = 20 * SECOND_MS
"""A wait for "I'm there" goes on by itself after this long."""


class Frame(msgspec.Struct, frozen=True):
    """The routine's own times between movements."""

    ready_ms: int
    gap_ms: int
    switch_ms: int

    @staticmethod
    def of(routine: Routine) -> Frame:
        """Read them off a routine."""
        return Frame(ms(routine.ready_s), ms(routine.gap_s), ms(routine.switch_s))


def _is_down(step: PlannedStep, down: bool) -> bool:
    """A step that says nothing about it is done where the person is already."""
    return down if step.position is None else step.position is Position.FLOOR


Left = tuple[int, PlannedStep]
"""A step that another took the place of, and its number: the way out of it leads to that one."""


def compile_timeline(
    steps: tuple[PlannedStep, ...], frame: Frame, options: TimelineOptions, left: Left | None = None
) -> Timeline:
    """Lay the steps out: ready; set 1 left, switch, right; rest; set 2 …; gap; the next."""
    segments: list[Segment] = []
    before: PlannedStep | None = None
    down = False
    for index, step in enumerate(steps):
        if left is not None and left[0] == index:
            before, down = left[1], _is_down(left[1], down)
        floor = _is_down(step, down)
        wait = _wait_before(before, step, down, floor)
        if wait is not None:
            segments.append(_wait(wait, index, before, step))
        segments.append(_lead(index, before, step, frame, options, waited=wait is not None))
        segments += _movements(index, step, frame, options)
        before, down = step, floor
    return Timeline(steps=steps, segments=tuple(segment for segment in segments if segment.ms))


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


def _time_to_say(length_ms: int, said_ms: int, options: TimelineOptions) -> int:
    """A faster pace cuts nothing short that can be said at the usual one."""
    paced_ms = _paced(length_ms, options)
    return max(paced_ms, said_ms) if said_ms <= length_ms else paced_ms


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
    coming_out = before.cues.end if before is not None and not waited else ""
    texts = (coming_out, step.cues.start, step.cues.move)
    usual_ms = frame.ready_ms if before is None else frame.gap_ms
    # For those who listen, the side is named before the way into the movement.
    side_ms = WORD_MS if step.sides[0] is not Side.BOTH else 0
    length = _time_to_say(usual_ms, saying_ms(*texts) + side_ms, options)
    cues = _in_turn(texts, length)
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
                        ms=_time_to_say(frame.switch_ms, saying_ms(step.cues.move), options),
                        step=index,
                        set=set_,
                        side=side,
                        cues=_said([(0, step.cues.move)]),
                    )
                )
            elif set_:
                # Going back to the first side takes the time of a switch, even without a rest.
                rest_ms = max(step.rest_ms, frame.switch_ms if len(step.sides) > 1 else 0)
                half_ms = max(saying_ms(step.cues.end), saying_ms(step.cues.start))
                rest_ms = _time_to_say(rest_ms, 2 * half_ms, options)
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
            msgspec.structs.replace(phase, ms=_time_to_say(phase.ms, saying_ms(phase.cue), options))
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


def _in_turn(texts: tuple[str, ...], length_ms: int) -> list[tuple[int, str]]:
    """Share a time out among cues by their words, so that each can be said to its end."""
    words = [len(text.split()) for text in texts]
    total = max(1, sum(words))
    return [(length_ms * sum(words[:number]) // total, text) for number, text in enumerate(texts)]


def _said(cues: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple((from_ms, text) for from_ms, text in cues if text)
