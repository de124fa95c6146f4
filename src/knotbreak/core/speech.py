"""What a voice says in a session, and when: the spoken set beside the written one.

Written cues stand on the screen for as long as they hold. A voice has less room: every line has its
time, nothing is said into another line, and what does not fit is left out, the least needful first.
There is no sound here: words for the lines are in `app.wording`, and a voice is an adapter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from knotbreak.core.body import Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.plan import PlannedStep, RepPlan
from knotbreak.core.text import WORD_MS, saying_ms
from knotbreak.core.timeline import MOVEMENT, Segment, SegmentKind, Timeline, WaitFor
from knotbreak.core.units import SECOND_MS

NEXT_MS = 6 * SECOND_MS
"""So long before the end of a movement the next one is named."""

BREATHS_SAID = 2
"""So many breaths are told in words; then the breath is known, and the voice is still."""


class Saying(StrEnum):
    """What kind of line it is. What is not a cue of the file has words of its own."""

    NAME = "name"
    SIDE = "side"
    CUE = "cue"
    BREATH = "breath"
    COUNT = "count"
    HALFWAY = "halfway"
    OTHER_SIDE = "other-side"
    REST = "rest"
    WAIT = "wait"
    NEXT = "next"
    DONE = "done"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Something to say.

    It begins `at_ms` after the segment does and has to be over `until_ms` after that. `text` is a
    sentence of the file (a cue, a title), `number` the rep of a count, counted from 1; `side`,
    `breath` and `wait_for` say which side, which part of the breath and what is waited for.
    """

    saying: Saying
    at_ms: int
    until_ms: int
    text: str = ""
    number: int = 0
    side: Side = Side.BOTH
    breath: BreathPhase | None = None
    cycle: int = 0
    wait_for: WaitFor | None = None


_OWN_WORDS = {
    Saying.SIDE: 1,
    Saying.COUNT: 2,
    Saying.HALFWAY: 1,
    Saying.OTHER_SIDE: 2,
    Saying.REST: 1,
    Saying.NEXT: 1,
    Saying.BREATH: 4,
    Saying.WAIT: 13,
    Saying.DONE: 3,
}
"""At most so many words of our own are in a line; what the file says comes on top."""

_FIRST_TO_GO = (Saying.NAME, Saying.WAIT, Saying.REST)
"""What is left out before a movement where time is short; after these, cues, the first ones first:
the side and the way into the movement come last.
"""

_ANY_TIME = frozenset({Saying.HALFWAY, Saying.NEXT})
"""These may be told a little later as well."""


def lines(timeline: Timeline, index: int) -> tuple[Line, ...]:
    """What is said in a segment, in order."""
    segment = timeline.segments[index]
    step = timeline.steps[segment.step]
    match segment.kind:
        case SegmentKind.HOLD:
            said = _hold(segment)
        case SegmentKind.REPS:
            said = _reps(segment)
        case SegmentKind.WAIT:
            # At once, so that nobody stands there and listens.
            pieces = _fitted(_between(segment, step), segment.ms)
            return _in_turn(pieces, sum(map(line_ms, pieces)))
        case _:
            return _in_turn(_between(segment, step), segment.ms)
    if index + 1 < len(timeline.segments) and _is_last_of_step(timeline, index):
        following = timeline.steps[segment.step + 1]
        at_ms = max(0, segment.ms - NEXT_MS)
        said.append(_line(Saying.NEXT, at_ms, text=following.title))
    return _apart(said, segment.ms)


def after(timeline: Timeline) -> tuple[Line, ...]:
    """What is said when the last movement is over: out of it, and that it is done."""
    cue = timeline.steps[-1].cues.end
    end_ms = saying_ms(cue)
    done_ms = end_ms + WORD_MS * _OWN_WORDS[Saying.DONE]
    out = [Line(saying=Saying.CUE, at_ms=0, until_ms=end_ms, text=cue)] if cue else []
    return (*out, Line(saying=Saying.DONE, at_ms=end_ms, until_ms=done_ms))


def line_ms(line: Line) -> int:
    """How long it takes to say a line, at most."""
    return WORD_MS * _OWN_WORDS.get(line.saying, 0) + saying_ms(line.text)


def _line(saying: Saying, at_ms: int, **more: object) -> Line:
    return msgspec.convert({"saying": saying, "at_ms": at_ms, "until_ms": at_ms, **more}, Line)


def _is_last_of_step(timeline: Timeline, index: int) -> bool:
    step = timeline.segments[index].step
    later = timeline.segments[index + 1 :]
    return not any(one.step == step and one.kind in MOVEMENT for one in later)


