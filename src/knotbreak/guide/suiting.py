"""Which routines suit an area, a place, the positions that are possible, and the flags.

What does not suit is left out here; the order is that of the rotation, the usual length first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import msgspec

from knotbreak.core.body import Area, Place, Position
from knotbreak.core.choice import Wanted
from knotbreak.core.plan import PlannedStep, plan_steps
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.rotation import Candidate, choose
from knotbreak.core.routine import Routine, Stretch
from knotbreak.guide.book import Guide
from knotbreak.guide.shape import Flag

MOST = 5
"""So many are offered for an area."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What routines have to suit. `injured` are the areas that the flag for injuries means."""

    area: Area
    place: Place
    positions: frozenset[Position] = frozenset(Position)
    flags: frozenset[Flag] = frozenset()
    injured: frozenset[Area] = frozenset()


def hidden(guide: Guide, flags: Set[Flag]) -> frozenset[str]:
    """The stretches that flags leave out."""
    return frozenset(id_ for flag in flags for id_ in guide.flags[flag].hides)


def movements(
    guide: Guide, wish: Wish, ids: Sequence[str], stretches: Mapping[str, Stretch]
) -> tuple[str, ...]:
    """Those of some stretches that suit."""
    if wish.area in wish.injured:
        return ()
    left_out = hidden(guide, wish.flags)
    return tuple(
        id_
        for id_ in ids
        if id_ not in left_out
        and wish.place in stretches[id_].places
        and wish.positions & set(stretches[id_].positions)
        and not wish.injured & set(stretches[id_].areas)
    )


def routines(
    guide: Guide,
    wish: Wish,
    candidates: Sequence[Candidate],
    library: Mapping[str, Routine],
    stretches: Mapping[str, Stretch],
    played_utc_ms: Mapping[str, int],
) -> tuple[str, ...]:
    """The ids of at most `MOST` routines that suit, the first to be offered first."""
    if wish.area in wish.injured:
        return ()
    left_out = hidden(guide, wish.flags)
    breath_holds = all(guide.flags[flag].breath_holds for flag in wish.flags)
    pool = [
        one
        for one in candidates
        if wish.area in one.areas
        and all(
            _suits(step, wish, left_out, breath_holds=breath_holds)
            for step in plan_steps(library[one.id], stretches)
        )
    ]
    # As in the menu, a routine belongs to its main area; what is for the area as well comes after.
    own = [one for one in pool if wish.area in one.areas[:1]]
    rest = [one for one in pool if one not in own]
    ordered = [
        *_in_turn(own, wish.place, played_utc_ms),
        *_in_turn(rest, wish.place, played_utc_ms),
    ]
    return tuple(ordered[:MOST])


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


def _suits(step: PlannedStep, wish: Wish, left_out: frozenset[str], *, breath_holds: bool) -> bool:
    return (
        step.stretch not in left_out
        and (step.position is None or step.position in wish.positions)
        and not wish.injured & set(step.areas)
        and (breath_holds or step.breath is None or step.breath.full_s == step.breath.empty_s == 0)
    )
