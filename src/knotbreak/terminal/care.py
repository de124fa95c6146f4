"""Care timers in the terminal: the cautions before one begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.care_safety import BarredView, CareSafety
from knotbreak.app.care_words import CareWording
from knotbreak.app.intents import StartCare
from knotbreak.core.care import PLANS
from knotbreak.terminal.cards import print_card
from knotbreak.terminal.questions import Asker

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

Out = Callable[[str], None]


class CareTerminal:
    """Shows what is to be read, and asks whether anything speaks against it."""

    def __init__(self, safety: CareSafety, out: Out, words: Translator) -> None:
        self._safety = safety
        self._out = out
        self._translator = words
        self._ = words.gettext
        self._words = CareWording(words)

    def show(self, wish: StartCare) -> None:
        """Print the cautions and what speaks against it."""
        page, place = self._safety.page(wish), self._words.place(wish.area, wish.side)
        self._out(f"{page.title} · {place}" if place else page.title)
        self._out(page.short)
        for line in page.cautions:
            self._out(f"- {line}")
        if PLANS[wish.kind].stays:
            self._out(self._words.stays_awake())

    def bars(self, wish: StartCare) -> None:
        """Print what speaks against it, for where nobody can be asked."""
        self._out(self._("Leave it out today if one of these fits:"))
        for bar in self._safety.page(wish).bars:
            self._out(f"- {bar.words}")
        self._out(self._("If none does, say so with --read."))

    def ask(self, wish: StartCare, asker: Asker) -> BarredView | None:
        """Ask whether something speaks against it; what does, printed, or None if nothing does.

        Who leaves without an answer begins nothing either.
        """
        bars = self._safety.page(wish).bars
        self._out(self._("Does one of these fit you today?"))
        options = [self._("None of these: start"), *(bar.words for bar in bars)]
        index = asker.one(options, self._("leave"))
        if index == 0:
            return None
        if index is None:
            return BarredView()
        barred = self._safety.fits(wish, bars[index - 1].id)
        if barred.card is not None:
            print_card(barred.card, self._out, self._translator)
        self._out(barred.because)
        return barred
