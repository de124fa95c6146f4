"""Care timers: heat, cold, self-massage and breathing, several at a time.

The machine knows no clock: every call takes `now`, returns what happened since the last one, in
order, and `deadline()` says when to call again. It lives in the time that counts on while the
machine sleeps: a cold pack does not wait for a lid to be opened.

Numbers: content §6 (Sherwood Forest NHS: 20 to 30 minutes of heat, at most 20 of cold, a look at
the skin after 5, the next not before two hours).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from knotbreak.core.body import Area, NamedPattern, Side
from knotbreak.core.breathing import (
    CALM,
    CLINIC,
    CLINIC_CYCLES,
    BreathMoment,
    breath_at,
    fit,
    pattern_named,
)
from knotbreak.core.care_state import CareKind, CareStage, CareState, CareTimer, CareUse
from knotbreak.core.units import HOUR_MS, MINUTE_MS, Instant

MOST_AT_ONCE = 4

COUNTS_MS = MINUTE_MS
"""What was on the skin for less than this needs no rest afterwards."""


class CarePlan(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of a kind.

    What `stays` on the skin is over at the end of its time, but not ended: that is for the person
    to say, and at `most_min` it is high time. `check_ms` is when to look at the skin, `rest_ms` how
    long the place rests afterwards.
    """

    usual_min: int
    least_min: int
    most_min: int
    check_ms: int | None = None
    rest_ms: int = 0

    @property
    def stays(self) -> bool:
        """Whether something lies on the skin that has to be taken off."""
        return self.check_ms is not None


PLANS: Mapping[CareKind, CarePlan] = {
    CareKind.HEAT: CarePlan(
        usual_min=20, least_min=5, most_min=30, check_ms=5 * MINUTE_MS, rest_ms=2 * HOUR_MS
    ),
    CareKind.COLD: CarePlan(
        usual_min=15, least_min=5, most_min=20, check_ms=5 * MINUTE_MS, rest_ms=2 * HOUR_MS
    ),
    CareKind.MASSAGE: CarePlan(usual_min=1, least_min=1, most_min=1),
    CareKind.BREATHE: CarePlan(usual_min=1, least_min=1, most_min=10),
}


class CareMove(StrEnum):
    """What a person can do to a timer."""

    SKIN_FINE = "skin-fine"
    STOP = "stop"


LEGAL: Mapping[CareStage, frozenset[CareMove]] = {
    CareStage.RUNNING: frozenset({CareMove.STOP}),
    CareStage.CHECKING: frozenset({CareMove.STOP, CareMove.SKIN_FINE}),
    CareStage.CHECKED: frozenset({CareMove.STOP}),
    CareStage.OVER: frozenset({CareMove.STOP}),
    CareStage.LIMIT: frozenset({CareMove.STOP}),
}
"""Which moves each stage allows."""


class IllegalCareError(Exception):
    """A move that the stage does not allow, or a timer that is not there; nothing has changed."""


class CareOutcome(StrEnum):
    """How a timer ended: at its time, before it, or only after its limit."""

    DONE = "done"
    STOPPED = "stopped"
    TOO_LONG = "too-long"


class SkinDue(msgspec.Struct, frozen=True):
    """It is time to look at the skin."""

    at_boot_ms: int
    timer: CareTimer


class TimeUp(msgspec.Struct, frozen=True):
    """What lies on the skin should come off."""

    at_boot_ms: int
    timer: CareTimer


class LimitReached(msgspec.Struct, frozen=True):
    """What lies on the skin must not stay any longer."""

    at_boot_ms: int
    timer: CareTimer


class CareEnded(msgspec.Struct, frozen=True):
    """The timer is gone; `lasted_ms` is how long it was there."""

    at_boot_ms: int
    timer: CareTimer
    outcome: CareOutcome
    lasted_ms: int


CareEvent = SkinDue | TimeUp | LimitReached | CareEnded


class Hindrance(StrEnum):
    """Why a timer cannot begin."""

    RUNS = "runs"
    OTHER_RUNS = "other-runs"
    RESTS = "rests"
    TOO_MANY = "too-many"


