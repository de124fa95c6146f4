"""A whole desktop for one test: X server, window manager, buses, notification daemon.

Debian: apt-get install --no-install-recommends xvfb openbox xdotool imagemagick dbus dunst \
    xfce4-notifyd x11-xserver-utils
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple

from tests.daytime import FORENOON_ZONE
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_daemon import FakeDaemon
from tests.desktop.processes import Processes
from tests.desktop.waiting import wait_until

Daemon = Literal["dunst", "xfce", "fake"]
_NAME = "org.freedesktop.Notifications"

# A stock dunst only closes on a left click; people who use it for buttons set this.
_DUNSTRC = """
[global]
    width = 360
    offset = 10x10
    origin = top-right
    font = Sans 11
    markup = full
    format = "<b>%s</b>\\n%b"
    show_indicators = yes
    mouse_left_click = do_action, close_current
    mouse_right_click = close_current
    layer = overlay
[urgency_low]
    timeout = 10
[urgency_normal]
    timeout = 10
"""


class Window(NamedTuple):
    """Where a window is."""

    id: int
    x: int
    y: int
    width: int
    height: int


class Desktop:
    """Own display, buses, home and XDG folders; `env` is what a program there gets.

    Args:
        notifier: Which notification daemon runs; "fake" is the strict one, in this process.
        size: Of the screen, in pixels.
        window_manager: Whether openbox runs.
        env: More of the environment.
        server_options: For Xvfb.
        monitors: Widths of monitors that stand beside one another and share the screen.
        services: What else the session bus starts when it is called.
    """

    def __init__(
        self,
        notifier: Daemon | None = "dunst",
        *,
        size: tuple[int, int] = (1280, 800),
        window_manager: bool = True,
        env: Mapping[str, str] | None = None,
        server_options: Sequence[str] = (),
        monitors: Sequence[int] = (),
        services: Sequence[str] = (),
    ) -> None:
        self.notifier = notifier
        self.fake: FakeDaemon | None = None
        self._size = size
        self._window_manager = window_manager
        self._more_env = dict(env or {})
        self._server_options = server_options
        self._monitors = monitors
        self._services = tuple(services)
        if notifier == "xfce":
            # Where it looks for its settings.
            self._services += ("org.xfce.Xfconf",)
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Desktop:
        self.folder = Path(tempfile.mkdtemp(prefix="knotbreak-desktop-"))
        self._processes = Processes(self.folder, {**self._folders(), **self._more_env})
        self.env = self._processes.env
        try:
            self._start()
        except BaseException:
            self._tear_down()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tear_down()

    def run(self, *command: str, timeout_s: float = 10) -> str:
        """Run a program on this desktop to its end; returns what it printed."""
        return self._processes.run(command, timeout_s)

    def spawn(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; it ends with the desktop at the latest."""
        return self._processes.spawn(command)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a program."""
        self._processes.end(process)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer and click, as a hand would: the widget sees the pointer come."""
        self.run("xdotool", "mousemove", str(x), str(y), "sleep", "0.2", "click", str(button))

    def screenshot(self, path: Path) -> None:
        """Save what is on the screen."""
        self.run("import", "-window", "root", str(path))

    def find_window(self, class_name: str) -> Window | None:
        """Find a window that is to be seen, by its class."""
        return next(iter(self.windows(class_name)), None)

    def windows(self, class_name: str) -> list[Window]:
        """All windows of a class that are to be seen, the newest first."""
        search = ["xdotool", "search", "--onlyvisible", "--class", class_name]
        found = subprocess.run(search, env=self.env, capture_output=True, text=True).stdout.split()
        windows = []
        for number in reversed(found):
            text = subprocess.run(
                ["xdotool", "getwindowgeometry", "--shell", number],
                env=self.env,
                capture_output=True,
                text=True,
            ).stdout
            values = dict(line.split("=") for line in text.split())
            if "WIDTH" in values and int(values["WIDTH"]) > 1:
                place = (int(values[key]) for key in ("WINDOW", "X", "Y", "WIDTH", "HEIGHT"))
                windows.append(Window(*place))
        return windows

    def wait_for_window(self, class_name: str, *, besides: Container[int] = ()) -> Window:
        """Wait until such a window is there and has its final place.

        `besides` are the ids of windows that were there before.
        """
        seen: list[Window | None] = [None, None]

        def steady() -> bool:
            new = (one for one in self.windows(class_name) if one.id not in besides)
            seen[:] = [seen[1], next(new, None)]
            return seen[0] is not None and seen[0] == seen[1]

        wait_until(steady, f"a window of {class_name}")
        assert seen[1] is not None
        return seen[1]

    def start_daemon(self) -> None:
        """Start the notification daemon; it owns its name when this returns."""
        if self.notifier == "fake":
            self.fake = FakeDaemon(self.session.address)
            self.fake.start()
            return
        if self.notifier is None:
            return
        command = ["xfce4-notifyd"]
        if self.notifier == "dunst":
            config = self.folder / "dunstrc"
            config.write_text(_DUNSTRC)
            command = ["dunst", "-conf", str(config)]
        self._daemon = self._processes.spawn(command)
        wait_until(self.daemon_runs, f"{self.notifier} owns {_NAME}")

    def kill_daemon(self) -> None:
        """Kill the notification daemon; its name is free when this returns."""
        if self.fake is not None:
            self.fake.stop()
            self.fake = None
        if self._daemon is not None:
            self._daemon.kill()
            self._processes.end(self._daemon)
            self._daemon = None

    def daemon_runs(self) -> bool:
        """Whether somebody shows notifications."""
        send = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus"]
        ask = [*send, "/", "org.freedesktop.DBus.NameHasOwner", f"string:{_NAME}"]
        return "boolean true" in self.run(*ask)

    def _folders(self) -> dict[str, str]:
        home = self.folder / "home"
        places = {
            "HOME": home,
            "XDG_CONFIG_HOME": home / ".config",
            "XDG_CACHE_HOME": home / ".cache",
            "XDG_DATA_HOME": home / ".local/share",
            "XDG_STATE_HOME": home / ".local/state",
            "XDG_RUNTIME_DIR": self.folder / "run",
        }
        for place in places.values():
            place.mkdir(parents=True, exist_ok=True)
            place.chmod(0o700)
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "TZ": FORENOON_ZONE,
            "XDG_SESSION_TYPE": "x11",
            "XDG_CURRENT_DESKTOP": "XFCE",
            "NO_AT_BRIDGE": "1",
            "GSETTINGS_BACKEND": "memory",
            **{key: str(place) for key, place in places.items()},
        }

    def _start(self) -> None:
        self._start_display()
        for name in ("session", "system"):
            services = self._services if name == "session" else ()
            bus = PrivateBus(self._processes, self.folder / name, services)
            self.env[f"DBUS_{name.upper()}_BUS_ADDRESS"] = bus.address
            bus.start()
            setattr(self, name, bus)
        if self._window_manager:
            self._processes.spawn(["openbox"])
            wait_until(self._managed, "openbox manages the screen")
        self.start_daemon()

    session: PrivateBus
    system: PrivateBus

    def _start_display(self) -> None:
        width, height = self._size
        read_end, write_end = os.pipe()
        try:
            self.display_server = self._processes.spawn(
                ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24",
                 "-nolisten", "tcp", "-noreset", *self._server_options],
                pass_fds=(write_end,),
            )  # fmt: skip
        finally:
            os.close(write_end)
        with os.fdopen(read_end, "rb") as ready:
            number = ready.readline().strip().decode()
        assert number, (self.folder / "Xvfb.log").read_text()
        self.env["DISPLAY"] = f":{number}"
        left = 0
        for count, wide in enumerate(self._monitors, 1):
            # The server has one output. The first monitor takes it, the others are there without.
            output = "screen" if count == 1 else "none"
            area = f"{wide}/{wide // 4}x{height}/{height // 4}+{left}+0"
            self.run("xrandr", "--setmonitor", f"monitor-{count}", area, output)
            left += wide

    def unplug(self, number: int) -> None:
        """Take a monitor away, counted from 1."""
        self.run("xrandr", "--delmonitor", f"monitor-{number}")

    def _managed(self) -> bool:
        done = subprocess.run(
            ["xdotool", "get_num_desktops"], env=self.env, capture_output=True, text=True
        )
        return done.returncode == 0

    def _tear_down(self) -> None:
        if self.fake is not None:
            self.fake.stop()
        self._processes.end_all()
        shutil.rmtree(self.folder)


def in_environment(env: Mapping[str, str], command: Sequence[str]) -> list[str]:
    """Word a command that runs in exactly this environment."""
    return ["env", "-i", *(f"{key}={value}" for key, value in env.items()), *command]
