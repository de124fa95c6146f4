"""The cards of the guide, worded: the same for everyone who has to show one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from knotbreak.core.body import Area
from knotbreak.guide.book import Guide
from knotbreak.guide.shape import CardId, Door, DoorTo, EmergencyNumber

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """A card, worded: what to notice, what to do, and where it leads.

    `call_signs` and `today_signs` are those of the cards that its doors lead to.
    """

    id: CardId
    title: str
    lead: str
    signs: tuple[str, ...]
    call_signs: tuple[str, ...]
    today_signs: tuple[str, ...]
    after: tuple[str, ...]
    action: str
    note: str
    numbers: tuple[EmergencyNumber, ...]
    doors: tuple[Door, ...]


class Cards:
    """Words them.

    Args:
        own_number: The emergency number that the person has given, if any.
        region: The country of the person, as far as it is known.
    """

    def __init__(
        self,
        guide: Guide,
        own_number: Callable[[], str | None],
        translator: Translator,
        region: str | None = None,
    ) -> None:
        self._guide = guide
        self._own_number = own_number
        self._region = region
        self._ = translator.gettext

    def numbers(self) -> tuple[EmergencyNumber, ...]:
        """The emergency numbers: the person's own first, then that of the country, then all."""
        known = self._guide.numbers_for(self._region)
        own = self._own_number()
        if own is None:
            return known
        return (EmergencyNumber(country=self._("Your number"), number=own, regions=()), *known)

    def card(self, id_: CardId, area: Area | None = None) -> CardView:
        """A card; with an area, the signs that may be felt there come first."""
        _ = self._
        card = self._guide.cards[id_]
        near = self._guide.signs(id_, area)
        to = {door.to for door in card.door}
        signs = (*near, *(one for one in self._guide.signs(id_, None) if one not in near))
        return CardView(
            id=id_,
            title=_(card.title),
            lead=_(card.lead),
            signs=tuple(map(_, signs)),
            call_signs=self.signs(CardId.EMERGENCY, area) if DoorTo.EMERGENCY in to else (),
            today_signs=self.signs(CardId.URGENT, area) if DoorTo.URGENT in to else (),
            after=tuple(map(_, card.after)),
            action=_(card.action),
            note=_(card.note) if card.note else "",
            numbers=self.numbers() if card.hold else (),
            doors=tuple(msgspec.structs.replace(one, words=_(one.words)) for one in card.door),
        )

    def signs(self, id_: CardId, area: Area | None) -> tuple[str, ...]:
        """The signs of a card that may be felt in an area."""
        return tuple(map(self._, self._guide.signs(id_, area)))
