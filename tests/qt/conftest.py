"""Windows without a screen: Qt's offscreen platform, a look that is given, a clock that is set."""

from __future__ import annotations

import os

# Before anything imports PySide6: Qt reads it once.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from knotbreak.core.player import PlayerFrame
from knotbreak.qt.session_window import SessionWindow
from knotbreak.qt.theme import ThemeSource
from tests.qt.gallery import FRAME, TRANSLATOR


class SetClock:
    """A monotonic time that moves when it is told to."""

    def __init__(self) -> None:
        self.ms = 50_000

    def __call__(self) -> int:
        return self.ms

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.ms += round(seconds * 1000)


class Film:
    """The frames that a window asks for: the last one that was put in."""

    def __init__(self) -> None:
        self.now: PlayerFrame | None = FRAME
        self.asked = 0

    def __call__(self) -> PlayerFrame | None:
        self.asked += 1
        return self.now


@pytest.fixture
def light(qapp: QApplication) -> ThemeSource:
    """The light look, whatever this machine likes."""
    return ThemeSource(qapp, dark=False, reduced_motion=False)


@pytest.fixture
def clock() -> SetClock:
    """The time of a window."""
    return SetClock()


@pytest.fixture
def film() -> Film:
    """The frames of a window."""
    return Film()


@pytest.fixture
def make_window(
    light: ThemeSource, clock: SetClock, film: Film
) -> Iterator[Callable[..., SessionWindow]]:
    """Makes session windows; they are gone after the test."""
    made: list[SessionWindow] = []

    def make(source: ThemeSource | None = None) -> SessionWindow:
        window = SessionWindow(source or light, TRANSLATOR, film, now_ms=clock)
        made.append(window)
        return window

    yield make
    for window in made:
        window.hide()
        window.deleteLater()


@pytest.fixture
def window(make_window: Callable[..., SessionWindow]) -> SessionWindow:
    """A session window that is not shown yet."""
    return make_window()
