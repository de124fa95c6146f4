"""How it is going: a day, a week, a month, the notes of tightness; take along, or delete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QFont,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QScrollArea, QWidget

from knotbreak.app.insight_desk import InsightDesk, Told
from knotbreak.app.insight_views import InsightView, Page
from knotbreak.app.panels import Panel
from knotbreak.app.wording import Wording
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.core.problems import ProblemError
from knotbreak.qt import theme
from knotbreak.qt.insight_page import EDGE, InsightPage
from knotbreak.qt.panel_window import PanelWindow
from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import Size, ThemeSource
from knotbreak.qt.visit_button import VisitButton

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 920, 720
LEAST = QSize(480, 380)
PAD = 32
COLUMN = 980
"""Lines longer than this are hard to read."""


class InsightsWindow(PanelWindow):
    """Draws what the desk tells.

    Args:
        source: The look, followed while the window lives.
        translator: The user's language.
        desk: Who reads the history.
        person: Who is drawn.
    """

    def __init__(
        self, source: ThemeSource, translator: Translator, desk: InsightDesk, person: FigureSettings
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._source = source
        self._translator = translator
        self._ = translator.gettext
        self._desk = desk
        self.shown_page = Page.DAY
        self.back = 0
        # Whoever listens has the numbers at once.
        self.as_tables = QAccessible.isActive()
        self._erasing = 0
        look = source.theme
        self._heading = Words(Size.LEAD, self, INK, lines=2, weight=QFont.Weight.DemiBold)
        self.streak = Words(Size.SMALL, self, QUIET, lines=2)
        self.message = Words(Size.SMALL, self, INK, lines=4)
        self._make_buttons()
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column = InsightPage(look, self._area, person)
        self._area.setWidget(self.column)
        self._area.viewport().setAutoFillBackground(False)
        self.setWindowTitle(Wording(translator).panel(Panel.INSIGHTS))
        self.setAutoFillBackground(True)
        size = QSize(WIDTH, HEIGHT) * theme.system_scale()
        room = self.screen().availableSize()
        self.resize(size.boundedTo(room * 0.95))
        self.setMinimumSize(LEAST.boundedTo(room))
        self._keys()
        source.changed.connect(self._on_theme)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._on_theme()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is shown first, whatever it was turned to meanwhile."""
        super().showEvent(event)
        if self.column.view is None:
            self._read()

    def turn_to(self, about: str) -> None:
        """Show a page by its word."""
        if about in set(Page):
            self.open_page(Page(about))

    def refresh(self) -> None:
        """Something has happened: it may be on the page."""
        if self.isVisible() and self.back == 0 and not self._erasing:
            self._read()

    def open_page(self, page: Page, back: int = 0) -> None:
        """Show a page, so many days, weeks or months ago."""
        self.shown_page, self.back = page, max(0, back)
        self._ask_erase(0)
        self._area.verticalScrollBar().setValue(0)
        self._on_theme()
        if self.isVisible():
            self._read()

    # -- the parts ---------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        _ = self._
        look = self._source.theme
        self._tabs = ButtonRow(self)
        names = {
            Page.DAY: _("Day"),
            Page.WEEK: _("Week"),
            Page.MONTH: _("Month"),
            Page.TIGHTNESS: _("Tightness"),
        }
        self.tabs = {page: Button(look, name, self._tabs) for page, name in names.items()}
        for page, button in self.tabs.items():
            button.clicked.connect(lambda _on=False, page=page: self._on_tab(page))
        self._tabs.add(self.tabs.values())
        self._steps = ButtonRow(self)
        self.earlier = Button(look, _("Earlier"), self._steps)
        self.later = Button(look, _("Later"), self._steps)
        self.earlier.clicked.connect(lambda: self.open_page(self.shown_page, self.back + 1))
        self.later.clicked.connect(lambda: self.open_page(self.shown_page, self.back - 1))
        self._steps.add([self.earlier, self.later])
        self._foot = ButtonRow(self)
        self.tables = Button(look, _("As tables"), self._foot)
        self.hide_streak = Button(look, "", self._foot)
        self.visit = VisitButton(self._source, self._translator, self._desk, self._say, self._foot)
        self.export = Button(look, _("Export…"), self._foot)
        self.erase = Button(look, _("Delete everything…"), self._foot)
        self.tables.clicked.connect(self._on_tables)
        self.hide_streak.clicked.connect(self._on_streak)
        self.export.clicked.connect(self._on_export)
        self.erase.clicked.connect(lambda: self._ask_erase(1))
        self._foot.add([self.tables, self.hide_streak, self.visit, self.export, self.erase])
        self._asking = ButtonRow(self)
        self.keep = Button(look, _("Keep it"), self._asking, primary=True)
        self.really = Button(look, "", self._asking)
        self.keep.clicked.connect(lambda: self._ask_erase(0))
        self.really.clicked.connect(self._on_really)
        self._asking.add([self.keep, self.really])
        self._asking.hide()

    def _keys(self) -> None:
        def key(sequence: str, do: Button) -> None:
            QShortcut(QKeySequence(sequence), self, activated=do.click)  # type: ignore[call-overload]

        for number, button in enumerate(self.tabs.values(), 1):
            key(f"Ctrl+{number}", button)
        key("Alt+Left", self.earlier)
        key("Alt+Right", self.later)
        key("Ctrl+T", self.tables)
        key("Ctrl+P", self.visit)
        QShortcut(QKeySequence("Esc"), self, activated=self._on_escape)  # type: ignore[call-overload]

    def _read(self) -> None:
        page, back = self.shown_page, self.back

        def told(answer: Told) -> None:
            if (page, back) == (self.shown_page, self.back):
                self._on_told(answer)

        self._desk.read(page, back, told)

    def _on_told(self, answer: Told) -> None:
        self.visit.refresh()
        if answer.fault or answer.view is None:
            self.message.set_words(answer.fault)
        else:
            self._heading.set_words(answer.view.heading)
            self._show(answer.view)
            self.streak.set_words(answer.streak)
        self.relayout()

    def _show(self, view: InsightView) -> None:
        self.column.show_view(view, as_tables=self.as_tables)
        # Tab goes from the top of the window to its foot.
        before: QWidget = self.later
        for part in (*self.column.charts(), *self.column.tables(), self.tables):
            self.setTabOrder(before, part)
            before = part

    # -- what is asked for -------------------------------------------------------------------

    def _on_tab(self, page: Page) -> None:
        self.tabs[page].setFocus()
        self.open_page(page)

    def _on_tables(self) -> None:
        self.as_tables = not self.as_tables
        self._on_theme()
        view = self.column.view
        if view is not None:
            self._show(view)
        self.relayout()

    def _on_streak(self) -> None:
        try:
            self._desk.show_streak(not self._desk.streak_shown)
        except ProblemError as error:
            self.message.set_words(str(error))
        self._on_theme()
        self._read()

    def _on_export(self) -> None:
        dialog = QFileDialog(self, self._("Export the history"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [
                self._("Table (*.csv)"),
                self._("For programs (*.json)"),
                self._("Calendar of the breaks (*.ics)"),
            ]
        )
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")"))
        )
        dialog.selectFile("knotbreak")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Write the history into a file, and say how it went."""
        self._desk.export(Path(path), self._say)

    def _say(self, words: str) -> None:
        self.message.set_words(words)
        self.relayout()

    def _ask_erase(self, step: int) -> None:
        """Ask whether everything goes: the first time, the second time, or (0) not at all."""
        _ = self._
        self._erasing = step
        self._foot.setVisible(not step)
        self._asking.setVisible(bool(step))
        questions = (
            "",
            _("Delete everything that was ever written down? You may want to export it first."),
            _("Nothing can bring it back: every break, every glass, every note. For good?"),
        )
        self.message.set_words(questions[step])
        if step:
            self.really.set_words(_("Delete…") if step == 1 else _("Delete for good"))
            # Enter keeps it.
            self.keep.setFocus()
        self.relayout()

    def _on_really(self) -> None:
        if self._erasing == 1:
            self._ask_erase(2)
            return
        self._ask_erase(0)
        try:
            self._desk.erase()
        except ProblemError as error:
            self.message.set_words(str(error))
        else:
            self.message.set_words(self._("Everything is deleted."))
        self.tables.setFocus()
        self._read()

    def _on_escape(self) -> None:
        if self._erasing:
            self._ask_erase(0)
        else:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, wherever the focus is."""
        bar = self._area.verticalScrollBar()
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step:
            bar.setValue(bar.value() + step * bar.pageStep())
        else:
            super().keyPressEvent(event)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.column.isAncestorOf(now):
            self._area.ensureWidgetVisible(now)

    # -- the look ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same in another size."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place the parts: pages above, what can be done at the foot, the rest scrolls."""
        # As large as the window lets it be, and at least as large as people want their text: what
        # has no room then is scrolled to.
        wished = min(
            theme.system_scale(), self.width() / LEAST.width(), self.height() / LEAST.height()
        )
        scale = max(0.8, min(self.width() / WIDTH, self.height() / HEIGHT, 2.5), wished)
        pad = round(min(PAD * scale, self.width() * 0.06))
        wide = min(round(COLUMN * scale), self.width() - 2 * pad)
        left = (self.width() - wide) // 2
        y = pad * 0.75
        tall = self._tabs.fit(wide, scale)
        self._tabs.put(QRect(left, round(y), wide, tall))
        y = self._head(left, round(y + tall + 16 * scale), wide, scale) + 12 * scale
        below = self.height() - pad * 0.6
        foot = self._asking if self._erasing else self._foot
        for last in (foot, self.message, self.streak):
            tall = last.fit(wide, scale)
            below -= tall
            last.put(QRect(left, round(below), wide, tall))
            below -= (10 if tall else 0) * scale
        bar = self._area.verticalScrollBar().sizeHint().width()
        # The column has room for rings around itself: its words begin where all others do.
        room = QRect(left - EDGE, round(y), wide + 2 * EDGE + bar, max(40, round(below - y)))
        self._area.setGeometry(room)
        across = wide + 2 * EDGE
        self.column.resize(across, self.column.fit(across, scale))

    def _head(self, left: int, top: int, wide: int, scale: float) -> int:
        """Place the heading, with the steps at the end of its line; returns where it ends."""
        steps = sum(button.sizeHint().width() for button in self._steps.buttons)
        tall = self._steps.fit(wide, scale)
        beside = wide - steps - round(16 * scale)
        words = self._heading.fit(beside, scale)
        line = max(tall, words)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        at, other = (left, left + wide - beside) if right_to_left else (left + wide - steps, left)
        self._steps.put(QRect(at, top + (line - tall) // 2, steps, tall))
        self._heading.put(QRect(other, top + (line - words) // 2, beside, words))
        return top + line

    def _on_theme(self) -> None:
        look = self._source.theme
        self.setPalette(look.palette())
        self._area.setPalette(look.palette())
        self.column.set_theme(look)
        for page, tab in self.tabs.items():
            tab.primary = page is self.shown_page
        self.later.setEnabled(self.back > 0)
        self.tables.set_words(self._("As pictures") if self.as_tables else self._("As tables"))
        shown = self._desk.streak_shown
        self.hide_streak.set_words(
            self._("Hide days in a row") if shown else self._("Show days in a row")
        )
        for button in self.findChildren(Button):
            button.set_theme(look)
        self.relayout()
