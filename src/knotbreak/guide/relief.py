"""Relief: from a place that hurts, over one question, to a page or a card.

The stages, and how one leads to the next:

    begin -> Asking -> Reading (with movements)      an answer without a card
                    -> Showing -> Showing            a door of a card to another card
                               -> Reading (without movements)
                               -> Over               a door that closes
    begin -> Showing                                 a flag opens a card at once
    begin -> Held -> Asking                          after "I've been checked"

Movements are offered in one place only: a page that was reached by an answer without a card. No
card leads there (`DoorTo` has no such door), and a card that holds leads to nothing but its end.
"""

from __future__ import annotations

from collections.abc import Set

import msgspec

from knotbreak.core.body import Area
from knotbreak.core.health_settings import Flag
from knotbreak.core.text import N_
from knotbreak.guide.book import Guide
from knotbreak.guide.shape import Answer, CardId, Door, DoorTo

QUESTION = N_("How is it?")

HEART_LINE = N_(
    "This could be your heart: its pain can be felt in the chest, the jaw, the left arm, the upper"
    " back or a shoulder blade. With pain, pressure or tightness in the chest, bad shortness of"
    " breath, a cold sweat or feeling faint, call the emergency number now."
)

TIGHT = "stiff"
"""The answer that "it is tight" means."""

CHECKED = N_("I've been checked")

HELD = N_(
    "The emergency card came up here. Movements wait until you say that someone has examined you."
)

SEE_SOMEONE = N_("It stays, comes back or gets worse")


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """The one question."""

    area: Area
    question: str
    answers: tuple[Answer, ...]


class Showing(msgspec.Struct, frozen=True, kw_only=True):
    """A card, with nothing beside it."""

    area: Area
    card: CardId


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The page of an area, with movements or without."""

    area: Area
    movements: bool


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A card that holds came up earlier, and nobody has said yet that all is well."""

    area: Area


class Over(msgspec.Struct, frozen=True, kw_only=True):
    """The end."""

    area: Area


Stage = Asking | Showing | Reading | Held | Over


def begin(guide: Guide, area: Area, *, flags: Set[Flag] = frozenset(), held: bool = False) -> Stage:
    """Begin with an area; `held` says that a card that holds came up earlier."""
    if held:
        return Held(area=area)
    for flag in flags:
        for opens in guide.flags[flag].opens:
            if opens.area is area:
                return Showing(area=area, card=opens.card)
    return _asking(guide, area)


def tight(guide: Guide, area: Area, *, flags: Set[Flag] = frozenset(), held: bool = False) -> Stage:
    """Begin with an area of which the person says that it is tight.

    That is the answer already, but where something worse is often taken for tightness: there they
    are asked all the same.
    """
    stage = begin(guide, area, flags=flags, held=held)
    about = guide.areas[area]
    if not isinstance(stage, Asking) or about.heart or about.answer or about.ask_first:
        return stage
    return answer(stage, TIGHT)


def checked(guide: Guide, stage: Held) -> Stage:
    """The person says that they have been examined: the question comes, as always."""
    return _asking(guide, stage.area)


def answer(stage: Asking, id_: str) -> Showing | Reading:
    """Take the answer to the question.

    Raises:
        KeyError: if the question has no such answer.
    """
    given = {one.id: one for one in stage.answers}[id_]
    if given.card is not None:
        return Showing(area=stage.area, card=given.card)
    return Reading(area=stage.area, movements=True)


def doors(guide: Guide, stage: Showing) -> tuple[Door, ...]:
    """The ways on from a card."""
    return guide.cards[stage.card].door


def through(guide: Guide, stage: Showing, to: DoorTo) -> Stage:
    """Go through a door of a card.

    Raises:
        KeyError: if the card has no such door.
    """
    if to not in {door.to for door in doors(guide, stage)}:
        raise KeyError(to)
    match to:
        case DoorTo.CLOSE:
            return Over(area=stage.area)
        case DoorTo.READ:
            return Reading(area=stage.area, movements=False)
        case DoorTo.EMERGENCY:
            return Showing(area=stage.area, card=CardId.EMERGENCY)
        case DoorTo.URGENT:
            return Showing(area=stage.area, card=CardId.URGENT)


def see_someone(area: Area) -> Showing:
    """The card that says whom to see: from the page of an area, or when it stays as it is."""
    return Showing(area=area, card=CardId.PHYSIOTHERAPIST)


def holds(guide: Guide, stage: Stage) -> bool:
    """Whether movements and stretch notices have to wait from this stage on."""
    return isinstance(stage, Showing) and guide.cards[stage.card].hold


def _asking(guide: Guide, area: Area) -> Asking:
    about = guide.areas[area]
    if about.question is not None:
        return Asking(area=area, question=about.question, answers=about.answer)
    own = {one.id: one for one in about.answer}
    usual = tuple(own.pop(one.id, one) for one in guide.answers)
    return Asking(area=area, question=QUESTION, answers=usual + tuple(own.values()))
