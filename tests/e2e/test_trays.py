"""The tray with real hosts: the icon comes and comes back, its menu is opened and clicked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Panel, Trayer, TrayHost
from tests.desktop.waiting import wait_until
from tests.e2e.notices import click_start, until_notice
from tests.e2e.program import Hand, settings_text
from tests.e2e.windowed import active_window, windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

# Between them they have every kind of tray, and every kind of notice.
HOSTS = {"xfce": Panel, "dunst": Trayer}
ICON_PX = 64


@pytest.fixture(params=["xfce", "dunst"], ids=["sni", "xembed"])
def desktop(request: pytest.FixtureRequest) -> Iterator[Desktop]:
    with Desktop(request.param) as desktop:
        yield desktop


def host_of(desktop: Desktop) -> TrayHost:
    host: TrayHost = HOSTS[str(desktop.notifier)](desktop)
    return host


def click_glass(desktop: Desktop, host: TrayHost) -> None:
    """Right-click the icon, then go down its menu to "Drank a glass"."""
    icon = host.icon()
    before = [window.id for window in desktop.windows(host.menu_class)]
    desktop.click(icon.x + icon.width // 2, icon.y + icon.height // 2, button=3)
    desktop.wait_for_window(host.menu_class, besides=before)
    # Start a stretch, what is tight, then the glass.
    desktop.run("xdotool", "key", "Down", "Down", "Down", "Return")


def test_the_main_job_with_a_tray(desktop: Desktop) -> None:
    host = host_of(desktop)
    host.start()
    with windowed(desktop) as program:
        wait_until(lambda: host.icons() == 1, "the icon")
        until_notice(desktop, program)
        click_start(desktop)
        wait_until(lambda: program.status()["session"], "the session begins")
        wait_until(lambda: "knotbreak" in active_window(desktop), "its window has the focus")
        with Hand(desktop.env):
            wait_until(lambda: program.events("session"), "it plays to its end", 20_000)
            wait_until(lambda: program.status()["next"], "the next reminder is scheduled")
        (ended,) = program.events("session")
        assert (ended["reminder"], ended["outcome"], ended["held_s"]) == ("stretch", "done", 40.0)
        assert program.status()["next"]["at"] > ended["at"]
        assert host.icons() == 1


def test_t3_a_host_that_comes_late_and_one_that_comes_back(desktop: Desktop) -> None:
    host = host_of(desktop)
    with windowed(desktop, settings_text(stretch="every_min = 500")) as program:
        wait_until(lambda: desktop.windows("knotbreak"), "a window while there is no tray", 15_000)
        host.start()
        wait_until(lambda: host.icons() == 1, "the icon in a tray that came late")

        def no_window() -> bool:
            # What changes is drawn; asking makes it look.
            program.status()
            return not [one for one in desktop.windows("knotbreak") if one.width > ICON_PX]

        wait_until(no_window, "the window that stood in for the icon goes")
        for _ in range(3):
            host.kill()
            host.start()
            wait_until(lambda: host.icons() == 1, "the icon in a tray that was restarted")
        click_glass(desktop, host)
        wait_until(lambda: program.events("water"), "the glass is in the log")
        assert program.status()["water"] == 1
