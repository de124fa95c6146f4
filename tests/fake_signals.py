"""The ports of `app.signals` without an outside."""

from __future__ import annotations

from collections.abc import Callable

from knotbreak.app.ports import Loop
from knotbreak.app.signals import BusyLook, BusyPeriod, BusyReason, Outcome, SessionListener, Tried
from knotbreak.core.interruptions import Confidence, Kind
from tests.fakes import FakeHandle


def a_reason(kind: Kind, confidence: Confidence = Confidence.SURE, **more: object) -> BusyReason:
    """A reason with everything it has to have."""
    usual: dict[str, object] = {"id": kind.value, "words": f"there is a {kind.value}"}
    return BusyReason(kind=kind, confidence=confidence, **(usual | more))  # type: ignore[arg-type]


def _said(port: str) -> tuple[Tried, ...]:
    return (Tried(port=port, means="fake", outcome=Outcome.CHOSEN, words="It works."),)


class FakeProbe:
    """Finds what the test says; with `hangs`, it never answers."""

    def __init__(self, loop: Loop, port: str, *reasons: BusyReason) -> None:
        self.port = port
        self.reasons = reasons
        self.hangs = False
        self.looks = 0
        self._loop = loop
        self._stopped = False

    def look(self, done: Callable[[tuple[BusyReason, ...]], None]) -> None:
        self.looks += 1
        if self.hangs or self._stopped:
            return
        self._loop.post(lambda: None if self._stopped else done(self.reasons))

    def tried(self) -> tuple[Tried, ...]:
        return _said(self.port) if self.looks else ()

    def stop(self) -> None:
        self._stopped = True


class FakeBusy:
    """Answers each look when the test calls `answer`, or at once with `at_once`."""

    def __init__(
        self,
        *reasons: BusyReason,
        at_once: bool = False,
        planned: tuple[BusyPeriod, ...] = (),
    ) -> None:
        self.reasons = reasons
        self.at_once = at_once
        self.calendar = FakeCalendar(*planned)
        self.looks = 0
        self.stopped = False
        self._open: list[tuple[Callable[[BusyLook], None], FakeHandle]] = []

    @property
    def asked(self) -> bool:
        """Whether an answer is waited for."""
        return any(not handle.cancelled for _done, handle in self._open)

    def look(self, done: Callable[[BusyLook], None]) -> FakeHandle:
        assert not self.stopped
        self.looks += 1
        handle = FakeHandle()
        self._open.append((done, handle))
        if self.at_once:
            self.answer()
        return handle

    @property
    def plans(self) -> bool:
        return bool(self.calendar.periods)

    def look_ahead(
        self, from_utc_ms: int, until_utc_ms: int, done: Callable[[tuple[BusyPeriod, ...]], None]
    ) -> None:
        self.calendar.between(from_utc_ms, until_utc_ms, done)

    def answer(self, *unanswered: str) -> None:
        """Tell every open look what there is."""
        looks, self._open = self._open, []
        for done, handle in looks:
            if not handle.cancelled:
                done(BusyLook(reasons=self.reasons, unanswered=unanswered))

    def tried(self) -> tuple[Tried, ...]:
        return _said("busy")

    def stop(self) -> None:
        self.stopped = True


class FakeCalendar:
    """Periods that the test has written."""

    def __init__(self, *periods: BusyPeriod) -> None:
        self.periods = periods

    def between(
        self,
        from_utc_ms: int,
        until_utc_ms: int,
        done: Callable[[tuple[BusyPeriod, ...]], None],
    ) -> None:
        assert from_utc_ms < until_utc_ms
        done(
            tuple(
                one
                for one in self.periods
                if one.start_utc_ms < until_utc_ms and one.end_utc_ms > from_utc_ms
            )
        )


class FakeSession:
    """A session that the test locks; refuses what no session does."""

    def __init__(self, locked: bool = False) -> None:
        self.is_locked = locked
        self.asleep = False
        self.listener: SessionListener | None = None

    def start(self, listener: SessionListener) -> None:
        assert self.listener is None
        self.listener = listener
        if self.is_locked:
            listener.locked()

    def stop(self) -> None:
        self.listener = None

    def tried(self) -> tuple[Tried, ...]:
        return _said("lock and sleep")

    def lock(self) -> None:
        assert not self.is_locked
        self.is_locked = True
        if self.listener is not None:
            self.listener.locked()

    def unlock(self) -> None:
        assert self.is_locked
        self.is_locked = False
        if self.listener is not None:
            self.listener.unlocked()

    def sleep(self) -> None:
        assert not self.asleep
        self.asleep = True
        if self.listener is not None:
            self.listener.about_to_sleep()

    def wake(self) -> None:
        assert self.asleep
        self.asleep = False
        if self.listener is not None:
            self.listener.woke()


class FakeWallClock:
    """Alarms that go off when the test moves the clock."""

    def __init__(self, utc_ms: int) -> None:
        self.utc_ms = utc_ms
        self._alarms: list[tuple[int, Callable[[], None], FakeHandle]] = []
        self._watchers: list[tuple[Callable[[], None], FakeHandle]] = []

    def call_at(self, utc_ms: int, fn: Callable[[], None]) -> FakeHandle:
        handle = FakeHandle()
        self._alarms.append((utc_ms, fn, handle))
        return handle

    def watch(self, fn: Callable[[], None]) -> FakeHandle:
        handle = FakeHandle()
        self._watchers.append((fn, handle))
        return handle

    def tried(self) -> tuple[Tried, ...]:
        return _said("wall clock")

    def stop(self) -> None:
        self._alarms.clear()
        self._watchers.clear()

    def show(self, utc_ms: int) -> None:
        """Time passes until the clock shows this."""
        self.utc_ms = utc_ms
        due = [one for one in self._alarms if one[0] <= utc_ms and not one[2].cancelled]
        self._alarms = [one for one in self._alarms if one[0] > utc_ms]
        for _utc_ms, fn, _handle in sorted(due, key=lambda one: one[0]):
            fn()

    def set(self, utc_ms: int) -> None:
        """Somebody sets the clock."""
        self.show(utc_ms)
        for fn, handle in tuple(self._watchers):
            if not handle.cancelled:
                fn()
