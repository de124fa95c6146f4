"""Input that goes to the session's own window is told apart from work elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from knotbreak.core.session_state import State
from knotbreak.core.typing_on import TYPES_ON_MS
from knotbreak.core.units import SECOND_MS
from knotbreak.qt.own_input import OwnInput
from tests.qt.qt_world import QtWorld


@pytest.fixture
def world(qapp: QApplication) -> Iterator[QtWorld]:
    world = QtWorld(qapp, idle_known=True)
    yield world
    world.close()


def native(window: QWidget) -> Callable[[int], None]:
    """Drags the mouse over a window that is on the screen, one pixel further."""
    handle = window.windowHandle()
    assert handle is not None
    middle = handle.geometry().center() - handle.geometry().topLeft()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)

    def drag(by: int) -> None:
        QTest.mouseMove(handle, middle + QPoint(by, 0))
        QApplication.processEvents()

    return drag


def test_turning_the_figure_with_the_mouse_does_not_stop_the_session(world: QtWorld) -> None:
    world.play("neck")
    window = world.front.stage.window
    assert window is not None
    drag = native(window)
    for second in range(2 * TYPES_ON_MS // SECOND_MS):
        world.loop.run(SECOND_MS)
        drag(second)
    player = world.playing.player
    assert player is not None
    assert player.state is State.RUNNING, "the mouse was moved all the time, in our own window"
    world.loop.run(TYPES_ON_MS)
    assert player.state is State.PAUSED, "since then it is moved elsewhere"


def test_it_is_heard_again_in_another_form_of_the_window(world: QtWorld) -> None:
    world.play("neck")
    window = world.front.stage.window
    assert window is not None
    window.set_form("corner")
    drag = native(window)
    for second in range(2 * TYPES_ON_MS // SECOND_MS):
        world.loop.run(SECOND_MS)
        drag(second)
    assert world.playing.moving


def test_a_window_that_is_made_anew_is_watched_again(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    told: list[str] = []
    OwnInput(window, lambda: told.append("input"))
    window.show()
    window.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
    window.show()
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyPress(handle, Qt.Key.Key_A)
    assert told, "each is told: there is a native window again"
