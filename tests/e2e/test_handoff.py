"""`knotbreak settings`, as installed: from one home to another, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET, home

pytestmark = pytest.mark.e2e

ROUTINE = """format = 1
title = "Mine"

[[step]]
name = "Shake"
hold_s = 10
easier = "Less of it."
stop = "It hurts."
"""


def test_from_one_home_to_another_and_back(tmp_path: Path) -> None:
    handed = tmp_path / "mine.knotbreak"
    with home() as office, home() as there:
        assert office.says("settings", "path") == f"{office.config / 'settings.toml'}\n"
        (office.config / "settings.toml").write_text(QUIET)
        (office.data / "routines").mkdir(parents=True)
        (office.data / "routines" / "mine.toml").write_text(ROUTINE)
        assert office.says("settings", "export", str(handed)) == f"2 files are in {handed}.\n"
        said = there.says("settings", "import", str(handed)).splitlines()
        assert said[0] == "Taken over (knotbreak settings undo takes it back):"
        assert {line.strip() for line in said[1:]} == {"settings.toml", "routines/mine.toml"}
        assert '"mine"' in there.says("routines", "--json")
        again = there.says("settings", "import", str(handed))
        assert again == "There is nothing in it that is not here already.\n"
        there.says("settings", "undo")
        assert '"mine"' not in there.says("routines", "--json")
        assert there.says("settings", "undo") == "There is nothing to take back.\n"
        photo = tmp_path / "photo.jpg"
        photo.write_text("no archive")
        assert "photo.jpg" in there.refuses("settings", "import", str(photo))


def test_the_running_program_takes_it_over_at_once(tmp_path: Path) -> None:
    handed = tmp_path / "mine.knotbreak"
    with home() as office, home() as there:
        office.says("settings", "path")
        (office.config / "settings.toml").write_text(QUIET + "\n[water]\ngoal = 3\n")
        office.says("settings", "export", str(handed))
        program = there.running("run", "--terminal")
        there.says("settings", "import", str(handed))
        wait_until(lambda: program.status()["water_goal"] == 3, "the settings are read again")
        there.says("settings", "undo")
        wait_until(lambda: program.status()["water_goal"] == 8, "and those of before")
