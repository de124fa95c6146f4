"""Shortcuts of the installed program, with real keys on the virtual desktop."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET
from tests.e2e.windowed import windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

SHORTCUTS = QUIET + '\n[shortcuts]\ndrank = "Ctrl+Alt+G"\nstart = "Ctrl+Alt+S"\n'


def found(text: str) -> tuple[str, str]:
    """What `doctor --json` says of them."""
    (one,) = [one for one in json.loads(text)["findings"] if one["port"] == "shortcuts"]
    return one["health"], one["words"]


def test_a_key_does_it_and_one_that_is_taken_is_told() -> None:
    with Desktop("xfce") as desktop, windowed(desktop, SHORTCUTS) as program:
        wait_until(lambda: found(program.command("doctor", "--json").stdout)[1], "they are asked")
        desktop.run("xdotool", "key", "ctrl+alt+g", "ctrl+alt+g")
        wait_until(lambda: program.status()["water"] == 1, "pressed twice at once is one glass")
        glass = time.monotonic()
        health, words = found(program.command("doctor", "--json").stdout)
        assert health == "works"
        assert words == "start: It works. drank: It works."
        # Other settings, and keys that the window manager has.
        settings = Path(desktop.env["XDG_CONFIG_HOME"]) / "knotbreak" / "settings.toml"
        settings.write_text(QUIET + '\n[shortcuts]\nstart = "Alt+F4"\npause = "F8"\n')
        wait_until(
            lambda: found(program.command("doctor", "--json").stdout)[0] == "limited",
            "one of them is taken",
        )
        words = found(program.command("doctor", "--json").stdout)[1]
        assert "start: Another program has these keys." in words
        assert "pause: It works." in words
        desktop.run("xdotool", "key", "F8")
        wait_until(lambda: program.status()["state"] == "paused", "the key pauses")
        wait_until(lambda: time.monotonic() - glass > 2.5, "another press would be another glass")
        desktop.run("xdotool", "key", "ctrl+alt+g")
        assert program.status()["water"] == 1, "keys that were given back do nothing"


def test_without_any_doctor_says_so() -> None:
    with Desktop("xfce") as desktop, windowed(desktop, QUIET) as program:
        health, words = found(program.command("doctor", "--json").stdout)
        assert (health, words) == ("works", "settings.toml: None is set, so none is asked for.")
