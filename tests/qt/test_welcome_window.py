"""The first minute, by clicks and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from knotbreak.app.autostart import Autostart, AutostartView, Start
from knotbreak.app.intents import Acknowledge, Intent, StartRoutine
from knotbreak.qt.theme import ThemeSource
from knotbreak.qt.welcome_pages import EasyPage, ReadyPage, RemindersPage
from knotbreak.qt.welcome_window import WelcomeWindow
from tests.app.test_settings_desk import Bench
from tests.fakes import TRANSLATOR


class FakeAutostart:
    """A system that may refuse."""

    def __init__(self, refused: str = "") -> None:
        self.on = False
        self.refused = refused

    @property
    def means(self) -> str:
        return "a fake"

    def look(self) -> AutostartView:
        if self.refused:
            return AutostartView(start=Start.REFUSED, words=self.refused)
        return AutostartView(start=Start.ON if self.on else Start.OFF, words="As asked.")

    def set_on(self, on: bool, /) -> None:
        self.on = on and not self.refused


class Newcomer(Bench):
    def __init__(self, folder: Path, source: ThemeSource, autostart: Autostart | None) -> None:
        super().__init__(folder, "")
        self.asked: list[Intent] = []
        self.window = WelcomeWindow(
            source, TRANSLATOR, self.desk, self.asked.append, lambda: "micro-neck", autostart
        )
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)


@pytest.fixture
def autostart() -> FakeAutostart:
    return FakeAutostart()


@pytest.fixture
def newcomer(tmp_path: Path, light: ThemeSource, autostart: FakeAutostart) -> Iterator[Newcomer]:
    made = Newcomer(tmp_path, light, autostart)
    yield made
    made.window.hide()
    made.window.deleteLater()


def click(part: QWidget) -> None:
    QTest.mouseClick(part, Qt.MouseButton.LeftButton)


def test_where_the_notice_does_not_fit_it_is_read_to_its_end(
    newcomer: Newcomer, qtbot: QtBot
) -> None:
    window = newcomer.window
    assert window.next.text() == "I have read this"
    window.resize(window.minimumSize())
    bar = window.page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert window.next.text() == "Read on"
    pressed = 0
    while window.next.text() == "Read on" and pressed < 20:
        click(window.next)
        pressed += 1
    assert pressed
    assert newcomer.asked == []
    assert bar.value() == bar.maximum()
    assert window.next.text() == "I have read this"
    click(window.next)
    assert newcomer.asked == [Acknowledge()]


def test_by_mouse_from_the_notice_to_a_stretch(
    newcomer: Newcomer, autostart: FakeAutostart
) -> None:
    window = newcomer.window
    assert not window.back.isVisible()
    click(window.next)
    assert newcomer.asked == [Acknowledge()]
    click(window.page.rows["seated_only"].editor.switch)  # type: ignore[attr-defined]
    assert newcomer.file.settings.seated_only
    click(window.next)
    click(window.next)
    assert isinstance(window.page, RemindersPage)
    before = window.page.preview.summary
    click(window.page.cards["stretch"].on)
    assert window.page.preview.summary != before
    click(window.next)
    assert isinstance(window.page, ReadyPage)
    click(window.page.switch)
    assert autostart.on
    click(window.next)
    assert newcomer.asked[1:] == [StartRoutine("micro-neck")]
    assert not window.isVisible()


def test_by_keys_alone(newcomer: Newcomer) -> None:
    window = newcomer.window
    for _page in range(5):
        at = QApplication.focusWidget() or window
        QTest.keyClick(at, Qt.Key.Key_Return)
    assert newcomer.asked == [Acknowledge(), StartRoutine("micro-neck")]
    assert newcomer.text == "", "nothing was chosen, so nothing is written"


def test_the_first_page_cannot_be_gone_past_without_reading_it(newcomer: Newcomer) -> None:
    window = newcomer.window
    click(window.later)
    assert not window.isVisible()
    assert newcomer.asked == []


def test_what_does_not_fit_is_scrolled_with_the_keys(newcomer: Newcomer) -> None:
    newcomer.window.resize(newcomer.window.minimumSize())
    QApplication.processEvents()
    bar = newcomer.window.page.verticalScrollBar()
    assert (bar.value(), bar.maximum() > 0) == (0, True)
    QTest.keyClick(newcomer.window.next, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(newcomer.window.next, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_only_who_is_injured_is_asked_where(newcomer: Newcomer) -> None:
    window = newcomer.window
    click(window.next)
    click(window.next)
    page = window.page
    assert isinstance(page, EasyPage)
    injured = page.rows["health.injured"]
    assert not injured.isVisible()
    click(page.rows["health.flags"].editor.switches["injury"])  # type: ignore[attr-defined]
    assert injured.isVisible()
    assert newcomer.file.settings.health.flags == ("injury",)


def test_every_reminder_that_is_on_is_seen(newcomer: Newcomer) -> None:
    page = newcomer.window._list[3]
    assert isinstance(page, RemindersPage)
    on = {name for name, card in page.cards.items() if card.on.isChecked()}
    assert on == {"stretch", "posture", "water"}
    assert len(page.cards) == 5


def test_back_and_the_steps(newcomer: Newcomer) -> None:
    window = newcomer.window
    click(window.next)
    assert window.step.text() == "2 of 5"
    click(window.back)
    assert window.step.text() == "1 of 5"
    assert newcomer.asked == [Acknowledge()]


def test_a_refused_autostart_says_why(tmp_path: Path, light: ThemeSource) -> None:
    made = Newcomer(tmp_path, light, FakeAutostart("Switched off in the system's settings."))
    made.window._turn(4)
    page = made.window.page
    assert isinstance(page, ReadyPage)
    click(page.switch)
    assert not page.switch.isChecked()
    assert page._words.text() == "Switched off in the system's settings."
    made.window.close()
    made.window.deleteLater()


def test_without_autostart_it_is_not_asked(tmp_path: Path, light: ThemeSource) -> None:
    made = Newcomer(tmp_path, light, None)
    made.window._turn(4)
    page = made.window.page
    assert isinstance(page, ReadyPage)
    assert not page.switch.isVisible()
    made.window.close()
    made.window.deleteLater()


def test_a_change_that_cannot_be_written_is_said(newcomer: Newcomer) -> None:
    newcomer.path.write_text("place =")
    click(newcomer.window.next)
    click(newcomer.window.page.rows["seated_only"].editor.switch)  # type: ignore[attr-defined]
    assert "mend it first" in newcomer.window.said.text()
    assert newcomer.text == "place ="
