"""The ports without an outside: simple, strict, and with a journal of what was done in order."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

import msgspec

from knotbreak.app.effects import Ring
from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.app.ports import NoticeListener
from knotbreak.app.state import AppState, WindowPlace
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.settings import Settings
from knotbreak.core.units import Instant

BERLIN = ZoneInfo("Europe/Berlin")
TRANSLATOR = gettext.NullTranslations()
FULL = Problem(where="disk", what="no space left")

# 2026-06-10 10:00 in Berlin, a Wednesday.
MORNING_UTC_MS = 1_781_078_400_000


class FakeClock:
    """Wall, boot and monotonic time, each moved on its own."""

    def __init__(self, utc_ms: int = MORNING_UTC_MS, zone: tzinfo = BERLIN) -> None:
        self.mono_ms = 1_000_000
        self.boot_ms = 1_500_000
        self.utc_ms = utc_ms
        self.zone = zone
        self.speed = 1.0

    def now(self) -> Instant:
        return Instant(
            mono_ms=self.mono_ms, boot_ms=self.boot_ms, utc_ms=self.utc_ms, zone=self.zone
        )

    def real_ms(self, mono_ms: int) -> int:
        return mono_ms

    def run(self, ms: int) -> None:
        """The machine is awake."""
        assert ms >= 0
        self.mono_ms += ms
        self.boot_ms += ms
        self.utc_ms += ms

    def sleep(self, ms: int) -> None:
        """The machine sleeps."""
        self.boot_ms += ms
        self.utc_ms += ms

    def set_wall(self, by_ms: int) -> None:
        """Somebody sets the clock."""
        self.utc_ms += by_ms

    def reboot(self, off_ms: int = 0) -> None:
        """The machine is started anew."""
        self.mono_ms = 5_000
        self.boot_ms = 5_000
        self.utc_ms += off_ms


class FakeHandle:
    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class FakeTimer(FakeHandle):
    def __init__(self, real_ms: int, fn: Callable[[], None]) -> None:
        super().__init__()
        self.real_ms = real_ms
        self.fn = fn


class FakeLoop:
    """Timers that go off when the clock is moved with `run`."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.timers: list[FakeTimer] = []
        self.fired = 0

    def now_ms(self) -> int:
        return self.clock.mono_ms

    def call_at(self, real_ms: int, fn: Callable[[], None]) -> FakeTimer:
        timer = FakeTimer(real_ms, fn)
        self.timers.append(timer)
        return timer

    def add_reader(self, fd: int, fn: Callable[[], None]) -> FakeHandle:
        raise AssertionError("nothing in app reads a descriptor")

    def add_writer(self, fd: int, fn: Callable[[], None]) -> FakeHandle:
        raise AssertionError("nothing in app writes to a descriptor")

    def post(self, fn: Callable[[], None]) -> None:
        fn()

    @property
    def armed(self) -> list[FakeTimer]:
        self.timers = [timer for timer in self.timers if not timer.cancelled]
        return sorted(self.timers, key=lambda timer: timer.real_ms)

    def run(self, ms: int) -> None:
        """Live through some time; timers go off on time."""
        until_ms = self.clock.mono_ms + ms
        for _ in range(100_000):
            armed = self.armed
            if not armed or armed[0].real_ms > until_ms:
                self.clock.run(max(0, until_ms - self.clock.mono_ms))
                return
            self.clock.run(max(0, armed[0].real_ms - self.clock.mono_ms))
            self.fire()
        raise AssertionError("the program wakes up without end")

    def fire(self) -> None:
        """The first timer goes off now, whether it is early or late."""
        timer = self.armed[0]
        timer.cancel()
        self.fired += 1
        timer.fn()


class FakeNotifier:
    """Shows one notice; refuses what a real one would get wrong."""

    def __init__(self, journal: list[str]) -> None:
        self.journal = journal
        self.listener: NoticeListener | None = None
        self.shown: list[Notice] = []
        self.open: Notice | None = None
        self.stale: list[str] = []
        self.stopped = False
        self.broken: Problem | None = None

    def start(self, listener: NoticeListener) -> None:
        assert self.listener is None
        self.listener = listener

    def show(self, notice: Notice) -> None:
        assert self.listener is not None
        assert not self.stopped
        assert notice.title
        assert notice.stay_ms > 0
        assert notice.default_action in {action.key for action in notice.actions}
        assert len(notice.actions) <= 3
        assert all(notice.offer_id > before.offer_id for before in self.shown)
        self.journal.append(f"show {notice.offer_id}")
        self.shown.append(notice)
        if self.broken is not None:
            self.listener.notice_failed(notice.offer_id, self.broken)
            return
        self.open = notice
        self.listener.notice_shown(notice.offer_id, f"handle-{notice.offer_id}")

    def withdraw(self, offer_id: int) -> None:
        self.journal.append(f"withdraw {offer_id}")
        if self.open is not None and self.open.offer_id == offer_id:
            self.open = None

    def close_stale(self, handle: str) -> None:
        self.journal.append(f"close {handle}")
        self.stale.append(handle)

    def stop(self) -> None:
        self.open = None
        self.stopped = True

    def describe(self) -> str:
        return "fake"

    def click(self, action: str, offer_id: int | None = None, token: str | None = None) -> None:
        """The person presses a button of a notice."""
        assert self.listener is not None
        if offer_id is None:
            assert self.open is not None
            assert action in {one.key for one in self.open.actions}
            offer_id = self.open.offer_id
        self.listener.notice_answered(offer_id, action, token)

    def close(self, how: ClosedHow) -> None:
        """The notice goes away by itself, or by its close button."""
        assert self.listener is not None
        assert self.open is not None
        offer_id, self.open = self.open.offer_id, None
        self.listener.notice_closed(offer_id, how)


