"""The window of settings, by real clicks and keys, on a real file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from knotbreak.app.autostart_setting import AutostartSetting
from knotbreak.core.settings_reference import settings_reference
from knotbreak.qt.fields import Choices, Clock, Line, Number, Span, Switch
from knotbreak.qt.parts import Button
from knotbreak.qt.setting_editors import Editor
from knotbreak.qt.setting_row import SettingRow
from knotbreak.qt.settings_window import SettingsWindow
from knotbreak.qt.theme import ThemeSource
from knotbreak.storage.settings_file import SettingsFile
from tests.app.test_settings_desk import Bench, entry_in, starting
from tests.fakes import TRANSLATOR

TEXT = """\
place = "home"     # the kitchen
[reminder.tea]     # not coffee
at = ["15:00"]
every_min = 60
"""
ROWS = [row for row in settings_reference() if row.name != "format"]


class Shown(Bench):
    """The window over a file of its own; the program's part is to refresh it."""

    def __init__(
        self,
        folder: Path,
        source: ThemeSource,
        text: str = TEXT,
        autostart: AutostartSetting | None = None,
    ) -> None:
        super().__init__(folder, text, autostart)
        self.opened: list[str] = []
        self.window = SettingsWindow(
            source, TRANSLATOR, self.desk, lambda: self.opened.append("file")
        )
        self.window.resize(900, 700)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)

    def row(self, name: str) -> SettingRow:
        if name.startswith("reminder."):
            _table, id_, key = name.split(".")
            self.window.cards[id_].expand(True)
            found = self.window.cards[id_].rows[key]
        else:
            found = self.window.rows[name]
        QApplication.processEvents()
        self.window._area.ensureWidgetVisible(found.editor)
        QApplication.processEvents()
        return found

    def by_hand(self, text: str) -> None:
        """Somebody saves the file in an editor."""
        self.path.write_text(text)
        self.file.reload_if_changed()
        self.window.refresh()


@pytest.fixture
def show(tmp_path: Path, light: ThemeSource) -> Iterator[Callable[..., Shown]]:
    made: list[Shown] = []

    def make(text: str = TEXT, autostart: AutostartSetting | None = None) -> Shown:
        made.append(Shown(tmp_path, light, text, autostart))
        return made[-1]

    yield make
    for one in made:
        one.window.hide()
        one.window.deleteLater()


@pytest.fixture
def shown(show: Callable[..., Shown]) -> Shown:
    return show()


def click(part: QWidget) -> None:
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)


def type_into(line: QWidget, text: str) -> None:
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


WORDS = {
    "health.emergency_number": "112",
    "shortcuts": "Ctrl+Alt+S",
}
"""What fits where not any word does, by the name of a setting or of its section."""


def change(editor: Editor, row_least: float | None, word: str) -> None:
    """Change what is in an editor as hands do, whatever kind it is."""
    parts = editor.findChildren(QWidget)
    switches = [part for part in parts if isinstance(part, Switch)]
    choices = [part for part in parts if isinstance(part, Choices)]
    numbers = [part for part in parts if isinstance(part, Number)]
    typed = [part for part in parts if isinstance(part, Line)]
    adds = [part for part in parts if isinstance(part, Button) and not part.toolTip() and not typed]
    if switches:
        click(switches[0])
    elif choices:
        last = choices[0].currentIndex() == choices[0].count() - 1
        QTest.keyClick(choices[0], Qt.Key.Key_Up if last else Qt.Key.Key_Down)
    elif numbers:
        least = numbers[0].minimum() if row_least is None else row_least
        now = numbers[0].number
        step = next(n for n in (least + 1, least + 2) if n != now and n <= numbers[0].maximum())
        # Water is never offered more often than twice an hour.
        type_into(numbers[0], f"{max(step, 45) if numbers[0].suffix() == ' min' else step:g}")
    elif adds:
        click(adds[0])
        lines = list(editor.findChildren(Line))
        if lines:
            type_into(lines[-1], word)
    else:
        type_into(typed[0], word)


@pytest.mark.parametrize("name", [row.name for row in ROWS])
def test_every_setting_is_reached_changed_and_reset(shown: Shown, name: str) -> None:
    name = name.replace("*", "tea")
    row = shown.row(name)
    assert not row.visibleRegion().isEmpty(), "it can be scrolled to"
    before = row.view.value
    word = WORDS.get(name) or WORDS.get(name.partition(".")[0], "a-word")
    change(row.editor, row.view.row.least, word)
    after = shown.setting(name)
    assert after.problem == ""
    assert after.value != before
    assert SettingsFile(shown.path, shown.path.with_name("other")).load() == shown.file.settings
    assert "# the kitchen" in shown.text or name == "place"
    assert row.view.value == after.value
    if after.own:
        QApplication.processEvents()
        assert row.usual.isVisible()
        click(row.usual)
    there = shown.setting(name)
    assert (there.own, there.value) == (False, there.usual)
    assert not row.usual.isVisible()


