"""The page that says why a care timer does not begin, with the card that comes first instead."""

from __future__ import annotations

from PySide6.QtCore import Signal

from knotbreak.app.cards import CardView
from knotbreak.app.care_safety import BarredView
from knotbreak.guide.shape import DoorTo
from knotbreak.qt.care_column import Point, Row
from knotbreak.qt.care_pages import CarePageBase, Rows
from knotbreak.qt.text import ACCENT, QUIET
from knotbreak.qt.theme import Size


class BarredPage(CarePageBase):
    """Shows a reason, or a card as the guide has it."""

    left = Signal()
    emergency = Signal(object)

    spoken = ""
    """What to say to who listens instead of looking."""

    def show_reason(self, barred: BarredView) -> None:
        """Draw it."""
        _, card = self._, barred.card
        self.spoken = barred.because
        if card is None:
            rows: Rows = [(self._say(_("Not today"), Size.TITLE, bold=True), 0)]
            rows.append((self._say(barred.because, Size.LEAD), 16))
            rows.append((self._buttons((_("Back"), self.left.emit, True)), 28))
        else:
            numbers = [one.number for one in card.numbers[:1]]
            self.spoken = ". ".join((card.title, *numbers, card.lead))
            rows = [*self._card(card, barred.because), *self._doors(barred, card)]
        self.column.set_rows(rows)
        self.column.to_top()

    def _card(self, card: CardView, because: str) -> Rows:
        _ = self._
        rows: Rows = [(self._say(card.title, Size.TITLE, bold=True), 0)]
        rows += self._numbers(card)
        rows.append((self._say(card.lead, Size.LEAD), 16))
        if because:
            rows.append((self._say(because, Size.BODY, QUIET), 8))
        rows += self._points(card.signs)
        for head, signs in (
            (_("Call the emergency number if there is:"), card.call_signs),
            (_("Ring for advice today if there is:"), card.today_signs),
        ):
            if signs:
                rows.append((self._say(head, Size.BODY, bold=True), 20))
                rows += self._points(signs)
        rows += [(self._say(line, Size.BODY), 16) for line in card.after]
        if card.note:
            rows.append((self._say(card.note, Size.SMALL, QUIET), 16))
        rows.append((self._say(card.action + ".", Size.LEAD, bold=True), 24))
        return rows

    def _numbers(self, card: CardView) -> Rows:
        if not card.numbers:
            return []
        first, *others = card.numbers
        each = " · ".join(f"{one.country} {one.number}" for one in others)
        return [
            (self._say(first.number, Size.HUGE, ACCENT, bold=True), 12),
            (self._say(first.country, Size.BODY, QUIET), 0),
            (self._say(each, Size.SMALL, QUIET), 8),
        ]

    def _points(self, signs: tuple[str, ...]) -> Rows:
        return [
            (Point(sign, self.column.body), 4 if number else 8) for number, sign in enumerate(signs)
        ]

    def _doors(self, barred: BarredView, card: CardView) -> Rows:
        """Out of the card; there is nothing to read on here."""
        rows: Rows = []
        for door in card.doors:
            if door.to is DoorTo.EMERGENCY:
                row = Row(self._theme, door.words, "", self.column.body)
                row.clicked.connect(lambda _on=False: self.emergency.emit(barred.area))
                rows.append((row, 16))
        close = next(door.words for door in card.doors if door.to is DoorTo.CLOSE)
        return [*rows, (self._buttons((close, self.left.emit, True)), 16)]