def _between(segment: Segment, step: PlannedStep) -> list[Line]:
    """Before a movement: out of the last one, what comes, for which side, and into it."""
    *before, last = [""] if not segment.cues else [text for _at_ms, text in segment.cues]
    cues = [_line(Saying.CUE, 0, text=text) for text in before]
    side = [] if segment.side is Side.BOTH else [_line(Saying.SIDE, 0, side=segment.side)]
    into = [_line(Saying.CUE, 0, text=last)] if last else []
    match segment.kind:
        case SegmentKind.SWITCH:
            return [_line(Saying.OTHER_SIDE, 0, side=segment.side), *cues, *into]
        case SegmentKind.REST:
            return [_line(Saying.REST, 0), *cues, *side, *into]
        case SegmentKind.WAIT:
            return [*cues, _line(Saying.WAIT, 0, wait_for=segment.wait_for), *into]
        case SegmentKind.READY:
            return [_line(Saying.NAME, 0, text=step.title), *side, *cues, *into]
        case _:
            # What comes has been named before the last movement was over.
            return [*cues, *side, *into]


def _hold(segment: Segment) -> list[Line]:
    said = [_line(Saying.CUE, at_ms, text=text) for at_ms, text in segment.cues]
    if segment.halfway_ms is not None:
        said.append(_line(Saying.HALFWAY, segment.halfway_ms))
    return [*said, *_breaths(segment)]


def _breaths(segment: Segment) -> Iterator[Line]:
    """The first breaths of a hold, phase by phase."""
    begun = 0.0
    for run in segment.breath[:1]:
        scale = run.total_ms / (run.cycles * run.pattern.cycle_ms)
        for cycle in range(min(BREATHS_SAID, run.cycles)):
            for phase, phase_ms in run.pattern.phases:
                yield _line(Saying.BREATH, round(begun), breath=phase, cycle=cycle)
                begun += phase_ms * scale


def _reps(segment: Segment) -> list[Line]:
    """The first rep of every part is told phase by phase; the others are counted."""
    plan = segment.reps
    assert plan is not None, "a segment of reps has its plan"
    said: list[Line] = []
    for part, cue in enumerate(plan.part_cues):
        for rep in range(plan.reps):
            at_ms = (part * plan.reps + rep) * plan.rep_ms
            if rep:
                said.append(_line(Saying.COUNT, at_ms, number=rep + 1))
                continue
            if cue:
                said.append(_line(Saying.CUE, at_ms, text=cue))
            said += _phases(plan, part, at_ms)
    return said


def _phases(plan: RepPlan, part: int, at_ms: int) -> Iterator[Line]:
    phases = plan.phases[::-1] if part in plan.reversed_parts else plan.phases
    for phase in phases:
        if phase.cue:
            yield _line(Saying.CUE, at_ms, text=phase.cue)
        at_ms += phase.ms


def _in_turn(said: Sequence[Line], length_ms: int) -> tuple[Line, ...]:
    """One after the other over the whole time; what there is no time for is left out."""
    kept = _fitted(said, length_ms)
    total_ms = sum(map(line_ms, kept))
    placed: list[Line] = []
    begun = 0
    for line in kept:
        at_ms, begun = begun, begun + line_ms(line)
        placed.append(
            msgspec.structs.replace(
                line,
                at_ms=-(-length_ms * at_ms // total_ms),
                until_ms=-(-length_ms * begun // total_ms),
            )
        )
    return tuple(placed)


def _fitted(said: Sequence[Line], length_ms: int) -> list[Line]:
    kept = list(said)

    def least_needful() -> Line:
        for saying in (*_FIRST_TO_GO, Saying.CUE):
            for line in kept[:-1]:
                if line.saying is saying:
                    return line
        return kept[-1]

    while kept and sum(map(line_ms, kept)) > length_ms:
        kept.remove(least_needful())
    return kept


def _apart(said: Sequence[Line], length_ms: int) -> tuple[Line, ...]:
    """Each at its own moment; one that would run into the line before or the end is left out."""
    placed: list[Line] = []
    free_ms = 0
    # Of two at one moment the first counts: the file's own words before ours.
    for line in sorted(said, key=lambda line: line.at_ms):
        at_ms = max(line.at_ms, free_ms) if line.saying in _ANY_TIME else line.at_ms
        end_ms = at_ms + line_ms(line)
        if free_ms <= at_ms and end_ms <= length_ms:
            placed.append(msgspec.structs.replace(line, at_ms=at_ms, until_ms=end_ms))
            free_ms = end_ms
    return tuple(placed)
