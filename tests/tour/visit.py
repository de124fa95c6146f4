"""Somebody at a desktop on which the installed program runs: eyes, a mouse and a keyboard."""

from __future__ import annotations

import math
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtGui import QColor

from knotbreak.qt.theme import DARK, LIGHT
from tests.desktop.desktop import Daemon, Desktop
from tests.desktop.panel import Panel
from tests.desktop.waiting import wait_until
from tests.e2e.program import KNOTBREAK, Program, settings_text
from tests.tour.album import Roll, Shot
from tests.tour.eyes import Box, Picture

BACKGROUND = {False: "#8FA6A3", True: "#2F3A40"}
GTK_DARK = "[Settings]\ngtk-application-prefer-dark-theme=1\n"
WORK_EVERY_S = 1.5
"""Longer than the pause in input that a notice waits for, at the speed of the tour."""

OWN, PANEL, NOTICE = "knotbreak", "Wrapper-2.0", "Xfce4-notifyd"


class Visit:
    """One desktop from log-in to log-out.

    Args:
        roll: Where the pictures go.
        mark: Begins the names of this visit's pictures.
        dark: The person chose dark windows, where GTK and Qt both look for it.
        notifier: Which notification daemon runs, if one does.
        panel: Whether there is a panel with a tray.
        scale: 2 on a screen whose points are twice as small.
        env: More of the environment.
    """

    def __init__(
        self,
        roll: Roll,
        *,
        mark: str = "",
        dark: bool = False,
        notifier: Daemon | None = "xfce",
        panel: bool = True,
        scale: int = 1,
        size: tuple[int, int] = (1280, 800),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._roll = roll
        self.scale = scale
        self.dark = dark
        self.colours = DARK if dark else LIGHT
        self._mark = mark
        self._size = size
        self._with_panel = panel
        more = {"GDK_SCALE": str(scale)} if scale > 1 else {}
        self.desktop = Desktop(notifier, size=size, env={**more, **(env or {})})
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Visit:
        self.desktop.__enter__()
        try:
            self._settle()
        except BaseException:
            self.desktop.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is not None:
                self._roll.append(
                    Shot(f"{self._mark}failed", f"Here it failed: {error}", self.look())
                )
            self.stop()
        finally:
            self.desktop.__exit__(kind, error, trace)

    def _settle(self) -> None:
        desktop = self.desktop
        wide, tall = self._size
        # Its exit status is 1 even when it has painted: look instead.
        paint = ("display", "-window", "root", "-size", f"{wide}x{tall}")
        desktop.spawn(*paint, f"xc:{BACKGROUND[self.dark]}")
        painted = QColor(BACKGROUND[self.dark])
        wait_until(lambda: self.look().image.pixelColor(0, 0) == painted, "the desktop is painted")
        if self.dark:
            folder = Path(desktop.env["XDG_CONFIG_HOME"], "gtk-3.0")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "settings.ini").write_text(GTK_DARK)
        if self.scale > 1:
            resources = f"Xft.dpi:\t{96 * self.scale}\n"
            desktop.run("xprop", "-root", "-format", "RESOURCE_MANAGER", "8s",
                        "-set", "RESOURCE_MANAGER", resources)  # fmt: skip
        self.program = Program(desktop.env)
        if self._with_panel:
            self.panel = Panel(desktop)
            self.panel.start()
        self.rest()

    # -- the program ---------------------------------------------------------------------------

    def prepare(self, *, accept: bool = True, routine: str = "", **reminders: str) -> None:
        """Write the settings, and the routine `mini`."""
        self.program.prepare(settings_text(**reminders), routine, accept=accept)

    def start(self, speed: float, **env: str) -> None:
        """Start the program; its icon is in the tray, where there is one, when this returns."""
        command = [str(KNOTBREAK), "run", "--speed", f"{speed:g}"]
        log = (self.desktop.folder / "knotbreak.log").open("ab")
        with log:
            self._process = subprocess.Popen(command, env={**self.desktop.env, **env}, stderr=log)
        if self._with_panel:
            wait_until(lambda: self.panel.icons() == 1, "the icon is in the tray")
        wait_until(lambda: self.program.command("status").returncode == 0, "the program answers")

    def stop(self) -> None:
        """End the program in order."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGTERM)
            process.wait(10)

    def command(self, *args: str) -> None:
        """Run a command that must succeed."""
        done = self.program.command(*args)
        assert done.returncode == 0, f"knotbreak {' '.join(args)}: {done.stderr}"

    def session(self) -> dict[str, Any]:
        """The session that plays; empty if none does."""
        return self.program.status()["session"] or {}

    def until_session(self, what: str, **wanted: object) -> None:
        """Wait until the session is like this."""
        wait_until(
            lambda: wanted.items() <= self.session().items(), f"the session comes to {what}", 20_000
        )

    def until_over(self) -> None:
        """Wait until no session plays."""
        wait_until(lambda: not self.session(), "the session ends", 20_000)

    # -- eyes ----------------------------------------------------------------------------------

    def look(self) -> Picture:
        """What is on the screen now."""
        path = self.desktop.folder / "look.png"
        self.desktop.run("import", "-silent", "-window", "root", "-depth", "8", f"png24:{path}")
        return Picture.read(path)

    def look_steady(self, box: Box | None = None) -> Picture:
        """What is on the screen, or in a part of it, once it does not change any more."""
        seen = [self._cut(box)]

        def steady() -> bool:
            seen.append(self._cut(box))
            return seen[-1].same(seen[-2])

        wait_until(steady, "the screen comes to rest")
        return seen[-1]

    def _cut(self, box: Box | None) -> Picture:
        return self.look() if box is None else self.look().part(box)

    def shoot(
        self,
        name: str,
        caption: str,
        box: Box | None = None,
        *,
        zoom: int = 1,
        moving: bool = False,
    ) -> Picture:
        """Put the screen, or a part of it, into the album; a `moving` one as it is right now."""
        picture = self._cut(box) if moving else self.look_steady(box)
        shot = Shot(f"{self._mark}{name}", caption, picture.part(_whole(picture), zoom))
        self._roll.append(shot)
        return picture

    def windows(self, class_name: str) -> list[int]:
        """Windows of a program that are to be seen."""
        return self._search("--class", f"^{class_name}$")

    def boxes(self, class_name: str) -> list[Box]:
        """Where the windows of a program are, from the top."""
        found = [self._find(window) for window in self.windows(class_name)]
        return sorted((box for box in found if box is not None), key=lambda box: (box.y, box.x))

    def until_window(self, title: str) -> Box:
        """Wait until a window of the program with this title is there and stays where it is."""
        seen: list[Box | None] = [None, None]

        def steady() -> bool:
            found = self._search("--name", title)
            seen[:] = [seen[1], self._find(found[-1]) if found else None]
            return seen[0] is not None and seen[0] == seen[1]

        wait_until(steady, f"a window {title!r}")
        assert seen[1] is not None
        return seen[1]

    def titled(self, title: str) -> list[int]:
        """Windows with this in their title that are to be seen."""
        return self._search("--name", title)

    def _search(self, *how: str) -> list[int]:
        search = ["xdotool", "search", "--onlyvisible", *how]
        done = subprocess.run(search, env=self.desktop.env, capture_output=True, text=True)
        return [int(number) for number in done.stdout.split()]

    def _find(self, window: int) -> Box | None:
        """Where a window is, without what the window manager puts around it; None if it is gone."""
        ask = ["xwininfo", "-id", str(window)]
        done = subprocess.run(ask, env=self.desktop.env, capture_output=True, text=True)
        if done.returncode != 0:
            return None
        keys = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        lines = (line.strip() for line in done.stdout.splitlines())
        values = dict(line.split(":", 1) for line in lines if ":" in line)
        return Box(*(int(values[key]) for key in keys))

    def with_frame(self, box: Box) -> Box:
        """A window with a strip of desktop around it."""
        frame, title = 16 * self.scale, 36 * self.scale
        wide, tall = self._size
        left, top = max(0, box.x - frame), max(0, box.y - title)
        right = min(wide, box.x + box.width + frame)
        bottom = min(tall, box.y + box.height + frame)
        return Box(left, top, right - left, bottom - top)

    # -- hands ---------------------------------------------------------------------------------

    def rest(self) -> None:
        """Put the pointer where it touches nothing."""
        self.desktop.run("xdotool", "mousemove", str(self._size[0] - 2), str(self._size[1] // 2))

    def click(self, at: tuple[int, int], button: int = 1) -> None:
        """Click there, and take the pointer away again."""
        self.desktop.click(*at, button)
        self.rest()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.desktop.run("xdotool", "key", *keys)

    def press_until(self, key: str, done: Callable[[], object], what: str) -> None:
        """Press a key again until it was heard: a new window is deaf for its first second.

        A key that was heard takes a moment to show: it is pressed again only after twice that
        second, lest its second press goes to what the first one opened.
        """
        pressed = -math.inf

        def heard() -> bool:
            nonlocal pressed
            if time.monotonic() - pressed > 2:
                self.press(key)
                pressed = time.monotonic()
            return bool(done())

        wait_until(heard, what)

    def click_primary(self, within: Box) -> None:
        """Click the one button that is filled."""
        filled: list[Box] = []

        def seen() -> bool:
            picture = self.look().part(within)
            filled[:] = picture.filled(self.colours.accent_text, self.scale)
            return bool(filled)

        wait_until(seen, "a filled button is to be seen")
        self.click(filled[0].moved(within.x, within.y).middle)

    def click_outlined(self, within: Box, number: int) -> None:
        """Click one of the other buttons, counted from 0 in the order of reading."""
        self.click(self.outlined(within, number).middle)

    def outlined(self, within: Box, number: int) -> Box:
        """Where one of the other buttons is."""
        boxes: list[Box] = []

        def seen() -> bool:
            boxes[:] = self.look().part(within).outlined(self.colours.line, self.scale)
            return len(boxes) > number

        wait_until(seen, f"{number + 1} outlined buttons are to be seen")
        return boxes[number].moved(within.x, within.y)

    # -- the tray ------------------------------------------------------------------------------

    def tray_icon(self) -> Box:
        """Where the icon is."""
        boxes: list[Box] = []

        def alone() -> bool:
            boxes[:] = self.boxes(PANEL)
            return len(boxes) == 1

        wait_until(alone, "the tray with no menu open")
        return boxes[0]

    def hover_tray(self) -> None:
        """Rest on the icon until its tooltip is there."""
        self.desktop.run("xdotool", "mousemove", *map(str, self.tray_icon().middle))
        self._until_windows(PANEL, 2)

    def open_tray_menu(self) -> None:
        """Open the icon's menu, without a pointer above it."""
        self.desktop.click(*self.tray_icon().middle, 3)
        self._until_windows(PANEL, 2)
        self.rest()

    def open_submenu(self, *keys: str, depth: int = 1) -> None:
        """Walk to an entry with these keys and open it; `depth` menus are open besides it."""
        self.press(*keys, "Right")
        self._until_windows(PANEL, depth + 2)

    def close_menus(self) -> None:
        """Leave every menu."""

        def closed() -> bool:
            self.press("Escape")
            return len(self.windows(PANEL)) == 1

        wait_until(closed, "the menu closes")

    def until_icon_changes(self, before: Picture, what: str) -> None:
        """Work until the tray's icon looks other than in this picture."""
        icon = self.tray_icon()

        def changed() -> bool:
            self.program.status()  # the program draws anew when somebody asks how things are
            return not self.look().part(icon).same(before)

        self._work_until(changed, what)

    def _until_windows(self, class_name: str, count: int) -> None:
        wait_until(
            lambda: len(self.windows(class_name)) == count, f"{count} windows of {class_name}"
        )

    # -- notices -------------------------------------------------------------------------------

    def work_until_due(self) -> None:
        """Work until a notice is shown."""
        self._work_until(
            lambda: (self.program.status()["notice"] or {}).get("shown"), "a notice comes"
        )

    def _work_until(self, done: Callable[[], object], what: str) -> None:
        """Move the mouse a little now and then, with pauses in which a notice may come."""
        moved_at = time.monotonic()
        step = -2

        def working() -> bool:
            nonlocal moved_at, step
            if time.monotonic() - moved_at >= WORK_EVERY_S:
                moved_at = time.monotonic()
                step = -step
                self.desktop.run("xdotool", "mousemove_relative", "--", "0", str(step))
            return bool(done())

        wait_until(working, what, 60_000)
        self.rest()

    def until_notice(self) -> Box:
        """Work until the desktop shows a notice, at its final place."""
        self.work_until_due()
        seen: list[list[Box]] = [[], []]

        def steady() -> bool:
            seen[:] = [seen[1], self.boxes(NOTICE)]
            return len(seen[1]) == 1 and seen[0] == seen[1]

        wait_until(steady, "the notice is on the screen")
        return seen[1][0]

    def click_notice(self, notice: Box, number: int, count: int) -> None:
        """Click one of the buttons, of equal width, at the bottom of a notice."""
        across = notice.x + notice.width * (2 * number + 1) // (2 * count)
        self.click((across, notice.y + notice.height - 30 * self.scale))


def _whole(picture: Picture) -> Box:
    return Box(0, 0, picture.image.width(), picture.image.height())
