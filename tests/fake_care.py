"""What care timers ask of the outside, in memory: notifiers, sounds, the window, the real guide."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knotbreak.app.care_safety import CareSafety
from knotbreak.app.caring import Caring
from knotbreak.app.controller import Controller
from knotbreak.app.notice import Notice
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.health_settings import HealthSettings
from knotbreak.core.scheduler_state import GUIDE
from knotbreak.core.units import Instant
from knotbreak.guide.book import Guide
from knotbreak.storage.guide_files import load_guide
from knotbreak.storage.library_port import LibraryPort
from tests.fakes import TRANSLATOR, FakeNotifier, FakeSettings

ROOT = Path(__file__).parents[1]


@cache
def the_guide() -> Guide:
    library = LibraryPort(ROOT, ROOT / "no-data")
    return load_guide(ROOT, library.stretches(), library.routines())


class FakeTones:
    """Notes what would be heard."""

    def __init__(self) -> None:
        self.alarms = 0
        self.phases: list[BreathPhase] = []

    def alarm(self) -> None:
        self.alarms += 1

    def breath(self, phase: BreathPhase) -> None:
        self.phases.append(phase)


class FakeAlarms(FakeNotifier):
    """One timer's way to the screen: the same timer alarms more than once."""

    def show(self, notice: Notice) -> None:
        earlier, self.shown = self.shown, []
        assert all(one.offer_id == notice.offer_id for one in earlier)
        assert notice.urgent
        super().show(notice)
        self.shown = earlier + self.shown


class FakeCareOutside:
    """Implements `CareOutside`; lives on when the program is killed, as the desktop does."""

    def __init__(self, journal: list[str]) -> None:
        self._journal = journal
        self.body = HealthSettings()
        self.notifiers: list[FakeAlarms] = []
        self.alarmed: list[str] = []
        self.asked: list[tuple[int, str | None]] = []
        self.made = 0
        self.windows = 0

    def program(self, controller: Controller, settings: FakeSettings) -> None:
        """The program that the timers belong to now."""
        self.safety = CareSafety(
            the_guide,
            lambda: self.body,
            lambda: settings.settings.breath_holds,
            lambda: GUIDE in controller.reminding.scheduler.state.pauses,
            TRANSLATOR,
        )

    def killed(self) -> None:
        """The process is gone; what it showed is on the screen still."""
        self.notifiers = []

    def coordinator(self, now: Instant) -> Caring:
        self.made += 1
        return Caring(now, TRANSLATOR, self.safety.barred)

    def notifier(self) -> FakeAlarms:
        self.notifiers.append(FakeAlarms(self._journal))
        return self.notifiers[-1]

    def alarm(self, notice: Notice, window: bool) -> None:
        assert notice.urgent
        self.alarmed.append(notice.title)
        if window:
            self.windows += 1

    def show(self, timer: int, token: str | None) -> None:
        self.asked.append((timer, token))

    @property
    def open(self) -> list[Notice]:
        """The alarms on the screen, in the order of their timers."""
        found = [one.open for one in self.notifiers if one.open is not None]
        return sorted(found, key=lambda notice: notice.offer_id)

    def click(self, timer: int, action: str, token: str | None = None) -> None:
        """The person presses a button of a timer's alarm."""
        (shows,) = [one for one in self.notifiers if one.open and one.open.offer_id == timer]
        shows.click(action, token=token)

    @property
    def stale(self) -> list[str]:
        """What was taken down of an earlier run."""
        return [handle for one in self.notifiers for handle in one.stale]
