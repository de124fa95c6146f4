"""The virtual desktop itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.processes import find_program

pytestmark = pytest.mark.desktop


def test_it_has_all_its_parts_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with Desktop("dunst") as desktop:
        folder = desktop.folder
        assert desktop.daemon_runs()
        assert desktop.run("xdotool", "getdisplaygeometry").split() == ["1280", "800"]
        assert Path(desktop.env["HOME"]).is_relative_to(folder)
        desktop.spawn("xclock")
        window = desktop.wait_for_window("XClock")
        assert window.width > 100
        picture = tmp_path / "screen.png"
        desktop.screenshot(picture)
        assert picture.read_bytes().startswith(b"\x89PNG")
        processes = desktop._processes
        assert len(processes.marked()) >= 6
        desktop.kill_daemon()
        assert not desktop.daemon_runs()
        desktop.start_daemon()
        assert desktop.daemon_runs()
    assert processes.marked() == []
    assert not folder.exists()


def test_two_desktops_do_not_meet() -> None:
    with Desktop(None) as one, Desktop(None) as two:
        assert one.env["DISPLAY"] != two.env["DISPLAY"]
        assert one.session.address != two.session.address


def test_a_program_of_the_test_that_is_left_ends_with_the_desktop() -> None:
    with Desktop(None, window_manager=False) as desktop:
        # A grandchild that its parent has left.
        desktop.run("sh", "-c", "sleep 1000 >/dev/null 2>&1 &")
        processes = desktop._processes
        assert len(processes.marked()) == 4
    assert processes.marked() == []


def test_a_missing_part_is_said_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(AssertionError, match=r"apt-get install .* imagemagick"):
        find_program("import")
