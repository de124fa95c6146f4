"""What the tour walks through, in this order."""

from __future__ import annotations

import shutil
import sysconfig
from collections.abc import Callable
from pathlib import Path

from tests.desktop.waiting import wait_until
from tests.e2e.program import ROOT
from tests.tour import at_home, care, insights
from tests.tour.album import Roll
from tests.tour.every_routine import ROUTINES, in_terminal, in_window
from tests.tour.eyes import Box
from tests.tour.guide import guide_dark, guide_large, guide_light
from tests.tour.routines import EVENING, LONG, SHORT
from tests.tour.visit import OWN, Visit

STRETCH = 'every_min = 1.5\nroutine = "neck-2"\nstay_s = 900'
SPEED = 4
"""So fast does time run: a hold is a few seconds, and every picture of it is in time."""

Scene = Callable[[Roll], None]


def light(roll: Roll) -> None:
    """A day with a panel and a notification daemon."""
    with Visit(roll) as visit:
        _day(visit)


def dark(roll: Roll) -> None:
    """The same with dark windows."""
    with Visit(roll, mark="dark-", dark=True) as visit:
        _day(visit)


def _day(visit: Visit) -> None:
    visit.prepare(accept=False, routine=SHORT, stretch=STRETCH)
    add_routine(visit, "evening", EVENING)
    visit.start(SPEED)
    _tray(visit)
    _notice(visit)
    _session(visit)
    _rests(visit)
    _finishes(visit)
    _paused(visit)


def add_routine(visit: Visit, name: str, text: str) -> None:
    """Put a routine into the person's folder."""
    folder = Path(visit.desktop.env["XDG_DATA_HOME"], "knotbreak/routines")
    (folder / f"{name}.toml").write_text(text)


# -- the tray ----------------------------------------------------------------------------------


def _tray(visit: Visit) -> None:
    icon = visit.tray_icon()
    strip = Box(0, icon.y, 160, 32)
    corner = Box(0, 380, 800, 420)
    loose = visit.look_steady(icon)
    visit.shoot("tray-loose", "The knot after a break: loose (4 times as large)", strip, zoom=4)
    visit.hover_tray()
    visit.shoot("tray-tooltip", "What the knot says to a pointer that rests on it", corner)
    visit.rest()
    visit.open_tray_menu()
    visit.shoot("tray-menu", "The tray's menu", corner)
    visit.open_submenu("Down")
    visit.shoot("tray-menu-start", "What can be started: the recent ones, then by area", corner)
    visit.open_submenu("Down", "Down", "Down", depth=2)
    visit.shoot("tray-menu-area", "The routines of one area", corner)
    visit.close_menus()
    visit.open_tray_menu()
    visit.open_submenu("Down", "Down", "Down", "Down")
    visit.shoot("tray-menu-pause", "How long reminders may be paused", corner)
    visit.close_menus()
    visit.open_tray_menu()
    visit.open_submenu("Up", "Up", "Up")
    visit.shoot("tray-menu-more", "What is wanted now and then", corner)
    visit.close_menus()
    visit.until_icon_changes(loose, "the knot draws closer")
    closing = visit.look_steady(icon)
    visit.shoot("tray-closing", "Some work later: the knot is closing", strip, zoom=4)
    visit.until_icon_changes(closing, "the knot is tight")
    visit.shoot("tray-tight", "Shortly before the stretch: tight", strip, zoom=4)


def _notice(visit: Visit) -> None:
    notice = visit.until_notice()
    strip = Box(0, visit.tray_icon().y, 160, 32)
    visit.shoot("notice", "The notice of the desktop, with its three answers")
    visit.shoot("tray-due", "The dot says that something is due", strip, zoom=4)
    visit.open_tray_menu()
    visit.shoot("tray-menu-due", "The menu while a stretch is due", Box(0, 380, 800, 420))
    visit.open_submenu("Down", "Down", "Down", "Down", "Down")
    visit.shoot("tray-menu-snooze", "How long it can be put off", Box(0, 380, 800, 420))
    visit.close_menus()
    visit.click_notice(notice, 0, 3)
    page = visit.until_window("knotbreak")
    visit.shoot("safety", "Once, before the very first movement", visit.with_frame(page))
    visit.click_primary(page)


