"""The last page of a session: what was done, how it feels, back to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QWidget

from knotbreak.app.intents import CheckIn, Drank
from knotbreak.app.panels import whom_to_see
from knotbreak.app.views import FinishView
from knotbreak.qt.bars import KnotMark, ThinLine
from knotbreak.qt.parts import Button, ButtonRow, Icon
from knotbreak.qt.scale import Scale
from knotbreak.qt.session_words import SessionWords
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import Size, Theme
from knotbreak.qt.turn_menu import TurnMenu

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 980, 600
SMALL_WIDTH, SMALL_HEIGHT = 372, 216
COLUMN = 600

LINE = 160
"""The line that runs out is no wider than the button above it needs it to be."""

FEELINGS = ("better", "same", "worse")


class FinishPage(QWidget):
    """Draws how a session ended; says what was answered."""

    felt = Signal(str)
    intent = Signal(object)
    drank_requested = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        _ = self._ = translator.gettext
        self._say = SessionWords(translator)
        self._corner = False
        self._view: FinishView | None = None
        self.knot = KnotMark(theme, self)
        self.words = Words(Size.TITLE, self, INK, lines=2, even=True, weight=QFont.Weight.DemiBold)
        self.movement = Words(Size.LEAD, self, QUIET, lines=2, even=True)
        self.week = Words(Size.BODY, self, QUIET, lines=2, even=True)
        self.question = Words(Size.BODY, self, INK, lines=2)
        self.question.set_words(_("How does it feel now?"))
        # Whom to see is said whole, in any language.
        self.thanks = Words(Size.BODY, self, QUIET, lines=8, even=True)
        self.seeing = ButtonRow(self, centred=True)
        self.see = Button(theme, _("Whom to see"), self.seeing)
        self.see.clicked.connect(self._on_see)
        self.seeing.add([self.see])
        self.feelings = ButtonRow(self, centred=True)
        labels = {"better": _("Better"), "same": _("Same"), "worse": _("Worse")}
        self.feeling = {name: Button(theme, labels[name], self.feelings) for name in FEELINGS}
        for name, button in self.feeling.items():
            button.clicked.connect(lambda _on=False, name=name: self._on_felt(name))
        self.feelings.add(self.feeling.values())
        self.scale = Scale(theme, translator, self)
        self.scale.chosen.connect(self._on_tightness)
        self.scale_words = Words(Size.SMALL, self, QUIET, lines=2)
        self.scale_words.set_words(_("0 is not at all, 10 is very. Leave it out if you like."))
        self.water_words = Words(Size.SMALL, self, QUIET, lines=2)
        self.waters = ButtonRow(self, centred=True)
        self.drank = Button(theme, _("Drank a glass"), self.waters)
        self.drank.clicked.connect(self.drank_requested)
        self.undo = Button(theme, _("Undo"), self.waters)
        self.undo.clicked.connect(self._on_undo)
        self.drank.clicked.connect(self._on_drank)
        self.waters.add([self.drank, self.undo])
        self.leaving = ButtonRow(self, centred=True)
        self.leave = Button(theme, _("Back to work"), self.leaving, primary=True)
        self.leave.clicked.connect(self.dismissed)
        self.more = Button(theme, _("More"), self.leaving, icon=Icon.MORE, bare=True)
        self.turns = TurnMenu(translator, self)
        self.turns.intent.connect(self.intent)
        self.more.clicked.connect(lambda: self.more.drop_down(self.turns))
        self.leaving.add([self.leave, self.more])
        self.line = ThinLine(theme, self)
        for words in (self.words, self.movement, self.week, self.question, self.thanks,
                      self.scale_words, self.water_words):  # fmt: skip
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.knot.set_theme(theme)
        self.line.set_theme(theme)
        for button in self.findChildren(Button):
            button.set_theme(theme)

    def set_form(self, form: str) -> None:
        """Lay the page out as "normal", "corner" or "full"."""
        self._corner = form == "corner"
        for wide in (self.knot, self.week, self.question, self.thanks, self.feelings,
                     self.water_words, self.waters):  # fmt: skip
            wide.setVisible(not self._corner)
        self.more.setVisible(not self._corner and self._view is not None and
                             self._view.turn is not None)  # fmt: skip
        self._show_rows()
        self.relayout()

    def render_view(self, view: FinishView, water_words: str) -> None:
        """Draw how it ended."""
        self.words.set_words(view.words)
        self.movement.set_words(self._say.finish(view))
        self.leave.setText(self._("I'm back") if view.until_back else self._("Back to work"))
        self.week.set_words(view.week)
        self._view = None
        self.undo.hide()
        for button in self.feeling.values():
            button.setVisible(bool(view.held_s))
        self.update_view(view)
        self.set_water(water_words)
        self.set_form("corner" if self._corner else "normal")

    def update_view(self, view: FinishView) -> bool:
        """Draw what was said since; whether there is something new to read out."""
        before, self._view = self._view, view
        if view == before:
            return False
        self.thanks.set_words(view.answer)
        asks = bool(view.answer) and view.asks is not None
        feels = self._("How does it feel now?") if view.held_s and not view.answer else ""
        self.question.set_words(view.asks_words if asks else feels)
        if asks:
            self.scale.set_about(view.asks_words)
        if view.turn is not None:
            self.turns.render(view.turn)
        self._show_rows()
        self.relayout()
        return before is not None and (view.answer, view.asks) != (before.answer, before.asks)

    def _show_rows(self) -> None:
        """Those that only some answers bring."""
        view = self._view
        self.seeing.setVisible(view is not None and view.see is not None and not self._corner)
        asks = view is not None and bool(view.answer) and view.asks is not None
        self.scale.setVisible(asks and not self._corner)
        self.scale_words.setVisible(asks and not self._corner)

    def set_water(self, words: str) -> None:
        """How much was drunk today."""
        self.water_words.set_words(words)
        self.relayout()

    def _on_felt(self, name: str) -> None:
        # The button that has the focus goes: Enter is for going back to work, not for a glass.
        self.leave.setFocus()
        for button in self.feeling.values():
            button.hide()
        self.question.set_words("")
        self.thanks.set_words(self._("Noted, thank you."))
        self.relayout()
        # The answer says more, and what is asked next.
        self.felt.emit(name)

    def _on_tightness(self, amount: int) -> None:
        view = self._view
        if view is not None and view.asks is not None:
            self.leave.setFocus()
            self.intent.emit(CheckIn(view.asks, amount))

    def _on_see(self) -> None:
        if self._view is not None and self._view.see is not None:
            self.intent.emit(whom_to_see(self._view.see))

    def _on_drank(self) -> None:
        self.undo.show()
        self.relayout()

    def _on_undo(self) -> None:
        self.drank.setFocus()
        self.undo.hide()
        self.intent.emit(Drank(-1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same page in another size."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place the parts in one centred column."""
        if self.width() < 2 or self.height() < 2:
            return
        design = (SMALL_WIDTH, SMALL_HEIGHT) if self._corner else (WIDTH, HEIGHT)
        scale = min(self.width() / design[0], self.height() / design[1])
        wide = min(round(COLUMN * scale), self.width() - round(32 * scale))
        fitted = scale
        for _attempt in range(10):
            heights = [self._fit(part, wide, fitted) for part, _gap in self._rows()]
            pairs = list(zip(self._rows(), heights, strict=True))
            total = sum(tall + (row[1] * fitted if tall else 0) for row, tall in pairs)
            if total <= self.height() - 32 * scale:
                break
            fitted *= 0.95
        y = (self.height() - total) / 2
        for (part, gap), tall in pairs:
            y += gap * fitted if tall else 0
            across = wide
            if part is self.line:
                across = min(wide, round(LINE * fitted))
            box = QRect((self.width() - across) // 2, round(y), across, tall)
            if isinstance(part, Words | ButtonRow):
                part.put(box)
            else:
                part.setGeometry(box)
            y += tall

    def _rows(self) -> tuple[tuple[QWidget, float], ...]:
        if self._corner:
            return ((self.words, 0), (self.movement, 8), (self.leaving, 16), (self.line, 12))
        return (
            (self.knot, 0),
            (self.words, 22),
            (self.movement, 6),
            (self.week, 10),
            (self.thanks, 34),
            (self.seeing, 12),
            (self.question, 34 if not self.thanks.words else 16),
            (self.feelings, 12),
            (self.scale, 10),
            (self.scale_words, 8),
            (self.water_words, 30),
            (self.waters, 8),
            (self.leaving, 36),
            (self.line, 18),
        )

    def _fit(self, part: QWidget, wide: int, scale: float) -> int:
        if isinstance(part, Words):
            small = {Size.TITLE: Size.LEAD, Size.LEAD: Size.SMALL}
            size = small.get(part.size_px, part.size_px) if self._corner else part.size_px
            return 0 if part.isHidden() else part.fit(wide, scale * size / part.size_px)
        if isinstance(part, ButtonRow):
            shown = not part.isHidden() and any(not one.isHidden() for one in part.buttons)
            return part.fit(wide, scale) if shown else 0
        return round((64 if part is self.knot else 3) * scale)
