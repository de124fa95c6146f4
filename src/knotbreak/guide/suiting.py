"""Which routines suit an area, a place, the positions that are possible, and the flags.

What does not suit is left out here; the order is that of the rotation, the usual length first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from knotbreak.core.body import Area, Place, Position
from knotbreak.core.choice import Wanted
from knotbreak.core.health_settings import Flag
from knotbreak.core.plan import plan_steps
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.rotation import Candidate, choose
from knotbreak.core.routine import Routine, Stretch
from knotbreak.guide.book import Guide
from knotbreak.guide.easing import Eased, Easing

MOST = 5
"""So many are offered for an area."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What routines have to suit. `injured` are the areas that the flag for injuries means."""

    area: Area
    place: Place
    positions: frozenset[Position] = frozenset(Position)
    flags: frozenset[Flag] = frozenset()
    injured: frozenset[Area] = frozenset()


def easing(guide: Guide, wish: Wish, stretches: Mapping[str, Stretch]) -> Easing:
    """What the flags of a wish do to steps."""
    flags = wish.flags | ({Flag.INJURY} if wish.injured else frozenset())
    return Easing(guide.flags, flags, wish.injured, stretches)


def movements(
    guide: Guide, wish: Wish, ids: Sequence[str], stretches: Mapping[str, Stretch]
) -> tuple[str, ...]:
    """Those of some stretches that suit."""
    if wish.area in wish.injured:
        return ()
    allowed = easing(guide, wish, stretches).stretches
    return tuple(
        id_
        for id_ in ids
        if id_ in allowed
        and wish.place in allowed[id_].places
        and wish.positions & set(allowed[id_].positions)
    )


def routines(
    guide: Guide,
    wish: Wish,
    candidates: Sequence[Candidate],
    library: Mapping[str, Routine],
    stretches: Mapping[str, Stretch],
    played_utc_ms: Mapping[str, int],
) -> tuple[tuple[str, Eased], ...]:
    """At most `MOST` routines that suit, the first to be offered first, each as it would be done.

    What the flags leave of a routine has to hold something for the area still.
    """
    if wish.area in wish.injured:
        return ()
    easy = easing(guide, wish, stretches)
    eased = {
        one.id: easy.ease(plan_steps(library[one.id], stretches), library[one.id].areas)
        for one in candidates
        if wish.area in one.areas
    }
    pool = [one for one in candidates if one.id in eased and _suits(eased[one.id], wish)]
    # As in the menu, a routine belongs to its main area; what is for the area as well comes after.
    own = [one for one in pool if wish.area in one.areas[:1]]
    rest = [one for one in pool if one not in own]
    ordered = [
        *_in_turn(own, wish.place, played_utc_ms),
        *_in_turn(rest, wish.place, played_utc_ms),
    ]
    return tuple((id_, eased[id_]) for id_ in ordered[:MOST])


def _in_turn(
    pool: Sequence[Candidate], place: Place, played_utc_ms: Mapping[str, int]
) -> Iterator[str]:
    """What the rotation would choose; what it would choose without that; and so on."""
    kind, wanted = ReminderKind.STRETCH, Wanted()
    while choice := choose(
        pool, place=place, kind=kind, wanted=wanted, played_utc_ms=played_utc_ms
    ):
        yield choice.routine
        pool = [one for one in pool if one.id != choice.routine]


def _suits(eased: Eased, wish: Wish) -> bool:
    whole = not eased.notes
    for_it = any(wish.area in step.areas for step in eased.steps)
    return (whole or for_it) and all(
        step.position is None or step.position in wish.positions for step in eased.steps
    )