# -- a session ---------------------------------------------------------------------------------


def _session(visit: Visit) -> None:
    visit.until_session("its beginning", kind="ready")
    page = visit.until_window("Chin tuck")
    framed = visit.with_frame(page)

    def shoot(name: str, caption: str, *, moving: bool = True) -> None:
        visit.shoot(name, caption, framed, moving=moving)

    shoot("getting-ready", "Getting ready: the ring fills")
    visit.until_session("the repetitions", kind="reps")
    shoot("reps", "Repetitions: the number, a bead for each, the tempo inside of the ring")
    visit.click_outlined(page, SKIP)
    visit.until_session("the left side", kind="hold", side="left")
    wait_until(lambda: visit.session()["segment_remaining_s"] < 16, "the disc has grown")
    shoot("hold", "A hold: the ring empties, the disc breathes")
    visit.until_session("the other side", kind="switch")
    shoot("other-side", "Change sides")
    visit.until_session("the right side", kind="hold", side="right")
    shoot("hold-right", "The right side, after the left one")
    visit.click_primary(page)
    visit.until_session("a pause", state="paused")
    shoot("pause", "Paused: everything waits, and Go on is the button to press", moving=False)
    visit.click_primary(page)
    visit.until_session("its return", state="reentry")
    shoot("going-on", "Three seconds to get back into it")
    visit.until_session("the hold", state="running", kind="hold")
    visit.click_outlined(page, EASIER)
    shoot("easier", "An easier version of the same movement")
    visit.press("e")
    shoot("gentlest", "Easier once more: there is nothing gentler")
    visit.press("minus")
    shoot("slower", "A slower pace, which the first line tells")
    left_s = visit.session()["remaining_s"]
    visit.click_outlined(page, BACK)
    wait_until(lambda: visit.session()["remaining_s"] > left_s, "the hold begins again")
    shoot("back", "Back: this side once more")
    visit.press("o")
    shoot("something-else", "Something else for the same area")
    visit.press("space")
    visit.until_session("a pause", state="paused")
    _forms(visit, page)
    visit.press_until("n", lambda: not visit.session(), "the session is skipped to its end")
    page = visit.until_window("knotbreak")
    shoot("finish-partial", "The end, with a part of it done")
    visit.click_outlined(page, BETTER)
    shoot("better", "It feels better; how tight is it? Nobody has to say", moving=False)
    visit.click_outlined(page, 4)
    shoot("how-tight", "Noted", moving=False)
    visit.click_outlined(page, 0)
    shoot("drank", "A glass was drunk, too, and can be taken back", moving=False)
    visit.click_outlined(page, 1)
    shoot("taken-back", "It was none", moving=False)
    visit.click_primary(page)


def _forms(visit: Visit, page: Box) -> None:
    _open_more(visit, page)
    visit.shoot("more", "What is asked for less often")
    visit.press("Down", "Down", "Down", "Down", "Return")
    wait_until(lambda: len(visit.windows(OWN)) == 1, "the menu closes")
    visit.shoot("when-to-stop", "When to stop", visit.with_frame(page))
    visit.press("Escape")
    visit.look_steady()
    _make_small(visit, page)
    small = visit.until_window("knotbreak")
    corner = Box(640, 400, 640, 400)
    visit.shoot("corner-paused", "The small window, paused", corner)
    visit.press("space")
    visit.until_session("movement", state="running")
    visit.shoot("corner", "The small window in its corner", corner, moving=True)
    visit.press("F11")
    wait_until(lambda: visit.until_window("knotbreak").width > 1200, "the full screen")
    visit.shoot("full", "Full screen", moving=True)
    visit.press("F11")
    wait_until(lambda: small.width < visit.until_window("knotbreak").width < 1200, "the window")