class FakeIdle:
    """Input that is still or not, as the test says."""

    def __init__(self, known: bool = True) -> None:
        self.known = known
        self._idle: list[tuple[int, Callable[[int], None], FakeHandle]] = []
        self._active: list[tuple[Callable[[int], None], FakeHandle]] = []
        self.stopped = False

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> FakeHandle:
        assert threshold_ms > 0
        assert not self.stopped
        handle = FakeHandle()
        self._idle.append((threshold_ms, fn, handle))
        return handle

    def watch_active(self, fn: Callable[[int], None]) -> FakeHandle:
        assert not self.stopped
        handle = FakeHandle()
        self._active.append((fn, handle))
        return handle

    def stop(self) -> None:
        self.stopped = True

    def describe(self) -> str:
        return "fake"

    @property
    def waits_for_pause(self) -> bool:
        return any(not handle.cancelled and ms < 60_000 for ms, _, handle in self._idle)

    def still_for(self, idle_ms: int) -> None:
        """There has been no input for so long."""
        if not self.known:
            return
        watches, self._idle = self._idle, []
        for watch in watches:
            threshold_ms, fn, handle = watch
            if handle.cancelled:
                continue
            if threshold_ms <= idle_ms:
                fn(idle_ms)
            else:
                self._idle.append(watch)

    def input(self) -> None:
        """There is input again."""
        watches, self._active = self._active, []
        for fn, handle in watches:
            if not handle.cancelled:
                fn(0)


class FakeHistory:
    """The record in memory; with `full`, nothing can be written; with `torn`, nor read."""

    def __init__(self, journal: list[str]) -> None:
        self.journal = journal
        self.events: list[HistoryEvent] = []
        self.full = False
        self.torn = False
        self.closed = False

    def record(self, event: HistoryEvent, /) -> bool:
        if self.full:
            raise ProblemError(FULL)
        self.journal.append(f"event {event.event.value}")
        if event.key is not None and any(one.key == event.key for one in self.events):
            return False
        self.events.append(event)
        return True

    def water_between(self, from_utc_ms: int, until_utc_ms: int, /) -> int:
        self._read()
        return sum(
            event.amount or 0
            for event in self.events
            if event.event is EventKind.WATER and from_utc_ms <= event.at_utc_ms < until_utc_ms
        )

    def held_between(self, from_utc_ms: int, until_utc_ms: int, /) -> float:
        self._read()
        return sum(
            event.held_s or 0.0
            for event in self.events
            if event.event is EventKind.SESSION and from_utc_ms <= event.at_utc_ms < until_utc_ms
        )

    def last_played(self) -> dict[str, int]:
        self._read()
        return {
            event.routine: event.at_utc_ms
            for event in self.events
            if event.event is EventKind.STARTED and event.routine is not None
        }

    def of_kinds(self, since_utc_ms: int, /, *kinds: EventKind) -> list[HistoryEvent]:
        self._read()
        found = [one for one in self.of(*kinds) if one.at_utc_ms >= since_utc_ms]
        return sorted(found, key=lambda one: one.at_utc_ms)

    def close(self) -> None:
        self.closed = True

    def of(self, *kinds: EventKind) -> list[HistoryEvent]:
        return [event for event in self.events if event.event in kinds]

    def _read(self) -> None:
        if self.torn:
            raise ProblemError(Problem(where="history", what="cannot be read"))


class FakeStore:
    """The state file, as bytes, so that nothing is shared with the program."""

    def __init__(self, journal: list[str]) -> None:
        self.journal = journal
        self.data: bytes | None = None
        self.full = False
        self.broken: Problem | None = None
        self.saves = 0

    def load(self) -> AppState | None:
        if self.broken is not None:
            raise ProblemError(self.broken)
        return None if self.data is None else msgspec.json.decode(self.data, type=AppState)

    def save(self, state: AppState, /) -> None:
        if self.full:
            raise ProblemError(FULL)
        self.journal.append("state")
        self.saves += 1
        self.data = msgspec.json.encode(state)


