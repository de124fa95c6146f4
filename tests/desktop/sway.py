"""A Wayland desktop without a screen.

Debian: apt-get install --no-install-recommends sway grim dunst
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.desktop.desktop import Daemon, Desktop
from tests.desktop.waiting import wait_until
from tests.desktop.wayland_pointer import VirtualPointer

_NOBODY = 65534
_CONFIG = """
xwayland disable
output HEADLESS-1 mode 1280x800
"""


class SwayDesktop(Desktop):
    """Headless sway in place of X server and window manager; the rest is as on `Desktop`."""

    def __init__(self, notifier: Daemon | None = "dunst") -> None:
        super().__init__(notifier, window_manager=False)
        self._pointer: VirtualPointer | None = None

    def windows(self, class_name: str) -> list[Any]:
        """The windows of a program, as the nodes of sway's tree."""
        tree = json.loads(self.run("swaymsg", "-t", "get_tree"))
        return [node for node in _nodes(tree) if node.get("app_id") == class_name]

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer and click; "button1" is sway's name for the left one."""
        for what in (("set", str(x), str(y)), ("press", f"button{button}")):
            self.run("swaymsg", "seat", "seat0", "cursor", *what)
        self.run("swaymsg", "seat", "seat0", "cursor", "release", f"button{button}")

    def screenshot(self, path: Path) -> None:
        """Save what is on the screen."""
        self.run("grim", str(path))

    def _start_display(self) -> None:
        folder = self.folder / "sway"
        folder.mkdir(mode=0o700)
        config = folder / "config"
        config.write_text(_CONFIG)
        command = ["sway", "-c", str(config)]
        if os.getuid() == 0:
            # It refuses to run as root.
            self.folder.chmod(0o711)
            os.chown(folder, _NOBODY, _NOBODY)
            os.chown(config, _NOBODY, _NOBODY)
            who = ("--reuid", str(_NOBODY), "--regid", str(_NOBODY), "--clear-groups")
            command = ["setpriv", *who, *command]
        self.env["SWAYSOCK"] = str(folder / "ipc")
        headless = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
        }
        self.display_server = self._processes.spawn(command, env={**self.env, **headless})
        wait_until(self._answers, "sway answers")
        (socket,) = (path for path in folder.glob("wayland-*") if path.is_socket())
        self.env["WAYLAND_DISPLAY"] = str(socket)
        self.env["XDG_SESSION_TYPE"] = "wayland"
        self.env["XDG_CURRENT_DESKTOP"] = "sway"
        self._pointer = VirtualPointer(str(socket))

    def _tear_down(self) -> None:
        if self._pointer is not None:
            self._pointer.close()
        super()._tear_down()

    def _answers(self) -> bool:
        ask = ["swaymsg", "-t", "get_outputs"]
        done = subprocess.run(ask, env=self.env, capture_output=True, text=True)
        return "HEADLESS-1" in done.stdout


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in (*node["nodes"], *node["floating_nodes"]):
        yield from _nodes(inner)
