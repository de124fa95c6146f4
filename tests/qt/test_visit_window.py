"""The page for the next visit: opened from the insights, read, printed and saved."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from knotbreak.app.insight_desk import Prescribed, VisitPage
from knotbreak.app.report_page import as_html
from knotbreak.core.body import Area
from knotbreak.core.prescription import DayLine, Report, Tightness
from knotbreak.qt.insights_window import InsightsWindow
from knotbreak.qt.theme import ThemeSource
from knotbreak.qt.visit_window import VisitWindow
from tests.fakes import TRANSLATOR, a_routine
from tests.qt.test_insights_window import Make, desk_of, make

__all__ = ["make"]

DAYS = 28


def a_page(title: str = "Shoulder: stage 1/2") -> VisitPage:
    routine = a_routine(
        title, [{"stretch": "neck-turn"}], areas=["neck"], per_day=3, given_by="A. Therapist"
    )
    days = [date(2026, 11, 1 + number) for number in range(DAYS)]
    found = Report(
        id="stage",
        routine=routine,
        today=days[-1],
        lines=tuple(DayLine(day=day, wanted=3, done=2, partial=1) for day in days),
        tightness=tuple(Tightness(day, Area.NECK, 4) for day in days),
    )
    return VisitPage(title, as_html(found, TRANSLATOR))


def prescribe(window: InsightsWindow, *ids: str) -> None:
    desk = desk_of(window)
    desk.routines = tuple(Prescribed(id_, f"Title of {id_}") for id_ in ids)
    desk.pages = {id_: a_page(f"Title of {id_}") for id_ in ids}
    window.refresh()


def page_of(window: InsightsWindow) -> VisitWindow:
    page = window.visit.page
    assert page is not None
    return page


def test_where_nothing_was_prescribed_no_button_promises_a_page(make: Make) -> None:
    window = make(14)
    assert not window.visit.isVisible()
    prescribe(window, "one")
    assert window.visit.isVisible()


def test_one_prescription_opens_its_page_and_escape_closes_it(make: Make, qtbot: QtBot) -> None:
    window = make(14)
    prescribe(window, "one")
    window.visit.setFocus()
    qtbot.keyClick(window.visit, Qt.Key.Key_Space)
    page = page_of(window)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    assert page.windowTitle() == page.paper.accessibleName() == "Title of one"
    assert "Done 56 of 84, and in part 28." in page.paper.toPlainText()
    with qtbot.waitSignal(page.destroyed):
        qtbot.keyClick(page.print, Qt.Key.Key_Escape)
    assert window.visit.page is None


def test_a_key_opens_it_and_nothing_where_nothing_was_prescribed(make: Make, qtbot: QtBot) -> None:
    window = make(14)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.visit.page is None
    assert not window.visit.choices.isVisible()
    prescribe(window, "one")
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert page_of(window).windowTitle() == "Title of one"


def test_of_several_prescriptions_one_is_chosen(make: Make) -> None:
    window = make(14)
    prescribe(window, "one", "two")
    window.visit.click()
    assert window.visit.page is None
    actions = window.visit.choices.actions()
    assert [action.text() for action in actions] == ["Title of one", "Title of two"]
    actions[1].trigger()
    window.visit.choices.hide()
    assert page_of(window).windowTitle() == "Title of two"
    actions[0].trigger()
    assert page_of(window).windowTitle() == "Title of one"


def test_a_page_that_cannot_be_made_is_told(make: Make) -> None:
    window = make(14)
    prescribe(window, "one")
    desk_of(window).pages["one"] = VisitPage("one", fault="history: is locked")
    window.visit.click()
    assert window.visit.page is None
    assert window.message.words == "history: is locked"


@pytest.fixture
def page(light: ThemeSource, make: Make, qtbot: QtBot) -> VisitWindow:
    window = VisitWindow(light, TRANSLATOR, a_page(), make(0))
    window.show()
    qtbot.waitExposed(window)
    return window


def test_four_weeks_of_days_are_one_page_of_pdf(page: VisitWindow, tmp_path: Path) -> None:
    path = tmp_path / "visit.pdf"
    page.save_to(str(path))
    assert page.message.words == f"Written: {path}"
    written = path.read_bytes()
    assert written.startswith(b"%PDF")
    assert written.count(b"/Type /Page\n") == 1


def test_a_file_that_cannot_be_written_is_told(page: VisitWindow, tmp_path: Path) -> None:
    path = tmp_path / "none" / "visit.pdf"
    page.save_to(str(path))
    assert "cannot be written" in page.message.words
    assert not path.exists()


def test_the_file_has_a_name_that_every_system_takes(page: VisitWindow) -> None:
    page.save.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert [Path(one).name for one in dialog.selectedFiles()] == ["Shoulder- stage 1-2.pdf"]
    dialog.reject()


def test_it_is_printed_with_the_dialog_of_the_system(
    page: VisitWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printed: list[tuple[str, str]] = []

    def print_(document: QTextDocument, printer: QPrinter) -> None:
        printed.append((printer.docName(), document.toPlainText()))

    monkeypatch.setattr(QTextDocument, "print_", print_)
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(QPrintDialog)
    assert dialog is not None
    assert printed == []
    dialog.accepted.emit(dialog.printer())
    dialog.reject()
    ((name, text),) = printed
    assert name == "Shoulder: stage 1/2"
    assert "Given by A. Therapist." in text


def test_without_qts_printing_the_way_over_a_file_is_told(
    page: VisitWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtPrintSupport", None)
    page.print.click()
    assert page.message.words == "Nothing here can print. Save the page as a PDF and print that."
    assert page.save.hasFocus()
