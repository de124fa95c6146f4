"""The window of settings: everything that the table of settings has, and what a day makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from knotbreak.app.setting_views import (
    ReminderView,
    SectionView,
    SettingsView,
    SettingView,
    searched,
)
from knotbreak.app.settings_desk import SettingsDesk
from knotbreak.qt import theme as look
from knotbreak.qt.day_line import DayPreview
from knotbreak.qt.field_style import field_style
from knotbreak.qt.fields import Line
from knotbreak.qt.panel_window import PanelWindow
from knotbreak.qt.parts import Button
from knotbreak.qt.placing import DECORATIONS
from knotbreak.qt.setting_row import SettingRow, label
from knotbreak.qt.settings_reminders import ReminderCard
from knotbreak.qt.tab_order import in_reading_order
from knotbreak.qt.theme import UNIT, Size, ThemeSource

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 940, 700
LEAST = 420
NARROW = 720
"""In design pixels: on less there is no list of sections beside the page."""

LOW = 480
"""In design pixels: on less there is no title above the page, it is in the window's, and the day
scrolls with the page."""

SECTIONS = 210


class SettingsWindow(PanelWindow):
    """Draws the settings, and hands every change to the desk at once.

    Args:
        source: The look, followed while the window lives.
        desk: Shows, changes, takes back.
        open_file: Shows the file itself.
    """

    def __init__(
        self,
        source: ThemeSource,
        translator: Translator,
        desk: SettingsDesk,
        open_file: Callable[[], None],
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._source = source
        self._translator = translator
        self._ = translator.gettext
        self._desk = desk
        self._scale = scale = look.system_scale()
        self.rows: dict[str, SettingRow] = {}
        self.cards: dict[str, ReminderCard] = {}
        self._drawn: object = None
        self._headings: dict[str, QWidget] = {}
        self._rows_of: dict[str, list[SettingRow]] = {}
        self.setWindowTitle(self._("Settings – knotbreak"))
        self.setAutoFillBackground(True)
        self._make_head(open_file)
        self._make_page()
        self._make_foot(open_file)
        self._lay_out()
        free = self.screen().availableGeometry().size()
        room = free - DECORATIONS * scale
        # A screen at 200 % may have less than this.
        self.setMinimumSize((QSize(LEAST, LEAST) * min(scale, 1.3)).boundedTo(room))
        self.resize(round(min(WIDTH * scale, room.width())),
                    round(min(HEIGHT * scale, room.height())))  # fmt: skip
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self._on_undo)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.search.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self._on_escape)
        source.changed.connect(self._on_theme)
        self._on_theme()
        self._draw()

    # -- the parts ---------------------------------------------------------------------------------

    def _make_head(self, open_file: Callable[[], None]) -> None:
        theme, scale = self._source.theme, self._scale
        self._title = label(self._("Settings"), Size.TITLE, scale, self, bold=True)
        self._title.setWordWrap(False)
        self.search = Line(scale, self)
        self.search.setPlaceholderText(self._("Search"))
        self.search.setAccessibleName(self._("Search the settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.search.textEdited.connect(lambda: self._area.verticalScrollBar().setValue(0))
        self.preview = DayPreview(theme, self._translator, scale, self)
        self.problems = label("", Size.SMALL, scale, self, bold=True)
        self.mend = Button(theme, self._("Open the file"), self)
        self.mend.set_scale(scale)
        self.mend.clicked.connect(open_file)

    def _make_page(self) -> None:
        scale = self._scale
        self.sections = QListWidget(self)
        self.sections.setAccessibleName(self._("Sections"))
        self.sections.setFont(look.font(Size.SMALL, scale))
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        self.sections.setFixedWidth(round(SECTIONS * scale))
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.setSpacing(round(3 * scale))
        self.sections.setWordWrap(True)
        self.sections.currentTextChanged.connect(self._on_section)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setMinimumHeight(round(5 * UNIT * scale))
        self._page = QWidget(self._area)
        self._column = QVBoxLayout(self._page)
        self._column.setSpacing(0)
        self._column.setContentsMargins(4, 0, round(2 * UNIT * scale), round(3 * UNIT * scale))
        view = self._desk.view()
        self._make_reminders()
        for section in view.sections:
            self._make_section(section)
        self.nothing = label(self._("No setting has to do with that."), Size.BODY, scale,
                             self._page, quiet=True)  # fmt: skip
        self.nothing.hide()
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self._area.setWidget(self._page)

    def _make_heading(self, title: str) -> None:
        heading = label(title, Size.LEAD, self._scale, self._page, bold=True)
        gap = round(UNIT * self._scale)
        heading.setContentsMargins(0, gap * 2 if self._headings else 0, 0, gap // 2)
        self._headings[title] = heading
        self._column.addWidget(heading)
        self.sections.addItem(title)

    def _make_reminders(self) -> None:
        self._reminders_title = self._("Reminders")
        self._make_heading(self._reminders_title)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(0)
        self._column.addLayout(self._cards)
        self.add = Button(self._source.theme, self._("Add a reminder"), self._page)
        self.add.set_scale(self._scale)
        self.add.clicked.connect(self._on_add)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)

    def _make_section(self, section: SectionView) -> None:
        self._make_heading(section.title)
        rows = self._rows_of[section.title] = []
        for view in section.settings:
            row = SettingRow(view, self._source.theme, self._translator, self._scale)
            row.changed.connect(self._on_changed)
            row.reset.connect(self._on_reset)
            self._column.addWidget(row)
            self.rows[view.name] = row
            rows.append(row)

    def _make_foot(self, open_file: Callable[[], None]) -> None:
        theme = self._source.theme
        self.said = label("", Size.SMALL, self._scale, self, quiet=True)
        self.said.setAccessibleName(self._("What happened"))
        self.undo = Button(theme, self._("Undo"), self)
        self.file = Button(theme, self._("Settings file"), self, bare=True)
        for button in (self.undo, self.file):
            button.set_scale(self._scale)
        self.undo.clicked.connect(self._on_undo)
        self.file.clicked.connect(open_file)

    def _lay_out(self) -> None:
        gap = round(UNIT * self._scale)
        column = self._whole = QVBoxLayout(self)
        column.setContentsMargins(gap * 3, gap * 2, gap * 2, gap * 2)
        column.setSpacing(gap)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.search, 1)
        column.addLayout(head)
        wrong = QHBoxLayout()
        wrong.addWidget(self.problems, 1)
        wrong.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(wrong)
        column.addWidget(self.preview)
        middle = QHBoxLayout()
        middle.setSpacing(gap * 2)
        middle.addWidget(self.sections)
        middle.addWidget(self._area, 1)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.file)
        foot.addWidget(self.undo)
        column.addLayout(foot)

    # -- what is shown -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw all as it is now, if it is another than before."""
        # The program changes with every minute, the settings do not, and a day costs 50 ms.
        if self._desk.state != self._drawn:
            self._draw()

    def _draw(self) -> None:
        """Draw all as it is now; what somebody is typing stays."""
        self._drawn = self._desk.state
        view = self._desk.view()
        for section in view.sections:
            for setting in section.settings:
                self.rows[setting.name].show_view(setting)
        self._show_reminders(view)
        self.problems.setText("\n".join(view.problems))
        self.problems.setVisible(bool(view.problems))
        self.mend.setVisible(bool(view.problems))
        self._page.setEnabled(not view.locked)
        self.said.setText(view.said)
        self.undo.setEnabled(view.can_undo and not view.locked)
        self.preview.show_day(self._desk.day())
        self._on_search(self.search.text())
        in_reading_order(self)

    def turn_to(self, about: str) -> None:
        """Show a setting by its key path, or a reminder by its id."""
        row: QWidget | None = self.rows.get(about)
        if row is None and about in self.cards:
            self.cards[about].expand(True)
            row = self.cards[about]
        if row is not None:
            self.search.clear()
            shown = row
            QTimer.singleShot(0, shown, lambda: self._area.ensureWidgetVisible(shown))

    def _show_reminders(self, view: SettingsView) -> None:
        wanted = {one.id: one for one in view.reminders}
        for gone in set(self.cards) - set(wanted):
            card = self.cards.pop(gone)
            card.hide()
            self._cards.removeWidget(card)
            card.deleteLater()
        for number, (id_, one) in enumerate(wanted.items()):
            if id_ in self.cards:
                self.cards[id_].show_view(one)
            else:
                self._cards.insertWidget(number, self._new_card(one))

    def _new_card(self, view: ReminderView) -> ReminderCard:
        card = ReminderCard(view, self._source.theme, self._translator, self._scale)
        card.changed.connect(self._on_changed)
        card.reset.connect(self._on_reset)
        card.copied.connect(self._on_copied)
        card.renamed.connect(self._on_renamed)
        card.deleted.connect(self._on_deleted)
        self.cards[view.id] = card
        return card

    # -- what comes from people --------------------------------------------------------------------

    def _on_changed(self, view: SettingView, value: object) -> None:
        self._desk.change(view, value)
        self._draw()

    def _on_reset(self, view: SettingView) -> None:
        self._desk.reset(view)
        self._draw()

    def _on_undo(self) -> None:
        self._desk.undo()
        self._draw()

    def _on_add(self) -> None:
        self._open_card(self._desk.add_reminder())

    def _on_copied(self, id_: str) -> None:
        self._open_card(self._desk.copy_reminder(id_))

    def _on_renamed(self, id_: str, name: str) -> None:
        # From the loop: the line that says so goes with its card.
        QTimer.singleShot(0, self, lambda: self._open_card(self._desk.rename_reminder(id_, name)))

    def _on_deleted(self, id_: str) -> None:
        def delete() -> None:
            self._desk.delete_reminder(id_)
            self._draw()
            (self.undo if self.undo.isEnabled() else self.add).setFocus()

        QTimer.singleShot(0, self, delete)

    def _open_card(self, id_: str) -> None:
        self._draw()
        if id_ in self.cards:
            card = self.cards[id_]
            card.expand(True)
            card.open.setFocus()
            QTimer.singleShot(0, card, lambda: self._area.ensureWidgetVisible(card))

    def _on_search(self, words: str) -> None:
        found = False
        some = False
        for card in self.cards.values():
            some = card.search(words, self._reminders_title) or some
        self._headings[self._reminders_title].setVisible(some)
        self.add.setVisible(not words)
        found = some
        for title, rows in self._rows_of.items():
            some = False
            for row in rows:
                fits = searched(row.view, title, words)
                row.setVisible(fits)
                some = some or fits
            self._headings[title].setVisible(some)
            found = found or some
        self.nothing.setVisible(not found)
        # On little room what is found has all of it.
        self.preview.setVisible(not words or self._column.indexOf(self.preview) < 0)

    def _on_section(self, title: str) -> None:
        self.search.clear()
        heading = self._headings[title]
        self._page.adjustSize()
        self._area.verticalScrollBar().setValue(heading.y())

    def _on_escape(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    # -- Qt ----------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Somebody comes back: what others can change is looked at anew."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On little room the page has all of it."""
        super().resizeEvent(event)
        self.sections.setVisible(self.width() >= NARROW * self._scale)
        low = self.height() < LOW * self._scale
        self._title.setVisible(not low)
        # Below the problems, or before the first heading.
        wanted, at = (self._column, 0) if low else (self._whole, 2)
        if wanted.indexOf(self.preview) < 0:
            (self._whole if low else self._column).removeWidget(self.preview)
            wanted.insertWidget(at, self.preview)
            in_reading_order(self)

    def _on_theme(self) -> None:
        theme = self._source.theme
        self.setPalette(theme.palette())
        self.setStyleSheet(field_style(theme, self._scale))
        for button in (self.mend, self.add, self.undo, self.file):
            button.set_theme(theme)
        self.preview.set_theme(theme)
        for row in self.rows.values():
            row.set_theme(theme)
        for card in self.cards.values():
            card.set_theme(theme)
