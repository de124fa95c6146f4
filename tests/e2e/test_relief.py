"""Where does it hurt: from the tray to the first movement, and every place by a real click."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knotbreak.core.body import Area
from knotbreak.figure.regions import BACK, FRONT, body_map
from knotbreak.guide.book import KNOT_AREAS
from knotbreak.qt.parts import HEIGHT as BUTTON
from knotbreak.qt.relief_window import MAP_SHARE, PAD
from knotbreak.qt.theme import UNIT
from tests.desktop.waiting import wait_until
from tests.e2e.windowed import active_window
from tests.tour.eyes import Box
from tests.tour.visit import PANEL, Visit

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

ROWS = 11
"""So many rows has the menu, the workstation checklist among them, with three lines between."""

TIGHT = 2
"""The row of "My … is tight", counted from 0; one of the lines is above it."""

LINE_PX = 3


@pytest.fixture
def visit() -> Iterator[Visit]:
    with Visit([]) as visit:
        visit.prepare()
        visit.start(1)
        yield visit
        visit.stop()
        assert "Traceback" not in (visit.desktop.folder / "knotbreak.log").read_text()


def click_row(visit: Visit, menu: Box, row: int, rows: int, lines: int = 0) -> None:
    high = (menu.height - lines * LINE_PX) / rows
    y = menu.y + round(high * (row + 0.5)) + min(lines, 1) * LINE_PX
    visit.desktop.click(menu.x + menu.width // 2, y)


def tell_tight(visit: Visit, area: Area) -> None:
    """One click on an entry of the tray's menu: "My … is tight", then the area."""
    visit.desktop.click(*visit.tray_icon().middle, 3)
    wait_until(lambda: len(visit.boxes(PANEL)) == 2, "the menu")
    menu = max(visit.boxes(PANEL), key=lambda box: box.height)
    click_row(visit, menu, TIGHT, ROWS, lines=3)
    wait_until(lambda: len(visit.boxes(PANEL)) == 3, "its areas")
    areas = max(visit.boxes(PANEL), key=lambda box: box.x)
    click_row(visit, areas, KNOT_AREAS.index(area), len(KNOT_AREAS))


def until_named(visit: Visit, words: str) -> Box:
    wait_until(lambda: words in active_window(visit.desktop), f"a window called {words}")
    return visit.until_window(words)


def figure(window: Box) -> Box:
    """Where the body stands in a window, by the window's own measures."""
    wide = round((window.width - 2 * PAD) * MAP_SHARE)
    return Box(window.x + PAD, window.y + PAD, wide, window.height - 2 * PAD - BUTTON - UNIT)


def click_area(visit: Visit, window: Box, area: Area, azimuth: float) -> None:
    seen = body_map(azimuth)
    place, box = figure(window), seen.scene.box
    unit = min(place.width / (2 * box.half_width), place.height / (2 * box.half_height))
    x, y = next(one.middle for one in seen.regions if one.area is area)
    visit.click(
        (
            round(place.x + place.width / 2 + (x - box.x) * unit),
            round(place.y + place.height / 2 + (y - box.y) * unit),
        )
    )


def test_from_the_tray_to_the_first_movement_in_two_clicks(visit: Visit) -> None:
    tell_tight(visit, Area.HIPS)
    window = until_named(visit, "Hips")
    assert not visit.session()
    visit.click_primary(window)
    wait_until(visit.session, "the session plays")
    assert visit.session()["title"] == "Calf stretch at the wall"


def test_an_area_that_must_be_asked_about_is_asked_first(visit: Visit) -> None:
    """The key that starts the first movement elsewhere is the answer to a question here."""
    tell_tight(visit, Area.LOWER_BACK)
    window = until_named(visit, "Lower back · ")
    visit.press("Return")
    visit.look_steady()
    assert visit.look().part(window).filled(visit.colours.accent_text, visit.scale)
    assert not visit.session()


def test_a_sharp_pain_opens_a_card_from_which_no_key_starts_anything(visit: Visit) -> None:
    tell_tight(visit, Area.LOWER_BACK)
    window = until_named(visit, "Lower back · ")
    visit.press("Down", "Down", "Return")
    visit.look_steady()
    assert not visit.look().part(window).filled(visit.colours.accent_text, visit.scale)
    visit.press("Return", "Return", "Return")
    visit.look_steady()
    assert not visit.session()


@pytest.mark.parametrize("azimuth", [FRONT, BACK], ids=["front", "behind"])
def test_every_region_of_the_body_is_hit_by_a_click(visit: Visit, azimuth: float) -> None:
    visit.command("relief", "--window")
    window = until_named(visit, "Where does it hurt?")
    for area in [region.area for region in body_map(azimuth).regions]:
        if azimuth == BACK:
            visit.look_steady()
            behind = figure(window)
            visit.click((behind.x + behind.width // 2 + 60, behind.y + behind.height + 28))
        click_area(visit, window, area, azimuth)
        name = area.value.replace("-", " ").replace("glutes", "seat muscles").capitalize()
        until_named(visit, f"{name} · ")
        visit.press_until(
            "Escape",
            lambda: active_window(visit.desktop).startswith("Where"),
            "the first page again",
        )


def test_after_the_emergency_card_nothing_plays_until_the_person_says_so(visit: Visit) -> None:
    visit.command("relief", "--window")
    window = until_named(visit, "Where does it hurt?")
    click_area(visit, window, Area.CHEST, FRONT)
    until_named(visit, "Chest · ")
    visit.press("Down", "Return")
    wait_until(lambda: "professional" in visit.program.status()["why"], "the hold is in force")
    assert visit.program.command("play", "neck-2").returncode == 1
    visit.stop()
    visit.start(1)
    assert "professional" in visit.program.status()["why"]
    refused = visit.program.command("play", "neck-2")
    assert "emergency card" in refused.stderr
    visit.command("relief", "--checked")
    assert "professional" not in visit.program.status()["why"]
    visit.command("play", "neck-2")
    wait_until(visit.session, "the session plays")