def _open_more(visit: Visit, page: Box) -> None:
    """Its three dots stand right of the last button."""
    last = visit.outlined(page, STOP)
    visit.click((last.x + last.width + 20 * visit.scale, last.middle[1]))
    wait_until(lambda: len(visit.windows(OWN)) > 1, "the menu is there")


def _make_small(visit: Visit, page: Box) -> None:
    _open_more(visit, page)
    visit.press("Down", "Down", "Down", "Down", "Down", "Return")
    wait_until(lambda: visit.until_window("knotbreak").width < 500, "the small window")


def _rests(visit: Visit) -> None:
    visit.command("play", "evening")
    framed = visit.with_frame(visit.until_window("Side neck"))
    visit.until_session("the rest", kind="rest")
    visit.shoot("rest", "A rest between two sets", framed, moving=True)
    visit.press("n")
    visit.until_session("the way to the floor", kind="wait")
    visit.shoot("wait", "Time to get down to the floor", framed, moving=True)
    visit.press_until("Escape", lambda: not visit.session(), "the session stops")
    page = visit.until_window("knotbreak")
    visit.shoot("finish-some", "Stopped on the way", visit.with_frame(page), moving=True)
    visit.click_outlined(page, SAME)
    visit.shoot("same", "It feels the same", visit.with_frame(page))
    visit.click_primary(page)


def _finishes(visit: Visit) -> None:
    visit.command("play", "mini")
    visit.until_window("Look up")
    visit.until_over()
    page = visit.until_window("knotbreak")
    visit.shoot("finish-done", "All of it done", visit.with_frame(page), moving=True)
    visit.click_outlined(page, WORSE)
    visit.shoot("worse", "It feels worse", visit.with_frame(page))
    visit.click_primary(page)
    visit.command("play", "mini")
    page = visit.until_window("Look up")
    visit.click_outlined(page, STOP)
    page = visit.until_window("knotbreak")
    visit.shoot("stop", "Stopped at once", visit.with_frame(page), moving=True)
    visit.click_primary(page)
    visit.command("play", "mini")
    _make_small(visit, visit.until_window("Look up"))
    visit.until_over()
    visit.shoot(
        "finish-corner", "The end in the small window", Box(640, 400, 640, 400), moving=True
    )
    visit.click_primary(visit.until_window("knotbreak"))


def _paused(visit: Visit) -> None:
    icon = visit.tray_icon()
    before = visit.look_steady(icon)
    visit.open_tray_menu()
    visit.open_submenu("Down", "Down", "Down", "Down")
    visit.press("Up", "Return")
    visit.until_icon_changes(before, "the knot says that it is paused")
    strip = Box(0, icon.y, 160, 32)
    visit.shoot("tray-paused", "Reminders are paused", strip, zoom=4)
    visit.hover_tray()
    visit.shoot("tray-tooltip-paused", "The tooltip says why it is quiet", Box(0, 380, 800, 420))
    visit.rest()
    visit.click(icon.middle)
    window = visit.until_window("knotbreak")
    visit.shoot("status-paused", "A click on the knot shows where things stand",
                visit.with_frame(window))  # fmt: skip


# -- other desktops ----------------------------------------------------------------------------


def bare(roll: Roll) -> None:
    """A desktop without a tray and without a notification daemon."""
    with Visit(roll, mark="bare-", notifier=None, panel=False) as visit:
        visit.prepare(routine=SHORT, stretch=STRETCH)
        visit.start(SPEED)
        window = visit.until_window("knotbreak")
        visit.shoot("status", "Without a tray the program is a small window",
                    visit.with_frame(window))  # fmt: skip
        visit.click_outlined(window, PAUSE_REMINDERS)
        wait_until(lambda: len(visit.windows(OWN)) > 1, "the menu is there")
        visit.shoot("status-pause", "How long reminders may be paused", visit.with_frame(window))
        visit.press("Escape")
        visit.work_until_due()
        wait_until(lambda: len(visit.windows(OWN)) > 1, "a notice of our own")
        visit.shoot("notice", "Without a daemon the notice is one of our own")
        notice = visit.boxes(OWN)[0]
        visit.shoot("notice-near", "The same, twice as large", visit.with_frame(notice), zoom=2)
        visit.click_primary(notice)
        visit.until_session("its beginning", kind="ready")
        visit.press_until("Escape", lambda: not visit.session(), "the session stops")


