"""The outside of a simulated day: clocks that jump, a person who types or not, and no files."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from knotbreak.app.effects import Ring
from knotbreak.app.notice import Notice
from knotbreak.app.state import AppState
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.settings import Settings
from knotbreak.core.units import SECOND_MS, Instant

if TYPE_CHECKING:
    from knotbreak.app.ports import NoticeListener

REST_MS = 10 * SECOND_MS
"""Somebody who works, but does not type without end, pauses for as long as anyone may wait for."""


class SimulatedClock:
    """Wall, boot and monotonic time; nothing moves them but the simulation."""

    speed = 1.0

    def __init__(self, utc_ms: int, zone: tzinfo) -> None:
        self._mono_ms = 0
        self._boot_ms = 0
        self._utc_ms = utc_ms
        self._zone = zone

    def now(self) -> Instant:
        """This moment."""
        return Instant(
            mono_ms=self._mono_ms, boot_ms=self._boot_ms, utc_ms=self._utc_ms, zone=self._zone
        )

    def real_ms(self, mono_ms: int) -> int:
        """The loop's time is the program's."""
        return mono_ms

    def run(self, ms: int) -> None:
        """The machine is awake for so long."""
        self._mono_ms += ms
        self._boot_ms += ms
        self._utc_ms += ms

    def sleep(self, ms: int) -> None:
        """The machine sleeps for so long."""
        self._boot_ms += ms
        self._utc_ms += ms

    def set_by(self, ms: int) -> None:
        """Somebody sets the wall clock."""
        self._utc_ms += ms

    def travel(self, zone: tzinfo) -> None:
        """The machine is somewhere else."""
        self._zone = zone


class SimulatedTimer:
    """A timer of the simulated loop."""

    def __init__(self, fn: Callable[[], None]) -> None:
        self.fn: Callable[[], None] | None = fn

    def cancel(self) -> None:
        """Let it not go off."""
        self.fn = None


class SimulatedLoop:
    """Timers that go off while `run` lets time pass, each at its very moment."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock
        self._timers: list[tuple[int, int, SimulatedTimer]] = []
        self._made = 0

    def now_ms(self) -> int:
        """The monotonic time."""
        return self._clock.now().mono_ms

    def call_at(self, real_ms: int, fn: Callable[[], None]) -> SimulatedTimer:
        """Call `fn` at a moment."""
        timer = SimulatedTimer(fn)
        self._made += 1
        heapq.heappush(self._timers, (real_ms, self._made, timer))
        return timer

    def add_reader(self, fd: int, fn: Callable[[], None]) -> SimulatedTimer:
        """Nothing simulated has a descriptor."""
        raise NotImplementedError

    def add_writer(self, fd: int, fn: Callable[[], None]) -> SimulatedTimer:
        """Nothing simulated has a descriptor."""
        raise NotImplementedError

    def post(self, fn: Callable[[], None]) -> None:
        """Call `fn` at once, as far as the clock can tell."""
        self.call_at(self.now_ms(), fn)

    def run(self, ms: int) -> None:
        """Let time pass; what falls on its last moment still goes off."""
        until_ms = self.now_ms() + ms
        while self._timers and self._timers[0][0] <= until_ms:
            due_ms, _, timer = heapq.heappop(self._timers)
            if timer.fn is None:
                continue
            self._clock.run(max(0, due_ms - self.now_ms()))
            timer.fn()
        self._clock.run(until_ms - self.now_ms())


class SimulatedNotifier:
    """A desktop that shows every notice, and a person who reads none until told to answer."""

    def __init__(self) -> None:
        self.open: Notice | None = None
        self._listener: NoticeListener | None = None

    def start(self, listener: NoticeListener) -> None:
        """Hear who wants to know."""
        self._listener = listener

    def show(self, notice: Notice) -> None:
        """It is on the screen at once."""
        self.open = notice
        if self._listener is not None:
            self._listener.notice_shown(notice.offer_id, "")

    def withdraw(self, offer_id: int) -> None:
        """It is gone at once."""
        if self.open is not None and self.open.offer_id == offer_id:
            self.open = None

    def close_stale(self, handle: str) -> None:
        """No earlier run has left anything."""

    def stop(self) -> None:
        """Nothing is held."""

    def describe(self) -> str:
        """What this is."""
        return "simulated"


class Watch:
    """Somebody waits for the input to be still, or to come again; once."""

    def __init__(self, fn: Callable[[int], None], threshold_ms: int = 0) -> None:
        self.fn = fn
        self.threshold_ms = threshold_ms
        self.timer: SimulatedTimer | None = None
        self.over = False

    def cancel(self) -> None:
        """Wait no more."""
        self.over = True
        if self.timer is not None:
            self.timer.cancel()


