"""`knotbreak doctor` tells the truth about five desktops."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.panel import Panel
from tests.desktop.sway import SwayDesktop
from tests.e2e.home import home
from tests.e2e.program import KNOTBREAK
from tests.e2e.windowed import windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]


def doctor(env: Mapping[str, str]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """What it finds, by port, and the whole of it."""
    done = subprocess.run(
        [str(KNOTBREAK), "doctor", "--json"], env=env, capture_output=True, text=True, timeout=20
    )
    assert (done.returncode, done.stderr) == (0, "")
    whole = json.loads(done.stdout)
    nobodys = (env["HOME"], socket.gethostname(), os.environ.get("USER") or "\0")
    assert not [name for name in nobodys if name in done.stdout], "nothing private"
    assert whole["format"] == 1
    assert {"knotbreak", "python", "pyside6", "system"} <= {
        k for k, v in whole["facts"].items() if v
    }
    ports = {found["port"]: found for found in whole["findings"]}
    for found in ports.values():
        assert found["health"] != "works" or any(
            way["outcome"] == "chosen" for way in found["tried"]
        )
    return ports, whole


def health(ports: Mapping[str, Mapping[str, Any]], *names: str) -> list[str]:
    return [ports[name]["health"] for name in names]


def test_a_full_desktop() -> None:
    with Desktop("xfce") as desktop:
        panel = Panel(desktop)
        panel.start()
        with windowed(desktop) as program:
            ports, whole = doctor(desktop.env)
            text = program.command("doctor").stdout
        panel.kill()
    assert health(ports, "the program", "windows", "notices", "tray", "idle time") == ["works"] * 5
    assert ports["notices"]["words"].endswith("shows them, with buttons.")
    assert "Xfce" in ports["notices"]["words"]
    assert health(ports, "do not disturb", "full screen", "wall clock") == ["works"] * 3
    assert whole["facts"]["session"] == "X11"
    assert whole["now"] == []
    assert "tray: works." in text
    assert "Nothing makes this moment a bad one." in text


def test_no_tray() -> None:
    with Desktop("dunst") as desktop:
        desktop.run("dunstctl", "set-paused", "true")
        ports, whole = doctor({**desktop.env, "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"})
    assert ports["tray"]["health"] == "not-here"
    assert ports["tray"]["words"] == "knotbreak is in a window instead, with the same menu."
    assert "AppIndicator" in ports["tray"]["hints"][0]
    assert [way["outcome"] for way in ports["tray"]["tried"]] == ["not-here", "not-here"]
    assert ports["the program"]["words"] == "It does not run."
    assert whole["now"] == ["do-not-disturb"]


def test_no_notification_daemon() -> None:
    with Desktop(None) as desktop:
        ports, _whole = doctor(desktop.env)
    assert ports["notices"]["health"] == "not-here"
    assert "window of knotbreak's own" in ports["notices"]["words"]
    assert "dunst" in ports["notices"]["hints"][0]
    assert health(ports, "idle time", "windows") == ["works", "works"]


def test_no_bus() -> None:
    with home() as place:
        (place.config).mkdir(parents=True, exist_ok=True)
        (place.config / "settings.toml").write_text('place = "moon"\nbreth_holds = true\n')
        ports, whole = doctor(place.env)
        text = place.says("doctor")
    assert ports["settings"]["words"] == "It has 2 faults. The last good settings hold."
    said = {way["words"] for way in ports["notices"]["tried"]}
    assert said == {"There is no message bus."}
    names = ("notices", "tray", "idle time", "lock and sleep", "windows", "microphone")
    assert set(health(ports, *names)) == {"not-here"}
    assert ports["notices"]["words"].startswith("There is no message bus. The terminal shows")
    assert ports["idle time"]["words"] == "You are taken to be at the keyboard all the time."
    assert whole["facts"]["session"] == ""
    assert "  - logind: There is no system bus." in text


def test_wayland() -> None:
    with SwayDesktop() as desktop:
        ports, whole = doctor(desktop.env)
    idle = {way["means"]: way["outcome"] for way in ports["idle time"]["tried"]}
    assert idle["Wayland idle notification"] == "chosen"
    assert idle["X11 screen saver extension"] == "not-needed"
    assert ports["full screen"]["words"].startswith("Wayland windows: ")
    assert ports["tray"]["tried"][1]["words"] == "On Wayland there is no such tray."
    assert health(ports, "windows", "notices") == ["works", "works"]
    assert whole["facts"]["session"] == "Wayland"
