"""The pages of relief: what each stage of `guide.relief` looks like."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, assert_never

from knotbreak.app.cards import CardView
from knotbreak.app.health_desk import ASK
from knotbreak.app.relief import PageView, ReliefDesk
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.units import SECOND_MS, minutes_of
from knotbreak.guide.relief import (
    CHECKED,
    HELD,
    SEE_SOMEONE,
    Asking,
    Held,
    Over,
    Reading,
    Showing,
    Stage,
)
from knotbreak.guide.shape import DoorTo
from knotbreak.qt.column import Column
from knotbreak.qt.text import ACCENT, QUIET
from knotbreak.qt.theme import UNIT, Size

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class ReliefPages:
    """Fills the column.

    Args:
        go: Shows a stage.
        start: Plays a routine by its id.
        read: Shows a topic of the guide by its key.
        read_at_rest: The same, with nothing to play on it.
        care: Opens what goes with a treatment by its id, where there is such a thing.
        ask_health: Shows the page with the flags; None once they were asked.
    """

    def __init__(
        self,
        column: Column,
        translator: Translator,
        desk: ReliefDesk,
        *,
        go: Callable[[Stage], None],
        start: Callable[[str], None],
        read: Callable[[str], None],
        read_at_rest: Callable[[str], None],
        care: Callable[[str, Area], Callable[[], None] | None],
        ask_health: Callable[[], Callable[[], None] | None],
    ) -> None:
        self._column = column
        self._desk = desk
        self._ = translator.gettext
        self._n = translator.ngettext
        self._words = Wording(translator)
        self._go = go
        self._start = start
        self._read = read
        self._read_at_rest = read_at_rest
        self._care = care
        self._ask_health = ask_health

    def show(self, stage: Stage) -> None:
        """Fill the column with a stage."""
        match stage:
            case Held():
                self._held(stage)
            case Asking():
                self._asking(stage)
            case Showing():
                self._card(stage)
            case Reading():
                self._page(stage)
            case Over():
                pass
            case _:
                assert_never(stage)
        self._column.done()

    def _held(self, stage: Held) -> None:
        _, column = self._, self._column
        column.clear(_("Movements wait"))
        column.title(_("Movements wait"))
        column.say(_(HELD), gap=2 * UNIT)
        column.buttons((_(CHECKED), lambda: self._go(self._desk.checked(stage))))

    def _asking(self, stage: Asking) -> None:
        _, column = self._, self._column
        label = _capital(self._desk.label(stage.area))
        column.clear(label)
        column.title(label)
        self._heart(self._desk.heart(stage.area))
        column.say(_(stage.question), Size.LEAD, gap=2.5 * UNIT)
        for one in stage.answers:
            column.choose(_(one.words), partial(self._answer, stage, one.id))

    def _answer(self, stage: Asking, id_: str) -> None:
        self._go(self._desk.answer(stage, id_))

    def _through(self, stage: Showing, to: DoorTo) -> None:
        self._go(self._desk.through(stage, to))

    def _heart(self, words: str) -> None:
        self._column.say(words, gap=2 * UNIT, bold=True)

    def _card(self, stage: Showing) -> None:
        _, column, desk = self._, self._column, self._desk
        card = desk.card(stage.card, stage.area)
        column.clear(card.title)
        column.title(card.title)
        self._numbers(card)
        column.say(card.lead, Size.LEAD, gap=2 * UNIT)
        column.points(card.signs)
        for head, signs in (
            (_("Call the emergency number if there is:"), card.call_signs),
            (_("Ring for advice today if there is:"), card.today_signs),
        ):
            if signs:
                column.head(head)
                column.points(signs)
        for line in card.after:
            column.say(line, gap=2 * UNIT)
        column.say(card.note, Size.SMALL, gap=2 * UNIT, role=QUIET)
        for problem in desk.problems:
            column.say(str(problem), Size.SMALL, gap=2 * UNIT, role=QUIET)
        desk.problems.clear()
        column.say(card.action + ".", Size.LEAD, gap=3 * UNIT, bold=True)
        for door in card.doors:
            column.choose(door.words, partial(self._through, stage, door.to))

    def _numbers(self, card: CardView) -> None:
        if not card.numbers:
            return
        column = self._column
        first, *others = card.numbers
        column.say(first.number, Size.HUGE, gap=2 * UNIT, role=ACCENT, bold=True)
        column.say(first.country, Size.BODY, gap=0, role=QUIET)
        each = " · ".join(f"{one.country} {one.number}" for one in others)
        column.say(each, Size.SMALL, gap=UNIT, role=QUIET)

    def _page(self, stage: Reading) -> None:
        _, column, desk = self._, self._column, self._desk
        page = desk.page(stage)
        label = _capital(page.label)
        column.clear(label)
        column.title(label)
        column.say(page.feels, gap=1.5 * UNIT)
        if stage.movements:
            self._offers(page)
            worse = _("It is something else: sore, sharp, or unbearable")
            column.choose(worse, lambda: self._go(desk.begin(stage.area)), gap=2 * UNIT)
        self._heart(page.heart)
        self._about(page, self._read if stage.movements else self._read_at_rest)
        column.head(_("When to see someone"))
        column.points(page.see)
        column.choose(_(SEE_SOMEONE), lambda: self._go(desk.see_someone(stage.area)), gap=2 * UNIT)

    def _offers(self, page: PageView) -> None:
        _, column = self._, self._column
        ask = self._ask_health()
        if not page.offers:
            column.say(_("No routine suits this place and what you go easy on."), role=QUIET)
        for number, offer in enumerate(page.offers):
            more = " · ".join(
                filter(None, (self._length(offer.total_ms), offer.summary, offer.changed))
            )
            column.choose(
                offer.title,
                partial(self._start, offer.id),
                more=more,
                picture=offer.picture,
                does=_("Start"),
                primary=number == 0,
                gap=2 * UNIT if number == 0 else UNIT * 0.75,
            )
        if ask is not None:
            more = _("Tell it once, and movements that do not suit you are left out.")
            column.choose(_(ASK), ask, more=more, gap=2 * UNIT)

    def _about(self, page: PageView, show: Callable[[str], None]) -> None:
        _, column = self._, self._column
        column.head(_("What tends to bring it on"))
        for cause in page.causes:
            read = partial(show, f"cause:{cause.id}")
            column.choose(cause.title, read, more=cause.text)
        column.head(_("What else may help"))
        for care in page.care:
            timer = self._care(care.id, page.area)
            read = partial(show, f"treatment:{care.id}")
            column.choose(
                care.title,
                timer or read,
                more=care.text,
                does=_("Open") if timer is not None else "",
            )
        for group in page.groups:
            column.head(group.title or _("Single movements"))
            column.points(
                _("{title}: {text}").format(title=one.title, text=one.text)
                for one in group.movements
            )

    def _length(self, total_ms: int) -> str:
        minutes = minutes_of(total_ms)
        if minutes:
            return self._n("{n} minute", "{n} minutes", minutes).format(n=minutes)
        seconds = max(10, round(total_ms / SECOND_MS / 10) * 10)
        return self._n("{n} second", "{n} seconds", seconds).format(n=seconds)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
