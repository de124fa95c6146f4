"""`knotbreak relief`: questions in a terminal, the whole page as text, or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, assert_never

from knotbreak.app.cards import CardView
from knotbreak.app.relief import PageView, ReliefDesk
from knotbreak.core.body import Area
from knotbreak.core.units import SECOND_MS, clock_text
from knotbreak.guide.relief import CHECKED, HELD, SEE_SOMEONE, Asking, Held, Over, Reading, Showing
from knotbreak.guide.shape import CardId
from knotbreak.terminal.cards import print_card, print_numbers
from knotbreak.terminal.questions import Asker

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

Out = Callable[[str], None]


class ReliefTerminal:
    """Shows what the desk hands out. A movement is never on the screen with a card."""

    def __init__(self, desk: ReliefDesk, out: Out, words: Translator) -> None:
        self._desk = desk
        self._out = out
        self._words = words
        self._ = words.gettext

    def ask(self, area: Area | None, asker: Asker) -> str | None:
        """Lead through relief; the answer is the routine to play, if one was chosen."""
        _, desk = self._, self._desk
        if area is None:
            self._out(_("Where is it?"))
            areas = desk.areas
            index = asker.one([desk.label(one) for one in areas], _("leave"))
            if index is None:
                return None
            area = areas[index]
        stage = desk.begin(area)
        while True:
            match stage:
                case Held():
                    self._out(_(HELD))
                    if asker.one([_(CHECKED)], _("leave")) is None:
                        return None
                    stage = desk.checked(stage)
                case Asking():
                    self._lines(desk.heart(area), _(stage.question))
                    answers = stage.answers
                    index = asker.one([_(one.words) for one in answers], _("leave"))
                    if index is None:
                        return None
                    stage = desk.answer(stage, answers[index].id)
                case Showing():
                    card = desk.card(stage.card, area)
                    self.card(card)
                    self._problems()
                    index = asker.one([door.words for door in card.doors], _("leave"))
                    if index is None:
                        return None
                    stage = desk.through(stage, card.doors[index].to)
                case Reading():
                    page = desk.page(stage)
                    self.page(page)
                    options = [_("Play: {title}").format(title=one.title) for one in page.offers]
                    index = asker.one([*options, _(SEE_SOMEONE)], _("leave"))
                    if index is None:
                        return None
                    if index < len(options):
                        return page.offers[index].id
                    stage = desk.see_someone(stage.area)
                case Over():
                    return None
                case _:
                    assert_never(stage)

    def whole(self, area: Area) -> None:
        """The whole page, for where nobody can be asked."""
        _, desk = self._, self._desk
        stage = desk.begin(area)
        label = desk.label(area)
        self._out(label[:1].upper() + label[1:])
        match stage:
            case Asking():
                self._all_answers(stage)
            case Showing():
                self.card(desk.card(stage.card, area))
            case _:
                self._out(_(HELD))
                self._out(_("Once you have been examined: knotbreak relief --checked"))
        self._problems()

    def card(self, card: CardView) -> None:
        """A card."""
        print_card(card, self._out, self._words)

    def page(self, page: PageView) -> None:
        """The page of an area."""
        self._out("")
        self._lines(page.heart, page.feels)
        self._offered(page)
        self._care(page)
        self._causes_and_help(page)

    def _all_answers(self, stage: Asking) -> None:
        """Every answer with what it opens; movements come last, and not where one must ask."""
        _, desk = self._, self._desk
        page = desk.about(stage.area)
        self._lines(page.heart, page.feels)
        self._list(_("Call the emergency number if there is:"), desk.call_signs(stage.area))
        print_numbers(desk.numbers(), self._out, self._words)
        fit: list[str] = []
        for answer in stage.answers:
            leads_to = desk.would_be(stage, answer.id)
            if isinstance(leads_to, Reading):
                fit.append(_(answer.words))
                continue
            card = desk.card(leads_to.card, stage.area)
            self._out(f"{_(answer.words)}: {card.title}.")
            if leads_to.card is not CardId.EMERGENCY:
                # Its signs stand above.
                self._lines(card.lead)
                self._list("", (*card.signs, *card.today_signs))
                self._lines(*card.after)
            self._out(f"-> {card.action}")
        self._causes_and_help(page)
        self._out("")
        self._out(_("Only if it is this, and nothing of the above:"))
        self._list("", fit)
        if desk.must_ask(stage.area):
            hint = _("The movements come after the question: knotbreak relief {area} in a terminal")
            self._out(hint.format(area=stage.area.value))
        else:
            self._offered(desk.page(Reading(area=stage.area, movements=True)))
        self._care(page)

    def _offered(self, page: PageView) -> None:
        _ = self._
        for offer in page.offers:
            time = clock_text(offer.total_ms)
            self._out(f"  {offer.id}  {time}  {offer.title}. {offer.summary}")
        for group in page.groups:
            head = group.title + ":" if group.title else _("Single movements:")
            self._list(head, [f"{one.id}: {one.text}" for one in group.movements])

    def _causes_and_help(self, page: PageView) -> None:
        _ = self._
        self._list(_("What tends to bring it on:"), [one.title for one in page.causes])
        self._list(_("When to see someone:"), page.see)

    def _care(self, page: PageView) -> None:
        lines = [f"{one.title}: {one.text}" for one in page.care]
        self._list(self._("What else may help:"), lines)

    def _problems(self) -> None:
        for problem in self._desk.problems:
            self._out(str(problem))
        self._desk.problems.clear()

    def _list(self, head: str, lines: Iterable[str]) -> None:
        items = [f"- {line}" for line in lines]
        if items:
            self._lines(head, *items)

    def _lines(self, *lines: str) -> None:
        """What there is; an empty line is a head or a note that there is not."""
        for line in lines:
            if line:
                self._out(line)


def print_areas(desk: ReliefDesk, out: Out, words: Translator) -> None:
    """What can be asked about."""
    out(words.gettext("Where is it? knotbreak relief AREA, with one of:"))
    for area in desk.areas:
        out(f"  {area.value.ljust(16)} {desk.label(area)}")


def area_rows(desk: ReliefDesk) -> list[dict[str, object]]:
    """All areas, for programs."""
    return [{"id": area.value, "label": desk.label(area)} for area in desk.areas]


def relief_row(desk: ReliefDesk, area: Area, words: Translator) -> dict[str, object]:
    """Everything about an area, for programs: which answer leads to what."""
    stage = desk.begin(area)
    page = desk.about(area)
    row: dict[str, object] = {
        "area": area.value,
        "label": page.label,
        "held": isinstance(stage, Held),
        "heart": page.heart or None,
        "feels": page.feels,
        "causes": [one.id for one in page.causes],
        "see": list(page.see),
    }
    match stage:
        case Asking():
            row["question"] = words.gettext(stage.question)
            row["answers"] = [
                {"id": one.id, "words": words.gettext(one.words), **_leads_to(desk, stage, one.id)}
                for one in stage.answers
            ]
        case Showing():
            row["card"] = _card_row(desk.card(stage.card, area))
        case _:
            row["card"] = _card_row(desk.card(CardId.EMERGENCY, area))
    return row


def _leads_to(desk: ReliefDesk, stage: Asking, answer: str) -> dict[str, object]:
    leads_to = desk.would_be(stage, answer)
    if isinstance(leads_to, Showing):
        return {"card": _card_row(desk.card(leads_to.card, stage.area))}
    page = desk.page(leads_to)
    return {
        "routines": [
            {"id": one.id, "title": one.title, "seconds": one.total_ms // SECOND_MS}
            for one in page.offers
        ],
        "movements": [one.id for group in page.groups for one in group.movements],
        "care": [one.id for one in page.care],
    }


def _card_row(card: CardView) -> dict[str, object]:
    return {
        "id": card.id.value,
        "title": card.title,
        "lead": card.lead,
        "signs": list(card.signs),
        "call": list(card.call_signs),
        "today": list(card.today_signs),
        "after": list(card.after),
        "action": card.action,
        "numbers": {one.country: one.number for one in card.numbers},
    }
