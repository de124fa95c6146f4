"""For which areas a routine is, as shares of its movement."""

from __future__ import annotations

from collections.abc import Mapping

from knotbreak.core.body import Area
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.plan import plan_steps
from knotbreak.core.problems import ProblemError
from knotbreak.core.progress import Shares, area_shares
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.timeline import TimelineOptions


def routine_shares(routines: Mapping[str, Routine], stretches: Mapping[str, Stretch]) -> Shares:
    """The shares of these routines as they are now; one that is there no more has none.

    Each is timed when it is first asked for.
    """
    known: dict[str, Mapping[Area, float]] = {}

    def shares(id_: str) -> Mapping[Area, float]:
        if id_ not in known:
            known[id_] = _of(routines.get(id_), stretches)
        return known[id_]

    return shares


def _of(routine: Routine | None, stretches: Mapping[str, Stretch]) -> Mapping[Area, float]:
    if routine is None:
        return {}
    try:
        steps = plan_steps(routine, stretches)
        timeline = compile_timeline(steps, Frame.of(routine), TimelineOptions())
    except ProblemError:
        # A file with a fault: whoever opens it hears of that.
        return {}
    return area_shares(timeline, routine.areas)
