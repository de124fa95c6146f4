"""A real panel with a place for tray icons."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.desktop.desktop import Desktop
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


class Panel:
    """xfce4-panel on a desktop whose notifier is "xfce" (it brings the settings service)."""

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

    def _get(self, name: str) -> str:
        ask = ["gdbus", "call", "--session", "-d", WATCHER, "-o", "/StatusNotifierWatcher"]
        member = ["-m", "org.freedesktop.DBus.Properties.Get", WATCHER, name]
        done = subprocess.run(
            [*ask, *member], env=self._desktop.env, capture_output=True, text=True, timeout=10
        )
        return done.stdout
