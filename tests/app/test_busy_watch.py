from __future__ import annotations

from collections.abc import Callable, Sequence

from knotbreak.app.busy_watch import AGAIN_MS, FIRST_MS, RARELY_MS, BusyWatch
from knotbreak.app.signals import BusyLook, BusyPeriod, BusyReason
from knotbreak.core.appointments import Appointment
from knotbreak.core.interruptions import Busy, Confidence, Kind
from knotbreak.core.units import HOUR_MS
from tests.fakes import MORNING_UTC_MS, FakeClock, FakeHandle, FakeLoop


def reason(id_: str) -> BusyReason:
    return BusyReason(id=id_, kind=Kind.CALL, words=f"{id_} is in use", confidence=Confidence.SURE)


class FakeLooker:
    def __init__(self) -> None:
        self.looks: list[Callable[[BusyLook], None]] = []
        self.plans = True
        self.handle = FakeHandle()

    def look(self, done: Callable[[BusyLook], None], /) -> FakeHandle:
        self.looks.append(done)
        self.handle = FakeHandle()
        return self.handle

    def look_ahead(
        self, from_utc_ms: int, until_utc_ms: int, done: Callable[[tuple[BusyPeriod, ...]], None]
    ) -> None:
        assert until_utc_ms - from_utc_ms == HOUR_MS
        done((BusyPeriod(start_utc_ms=from_utc_ms + 1, end_utc_ms=until_utc_ms, words="secret"),))

    def sees(self, *ids: str, unanswered: tuple[str, ...] = ()) -> None:
        self.looks.pop()(BusyLook(reasons=tuple(map(reason, ids)), unanswered=unanswered))


class Heard:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def busy_began(self, busy: Busy) -> None:
        self.lines.append(f"+{busy.id}")
        assert (busy.kind, busy.confidence) == (Kind.CALL, Confidence.SURE)
        assert busy.words == f"{busy.id} is in use"

    def busy_ended(self, key: str) -> None:
        self.lines.append(f"-{key}")

    def planned(self, appointments: Sequence[Appointment]) -> None:
        self.lines += [f"planned {one.start_utc_ms - MORNING_UTC_MS}" for one in appointments]

    def take(self) -> list[str]:
        lines, self.lines = self.lines, []
        return lines


def a_watch() -> tuple[BusyWatch, FakeLooker, FakeLoop, Heard]:
    clock = FakeClock()
    loop, looker, heard = FakeLoop(clock), FakeLooker(), Heard()
    return BusyWatch(looker, clock, loop, heard), looker, loop, heard


def test_only_edges_are_told_and_what_begins_before_what_ends() -> None:
    watch, looker, loop, heard = a_watch()
    watch.set_watching(True)
    watch.set_watching(True)
    loop.run(FIRST_MS)
    assert len(looker.looks) == 1
    looker.sees("mic")
    assert heard.take() == ["+mic"]
    loop.run(AGAIN_MS)
    looker.sees("mic", "camera")
    assert heard.take() == ["+camera"]
    loop.run(AGAIN_MS)
    looker.sees("share")
    assert heard.take() == ["+share", "-call:mic", "-call:camera"]


def test_what_did_not_answer_is_taken_to_go_on() -> None:
    watch, looker, loop, heard = a_watch()
    watch.set_watching(True)
    loop.run(FIRST_MS)
    looker.sees("mic")
    loop.run(AGAIN_MS)
    looker.sees(unanswered=("microphone",))
    assert heard.take() == ["+mic"]
    loop.run(AGAIN_MS)
    looker.sees()
    assert heard.take() == ["-call:mic"]


def test_nothing_is_looked_at_when_nobody_wants_to_know() -> None:
    watch, looker, loop, heard = a_watch()
    watch.set_watching(True)
    loop.run(FIRST_MS)
    late = looker.looks[0]
    watch.set_watching(False)
    assert looker.handle.cancelled
    late(BusyLook(reasons=(reason("mic"),)))
    assert (heard.take(), loop.armed) == ([], [])
    watch.set_watching(True)
    loop.run(FIRST_MS)
    looker.sees("mic")
    watch.set_watching(False)
    assert heard.take() == ["+mic", "-call:mic"]
    assert loop.armed == []


def test_what_goes_on_and_on_is_looked_at_more_and_more_rarely() -> None:
    watch, looker, loop, _heard = a_watch()
    watch.set_watching(True)
    loop.run(FIRST_MS)
    waits = []
    for seen in (("dnd",), ("dnd",), ("dnd",), ("dnd",), (), ()):
        looker.sees(*seen)
        (timer,) = loop.armed
        waits.append(timer.real_ms - loop.now_ms())
        loop.run(waits[-1])
    assert waits == [AGAIN_MS, 2 * AGAIN_MS, RARELY_MS, RARELY_MS, AGAIN_MS, AGAIN_MS]


def test_one_look_that_finds_something_is_followed_by_others() -> None:
    watch, looker, loop, heard = a_watch()
    watch.look_once()
    watch.look_once()
    looker.sees()
    assert (heard.take(), loop.armed, len(looker.looks)) == ([], [], 1)
    watch.look_once()
    looker.sees("mic")
    watch.set_watching(True)
    assert heard.take() == ["+mic"]
    loop.run(AGAIN_MS)
    looker.sees()
    assert heard.take() == ["-call:mic"]
    watch.look_once()
    assert len(looker.looks) == 1, "it looks already"


def test_what_does_not_matter_is_forgotten_after_one_look() -> None:
    watch, looker, loop, heard = a_watch()
    watch.look_once()
    looker.sees("mic")
    watch.set_watching(False)
    assert (heard.take(), loop.armed) == (["+mic", "-call:mic"], [])


def test_what_the_next_hour_brings_is_told_without_its_words() -> None:
    watch, looker, _loop, heard = a_watch()
    assert watch.plans
    watch.look_ahead()
    assert heard.take() == ["planned 1"]
    assert looker.looks == [], "only the calendar was asked"
