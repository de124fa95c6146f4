"""The session window: what it says, which keys it hears, when it draws, how it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from knotbreak.app.intents import Key
from knotbreak.app.views import FinishView, SessionView
from knotbreak.core.body import Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import SegmentKind
from knotbreak.guide import safety
from knotbreak.qt import session_window
from knotbreak.qt.parts import Button
from knotbreak.qt.placing import corner_box, middle_box
from knotbreak.qt.session_window import SessionWindow
from knotbreak.qt.text import Words
from knotbreak.qt.theme import DARK, ThemeSource
from tests.qt.conftest import Film, SetClock
from tests.qt.gallery import CUE, VIEW, German, breath, frame, rep, sessions, view

DONE = FinishView("done", "Done. Well moved.", 96, 372)
WATER = "3 glasses today"


def shown(window: SessionWindow, qtbot: QtBot, clock: SetClock) -> SessionWindow:
    """The window as a person has it before them, after its first second."""
    window.open_on_pointer_screen()
    qtbot.waitExposed(window)
    clock.pass_s(1.5)
    return window


def said(window: SessionWindow) -> dict[str, str]:
    """The words on the session page."""
    page = window._session
    return {
        "head": page.head.words,
        "name": page.name.words,
        "side": page.side.words,
        "detail": page.detail.words,
        "number": page.number.words,
        "of": page.of.words,
        "word": page.word.words,
        "ring": page.ring.words.words,
        "next": page.following.words,
        "left": page.left.words,
        "always": page.always.words,
        "button": page.buttons.toggle.text(),
    }


class TestWords:
    def test_a_hold(self, window: SessionWindow) -> None:
        window.render(view(side=Side.LEFT))
        window.render(VIEW)
        words = said(window)
        assert words["head"] == "Neck unwinder · 2 of 3"
        assert words["name"] == "Side neck stretch"
        assert words["side"] == "Right side now. Left is done."
        assert words["ring"] == CUE
        assert words["detail"] == VIEW.feel
        assert (words["number"], words["word"]) == ("12", "breathe out")
        assert "Levator stretch" in words["next"]
        assert words["left"] == "1:14 left"
        assert words["always"] == "Mild pull, never pain."
        assert words["button"] == "Pause"

    def test_nothing_is_said_twice(self, window: SessionWindow, film: Film) -> None:
        for _name, a_view, a_frame in sessions():
            film.now = a_frame
            window.render(a_view)
            words = [text for text in said(window).values() if text]
            assert len(words) == len(set(words))

    def test_left_is_done_only_if_it_was_done(self, window: SessionWindow) -> None:
        window.render(VIEW)
        assert said(window)["side"] == "Right side now."
        window.render(view(side=Side.LEFT, step=1))
        window.render(view(step=2))
        assert said(window)["side"] == "Right side now."

    def test_a_switch_says_the_other_side(self, window: SessionWindow) -> None:
        window.render(view(kind=SegmentKind.SWITCH))
        assert said(window)["side"] == "Other side: right side"

    def test_sets_are_counted(self, window: SessionWindow) -> None:
        window.render(view(sets=3, set=2, side=Side.BOTH, side_words=""))
        assert said(window)["side"] == "Set 2 of 3"

    def test_a_wait_is_ended_by_the_primary_button(self, window: SessionWindow, film: Film) -> None:
        film.now = frame(breath=None, cue="Stand an arm's length away.")
        window.render(view(kind=SegmentKind.WAIT, wait_words="Go to a wall."))
        words = said(window)
        assert words["ring"] == "Go to a wall."
        assert words["detail"] == "Stand an arm's length away."
        assert words["button"] == "I'm there"

    def test_reps_are_counted(self, window: SessionWindow, film: Film) -> None:
        film.now = frame(rep=rep(2, 5), breath=None)
        window.render(view(kind=SegmentKind.REPS))
        words = said(window)
        assert (words["number"], words["of"]) == ("2", "of 5")
        assert words["ring"] == "Slide your chin straight back."
        assert window._session.beads.accessibleName() == "2 of 5"

    def test_a_pause_and_the_way_back(self, window: SessionWindow, film: Film) -> None:
        window.render(view(state=State.PAUSED))
        assert (said(window)["word"], said(window)["button"]) == ("Paused", "Go on")
        film.now = frame(state=State.REENTRY, reentry_ms=2_400)
        window.render(view(state=State.REENTRY))
        assert (said(window)["number"], said(window)["word"]) == ("3", "Going on")

    def test_dizzy_is_said_while_the_breath_is_guided(
        self, window: SessionWindow, film: Film
    ) -> None:
        window.render(VIEW)
        assert not window._session.dizzy.isHidden()
        film.now = frame(breath=None, index=7)
        window.render(view(kind=SegmentKind.GAP))
        assert window._session.dizzy.isHidden()

    def test_reduced_motion_has_the_breath_in_words(
        self, make_window: Callable[..., SessionWindow], qapp: QApplication
    ) -> None:
        still = make_window(ThemeSource(qapp, dark=False, reduced_motion=True))
        still.render(VIEW)
        assert said(still)["detail"] == "Breathe in 4, out 6 seconds."
        assert said(still)["word"] == "breathe out"

    def test_a_message_takes_the_detail_line_until_the_movement_changes(
        self, window: SessionWindow
    ) -> None:
        window.render(VIEW)
        window.show_message("This is the gentlest version.")
        window.render(VIEW)
        assert said(window)["detail"] == "This is the gentlest version."
        window.render(view(step=3))
        assert said(window)["detail"] == VIEW.feel

    def test_another_pace_is_said(self, window: SessionWindow) -> None:
        window.render(view(pace=120))
        assert said(window)["head"].endswith("slower")


class TestKeys:
    @pytest.mark.parametrize(
        ("key", "meaning"),
        [
            (Qt.Key.Key_Space, Key.TOGGLE),
            (Qt.Key.Key_Left, Key.BACK),
            (Qt.Key.Key_B, Key.BACK),
            (Qt.Key.Key_Right, Key.SKIP),
            (Qt.Key.Key_N, Key.SKIP),
            (Qt.Key.Key_E, Key.EASIER),
            (Qt.Key.Key_O, Key.OTHER),
            (Qt.Key.Key_Minus, Key.SLOWER),
            (Qt.Key.Key_Plus, Key.FASTER),
            (Qt.Key.Key_Equal, Key.FASTER),
            (Qt.Key.Key_Escape, Key.STOP),
            (Qt.Key.Key_S, Key.STOP),
            (Qt.Key.Key_Q, Key.STOP),
        ],
    )
    def test_each_key_once(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock, key: Qt.Key, meaning: Key
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        meant: list[Key] = []
        window.key_requested.connect(meant.append)
        qtbot.keyClick(window._session.primary, key)
        assert meant == [meaning]

    @pytest.mark.parametrize(
        ("name", "meaning"),
        [
            ("Pause", Key.TOGGLE),
            ("Back", Key.BACK),
            ("Skip", Key.SKIP),
            ("Easier", Key.EASIER),
            ("Stop", Key.STOP),
        ],
    )
    def test_each_button(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock, name: str, meaning: Key
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        meant: list[Key] = []
        window.key_requested.connect(meant.append)
        row = {button.text(): button for button in window._session.buttons.buttons}
        qtbot.mouseClick(row[name], Qt.MouseButton.LeftButton)
        assert meant == [meaning]

    def test_t20_keys_typed_into_the_opening_window_are_not_heard(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        window.open_on_pointer_screen()
        qtbot.waitExposed(window)
        meant: list[Key] = []
        window.key_requested.connect(meant.append)
        typed = (Qt.Key.Key_S, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Return)
        clock.pass_s(0.9)
        for key in typed:
            qtbot.keyClick(window._session.primary, key)
            qtbot.keyClick(window, key)
        assert meant == []
        clock.pass_s(0.2)
        qtbot.keyClick(window._session.primary, Qt.Key.Key_Space)
        assert meant == [Key.TOGGLE]

    def test_space_and_enter_press_the_button_that_has_the_focus(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        meant: list[Key] = []
        window.key_requested.connect(meant.append)
        window._session.buttons.skip.setFocus()
        qtbot.keyClick(window._session.buttons.skip, Qt.Key.Key_Space)
        qtbot.keyClick(window._session.buttons.skip, Qt.Key.Key_Return)
        assert meant == [Key.SKIP, Key.SKIP]

    def test_a_key_that_is_held_down_counts_once(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        meant: list[Key] = []
        window.key_requested.connect(meant.append)
        none = Qt.KeyboardModifier.NoModifier
        for again in (False, True, True):
            press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, none, "", again)
            QApplication.sendEvent(window._session.primary, press)
        assert meant == [Key.SKIP]

    def test_shortcuts_of_the_desktop_are_left_alone(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        with qtbot.assertNotEmitted(window.key_requested):
            qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
            qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    @pytest.mark.parametrize("key", [Qt.Key.Key_F1, "?"])
    def test_when_to_stop_lies_over_the_page_until_any_key(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock, key: Qt.Key | str
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        if isinstance(key, str):
            qtbot.keyClicks(window._session.primary, key)
        else:
            qtbot.keyClick(window._session.primary, key)
        signs = window._signs
        assert signs.isVisible()
        text = " ".join(label.words for label in signs.findChildren(Words))
        for sign in (*VIEW.stop, *safety.STOP_IF, safety.STOP_IF_TITLE):
            assert sign in text
        with qtbot.assertNotEmitted(window.key_requested):
            qtbot.keyClick(window._session.primary, Qt.Key.Key_Escape)
        assert not signs.isVisible()

    def test_f11_fills_the_screen_and_back(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        qtbot.keyClick(window._session.primary, Qt.Key.Key_F11)
        assert window.isFullScreen()
        qtbot.keyClick(window._session.primary, Qt.Key.Key_F11)
        assert not window.isFullScreen()
        assert window.form == "normal"


class TestFrames:
    @pytest.mark.parametrize(
        ("state", "runs"),
        [(State.RUNNING, True), (State.REENTRY, True), (State.PAUSED, False)],
    )
    def test_frames_are_asked_for_only_while_something_moves(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock, state: State, runs: bool
    ) -> None:
        window.render(view(state=state))
        assert not window._timer.isActive()
        shown(window, qtbot, clock)
        assert window._timer.isActive() is runs
        window.hide()
        assert not window._timer.isActive()

    def test_frames_are_asked_for(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock, film: Film
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        film.now = frame(remaining_ms=7_000, elapsed_ms=13_000)
        qtbot.waitUntil(lambda: said(window)["number"] == "7", timeout=2000)
        assert window._timer.interval() == session_window.FRAME_MS
        assert window._timer.timerType() == Qt.TimerType.PreciseTimer

    def test_a_battery_is_spared(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.set_saving(True)
        window.render(VIEW)
        shown(window, qtbot, clock)
        assert window._timer.interval() == session_window.SAVING_FRAME_MS
        window.set_saving(False)
        assert window._timer.interval() == session_window.FRAME_MS

    def test_reduced_motion_has_four_frames_a_second(
        self,
        make_window: Callable[..., SessionWindow],
        qapp: QApplication,
        qtbot: QtBot,
        clock: SetClock,
    ) -> None:
        still = make_window(ThemeSource(qapp, dark=False, reduced_motion=True))
        still.render(VIEW)
        shown(still, qtbot, clock)
        assert still._timer.interval() == 250

    def test_a_frame_sets_only_the_words_that_changed(
        self, window: SessionWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window.render(view(state=State.PAUSED))
        window.render(VIEW)
        window.show()
        window._timer.stop()
        set_: list[str] = []
        real = QLabel.setText
        monkeypatch.setattr(
            Words, "setText", lambda label, text: (set_.append(text), real(label, text))
        )
        page = window._session
        page.show_frame(frame(elapsed_ms=8_100, remaining_ms=11_900, session_remaining_ms=73_900))
        assert set_ == []
        page.show_frame(frame(elapsed_ms=9_100, remaining_ms=10_900, session_remaining_ms=72_900))
        assert sorted(set_) == ["11", "1:13 left"]

    def test_the_number_keeps_its_room_when_it_loses_a_digit(
        self, window: SessionWindow, film: Film
    ) -> None:
        window.resize(980, 600)
        window.render(VIEW)
        window.show()
        window._timer.stop()
        word = window._session.word.geometry()
        window._session.show_frame(frame(elapsed_ms=11_000, remaining_ms=9_000))
        assert said(window)["number"] == "9"
        assert window._session.word.geometry() == word


class Recorder:
    """Stands for QAccessible: what was announced."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def updateAccessibility(self, event: object) -> None:  # noqa: N802 -- Qt's name
        """Take an announcement."""
        self.texts.append(event.message())  # type: ignore[attr-defined]