def a_stretch(title: str, **more: object) -> Stretch:
    """A stretch of the library with everything it has to have."""
    usual: dict[str, object] = {
        "format": 1,
        "title": title,
        "summary": "A movement.",
        "areas": ["neck"],
        "kind": "hold",
        "positions": ["seated"],
        "cues": {"start": "Sit tall.", "move": "Tip over.", "hold": "Stay.", "end": "Come back."},
        "feel": "The side of the neck.",
        "errors": [],
        "stop": ["dizziness"],
        "easier_cue": "Half as far.",
        "sources": [{"title": "A book"}],
    }
    if "reps" not in more and more.get("kind") != "breath":
        usual["hold_s"] = 20
    return msgspec.convert(usual | more, Stretch)


STRETCHES: Mapping[str, Stretch] = {
    "neck-side": a_stretch("Side neck", side="each"),
    "neck-turn": a_stretch("Neck turn"),
    "twist": a_stretch("Twist", areas=["lower-back"], easier="neck-turn"),
    "child": a_stretch("Child's pose", positions=["floor"], places=["home"], hold_s=30),
    "rolls": a_stretch(
        "Rolls",
        areas=["shoulders"],
        kind="reps",
        reps=5,
        tempo={"out_s": 2, "back_s": 1},
        breath="free",
    ),
}


def a_routine(title: str, steps: Sequence[Mapping[str, object]], **more: object) -> Routine:
    return msgspec.convert({"format": 1, "title": title, "step": list(steps)} | more, Routine)


ROUTINES: Mapping[str, Routine] = {
    "micro": a_routine("A moment", [{"stretch": "neck-turn"}]),
    "neck": a_routine("Neck", [{"stretch": "neck-side"}, {"stretch": "neck-turn"}]),
    "back": a_routine("Back", [{"stretch": "twist", "sets": 2}, {"stretch": "rolls"}]),
    "floor": a_routine("Floor", [{"stretch": "child", "sets": 2}]),
    "micro-eyes": a_routine("Eyes", [{"name": "Far", "hold_s": 20}], areas=["eyes"]),
}


class FakeWindowStore:
    """`WindowStore` in memory."""

    def __init__(self) -> None:
        self.kept: WindowPlace | None = None
        self.fault = False

    def load(self) -> WindowPlace | None:
        if self.fault:
            raise ProblemError(FULL)
        return self.kept

    def save(self, place: WindowPlace) -> None:
        if self.fault:
            raise ProblemError(FULL)
        self.kept = place


class FakeLibrary:
    """A few routines; with `broken`, none can be read."""

    def __init__(self) -> None:
        self.all = dict(ROUTINES)
        self.held = STRETCHES
        self.broken: Problem | None = None
        self.changed = False

    def refresh(self) -> bool:
        if self.broken is not None:
            raise ProblemError(self.broken)
        changed, self.changed = self.changed, False
        return changed

    def routine(self, name: str) -> Routine:
        if name not in self.all:
            raise ProblemError(Problem(where=name, what="there is no such routine"))
        return self.all[name]

    def routines(self) -> Mapping[str, Routine]:
        return self.all

    def stretches(self) -> Mapping[str, Stretch]:
        return self.held

    def prescribed(self) -> Mapping[str, Routine]:
        return {id_: one for id_, one in self.all.items() if one.per_day is not None}

    def picture(self, stretch: str) -> str:
        return f"/pictures/{stretch}.png"


class FakeSettings:
    """The last good settings, and what is wrong with the file now."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.problems: list[Problem] = []

    def reload_if_changed(self) -> bool:
        return False

    def set_value(self, key_path: tuple[str, ...], value: object, /) -> None:
        table, key = key_path
        old = getattr(self.settings, table)
        new = msgspec.structs.replace(old, **{key: value})
        self.settings = msgspec.structs.replace(self.settings, **{table: new})


class FakeFrontEnd:
    """Notes what it is told."""

    def __init__(self, journal: list[str]) -> None:
        self.journal = journal
        self.told: list[str] = []
        self.rings: list[Ring] = []
        self.asked = 0
        self.began: list[str | None] = []
        self.over: list[bool] = []
        self.changes = 0

    def changed(self) -> None:
        self.changes += 1

    def session_began(self, token: str | None) -> None:
        self.journal.append("session began")
        self.began.append(token)

    def session_over(self, taken: bool, /) -> None:
        self.journal.append("session over")
        self.over.append(taken)

    def acknowledge_first(self) -> None:
        self.asked += 1

    def ring(self, ring: Ring) -> None:
        self.rings.append(ring)

    def tell(self, text: str) -> None:
        assert text
        self.told.append(text)


class FakeHold:
    """The `EmergencyHold` port in memory; a broken one cannot keep it."""

    def __init__(self, broken: bool = False) -> None:
        self.held = False
        self._broken = broken

    def hold(self) -> None:
        if self._broken:
            raise ProblemError(Problem(where="emergency.toml", what="the disk is full"))
        self.held = True

    def release(self) -> None:
        self.held = False
