"""Which of some routines comes next, and what a choice knows of one: pure, explained.

`turns` says for which area of the body that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from knotbreak.core.body import Area, Place, Position
from knotbreak.core.choice import Choice, Wanted, Why
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.plan import PlannedStep, plan_steps
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.timeline import MOVEMENT, Timeline, TimelineOptions
from knotbreak.core.units import SECOND_MS

SHORT_MS = 45 * SECOND_MS
"""A routine no longer than this is a micro set."""

USUAL_MS = 150 * SECOND_MS
"""What a reminder offers is no longer than this, unless nothing shorter fits."""


_HANDS = frozenset({Area.HANDS, Area.ARMS})


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """What the choice needs to know of a routine.

    `shares` is how much of its movement is for which area; together they are 1.
    """

    id: str
    areas: tuple[Area, ...]
    total_ms: int
    floor: bool
    rotates: bool
    positions: frozenset[Position] = frozenset()
    evening: bool = False
    shares: Mapping[Area, float] = {}


def candidate(id_: str, routine: Routine, stretches: Mapping[str, Stretch]) -> Candidate:
    """Sum a routine up for the choice."""
    return sum_up(id_, routine, plan_steps(routine, stretches))


def sum_up(id_: str, routine: Routine, steps: tuple[PlannedStep, ...]) -> Candidate:
    """The same for a routine of which only these steps are to be done."""
    timeline = compile_timeline(steps, Frame.of(routine), TimelineOptions())
    return Candidate(
        id=id_,
        areas=routine.areas or _areas(steps),
        total_ms=timeline.total_ms,
        floor=any(step.position is Position.FLOOR for step in steps),
        # What is prescribed has its dose, and offers of its own.
        rotates=routine.rotate and routine.per_day is None,
        positions=frozenset(step.position for step in steps if step.position is not None),
        evening=routine.evening,
        shares=_shares(steps, timeline),
    )


def choose(
    candidates: Sequence[Candidate],
    *,
    place: Place,
    kind: ReminderKind,
    wanted: Wanted,
    played_utc_ms: Mapping[str, int],
    pinned: str | None = None,
) -> Choice | None:
    """Choose for a reminder: the pinned one, else the one not done for the longest time.

    At the office nothing needs the floor. `played_utc_ms` is when each routine was last begun.
    Hands and arms come first when that is wanted, but not twice in a row: the rest of the body
    has its turn on a day of typing, too. None if there is nothing to choose from.
    """
    if pinned is not None and any(one.id == pinned for one in candidates):
        return Choice(pinned, Why.PINNED)
    pool = [one for one in candidates if one.rotates]
    if place is Place.OFFICE:
        pool = [one for one in pool if not one.floor]
    if kind is ReminderKind.EYES:
        pool = _or_all([one for one in pool if Area.EYES in one.areas], pool)
    elif wanted.short:
        pool = _or_all([one for one in pool if one.total_ms <= SHORT_MS], pool)
    else:
        usual = [one for one in pool if SHORT_MS < one.total_ms <= USUAL_MS]
        pool = _or_all(usual, pool)
    hands = _for_hands(pool, played_utc_ms) if wanted.hands else []
    pool = hands or pool
    if not pool:
        return None
    first = min(pool, key=lambda one: (played_utc_ms.get(one.id, -1), _rank(one), one.id))
    if hands:
        return Choice(first.id, Why.HANDS)
    if len(pool) == 1:
        return Choice(first.id, Why.ONLY_ONE)
    if wanted.short:
        return Choice(first.id, Why.SHORT)
    never = first.id not in played_utc_ms
    return Choice(first.id, Why.NEVER_DONE if never else Why.LONGEST_AGO)


def _for_hands(pool: Sequence[Candidate], played_utc_ms: Mapping[str, int]) -> list[Candidate]:
    """Those whose main area is the hands or arms, unless one of them was the last."""
    hands = [one for one in pool if _HANDS.intersection(one.areas[:1])]
    last = max(played_utc_ms, key=lambda id_: played_utc_ms[id_], default=None)
    return [] if any(one.id == last for one in hands) else hands


def _rank(one: Candidate) -> int:
    """Among what was never done the neck comes first, then the areas in their own order."""
    areas = tuple(Area)
    return min((areas.index(area) for area in one.areas[:1]), default=len(areas))


def _or_all(some: list[Candidate], every: list[Candidate]) -> list[Candidate]:
    return some or every


def _shares(steps: Sequence[PlannedStep], timeline: Timeline) -> dict[Area, float]:
    """A step moves for its main area."""
    moved: dict[Area, int] = {}
    for segment in timeline.segments:
        if segment.kind in MOVEMENT:
            for area in steps[segment.step].areas[:1]:
                moved[area] = moved.get(area, 0) + segment.ms
    total_ms = sum(moved.values())
    return {area: part / total_ms for area, part in moved.items() if total_ms}


def _areas(steps: Iterable[PlannedStep]) -> tuple[Area, ...]:
    return tuple(dict.fromkeys(area for step in steps for area in step.areas))
