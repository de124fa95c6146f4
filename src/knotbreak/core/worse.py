"""Going easier after "worse", and who should be seen when tightness stays: rows 68 and 69 of
content.md §1.

After the first "worse" the steps for an area are left out for the day, and come in their easier
versions the next time; after the second in a row they rest until the person says go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent, day_of

if TYPE_CHECKING:
    from knotbreak.core.plan import PlannedStep
    from knotbreak.core.routine import Breath, Stretch

RESTS_AT = 2
"""So many times worse in a row, and the area rests."""

TIGHT = 4
TIGHT_DAYS = 10
OF_DAYS = 14
"""As tight as this, or more, on so many of so many days: time for a physiotherapist."""


class Worse(msgspec.Struct, frozen=True):
    """An area that felt worse: how often in a row, and on which day the last time (ordinal)."""

    area: Area
    times: int
    day: int


def felt(so_far: Iterable[Worse], area: Area, how: str, day: int) -> tuple[Worse, ...]:
    """Take an answer: better, same or worse. What rests goes on resting, whatever is said."""
    left = [one for one in so_far if one.area is not area]
    before = next((one for one in so_far if one.area is area), None)
    if how == "worse":
        return (*left, Worse(area, 1 if before is None else before.times + 1, day))
    rests = before is not None and before.times >= RESTS_AT
    return (*left, before) if before is not None and rests else tuple(left)


def go(so_far: Iterable[Worse], area: Area) -> tuple[Worse, ...]:
    """The person says go: all as before."""
    return tuple(one for one in so_far if one.area is not area)


def paused(so_far: Iterable[Worse]) -> tuple[Area, ...]:
    """The areas that rest until the person says go."""
    return tuple(one.area for one in so_far if one.times >= RESTS_AT)


def left_out(so_far: Iterable[Worse], day: int) -> frozenset[Area]:
    """The areas whose steps are left out on a day."""
    return frozenset(one.area for one in so_far if one.times >= RESTS_AT or one.day == day)


def gentler(
    steps: Iterable[PlannedStep],
    so_far: Iterable[Worse],
    day: int,
    stretches: Mapping[str, Stretch],
    breath: Breath | None = None,
) -> tuple[PlannedStep, ...]:
    """The steps of a session with those for some areas left out or made easier; maybe none."""
    out = left_out(so_far, day)
    eased = {one.area for one in so_far} - out
    return tuple(
        _eased(step, eased, stretches, breath) for step in steps if not out & set(step.areas)
    )


def _eased(
    step: PlannedStep, eased: Set[Area], stretches: Mapping[str, Stretch], breath: Breath | None
) -> PlannedStep:
    from knotbreak.core.plan import easier_step

    if not eased & set(step.areas):
        return step
    return easier_step(step, stretches, breath) or step


def stays_tight(checkins: Iterable[HistoryEvent], today: date) -> frozenset[Area]:
    """The areas that were tight on ten of the last fourteen days."""
    days: dict[str, set[int]] = {}
    for event in checkins:
        ago = today.toordinal() - day_of(event).toordinal()
        tight = event.event is EventKind.CHECKIN and (event.amount or 0) >= TIGHT
        if tight and 0 <= ago < OF_DAYS and event.outcome is not None:
            days.setdefault(event.outcome, set()).add(ago)
    return frozenset(area for area in Area if len(days.get(area.value, ())) >= TIGHT_DAYS)