class CareTimers:
    """The timers that run, and the places that rest."""

    def __init__(self, now: Instant) -> None:
        self._now_ms = now.boot_ms
        self._utc_ms = now.utc_ms
        self._last_id = 0
        self.timers: tuple[CareTimer, ...] = ()
        self.uses: tuple[CareUse, ...] = ()

    def timer(self, id_: int) -> CareTimer:
        """The timer of this id; raises `IllegalCareError` if it does not run."""
        for timer in self.timers:
            if timer.id == id_:
                return timer
        raise IllegalCareError(f"timer {id_} does not run")

    def deadline(self) -> int | None:
        """When to call `advance` next, in boot time; None while nothing happens by itself."""
        marks = [mark for timer in self.timers if (mark := _next_mark(timer)) is not None]
        return min((at_ms for at_ms, _ in marks), default=None)

    def advance(self, now: Instant) -> list[CareEvent]:
        """Let time pass until now."""
        events: list[CareEvent] = []
        now_ms = max(now.boot_ms, self._now_ms)
        while (due_ms := self.deadline()) is not None and due_ms <= now_ms:
            # Two timers at one moment: the one that was begun first comes first.
            timer = next(one for one in self.timers if (_next_mark(one) or (None,))[0] == due_ms)
            events.append(self._reach(timer, due_ms))
        self._now_ms = now_ms
        self._utc_ms = now.utc_ms
        self.uses = tuple(use for use in self.uses if _rested_ms(use) > now_ms)
        return events

    def hindrance(self, kind: CareKind, area: Area | None) -> tuple[Hindrance, int] | None:
        """Why a timer cannot begin now, and until when in boot time (0: that is not known).

        An unnamed place may be any. Heat and cold do not lie on one place together.
        """
        plan = PLANS[kind]
        for timer in self.timers:
            if timer.kind is kind and (not plan.stays or _same_place(timer.area, area)):
                return Hindrance.RUNS, 0
            if area is not None and timer.area is area and plan.stays and PLANS[timer.kind].stays:
                return Hindrance.OTHER_RUNS, 0
        rests = [
            _rested_ms(use)
            for use in self.uses
            if use.kind is kind and _same_place(use.area, area) and _rested_ms(use) > self._now_ms
        ]
        if rests:
            return Hindrance.RESTS, max(rests)
        return (Hindrance.TOO_MANY, 0) if len(self.timers) >= MOST_AT_ONCE else None

    def start(
        self,
        now: Instant,
        kind: CareKind,
        minutes: int,
        *,
        area: Area | None = None,
        side: Side = Side.BOTH,
        pattern: NamedPattern = NamedPattern.FREE,
    ) -> list[CareEvent]:
        """Begin a timer; it is the last one afterwards."""
        plan = PLANS[kind]
        if not plan.least_min <= minutes <= plan.most_min:
            raise IllegalCareError(f"{minutes} minutes of {kind}")
        events = self.advance(now)
        if self.hindrance(kind, area) is not None:
            raise IllegalCareError(f"{kind} cannot begin")
        self._last_id += 1
        begun = CareTimer(
            id=self._last_id,
            kind=kind,
            length_ms=minutes * MINUTE_MS,
            begun_boot_ms=self._now_ms,
            begun_utc_ms=self._utc_ms,
            area=area,
            side=side,
            pattern=pattern,
        )
        self.timers = (*self.timers, begun)
        return events

    def skin_fine(self, now: Instant, id_: int) -> list[CareEvent]:
        """The skin looks as it should: go on."""
        events, timer = self._moved(CareMove.SKIN_FINE, now, id_)
        if timer is not None:
            self._put(replace(timer, stage=CareStage.CHECKED))
        return events

    def stop(self, now: Instant, id_: int) -> list[CareEvent]:
        """End it here: it is off, or enough."""
        events, timer = self._moved(CareMove.STOP, now, id_)
        if timer is None:
            return events
        outcome = {
            CareStage.OVER: CareOutcome.DONE,
            CareStage.LIMIT: CareOutcome.TOO_LONG,
        }.get(timer.stage, CareOutcome.STOPPED)
        return [*events, self._end(timer, self._now_ms, outcome)]

    def remaining_ms(self, timer: CareTimer, now: Instant) -> int:
        """What is left of its time; negative once that is over."""
        return timer.begun_boot_ms + timer.length_ms - max(now.boot_ms, self._now_ms)

    # -- what survives -------------------------------------------------------------------------

    def snapshot(self) -> CareState:
        """Everything, as of the last call."""
        return CareState(
            boot_ms=self._now_ms,
            utc_ms=self._utc_ms,
            last_id=self._last_id,
            timers=self.timers,
            uses=self.uses,
        )

    def restore(self, now: Instant, state: CareState, same_boot: bool) -> None:
        """Continue from a snapshot. After a start of the machine the wall clock says how long it
        was off."""
        away_ms = now.boot_ms - state.boot_ms if same_boot else now.utc_ms - state.utc_ms
        # 0 while the machine was not started anew: a clock never goes back.
        shift_ms = now.boot_ms - max(0, away_ms) - state.boot_ms
        self._last_id = state.last_id
        self._now_ms = state.boot_ms + shift_ms
        self._utc_ms = state.utc_ms
        self.timers = tuple(
            replace(timer, begun_boot_ms=timer.begun_boot_ms + shift_ms) for timer in state.timers
        )
        self.uses = tuple(
            replace(use, ended_boot_ms=use.ended_boot_ms + shift_ms) for use in state.uses
        )

    # -- parts ---------------------------------------------------------------------------------

    def _moved(
        self, move: CareMove, now: Instant, id_: int
    ) -> tuple[list[CareEvent], CareTimer | None]:
        """What happened until a person did something, and the timer unless it ended before."""
        if move not in LEGAL[self.timer(id_).stage]:
            raise IllegalCareError(f"{move} while {self.timer(id_).stage}")
        events = self.advance(now)
        left = [timer for timer in self.timers if timer.id == id_]
        # What came between the click and now may have taken the move away (the time was up).
        legal = bool(left) and move in LEGAL[left[0].stage]
        return events, left[0] if legal else None

    def _reach(self, timer: CareTimer, at_ms: int) -> CareEvent:
        """The next mark of a timer is here."""
        mark = _next_mark(timer)
        assert mark is not None
        reached = replace(timer, stage=mark[1])
        if reached.stage is CareStage.CHECKING:
            self._put(reached)
            return SkinDue(at_ms, reached)
        if not PLANS[timer.kind].stays:
            return self._end(timer, at_ms, CareOutcome.DONE)
        self._put(reached)
        if reached.stage is CareStage.LIMIT:
            return LimitReached(at_ms, reached)
        return TimeUp(at_ms, reached)

    def _put(self, changed: CareTimer) -> None:
        self.timers = tuple(changed if one.id == changed.id else one for one in self.timers)

    def _end(self, timer: CareTimer, at_ms: int, outcome: CareOutcome) -> CareEnded:
        self.timers = tuple(one for one in self.timers if one.id != timer.id)
        lasted_ms = at_ms - timer.begun_boot_ms
        if PLANS[timer.kind].rest_ms and lasted_ms >= COUNTS_MS:
            use = CareUse(kind=timer.kind, area=timer.area, ended_boot_ms=at_ms)
            self.uses = (*self.uses, use)
        return CareEnded(at_ms, timer, outcome, lasted_ms)


