"""The tray: what its menu says and does, and that it changes in place (T3: and comes back)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
import shiboken6
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from knotbreak.app.intents import (
    AllowMovement,
    CountAsBreak,
    DoneDue,
    Drank,
    GoAgain,
    Moved,
    PauseReminders,
    Pin,
    Rate,
    ResumeReminders,
    Returned,
    SkipDue,
    SnoozeDue,
    StartDue,
    StartRoutine,
)
from knotbreak.app.menu import MenuEntry, MenuGroup, MenuView
from knotbreak.app.panels import Panel
from knotbreak.app.views import NextView, NoticeView, StatusView, TurnView
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area, Place
from knotbreak.qt.icons import Icons
from knotbreak.qt.tray import Tray
from tests.fakes import TRANSLATOR
from tests.qt.qt_world import ICONS

STATUS = StatusView(
    state="active",
    tightness=0.2,
    why="",
    next=NextView("stretch", "Stretch", "2026-06-10T10:40:00+02:00", "about 10:40"),
    notice=None,
    water=0,
    water_goal=8,
    water_words="0 glasses today",
)
DUE = NoticeView(1, "stretch", "Two minutes for your neck?", "", True, True)
MENU = MenuView(
    first=MenuEntry("Whatever comes next", StartRoutine()),
    recent=(MenuEntry("Neck · 1 minute", StartRoutine("neck")),),
    groups=(
        MenuGroup("Neck", (MenuEntry("Neck · 1 minute", StartRoutine("neck")),)),
        MenuGroup("Eyes", (MenuEntry("R&D: far · 20 seconds", StartRoutine("eyes")),)),
    ),
    place=Place.OFFICE,
    paused=False,
    on_break=False,
    absence=False,
    movement_held=False,
)


def status(**more: object) -> StatusView:
    return msgspec.structs.replace(STATUS, **more)


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    tray = Tray(TRANSLATOR, Icons(ICONS), panels=tuple(Panel))
    tray.recreate()
    tray.render(STATUS, MENU)
    yield tray
    tray.hide()


def shown(menu: QMenu) -> list[str]:
    """What is to be read, top to bottom."""
    return [
        "—" if action.isSeparator() else action.text()
        for action in menu.actions()
        if action.isVisible()
    ]


def find(menu: QMenu, *path: str) -> QAction:
    for name in path[:-1]:
        submenu = find(menu, name).menu()
        assert isinstance(submenu, QMenu)
        menu = submenu
    (found,) = (action for action in menu.actions() if action.text() == path[-1])
    return found


def submenu(tray: Tray, name: str) -> QMenu:
    menu = find(tray.menu, name).menu()
    assert isinstance(menu, QMenu)
    return menu


def test_the_menu_of_a_quiet_hour(tray: Tray) -> None:
    assert shown(tray.menu) == [
        "Next stretch about 10:40", "—",
        "Start a stretch", "My … is tight", "Drank a glass", "Pause reminders", "—",
        "Office", "Home", "—",
        "More", "Settings…", "Quit",
    ]  # fmt: skip
    assert shown(submenu(tray, "More")) == [
        "Where does it hurt?", "Warmth, cold, massage, breath", "What may be causing it",
        "How it is going", "Welcome",
    ]  # fmt: skip
    assert len(shown(submenu(tray, "My … is tight"))) == 13
    assert shown(submenu(tray, "Start a stretch")) == [
        "Whatever comes next", "—", "Neck · 1 minute", "—", "Neck", "Eyes",
    ]  # fmt: skip
    assert shown(submenu(tray, "Pause reminders")) == [
        "For 15 minutes", "For 30 minutes", "For 60 minutes", "Until tomorrow", "Until I resume",
    ]  # fmt: skip


def test_the_menu_when_something_is_due(tray: Tray) -> None:
    tray.render(status(state="due", notice=DUE), MENU)
    assert shown(tray.menu)[:9] == [
        "Due: Two minutes for your neck?", "—", "Start",
        "Start a stretch", "My … is tight", "Drank a glass", "Snooze", "Skip", "Pause reminders",
    ]  # fmt: skip
    assert shown(submenu(tray, "Snooze")) == ["1 minute", "5 minutes", "15 minutes"]
    position = msgspec.structs.replace(DUE, starts_session=False)
    tray.render(status(state="due", notice=position), MENU)
    assert "Done" in shown(tray.menu)
    assert "Start" not in shown(tray.menu)
    tray.render(STATUS, MENU)
    assert not {"Start", "Done", "Snooze", "Skip"} & set(shown(tray.menu))


def test_breaks_that_count_are_offered_when_they_mean_something(tray: Tray) -> None:
    both = ["I'm back", "I already moved", "Count that as a break?", "Offer movement again"]
    assert not set(both) & set(shown(tray.menu))
    more = msgspec.structs.replace(MENU, absence=True, movement_held=True, on_break=True)
    tray.render(status(tightness=0.5), more)
    assert [label for label in shown(tray.menu) if label in both] == both
    tray.render(STATUS, MENU)
    assert not set(both) & set(shown(tray.menu))


@pytest.mark.parametrize(
    ("path", "intent"),
    [
        (("Start a stretch", "Whatever comes next"), StartRoutine()),
        (("Start a stretch", "Neck", "Neck · 1 minute"), StartRoutine("neck")),
        (("Start",), StartDue()),
        (("Drank a glass",), Drank()),
        (("Snooze", "1 minute"), SnoozeDue(1)),
        (("Snooze", "15 minutes"), SnoozeDue(15)),
        (("Skip",), SkipDue()),
        (("I'm back",), Returned()),
        (("I already moved",), Moved()),
        (("Count that as a break?",), CountAsBreak()),
        (("Offer movement again",), AllowMovement()),
        (("Done",), DoneDue()),
        (("Pause reminders", "For 30 minutes"), PauseReminders(30)),
        (("Pause reminders", "Until tomorrow"), PauseReminders(until_tomorrow=True)),
        (("Pause reminders", "Until I resume"), PauseReminders()),
        (("Resume reminders",), ResumeReminders()),
    ],
)
def test_every_entry_asks_for_what_it_says(
    tray: Tray, qtbot: QtBot, path: tuple[str, ...], intent: object
) -> None:
    with qtbot.waitSignal(tray.intent) as asked:
        find(tray.menu, *path).trigger()
    assert asked.args == [intent]


def test_what_is_due_is_started_from_the_top(tray: Tray, qtbot: QtBot) -> None:
    first = MenuEntry("Due now: Two minutes for your neck?", StartDue())
    tray.render(status(state="due", notice=DUE), msgspec.structs.replace(MENU, first=first))
    top = submenu(tray, "Start a stretch").actions()[0]
    with qtbot.waitSignal(tray.intent) as asked:
        top.trigger()
    assert asked.args == [StartDue()]


def test_places_settings_and_quit(tray: Tray, qtbot: QtBot) -> None:
    assert find(tray.menu, "Office").isChecked()
    with qtbot.waitSignal(tray.place_requested) as asked:
        find(tray.menu, "Home").trigger()
    assert asked.args == ["home"]
    tray.render(STATUS, MENU)
    assert find(tray.menu, "Office").isChecked(), "the settings have not changed"
    tray.render(STATUS, msgspec.structs.replace(MENU, place=Place.HOME))
    assert find(tray.menu, "Home").isChecked()
    assert not find(tray.menu, "Office").isChecked()
    with qtbot.waitSignal(tray.quit_requested):
        find(tray.menu, "Quit").trigger()


def test_every_window_is_two_clicks_away(tray: Tray, qtbot: QtBot) -> None:
    words = Wording(TRANSLATOR)
    paths = {panel: ("More", words.panel(panel)) for panel in Panel}
    paths[Panel.SETTINGS] = ("Settings…",)
    for panel, path in paths.items():
        with qtbot.waitSignal(tray.panel_requested) as asked:
            find(tray.menu, *path).trigger()
        assert asked.args == [panel, ""]
    with qtbot.waitSignal(tray.panel_requested) as asked:
        find(tray.menu, "My … is tight", "Upper back").trigger()
    assert asked.args == [Panel.RELIEF, "upper-back"]


def test_the_checklist_is_in_the_menu_when_it_is_time(tray: Tray, qtbot: QtBot) -> None:
    line = "Is your desk right? A checklist"
    assert line not in shown(tray.menu)
    tray.render(STATUS, msgspec.structs.replace(MENU, workstation=True))
    with qtbot.waitSignal(tray.panel_requested) as asked:
        find(tray.menu, line).trigger()
    assert asked.args == [Panel.CHECK, "workstation"]


def test_without_a_window_for_settings_their_file_opens(qapp: QApplication, qtbot: QtBot) -> None:
    del qapp
    tray = Tray(TRANSLATOR, Icons(ICONS))
    with qtbot.waitSignal(tray.settings_requested):
        find(tray.menu, "Settings file").trigger()


def test_a_pause_of_ones_own_can_be_ended_and_no_other(tray: Tray) -> None:
    call = status(state="paused", why="Reminders wait: a call.")
    tray.render(call, MENU)
    assert "Pause reminders" in shown(tray.menu)
    assert "Resume reminders" not in shown(tray.menu)
    tray.render(call, msgspec.structs.replace(MENU, paused=True))
    assert "Resume reminders" in shown(tray.menu)
    assert "Pause reminders" not in shown(tray.menu)


def test_nothing_else_is_started_in_a_session(tray: Tray) -> None:
    tray.render(status(state="session", why="A session is playing."), MENU)
    assert not find(tray.menu, "Start a stretch").isEnabled()
    tray.render(STATUS, MENU)
    assert find(tray.menu, "Start a stretch").isEnabled()


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (STATUS, "Next stretch about 10:40"),
        (status(next=NextView("water", "Water", "", "about 11:00")),
         "Next glass of water about 11:00"),
        (status(next=NextView("pills", "pills", "", "about 11:00")), "Next: pills, about 11:00"),
        (status(next=None), "No reminder is switched on."),
        (status(state="paused", why="You paused reminders until 11:00."),
         "You paused reminders until 11:00."),
        (status(state="due", notice=DUE), "Due: Two minutes for your neck?"),
    ],
)  # fmt: skip
def test_it_says_what_comes_next_or_why_it_is_quiet(
    tray: Tray, view: StatusView, words: str
) -> None:
    tray.render(view, MENU)
    assert tray.tooltip == words
    assert shown(tray.menu)[0] == words
    assert tray._tray is not None
    assert tray._tray.toolTip() == words


def test_that_time_runs_faster_is_in_the_tooltip_alone(tray: Tray) -> None:
    tray.render(status(speed_words="Time runs 20 times as fast."), MENU)
    assert tray.tooltip == "Next stretch about 10:40\nTime runs 20 times as fast."
    assert shown(tray.menu)[0] == "Next stretch about 10:40"


def test_text_from_files_is_drawn_as_it_is(tray: Tray) -> None:
    assert find(tray.menu, "Start a stretch", "Eyes", "R&&D: far · 20 seconds").text()


def test_only_what_is_different_is_touched(tray: Tray, monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[str] = []
    for action in [tray._headline, find(tray.menu, "Start a stretch")]:
        action.changed.connect(lambda: touched.append("action"))
    for name in ("setIcon", "setToolTip"):
        monkeypatch.setattr(QSystemTrayIcon, name, lambda *_, name=name: touched.append(name))
    monkeypatch.setattr(tray, "_fill_start", lambda _view: touched.append("start"))
    tray.render(status(water=1, water_words="1 glass"), MENU)
    tray.render(status(tightness=0.3), msgspec.structs.replace(MENU))
    assert touched == []
    tray.render(status(tightness=0.5), MENU)
    assert touched == ["setIcon"]


def test_the_icon_follows_the_knot_the_dot_and_the_pause(tray: Tray) -> None:
    keys = {tray._tray.icon().cacheKey()} if tray._tray else set()
    for view in (
        status(tightness=0.5),
        status(tightness=0.9),
        status(tightness=1, state="due", notice=DUE),
        status(state="paused", why="x"),
    ):
        tray.render(view, MENU)
        assert tray._tray is not None
        keys.add(tray._tray.icon().cacheKey())
    assert len(keys) == 5
    tray.set_dark_panel(True)
    assert tray._tray.icon().cacheKey() not in keys


def test_t3_a_recreated_tray_is_a_new_one_with_the_same_menu(tray: Tray, qtbot: QtBot) -> None:
    tray.render(status(state="due", tightness=1, notice=DUE), MENU)
    before, icon = tray._tray, tray._icon
    assert before is not None
    tray.recreate()
    qtbot.waitUntil(lambda: not shiboken6.isValid(before))
    after = tray._tray
    assert after is not None
    assert after is not before
    assert after.contextMenu() is tray.menu
    assert after.icon().cacheKey() == icon.cacheKey()
    assert after.toolTip() == "Due: Two minutes for your neck?"
    assert after.isVisible()
    with qtbot.waitSignal(tray.open_requested):
        after.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(tray.open_requested):
        after.activated.emit(QSystemTrayIcon.ActivationReason.Context)


def test_t2_without_a_tray_it_says_so(tray: Tray) -> None:
    assert tray.available is False, "offscreen has none"


def test_a_menu_rebuilt_often_keeps_no_old_entries(tray: Tray, qtbot: QtBot) -> None:
    for number in range(20):
        entry = MenuEntry(f"Neck {number}", StartRoutine("neck"))
        tray.render(STATUS, msgspec.structs.replace(MENU, recent=(entry,)))
    start = submenu(tray, "Start a stretch")
    qtbot.waitUntil(lambda: len(start.findChildren(QMenu)) == 2)
    assert len(start.findChildren(QAction)) < 20


def test_a_glass_can_be_taken_back_once_there_is_one(tray: Tray, qtbot: QtBot) -> None:
    assert "Take back a glass" not in shown(tray.menu)
    tray.render(status(water=2), MENU)
    with qtbot.waitSignal(tray.intent) as heard:
        find(tray.menu, "Take back a glass").trigger()
    assert heard.args == [Drank(-1)]


def test_what_was_played_last_can_be_rated_and_kept(tray: Tray) -> None:
    last = TurnView("neck-2", "Neck & more", "less")
    tray.render(STATUS, msgspec.structs.replace(MENU, last=last))
    menu = find(tray.menu, "More", "Neck && more").menu()
    assert isinstance(menu, QMenu)
    assert [action.isChecked() for action in menu.actions()] == [False, True, False, False]
    said: list[object] = []
    tray.intent.connect(said.append)
    for words in ("More of this", "Not for me", "Keep offering this one"):
        find(menu, words).trigger()
    assert said == [Rate("neck-2", "more"), Rate("neck-2", "reset"), Pin("neck-2")]


def test_an_area_that_rests_can_go_again(tray: Tray) -> None:
    entry = MenuEntry("Go again: neck", GoAgain(Area.NECK))
    tray.render(STATUS, msgspec.structs.replace(MENU, resting=(entry,)))
    said: list[object] = []
    tray.intent.connect(said.append)
    find(tray.menu, "Go again: neck").trigger()
    assert said == [GoAgain(Area.NECK)]
    tray.render(STATUS, MENU)
    assert "Go again: neck" not in shown(tray.menu)
