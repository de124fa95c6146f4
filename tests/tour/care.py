"""The care timers: the tray, every page of their window, and an alarm."""

from __future__ import annotations

from tests.desktop.waiting import wait_until
from tests.tour.album import Roll
from tests.tour.eyes import Box
from tests.tour.visit import Visit

TITLE = "Warmth, cold, massage, breath"
SPEED, FAST = 4, 100
CORNER = Box(0, 380, 800, 420)


def light(roll: Roll) -> None:
    """By day."""
    with Visit(roll, mark="care-") as visit:
        _pages(visit)
    with Visit(roll, mark="care-") as visit:
        _alarm(visit)


def dark(roll: Roll) -> None:
    """By night."""
    with Visit(roll, mark="care-dark-", dark=True) as visit:
        _pages(visit)
    with Visit(roll, mark="care-dark-", dark=True) as visit:
        _alarm(visit)


def large(roll: Roll) -> None:
    """On a small screen whose letters are twice as large."""
    with Visit(roll, mark="care-200-", scale=2, size=(1600, 1000), panel=False) as visit:
        visit.prepare()
        visit.start(SPEED)
        visit.command("care", "cold", "--area", "lower-back", "--read")
        visit.command("care", "breathe", "--minutes", "3", "--read")
        wait_until(lambda: _stage(visit, "cold") == "checking", "a look at the skin", 90_000)
        framed = visit.with_frame(visit.until_window(TITLE))
        visit.shoot("skin", "The question about the skin at 200 %", framed, moving=True)


def _pages(visit: Visit) -> None:
    visit.prepare()
    visit.start(SPEED)
    visit.command("care", "cold", "--area", "calves", "--read")
    visit.hover_tray()
    visit.shoot("tooltip", "The tooltip says until when", CORNER)
    visit.rest()
    visit.open_tray_menu()
    visit.open_submenu("Down")
    visit.shoot("menu", "The menu says how long, and stops it", CORNER)
    visit.press("Down", "Return")
    framed = visit.with_frame(visit.until_window(TITLE))

    def shoot(name: str, caption: str, *, moving: bool = False) -> None:
        visit.shoot(name, caption, framed, moving=moving)

    shoot("cold-runs", "Cold, while it runs", moving=True)
    visit.press("Tab", "space")
    shoot("choose", "What runs, and what else would do good")
    visit.press("Tab", "space")
    shoot("heat", "Warmth: where, how long, and what to mind")
    visit.press("shift+Tab")
    shoot("heat-bars", "What speaks against it, and the start")
    visit.press("shift+Tab", "shift+Tab", "space")
    shoot("barred", "A sentence that opens a card: nothing begins")
    visit.press("shift+Tab")
    visit.press_until("space", lambda: _held(visit), "the emergency card")
    shoot("emergency", "The emergency card, as the guide has it")
    visit.command("relief", "--checked")
    visit.press("space")
    visit.press("Tab", "Tab", "Tab", "Tab", "space")
    shoot("breathe", "Breathing: how, and how long")
    visit.press("shift+Tab", "shift+Tab", "space")
    wait_until(lambda: _stage(visit, "breathe"), "breathing begins")
    shoot("breathing", "Breathing, with cold running as well", moving=True)
    visit.press("Escape")
    visit.command("care", "stop")
    visit.command("care", "massage", "--area", "shoulders", "--side", "left", "--read")
    visit.open_tray_menu()
    visit.open_submenu("Down")
    visit.press("Down", "Return")
    visit.until_window(TITLE)
    shoot("massage", "Massage: the target wanders over the spot", moving=True)


def _alarm(visit: Visit) -> None:
    visit.prepare()
    visit.start(FAST)
    visit.command("pause")
    visit.command("care", "heat", "--area", "neck", "--read")
    visit.command("care", "cold", "--area", "calves", "--read")
    page = visit.until_window(TITLE)
    wait_until(lambda: _stage(visit, "cold") == "checking", "a look at the skin", 20_000)
    visit.shoot("skin", "Five minutes: the skin, through a pause of all reminders", moving=True)
    wait_until(lambda: _stage(visit, "cold") == "limit", "the limit", 20_000)
    wait_until(lambda: _stage(visit, "heat") in ("over", "limit"), "the end", 20_000)
    visit.shoot("alarm", "Two that have to come off", moving=True)
    visit.click_primary(page)
    wait_until(lambda: len(visit.program.status()["care"]) == 1, "one is off")
    visit.shoot("off", "One is off", visit.with_frame(page))


def _held(visit: Visit) -> bool:
    return "No movement is offered" in str(visit.program.status()["why"])


def _stage(visit: Visit, kind: str) -> str:
    rows = visit.program.status()["care"]
    return next((row["stage"] for row in rows if row["kind"] == kind), "")
