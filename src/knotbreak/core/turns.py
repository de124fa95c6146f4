"""Whose turn it is: which area of the body comes next, then which routine for it, and why.

Pure and seeded: the same past at the same moment gives the same answer. The order of the rules is
that of `_asked`: an area that has waited too long; the neck, back and shoulders of every workday;
what the person named; hips, legs and hands on alternate days; what the person likes, once a day;
whatever waits longest.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from knotbreak.core.body import Area, Place, Position
from knotbreak.core.choice import Choice, Wanted, Why
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.rotation import SHORT_MS, USUAL_MS, Candidate, choose

NAMED_DAYS = 3
"""An area that the person named waits no longer than this, other areas `OTHER_DAYS`."""

OTHER_DAYS = 9

PLAN = (
    frozenset({Area.NECK}),
    frozenset({Area.UPPER_BACK, Area.LOWER_BACK}),
    frozenset({Area.SHOULDERS, Area.SHOULDER_BLADES}),
)
"""Every workday (content.md §5, the weekly mix)."""

ALTERNATE = (
    frozenset({Area.HIPS, Area.GLUTES}),
    frozenset({Area.CALVES, Area.THIGHS, Area.FEET}),
    frozenset({Area.HANDS, Area.ARMS}),
)
"""On alternate days."""

PAST_DAYS = 28
"""So far back the choice looks."""

ENOUGH_S = 5 * 60
"""Minutes of movement a week after which an area has had enough (content.md §3, row 6)."""


class Rating(msgspec.Struct, frozen=True):
    """What the person thinks of routines: those to come more often, and those to leave out."""

    more: frozenset[str] = frozenset()
    less: frozenset[str] = frozenset()


class Done(msgspec.Struct, frozen=True):
    """A session that was taken: on which day (proleptic ordinal), and how long it moved."""

    routine: str
    day: int
    held_s: float = 0.0


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What the choice knows: sessions of the last weeks, and when each routine was last begun.

    `today` are the routines that were begun today, taken or not, `latest` the last of all.
    """

    done: tuple[Done, ...] = ()
    begun_utc_ms: Mapping[str, int] = {}
    today: frozenset[str] = frozenset()
    rating: Rating = Rating()

    @property
    def latest(self) -> str | None:
        """The routine that was begun last."""
        begun = self.begun_utc_ms
        return max(begun, key=lambda id_: (begun[id_], id_), default=None)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When and where the choice is made, and for whom. `day` is the date's proleptic ordinal."""

    day: int
    place: Place = Place.OFFICE
    seated_only: bool = False
    named: tuple[Area, ...] = ()
    after_hours: bool = False
    left_out: frozenset[Area] = frozenset()


class Asked(msgspec.Struct, frozen=True):
    """The area whose turn it is, with those that count for the same turn, and why."""

    area: Area
    group: frozenset[Area]
    why: Why
    days: int = 0


def take_turns(
    candidates: Sequence[Candidate],
    moment: Moment,
    past: Past,
    *,
    kind: ReminderKind = ReminderKind.STRETCH,
    wanted: Wanted = Wanted(),  # noqa: B008 -- a frozen value
    pinned: str | None = None,
) -> Choice | None:
    """Choose a routine; None if nothing fits.

    A pinned one comes always. What was rated "not for me" comes when nothing else fits.
    """
    if pinned is not None and any(one.id == pinned for one in candidates):
        return Choice(pinned, Why.PINNED)
    pool = fitting(candidates, moment, past.rating)
    plain = kind is ReminderKind.EYES or wanted.short or wanted.hands
    if plain:
        choice = choose(
            pool, place=moment.place, kind=kind, wanted=wanted, played_utc_ms=past.begun_utc_ms
        )
        if choice is None or not wanted.hands or choice.why is Why.HANDS:
            return choice
    if moment.after_hours:
        evening = [one for one in pool if one.evening]
        if evening and not past.today & {one.id for one in evening}:
            return Choice(_next(evening, past).id, Why.EVENING)
    # A set for the evening is none for the day.
    pool = [one for one in pool if not one.evening] or pool
    asked = _asked(pool, moment, past)
    if asked is None or asked.why is Why.WAITED:
        liked = [one for one in pool if one.id in past.rating.more]
        if fresh := _fresh(liked, past, strict=True):
            return Choice(_next(fresh, past).id, Why.LIKED)
    if asked is None:
        begun = past.begun_utc_ms
        return choose(pool, place=moment.place, kind=kind, wanted=Wanted(), played_utc_ms=begun)
    chosen = _next(_fresh(serving(pool, asked.group), past), past, asked.group)
    area = asked.area if asked.area in chosen.areas else _first(asked.group, chosen)
    return Choice(chosen.id, asked.why, area, asked.days)


