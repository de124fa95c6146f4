"""What is wrong with the figure of a stretch: for `knotbreak check`, before anyone sees it.

What its keyframes are called is checked with the rest of the stretch (`core.checks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from knotbreak.core.body import Side
from knotbreak.core.faults import Fault, Path, nearest
from knotbreak.core.figure_spec import Angle, FigureSpec, Keyframe
from knotbreak.figure.animate import Movement
from knotbreak.figure.contacts import hand_places, touch
from knotbreak.figure.legs import PAD_UP
from knotbreak.figure.postures import KNEE_UP
from knotbreak.figure.ranges import RANGES
from knotbreak.figure.skeleton import Body, place
from knotbreak.figure.solve import Solved, head_over
from knotbreak.figure.vectors import Vec, length, sub

REACH_M = 0.02
"""What a hand or a foot may be short of its place; more of it is seen."""

_HANDS = ("hand", "forearm")

_LEGS = ("foot", "heel", "toes", "knee")
_HEADS = ("forehead", "head")
_FLOOR = frozenset({"floor"})


def faults(spec: FigureSpec, side: Side) -> Iterator[Fault]:
    """Every fault of a figure, `side` being the side of its stretch; paths begin at `figure`."""
    known = places()
    for index, frame in enumerate(spec.keyframe):
        path = ("figure", "keyframe", index)
        yield from _angles(path, frame)
        yield from _contacts(path, frame, known)
    names = [frame.at for frame in spec.keyframe]
    if len(set(names)) < len(names):
        # Which of two is meant cannot be told.
        return
    solved = Movement(spec, Side.BOTH if side is Side.BOTH else Side.LEFT).solved(1.0)
    for index, frame in enumerate(spec.keyframe):
        for gap in gaps(frame, solved[frame.at]):
            if gap.metres > REACH_M:
                yield Fault(
                    ("figure", "keyframe", index, "contacts", gap.part),
                    f'the {gap.part} is {gap.metres * 100:.1f} cm from "{gap.place}"',
                    "bring it nearer with the angles, or leave the contact out",
                )


def places() -> Mapping[str, frozenset[str]]:
    """What each part of the body may touch."""
    working = {
        **dict.fromkeys(_HANDS, hand_places()),
        "foot": _FLOOR | {"other-knee"},
        "heel": _FLOOR,
        "toes": _FLOOR,
        "knee": _FLOOR | {"cushion"},
    }
    other = {f"other-{part}": known for part, known in working.items()}
    return {
        **working,
        **other,
        # Only the working foot crosses over.
        "other-foot": _FLOOR,
        **dict.fromkeys(_HEADS, _FLOOR | {"cushion"}),
        "seat": _FLOOR | {"cushion", "heel"},
    }


def _angles(path: Path, frame: Keyframe) -> Iterator[Fault]:
    for angle, value in frame.angles.items():
        low, high, _ = RANGES[angle]
        if not low <= value <= high:
            yield Fault(
                (*path, "angles", angle.value),
                f"{value:g} is too {'little' if value < low else 'much'}",
                f"{low:g} to {high:g}{_unit(angle)}",
            )


def _unit(angle: Angle) -> str:
    match angle:
        case Angle.EYES_CLOSED | Angle.GAZE_NEAR | Angle.BUTTOCKS_TIGHT:
            return ""
        case Angle.HEAD_RETRACTION_CM:
            return " cm"
        case Angle.JAW_OPENING_MM:
            return " mm"
        case _:
            return " degrees"


def _contacts(path: Path, frame: Keyframe, known: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    for part, where in frame.contacts.items():
        here = (*path, "contacts", part)
        if part not in known:
            yield Fault(here, f'no part of the body is called "{part}"', _meant(part, known))
        elif where not in known[part]:
            yield Fault(here, f'the {part} cannot touch "{where}"', _meant(where, known[part]))


def _meant(name: str, known: Iterable[str]) -> str:
    guess = nearest(name, known)
    return f"did you mean {guess}?" if guess else f"one of {', '.join(sorted(known))}"


class Gap(NamedTuple):
    """How far a part is from what it should touch."""

    part: str
    place: str
    metres: float


def gaps(frame: Keyframe, solved: Solved) -> Iterator[Gap]:
    """The distances between what touches and what is touched, for a working left side."""
    body = place(solved.pose)
    for number, prefix in enumerate(("", "other-")):
        name, goal = solved.hands[number], hand_goal(solved, body, number)
        if name is not None and goal is not None:
            part = _part(frame, prefix, _HANDS)
            yield Gap(part, name, length(sub(body.arms[number].hand.at, goal)))
        hold = solved.feet[number]
        if hold is not None:
            part = _part(frame, prefix, _LEGS)
            where = frame.contacts.get(part, "floor")
            leg = body.legs[number]
            gap = length(sub(leg.foot.at, hold.ankle))
            if part.endswith("knee"):
                rest = KNEE_UP + (PAD_UP if where == "cushion" else 0.0)
                gap = max(gap, abs(leg.shank.at[1] - rest))
            yield Gap(part, where, gap)
    rests = [part for part in _HEADS if part in frame.contacts]
    for part in rests[:1]:
        yield Gap(part, frame.contacts[part], abs(head_over(body, frame.contacts)))


def hand_goal(solved: Solved, body: Body, number: int) -> Vec | None:
    """Where the wrist of a hand belongs that touches something."""
    name = solved.hands[number]
    if name is None:
        return None
    goal = solved.touches[number] or touch(name, body, 1 - 2 * number)
    return None if goal is None else goal.wrist


def _part(frame: Keyframe, prefix: str, names: tuple[str, ...]) -> str:
    """The part as the file names it; the first name for one that its posture puts down."""
    told = [f"{prefix}{name}" for name in names if f"{prefix}{name}" in frame.contacts]
    return told[0] if told else f"{prefix}{names[0]}"
