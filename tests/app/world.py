"""A whole program on fakes, that can be killed and started again."""

from __future__ import annotations

from collections.abc import Sequence

from knotbreak.app.care_desk import CareDesk
from knotbreak.app.choosing import Choosing
from knotbreak.app.commands import Commands
from knotbreak.app.controller import Controller
from knotbreak.app.easing import Health
from knotbreak.app.intents import Acknowledge, Key, SessionKey, StartRoutine
from knotbreak.app.play_settings import PlaySettings
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import Reminding, day_start_utc_ms
from knotbreak.app.saving import Saving
from knotbreak.app.state import AppState
from knotbreak.app.status import Status
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.health_settings import Flag
from knotbreak.core.reminders import Reminder
from knotbreak.core.scheduler import Scheduler
from knotbreak.core.settings import Settings, resolve_reminders
from knotbreak.core.units import MINUTE_MS, Instant
from knotbreak.guide.shape import FlagGuide
from tests.fake_care import FakeCareOutside
from tests.fakes import (
    TRANSLATOR,
    FakeClock,
    FakeFrontEnd,
    FakeHistory,
    FakeIdle,
    FakeLibrary,
    FakeLoop,
    FakeNotifier,
    FakeSettings,
    FakeStore,
)

FLAG_TABLE = {
    Flag.NECK: FlagGuide(
        id=Flag.NECK, title="Neck trouble", because="No pulls.", hides=("neck-side",)
    ),
    Flag.HEART: FlagGuide(
        id=Flag.HEART, title="Heart trouble", because="No holds.", breath_holds=False
    ),
    Flag.BALANCE: FlagGuide(
        id=Flag.BALANCE, title="Balance", because="No turns.", hides=("neck-side", "neck-turn")
    ),
    Flag.GENTLE: FlagGuide(id=Flag.GENTLE, title="Arthritis", because="Gently.", gentle_all=True),
}
"""What flags do in this world."""


class World:
    """The fakes live on when the program is killed, as the outside does."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        reminders: Sequence[Reminder] | None = None,
        idle_known: bool = False,
        acknowledged: bool = True,
        start: bool = True,
    ) -> None:
        self.journal: list[str] = []
        self.clock = FakeClock()
        self.history = FakeHistory(self.journal)
        self.store = FakeStore(self.journal)
        self.library = FakeLibrary()
        self.settings = FakeSettings(settings)
        self._reminders = reminders
        self._idle_known = idle_known
        self.boot_id = "boot-1"
        self.care_outside = FakeCareOutside(self.journal)
        self.shown_before: list[str] = []
        self.build()
        if start:
            self.start()
        if acknowledged and start:
            self.controller.handle(Acknowledge())
            self.journal.clear()

    @property
    def reminders(self) -> tuple[Reminder, ...]:
        if self._reminders is not None:
            return tuple(self._reminders)
        return resolve_reminders(self.settings.settings)

    def build(self) -> None:
        self.loop = FakeLoop(self.clock)
        self.care_outside.killed()
        self.notifier = FakeNotifier(self.journal)
        self.idle = FakeIdle(self._idle_known)
        self.front = self.make_front()
        self.saving = Saving(self.history, self.store)
        health = Health(lambda: FLAG_TABLE, self.library, self.settings)
        self.choosing = Choosing(
            self.library,
            self.history,
            self.settings,
            TRANSLATOR,
            self.clock.now,
            health.easing,
        )

        def held_today(now: Instant) -> float:
            return self.history.held_between(day_start_utc_ms(now), now.utc_ms + 1)

        def play_settings() -> PlaySettings:
            return PlaySettings(until_back=self.settings.settings.session.until_back)

        self.playing = Playing(self.choosing.playable, play_settings, TRANSLATOR, held_today)
        self.controller = Controller(
            clock=self.clock,
            loop=self.loop,
            boot_id=self.boot_id,
            reminding=Reminding(
                Scheduler(self.reminders, self.clock.now()),
                self.choosing.for_reminder,
                self.choosing.facts,
                TRANSLATOR,
                lambda: self.settings.settings.strong.on,
            ),
            playing=self.playing,
            choosing=self.choosing,
            notifier=self.notifier,
            idle=self.idle,
            saving=self.saving,
            front=self.front,
            translator=TRANSLATOR,
            strong=lambda: self.settings.settings.strong,
            care=CareDesk(lambda: self.care_outside),
        )
        self.care_outside.program(self.controller, self.settings)
        self.status = Status(self.controller, self.history, self.settings, TRANSLATOR)
        self.quits = 0
        self.commands = Commands(self.controller, self.status, TRANSLATOR, self._quit)

    def make_front(self) -> FakeFrontEnd:
        """What the program shows itself with; there is no controller yet."""
        return FakeFrontEnd(self.journal)

    def _quit(self) -> None:
        self.quits += 1

    def start(self) -> None:
        left = self.saving.load()
        self.controller.start(left)

    def kill_and_start(self, away_ms: int = 1_000, *, reboot: bool = False) -> None:
        """The process is killed; what is on the disk is all there is."""
        self.shown_before += [notice.title for notice in self.notifier.shown]
        if reboot:
            self.clock.reboot(away_ms)
            self.boot_id += "+"
        else:
            self.clock.run(away_ms)
        self.build()
        self.start()

    def run(self, minutes: float) -> None:
        self.loop.run(round(minutes * MINUTE_MS))

    def command(self, name: object, **args: object) -> dict[str, object]:
        answers: list[dict[str, object]] = []
        self.commands.handle({"cmd": name, "args": args}, answers.append)
        (answer,) = answers
        return answer

    def play(self, routine: str | None = None) -> None:
        self.controller.handle(StartRoutine(routine))

    def took(self, routine: str) -> None:
        """A session of today that is in the history already."""
        at = {"at_utc_ms": self.clock.now().utc_ms, "offset_min": 0, "routine": routine}
        self.history.record(HistoryEvent(event=EventKind.STARTED, **at))
        self.history.record(HistoryEvent(event=EventKind.SESSION, outcome="done", held_s=60, **at))

    def key(self, key: Key) -> None:
        self.controller.handle(SessionKey(key))

    @property
    def titles(self) -> list[str]:
        return [notice.title for notice in self.notifier.shown]

    @property
    def state(self) -> AppState:
        left = self.store.load()
        assert left is not None
        return left

    def events(self, *kinds: EventKind) -> list[str]:
        wanted = self.history.of(*kinds) if kinds else self.history.events
        return [
            event.event.value
            for event in wanted
            if event.event is not EventKind.SAFETY_ACKNOWLEDGED or kinds
        ]