def _next_mark(timer: CareTimer) -> tuple[int, CareStage] | None:
    """When a timer comes to its next stage by itself, in boot time, and which that is."""
    plan, length_ms = PLANS[timer.kind], timer.length_ms
    most_ms = plan.most_min * MINUTE_MS
    at_limit = CareStage.LIMIT if plan.stays and length_ms == most_ms else CareStage.OVER
    match timer.stage:
        case CareStage.RUNNING if plan.check_ms is not None and plan.check_ms < length_ms:
            return timer.begun_boot_ms + plan.check_ms, CareStage.CHECKING
        case CareStage.RUNNING | CareStage.CHECKING | CareStage.CHECKED:
            return timer.begun_boot_ms + length_ms, at_limit
        case CareStage.OVER:
            return timer.begun_boot_ms + most_ms, CareStage.LIMIT
        case CareStage.LIMIT:
            return None


def _rested_ms(use: CareUse) -> int:
    return use.ended_boot_ms + PLANS[use.kind].rest_ms


def _same_place(one: Area | None, other: Area | None) -> bool:
    return one is None or other is None or one is other


def breath_of(timer: CareTimer, elapsed_ms: int) -> BreathMoment | None:
    """Where in the breath a moment of a breathing timer lies; None in a quiet sit.

    After eight breaths of the clinic's pattern the calm one goes on (content §7).
    """
    pattern = pattern_named(timer.pattern)
    if pattern is None:
        return None
    held_ms = CLINIC_CYCLES * CLINIC.cycle_ms if pattern == CLINIC else timer.length_ms
    first = fit(pattern, min(held_ms, timer.length_ms))
    assert first is not None
    if elapsed_ms < first.total_ms or first.total_ms == timer.length_ms:
        return breath_at(first, elapsed_ms)
    rest = fit(CALM, timer.length_ms - first.total_ms)
    assert rest is not None
    moment = breath_at(rest, elapsed_ms - first.total_ms)
    return replace(moment, cycle=moment.cycle + first.cycles)
