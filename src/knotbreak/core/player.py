"""The session player: a machine that takes moments and keys, and says what happens.

It knows no clock: every call takes `now_ms` (monotonic) and returns what happened since the last
call, in order. Time is a position in the timeline, so a pause of any length leaves the rest as
it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from knotbreak.core.breathing import BreathMoment
from knotbreak.core.compiler import Frame, Left, compile_timeline
from knotbreak.core.plan import PlannedStep, Suit, easier_step
from knotbreak.core.routine import Stretch
from knotbreak.core.session_state import Outcome, State
from knotbreak.core.timeline import (
    MOVEMENT,
    PACES,
    RepMoment,
    Segment,
    SegmentKind,
    Timeline,
    TimelineOptions,
    breath_moment,
    rep_moment,
)
from knotbreak.core.units import SECOND_MS

REENTRY_MS = 3 * SECOND_MS
"""The count-in after a pause."""

BACK_AGAIN_MS = 3 * SECOND_MS
"""Further in than this, "back" means this side again."""


class Move(StrEnum):
    """What a person can do to a session."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    BACK = "back"
    SKIP = "skip"
    EASIER = "easier"
    REPLACE = "replace"
    PACE = "pace"
    THERE = "there"
    STOP = "stop"


_STEERING = {Move.BACK, Move.SKIP, Move.EASIER, Move.REPLACE, Move.PACE, Move.STOP}

LEGAL: Mapping[State, frozenset[Move]] = {
    State.NEW: frozenset({Move.START}),
    State.RUNNING: frozenset({Move.PAUSE, Move.THERE, *_STEERING}),
    State.PAUSED: frozenset({Move.RESUME, *_STEERING}),
    State.REENTRY: frozenset({Move.PAUSE, *_STEERING}),
    State.ENDED: frozenset(),
}
"""Which moves each state allows; `there` besides only while a segment waits for it."""


class IllegalMoveError(Exception):
    """A move that the state does not allow; nothing has changed."""


class SegmentBegan(msgspec.Struct, frozen=True):
    """A piece of the timeline begins."""

    at_ms: int
    index: int


class Halfway(msgspec.Struct, frozen=True):
    """Half of a hold is over."""

    at_ms: int
    index: int


class Paused(msgspec.Struct, frozen=True):
    """Time stands still."""

    at_ms: int


class Reentering(msgspec.Struct, frozen=True):
    """The count-in after a pause begins."""

    at_ms: int


class Resumed(msgspec.Struct, frozen=True):
    """Time goes on."""

    at_ms: int


class Changed(msgspec.Struct, frozen=True):
    """The rest of the timeline is another one now (easier, something else, pace)."""

    at_ms: int


class Ended(msgspec.Struct, frozen=True):
    """The session is over. `taken` is whether at least half of the movement was done."""

    at_ms: int
    outcome: Outcome
    held_ms: int
    taken: bool


PlayerEvent = SegmentBegan | Halfway | Paused | Reentering | Resumed | Changed | Ended


class PlayerFrame(msgspec.Struct, frozen=True):
    """The numbers of one moment, for whoever draws it."""

    state: State
    index: int
    elapsed_ms: int
    remaining_ms: int
    session_remaining_ms: int
    reentry_ms: int
    breath: BreathMoment | None
    rep: RepMoment | None
    cue: str


