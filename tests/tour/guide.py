"""The windows of the guide: where it hurts, what to read, what may be causing it."""

from __future__ import annotations

from tests.tour.album import Roll
from tests.tour.eyes import Box
from tests.tour.visit import Visit


def guide_light(roll: Roll) -> None:
    """By day."""
    with Visit(roll, mark="guide-") as visit:
        _walk(visit)


def guide_dark(roll: Roll) -> None:
    """The same with dark windows."""
    with Visit(roll, mark="guide-dark-", dark=True) as visit:
        _walk(visit)


def guide_large(roll: Roll) -> None:
    """Text at 200 % on a screen that has no more points for it."""
    with Visit(roll, mark="guide-large-", scale=2) as visit:
        visit.prepare()
        visit.start(1)
        _relief(visit)


def _walk(visit: Visit) -> None:
    visit.prepare()
    visit.start(1)
    visit.open_tray_menu()
    visit.open_submenu("Down", "Down")
    visit.shoot("menu", "My … is tight: the areas in the tray's menu", Box(0, 300, 800, 500))
    visit.close_menus()
    _relief(visit)
    visit.command("guide", "--window")
    window = visit.until_window("Where does it hurt")
    framed = visit.with_frame(window)
    visit.shoot("contents", "The guide to read", framed)
    visit.press("Return")
    visit.shoot("topic", "One topic, with its sources", framed)
    visit.press("Escape", "Escape", "Escape")
    _check(visit)


def _relief(visit: Visit) -> None:
    visit.command("relief", "--window")
    window = visit.until_window("Where does it hurt")
    framed = visit.with_frame(window)
    visit.shoot("where", "Where does it hurt: the body, and the same as a list", framed)
    visit.press("End")
    visit.shoot("behind", "From behind, with the shoulder blades meant", framed)
    visit.press("Return")
    visit.shoot("question", "One question, under the line about the heart", framed)
    visit.press("Escape")
    visit.command("relief", "hips", "--window")
    visit.shoot("page", "A tight hip: what suits, with its Start", framed)
    visit.press("Next")
    visit.shoot("page-more", "Further down: causes, care, whom to see", framed)
    visit.command("relief", "lower-back", "--window")
    visit.press("Down", "Down", "Return")
    visit.shoot("stop", "A sharp pain: a card, and nothing to play", framed)
    visit.command("relief", "chest", "--window")
    visit.press("Down", "Return")
    visit.shoot("emergency", "Pain in the chest: the emergency card", framed)
    visit.command("relief", "neck", "--window")
    visit.shoot("held", "Movements wait afterwards", framed)
    visit.press("Return")
    visit.shoot("go-on", "They may come again: the question, as always", framed)
    visit.press("Escape")


def _check(visit: Visit) -> None:
    visit.command("selfcheck", "--window")
    window = visit.until_window("What may be causing it")
    framed = visit.with_frame(window)
    visit.shoot("check", "What may be causing it", framed)
    visit.press("Return")
    visit.shoot("check-question", "One question at a time", framed)
    for _ in range(9):
        visit.press("Down", "Return")
        visit.look_steady()
    visit.press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Return")
    visit.shoot("check-findings", "What may play a part, and what could change", framed)
