"""What a front end shows before a care timer begins, and what keeps one from beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.cards import Cards, CardView
from knotbreak.app.care_words import CareWording
from knotbreak.app.intents import StartCare
from knotbreak.core.body import Area, NamedPattern
from knotbreak.core.breathing import pattern_named
from knotbreak.core.care import PLANS
from knotbreak.core.care_state import CareKind
from knotbreak.core.health_settings import HealthSettings
from knotbreak.guide import care
from knotbreak.guide.book import Guide
from knotbreak.guide.shape import CardId, CareBar

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class BarView(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that speaks against it, if it fits the person."""

    id: str
    words: str


class CarePage(msgspec.Struct, frozen=True, kw_only=True):
    """What is read before the start.

    `most_min` and the others are the minutes that can be chosen; they are equal where there is
    nothing to choose.
    """

    title: str
    short: str
    cautions: tuple[str, ...]
    bars: tuple[BarView, ...]
    usual_min: int
    least_min: int
    most_min: int


class BarredView(msgspec.Struct, frozen=True, kw_only=True):
    """Why it does not begin. With a card that comes first; `holds` is whether movement waits from
    now on. `area` is the place that it is about, if it is about one."""

    because: str = ""
    card: CardView | None = None
    holds: bool = False
    area: Area | None = None


class CareSafety:
    """Reads the guide for care timers.

    Args:
        guide: Loads the guide; asked once.
        body: What the person has told to go easy on.
        breath_holds: Whether the settings allow holding the breath.
        held: Whether movement waits until the person has been checked.
        region: The country of the person, as far as it is known.
    """

    def __init__(
        self,
        guide: Callable[[], Guide],
        body: Callable[[], HealthSettings],
        breath_holds: Callable[[], bool],
        held: Callable[[], bool],
        translator: Translator,
        region: str | None = None,
    ) -> None:
        self._region = region
        self._translator = translator
        self._load = guide
        self._guide: Guide | None = None
        self._body = body
        self._breath_holds = breath_holds
        self._held = held
        self._ = translator.gettext
        self._words = CareWording(translator)

    def page(self, wish: StartCare) -> CarePage:
        """What is read before this begins."""
        known, plan = self._read().care[wish.kind], PLANS[wish.kind]
        short = self._(known.short)
        if wish.kind is CareKind.BREATHE:
            short = self._words.pattern_says(wish.pattern)
        return CarePage(
            title=self._words.kind(wish.kind),
            short=short,
            cautions=tuple(self._(line) for line in known.mind),
            bars=tuple(BarView(id=bar.id, words=self._(bar.words)) for bar in self._bars(wish)),
            usual_min=plan.usual_min,
            least_min=plan.least_min,
            most_min=plan.most_min,
        )

    def shorts(self) -> dict[CareKind, str]:
        """A sentence about each kind, for choosing."""
        known = self._read().care
        return {kind: self._(known[kind].short) for kind in CareKind}

    def patterns(self) -> tuple[NamedPattern, ...]:
        """The ways of breathing that can be chosen now."""
        wishes = [StartCare(kind=CareKind.BREATHE, pattern=one) for one in NamedPattern]
        return tuple(wish.pattern for wish in wishes if not self.barred(wish))

    def fits(self, wish: StartCare, bar_id: str) -> BarredView:
        """One of the sentences fits: why it does not begin."""
        bar = next(one for one in self._bars(wish) if one.id == bar_id)
        because = self._(bar.because)
        if bar.card is None:
            return BarredView(because=because)
        # Where the person has named no place, the sentence itself is about one.
        return self.card(bar.card, wish.area or next(iter(bar.areas), None), because)

    def card(self, id_: CardId, area: Area | None, because: str = "") -> BarredView:
        """A card that comes before anything else, as the guide shows it."""
        cards = Cards(
            self._read(), lambda: self._body().emergency_number, self._translator, self._region
        )
        holds = self._read().cards[id_].hold
        return BarredView(because=because, card=cards.card(id_, area), holds=holds, area=area)

    def barred(self, wish: StartCare) -> str:
        """What keeps it from beginning without being asked; empty if nothing does."""
        guide, body = self._read(), self._body()
        if self._held() and care.treatment(guide, wish.kind).moves:
            return self._("Nothing that moves or presses until you say that you have been checked.")
        if not self._breath_holds() and _holds_breath(wish):
            return self._("Breath holds are switched off in the settings: take calm or even.")
        bar = care.barred_by(
            guide, wish.kind, wish.area, wish.pattern, body.going_easy, frozenset(body.injured)
        )
        return "" if bar is None else self._(bar.because)

    def _bars(self, wish: StartCare) -> tuple[CareBar, ...]:
        return care.bars(self._read(), wish.kind, wish.area, wish.pattern)

    def _read(self) -> Guide:
        if self._guide is None:
            self._guide = self._load()
        return self._guide


def _holds_breath(wish: StartCare) -> bool:
    breath = pattern_named(wish.pattern)
    return wish.kind is CareKind.BREATHE and breath is not None and breath.holds_breath