def test_a_new_key_of_the_table_would_be_a_row(shown: Shown) -> None:
    assert {row.name for row in ROWS if not row.name.startswith("reminder.")} == set(
        shown.window.rows
    )


def test_the_day_follows_a_change_at_once_in_both_its_forms(shown: Shown) -> None:
    preview = shown.window.preview
    before = preview.summary
    type_into(shown.row("reminder.stretch.every_min").editor.findChildren(Number)[0], "30")
    assert preview.summary != before
    click(preview.turn)
    assert preview.table.isVisible()
    assert not preview.line.isVisible()
    marks = shown.desk.day().marks
    table = preview.table
    said = [table.item(number, 1).text() for number in range(table.rowCount())]
    assert [words.removesuffix(", quiet") for words in said] == [mark.words for mark in marks]
    assert preview.line.accessibleDescription() in preview.summary


def test_ctrl_z_takes_back_also_with_the_focus_in_a_field(shown: Shown) -> None:
    number = shown.row("water.goal").editor.findChildren(Number)[0]
    shown.window.activateWindow()
    type_into(number, "5")
    assert shown.file.settings.water.goal == 5
    QTest.keyClick(number, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown.file.settings.water.goal == 8
    assert (number.number, shown.text) == (8, TEXT)
    assert not shown.window.undo.isEnabled()


def test_what_is_refused_stays_to_be_mended_and_says_why(shown: Shown) -> None:
    row = shown.row("reminder.water.every_min")
    number = row.editor.findChildren(Number)[0]
    type_into(number, "5")
    assert row.problem.isVisible()
    assert "too few for water" in row.problem.text()
    assert (number.number, shown.text) == (5, TEXT)
    type_into(number, "45")
    assert not row.problem.isVisible()
    assert shown.file.settings.reminder["water"].every_min == 45


def test_a_file_saved_by_hand_is_shown_at_once(shown: Shown) -> None:
    row = shown.row("water.goal")
    shown.by_hand(TEXT + "[water]\ngoal = 3\n[reminder.pills]\nat = ['08:00']\n")
    assert row.editor.value == 3
    assert "pills" in shown.window.cards
    shown.by_hand(TEXT)
    assert row.editor.value == 8
    assert "pills" not in shown.window.cards


def test_a_file_with_a_fault_is_shown_where_it_is_and_locks_the_page(shown: Shown) -> None:
    row = shown.row("reminder.tea.at")
    shown.by_hand(TEXT.replace("15:00", "25:00"))
    assert "25:00" in shown.window.problems.text()
    assert "no time of the day" in row.problem.text()
    assert not row.editor.isEnabled()
    assert not shown.window.undo.isEnabled()
    click(shown.window.mend)
    assert shown.opened == ["file"]
    shown.by_hand(TEXT)
    assert not shown.window.problems.isVisible()
    assert row.editor.isEnabled()


def test_reminders_are_added_copied_renamed_and_deleted_with_the_way_back(
    shown: Shown, qtbot: QtBot
) -> None:
    window = shown.window
    click(window.add)
    assert window.cards["reminder"].expanded
    name = window.cards["reminder"].name_line
    type_into(name, "Pills")
    qtbot.waitUntil(lambda: "pills" in window.cards)
    assert "reminder" not in window.cards
    click(window.cards["pills"].copy)
    assert "pills-2" in window.cards
    click(window.cards["pills-2"].delete)
    qtbot.waitUntil(lambda: "pills-2" not in window.cards)
    click(window.undo)
    assert "pills-2" in window.cards
    for _step in range(3):
        click(window.undo)
    assert shown.text == TEXT
    assert "built_in" not in shown.text


def test_the_switch_of_a_reminder_and_its_row_are_one(shown: Shown) -> None:
    card = shown.window.cards["stretch"]
    row = shown.row("reminder.stretch.on")
    click(card.on)
    assert shown.file.settings.reminder["stretch"].on is False
    assert row.editor.value is False


def test_search_leaves_what_fits_and_escape_brings_all_back(shown: Shown) -> None:
    window = shown.window
    QTest.keyClicks(window.search, "glasses")
    assert window.rows["water.goal"].isVisibleTo(window)
    assert not window.rows["place"].isVisibleTo(window)
    assert not window.cards["stretch"].isVisibleTo(window)
    QTest.keyClicks(window.search, " nowhere")
    assert window.nothing.isVisible()
    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.rows["place"].isVisibleTo(window)
    assert window.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_search_opens_a_reminder_for_a_key_of_it_and_closes_it_again(shown: Shown) -> None:
    card = shown.window.cards["tea"]
    QTest.keyClicks(shown.window.search, "tea snoozes")
    assert card.expanded
    assert card.rows["snooze_max"].isVisibleTo(shown.window)
    assert not card.rows["quiet"].isVisibleTo(shown.window)
    shown.window.search.clear()
    assert not card.expanded


def test_the_list_of_sections_goes_there(shown: Shown) -> None:
    window = shown.window
    last = window.sections.count() - 1
    window.sections.setCurrentRow(last)
    QApplication.processEvents()
    assert not window.rows["look.theme"].visibleRegion().isEmpty()


def test_all_that_takes_the_focus_has_a_name_and_tab_reaches_it(shown: Shown) -> None:
    window = shown.window
    for card in window.cards.values():
        card.expand(True)
    QApplication.processEvents()
    fields = (Switch, Choices, Number, Line, Clock, Button, Span)
    parts = [part for part in window.findChildren(QWidget) if isinstance(part, fields)]
    parts = [part for part in parts if not isinstance(part, Span) and part.isVisibleTo(window)]
    assert len(parts) > 120
    assert [part for part in parts if not part.accessibleName()] == []
    reached = set()
    at: QWidget | None = window
    for _step in range(3_000):
        at = at.nextInFocusChain() if at is not None else None
        if at is None or at is window:
            break
        reached.add(at)
    assert [part for part in parts if part.isEnabled() and part not in reached] == []


def test_tab_goes_down_the_page_also_past_what_was_made_later(shown: Shown) -> None:
    window = shown.window
    click(window.add)
    click(shown.row("work.hours").editor.add)  # type: ignore[attr-defined]
    QApplication.processEvents()
    fields = (Switch, Choices, Number, Line, Clock, Button)
    chain: list[QWidget] = []
    at = window.nextInFocusChain()
    while at is not window:
        if isinstance(at, fields) and window._page.isAncestorOf(at) and at.isVisibleTo(window):
            chain.append(at)
        at = at.nextInFocusChain()
    lines = [part.mapTo(window._page, part.rect().center()).y() for part in chain]
    assert len(lines) > 60
    # Parts of one line differ by a little.
    backwards = [
        number for number in range(1, len(lines)) if lines[number] < lines[number - 1] - 30
    ]
    assert backwards == []


def test_words_are_readable_in_every_look(qapp: QApplication, tmp_path: Path) -> None:
    for number, (dark, contrast) in enumerate(
        ((False, False), (True, False), (False, True), (True, True))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        source = ThemeSource(qapp, dark=dark, contrast=contrast, reduced_motion=False)
        shown = Shown(folder, source)
        role = QPalette.ColorRole.WindowText
        label = shown.window._title
        assert label.palette().color(role) == QColor(source.theme.colours.ink)
        picture = shown.window.grab().toImage()
        assert picture.pixelColor(3, 3) == QColor(source.theme.colours.page)
        shown.window.hide()
        shown.window.deleteLater()


def test_it_turns_to_a_setting_and_to_a_reminder(shown: Shown, qtbot: QtBot) -> None:
    shown.window.turn_to("look.theme")
    row = shown.window.rows["look.theme"]
    qtbot.waitUntil(lambda: not row.visibleRegion().isEmpty())
    shown.window.turn_to("tea")
    assert shown.window.cards["tea"].expanded


def test_a_change_of_the_program_alone_draws_nothing_anew(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[object] = []
    day = shown.desk.day
    monkeypatch.setattr(shown.desk, "day", lambda: days.append(1) or day())
    shown.window.refresh()
    assert days == []
    shown.by_hand(TEXT + "[water]\ngoal = 3\n")
    assert days == [1]


def test_a_line_that_is_typed_in_is_not_changed_by_a_refresh(shown: Shown) -> None:
    line = shown.row("busy.calendar").editor.findChildren(QLineEdit)[0]
    line.setFocus()
    QTest.keyClicks(line, "work")
    shown.by_hand(TEXT + "[water]\ngoal = 3\n")
    assert line.text() == "work"


def test_the_start_at_login_is_a_row_that_shows_what_is_true(
    show: Callable[..., Shown], tmp_path: Path
) -> None:
    shown = show(autostart=starting(tmp_path))
    row = shown.row("autostart")
    switch = row.editor.findChildren(Switch)[0]
    assert row.view.value is switch.isChecked() is False
    click(switch)
    assert entry_in(tmp_path).exists()
    assert switch.isChecked()
    assert not row.usual.isVisible(), "the switch is the way back"
    click(shown.window.undo)
    assert not entry_in(tmp_path).exists()
    assert not switch.isChecked()


def test_a_start_at_login_that_others_switch_off_is_seen_when_one_comes_back(
    show: Callable[..., Shown], tmp_path: Path, qtbot: QtBot
) -> None:
    shown = show(autostart=starting(tmp_path))
    row = shown.row("autostart")
    switch = row.editor.findChildren(Switch)[0]
    click(switch)
    entry = entry_in(tmp_path)
    entry.write_text(entry.read_text().replace("enabled=true", "enabled=false"))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    shown.window.activateWindow()
    qtbot.waitUntil(lambda: not switch.isChecked())
    assert "in the settings of your desktop" in row.view.help
    assert row.problem.isVisible()


def test_a_file_is_chosen_in_the_dialog_for_files(
    shown: Shown, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "work.ics").write_text("")
    row = shown.row("busy.calendar")
    assert row.view.row.files == "*.ics"
    [choose] = row.editor.findChildren(Button)

    def dialogs() -> list[QFileDialog]:
        there = QApplication.topLevelWidgets()
        return [one for one in there if isinstance(one, QFileDialog) and one.isVisible()]

    click(choose)
    qtbot.waitUntil(lambda: bool(dialogs()))
    [dialog] = dialogs()
    assert dialog.nameFilters()[0] == "*.ics (*.ics)"
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("work.ics")
    dialog.accept()
    qtbot.waitUntil(lambda: shown.file.settings.busy.calendar == str(tmp_path / "work.ics"))
    click(choose)
    qtbot.waitUntil(lambda: bool(dialogs()))
    [dialog] = dialogs()
    assert Path(dialog.directory().path()) == tmp_path, "where the present one is"
    dialog.reject()
    assert shown.setting("busy.calendar").value == str(tmp_path / "work.ics")


def test_a_click_and_an_edit_by_hand_at_the_same_moment_are_both_kept(shown: Shown) -> None:
    switch = shown.row("breath_holds").editor.findChildren(Switch)[0]
    was = switch.isChecked()
    shown.path.write_text(TEXT + "[water]\ngoal = 3      # by hand\n")
    click(switch)
    assert (shown.file.settings.breath_holds, switch.isChecked()) == (not was, not was)
    assert shown.setting("water.goal").value == 3
    assert [note in shown.text for note in ("# the kitchen", "# not coffee", "# by hand")] == [
        *(True, True, True),
    ]
    assert shown.row("water.goal").view.value == 3, "it is shown, too"


def test_a_click_on_a_file_that_has_a_fault_by_now_changes_nothing(shown: Shown) -> None:
    row = shown.row("breath_holds")
    switch = row.editor.findChildren(Switch)[0]
    was = switch.isChecked()
    broken = TEXT.replace("15:00", "25:00")
    shown.path.write_text(broken)
    click(switch)
    assert shown.text == broken
    assert switch.isChecked() is was
    assert "mend it first" in row.problem.text()
    shown.window.refresh()
    assert "25:00" in shown.window.problems.text()
    assert not shown.window._page.isEnabled()


@pytest.mark.parametrize(
    ("number", "why"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "it is not allowed")]
)
def test_what_cannot_be_written_is_said_in_the_row_and_the_switch_goes_back(
    shown: Shown, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    def refuse(_fd: int) -> None:
        raise OSError(number, os.strerror(number))

    row = shown.row("breath_holds")
    switch = row.editor.findChildren(Switch)[0]
    was = switch.isChecked()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        click(switch)
    assert (shown.text, switch.isChecked()) == (TEXT, was)
    assert row.problem.isVisible()
    assert why in row.problem.text().lower()
    assert not shown.window.undo.isEnabled()
    click(switch)
    assert (switch.isChecked(), row.problem.isVisible()) == (not was, False)


def test_on_little_room_the_day_scrolls_with_the_page(shown: Shown) -> None:
    window = shown.window
    assert window._whole.indexOf(window.preview) >= 0
    window.setMinimumSize(100, 100)
    window.resize(round(900 * window._scale), round(320 * window._scale))
    QApplication.processEvents()
    assert window.preview.parentWidget() is window._page
    assert window._area.height() > window.height() // 2, "the settings have most of it"
    window.search.setText("tea")
    assert not window.preview.isVisible(), "what is found comes first"
    window.search.clear()
    window.resize(round(900 * window._scale), round(700 * window._scale))
    QApplication.processEvents()
    assert window.preview.parentWidget() is window
    assert window.preview.isVisible()
    assert window.preview.geometry().bottom() < window._area.geometry().top()


@pytest.mark.parametrize("contrast", [False, True])
def test_what_cannot_be_changed_looks_so_in_every_look(
    qapp: QApplication, qtbot: QtBot, contrast: bool
) -> None:
    theme = ThemeSource(qapp, dark=False, contrast=contrast, reduced_motion=False).theme
    page = QWidget()
    qtbot.addWidget(page)
    switch = Switch(theme, 1.0, page)
    switch.show_on(True)
    button = Button(theme, "Undo", page)
    for part in (switch, button):
        part.resize(part.sizeHint())
        there = part.grab().toImage()
        part.setEnabled(False)
        assert part.grab().toImage() != there
