"""The covers of the strong mode: one for each screen, and every way out of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from knotbreak.app.intents import Intent, LeaveCover, SkipDue, SnoozeDue, StartDue
from knotbreak.app.views import CoverView
from knotbreak.qt import covers as covers_module
from knotbreak.qt.covers import Covers, CoverWindow
from knotbreak.qt.theme import ThemeSource

VIEW = CoverView(
    offer=7,
    title="Two minutes for your neck?",
    body="Neck, in your chair.",
    start_words="Start",
    later_words="In 5 min",
    skip_words="Hold to skip (3 left today)",
    hold_ms=150,
    leave_words="Not now (Esc): it stays due in the tray",
)
SESSION = CoverView(offer=None, title="", body="Your break is on the other screen.",
                    leave_words="Free this one (Esc)")  # fmt: skip


class FakeWatchdog:
    def __init__(self) -> None:
        self.fed = 0
        self.stopped = 0

    def feed(self) -> None:
        self.fed += 1

    def stop(self) -> None:
        self.stopped += 1


class Asked:
    def __init__(self, source: ThemeSource) -> None:
        self.intents: list[Intent] = []
        self.dog = FakeWatchdog()
        self.covers = Covers(source, self.intents.append, self.dog)

    @property
    def window(self) -> CoverWindow:
        (window,) = self.covers.windows.values()
        return window


@pytest.fixture
def asked(light: ThemeSource, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    monkeypatch.setattr(covers_module, "DEAF_MS", 50)
    asked = Asked(light)
    yield asked
    asked.covers.render(None)


def test_every_screen_is_covered_once_and_freed(asked: Asked, qtbot: QtBot) -> None:
    asked.covers.render(VIEW)
    window = asked.window
    qtbot.waitExposed(window)
    screens = QGuiApplication.screens()
    assert list(asked.covers.windows) == screens
    assert window.isFullScreen()
    assert window.geometry() == screens[0].geometry()
    assert window.title.words == VIEW.title
    assert window.leave.text() == VIEW.leave_words
    assert asked.dog.fed == 1
    asked.covers.render(VIEW)
    assert asked.window is window
    asked.covers.render(None)
    assert not window.isVisible()
    assert (asked.covers.windows, asked.dog.stopped) == ({}, 1)


def test_the_watchdog_is_fed_while_they_are_there(asked: Asked, qtbot: QtBot) -> None:
    asked.covers.render(VIEW)
    asked.covers._beat.setInterval(20)
    qtbot.waitUntil(lambda: asked.dog.fed > 3)


@pytest.mark.parametrize(
    ("name", "intent"),
    [("start", StartDue(7)), ("later", SnoozeDue(5, 7)), ("leave", LeaveCover())],
)
def test_a_click_answers(asked: Asked, qtbot: QtBot, name: str, intent: Intent) -> None:
    asked.covers.render(VIEW)
    qtbot.mouseClick(getattr(asked.window, name), Qt.MouseButton.LeftButton)
    assert asked.intents == [intent]


def test_skip_has_to_be_held(asked: Asked, qtbot: QtBot) -> None:
    asked.covers.render(VIEW)
    skip = asked.window.skip
    qtbot.mouseClick(skip, Qt.MouseButton.LeftButton)
    assert (asked.intents, skip.share) == ([], 0)
    qtbot.mousePress(skip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(asked.intents))
    assert asked.intents == [SkipDue(7)]
    qtbot.mouseRelease(skip, Qt.MouseButton.LeftButton)
    assert asked.intents == [SkipDue(7)]


def test_where_nothing_may_be_skipped_there_is_no_such_button(asked: Asked) -> None:
    asked.covers.render(msgspec.structs.replace(VIEW, skip_words="", later_words=""))
    window = asked.window
    assert window.skip.isHidden()
    assert window.later.isHidden()
    assert not window.start.isHidden()


def test_esc_frees_the_screens_at_once_and_says_so(asked: Asked, qtbot: QtBot) -> None:
    asked.covers.render(VIEW)
    window = asked.window
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert asked.covers.windows == {}
    assert asked.intents == [LeaveCover()]


def test_so_does_the_window_managers_way_to_close_a_window(asked: Asked) -> None:
    asked.covers.render(VIEW)
    asked.window.close()
    assert asked.intents == [LeaveCover()]
    assert asked.covers.windows == {}


def test_t20_what_was_typed_for_something_else_answers_nothing(asked: Asked, qtbot: QtBot) -> None:
    asked.covers.render(VIEW)
    window = asked.window
    assert not any(button.hasFocus() for button in window._buttons)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_S):
        qtbot.keyClick(window, key)
    assert asked.intents == []
    qtbot.waitUntil(window.start.hasFocus)
    qtbot.keyClick(window.start, Qt.Key.Key_Space)
    assert asked.intents == [StartDue(7)]


def test_t23_an_unplugged_screen_frees_all_of_them(asked: Asked) -> None:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    asked.covers.render(VIEW)
    app.screenRemoved.emit(app.primaryScreen())
    assert asked.intents == [LeaveCover()]
    assert asked.covers.windows == {}


def test_the_screen_of_the_session_stays_free(asked: Asked) -> None:
    asked.covers.render(VIEW)
    offered = asked.window
    asked.covers.render(SESSION, QGuiApplication.primaryScreen())
    assert asked.covers.windows == {}
    assert not offered.isVisible()
    asked.covers.render(SESSION)
    assert asked.window.body.words == SESSION.body
    assert asked.window.start.isHidden()
