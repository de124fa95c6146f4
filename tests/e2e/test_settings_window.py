"""The window of settings from the tray, beside an editor, for eyes and for ears."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Trayer
from tests.desktop.screen_reader import SERVICE, Part, Role, ScreenReader
from tests.desktop.waiting import wait_until
from tests.e2e.windowed import active_window, windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

TEXT = """\
# Mine.
[reminder.stretch]
every_min = 40     # as long as I can sit

[reminder.posture]
on = false
[reminder.water]
on = false
"""


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    listened_to = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    with Desktop(None, services=[SERVICE], env=listened_to) as desktop:
        yield desktop


@pytest.fixture
def reader(desktop: Desktop) -> Iterator[ScreenReader]:
    reader = ScreenReader(desktop.session.address)
    yield reader
    reader.close()


def part(reader: ScreenReader, role: Role, name: str) -> Part:
    found: list[Part] = []

    def there() -> bool:
        one = reader.find("knotbreak", role, name)
        found[:] = [] if one is None else [one]
        return one is not None

    wait_until(there, f"{role.name} {name}", 20_000)
    return found[0]


def open_from_tray(desktop: Desktop, tray: Trayer) -> None:
    """Right click on the knot, then with the keys from the end of the menu to the entry."""
    wait_until(lambda: tray.icons() == 1, "the icon is in the tray")
    icon = tray.icon()

    def opened() -> bool:
        there = {window.id for window in desktop.windows("knotbreak")}
        desktop.click(icon.x + icon.width // 2, icon.y + icon.height // 2, 3)
        desktop.wait_for_window("knotbreak", besides=there)
        desktop.run("xdotool", "key", "Up", "Up", "Return")  # the last is Quit
        desktop.wait_for_window("knotbreak", besides=there)
        return "Settings" in active_window(desktop)

    wait_until(opened, "the window of settings", 30_000)


def settings_path(desktop: Desktop) -> Path:
    return Path(desktop.env["XDG_CONFIG_HOME"]) / "knotbreak" / "settings.toml"


def test_file_and_window_stay_in_step(desktop: Desktop, reader: ScreenReader) -> None:
    tray = Trayer(desktop)
    tray.start()
    with windowed(desktop, TEXT, "run") as program:
        open_from_tray(desktop, tray)
        path = settings_path(desktop)

        reader.do(part(reader, Role.CHECK_BOX, "Stand up"), "Toggle")
        wait_until(lambda: "[reminder.stand]" in path.read_text(), "the click is in the file")
        assert "# as long as I can sit" in path.read_text()
        assert path.read_text().startswith("# Mine.\n")

        path.write_text(path.read_text() + '\n[reminder.pills]\nat = ["08:00"]\n')
        part(reader, Role.CHECK_BOX, "Pills")

        good = path.read_text()
        path.write_text(good.replace("08:00", "28:00"))
        part(reader, Role.PUSH_BUTTON, "Open the file")
        labels = {one.name for one in reader.parts("knotbreak") if one.role == Role.LABEL}
        assert any("28:00" in text for text in labels), labels
        path.write_text(good)

        undo = part(reader, Role.PUSH_BUTTON, "Undo")
        wait_until(lambda: "Press" in reader.actions(undo), "the page is free again")
        reader.do(undo, "Press")
        wait_until(lambda: "on = true" not in path.read_text(), "it is taken back")
        assert "pills" in path.read_text()
        assert program.process.poll() is None


def test_it_is_dropped_when_it_is_closed(desktop: Desktop) -> None:
    tray = Trayer(desktop)
    tray.start()
    with windowed(desktop, TEXT, "run") as program:
        open_from_tray(desktop, tray)
        desktop.run("xdotool", "key", "Escape")
        wait_until(lambda: "Settings" not in active_window(desktop), "it is closed")
        assert program.command("status").returncode == 0
