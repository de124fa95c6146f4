"""The window of desktops without a tray says and does what the tray would."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from knotbreak.app.intents import (
    DoneDue,
    Drank,
    PauseReminders,
    ResumeReminders,
    SkipDue,
    SnoozeDue,
    StartRoutine,
)
from knotbreak.app.panels import Panel
from knotbreak.app.views import NoticeView
from knotbreak.qt.parts import Button
from knotbreak.qt.small_picture import SmallPicture
from knotbreak.qt.status_window import StatusWindow
from knotbreak.qt.text import Words
from knotbreak.qt.theme import ThemeSource
from tests.qt.gallery import NO_TRAY, NOTICE, STATUS, TRANSLATOR

DUE = NoticeView(3, "stretch", "Two minutes for your neck?", "Neck unwinder.", True, True)
WATER = NoticeView(4, "water", "A glass of water?", "", True, False)


@pytest.fixture
def status(light: ThemeSource, qtbot: QtBot) -> StatusWindow:
    """The window, with nothing due."""
    window = StatusWindow(light, TRANSLATOR, QMenu("the tray's"))
    qtbot.addWidget(window)
    window.render(STATUS, NO_TRAY)
    window.show()
    return window


def test_everything_else_is_in_the_menu_of_the_tray(status: StatusWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(status._menu.aboutToShow):
        click(qtbot, status.more)
    assert status._menu.title() == "the tray's"
    status._menu.close()


def test_the_windows_that_are_wanted_most_have_a_button(light: ThemeSource, qtbot: QtBot) -> None:
    window = StatusWindow(light, TRANSLATOR, QMenu(), tuple(Panel))
    qtbot.addWidget(window)
    window.render(STATUS, NO_TRAY)
    window.show()
    asked: list[tuple[object, str]] = []
    window.panel_requested.connect(lambda panel, about: asked.append((panel, about)))
    for button in window._doors.buttons:
        click(qtbot, button)
    assert asked == [(panel, "") for panel in (Panel.RELIEF, Panel.SETTINGS)]


def words(window: StatusWindow) -> str:
    """What it says."""
    return " ".join(label.words for label in window.findChildren(Words))


def click(qtbot: QtBot, button: Button) -> None:
    """Press a button."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_says_what_comes_next_and_why_it_is_there(status: StatusWindow) -> None:
    assert "Next: Stretch, about 10:40" in words(status)
    assert STATUS.water_words in words(status)
    assert NO_TRAY in words(status)
    assert status.start.text() == "Stretch now"
    assert not status.snooze.isVisible()
    assert not status.skip.isVisible()


def test_what_is_due_can_be_started_put_off_and_skipped(status: StatusWindow, qtbot: QtBot) -> None:
    status.render(msgspec.structs.replace(STATUS, state="due", notice=DUE), NO_TRAY)
    assert "Two minutes for your neck?" in words(status)
    asked: list[object] = []
    status.intent.connect(asked.append)
    for button in (status.start, status.snooze, status.skip):
        click(qtbot, button)
    assert asked == [StartRoutine(), SnoozeDue(), SkipDue()]


def test_a_glass_is_done_not_started(status: StatusWindow, qtbot: QtBot) -> None:
    status.render(msgspec.structs.replace(STATUS, state="due", notice=WATER), NO_TRAY)
    assert status.start.text() == "Done"
    assert not status.snooze.isVisible()
    with qtbot.waitSignal(status.intent) as asked:
        click(qtbot, status.start)
    assert asked.args == [DoneDue()]


def test_a_pause_has_a_length(status: StatusWindow) -> None:
    asked: list[object] = []
    status.intent.connect(asked.append)
    for action in status.pauses.actions():
        action.trigger()
    minutes = [PauseReminders(minutes=minutes) for minutes in (15, 30, 60)]
    assert asked == [*minutes, PauseReminders(until_tomorrow=True), PauseReminders()]


def test_a_paused_program_says_why_and_resumes(status: StatusWindow, qtbot: QtBot) -> None:
    paused = msgspec.structs.replace(
        STATUS, state="paused", why="You paused reminders until 11:30.", next=None
    )
    status.render(paused, NO_TRAY)
    assert "You paused reminders until 11:30." in words(status)
    with qtbot.waitSignal(status.intent) as asked:
        click(qtbot, status.pause)
    assert asked.args == [ResumeReminders()]


def test_the_other_buttons(status: StatusWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(status.intent) as asked:
        click(qtbot, status.drank)
    assert asked.args == [Drank()]
    with qtbot.waitSignal(status.quit_requested), qtbot.assertNotEmitted(status.intent):
        click(qtbot, status.quit)


def test_a_glass_can_be_taken_back_once_there_is_one(status: StatusWindow, qtbot: QtBot) -> None:
    status.render(msgspec.structs.replace(STATUS, water=0), NO_TRAY)
    assert not status.undo.isVisible()
    status.render(msgspec.structs.replace(STATUS, water=1), NO_TRAY)
    with qtbot.waitSignal(status.intent) as asked:
        click(qtbot, status.undo)
    assert asked.args == [Drank(-1)]


def test_while_a_session_plays_none_is_started(status: StatusWindow) -> None:
    status.render(msgspec.structs.replace(STATUS, state="session"), NO_TRAY)
    assert not status.start.isEnabled()


def test_closing_is_told_and_nothing_else_happens(status: StatusWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(status.closed), qtbot.assertNotEmitted(status.quit_requested):
        status.close()


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_nothing_is_cut(status: StatusWindow, scale: float) -> None:
    status.resize(status.minimumSize() / 0.8 * scale)
    long = "Reminders wait: a call that is going on, a full screen, and do not disturb."
    status.render(msgspec.structs.replace(STATUS, state="paused", why=long), NO_TRAY)
    for part in [*status.findChildren(Words), *status.findChildren(Button)]:
        if part.isVisible() and (not isinstance(part, Words) or part.text()):
            box = part.rect().translated(part.mapTo(status, QPoint(0, 0)))
            assert status.rect().contains(box)
    assert all("…" not in label.text() for label in status.findChildren(Words))


def test_what_is_due_is_shown(status: StatusWindow) -> None:
    picture = status.findChild(SmallPicture)
    assert not picture.shown
    due = msgspec.structs.replace(DUE, picture=NOTICE.picture)
    status.render(msgspec.structs.replace(STATUS, state="due", notice=due), NO_TRAY)
    assert picture.shown
    assert status.rect().contains(picture.geometry())
    status.render(STATUS, NO_TRAY)
    assert not picture.shown
