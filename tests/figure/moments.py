"""Every keyframe of every stretch, and the instants between: what the tests of the body look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import FigureSpec, Framing
from knotbreak.core.routine import Stretch
from knotbreak.figure.animate import END, START, Movement
from knotbreak.figure.skeleton import Body
from knotbreak.figure.solve import Solved
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library import LibraryReader

INSTANTS = 20


class Moment(NamedTuple):
    """A body on its way.

    Attributes:
        name: The stretch.
        side: The side that works.
        since, to: The keyframes that it is between.
        number: Which instant it is; the last is the keyframe itself.
        spec: Its figure.
        a, b: Those keyframes as they were solved, for a working left side.
        body: Where everything is.
    """

    name: str
    side: Side
    since: str
    to: str
    number: int
    spec: FigureSpec
    a: Solved
    b: Solved
    body: Body

    @property
    def label(self) -> str:
        """Where it happens, for a person who looks for it."""
        return f"{self.name} {self.side} {self.since}>{self.to}"


@cache
def figures() -> dict[str, tuple[Stretch, FigureSpec]]:
    """The stretches whose body is drawn, with their figures."""
    library = LibraryReader(builtin_root(), Path("/nonexistent")).reload()
    return {
        name: (loaded.stretch, loaded.stretch.figure)
        for name, loaded in library.stretches.items()
        if loaded.stretch.figure is not None
        and loaded.stretch.figure.framing not in {Framing.RING, Framing.SCENE}
    }


def sides_of(stretch: Stretch) -> tuple[Side, ...]:
    return (Side.BOTH,) if stretch.side is Side.BOTH else (Side.LEFT, Side.RIGHT)


def ways(movement: Movement, stretch: Stretch) -> list[tuple[str, str]]:
    """From which keyframe to which it goes: in the order of the file, and round again in reps."""
    names = movement.keyframes
    ways = list(pairwise(names))
    if stretch.phase and len(names) > 2 and names[-1] != END:
        ways.append((names[-1], names[1]))
    return ways or [(START, START)]


def all_moments() -> Iterator[Moment]:
    for name, (stretch, spec) in figures().items():
        for side in sides_of(stretch):
            movement = Movement(spec, side)
            solved = movement.solved(1.0)
            for since, to in ways(movement, stretch):
                for number in range(INSTANTS + 2):
                    body = movement.pose_at(to, number / (INSTANTS + 1), 1.0, since)
                    a, b = solved[since], solved[to]
                    yield Moment(name, side, since, to, number, spec, a, b, body)


def worst(
    moments: Iterable[Moment], measure: Callable[[Moment], Iterable[tuple[str, float]]], most: float
) -> list[str]:
    """Where something is more than it may be: one line for each stretch, way and thing.

    `measure` yields what is looked at and how much it is.
    """
    found: dict[tuple[str, str], float] = {}
    for moment in moments:
        for what, amount in measure(moment):
            if amount > most:
                key = (moment.label, what)
                found[key] = max(found.get(key, 0.0), amount)
    return [f"{label}: {what} {amount:.3f}" for (label, what), amount in found.items()]


def told(offenders: list[str]) -> str:
    """An assertion's message that names them all."""
    return f"{len(offenders)}:\n" + "\n".join(offenders)
