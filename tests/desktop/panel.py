"""Real panels with a place for tray icons: one for each way in which icons get there."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Protocol

from tests.desktop.desktop import Desktop, Window
from tests.desktop.waiting import wait_until

WATCHER = "org.kde.StatusNotifierWatcher"
_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property></property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/></property>
  </property>
</channel>
"""


class TrayHost(Protocol):
    """A place for tray icons.

    Attributes:
        menu_class: The class of the window in which an icon's menu is drawn.
    """

    menu_class: str

    def start(self) -> None: ...
    def kill(self) -> None: ...

    def icons(self) -> int:
        """How many tray icons it has."""

    def icon(self) -> Window:
        """Where its first icon is."""


class Panel:
    """xfce4-panel on a desktop whose notifier is "xfce" (it brings the settings service)."""

    # It draws the menus of its icons itself, in the process of its plugin.
    menu_class = "Wrapper-2.0"

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._process: subprocess.Popen[bytes] | None = None
        config = Path(desktop.env["XDG_CONFIG_HOME"], "xfce4/xfconf/xfce-perchannel-xml")
        config.mkdir(parents=True, exist_ok=True)
        (config / "xfce4-panel.xml").write_text(_CONFIG)

    def start(self) -> None:
        """Start it; icons have a host when this returns."""
        self._process = self._desktop.spawn("xfce4-panel", "--disable-wm-check")
        wait_until(lambda: "true" in self._get("IsStatusNotifierHostRegistered"), "the panel")

    def kill(self) -> None:
        """End it as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._desktop.end(self._process)
        wait_until(lambda: not self._get("IsStatusNotifierHostRegistered"), "no panel")

    def icons(self) -> int:
        """How many tray icons it has."""
        return self._get("RegisteredStatusNotifierItems").count("StatusNotifierItem")

    def icon(self) -> Window:
        """Where its first icon is; it has no other plugin."""
        return self._desktop.wait_for_window("Wrapper-2.0")

    def _get(self, name: str) -> str:
        ask = ["gdbus", "call", "--session", "-d", WATCHER, "-o", "/StatusNotifierWatcher"]
        member = ["-m", "org.freedesktop.DBus.Properties.Get", WATCHER, name]
        done = subprocess.run(
            [*ask, *member], env=self._desktop.env, capture_output=True, text=True, timeout=10
        )
        return done.stdout


class Trayer:
    """trayer, which embeds the windows that programs give it (XEmbed)."""

    # The program draws the menu of its icon.
    menu_class = "knotbreak"

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is there when this returns, icons come by themselves."""
        place = ("--edge", "bottom", "--align", "left", "--widthtype", "request", "--height", "32")
        self._process = self._desktop.spawn("trayer", *place)
        wait_until(self._windows, "trayer")

    def kill(self) -> None:
        """End it as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._desktop.end(self._process)
        wait_until(lambda: not self._windows(), "no trayer")

    def icons(self) -> int:
        """How many tray icons it has."""
        return len(self._embedded())

    def icon(self) -> Window:
        """Where its first icon is."""
        number = self._embedded()[0]
        return next(one for one in self._desktop.windows("knotbreak") if one.id == number)

    def _windows(self) -> list[str]:
        search = ["xdotool", "search", "--class", "trayer"]
        done = subprocess.run(search, env=self._desktop.env, capture_output=True, text=True)
        return done.stdout.split()

    def _embedded(self) -> list[int]:
        """The ids of the windows of others inside of its own."""
        found = []
        for window in self._windows():
            tree = ["xwininfo", "-id", window, "-tree"]
            done = subprocess.run(tree, env=self._desktop.env, capture_output=True, text=True)
            children = done.stdout.partition("child")[2].splitlines()
            found += [int(line.split()[0], 16) for line in children if '("knotbreak"' in line]
        return found
