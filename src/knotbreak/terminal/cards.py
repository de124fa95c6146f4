"""A card of the guide as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from knotbreak.app.cards import CardView

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator
    from knotbreak.guide.shape import EmergencyNumber

Out = Callable[[str], None]


def print_card(card: CardView, out: Out, words: Translator) -> None:
    """What to notice, what to do, and last the one thing that matters."""
    _ = words.gettext
    out("")
    out(card.title.upper())
    print_numbers(card.numbers, out, words)
    out(card.lead)
    for head, signs in (
        ("", card.signs),
        (_("Call the emergency number if there is:"), card.call_signs),
        (_("Ring for advice today if there is:"), card.today_signs),
    ):
        if head and signs:
            out(head)
        for sign in signs:
            out(f"- {sign}")
    for line in (*card.after, card.note):
        if line:
            out(line)
    out(f"-> {card.action}")


def print_numbers(numbers: Iterable[EmergencyNumber], out: Out, words: Translator) -> None:
    """The emergency numbers in one line, if there are any to show."""
    each = [f"{one.country} {one.number}" for one in numbers]
    if each:
        out(words.gettext("Emergency numbers: {numbers}").format(numbers=" · ".join(each)))
