"""Where does it hurt: the same stages as in the terminal, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from knotbreak.app.panels import Panel
from knotbreak.core.body import Area
from knotbreak.core.health_settings import Flag, HealthSettings
from knotbreak.core.settings import Settings
from knotbreak.figure.regions import BACK, FRONT
from knotbreak.guide.book import KNOT_AREAS
from knotbreak.qt.choice import Choice
from knotbreak.qt.relief_window import ReliefWindow
from knotbreak.qt.text import Words
from tests.qt.guide_bench import Bench, GuideBench


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GuideBench:
    return GuideBench(tmp_path_factory.mktemp("nobody"))


@pytest.fixture
def bench(qapp: QApplication, made: GuideBench) -> Bench:
    return Bench(qapp, made)


@pytest.fixture
def window(qtbot: QtBot, bench: Bench) -> ReliefWindow:
    made = bench.relief(Panel.RELIEF, Panel.CHECK, Panel.CARE)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def said(window: ReliefWindow) -> str:
    """All words of the page."""
    words = [one.words for one in window.column.page.findChildren(Words) if not one.isHidden()]
    return "\n".join([*words, *choices(window)])


def choices(window: ReliefWindow) -> list[str]:
    return [one.words for one in window.column.choices if isinstance(one, Choice)]


def click(qtbot: QtBot, window: ReliefWindow, words: str) -> None:
    """Click a choice, or a button, by its words."""
    found = [one for one in window.column.choices if words in one.accessibleName()]
    assert found, f"{words} is not among {choices(window)}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def point_at(qtbot: QtBot, window: ReliefWindow, area: Area) -> None:
    at = window.map.point_of(area)
    assert at is not None
    qtbot.mouseClick(window.map, Qt.MouseButton.LeftButton, pos=at.toPoint())
    qtbot.waitUntil(lambda: window.list is None)


@pytest.mark.parametrize("azimuth", [FRONT, BACK])
def test_every_region_asks_about_its_area(
    qtbot: QtBot, window: ReliefWindow, azimuth: float
) -> None:
    window.map.turn_to(azimuth)
    for area in [region.area for region in window.map.regions]:
        window.map.turn_to(azimuth)
        point_at(qtbot, window, area)
        assert window.windowTitle().lower().startswith(window._label(area).lower())
        window.begin()


def test_the_pointer_names_what_it_is_over(qtbot: QtBot, window: ReliefWindow) -> None:
    at = window.map.point_of(Area.CHEST)
    assert at is not None
    with qtbot.waitSignal(window.map.pointed, check_params_cb=lambda area: area is Area.CHEST):
        qtbot.mouseMove(window.map, at.toPoint())
    with qtbot.waitSignal(window.map.pointed, check_params_cb=lambda area: area is None):
        qtbot.mouseMove(window.map, QPoint(3, 3))


def test_a_drag_turns_the_figure_and_chooses_nothing(qtbot: QtBot, window: ReliefWindow) -> None:
    at = window.map.point_of(Area.CHEST)
    assert at is not None
    start = at.toPoint()
    qtbot.mousePress(window.map, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(window.map, start + QPoint(-60, 0))
    qtbot.mouseRelease(window.map, Qt.MouseButton.LeftButton, pos=start + QPoint(-60, 0))
    assert window.map.azimuth == pytest.approx(35.0)
    assert window.list is not None


def test_arrow_keys_and_buttons_turn_it(qtbot: QtBot, window: ReliefWindow) -> None:
    window.map.setFocus()
    qtbot.keyClick(window.map, Qt.Key.Key_Right)
    assert window.map.azimuth == 345.0
    qtbot.keyClick(window.map, Qt.Key.Key_Left)
    assert window.map.azimuth == FRONT
    qtbot.mouseClick(window.behind, Qt.MouseButton.LeftButton)
    assert window.map.azimuth == BACK
    qtbot.mouseClick(window.front, Qt.MouseButton.LeftButton)
    assert window.map.azimuth == FRONT


def test_the_list_has_all_areas_and_finds_them_by_typing(
    qtbot: QtBot, window: ReliefWindow
) -> None:
    names = window.list
    assert names is not None
    assert [names.item(row).text() for row in range(names.count())] == [
        window._label(area) for area in KNOT_AREAS
    ]
    qtbot.keyClicks(names, "low")
    assert names.currentItem().text() == "Lower back"
    assert window.map.azimuth == BACK, "it is turned to where that can be seen"
    qtbot.keyClick(names, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.windowTitle().startswith("Lower back"))
    assert "How is it?" in said(window)


def test_stiff_leads_to_a_page_with_starts_and_pictures(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    point_at(qtbot, window, Area.HIPS)
    click(qtbot, window, "Stiff or tight")
    qtbot.waitUntil(lambda: "Stand and lengthen" in choices(window))
    page = said(window)
    for words in ("What tends to bring it on", "What else may help", "When to see someone"):
        assert words in page
    starts = [one for one in window.column.choices if isinstance(one, Choice) and one.does]
    assert starts[0].primary
    assert not starts[0]._picture.isNull()
    qtbot.mouseClick(starts[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bench.started == ["legs-2"])


def test_tight_from_the_tray_has_its_start_one_click_away(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    window.turn_to("hips")
    assert window.column.choices[0].hasFocus()
    qtbot.keyClick(window.column.choices[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bench.started == ["legs-2"])


@pytest.mark.parametrize(
    "area",
    ["chest", "jaw", "arms", "upper-back", "shoulder-blades", "lower-back", "calves", "glutes"],
)
def test_where_something_worse_may_feel_tight_it_is_asked_first(
    window: ReliefWindow, area: str
) -> None:
    window.turn_to(area)
    assert "Start" not in {one.does for one in window.column.choices if isinstance(one, Choice)}
    assert "Stiff" in choices(window)[0]


@pytest.mark.parametrize("area", ["chest", "jaw", "arms", "upper-back", "shoulder-blades"])
def test_the_heart_line_stands_above_the_question(window: ReliefWindow, area: str) -> None:
    window.turn_to(area)
    assert "This could be your heart" in said(window)


def test_the_emergency_card_shows_the_number_and_nothing_to_play(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    point_at(qtbot, window, Area.CHEST)
    assert "stiffness, or pain" in said(window)
    click(qtbot, window, "Pain or pressure")
    qtbot.waitUntil(lambda: "911" in said(window))
    assert bench.hold.held
    assert all(not one.does for one in window.column.choices if isinstance(one, Choice))
    window.begin()
    for area in KNOT_AREAS:
        window.turn_to(area.value)
        assert "Movements wait" in said(window)
        assert [one.accessibleName() for one in window.column.choices] == ["I've been checked"]
    click(qtbot, window, "I've been checked")
    qtbot.waitUntil(lambda: not bench.hold.held)
    assert "How is it?" in said(window)


def test_whom_to_see_about_an_area_is_asked_for_by_name(window: ReliefWindow) -> None:
    window.turn_to("see:neck")
    assert "physiotherapist" in said(window)
    assert all(not one.does for one in window.column.choices if isinstance(one, Choice))


def test_behind_a_card_there_is_nothing_to_play_on_any_page(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    window.turn_to("lower-back")
    click(qtbot, window, "Sharp or shooting pain")
    qtbot.waitUntil(lambda: "Stop here first" in said(window))
    click(qtbot, window, "None fits: what else may help")
    for topic in ("Sitting for hours", "Sleep"):
        qtbot.waitUntil(lambda topic=topic: topic in choices(window))
        click(qtbot, window, topic)
        qtbot.waitUntil(lambda: "Sources" in said(window))
        assert "To play" not in said(window)
        window._go_back()
    bench.hold.hold()
    window.turn_to("cause:stress")
    assert "To play" not in said(window)
    bench.hold.release()
    window.turn_to("cause:stress")
    assert "To play" in said(window)


def test_the_persons_own_emergency_number_comes_first(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    own = HealthSettings(emergency_number="0800 11 22")
    bench.settings.settings = Settings(health=own)
    point_at(qtbot, window, Area.CHEST)
    click(qtbot, window, "Pain or pressure")
    qtbot.waitUntil(lambda: "0800 11 22" in said(window))
    assert said(window).index("0800 11 22") < said(window).index("911")


def test_what_to_go_easy_on_is_asked_once_and_then_changes_what_is_offered(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    window.turn_to("hips")
    click(qtbot, window, "Anything to go easy on?")
    qtbot.waitUntil(lambda: "Knee trouble" in choices(window))
    knee = next(one for one in window.column.choices if "Knee" in one.accessibleName())
    qtbot.mouseClick(knee, Qt.MouseButton.LeftButton)
    click(qtbot, window, "Keep this")
    qtbot.waitUntil(lambda: bench.settings.settings.health.flags == (Flag.KNEE,))
    qtbot.waitUntil(lambda: "Hips and glutes in the chair" in choices(window))
    assert "Anything to go easy on?" not in choices(window)
    more = [one.more for one in window.column.choices if isinstance(one, Choice)]
    assert any("(knee trouble)" in line for line in more)


def test_who_names_a_place_has_an_injury(qtbot: QtBot, window: ReliefWindow, bench: Bench) -> None:
    window.turn_to("health")
    neck = next(one for one in window.column.choices if one.accessibleName() == "Neck")
    qtbot.mouseClick(neck, Qt.MouseButton.LeftButton)
    click(qtbot, window, "Keep this")
    qtbot.waitUntil(lambda: bench.settings.settings.health.injured == (Area.NECK,))
    assert bench.settings.settings.health.flags == (Flag.INJURY,)


def test_who_has_nothing_to_go_easy_on_is_not_asked_again(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    window.turn_to("hips")
    click(qtbot, window, "Anything to go easy on?")
    click(qtbot, window, "Keep this")
    qtbot.waitUntil(lambda: bench.before.asked)
    assert bench.settings.settings.health.flags == ()
    window.turn_to("hips")
    assert "Anything to go easy on?" not in choices(window)
    window.begin()
    assert "Anything to go easy on?" in choices(window), "it can be changed"


def test_an_answer_that_cannot_be_kept_says_so(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    bench.broken = True
    window.turn_to("health")
    click(qtbot, window, "Keep this")
    qtbot.waitUntil(lambda: "the disk is full" in said(window))


def test_every_topic_of_the_guide_can_be_read_with_its_sources(
    qtbot: QtBot, window: ReliefWindow, made: GuideBench
) -> None:
    window.turn_to("guide")
    keys = [line.key for group in made.topics.groups() for line in group.lines]
    assert len(choices(window)) == len(keys) == len(set(keys)) > 35
    for key in keys:
        window.turn_to(key)
        page = said(window)
        assert made.topics.topic(key).title in page
        assert "Sources" in page, key


def test_care_leads_to_its_timer_where_there_is_one(
    qtbot: QtBot, window: ReliefWindow, bench: Bench
) -> None:
    window.turn_to("neck")
    click(qtbot, window, "Heat")
    qtbot.waitUntil(lambda: bench.opened == [(Panel.CARE, "heat:neck")])


def test_escape_leads_back_and_then_away(qtbot: QtBot, window: ReliefWindow) -> None:
    point_at(qtbot, window, Area.HIPS)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.list is not None
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


@pytest.mark.parametrize("wide", [420, 700, 1000, 1900])
def test_no_word_is_cut_in_any_width(window: ReliefWindow, wide: int) -> None:
    window.setMinimumSize(100, 100)
    window.resize(wide, 600)
    for about in ("chest", "hips", "guide", "health", "treatment:heat"):
        window.turn_to(about)
        QApplication.processEvents()
        for words in window.column.page.findChildren(Words):
            if not words.isHidden():
                assert not words.text().endswith("…"), words.words
        page = window.column.page
        assert page.width() <= window.column.viewport().width()
        for choice in window.column.choices:
            if isinstance(choice, Choice):
                assert page.rect().contains(choice.geometry())
                assert "…" not in "".join(choice._lines + choice._more_lines)
    assert window.map.isVisible() == (wide >= 560)


def test_the_figure_looks_as_the_settings_say(window: ReliefWindow) -> None:
    window.map.set_person(Settings().figure)
    before = window.map.grab().toImage()
    window.map.set_person(type(Settings().figure)(skin=5))
    assert window.map.grab().toImage() != before
    assert window.map.area_at(QPointF(1, 1)) is None
