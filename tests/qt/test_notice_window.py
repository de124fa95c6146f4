"""The notice of our own: one at a time, answered once, never in the way of the keyboard."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from knotbreak.qt.notice_window import NoticeWindow
from knotbreak.qt.small_picture import SmallPicture
from knotbreak.qt.text import Words
from knotbreak.qt.theme import ThemeSource
from tests.qt.gallery import LONG_CUE, LONG_FEEL, NOTICE, TRANSLATOR


@pytest.fixture
def notice(light: ThemeSource, qtbot: QtBot) -> NoticeWindow:
    """A window without a notice yet."""
    window = NoticeWindow(light, TRANSLATOR)
    qtbot.addWidget(window)
    return window


def words(window: NoticeWindow) -> list[str]:
    """What it says."""
    return [label.words for label in window.findChildren(Words)]


def test_it_stands_at_the_top_right(notice: NoticeWindow) -> None:
    notice.show_notice(NOTICE)
    free = notice.screen().availableGeometry()
    box = notice.geometry()
    assert free.contains(box)
    assert box.top() - free.top() == free.right() - box.right() == 16
    assert words(notice) == ["Two minutes for your neck?", "Neck unwinder, in your chair."]


def test_it_never_takes_the_focus(notice: NoticeWindow, qtbot: QtBot) -> None:
    typing = QWidget()
    qtbot.addWidget(typing)
    typing.show()
    typing.activateWindow()
    typing.setFocus()
    qtbot.waitUntil(typing.hasFocus)
    notice.show_notice(NOTICE)
    assert typing.hasFocus()
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert notice.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    buttons = [*notice.buttons, notice.close_button]
    assert {button.focusPolicy() for button in buttons} == {Qt.FocusPolicy.NoFocus}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_button_answers(notice: NoticeWindow, qtbot: QtBot, number: int) -> None:
    notice.show_notice(NOTICE)
    answers: list[tuple[int, str]] = []
    notice.answered.connect(lambda *answer: answers.append(answer))
    qtbot.mouseClick(notice.buttons[number], Qt.MouseButton.LeftButton)
    assert answers == [(7, NOTICE.actions[number].key)]
    assert not notice.isVisible()


def test_a_click_on_the_notice_is_its_default_action(notice: NoticeWindow, qtbot: QtBot) -> None:
    notice.show_notice(NOTICE)
    with qtbot.waitSignal(notice.answered) as caught:
        qtbot.mouseClick(notice, Qt.MouseButton.LeftButton, pos=QPoint(10, 8))
    assert caught.args == [7, "start"]


def test_the_cross_dismisses(notice: NoticeWindow, qtbot: QtBot) -> None:
    notice.show_notice(NOTICE)
    with qtbot.waitSignal(notice.dismissed) as caught, qtbot.assertNotEmitted(notice.answered):
        qtbot.mouseClick(notice.close_button, Qt.MouseButton.LeftButton)
    assert caught.args == [7]
    assert not notice.isVisible()


def test_only_the_notice_that_is_shown_is_withdrawn(notice: NoticeWindow, qtbot: QtBot) -> None:
    notice.show_notice(NOTICE)
    notice.show_notice(msgspec.structs.replace(NOTICE, offer_id=8, title="A glass of water?"))
    notice.withdraw(7)
    assert notice.isVisible()
    assert "A glass of water?" in words(notice)
    with qtbot.assertNotEmitted(notice.dismissed), qtbot.assertNotEmitted(notice.answered):
        notice.withdraw(8)
    assert not notice.isVisible()


def test_a_picture_stands_before_the_words_and_leaves_no_gap_when_it_is_gone(
    notice: NoticeWindow,
) -> None:
    notice.show_notice(NOTICE)
    picture, heading = notice.findChild(SmallPicture), notice.findChildren(Words)[0]
    assert picture.shown
    assert picture.width() == picture.height() > 40
    assert picture.geometry().right() < heading.x()
    beside = heading.x()
    notice.show_notice(msgspec.structs.replace(NOTICE, offer_id=8, picture=""))
    assert not picture.shown
    assert heading.x() < beside - 40
    notice.show_notice(msgspec.structs.replace(NOTICE, offer_id=9, picture="/no/such.png"))
    assert not picture.shown


def test_a_long_notice_grows_and_is_not_cut(notice: NoticeWindow) -> None:
    notice.show_notice(NOTICE)
    short = notice.height()
    notice.show_notice(msgspec.structs.replace(NOTICE, body=f"{LONG_FEEL} {LONG_CUE}"))
    assert notice.height() > short
    for label in notice.findChildren(Words):
        assert "…" not in label.text()
    for part in [*notice.findChildren(Words), *notice.buttons]:
        box = part.rect().translated(part.mapTo(notice, QPoint(0, 0)))
        assert notice.rect().contains(box)
