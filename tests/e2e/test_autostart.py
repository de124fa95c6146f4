"""`knotbreak autostart`, as installed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from knotbreak.system.desktop_entry import command_of, entry_values
from tests.e2e.home import Home, home
from tests.e2e.program import KNOTBREAK

pytestmark = pytest.mark.e2e


@pytest.fixture
def place() -> Iterator[Home]:
    with home({"XDG_CURRENT_DESKTOP": "XFCE", "XDG_CONFIG_DIRS": "/nowhere"}) as found:
        yield found


def test_on_refused_and_off_each_shown_truly(place: Home) -> None:
    entry = place.config.parent / "autostart" / "knotbreak.desktop"
    assert place.says("autostart") == "It does not start when you log in.\n"
    assert place.says("autostart", "on") == "It starts when you log in.\n"
    command = command_of(entry_values(entry.read_text())["Exec"])
    assert command == [str(KNOTBREAK), "run"], "this very program"
    entry.write_text(entry.read_text().replace("enabled=true", "enabled=false"))
    said = place.says("autostart", "status").splitlines()
    assert said == [
        "Its entry is there, but switched off in the settings of your desktop.",
        "Switched on anew (knotbreak autostart on), it starts this one.",
    ]
    doctor = json.loads(place.says("doctor", "--json"))
    (found,) = [one for one in doctor["findings"] if one["port"] == "start at log-in"]
    assert (found["health"], found["words"]) == ("failed", said[0])
    assert found["hints"] == [said[1]]
    assert place.says("autostart", "off") == "It does not start when you log in.\n"
    assert not entry.exists()


def test_what_cannot_be_written_is_said(place: Home) -> None:
    folder = place.config.parent / "autostart"
    folder.write_text("a file is in its place")
    assert "could not be written" in place.refuses("autostart", "on")
