"""Waiting for a notice of the installed program, and answering it by real clicks."""

from __future__ import annotations

from tests.desktop.desktop import Desktop
from tests.desktop.waiting import wait_until
from tests.e2e.program import Hand, Program

STRETCH = 'every_min = 1\nroutine = "mini"\nstay_s = 600'
WINDOW = {"dunst": "Dunst", "xfce": "xfce4-notifyd"}


def until_notice(desktop: Desktop, program: Program) -> dict[str, object]:
    """Work until a notice is on the screen; nobody touches the mouse after that."""
    with Hand(desktop.env):
        wait_until(
            lambda: (program.status()["notice"] or {}).get("shown"), "a notice is shown", 20_000
        )
    desktop.wait_for_window(WINDOW[str(desktop.notifier)])
    notice: dict[str, object] = program.status()["notice"]
    return notice


def click_button(desktop: Desktop, number: int, count: int) -> None:
    """Click one of the buttons, of equal width, at the bottom of a notice of xfce4-notifyd."""
    window = desktop.wait_for_window(WINDOW["xfce"])
    middle = window.width * (2 * number + 1) // (2 * count)
    desktop.click(window.x + middle, window.y + window.height - 30)


def click_body(desktop: Desktop) -> None:
    """Click a notice of dunst, which is its first action."""
    window = desktop.wait_for_window(WINDOW["dunst"])
    desktop.click(window.x + window.width // 2, window.y + window.height // 2)


def click_start(desktop: Desktop) -> None:
    """Take a stretch by whatever the notice of this desktop has for it."""
    if desktop.notifier == "xfce":
        click_button(desktop, 0, 3)
    else:
        click_body(desktop)
