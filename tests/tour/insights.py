"""The insights window, with nothing and with two weeks of days, as the tour walks through it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from knotbreak.storage.history import History
from tests.daytime import local_now
from tests.past import days_before
from tests.tour.album import Roll
from tests.tour.eyes import Box
from tests.tour.visit import Visit

DELETE = 8
"""Its number among the buttons: three pages, two steps, tables, the row of days, export."""

PRESCRIBED = "Shoulder, after the visit"

DBUSMENU = "com.canonical.dbusmenu"
CALL = ("gdbus", "call", "--session", "--dest")
WATCHER = ("org.kde.StatusNotifierWatcher", "--object-path", "/StatusNotifierWatcher", "--method")
ITEMS = ("org.kde.StatusNotifierWatcher", "RegisteredStatusNotifierItems")

TITLE = "How it is going"
PAGES = {"2": "week", "3": "month", "4": "tightness"}
CAPTIONS = {
    "week": "A week: breaks taken and offered, and a figure that glows where most was done",
    "month": "The same of a month",
    "tightness": "Notes of tightness, what they can say, and the breaks for the area below",
}


def insights(*, dark: bool) -> Callable[[Roll], None]:
    """A scene with light or dark windows."""

    def scene(roll: Roll) -> None:
        mark = "insights-dark-" if dark else "insights-"
        with Visit(roll, mark=mark, dark=dark) as visit:
            visit.prepare()
            _fill(visit, 14)
            visit.start(1)
            _walk(visit)

    return scene


def nothing(roll: Roll) -> None:
    """The first day of somebody."""
    with Visit(roll, mark="insights-none-") as visit:
        visit.prepare()
        visit.start(1)
        open_window(visit)
        visit.press("ctrl+2")
        page = visit.until_window(TITLE)
        visit.shoot("week", "Before anything was written down", visit.with_frame(page))


def visit_page(roll: Roll) -> None:
    """What a therapist prescribed, on one page; light, then in the dark."""
    for dark in (False, True):
        with Visit(roll, mark="visit-dark-" if dark else "visit-", dark=dark) as visit:
            visit.prepare()
            _prescribe(visit)
            visit.start(1)
            page = open_window(visit)
            visit.shoot("insights", "The button for the next visit", visit.with_frame(page))
            visit.press_until("ctrl+p", lambda: visit.titled(PRESCRIBED), "the page opens")
            sheet = visit.until_window(PRESCRIBED)
            visit.shoot("page", "One page for the next visit", visit.with_frame(sheet))
            visit.press_until("ctrl+p", lambda: visit.titled("Print"), "the dialog opens")
            visit.until_window("Print")
            visit.shoot("print", "The dialog of the system, as Qt brings it along")


def _prescribe(visit: Visit) -> None:
    """The card of a therapist, three weeks old, and what was done since."""
    routine = Path(__file__).parents[1] / "routines" / "therapist-shoulder.toml"
    text = routine.read_text().replace("until = 2026-12-10\n", "")
    data = Path(visit.desktop.env["XDG_DATA_HOME"], "knotbreak")
    (data / "routines").mkdir(parents=True, exist_ok=True)
    (data / "routines" / routine.name).write_text(text)
    today = local_now().date()
    with History(data / "history.sqlite") as history:
        for event in days_before(today, 21):
            played = event.routine is not None
            history.record(replace(event, routine=routine.stem) if played else event)


def sharp(roll: Roll) -> None:
    """A 4K screen whose points are half as large."""
    with Visit(roll, mark="insights-4k-", scale=2, size=(3840, 2160)) as visit:
        visit.prepare()
        _fill(visit, 1096)
        visit.start(1)
        open_window(visit)
        visit.press("ctrl+3")
        page = visit.until_window(TITLE)
        visit.shoot("month", "Three years of days, this month, at 200 %", visit.with_frame(page))


def _fill(visit: Visit, days: int) -> None:
    data = Path(visit.desktop.env["XDG_DATA_HOME"], "knotbreak", "history.sqlite")
    with History(data) as history:
        for event in days_before(local_now().date(), days):
            history.record(event)


def open_window(visit: Visit) -> Box:
    """Choose the window in the tray's menu, by its label, as the tray's host does."""
    get = "org.freedesktop.DBus.Properties.Get"
    items = visit.desktop.run(*CALL, *WATCHER, get, *ITEMS)
    item = re.search(r"'([^'/]+)/", items)
    assert item, f"no icon is in the tray: {items}"
    menu = (*CALL, item[1], "--object-path", "/MenuBar", "--method")
    layout = visit.desktop.run(*menu, f"{DBUSMENU}.GetLayout", "0", "2", "['label']")
    number = re.search(rf"\((\d+), {{[^}}]*'label': <'{TITLE}'>", layout)
    assert number, f"{TITLE!r} is not in the menu"
    visit.desktop.run(*menu, f"{DBUSMENU}.Event", number[1], "clicked", "<int32 0>", "0")
    return visit.until_window(TITLE)


def _walk(visit: Visit) -> None:
    page = open_window(visit)
    framed = visit.with_frame(page)
    visit.shoot("day", "Today: work, time away, breaks, water", framed)
    for key, name in PAGES.items():
        visit.press(f"ctrl+{key}")
        visit.shoot(name, CAPTIONS[name], framed)
    visit.press("ctrl+2", "ctrl+t")
    visit.shoot("tables", "The week once more, as tables", framed)
    visit.press("ctrl+t", "alt+Left")
    visit.shoot("earlier", "The week before", framed)
    visit.click_outlined(page, DELETE)
    visit.shoot("delete", "Before everything is deleted, it is asked; Enter keeps it", framed)
    visit.press("Escape")