class SimulatedIdle:
    """Keyboard and mouse: still, in use with a rest now and then, or typed on without any."""

    known = True

    def __init__(self, loop: SimulatedLoop) -> None:
        self._loop = loop
        self._still_from_ms: int | None = None
        self._types = False
        self._idle: list[Watch] = []
        self._active: list[Watch] = []

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Watch:
        """Call `fn` when the input has been still for so long."""
        watch = Watch(fn, threshold_ms)
        self._idle.append(watch)
        self._set(watch)
        return watch

    def watch_active(self, fn: Callable[[int], None]) -> Watch:
        """Call `fn` with the next input."""
        watch = Watch(fn)
        self._active.append(watch)
        return watch

    def stop(self) -> None:
        """Nothing is held."""

    def describe(self) -> str:
        """What this is."""
        return "simulated"

    def still(self) -> None:
        """From now on there is no input."""
        if self._still_from_ms is None:
            self._still_from_ms = self._loop.now_ms()
        self._types = False
        self._set_all()

    def input(self, *, types: bool = False) -> None:
        """From now on there is input; with `types`, without any rest."""
        self._still_from_ms = None
        self._types = types
        self._set_all()
        active, self._active = self._active, []
        for watch in active:
            if not watch.over:
                watch.over = True
                watch.fn(0)

    def _set_all(self) -> None:
        self._idle = [watch for watch in self._idle if not watch.over]
        for watch in self._idle:
            self._set(watch)

    def _set(self, watch: Watch) -> None:
        """Let a watch go off when the stillness is long enough, if there is one."""
        if watch.timer is not None:
            watch.timer.cancel()
            watch.timer = None
        now_ms = self._loop.now_ms()
        if self._still_from_ms is not None:
            at_ms = max(now_ms, self._still_from_ms + watch.threshold_ms)
        elif watch.threshold_ms <= REST_MS and not self._types:
            at_ms = now_ms
        else:
            return
        watch.timer = self._loop.call_at(at_ms, lambda: self._go_off(watch))

    def _go_off(self, watch: Watch) -> None:
        watch.over = True
        self._idle.remove(watch)
        still_from_ms = self._still_from_ms
        watch.fn(
            watch.threshold_ms if still_from_ms is None else self._loop.now_ms() - still_from_ms
        )


class SimulatedHistory:
    """The history in memory, as far as the program asks for it; `heard` hears of every event."""

    def __init__(self, heard: Callable[[HistoryEvent], None]) -> None:
        self._heard = heard
        self._water: list[HistoryEvent] = []
        self._sessions: list[HistoryEvent] = []
        self._played: dict[str, int] = {}

    def record(self, event: HistoryEvent, /) -> bool:
        """Keep what will be asked for."""
        self._heard(event)
        if event.event is EventKind.WATER:
            self._water.append(event)
        elif event.event is EventKind.SESSION:
            self._sessions.append(event)
        elif event.event is EventKind.STARTED and event.routine is not None:
            self._played[event.routine] = event.at_utc_ms
        return True

    def water_between(self, from_utc_ms: int, until_utc_ms: int, /) -> int:
        """Glasses drunk."""
        return sum(
            event.amount or 0
            for event in self._water
            if from_utc_ms <= event.at_utc_ms < until_utc_ms
        )

    def held_between(self, from_utc_ms: int, until_utc_ms: int, /) -> float:
        """Seconds of movement."""
        return sum(
            event.held_s or 0.0
            for event in self._sessions
            if from_utc_ms <= event.at_utc_ms < until_utc_ms
        )

    def last_played(self) -> dict[str, int]:
        """When each routine was last begun."""
        return dict(self._played)

    def of_kinds(self, since_utc_ms: int, /, *kinds: EventKind) -> list[HistoryEvent]:
        """Of what it keeps, those of some kinds."""
        kept = (*self._water, *self._sessions)
        found = (one for one in kept if one.event in kinds and one.at_utc_ms >= since_utc_ms)
        return sorted(found, key=lambda one: one.at_utc_ms)

    def close(self) -> None:
        """Nothing is held."""


class SimulatedStore:
    """A state that nobody will ask for again."""

    def load(self) -> AppState | None:
        """There was no earlier run."""
        return None

    def save(self, state: AppState, /) -> None:
        """It ends with the simulation."""


class SimulatedSettings:
    """Settings that do not change."""

    problems = ()

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def reload_if_changed(self) -> bool:
        """They never do."""
        return False

    def set_value(self, key_path: tuple[str, ...], value: object, /) -> None:
        """Nobody asks for it in a simulation."""


class SimulatedFront:
    """A front end that nobody looks at; `over` hears of the end of a session."""

    def __init__(self, changed: Callable[[], None], over: Callable[[bool], None]) -> None:
        self._changed = changed
        self._over = over

    def changed(self) -> None:
        """Something is different."""
        self._changed()

    def session_began(self, token: str | None) -> None:
        """A session plays."""

    def session_over(self, taken: bool, /) -> None:
        """It has ended."""
        self._over(taken)

    def acknowledge_first(self) -> None:
        """The safety notice has been read before the simulation begins."""

    def ring(self, ring: Ring) -> None:
        """Nobody hears it."""

    def tell(self, text: str) -> None:
        """Nobody reads it."""
