"""The pages before a care timer runs: what would do good, what to know, and why not today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QWidget

from knotbreak.app.care_front import CareFront
from knotbreak.app.care_views import CareView
from knotbreak.app.intents import StartCare
from knotbreak.core.body import Area, NamedPattern, Side
from knotbreak.core.care import PLANS
from knotbreak.core.care_state import CareKind, CareTimer
from knotbreak.core.units import MINUTE_MS
from knotbreak.qt.care_column import Chip, Column, Part, Point, Row
from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

MANY_LINES = 40
HEAT_MIN = (10, 15, 20, 25, 30)
COLD_MIN = (10, 15, 20)
BREATHE_MIN = (1, 2, 3, 5, 10)
MINUTES = {CareKind.HEAT: HEAT_MIN, CareKind.COLD: COLD_MIN, CareKind.BREATHE: BREATHE_MIN}
PLACES = tuple(area for area in Area if area not in (Area.HANDS, Area.EYES, Area.STRESS))
T = TypeVar("T")
Rows = list[tuple[Part, float]]


class CarePageBase(QWidget):
    """One column on the page, in the middle."""

    def __init__(
        self, theme: Theme, translator: Translator, parent: QWidget, *, centred: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._translator = translator
        self._ = translator.gettext
        self._n = translator.ngettext
        self.column = Column(self, centred=centred)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.column.set_theme(theme)

    def lay_out(self, scale: float, column_px: int) -> None:
        """Place the column: at most so wide, in the middle."""
        wide = min(round(column_px * scale), self.width())
        self.column.setGeometry((self.width() - wide) // 2, 0, wide, self.height())
        self.column.set_scale(scale)

    def _say(
        self,
        text: str,
        size: Size,
        role: QPalette.ColorRole = INK,
        *,
        bold: bool = False,
    ) -> Words:
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        words = Words(size, self.column.body, role, lines=MANY_LINES, weight=weight)
        words.set_words(text)
        return words

    def _chips(
        self, choices: Sequence[tuple[str, T]], chosen: T, choose: Callable[[T], None]
    ) -> ButtonRow:
        row = ButtonRow(self.column.body)
        for words, value in choices:
            chip = Chip(self._theme, words, row)
            chip.setChecked(value == chosen)
            chip.clicked.connect(lambda _on=False, value=value: choose(value))
            row.add([chip])
        return row

    def _buttons(self, *buttons: tuple[str, Callable[[], None], bool]) -> ButtonRow:
        row = ButtonRow(self.column.body)
        for words, then, primary in buttons:
            button = Button(self._theme, words, row, primary=primary)
            button.clicked.connect(lambda _on=False, then=then: then())
            row.add([button])
        return row


class ChoosePage(CarePageBase):
    """What runs, and what else would do good."""

    chosen = Signal(object)
    timer_chosen = Signal(int)

    def show_choice(self, front: CareFront) -> None:
        """Draw it anew."""
        _ = self._
        rows: Rows = [(self._say(_("What would do you good?"), Size.TITLE, bold=True), 0)]
        running = front.views()
        if running:
            rows.append((self._say(_("Running now"), Size.SMALL, QUIET), 18))
            rows += [(self._running(view), 8) for view in running]
            rows.append((self._say(_("Something else as well"), Size.SMALL, QUIET), 22))
        shorts = front.shorts()
        for number, kind in enumerate(CareKind):
            row = Row(self._theme, front.words.kind(kind), shorts[kind], self.column.body, kind)
            row.clicked.connect(lambda _on=False, kind=kind: self.chosen.emit(kind))
            rows.append((row, 10 if number else 8 if running else 22))
        if not running:
            note = _("The timer runs in the tray. Its alarm comes through a pause as well.")
            rows.append((self._say(note, Size.SMALL, QUIET), 20))
        self.column.set_rows(rows)

    def _running(self, view: CareView) -> Row:
        row = Row(self._theme, view.line, view.asks, self.column.body, view.timer.kind)
        row.clicked.connect(lambda _on=False: self.timer_chosen.emit(view.timer.id))
        return row

    @property
    def first(self) -> QWidget:
        """What has the focus when the page opens."""
        return next(part for part, _ in self.column.rows if isinstance(part, Row))


class BeforePage(CarePageBase):
    """Where, how long, how; what to mind; and what speaks against it today."""

    start_requested = Signal(object)
    fits = Signal(object, str)
    left = Signal()

    def begin(self, front: CareFront, kind: CareKind, area: Area | None) -> None:
        """Open the page for a kind."""
        self._front = front
        side = Side.LEFT if kind is CareKind.MASSAGE else Side.BOTH
        if kind is CareKind.MASSAGE and area not in PLACES:
            area = Area.NECK
        patterns = front.patterns()
        self.wish = StartCare(
            kind=kind,
            area=area,
            side=side,
            minutes=PLANS[kind].usual_min,
            pattern=NamedPattern.CALM if NamedPattern.CALM in patterns else patterns[0],
        )
        self._patterns = patterns
        self._draw()
        self.column.to_top()

    def take(self, timer: CareTimer, side: Side) -> None:
        """Propose the same as a timer that ended, on another side."""
        self._choose(side=side, minutes=timer.length_ms // MINUTE_MS)
        if timer.kind is CareKind.BREATHE:
            self._choose(pattern=timer.pattern)

    def say(self, reason: str) -> None:
        """Why it did not begin."""
        self._reason = reason
        self._draw()

    _reason = ""

    def _choose(self, **change: object) -> None:
        focus = self.column.body.focusWidget()
        name = "" if focus is None else focus.accessibleName()
        self.wish = _changed(self.wish, change)
        self._reason = ""
        self._draw()
        for chip in self.column.body.findChildren(Chip):
            if chip.accessibleName() == name and chip.isVisible():
                chip.setFocus()

    def _draw(self) -> None:
        _, wish, front = self._, self.wish, self._front
        page = front.page(wish)
        rows: Rows = [
            (self._say(page.title, Size.TITLE, bold=True), 0),
            (self._say(page.short, Size.BODY, QUIET), 6),
            *self._choices(),
        ]
        hindered = self._reason or front.hindered(wish)
        if hindered:
            rows.append((self._say(hindered, Size.BODY), 24))
            rows.append((self._buttons((_("Back"), self.left.emit, True)), 16))
            self.column.set_rows(rows)
            return
        asked = front.needs_reading(wish.kind)
        if page.cautions:
            rows.append((self._say(_("Please mind"), Size.BODY, bold=True), 24))
            rows += [
                (Point(line, self.column.body), 4 if number else 8)
                for number, line in enumerate(page.cautions)
            ]
        if asked:
            question = _("Does one of these fit you today? Then choose it.")
            rows.append((self._say(question, Size.BODY, bold=True), 24))
            for bar in page.bars:
                row = Row(self._theme, bar.words, "", self.column.body)
                row.clicked.connect(lambda _on=False, id_=bar.id: self.fits.emit(self.wish, id_))
                rows.append((row, 8))
        if PLANS[wish.kind].stays:
            rows.append((self._say(front.words.stays_awake(), Size.SMALL, QUIET), 18))
        start = _("None of these fits: start") if asked else _("Start")
        buttons = self._buttons((start, self._on_start, True), (_("Back"), self.left.emit, False))
        rows.append((buttons, 18))
        self.column.set_rows(rows)

    def _choices(self) -> Rows:
        _, wish, words = self._, self.wish, self._front.words
        rows: Rows = []

        def ask(question: str, chips: ButtonRow) -> None:
            rows.append((self._say(question, Size.SMALL, QUIET), 20))
            rows.append((chips, 8))

        if wish.kind is CareKind.BREATHE:
            patterns = [(words.pattern(one), one) for one in self._patterns]
            ask(_("How?"), self._chips(
                patterns, wish.pattern, lambda one: self._choose(pattern=one)))  # fmt: skip
        else:
            places: list[tuple[str, Area | None]] = [
                (_capital(words.place(area)), area) for area in PLACES
            ]
            if wish.kind is not CareKind.MASSAGE:
                places.insert(0, (_("Anywhere"), None))
            ask(_("Where?"), self._chips(
                places, wish.area, lambda one: self._choose(area=one)))  # fmt: skip
        if wish.kind is CareKind.MASSAGE:
            sides = [(_("Left"), Side.LEFT), (_("Right"), Side.RIGHT)]
            ask(_("Which side?"), self._chips(
                sides, wish.side, lambda one: self._choose(side=one)))  # fmt: skip
        if wish.kind in MINUTES:
            lengths = [(self._n("{n} min", "{n} min", n).format(n=n), n)
                       for n in MINUTES[wish.kind]]  # fmt: skip
            ask(_("How long?"), self._chips(
                lengths, wish.minutes, lambda one: self._choose(minutes=one)))  # fmt: skip
        return rows

    def _on_start(self) -> None:
        self.start_requested.emit(_changed(self.wish, {"read": True}))


def _changed(wish: StartCare, change: dict[str, object]) -> StartCare:
    fields = {name: getattr(wish, name) for name in wish.__struct_fields__}
    return StartCare(**{**fields, **change})


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