class SessionPlayer:
    """Plays a timeline: holds, reps, sides, waits; pause, back, skip, easier, pace, stop."""

    def __init__(
        self,
        steps: tuple[PlannedStep, ...],
        frame: Frame,
        options: TimelineOptions,
        stretches: Mapping[str, Stretch],
    ) -> None:
        self._frame = frame
        self._options = options
        self._stretches = stretches
        self._left: Left | None = None
        self.timeline: Timeline = compile_timeline(steps, frame, options)
        self.state = State.NEW
        self.index = 0
        self.held_ms = 0
        self._elapsed_ms = 0
        self._half_said = False
        self._now_ms = 0
        self._reentry_until_ms = 0

    @property
    def segment(self) -> Segment:
        """The piece of the timeline that is playing."""
        return self.timeline.segments[self.index]

    @property
    def step(self) -> PlannedStep:
        """The step that the segment belongs to."""
        return self.timeline.steps[self.segment.step]

    @property
    def pace(self) -> int:
        """Percent of the usual time."""
        return self._options.pace

    @property
    def taken(self) -> bool:
        """Whether at least half of the movement's time has been done."""
        return self.held_ms * 2 >= self.timeline.movement_ms

    def deadline(self) -> int | None:
        """When to call `advance` next; None while nothing happens by itself."""
        match self.state:
            case State.RUNNING:
                return self._now_ms + self._next_mark_ms() - self._elapsed_ms
            case State.REENTRY:
                return self._reentry_until_ms
            case _:
                return None

    def start(self, now_ms: int) -> list[PlayerEvent]:
        """Begin with the first segment."""
        self._allow(Move.START)
        self._now_ms = now_ms
        self.state = State.RUNNING
        return [SegmentBegan(now_ms, 0)]

    def advance(self, now_ms: int) -> list[PlayerEvent]:
        """Let time pass until `now_ms`."""
        events: list[PlayerEvent] = []
        now_ms = max(now_ms, self._now_ms)
        while (due_ms := self.deadline()) is not None and due_ms <= now_ms:
            self._live(due_ms - self._now_ms)
            self._now_ms = due_ms
            events += self._happen()
        if self.state is State.RUNNING:
            self._live(now_ms - self._now_ms)
        self._now_ms = now_ms
        return events

    def pause(self, now_ms: int, lost_ms: int = 0) -> list[PlayerEvent]:
        """Stop the clock; the last `lost_ms` were not lived through (sleep, a stalled machine)."""
        self._allow(Move.PAUSE)
        events = self.advance(max(now_ms - lost_ms, self._now_ms))
        if self.state in (State.RUNNING, State.REENTRY):
            self.state = State.PAUSED
            events.append(Paused(self._now_ms))
        self._now_ms = max(now_ms, self._now_ms)
        return events

    def resume(self, now_ms: int) -> list[PlayerEvent]:
        """Go on after a count-in of three seconds."""
        self._allow(Move.RESUME)
        self._now_ms = max(now_ms, self._now_ms)
        self.state = State.REENTRY
        self._reentry_until_ms = self._now_ms + REENTRY_MS
        return [Reentering(self._now_ms)]

    def there(self, now_ms: int) -> list[PlayerEvent]:
        """ "I'm there": end the wait."""
        self._allow(Move.THERE)
        events = self.advance(now_ms)
        if self.state is State.RUNNING and self.segment.kind is SegmentKind.WAIT:
            events += self._enter(self.index + 1)
        return events

    def back(self, now_ms: int) -> list[PlayerEvent]:
        """This side again if more than three seconds of it are over, else the one before."""
        events, over = self._steered(Move.BACK, now_ms)
        if over:
            return events
        if self.segment.kind in MOVEMENT and self._elapsed_ms > BACK_AGAIN_MS:
            return events + self._enter(self.index)
        before = self.timeline.segments[: self.index]
        earlier = [number for number, one in enumerate(before) if one.kind in MOVEMENT]
        target = self.timeline.lead_in(earlier[-1]) if earlier else 0
        return events + self._enter(target)

    def skip(self, now_ms: int) -> list[PlayerEvent]:
        """On to the next step; after the last one the session ends."""
        events, over = self._steered(Move.SKIP, now_ms)
        if over:
            return events
        following = self.timeline.first_of_step(self.segment.step + 1)
        return events + (self._end() if following is None else self._enter(following))

    def easier(self, now_ms: int, suit: Suit = lambda step: step) -> list[PlayerEvent]:
        """Replace this step by its easier version, as it suits; no event if this is the easiest."""
        events, over = self._steered(Move.EASIER, now_ms)
        easier = None if over else easier_step(self.step, self._stretches)
        if easier is None:
            return events
        if easier.stretch != self.step.stretch:
            return events + self._replaced(suit(easier))
        # Less of the same: no new way into position, the seconds done stay done.
        return events + self._recompiled(self._steps_with(suit(easier)), self._options)

    def replace(self, now_ms: int, step: PlannedStep) -> list[PlayerEvent]:
        """Do something else in place of this step."""
        events, over = self._steered(Move.REPLACE, now_ms)
        return events if over else events + self._replaced(step)

    def set_pace(self, now_ms: int, slower: bool) -> list[PlayerEvent]:
        """One notch slower or faster; no event at either end of the scale."""
        events, over = self._steered(Move.PACE, now_ms)
        notch = PACES.index(self._options.pace) + (1 if slower else -1)
        if over or not 0 <= notch < len(PACES):
            return events
        options = msgspec.structs.replace(self._options, pace=PACES[notch])
        return events + self._recompiled(self.timeline.steps, options)

    def stop(self, now_ms: int) -> list[PlayerEvent]:
        """End here; what has been done counts."""
        events, over = self._steered(Move.STOP, now_ms)
        return events if over else events + self._end(stopped=True)

    def frame(self, now_ms: int) -> PlayerFrame:
        """The numbers of this moment; changes nothing."""
        elapsed_ms = self._elapsed_ms
        if self.state is State.RUNNING:
            elapsed_ms += max(0, now_ms - self._now_ms)
        segment, ended = self.segment, self.state is State.ENDED
        elapsed_ms = min(elapsed_ms, segment.ms)
        later = self.timeline.segments[self.index + 1 :]
        remaining_ms = segment.ms - elapsed_ms
        return PlayerFrame(
            state=self.state,
            index=self.index,
            elapsed_ms=elapsed_ms,
            remaining_ms=0 if ended else remaining_ms,
            session_remaining_ms=0 if ended else remaining_ms + sum(s.ms for s in later),
            reentry_ms=max(0, self._reentry_until_ms - now_ms)
            if self.state is State.REENTRY
            else 0,
            breath=breath_moment(segment, elapsed_ms),
            rep=None if segment.reps is None else rep_moment(segment.reps, elapsed_ms),
            cue=segment.cue_at(elapsed_ms),
        )

    def _allow(self, move: Move) -> None:
        if move not in LEGAL[self.state]:
            raise IllegalMoveError(f"{move} while {self.state}")
        if move is Move.THERE and self.segment.kind is not SegmentKind.WAIT:
            raise IllegalMoveError("nothing waits for it")

    def _steered(self, move: Move, now_ms: int) -> tuple[list[PlayerEvent], bool]:
        """What happened until a key was pressed, and whether the session ended before it."""
        self._allow(move)
        events = self.advance(now_ms)
        return events, self.state is State.ENDED

    def _live(self, passed_ms: int) -> None:
        if self.state is not State.RUNNING:
            return
        self._elapsed_ms += passed_ms
        if self.segment.kind in MOVEMENT:
            self.held_ms += passed_ms

    def _next_mark_ms(self) -> int:
        halfway_ms = self.segment.halfway_ms
        if halfway_ms is not None and not self._half_said:
            # Another pace may have moved the half a rounding behind us.
            return max(halfway_ms, self._elapsed_ms)
        return self.segment.ms

    def _happen(self) -> list[PlayerEvent]:
        """What is due at this very moment."""
        if self.state is State.REENTRY:
            self.state = State.RUNNING
            return [Resumed(self._now_ms)]
        if self._elapsed_ms < self.segment.ms:
            self._half_said = True
            return [Halfway(self._now_ms, self.index)]
        if self.index + 1 == len(self.timeline.segments):
            return self._end()
        return self._enter(self.index + 1)

    def _enter(self, index: int) -> list[PlayerEvent]:
        self.index = index
        self._elapsed_ms = 0
        self._half_said = False
        return [SegmentBegan(self._now_ms, index)]

    def _end(self, *, stopped: bool = False) -> list[PlayerEvent]:
        self.state = State.ENDED
        outcome = Outcome.DONE if self.taken else Outcome.PARTIAL
        if stopped:
            outcome = Outcome.PARTIAL if self.taken else Outcome.STOPPED
        return [Ended(self._now_ms, outcome, self.held_ms, self.taken)]

    def _steps_with(self, step: PlannedStep) -> tuple[PlannedStep, ...]:
        steps = list(self.timeline.steps)
        steps[self.segment.step] = step
        return tuple(steps)

    def _replaced(self, step: PlannedStep) -> list[PlayerEvent]:
        number = self.segment.step
        steps, self._left = self._steps_with(step), (number, self.step)
        self.timeline = compile_timeline(steps, self._frame, self._options, self._left)
        first = self.timeline.first_of_step(number)
        assert first is not None
        return [Changed(self._now_ms), *self._enter(first)]

    def _recompiled(
        self, steps: tuple[PlannedStep, ...], options: TimelineOptions
    ) -> list[PlayerEvent]:
        """Take another timeline of the same shape, at the same place in it."""
        old = self.segment  # a half that lies behind is not said, however the hold stretches
        self._half_said = self._half_said or self._elapsed_ms * 2 >= old.ms
        self._options = options
        same_step = steps[old.step] == self.timeline.steps[old.step]
        self.timeline = compile_timeline(steps, self._frame, options, self._left)
        if same_step:
            self._elapsed_ms = self._elapsed_ms * self.segment.ms // old.ms
        self._elapsed_ms = min(self._elapsed_ms, self.segment.ms)
        return [Changed(self._now_ms)]
