"""Windows that are opened from the menu: one of each, dropped when closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from knotbreak.app.panels import Panel
from knotbreak.qt.panel_window import PanelWindow
from knotbreak.qt.panels import Panels


class Page(PanelWindow):
    about = ""
    drawn = 0

    def turn_to(self, about: str) -> None:
        self.about = about

    def refresh(self) -> None:
        self.drawn += 1


class Bench:
    def __init__(self) -> None:
        self.icons = 0
        self.posted: list[object] = []
        self.panels = Panels({Panel.RELIEF: Page}, self._opening, self._post)

    def _opening(self) -> None:
        self.icons += 1

    def _post(self, fn: object) -> None:
        self.posted.append(fn)

    def page(self) -> Page:
        page = self.panels.open[Panel.RELIEF]
        assert isinstance(page, Page)
        return page


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.panels.close()


def test_a_second_wish_turns_the_window_that_is_open(bench: Bench) -> None:
    bench.panels.show(Panel.RELIEF)
    first = bench.page()
    bench.panels.show(Panel.RELIEF, "neck")
    assert bench.page() is first
    assert first.about == "neck"
    assert first.isVisible()
    assert bench.icons == 1


def test_a_closed_window_is_dropped_and_the_next_is_a_new_one(bench: Bench) -> None:
    bench.panels.show(Panel.RELIEF)
    first = bench.page()
    first.close()
    for fn in bench.posted:
        assert callable(fn)
        fn()
    assert not bench.panels.open
    bench.panels.show(Panel.RELIEF)
    assert bench.page() is not first


def test_open_windows_hear_of_changes(bench: Bench) -> None:
    bench.panels.refresh()
    bench.panels.show(Panel.RELIEF)
    bench.panels.refresh()
    assert bench.page().drawn == 1
