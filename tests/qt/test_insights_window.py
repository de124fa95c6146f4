"""The insights window: every page, by hand and by keyboard, drawn and in tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from knotbreak.app.insight_desk import Prescribed, Told, VisitPage
from knotbreak.app.insight_views import DayView, Page, PeriodView, TightnessView
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.qt import theme
from knotbreak.qt.insight_charts import BarsChart, CourseChart, DayChart
from knotbreak.qt.insight_heat import HeatChart
from knotbreak.qt.insights_window import InsightsWindow
from knotbreak.qt.text import Words
from knotbreak.qt.theme import ThemeSource
from tests.app.test_insights import LENGTHS, insights, past
from tests.fakes import TRANSLATOR


class Desk:
    """Answers at once, from a history in memory."""

    def __init__(self, days: int) -> None:
        self.past = past(days)
        self.asked: list[tuple[Page, int]] = []
        self.exported: list[Path] = []
        self.erased = 0
        self.streak_shown = True
        self.fault = ""
        self.routines: tuple[Prescribed, ...] = ()
        self.pages: dict[str, VisitPage] = {}

    def read(self, page: Page, back: int, done: Callable[[Told], None]) -> None:
        self.asked.append((page, back))
        if self.fault:
            done(Told(None, fault=self.fault))
            return
        pages = insights()
        streak = pages.streak(self.past) if self.streak_shown else ""
        done(Told(pages.view(page, back, self.past), streak))

    def export(self, path: Path, done: Callable[[str], None]) -> None:
        self.exported.append(path)
        done(f"Written: {path}")

    def prescribed(self) -> tuple[Prescribed, ...]:
        return self.routines

    def visit(self, routine: str, done: Callable[[VisitPage], None]) -> None:
        done(self.pages[routine])

    def erase(self) -> None:
        if self.fault:
            raise ProblemError(Problem(where="history", what=self.fault))
        self.erased += 1
        self.past = past(0)

    def show_streak(self, shown: bool) -> None:
        self.streak_shown = shown


Make = Callable[[int], InsightsWindow]


@pytest.fixture
def make(light: ThemeSource, qtbot: QtBot) -> Iterator[Make]:
    made: list[InsightsWindow] = []

    def new(days: int) -> InsightsWindow:
        window = InsightsWindow(light, TRANSLATOR, Desk(days), FigureSettings())
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield new
    for window in made:
        window.hide()
        window.deleteLater()


def desk_of(window: InsightsWindow) -> Desk:
    assert isinstance(window._desk, Desk)
    return window._desk


def painted(widget: object) -> QImage:
    image = widget.grab().toImage()  # type: ignore[attr-defined]
    assert isinstance(image, QImage)
    return image


def has_colour(image: QImage, name: str) -> bool:
    wanted = QColor(name).rgb()
    return any(
        image.pixel(x, y) == wanted
        for y in range(0, image.height(), 2)
        for x in range(image.width())
    )


@pytest.mark.parametrize("days", LENGTHS)
@pytest.mark.parametrize("page", Page)
def test_what_is_drawn_is_what_the_tables_say(make: Make, page: Page, days: int) -> None:
    window = make(days)
    window.open_page(page)
    view = window.column.view
    assert view is not None
    charts = window.column.charts()
    for chart in charts:
        assert chart.accessibleName()
        assert not painted(chart).isNull()
    window.tables.click()
    tables = window.column.tables()
    if view.empty:
        assert charts == tables == []
        return
    assert [table.cells() for table in tables] == [list(table.rows) for table in view.tables]
    assert [table.accessibleName() for table in tables] == [one.title for one in view.tables]
    match view:
        case DayView():
            (day,) = [chart for chart in charts if isinstance(chart, DayChart)]
            assert len(day.marks) == len(tables[0].cells())
        case PeriodView():
            breaks, water = [chart for chart in charts if isinstance(chart, BarsChart)]
            rows = tables[0].cells()
            assert [str(value) for value in breaks.values()] == [row[1] for row in rows]
            assert [str(value) for value in breaks.behind()] == [row[2] for row in rows]
            assert [str(value) for value in water.values()] == [row[4] for row in rows]
            (heat,) = [chart for chart in charts if isinstance(chart, HeatChart)]
            assert [(one.word, one.words) for one in heat.areas] == tables[1].cells()
        case TightnessView():
            for chart, table in zip(charts, tables, strict=True):
                assert isinstance(chart, CourseChart)
                assert chart.course is not None
                noted = [note.value for note in chart.course.notes if note.value is not None]
                assert noted == [float(row[1]) for row in table.cells() if row[1]]


def test_bars_are_as_tall_as_their_numbers(make: Make) -> None:
    window = make(14)
    window.open_page(Page.WEEK)
    chart = next(one for one in window.column.charts() if isinstance(one, BarsChart))
    image = painted(chart)
    colour = QColor(window._source.theme.colours.accent_text).rgb()
    ratio = image.width() / chart.width()
    tall = []
    for box, _words in chart.spots():
        x = round(box.center().x() * ratio)
        # The number above the bar is ink; the legend below is left of the first bar.
        tall.append(sum(image.pixel(x, y) == colour for y in range(image.height())))
    values = chart.values()
    per_one = tall[values.index(max(values))] / max(values)
    for height, value in zip(tall, values, strict=True):
        assert height == pytest.approx(value * per_one, abs=3 * ratio)


def test_a_pointer_that_rests_on_a_day_is_told_its_numbers(make: Make) -> None:
    window = make(14)
    window.open_page(Page.WEEK)
    chart = window.column.charts()[0]
    painted(chart)
    assert len(chart.spots()) == 7
    assert chart.spots()[0][1].startswith("Mon, 16 November: ")


def test_tables_are_tables_for_a_screen_reader(make: Make) -> None:
    window = make(14)
    window.open_page(Page.WEEK)
    window.tables.click()
    table = window.column.tables()[0]
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface is not None
    assert interface.role() is QAccessible.Role.Table
    children = [interface.child(number) for number in range(interface.childCount())]
    cells = [one for one in children if one.role() is QAccessible.Role.Cell]
    assert [one.text(QAccessible.Text.Name) for one in cells] == [
        words for row in table.cells() for words in row
    ]
    heads = [one for one in children if one.role() is QAccessible.Role.ColumnHeader]
    assert [one.text(QAccessible.Text.Name) for one in heads] == [
        "Day", "Taken", "Offered", "Movement", "Water"
    ]  # fmt: skip


def test_charts_have_a_role_and_words_for_a_screen_reader(make: Make) -> None:
    window = make(14)
    for page in Page:
        window.open_page(page)
        for chart in window.column.charts():
            interface = QAccessible.queryAccessibleInterface(chart)
            assert interface.role() is QAccessible.Role.StaticText
            assert interface.text(QAccessible.Text.Name)
            assert interface.text(QAccessible.Text.Description)


def test_earlier_and_later(make: Make, qtbot: QtBot) -> None:
    window = make(14)
    window.open_page(Page.WEEK)
    assert not window.later.isEnabled()
    qtbot.mouseClick(window.earlier, Qt.MouseButton.LeftButton)
    assert desk_of(window).asked[-1] == (Page.WEEK, 1)
    assert window._heading.words == "9 to 15 November 2026"
    assert window.later.isEnabled()
    qtbot.mouseClick(window.later, Qt.MouseButton.LeftButton)
    assert desk_of(window).asked[-1] == (Page.WEEK, 0)


def test_everything_by_keyboard(make: Make, qtbot: QtBot) -> None:
    window = make(14)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number, page in enumerate(Page, 1):
        qtbot.keyClick(
            window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier
        )
        assert window.shown_page is page
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.back == 1
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.back == 0
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.as_tables
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_tab_reaches_every_button_and_every_picture(make: Make, qtbot: QtBot) -> None:
    window = make(14)
    window.open_page(Page.WEEK)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for tables in (False, True):
        reached = []
        window.tabs[Page.DAY].setFocus()
        for _ in range(30):
            focus = window.focusWidget()
            if focus in reached:
                break
            reached.append(focus)
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
        parts = window.column.tables() if tables else window.column.charts()
        assert reached == [
            *window.tabs.values(), window.earlier, *parts,
            window.tables, window.hide_streak, window.export, window.erase,
        ]  # fmt: skip
        window.tables.click()


def test_what_has_the_focus_is_scrolled_to(make: Make, qtbot: QtBot) -> None:
    window = make(14)
    window.resize(600, 420)
    window.open_page(Page.WEEK)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    bar = window._area.verticalScrollBar()
    assert bar.value() == 0
    window.column.charts()[-1].setFocus()
    assert bar.value() > 0
    qtbot.keyClick(window.tables, Qt.Key.Key_PageUp)
    qtbot.keyClick(window.tables, Qt.Key.Key_PageUp)
    qtbot.keyClick(window.tables, Qt.Key.Key_PageUp)
    qtbot.keyClick(window.tables, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    qtbot.keyClick(window.tables, Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_a_picture_with_the_focus_shows_it(make: Make, qtbot: QtBot) -> None:
    window = make(14)
    chart = window.column.charts()[0]
    before = painted(chart)
    chart.setFocus()
    qtbot.waitUntil(chart.hasFocus)
    assert painted(chart) != before


def test_deleting_is_asked_twice(make: Make) -> None:
    window = make(14)
    desk = desk_of(window)
    window.erase.click()
    assert "Delete everything" in window.message.words
    assert not window._foot.isVisible()
    assert window.keep.primary
    window.really.click()
    assert desk.erased == 0
    assert "For good?" in window.message.words
    window.keep.click()
    assert desk.erased == 0
    assert window._foot.isVisible()
    window.erase.click()
    window.really.click()
    window.really.click()
    assert desk.erased == 1
    assert window.message.words == "Everything is deleted."
    assert window.column.view is not None
    assert window.column.view.empty


def test_escape_keeps_everything(make: Make, qtbot: QtBot) -> None:
    window = make(1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.erase.click()
    window.really.click()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert not window._asking.isVisible()
    assert desk_of(window).erased == 0


def test_what_could_not_be_deleted_is_said(make: Make) -> None:
    window = make(1)
    desk_of(window).fault = "another program holds the history"
    window.erase.click()
    window.really.click()
    window.really.click()
    assert "another program holds the history" in window.message.words


def test_a_history_that_cannot_be_read_is_said(make: Make) -> None:
    window = make(1)
    desk_of(window).fault = "the history is damaged"
    window.open_page(Page.WEEK)
    assert window.message.words == "the history is damaged"


def test_the_row_of_days_can_be_hidden_and_shown(make: Make) -> None:
    window = make(14)
    assert window.streak.words.startswith("10 workdays")
    window.hide_streak.click()
    assert window.streak.words == ""
    assert window.hide_streak.text() == "Show days in a row"
    window.hide_streak.click()
    assert window.streak.words


def test_a_file_is_chosen_and_written(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make(1)
    window.export.click()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.selectNameFilter(dialog.nameFilters()[2])
    dialog.filterSelected.emit(dialog.nameFilters()[2])
    assert dialog.defaultSuffix() == "ics"
    path = tmp_path / "mine.ics"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    assert desk_of(window).exported == [path]
    assert window.message.words == f"Written: {path}"


def test_a_change_is_drawn_only_where_it_may_be_seen(make: Make) -> None:
    window = make(14)
    desk = desk_of(window)
    before = len(desk.asked)
    window.refresh()
    assert len(desk.asked) == before + 1
    window.open_page(Page.DAY, 3)
    before = len(desk.asked)
    window.refresh()
    assert len(desk.asked) == before


def test_what_has_not_changed_is_not_made_anew(make: Make) -> None:
    window = make(14)
    charts = window.column.charts()
    window.refresh()
    assert window.column.charts() == charts


def test_it_turns_to_a_page_by_its_word(make: Make) -> None:
    window = make(1)
    window.turn_to("tightness")
    assert window.shown_page is Page.TIGHTNESS
    window.turn_to("neck")
    assert window.shown_page is Page.TIGHTNESS


def test_an_answer_that_comes_too_late_is_not_shown(make: Make) -> None:
    window = make(14)
    desk = desk_of(window)
    late: list[Callable[[Told], None]] = []
    answer = Told(insights().view(Page.WEEK, 0, desk.past))
    desk.read = lambda _page, _back, done: late.append(done)  # type: ignore[method-assign]
    window.open_page(Page.WEEK)
    window.open_page(Page.MONTH)
    heading = window._heading.words
    late[0](answer)
    assert window._heading.words == heading


@pytest.mark.parametrize("size", [(480, 380), (640, 900), (1280, 800), (1900, 1000)])
def test_nothing_is_cut_in_any_size(make: Make, size: tuple[int, int]) -> None:
    window = make(14)
    window.resize(*size)
    for page in Page:
        window.open_page(page)
        for words in window.findChildren(Words):
            assert not words.toolTip(), f"{words.words} is elided"
            assert words.width() <= window.width()
        for part, _gap in window.column.rows:
            assert part.geometry().right() <= window.column.width()
            assert part.geometry().bottom() <= window.column.height()


def test_large_text_is_large_also_on_a_small_screen(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make(14)
    window.resize(1200, 760)
    window.open_page(Page.WEEK)
    before = window.column.rows[0][0].font().pixelSize()
    monkeypatch.setattr(theme, "system_scale", lambda: 2.0)
    window.relayout()
    assert window.column.rows[0][0].font().pixelSize() >= 1.7 * before
    for part, _gap in window.column.rows:
        assert part.geometry().right() <= window.column.width()
    for row in (window._tabs, window._foot, window._steps):
        assert row.geometry().right() <= window.width()


def test_the_heat_is_where_most_was_done(make: Make) -> None:
    window = make(14)
    window.open_page(Page.WEEK)
    heat = next(one for one in window.column.charts() if isinstance(one, HeatChart))
    assert heat.areas[0].minutes == max(one.minutes for one in heat.areas)
    assert has_colour(painted(heat), window._source.theme.colours.halo_edge)
