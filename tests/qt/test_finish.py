"""The last page: what was answered, and when it goes by itself. And the page before the first."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from knotbreak.app.intents import CheckIn, Drank, Pin, Rate
from knotbreak.app.panels import OpenPanel, Panel
from knotbreak.app.views import FinishView, TurnView
from knotbreak.core.body import Area
from knotbreak.guide import safety
from knotbreak.qt.session_window import SessionWindow
from knotbreak.qt.text import Words
from tests.qt.conftest import SetClock

DONE = FinishView("done", "Done. Well moved.", 96, 372)
STOPPED = FinishView("stopped", "Stopped. Nothing lost.", 0, 0)
WATER = "3 glasses today"


@pytest.fixture
def finished(window: SessionWindow, qtbot: QtBot) -> SessionWindow:
    """The last page of a session, just opened."""
    window.show_finish(DONE, WATER)
    window.open_on_pointer_screen()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def asking(window: SessionWindow, qtbot: QtBot) -> SessionWindow:
    """The notice before the first movement."""
    window.show_safety()
    window.open_on_pointer_screen()
    qtbot.waitExposed(window)
    return window


def test_it_says_what_was_done(finished: SessionWindow) -> None:
    page = finished._finish
    assert page.words.words == "Done. Well moved."
    assert page.movement.words == "1:36 of movement now, 6:12 today."
    assert page.water_words.words == WATER
    assert page.question.words


def test_the_week_is_told_where_it_ends(window: SessionWindow) -> None:
    window.show_finish(DONE, WATER)
    assert window._finish.week.words == ""
    line = "Your week: 18 breaks, 31 minutes of movement, most for neck and shoulders."
    window.show_finish(msgspec.structs.replace(DONE, week=line), WATER)
    assert window._finish.week.words == line
    assert not window._finish.week.isHidden()


def test_whom_to_see_is_one_click_away(finished: SessionWindow, qtbot: QtBot) -> None:
    page = finished._finish
    assert not page.see.isVisible()
    told = msgspec.structs.replace(DONE, answer="Worse twice in a row: neck.", see=Area.NECK)
    finished.update_finish(told)
    with qtbot.waitSignal(finished.intent) as asked:
        qtbot.mouseClick(page.see, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenPanel(Panel.RELIEF, "see:neck")]
    finished.set_form("corner")
    assert not page.see.isVisible()


def test_nothing_done_is_not_asked_about(window: SessionWindow) -> None:
    window.show_finish(STOPPED, WATER)
    assert window._finish.movement.words == ""
    assert window._finish.question.words == ""
    assert all(button.isHidden() for button in window._finish.feeling.values())


@pytest.mark.parametrize("feeling", ["better", "same", "worse"])
def test_a_feeling_is_said_once(finished: SessionWindow, qtbot: QtBot, feeling: str) -> None:
    answers: list[str] = []
    finished.felt.connect(answers.append)
    button = finished._finish.feeling[feeling]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert answers == [feeling]
    assert not button.isVisible()
    assert finished._finish.thanks.words


ASKED = msgspec.structs.replace(
    DONE,
    turn=TurnView("neck-2", "Neck unwinder", "more", pinned=True),
    asks=Area.NECK,
    asks_words="How tight?",
)


def asked(window: SessionWindow, qtbot: QtBot) -> SessionWindow:
    """The last page after the first answer."""
    window.show_finish(ASKED, WATER)
    window.open_on_pointer_screen()
    qtbot.waitExposed(window)
    assert not window._finish.scale.isVisible()
    window.update_finish(msgspec.structs.replace(ASKED, answer="Noted."))
    return window


@pytest.mark.parametrize("number", [0, 7, 10])
def test_how_tight_it_is_is_a_click(window: SessionWindow, qtbot: QtBot, number: int) -> None:
    page = asked(window, qtbot)._finish
    assert (page.thanks.words, page.question.words) == ("Noted.", "How tight?")
    assert all(button.isVisible() for button in page.scale.numbers)
    with qtbot.waitSignal(window.intent) as heard:
        qtbot.mouseClick(page.scale.numbers[number], Qt.MouseButton.LeftButton)
    assert heard.args == [CheckIn(Area.NECK, number)]
    assert window.focusWidget() is page.leave
    window.update_finish(msgspec.structs.replace(ASKED, answer="Kept.", asks=None))
    assert not page.scale.isVisible()
    assert (page.thanks.words, page.question.words) == ("Kept.", "")


def test_how_tight_it_is_by_keys(window: SessionWindow, qtbot: QtBot, clock: SetClock) -> None:
    page = asked(window, qtbot)._finish
    clock.pass_s(1.5)
    stops = [one for one in page.scale.numbers if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == page.scale.numbers[:1]
    stops[0].setFocus()
    for key, number in (
        (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_End, 10),
        (Qt.Key.Key_Right, 10), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 0), (Qt.Key.Key_6, 6),
    ):  # fmt: skip
        focused = window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
        assert window.focusWidget() is page.scale.numbers[number]
    with qtbot.waitSignal(window.intent) as heard:
        qtbot.keyClick(page.scale.numbers[6], Qt.Key.Key_Return)
    assert heard.args == [CheckIn(Area.NECK, 6)]


def test_what_is_thought_of_it_is_in_the_menu(window: SessionWindow, qtbot: QtBot) -> None:
    page = asked(window, qtbot)._finish
    more, less, _line, keep = page.turns.actions()
    assert (more.isChecked(), less.isChecked(), keep.isChecked()) == (True, False, True)
    said: list[object] = []
    window.intent.connect(said.append)
    for action in (more, less, keep):
        action.trigger()
    assert said == [Rate("neck-2", "reset"), Rate("neck-2", "less"), Pin(None)]


def test_a_glass_can_be_taken_back(finished: SessionWindow, qtbot: QtBot) -> None:
    page = finished._finish
    assert page.undo.isHidden()
    qtbot.mouseClick(page.drank, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(finished.intent) as heard:
        qtbot.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    assert heard.args == [Drank(-1)]
    assert page.undo.isHidden()


def test_a_small_window_asks_nothing(window: SessionWindow, qtbot: QtBot) -> None:
    page = asked(window, qtbot)._finish
    window.set_form("corner")
    assert not page.scale.isVisible()
    assert not page.more.isVisible()


def test_whom_to_see_is_said_whole(window: SessionWindow, qtbot: QtBot) -> None:
    page = asked(window, qtbot)._finish
    long = "Zum zweiten Mal schlimmer. " * 14
    window.update_finish(msgspec.structs.replace(ASKED, answer=long))
    assert page.thanks.isVisible()
    assert page.thanks.toolTip() == "", "words that are cut are in a tooltip"
    assert page.leaving.geometry().bottom() <= page.height()


def test_a_glass_and_back_to_work(finished: SessionWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(finished.drank_requested):
        qtbot.mouseClick(finished._finish.drank, Qt.MouseButton.LeftButton)
    finished.set_water("4 glasses today")
    assert finished._finish.water_words.words == "4 glasses today"
    with qtbot.waitSignal(finished.dismissed):
        qtbot.mouseClick(finished._finish.leave, Qt.MouseButton.LeftButton)


def test_it_goes_by_itself_after_twenty_seconds(
    finished: SessionWindow, qtbot: QtBot, clock: SetClock
) -> None:
    clock.pass_s(19.9)
    with qtbot.assertNotEmitted(finished.dismissed):
        finished._on_frame()
    assert 0 < finished._finish.line.left < 0.01
    clock.pass_s(0.2)
    with qtbot.waitSignal(finished.dismissed, timeout=2000):
        pass
    assert not finished._timer.isActive()


def test_a_break_that_goes_on_stays_until_somebody_is_back(
    window: SessionWindow, qtbot: QtBot, clock: SetClock
) -> None:
    window.show_finish(msgspec.structs.replace(DONE, until_back=True), WATER)
    window.open_on_pointer_screen()
    qtbot.waitExposed(window)
    assert window._finish.leave.text() == "I'm back"
    clock.pass_s(600)
    with qtbot.assertNotEmitted(window.dismissed):
        window._on_frame()
    with qtbot.waitSignal(window.dismissed):
        qtbot.mouseClick(window._finish.leave, Qt.MouseButton.LeftButton)
    window.show_finish(DONE, WATER)
    assert window._finish.leave.text() == "Back to work"


@pytest.mark.parametrize("touch", ["click", "key", "feeling"])
def test_a_touch_keeps_it(
    finished: SessionWindow, qtbot: QtBot, clock: SetClock, touch: str
) -> None:
    if touch == "click":
        qtbot.mouseClick(finished, Qt.MouseButton.LeftButton)
    elif touch == "key":
        clock.pass_s(1.5)
        qtbot.keyClick(finished._finish.leave, Qt.Key.Key_Tab)
    else:
        qtbot.mouseClick(finished._finish.feeling["same"], Qt.MouseButton.LeftButton)
    assert finished._finish.line.left == 0
    clock.pass_s(60)
    with qtbot.assertNotEmitted(finished.dismissed):
        finished._on_frame()


def test_a_key_of_the_session_does_not_fall_through_to_it(
    finished: SessionWindow, qtbot: QtBot, clock: SetClock
) -> None:
    with qtbot.assertNotEmitted(finished.dismissed):
        qtbot.keyClick(finished._finish.leave, Qt.Key.Key_Space)
    clock.pass_s(1.5)
    with qtbot.waitSignal(finished.dismissed):
        qtbot.keyClick(finished._finish.leave, Qt.Key.Key_Escape)


def test_the_safety_notice_is_read_before_it_is_answered(
    asking: SessionWindow, qtbot: QtBot, clock: SetClock
) -> None:
    text = " ".join(label.words for label in asking._safety.findChildren(Words))
    for sentence in safety.NOTICE:
        assert sentence in text
    with qtbot.assertNotEmitted(asking.acknowledged):
        qtbot.keyClick(asking._safety.read, Qt.Key.Key_Return)
        clock.pass_s(0.9)
        qtbot.keyClick(asking._safety.read, Qt.Key.Key_Return)
    clock.pass_s(0.2)
    with qtbot.waitSignal(asking.acknowledged):
        qtbot.keyClick(asking._safety.read, Qt.Key.Key_Return)


def test_a_click_answers_the_safety_notice(asking: SessionWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(asking.acknowledged):
        qtbot.mouseClick(asking._safety.read, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(asking.declined):
        qtbot.mouseClick(asking._safety.not_now, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("how", ["escape", "close"])
def test_leaving_the_safety_notice_declines(
    asking: SessionWindow, qtbot: QtBot, clock: SetClock, how: str
) -> None:
    clock.pass_s(1.5)
    with qtbot.waitSignal(asking.declined):
        if how == "close":
            asking.close()
        else:
            qtbot.keyClick(asking._safety.read, Qt.Key.Key_Escape)


def test_long_pages_scroll_instead_of_being_cut(window: SessionWindow, qtbot: QtBot) -> None:
    window.setMinimumSize(1, 1)
    window.resize(360, 220)
    window.show()
    window.show_stop_signs()
    area = window._signs._area
    assert area.verticalScrollBar().maximum() > 0
    assert area.widget().height() > area.height()