class TestAccessibility:
    def test_steps_are_announced_and_seconds_are_not(
        self,
        window: SessionWindow,
        qtbot: QtBot,
        clock: SetClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        window.render(view(kind=SegmentKind.SWITCH))
        shown(window, qtbot, clock)
        recorder = Recorder()
        monkeypatch.setattr(session_window, "QAccessible", recorder)
        window.render(VIEW)
        window.render(VIEW)
        window._session.show_frame(frame(remaining_ms=3_000, elapsed_ms=17_000))
        assert recorder.texts == [f"Side neck stretch. Right side now. {CUE}"]
        window.render(view(state=State.PAUSED))
        assert recorder.texts[1:] == ["Paused. Space goes on."]

    def test_everything_that_is_seen_has_a_name(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        parts = [*window.findChildren(QPushButton), *window.findChildren(QLabel)]
        parts += [window._session.ring, window._session.bar]  # type: ignore[list-item]
        seen = [part for part in parts if part.isVisible()]
        assert len(seen) > 15
        for part in seen:
            if isinstance(part, QLabel) and not part.text():
                continue
            interface = QAccessible.queryAccessibleInterface(part)
            assert interface.text(QAccessible.Text.Name), part

    def test_tab_goes_through_the_buttons_in_their_order(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        page = window._session
        order = []
        for _press in range(6):
            focused = window.focusWidget()
            order.append(focused)
            qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert order == page.buttons.buttons

    def test_the_progress_bar_moves_in_tenths(self, window: SessionWindow) -> None:
        window.render(VIEW)
        values = []
        window._session.bar.valueChanged.connect(values.append)
        for left_ms in range(74_000, 61_000, -100):
            window._session.bar.show_left(left_ms)
        assert values == [50]


class TestLayout:
    SIZES = ((760, 470), (980, 600), (1280, 800), (1920, 1080), (2560, 1080), (900, 1200))

    @pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
    @pytest.mark.parametrize("state", list(sessions()), ids=lambda state: state[0])
    def test_everything_has_its_place(
        self,
        light: ThemeSource,
        qtbot: QtBot,
        state: tuple[str, SessionView, PlayerFrame],
        size: tuple[int, int],
    ) -> None:
        name, a_view, a_frame = state
        made = SessionWindow(light, German(), lambda: a_frame)
        qtbot.addWidget(made)
        made.resize(*size)
        made.render(a_view)
        made.show()
        check_places(made, QSize(*size))
        ring = made._session.ring.geometry()
        assert abs(ring.center().y() - size[1] / 2) <= 1
        if "long" not in name:
            labels = made._session.findChildren(Words)
            assert [label.words for label in labels if "…" in label.text()] == []

    @pytest.mark.parametrize("state", list(sessions()), ids=lambda state: state[0])
    def test_the_small_window(
        self,
        window: SessionWindow,
        film: Film,
        qtbot: QtBot,
        state: tuple[str, SessionView, PlayerFrame],
    ) -> None:
        _name, film.now, a_view = state[0], state[2], state[1]
        window.set_form("corner")
        window.render(a_view)
        window.show()
        check_places(window, window.size())
        assert window.width() < 500
        assert not window._session.bar.isVisible()
        assert window._session.icons.stop.isVisible()
        ring = window._session.ring.geometry()
        number = window._session.number.geometry()
        assert (number.center() - ring.center()).manhattanLength() <= 2

    def test_the_column_is_centred_on_the_ring(self, window: SessionWindow) -> None:
        window.resize(980, 600)
        window.render(VIEW)
        window.show()
        page = window._session
        middle = (page.head.geometry().top() + page.dizzy.geometry().bottom()) / 2
        assert abs(middle - page.ring.geometry().center().y()) <= 3

    def test_right_to_left_the_words_begin_on_the_other_side(
        self, window: SessionWindow, qtbot: QtBot
    ) -> None:
        window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        window.render(VIEW)
        window.show()
        page = window._session
        assert page.ring.geometry().left() > page.name.geometry().right()
        check_places(window, window.size())


def check_places(window: SessionWindow, size: QSize) -> None:
    """All parts that are seen are inside of the window, and no two lie on each other."""
    assert window.size() == size
    page = window._session
    inside = QRect(QPoint(0, 0), size)
    parts: list[QWidget] = [*page.findChildren(Words), *page.findChildren(Button), page.bar]
    boxes: list[tuple[QWidget, QRect]] = []
    for part in parts:
        empty = isinstance(part, Words) and not part.text()
        if not part.isVisible() or empty or part.width() == 0:
            continue
        box = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        assert inside.contains(box), part
        boxes.append((part, box.adjusted(3, 3, -3, -3)))
    number = page.number
    for index, (part, box) in enumerate(boxes):
        for other, other_box in boxes[index + 1 :]:
            assert not box.intersects(other_box), (part, other)
        if part is not number and page.beads.isVisible():
            assert not box.intersects(page.ring.geometry()), part


class TestPlaces:
    def test_it_opens_on_the_pointers_screen_in_the_middle(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        free = window.screen().availableGeometry()
        assert free.contains(window.geometry())
        assert (window.geometry().center() - free.center()).manhattanLength() <= 4

    def test_it_remembers_where_it_was_put(
        self,
        make_window: Callable[..., SessionWindow],
        qtbot: QtBot,
        clock: SetClock,
    ) -> None:
        first = make_window()
        first.render(VIEW)
        shown(first, qtbot, clock)
        first.setGeometry(QRect(10, 20, 770, 480))
        place = first.place()
        first.hide()
        second = make_window()
        second.set_place(place)
        second.render(VIEW)
        shown(second, qtbot, clock)
        assert second.geometry() == QRect(10, 20, 770, 480)

    def test_a_place_beyond_the_screen_is_brought_back(self, qapp: QApplication) -> None:
        screen = qapp.primaryScreen()
        free = screen.availableGeometry()
        box = middle_box(screen, QSize(600, 400), QSize(300, 200), QRect(5000, -90, 9000, 9000))
        assert free.contains(box)

    def test_the_corner_is_the_bottom_right(self, qapp: QApplication) -> None:
        screen = qapp.primaryScreen()
        free = screen.availableGeometry()
        box = corner_box(screen, QSize(300, 200))
        assert free.bottomRight() - box.bottomRight() == QPoint(25, 25)

    def test_forms_come_and_go_without_losing_the_place(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        window.setGeometry(QRect(10, 20, 770, 480))
        window.set_form("corner")
        assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
        window.set_form("full")
        window.set_form("normal")
        assert not window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
        assert window.geometry() == QRect(10, 20, 770, 480)
        assert window.isVisible()


TWO_SCREENS = """
import sys
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication
from knotbreak.qt.notice_window import NoticeWindow
from knotbreak.qt.session_window import SessionWindow
from knotbreak.qt.theme import ThemeSource
from tests.qt.gallery import FRAME, NOTICE, TRANSLATOR, VIEW

app = QApplication([])
source = ThemeSource(app, dark=False)
for x in (1500, 300):
    QCursor.setPos(x, 300)
    for form in ("normal", "corner", "full"):
        window = SessionWindow(source, TRANSLATOR, lambda: FRAME)
        window.set_form(form)
        window.render(VIEW)
        window.open_on_pointer_screen()
        print(x, form, window.screen().name(), window.geometry().center().x() // 1000)
        window.hide()
    notice = NoticeWindow(source, TRANSLATOR)
    notice.show_notice(NOTICE)
    print(x, "notice", notice.screen().name(), notice.geometry().center().x() // 1000)
"""


def test_t6_windows_open_on_the_screen_with_the_pointer(tmp_path: Path) -> None:
    """Two monitors beside each other; Qt reads their number once, so in a process of its own."""
    screens = [
        {"name": name, "x": x, "y": 0, "width": 1000, "height": 800, "logicalDpi": 96, "dpr": 1}
        for name, x in (("left", 0), ("right", 1000))
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    kinds = ("normal", "corner", "full", "notice")
    assert ran.stdout.splitlines() == [
        *(f"1500 {kind} right 1" for kind in kinds),
        *(f"300 {kind} left 0" for kind in kinds),
    ]


class TestLeaving:
    def test_closing_during_a_session_means_stop(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        meant: list[Key] = []
        window.key_requested.connect(meant.append)
        assert not window.close()
        assert meant == [Key.STOP]
        assert window.isVisible()
        window.show_finish(DONE, WATER)
        with qtbot.waitSignal(window.dismissed):
            assert window.close()

    def test_a_new_session_takes_the_place_of_the_last_page(
        self, window: SessionWindow, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        window.show_finish(DONE, WATER)
        window.render(VIEW)
        clock.pass_s(30)
        with qtbot.assertNotEmitted(window.dismissed):
            window._on_frame()
        assert window._session.isVisible()

    def test_no_frame_is_no_session(self, window: SessionWindow, film: Film) -> None:
        film.now = None
        window.render(VIEW)
        assert said(window)["name"] == ""

    def test_it_follows_the_look(
        self, window: SessionWindow, light: ThemeSource, qtbot: QtBot, clock: SetClock
    ) -> None:
        window.render(VIEW)
        shown(window, qtbot, clock)
        light.overrule(dark=True, reduced_motion=False)
        picture = window.grab().toImage()
        assert picture.pixelColor(3, 3).name().upper() == DARK.page
        ring = window._session.ring.geometry()
        assert picture.pixelColor(ring.left() + 1, ring.top() + 1).name().upper() == DARK.page


def test_full_breath_is_drawn_behind_the_words(window: SessionWindow, film: Film) -> None:
    film.now = frame(breath=breath(BreathPhase.FULL, 1.0))
    window.render(VIEW)
    assert window._session.ring.moment.fullness == 1.0
    assert window._session.ring.moment.left == pytest.approx(0.6, abs=1e-3)
