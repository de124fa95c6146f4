"""The window of settings from the tray, beside an editor, for eyes and for ears."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Trayer
from tests.desktop.screen_reader import SERVICE, Part, Role, ScreenReader
from tests.desktop.waiting import wait_until
from tests.e2e.home import home
from tests.e2e.windowed import Windowed, active_window, windowed

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


def test_the_command_alone_opens_them_here_and_starts_what_does_not_run(desktop: Desktop) -> None:
    program = Windowed(desktop.env, "settings")
    program.prepare(TEXT)
    program.start()
    try:
        wait_until(lambda: "Settings" in active_window(desktop), "they are open", 30_000)
        desktop.run("xdotool", "key", "Escape")
        wait_until(lambda: "Settings" not in active_window(desktop), "they are closed", 30_000)
        assert program.command("settings").returncode == 0
        wait_until(lambda: "Settings" in active_window(desktop), "they are open again", 30_000)
        assert program.command("settings", "path").stdout == f"{settings_path(desktop)}\n"
    finally:
        program.stop()
    assert "Traceback" not in program.said


def test_where_no_window_can_be_shown_the_command_says_where_the_file_is() -> None:
    with home() as place:
        said = place.says("settings")
        assert "there is no display" in said
        assert str(place.config / "settings.toml") in said


def test_the_start_at_login_is_switched_in_the_window(
    desktop: Desktop, reader: ScreenReader
) -> None:
    entry = Path(desktop.env["XDG_CONFIG_HOME"]) / "autostart" / "knotbreak.desktop"
    with windowed(desktop, TEXT, "settings") as program:
        reader.do(part(reader, Role.CHECK_BOX, "Start at log-in"), "Toggle")
        wait_until(entry.exists, "the entry is written", 20_000)
        assert program.command("autostart").stdout == "It starts when you log in.\n"
        undo = part(reader, Role.PUSH_BUTTON, "Undo")
        wait_until(lambda: "Press" in reader.actions(undo), "it can be taken back", 20_000)
        reader.do(undo, "Press")
        wait_until(lambda: not entry.exists(), "it is taken back", 20_000)
