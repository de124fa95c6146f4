"""The windows as a front end: what opens when, and what becomes of what is clicked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from knotbreak.app.intents import (
    Drank,
    Key,
    PauseReminders,
    ResumeReminders,
    SessionKey,
    SnoozeDue,
    StartRoutine,
)
from knotbreak.app.notice import ClosedHow
from knotbreak.app.panels import Panel
from knotbreak.app.state import WindowPlace
from knotbreak.core.events import EventKind
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.settings import SessionSettings, Settings
from knotbreak.qt.front import HOST_GRACE_MS, QtFront
from knotbreak.qt.icons import Icons
from knotbreak.qt.session_window import FRAME_MS, SAVING_FRAME_MS, SessionWindow
from knotbreak.qt.status_window import StatusWindow
from knotbreak.qt.tray import Tray
from tests.fakes import TRANSLATOR, FakeClock, FakeLoop, FakeWindowStore
from tests.qt.qt_world import ICONS, QtWorld

ROOT = Path(__file__).parents[2]
NO_DAEMON = Problem(where="desktop notifications", what="nobody shows them here")


@pytest.fixture
def world(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QtWorld]:
    """A program with a tray, as far as it can tell."""
    monkeypatch.setattr(Tray, "available", True)
    world = QtWorld(qapp)
    yield world
    world.close()


def tell(world: QtWorld) -> str:
    window = world.front.board.message_window
    assert window is not None
    assert window.isVisible()
    return window.accessibleDescription()


def gone(qtbot: QtBot, window: QWidget) -> None:
    """The window is not hidden only: it costs nothing any more."""
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))


# -- a session ---------------------------------------------------------------------------------


def test_a_session_opens_its_window_at_once_and_is_steered_by_it(world: QtWorld) -> None:
    world.play("neck")
    window = world.front.stage.window
    assert isinstance(window, SessionWindow)
    assert window.isVisible()
    assert world.precise == [True]
    window.key_requested.emit(Key.TOGGLE)
    assert world.status.view().state == "session-paused"
    window.key_requested.emit(Key.TOGGLE)
    window.key_requested.emit(Key.STOP)
    assert world.playing.player is None
    assert world.precise == [True, False]


def test_a_session_on_battery_is_drawn_half_as_often(world: QtWorld) -> None:
    for world.on_battery, every_ms in ((True, SAVING_FRAME_MS), (False, FRAME_MS)):
        world.play("neck")
        window = world.front.stage.window
        assert window is not None
        assert window._timer.interval() == every_ms
        window.key_requested.emit(Key.STOP)


def test_the_end_of_a_session_and_what_it_leaves_behind(world: QtWorld, qtbot: QtBot) -> None:
    world.play("micro")
    world.run(1)
    window = world.front.stage.window
    assert window is not None
    assert world.playing.finish is not None
    window.felt.emit("better")
    assert world.asked == ["felt better"]
    window.drank_requested.emit()
    assert world.events(EventKind.WATER) == ["water"]
    window.dismissed.emit()
    gone(qtbot, window)
    assert world.front.stage.window is None
    world.play("micro")
    assert world.front.stage.window is not None, "the next one has a window of its own"


def test_whoever_leaves_the_last_page_of_a_break_that_goes_on_is_back(world: QtWorld) -> None:
    world.settings.settings = Settings(session=SessionSettings(until_back=True))
    world.play("micro")
    world.run(1)
    assert "your break goes on" in world.status.view().why
    window = world.front.stage.window
    assert window is not None
    window.dismissed.emit()
    assert world.status.view().why == ""


def test_where_the_window_was_put_is_remembered(world: QtWorld) -> None:
    world.play("micro")
    window = world.front.stage.window
    assert window is not None
    window.resize(window.width() - 20, window.height() - 10)
    box = window.place().box
    window.set_form("corner")
    world.run(1)
    window.dismissed.emit()
    world.play("micro")
    again = world.front.stage.window
    assert again is not None
    assert again.place() == WindowPlace("corner", box)
    assert world.places.kept == WindowPlace("corner", box)


def test_where_the_window_was_put_outlives_the_program(world: QtWorld) -> None:
    world.places.kept = WindowPlace("normal", (10, 20, 770, 480))
    world.play("micro")
    window = world.front.stage.window
    assert window is not None
    assert window.place() == world.places.kept


def test_a_place_that_cannot_be_read_or_kept_stops_nobody(world: QtWorld) -> None:
    world.places.fault = True
    world.play("micro")
    window = world.front.stage.window
    assert window is not None
    window.set_form("corner")
    world.run(1)
    window.dismissed.emit()
    world.play("micro")
    again = world.front.stage.window
    assert again is not None
    assert again.form == "corner"


def test_the_safety_notice_comes_first_and_can_be_declined(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tray, "available", True)
    world = QtWorld(qapp, acknowledged=False)
    world.play("neck")
    window = world.front.stage.window
    assert window is not None
    assert window.isVisible()
    assert world.playing.player is None
    window.declined.emit()
    assert world.front.stage.window is None
    world.play("neck")
    window = world.front.stage.window
    assert window is not None
    window.acknowledged.emit()
    assert world.playing.player is not None
    assert world.front.stage.window is window, "it becomes the session's window"
    world.close()


def test_t20_the_token_of_a_click_is_there_for_the_show_and_gone_after(
    world: QtWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    real = SessionWindow.open_on_pointer_screen

    def spy(window: SessionWindow) -> None:
        seen.append(os.environ.get("XDG_ACTIVATION_TOKEN"))
        real(window)

    monkeypatch.setattr(SessionWindow, "open_on_pointer_screen", spy)
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    world.run(52)
    world.notifier.click("start", token="token-7")
    assert seen == ["token-7"]
    assert "XDG_ACTIVATION_TOKEN" not in os.environ
    assert world.playing.player is not None


def test_t20_the_focus_goes_back_to_our_window_that_had_it(world: QtWorld, qtbot: QtBot) -> None:
    world.front.activate()
    status = world.front.status_window
    assert status is not None
    qtbot.waitUntil(status.isActiveWindow)
    world.play("micro")
    session = world.front.stage.window
    assert session is not None
    qtbot.waitUntil(session.isActiveWindow)
    world.run(1)
    session.dismissed.emit()
    qtbot.waitUntil(status.isActiveWindow)
    assert QApplication.activeWindow() is status


def test_quitting_in_a_session_records_it_and_shows_no_last_page(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tray, "available", True)
    world = QtWorld(qapp)
    world.play("neck")
    world.close()
    assert world.events(EventKind.SESSION) == ["session"]
    assert world.front.stage.window is None
    world.front.tell("too late")
    world.front.changed()
    assert world.front.board.message_window is None


# -- the tray ----------------------------------------------------------------------------------


def test_the_menu_reaches_the_program(world: QtWorld) -> None:
    tray = world.front.tray
    tray.menu_opening.emit()
    assert len(world.menu.view(None).groups) == 3
    tray.intent.emit(Drank())
    assert world.status.view().water == 1
    tray.place_requested.emit("home")
    tray.settings_requested.emit()
    tray.quit_requested.emit()
    assert world.asked == ["place home", "settings", "quit"]


def test_what_is_refused_is_told(world: QtWorld) -> None:
    world.front.tray.intent.emit(StartRoutine("no-such"))
    assert "there is no such routine" in tell(world)
    world.play("micro")
    assert world.front.board.message_window is None, "the session's window says it from now on"
    world.front.tray.intent.emit(StartRoutine("micro"))
    window = world.front.stage.window
    assert window is not None
    assert world.front.board.message_window is None


def test_a_place_that_cannot_be_kept_is_told(world: QtWorld) -> None:
    def fails(_place: str) -> None:
        raise ProblemError(Problem(where="settings.toml", what="cannot be written"))

    world.front._set_place = fails
    world.front.tray.place_requested.emit("home")
    assert "cannot be written" in tell(world)


def test_a_message_leaves_by_itself_and_others_join_it(world: QtWorld) -> None:
    world.front.tell("one")
    world.loop.run(5_000)
    world.front.tell("two")
    world.front.tell("two")
    assert tell(world) == "one\ntwo"
    world.loop.run(8_000)
    assert world.front.board.message_window is None
    world.front.tell("three")
    assert tell(world) == "three"


def test_a_click_on_the_icon_shows_and_hides_the_small_window(world: QtWorld, qtbot: QtBot) -> None:
    world.front.tray.open_requested.emit()
    window = world.front.status_window
    assert window is not None
    qtbot.waitUntil(window.isActiveWindow)
    world.front.tray.open_requested.emit()
    gone(qtbot, window)
    assert world.front.status_window is None
    assert world.front.board.message_window is None, "the tray is still there"


def test_a_click_on_the_icon_in_a_session_shows_the_session(world: QtWorld) -> None:
    world.play("neck")
    window = world.front.stage.window
    assert window is not None
    window.hide()
    world.front.tray.open_requested.emit()
    assert window.isVisible()
    assert world.front.status_window is None


def test_t3_the_icon_is_made_anew_for_the_first_host_alone(
    trayless: QtWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    (host,) = trayless.hosts
    tray = trayless.front.tray
    before = tray._tray
    monkeypatch.setattr(Tray, "available", True)
    host(True)
    after = tray._tray
    assert after is not before, "one that was made without a host never appears"
    assert after is not None
    assert after.toolTip() == tray.tooltip != ""
    host(True)
    assert tray._tray is after, "one host is heard of twice"
    host(False)
    host(True)
    assert tray._tray is after, "Qt registers it with the next one; two would be seen"
    trayless.front.close()
    assert trayless.host_handle.cancelled
    host(True)
    assert tray._tray is None


# -- no tray -----------------------------------------------------------------------------------


@pytest.fixture
def trayless(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QtWorld]:
    monkeypatch.setattr(Tray, "available", False)
    world = QtWorld(qapp)
    yield world
    world.close()


def test_t2_without_a_tray_a_window_comes_and_says_why(
    trayless: QtWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons: list[str] = []
    real = StatusWindow.render

    def spy(window: StatusWindow, view: object, reason: str) -> None:
        reasons.append(reason)
        real(window, view, reason)  # type: ignore[arg-type]

    monkeypatch.setattr(StatusWindow, "render", spy)
    assert trayless.front.status_window is None, "a tray may come a little late"
    trayless.loop.run(HOST_GRACE_MS)
    window = trayless.front.status_window
    assert window is not None
    assert window.isVisible()
    assert reasons[-1] == "This desktop shows no tray icons, so knotbreak is in this window."
    window.intent.emit(PauseReminders(minutes=30))
    assert trayless.status.view().state == "paused"
    window.intent.emit(ResumeReminders())
    window.intent.emit(Drank())
    assert trayless.status.view().water == 1
    window.intent.emit(PauseReminders(until_tomorrow=True))
    assert "until Thu" in trayless.status.view().why
    window.quit_requested.emit()
    assert trayless.asked == ["quit"]


def test_t2_what_is_due_is_answered_in_that_window(trayless: QtWorld) -> None:
    trayless.run(52)
    window = trayless.front.status_window
    assert window is not None
    window.intent.emit(SnoozeDue())
    assert trayless.events(EventKind.SNOOZED) == ["snoozed"]
    window.intent.emit(StartRoutine())
    assert trayless.front.stage.window is not None


def test_t2_closing_the_only_window_says_how_it_comes_back(trayless: QtWorld, qtbot: QtBot) -> None:
    trayless.loop.run(HOST_GRACE_MS)
    window = trayless.front.status_window
    assert window is not None
    window.close()
    gone(qtbot, window)
    assert tell(trayless) == "knotbreak goes on. Start it again to see its window."
    trayless.front.activate()
    assert trayless.front.status_window is not None


def test_t2_the_window_comes_when_no_other_lies_above_it(trayless: QtWorld, qtbot: QtBot) -> None:
    trayless.front.panels.show(Panel.CARE)
    trayless.loop.run(2 * HOST_GRACE_MS)
    assert trayless.front.status_window is None, "one thing at a time"
    panel = trayless.care
    panel.close()
    gone(qtbot, panel)
    assert trayless.front.status_window is not None
    assert trayless.front.status_window.isVisible()


def test_t2_the_window_comes_after_a_session(trayless: QtWorld) -> None:
    trayless.front.tray.intent.emit(StartRoutine())
    trayless.loop.run(2 * HOST_GRACE_MS)
    assert trayless.front.status_window is None
    trayless.front.tray.intent.emit(SessionKey(Key.STOP))
    trayless.front.stage.leave()
    assert trayless.front.status_window is not None


def test_t2_a_window_that_was_closed_does_not_come_back_by_itself(
    trayless: QtWorld, qtbot: QtBot
) -> None:
    trayless.loop.run(HOST_GRACE_MS)
    window = trayless.front.status_window
    assert window is not None
    window.close()
    gone(qtbot, window)
    trayless.front.panels.show(Panel.CARE)
    panel = trayless.care
    panel.close()
    gone(qtbot, panel)
    assert trayless.front.status_window is None


def test_t3_the_window_leaves_when_the_tray_comes_late(
    trayless: QtWorld, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    trayless.loop.run(HOST_GRACE_MS)
    window = trayless.front.status_window
    assert window is not None
    monkeypatch.setattr(type(window), "isActiveWindow", lambda _self: False)
    monkeypatch.setattr(Tray, "available", True)
    trayless.hosts[0](True)
    gone(qtbot, window)
    assert trayless.front.status_window is None


def test_t3_a_tray_that_restarts_quickly_brings_no_window(
    world: QtWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tray, "available", False)
    world.hosts[0](False)
    world.loop.run(HOST_GRACE_MS - 100)
    monkeypatch.setattr(Tray, "available", True)
    world.hosts[0](True)
    world.loop.run(2 * HOST_GRACE_MS)
    assert world.front.status_window is None


# -- notices of our own ------------------------------------------------------------------------


def test_where_the_desktop_shows_no_notices_a_window_does(world: QtWorld) -> None:
    world.notifier.broken = NO_DAEMON
    world.run(50)
    window = world.front.board.notice_window
    assert window is not None
    assert window.isVisible()
    assert [button.text() for button in window.buttons] == ["Start", "In 5 min", "Skip"]
    assert world.controller.desk.visible
    assert NO_DAEMON.what in tell(world)
    window.buttons[0].click()
    assert world.front.board.notice_window is None
    assert world.playing.player is not None


def test_a_message_does_not_cover_the_notice(world: QtWorld) -> None:
    world.notifier.broken = NO_DAEMON
    world.run(50)
    board = world.front.board
    assert board.notice_window is not None
    assert board.message_window is not None
    notice, message = board.notice_window.geometry(), board.message_window.geometry()
    assert not notice.intersects(message)
    assert notice.bottom() < message.top() < notice.bottom() + 20


def test_the_reason_is_told_once(world: QtWorld) -> None:
    world.notifier.broken = NO_DAEMON
    world.run(52)
    assert world.front.board.notice_window is not None
    world.front.board.notice_window.buttons[1].click()
    assert world.events(EventKind.SNOOZED) == ["snoozed"]
    world.front.board.forget_message()
    world.run(6)
    assert world.front.board.notice_window is not None
    assert world.front.board.message_window is None


def test_a_notice_without_buttons_is_taken_down_for_the_window(world: QtWorld) -> None:
    world.with_buttons = False
    world.run(52)
    assert world.notifier.open is None
    window = world.front.board.notice_window
    assert window is not None
    window.buttons[2].click()
    assert world.events(EventKind.SKIPPED) == ["skipped"]


def test_our_notice_is_dismissed_and_withdrawn_like_any_other(world: QtWorld) -> None:
    world.notifier.broken = NO_DAEMON
    world.run(52)
    window = world.front.board.notice_window
    assert window is not None
    window.close_button.click()
    assert world.front.board.notice_window is None
    assert not world.controller.desk.visible
    assert world.status.view().state == "due", "the tray keeps it"
    world.notifier.broken = NO_DAEMON
    world.front.tray.intent.emit(StartRoutine())
    assert world.playing.player is not None


def test_a_notice_of_ours_leaves_when_it_is_answered_elsewhere(world: QtWorld) -> None:
    world.notifier.broken = NO_DAEMON
    world.run(52)
    assert world.front.board.notice_window is not None
    world.front.tray.intent.emit(StartRoutine())
    assert world.front.board.notice_window is None
    world.key(Key.STOP)
    assert world.playing.player is None


def test_the_desktop_is_asked_again_each_time(world: QtWorld) -> None:
    world.notifier.broken = NO_DAEMON
    world.run(52)
    window = world.front.board.notice_window
    assert window is not None
    window.buttons[1].click()
    world.notifier.broken = None
    world.run(6)
    assert world.front.board.notice_window is None
    assert world.notifier.open is not None
    world.notifier.close(ClosedHow.EXPIRED)
    assert world.front.board.notice_window is None, "an expired notice is no failure"


# -- the rest ----------------------------------------------------------------------------------


def test_many_changes_are_drawn_once(world: QtWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []
    waiting: list[object] = []
    monkeypatch.setattr(world.front.tray, "render", lambda *view: drawn.append(view))
    monkeypatch.setattr(world.loop, "post", waiting.append)
    for _ in range(10):
        world.front.changed()
    (redraw,) = waiting
    assert drawn == []
    redraw()  # type: ignore[operator]
    assert len(drawn) == 1
    world.front.changed()
    assert len(waiting) == 2


def test_an_unexpected_error_is_one_window_with_a_report_to_copy(
    world: QtWorld, qtbot: QtBot
) -> None:
    world.front.show_report("Traceback: one")
    world.front.show_report("Traceback: one")
    world.front.show_report("Traceback: two")
    window = world.front.report_window
    assert window is not None
    assert window.isVisible()
    assert window.report == "Traceback: one\nTraceback: two"
    window.copy_button.click()
    assert QGuiApplication.clipboard().text() == window.report
    window.reject()
    gone(qtbot, window)
    assert world.front.report_window is None


def test_the_program_outlives_its_windows(world: QtWorld) -> None:
    assert QApplication.quitOnLastWindowClosed() is False


def test_nothing_is_left_on_the_screen(world: QtWorld, qtbot: QtBot) -> None:
    world.front.activate()
    world.front.tell("a message")
    world.front.show_report("a report")
    windows: list[QWidget | None] = [
        world.front.status_window,
        world.front.board.message_window,
        world.front.report_window,
    ]
    world.play("micro")
    windows.append(world.front.stage.window)
    world.front.close()
    left = [window for window in windows if window is not None]
    assert len(left) == 4
    for window in left:
        gone(qtbot, window)


LAZY = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from knotbreak.qt.tray import Tray
from tests.qt.qt_world import QtWorld
Tray.available = True
world = QtWorld(app)
world.run(10)
app.processEvents()
heavy = [
    "session_window", "session_page", "status_window", "notice_window", "report", "ring",
    "finish", "safety_page", "parts", "text", "bars",
]
loaded = [name for name in heavy if f"knotbreak.qt.{name}" in sys.modules]
loaded += [name for name in ("tomlkit", "asyncio", "PySide6.QtNetwork", "PySide6.QtMultimedia",
           "PySide6.QtDBus", "sqlite3") if name in sys.modules]
print(loaded, [name for name in sys.modules if name.startswith("knotbreak.figure")])
world.play("micro")
print("knotbreak.qt.session_window" in sys.modules)
world.close()
"""


def test_the_tray_imports_no_window_before_it_is_used() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LAZY],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["[] []", "True"]


def test_a_front_without_a_program_bears_everything(qapp: QApplication) -> None:
    front = QtFront(
        qapp, FakeLoop(FakeClock()), TRANSLATOR, Icons(ICONS),
        quit_program=lambda: None, set_place=lambda _place: None, open_settings=lambda: None,
        places=FakeWindowStore(),
    )  # fmt: skip
    front.open()
    front.changed()
    front.session_began(None)
    front.session_over(False)
    front.tray.intent.emit(SessionKey(Key.STOP))
    assert front.stage.window is None
    front.close()


def test_the_first_window_brings_the_icon_of_the_program(world: QtWorld) -> None:
    world.app.setWindowIcon(QIcon())
    world.front.activate()
    assert not world.app.windowIcon().isNull()
    assert world.front.status_window is not None
    assert world.front.status_window.windowType() is Qt.WindowType.Window
