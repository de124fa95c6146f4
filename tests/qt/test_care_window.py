"""The window of the care timers and their lines in the tray: by real clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from knotbreak.app.intents import HoldMovement, StartCare, StopCare
from knotbreak.app.panels import Panel
from knotbreak.core.body import Area, NamedPattern, Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.care_state import CareKind, CareStage
from knotbreak.core.events import EventKind
from knotbreak.core.units import MINUTE_MS
from knotbreak.qt.care_column import Chip
from knotbreak.qt.care_ring import CareRing
from tests.qt.qt_world import QtWorld

HEAT, COLD, MASSAGE, BREATHE = CareKind


@pytest.fixture
def world(qapp: QApplication, qtbot: QtBot) -> Iterator[QtWorld]:
    del qtbot
    made = QtWorld(qapp)
    yield made
    made.close()


def seen(page: QWidget) -> list[str]:
    """The words on a page, from the top."""
    labels = [one for one in page.findChildren(QLabel) if one.isVisible() and one.text()]
    return [one.accessibleName() or one.text().replace("\n", " ") for one in labels]


def buttons(page: QWidget) -> dict[str, QAbstractButton]:
    return {one.accessibleName(): one for one in page.findChildren(QAbstractButton)
            if one.isVisible()}  # fmt: skip


def click(world: QtWorld, qtbot: QtBot, words: str) -> None:
    """A real click on what is called so on the page that is shown."""
    button = buttons(world.care._page)[words]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_from_choosing_to_taking_it_off_by_the_mouse(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE)
    click(world, qtbot, "Cold")
    click(world, qtbot, "Calves")
    click(world, qtbot, "10 min")
    assert world.controller.care.caring(world.clock.now()).timers == (), "the cautions come first"
    words = seen(world.care.before)
    assert "Always cloth between, never ice on the skin." in words
    assert "I have Raynaud's, or an allergy to cold." in buttons(world.care.before)
    assert "Keep this computer awake, or set your phone as well." in words
    click(world, qtbot, "None of these fits: start")
    (view,) = world.status.view().care
    assert (view.timer.kind, view.timer.area, view.timer.length_ms) == (
        COLD, Area.CALVES, 10 * MINUTE_MS,
    )  # fmt: skip
    assert world.care._page is world.care.run
    world.run(5)
    click(world, qtbot, "It looks fine")
    assert world.status.view().care[0].timer.stage is CareStage.CHECKED
    world.run(5)
    assert "That is enough: take it off. In two hours you can do it again." in seen(world.care.run)
    click(world, qtbot, "It is off")
    assert world.care._page is world.care.done
    (event,) = world.history.of(EventKind.CARE)
    assert (event.outcome, event.amount) == ("cold, done", 10)


def test_the_same_by_the_keyboard_alone(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "breathe")
    window = world.care
    focus = window.focusWidget()
    assert isinstance(focus, Chip)
    assert focus.accessibleName() == "Calm"
    for _ in range(30):
        focus = window.focusWidget()
        if focus is not None and focus.accessibleName() == "None of these fits: start":
            break
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert world.care._page is window.run
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)  # Stop
    assert world.status.view().care == ()
    assert window._page is window.done
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_choice_keeps_the_focus(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "heat")
    chip = buttons(world.care.before)["30 min"]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert world.care.before.wish.minutes == 30
    focus = world.care.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "30 min"
    assert isinstance(focus, Chip)
    assert focus.isChecked()


def test_a_sentence_that_fits_keeps_it_from_beginning(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "cold")
    click(world, qtbot, "I have Raynaud's, or an allergy to cold.")
    assert seen(world.care.barred) == ["Not today", "Cold is not for you, in any form."]
    qtbot.keyClick(world.care, Qt.Key.Key_Escape)
    assert world.care._page is world.care.choose
    assert world.status.view().care == ()


def test_pain_in_the_chest_opens_the_card_and_holds_movement(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "massage:chest")
    click(
        world, qtbot,
        "There is pain, pressure or tightness in the chest, or it is hard to breathe.",
    )  # fmt: skip
    assert seen(world.care.barred)[0] == "Call the emergency number now"
    words = seen(world.care.barred)
    assert "112" in " ".join(words[1:4]), "the numbers come first"
    assert any("jaw" in line and "chest" in line for line in words), "the signs of the chest"
    assert set(buttons(world.care.barred)) == {"I have read this"}
    world.front.panels.show(Panel.CARE, "massage:neck")
    assert "None of these fits: start" not in buttons(world.care.before)
    assert any("you have been checked" in words for words in seen(world.care.before))


def test_from_the_card_of_a_calf_on_to_the_emergency_card(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "massage:calves")
    click(world, qtbot, "One calf is swollen, hot, red or sore.")
    assert seen(world.care.barred)[0] == "Get advice today"
    assert any(line.startswith("A calf that is swollen") for line in seen(world.care.barred))
    qtbot.keyClick(buttons(world.care.barred)["One of the emergency signs fits"],
                   Qt.Key.Key_Space)  # fmt: skip
    assert seen(world.care.barred)[0] == "Call the emergency number now"
    assert world.command("movement")["data"] == {"held": True}
    assert world.care.focusWidget() is buttons(world.care.barred)["I have read this"]
    qtbot.keyClick(world.care.focusWidget(), Qt.Key.Key_Space)
    assert world.care._page is world.care.choose


def test_an_alarm_brings_the_window_at_its_timer(world: QtWorld) -> None:
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    world.controller.handle(StartCare(kind=COLD, area=Area.CALVES, read=True))
    world.front.panels.show(Panel.CARE)
    world.front.panels.show(Panel.CARE, "timer:2")
    assert "Cold · calves" in seen(world.care.run)
    assert "Warmth · neck: 20 min left" in buttons(world.care.run)


def test_two_are_listed_and_each_can_be_seen(world: QtWorld, qtbot: QtBot) -> None:
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    world.controller.handle(StartCare(kind=COLD, area=Area.CALVES, read=True))
    world.front.panels.show(Panel.CARE)
    assert "Warmth · neck" in seen(world.care.run)
    click(world, qtbot, "Cold · calves: 15 min left")
    assert "Cold · calves" in seen(world.care.run)
    click(world, qtbot, "Something else as well")
    assert {"Warmth · neck: 20 min left", "Cold · calves: 15 min left", "Breathing"} <= set(
        buttons(world.care.choose)
    )


def test_a_timer_that_ends_while_another_is_shown_changes_the_list(world: QtWorld) -> None:
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    world.controller.handle(StartCare(kind=COLD, area=Area.CALVES, read=True))
    world.front.panels.show(Panel.CARE, "timer:1")
    world.controller.handle(StopCare(2))
    assert not any(words.startswith("Cold") for words in buttons(world.care.run))


def test_who_took_one_off_still_sees_the_other(world: QtWorld, qtbot: QtBot) -> None:
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    world.controller.handle(StartCare(kind=COLD, area=Area.CALVES, read=True))
    world.front.panels.show(Panel.CARE, "timer:2")
    world.run(15)
    click(world, qtbot, "It is off")
    assert world.care._page is world.care.done
    world.run(5)
    click(world, qtbot, "Warmth · neck: time to take it off")
    assert "Warmth · neck" in seen(world.care.run)


def test_the_breath_is_said_and_drawn_and_may_be_heard(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "breathe")
    click(world, qtbot, "None of these fits: start")
    run = world.care.run
    assert run.ring.words.words == "breathe in"
    click(world, qtbot, "Tones for in and out")
    for seconds in range(10):
        world.clock.run(1000)
        run.draw_frame()
        expected = "breathe in" if (seconds + 1) % 10 < 4 else "out through the mouth"
        assert run.ring.words.words == expected
    assert world.tones.phases == [BreathPhase.EXHALE, BreathPhase.INHALE]


def test_a_quiet_sit_says_nothing(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "breathe")
    click(world, qtbot, "Quiet sit")
    click(world, qtbot, "10 min")
    click(world, qtbot, "None of these fits: start")
    assert world.care.run.ring.words.words == ""
    assert "10:00 left" in seen(world.care.run)
    assert "Tones for in and out" not in buttons(world.care.run)


@pytest.mark.parametrize("area", [area for area in Area if area.value not in
                                  ("hands", "eyes", "stress")])  # fmt: skip
def test_the_target_moves_on_the_figure_of_every_area(world: QtWorld, area: Area) -> None:
    world.controller.handle(StartCare(kind=MASSAGE, area=area, side=Side.RIGHT, read=True))
    world.front.panels.show(Panel.CARE)
    run = world.care.run
    places = []
    for _ in range(4):
        run.draw_frame()
        target = run.ring._target_view._target
        assert target is not None
        place = run.ring._target_view._place(target)
        assert run.ring.rect().toRectF().contains(place)
        places.append((round(place.center().x()), round(place.center().y())))
        world.clock.run(7_000)
    assert len(set(places)) == 4
    image = run.ring.grab().toImage()
    at = run.ring._target_view._place(target).center().toPoint() * image.devicePixelRatio()
    assert image.pixelColor(at) == QColor(run.ring._theme.colours.ink)


def test_the_other_side_follows(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "massage:shoulders")
    click(world, qtbot, "None of these fits: start")
    world.run(1)
    click(world, qtbot, "Now the other side")
    assert (world.care.before.wish.area, world.care.before.wish.side) == (
        Area.SHOULDERS, Side.RIGHT,
    )  # fmt: skip


def test_the_pattern_that_holds_the_breath_asks_first(world: QtWorld, qtbot: QtBot) -> None:
    world.front.panels.show(Panel.CARE, "breathe")
    holds = "I have trouble with heart, lungs or blood pressure"
    assert not any(words.startswith(holds) for words in buttons(world.care.before))
    click(world, qtbot, "Clinic")
    assert world.care.before.wish.pattern is NamedPattern.CLINIC
    assert any(words.startswith(holds) for words in buttons(world.care.before))


def test_a_hindrance_is_said_in_place_of_the_start(world: QtWorld, qtbot: QtBot) -> None:
    world.controller.handle(StartCare(kind=COLD, read=True))
    world.run(15)
    world.controller.handle(StopCare())
    world.front.panels.show(Panel.CARE, "cold")
    assert "Let the skin come back to normal first. Cold again from 12:15." in seen(
        world.care.before
    )
    world.controller.handle(HoldMovement())
    click(world, qtbot, "Back")
    assert world.care._page is world.care.choose


def test_no_frame_is_drawn_for_nobody(world: QtWorld) -> None:
    world.controller.handle(StartCare(kind=BREATHE, read=True))
    world.front.panels.show(Panel.CARE)
    assert world.care._frames.isActive()
    world.care.hide()
    assert not world.care._frames.isActive()
    world.care.show()
    world.care._choose()
    assert not world.care._frames.isActive()


def test_at_twice_the_size_nothing_is_cut(qapp: QApplication, qtbot: QtBot) -> None:
    del qtbot
    usual = QFont(qapp.font())
    large = QFont(usual)
    large.setPixelSize(26)
    qapp.setFont(large)
    try:
        world = QtWorld(qapp)
        world.front.panels.show(Panel.CARE, "massage")
        world.care.resize(1280, 760)
        for about in ("cold", "breathe", "massage"):
            world.front.panels.show(Panel.CARE, about)
            for label in world.care.before.findChildren(QLabel):
                if label.isVisible() and label.text():
                    needs = label.fontMetrics().size(0, label.text())
                    assert needs.width() <= label.width() + 6, label.text()
                    assert needs.height() <= label.height() + 1, label.text()
                    assert "…" not in label.text()
            for button in buttons(world.care.before).values():
                assert button.width() <= world.care.before.column.width()
        world.close()
    finally:
        qapp.setFont(usual)


def test_dark_is_drawn_dark(world: QtWorld) -> None:
    world.front.look.overrule(dark=True, reduced_motion=None)
    world.front.panels.show(Panel.CARE)
    image = world.care.grab().toImage()
    assert image.pixelColor(QPoint(3, 3)) == QColor(world.front.look.theme.colours.page)
    assert image.pixelColor(QPoint(3, 3)).lightness() < 60


def test_stillness_is_kept(world: QtWorld) -> None:
    world.front.look.overrule(dark=None, reduced_motion=True)
    world.controller.handle(StartCare(kind=MASSAGE, area=Area.NECK, side=Side.LEFT, read=True))
    world.front.panels.show(Panel.CARE)
    run = world.care.run
    before = run.ring._target_view._target
    world.clock.run(9_000)
    run.draw_frame()
    assert run.ring._target_view._target == before
    assert isinstance(run.ring, CareRing)


# -- the tray --------------------------------------------------------------------------------------


def lines(world: QtWorld) -> dict[str, QMenu]:
    found = {}
    for action in world.front.tray.menu.actions():
        menu = action.menu()
        if isinstance(menu, QMenu) and "·" in action.text():
            found[action.text()] = menu
    return found


def test_the_tray_says_how_long_and_stops(world: QtWorld) -> None:
    world.controller.handle(StartCare(kind=COLD, area=Area.CALVES, read=True))
    assert "Cold · calves until 10:15" in world.front.tray.tooltip
    world.run(6)
    world.front.tray.menu_opening.emit()
    (title,) = lines(world)
    assert title == "Cold · calves: look at the skin"
    fine, stop, _show = lines(world)[title].actions()
    assert (fine.text(), stop.text()) == ("It looks fine", "Stop")
    fine.trigger()
    assert list(lines(world)) == ["Cold · calves: 9 min left"]
    tooltip = world.front.tray.tooltip
    world.run(2)
    world.front.tray.menu_opening.emit()
    assert list(lines(world)) == ["Cold · calves: 7 min left"]
    assert world.front.tray.tooltip == tooltip, "it does not change with every minute"
    lines(world)["Cold · calves: 7 min left"].actions()[0].trigger()
    assert lines(world) == {}
    assert "Cold" not in world.front.tray.tooltip


def test_the_tray_opens_the_window_at_a_timer(world: QtWorld) -> None:
    world.controller.handle(StartCare(kind=COLD, area=Area.CALVES, read=True))
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    lines(world)["Warmth · neck: 20 min left"].actions()[-1].trigger()
    assert "Warmth · neck" in seen(world.care.run)