def fitting(
    candidates: Sequence[Candidate],
    moment: Moment,
    rating: Rating = Rating(),  # noqa: B008 -- a frozen value
) -> list[Candidate]:
    """What may be offered: it rotates, suits place and position, and its main area is not resting.

    What is not liked is left out, unless nothing else is there.
    """
    pool = [
        one
        for one in candidates
        if one.rotates
        and not (moment.place is Place.OFFICE and one.floor)
        and not (moment.seated_only and one.positions - {Position.SEATED})
        and not moment.left_out.intersection(one.areas[:1])
    ]
    return [one for one in pool if one.id not in rating.less] or pool


def serving(pool: Sequence[Candidate], group: frozenset[Area]) -> list[Candidate]:
    """Those for some areas: of the usual length and mainly for them, as far as there are such."""
    usual = [one for one in pool if SHORT_MS < one.total_ms <= USUAL_MS]
    for some, leading in ((usual, True), (usual, False), (pool, True), (pool, False)):
        found = [one for one in some if group.intersection(one.areas[:2] if leading else one.areas)]
        if found:
            return found
    return []


def covered(past: Past, candidates: Iterable[Candidate]) -> dict[Area, int]:
    """The day on which each area last had a turn."""
    areas = {one.id: one.areas for one in candidates}
    days: dict[Area, int] = {}
    for done in past.done:
        for area in areas.get(done.routine, ()):
            days[area] = max(days.get(area, done.day), done.day)
    return days


def week_s(past: Past, candidates: Iterable[Candidate], today: int) -> dict[Area, float]:
    """Seconds of movement for each area in the seven days up to today.

    A session counts for its areas by their shares in the routine's movement.
    """
    shares = {one.id: one.shares for one in candidates}
    seconds: dict[Area, float] = {}
    for done in past.done:
        if today - 7 < done.day <= today:
            for area, share in shares.get(done.routine, {}).items():
                seconds[area] = seconds.get(area, 0.0) + done.held_s * share
    return seconds


def taken_on(past: Past, day: int) -> int:
    """How many sessions were taken on a day."""
    return sum(done.day == day for done in past.done)


def _asked(pool: Sequence[Candidate], moment: Moment, past: Past) -> Asked | None:
    """Whose turn it is."""
    days = covered(past, pool)
    began = min((done.day for done in past.done), default=moment.day)
    areas = [area for area in Area if area not in moment.left_out and serving(pool, _only(area))]
    # Whoever begins, begins with the neck; later each week has another order.
    order = {
        area: _dice(moment.day, area.value) if past.done else -place
        for place, area in enumerate(areas)
    }

    def waited(area: Area) -> int:
        return moment.day - days.get(area, began)

    def longest(some: Iterable[Area]) -> Area | None:
        return max(some, key=lambda area: (waited(area), order[area]), default=None)

    def limit(area: Area) -> int:
        return NAMED_DAYS if area in moment.named else OTHER_DAYS

    late = [area for area in areas if waited(area) >= limit(area)]
    if late:
        area = max(late, key=lambda one: (waited(one) / limit(one), order[one]))
        return Asked(area, _only(area), Why.OVERDUE, waited(area))
    for groups, least, why in ((PLAN, 1, Why.PLAN), (None, 1, Why.NAMED), (ALTERNATE, 2, Why.MIX)):
        turns = [_only(area) for area in moment.named] if groups is None else groups
        found: list[Asked] = []
        for group in turns:
            here = [area for area in areas if area in group]
            never = all(area not in days for area in here)
            rests = here and not never and min(waited(area) for area in here) < least
            turn = longest(here)
            if turn is not None and not rests:
                found.append(Asked(turn, group, why, waited(turn)))
        if found:
            return max(found, key=lambda one: (one.days, order[one.area]))
    fresh = [area for area in areas if _fresh(serving(pool, _only(area)), past, strict=True)]
    last = longest(fresh or areas)
    return None if last is None else Asked(last, _only(last), Why.WAITED, waited(last))


def _fresh(pool: Sequence[Candidate], past: Past, *, strict: bool = False) -> Sequence[Candidate]:
    """Those that were not begun today; failing that all but the last one; failing that all."""
    fresh = [one for one in pool if one.id not in past.today]
    if fresh or strict:
        return fresh
    return [one for one in pool if one.id != past.latest] or pool


def _next(pool: Sequence[Candidate], past: Past, group: frozenset[Area] = frozenset()) -> Candidate:
    """The one that was begun the longest ago; of those never begun, one mainly for the turn."""
    begun = past.begun_utc_ms
    return min(
        pool,
        key=lambda one: (begun.get(one.id, -1), not group.intersection(one.areas[:1]), one.id),
    )


def _first(group: frozenset[Area], chosen: Candidate) -> Area:
    return next(area for area in chosen.areas if area in group)


def _only(area: Area) -> frozenset[Area]:
    return frozenset({area})


def _dice(day: int, name: str) -> int:
    """The same all week for one name, and another order the next week."""
    return zlib.crc32(f"{(day - 1) // 7}:{name}".encode())
