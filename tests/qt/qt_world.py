"""A whole program on fakes behind the real tray and windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from knotbreak.app.effects import Ring
from knotbreak.app.intents import Acknowledge
from knotbreak.app.menu import Menu
from knotbreak.app.outside import Outside
from knotbreak.app.panels import Panel
from knotbreak.app.ports import Handle
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.qt.front import QtFront
from knotbreak.qt.icons import Icons
from knotbreak.qt.notices import FallbackNotifier
from tests.app.world import World
from tests.fake_care import FakeTones
from tests.fakes import TRANSLATOR, FakeHandle, FakeWindowStore

if TYPE_CHECKING:
    from knotbreak.qt.care_window import CareWindow

ICONS = Path(__file__).parents[2] / "assets" / "icons"
STRETCH = Settings(reminder={name: ReminderSettings(on=False) for name in ("posture", "water")})


class QtWorld(World):
    """`World` with `QtFront`. Its loop does what is posted at once, so every change is drawn."""

    def __init__(self, app: QApplication, settings: Settings = STRETCH, **more: bool) -> None:
        self.app = app
        self.with_buttons = True
        self.asked: list[str] = []
        self.rings: list[Ring] = []
        self.precise: list[bool] = []
        self.places = FakeWindowStore()
        self.on_battery = False
        self.tones = FakeTones()
        self.hosts: list[Callable[[bool], None]] = []
        self.host_handle = FakeHandle()
        acknowledged = more.pop("acknowledged", True)
        super().__init__(settings, acknowledged=False, start=False, **more)
        self.front.open()
        self.start()
        if acknowledged:
            self.controller.handle(Acknowledge())
        self.journal.clear()

    front: QtFront  # type: ignore[assignment]

    def build(self) -> None:
        super().build()
        self.menu = Menu(self.controller, self.library, self.history, self.settings, TRANSLATOR)
        self.front.attach(self.controller, self.status, self.menu)
        notifier = FallbackNotifier(self.notifier, self.front.board, lambda: self.with_buttons)
        self.controller._notifier = notifier
        self.controller._outside = Outside(
            notifier, self.front, self.controller.presence, self.controller.care
        )

    def make_front(self) -> QtFront:  # type: ignore[override]
        return QtFront(
            self.app,
            self.loop,
            TRANSLATOR,
            Icons(ICONS),
            quit_program=lambda: self.asked.append("quit"),
            set_place=lambda place: self.asked.append(f"place {place}"),
            open_settings=lambda: self.asked.append("settings"),
            places=self.places,
            watch_host=self._watch_host,
            ring=self.rings.append,
            felt=lambda how: self.asked.append(f"felt {how}"),
            precise=self.precise.append,
            saving=lambda: self.on_battery,
            panels={Panel.CARE: self._care_window},
        )

    def _care_window(self) -> CareWindow:
        # As the program does: with the first one, not with the tray.
        from knotbreak.app.care_front import CareFront
        from knotbreak.qt.care_window import CareWindow

        front = CareFront(self.controller, self.care_outside.safety, TRANSLATOR, self.tones)
        return CareWindow(self.front.look, TRANSLATOR, front)

    @property
    def care(self) -> CareWindow:
        """The window of the care timers."""
        return cast("CareWindow", self.front.panels.open[Panel.CARE])

    def close(self) -> None:
        """End the program in order."""
        self.controller.stop()
        self.front.close()

    def _watch_host(self, fn: Callable[[bool], None]) -> Handle:
        self.hosts.append(fn)
        return self.host_handle
