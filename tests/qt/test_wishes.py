"""What the settings say of looks, and of where a session opens."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from knotbreak.app.intents import StartRoutine
from knotbreak.app.state import WindowPlace
from knotbreak.bootstrap.at_home import take_looks
from knotbreak.core.look_settings import LookSettings
from knotbreak.core.settings import SessionSettings
from knotbreak.qt.placing import named_screen, screen_names
from tests.qt.qt_world import QtWorld


@pytest.fixture
def world(qapp: QApplication) -> Iterator[QtWorld]:
    made = QtWorld(qapp)
    yield made
    made.close()


def looks(world: QtWorld, **keys: object) -> tuple[bool, bool, bool]:
    take_looks(world.front, msgspec.convert(keys, LookSettings))
    theme = world.front.look.theme
    return theme.dark, theme.contrast, theme.reduced_motion


def test_the_theme_is_the_one_of_the_settings(world: QtWorld) -> None:
    assert looks(world, theme="dark") == (True, False, False)
    assert looks(world, theme="light", still=True) == (False, False, True)
    assert looks(world, theme="high-contrast")[1]
    assert not looks(world)[1]


def test_a_plain_icon_is_another_one_and_comes_back(world: QtWorld) -> None:
    tray = world.front.tray
    world.run(45)
    knot = tray._icon
    take_looks(world.front, LookSettings(plain_icon=True))
    assert tray._icon is not knot
    take_looks(world.front, LookSettings())
    assert tray._icon is knot


@pytest.mark.parametrize(
    ("form", "opens"), [("last", "normal"), ("corner", "corner"), ("full", "full")]
)
def test_a_session_opens_in_the_form_of_the_settings(world: QtWorld, form: str, opens: str) -> None:
    wishes = msgspec.convert({"form": form}, SessionSettings)
    world.front.stage.wishes = lambda: wishes
    world.controller.handle(StartRoutine())
    window = world.front.stage.window
    assert window is not None
    assert window.form == opens


def test_where_it_stood_is_kept_whatever_the_form(world: QtWorld) -> None:
    world.places.kept = WindowPlace("corner", (10, 20, 800, 500))
    wishes = msgspec.convert({"form": "normal"}, SessionSettings)
    world.front.stage.wishes = lambda: wishes
    assert world.front.stage._opening_place() == WindowPlace("normal", (10, 20, 800, 500))


def test_a_screen_is_found_by_its_name_while_it_is_there(qapp: QApplication) -> None:
    first = QGuiApplication.screens()[0]
    assert screen_names() == [screen.name() for screen in QGuiApplication.screens()]
    assert named_screen(first.name()) is first
    assert named_screen("not here") is None
    assert named_screen(None) is None


def test_a_session_opens_on_the_screen_of_the_settings(world: QtWorld) -> None:
    name = QGuiApplication.primaryScreen().name()
    wishes = SessionSettings(screen=name or "not here")
    world.front.stage.wishes = lambda: wishes
    world.controller.handle(StartRoutine())
    window = world.front.stage.window
    assert window is not None
    assert window.screen_name == wishes.screen
    assert window.screen() is QGuiApplication.primaryScreen()
