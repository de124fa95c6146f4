"""What must hold within the files of the guide and between them, which their shape cannot say.

Each check gathers every fault. The places in the files are added by the reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum

from knotbreak.core.body import Area
from knotbreak.core.care_state import CareKind
from knotbreak.core.faults import Fault, Path, nearest
from knotbreak.core.health_settings import Flag
from knotbreak.guide.book import KNOT_AREAS
from knotbreak.guide.shape import (
    AreaGuide,
    Card,
    CardId,
    CauseId,
    DoorTo,
    GuideFile,
    TreatmentId,
)

NEEDED: dict[str, tuple[StrEnum, ...]] = {
    "area": KNOT_AREAS,
    "cause": tuple(CauseId),
    "treatment": tuple(TreatmentId),
    "card": tuple(CardId),
    "flag": tuple(Flag),
    "care": tuple(CareKind),
}
"""The lists of the guide that have to be whole, and what makes them so."""

_WITH_IDS = (
    "page", "answer", "area", "cause", "treatment", "tip", "card", "question", "check", "flag",
    "care",
)  # fmt: skip
_LISTED = {"routine": "routines", "stretch": "stretches"}
_WITH_ROUTINES = ("page", "cause", "treatment", "tip")


def check_file(
    file: GuideFile, stretches: Iterable[str], routines: Iterable[str]
) -> Iterator[Fault]:
    """Check one file against the movements and routines that it may name."""
    stretch_ids, routine_ids = set(stretches), set(routines)
    for kind in _WITH_ROUTINES:
        for index, one in enumerate(getattr(file, kind)):
            yield from _names((kind, index, "routines"), one.routines, routine_ids, "routine")
    for index, area in enumerate(file.area):
        yield from _area(("area", index), area, stretch_ids)
    for index, card in enumerate(file.card):
        yield from _card(("card", index), card)
    for index, question in enumerate(file.question):
        yield from _twice(("question", index, "answer"), [one.id for one in question.answer], set())
    for index, flag in enumerate(file.flag):
        yield from _names(("flag", index, "hides"), flag.hides, stretch_ids, "stretch")
    for index, care in enumerate(file.care):
        yield from _twice(("care", index, "bar"), [one.id for one in care.bar], set())


def check_between(files: Sequence[GuideFile]) -> Iterator[tuple[int, Fault]]:
    """Find what is there twice; with each fault the number of its file."""
    seen: dict[str, set[str]] = {kind: set() for kind in _WITH_IDS}
    for number, file in enumerate(files):
        for kind in _WITH_IDS:
            for fault in _twice((kind,), [one.id for one in getattr(file, kind)], seen[kind]):
                yield number, fault


def missing(files: Sequence[GuideFile]) -> Iterator[Fault]:
    """Find what no file has."""
    for kind, needed in NEEDED.items():
        there = {one.id for file in files for one in getattr(file, kind)}
        for id_ in needed:
            if id_ not in there:
                yield Fault((kind,), f'the {kind} "{id_.value}" is missing', f"add a [[{kind}]]")
    if not any(file.answer for file in files):
        yield Fault(("answer",), "is missing", "the usual answers of relief")


def _area(path: Path, area: AreaGuide, stretches: Collection[str]) -> Iterator[Fault]:
    if area.id not in KNOT_AREAS:
        yield Fault((*path, "id"), f'"{area.id}" is no area of knots', ", ".join(KNOT_AREAS))
    yield from _names((*path, "movements"), area.movements, stretches, "stretch")
    for index, part in enumerate(area.part):
        here = (*path, "part", index, "movements")
        yield from _names(here, part.movements, stretches, "stretch")
    yield from _twice((*path, "answer"), [one.id for one in area.answer], set())
    if area.question is not None and not area.answer:
        yield Fault((*path, "question"), "needs answers of its own", "add [[area.answer]]")
    if area.id is Area.CHEST and not _chest_is_safe(area):
        yield Fault(
            path,
            "the chest asks for pain first",
            "a question of its own, with an answer that opens the emergency card",
            absent=True,
        )


def _chest_is_safe(area: AreaGuide) -> bool:
    opened = {one.card for one in area.answer}
    return area.question is not None and area.heart and CardId.EMERGENCY in opened


def _card(path: Path, card: Card) -> Iterator[Fault]:
    if card.hold != (card.id is CardId.EMERGENCY):
        yield Fault((*path, "hold"), "belongs to the emergency card, and only there", "")
    for index, door in enumerate(card.door):
        here = (*path, "door", index, "to")
        if card.hold and door.to is not DoorTo.CLOSE:
            yield Fault(here, "leads on from a card that holds", 'only "close"')
        elif door.to.value == card.id.value:
            yield Fault(here, "leads to the card itself", "another door")
    if all(door.to is not DoorTo.CLOSE for door in card.door):
        yield Fault((*path, "door"), "has no way out", 'add one to = "close"')


def _names(path: Path, names: Sequence[str], known: Collection[str], what: str) -> Iterator[Fault]:
    for index, name in enumerate(names):
        if name not in known:
            guess = nearest(name, known)
            hint = f"did you mean {guess}?" if guess else f"see: knotbreak {_LISTED[what]}"
            yield Fault((*path, index), f'there is no {what} called "{name}"', hint)


def _twice(path: Path, ids: Sequence[str], seen: set[str]) -> Iterator[Fault]:
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield Fault((*path, index, "id"), f'"{id_}" is here twice', "keep one of them")
        seen.add(id_)