def report(roll: Roll) -> None:
    """An error that nobody expected: a file of the installation is gone."""
    with Visit(roll, mark="error-", notifier="xfce") as visit:
        installed = Path(sysconfig.get_path("purelib", vars={"base": str(ROOT / "build/e2e")}))
        broken = visit.desktop.folder / "broken"
        shutil.copytree(installed / "knotbreak", broken / "knotbreak")
        (broken / "knotbreak/qt/session_window.py").unlink()
        visit.prepare(routine=SHORT, stretch=STRETCH)
        visit.start(SPEED, PYTHONPATH=str(broken))
        visit.program.command("play", "mini")
        window = visit.until_window("knotbreak")
        visit.shoot("report", "An error that nobody expected", visit.with_frame(window))


def sharp(roll: Roll) -> None:
    """A 4K screen whose points are half as large."""
    with Visit(roll, mark="4k-", scale=2, size=(3840, 2160)) as visit:
        visit.prepare(routine=SHORT, stretch=STRETCH)
        visit.start(SPEED)
        visit.command("play", "neck-2")
        page = visit.until_window("Chin tuck")
        visit.until_session("the repetitions", kind="reps")
        visit.shoot("session", "A session on 3840x2160 at 200 %", moving=True)
        visit.click_outlined(page, STOP)
        page = visit.until_window("knotbreak")
        visit.shoot("stop", "The last page at 200 %", moving=True)
        visit.click_primary(page)
        visit.until_notice()
        visit.shoot("notice", "The notice and the tray at 200 %")


def long_words(roll: Roll) -> None:
    """A routine with words as long as German ones."""
    with Visit(roll, mark="long-") as visit:
        visit.prepare(routine=LONG, stretch=STRETCH)
        visit.start(SPEED)
        visit.command("play", "mini")
        page = visit.until_window("Hüftbeuger")
        visit.until_session("the hold", kind="hold")
        visit.shoot("hold", "Long names and a long cue", visit.with_frame(page), moving=True)
        visit.press_until("space", lambda: visit.session().get("state") == "paused", "a pause")
        _make_small(visit, page)
        visit.shoot("corner", "The same in the small window", Box(640, 400, 640, 400))
        visit.press("n")
        visit.press("F11")
        wait_until(lambda: visit.until_window("knotbreak").width > 1200, "the full screen")
        visit.shoot("reps", "Twelve repetitions, full screen")


BACK, SKIP, EASIER, STOP = range(4)
BETTER, SAME, WORSE = range(3)
PAUSE_REMINDERS = 1

SCENES: dict[str, Scene] = {
    "light": light,
    "dark": dark,
    "bare": bare,
    "report": report,
    "4k": sharp,
    "long": long_words,
    "care": care.light,
    "care-dark": care.dark,
    "care-200": care.large,
    "insights": insights.insights(dark=False),
    "insights-dark": insights.insights(dark=True),
    "insights-none": insights.nothing,
    "insights-4k": insights.sharp,
    "insights-visit": insights.visit_page,
    "routines-1": in_window(ROUTINES[::2]),
    "routines-2": in_window(ROUTINES[1::2]),
    "first-minute": at_home.first_minute,
    "settings": at_home.settings,
    "contrast": at_home.strong_contrast,
    "large": at_home.large,
    "pseudo": at_home.long_language,
    "terminal-1": in_terminal(ROUTINES[::2]),
    "terminal-2": in_terminal(ROUTINES[1::2]),
    "guide-light": guide_light,
    "guide-dark": guide_dark,
    "guide-large": guide_large,
}
