"""What every `BusyProbe`, `BusySource`, `SessionSignals` and `IdleSource` keeps, fake or real."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from knotbreak.app.signals import BusyLook, BusyProbe, BusyReason, BusySource, Outcome
from knotbreak.core.interruptions import Kind
from knotbreak.system import busy as busy_module
from knotbreak.system.aside import Aside, Lane
from knotbreak.system.busy import BusySignals
from knotbreak.system.busy_calendar import CalendarFile
from knotbreak.system.busy_macos import MacosCalls, macos_probes
from knotbreak.system.busy_windows import windows_probes
from knotbreak.system.choose_busy import BusyWishes, choose_busy
from knotbreak.system.probe import AsideProbe, Means, NotHereError
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_for, run_until
from tests.fake_signals import FakeBusy, FakeProbe, a_reason
from tests.fakes import TRANSLATOR, FakeClock
from tests.system.test_busy_tables import FakeWindows

Made = Callable[[SelectorLoop, Path], BusyProbe]


def linux_probe(number: int) -> Made:
    def make(loop: SelectorLoop, folder: Path) -> BusyProbe:
        # A session with nothing in it: every probe has to answer all the same.
        buses = (
            SessionBus(loop, TRANSLATOR, environ={}),
            SessionBus(loop, TRANSLATOR, environ={"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/none"}),
        )
        wishes = BusyWishes(programs=("nobody-has-this",), known_monitors=("x",))
        environ = {"PATH": "/nowhere", "XDG_CURRENT_DESKTOP": "GNOME"}
        chosen = choose_busy(
            loop, FakeClock(), TRANSLATOR, wishes, buses, environ, platform="linux"
        )
        return chosen._probes[number]

    return make


PROBES: dict[str, Made] = {
    "fake": lambda loop, folder: FakeProbe(loop, "fake", a_reason(Kind.CALL)),
    "calendar": lambda loop, folder: CalendarFile(
        loop, FakeClock(), TRANSLATOR, folder / "none.ics"
    ),
    **{f"linux {number}": linux_probe(number) for number in range(10)},
    **{
        f"windows {number}": lambda loop, folder, number=number: windows_probes(  # type: ignore[misc]
            loop, TRANSLATOR, FakeWindows().calls(), ("zoom",)
        )[number]
        for number in range(7)
    },
    **{
        f"macos {number}": lambda loop, folder, number=number: macos_probes(  # type: ignore[misc]
            loop,
            TRANSLATOR,
            MacosCalls(assertions=dict, input_runs=lambda: True, power_source=lambda: "AC Power"),
        )[number]
        for number in range(4)
    },
}


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_answers_once_later_and_says_how_it_knows(
    name: str, loop: SelectorLoop, tmp_path: Path
) -> None:
    probe = PROBES[name](loop, tmp_path)
    assert probe.port
    assert probe.tried() == ()
    for _ in range(2):
        answers: list[tuple[BusyReason, ...]] = []
        probe.look(answers.append)
        assert answers == []
        run_until(loop, lambda answers=answers: answers, busy_module.DEADLINE_MS)  # type: ignore[misc]
        run_for(loop, 10)
        assert len(answers) == 1
        assert len({reason.id for reason in answers[0]}) == len(answers[0])
        tried = probe.tried()
        assert tried
        for said in tried:
            assert said.port == probe.port
            assert said.means
            assert said.words[0].isupper() or said.words.startswith("macOS")
            assert said.words.endswith(".")
        if answers[0]:
            assert Outcome.CHOSEN in {said.outcome for said in tried}
    late: list[object] = []
    probe.look(late.append)
    probe.stop()
    run_for(loop, 60)
    assert late == []


def test_the_last_linux_probe_is_in_the_contract(loop: SelectorLoop, tmp_path: Path) -> None:
    with pytest.raises(IndexError):
        linux_probe(10)(loop, tmp_path)


# The whole look.


@pytest.fixture(params=["fake", "real"])
def busy(request: pytest.FixtureRequest, loop: SelectorLoop) -> Iterator[BusySource]:
    call, dnd = a_reason(Kind.CALL), a_reason(Kind.DO_NOT_DISTURB)
    if request.param == "real":
        probes = (FakeProbe(loop, "a", call), FakeProbe(loop, "b"), FakeProbe(loop, "c", dnd))
        busy: BusySource = BusySignals(loop, probes)
    else:
        fake = FakeBusy(call, dnd)
        look = fake.look

        def soon(done: Callable[[BusyLook], None]) -> object:
            loop.post(fake.answer)
            return look(done)

        fake.look = soon  # type: ignore[method-assign, assignment]
        busy = fake
    yield busy
    busy.stop()


def test_a_look_at_everything_is_answered_once(busy: BusySource, loop: SelectorLoop) -> None:
    answers: list[BusyLook] = []
    busy.look(answers.append)
    assert answers == []
    run_until(loop, lambda: answers)
    run_for(loop, 20)
    assert len(answers) == 1
    kinds = [reason.kind for reason in answers[0].reasons]
    assert kinds == [Kind.CALL, Kind.DO_NOT_DISTURB]
    assert answers[0].unanswered == ()
    assert busy.tried()


def test_a_look_that_is_cancelled_is_not_answered(busy: BusySource, loop: SelectorLoop) -> None:
    answers: list[BusyLook] = []
    handle = busy.look(answers.append)
    handle.cancel()
    handle.cancel()
    run_for(loop, 30)
    assert answers == []


def test_a_probe_that_hangs_costs_the_deadline_and_is_named(
    loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(busy_module, "DEADLINE_MS", 100)
    hanging = FakeProbe(loop, "camera")
    hanging.hangs = True
    busy = BusySignals(loop, (FakeProbe(loop, "a", a_reason(Kind.CALL)), hanging))
    answers: list[BusyLook] = []
    began_ms = loop.now_ms()
    busy.look(answers.append)
    run_until(loop, lambda: answers)
    assert 100 <= loop.now_ms() - began_ms < 400
    assert [reason.kind for reason in answers[0].reasons] == [Kind.CALL]
    assert answers[0].unanswered == ("camera",)


def test_what_two_services_know_is_one_reason_and_unwanted_kinds_are_none(
    loop: SelectorLoop,
) -> None:
    first = a_reason(Kind.INHIBITOR, id="inhibitor:vlc", owner="first")
    second = a_reason(Kind.INHIBITOR, id="inhibitor:vlc", owner="second")
    probes = (
        FakeProbe(loop, "a", first),
        FakeProbe(loop, "b", second, a_reason(Kind.BATTERY)),
    )
    busy = BusySignals(loop, probes, {Kind.INHIBITOR})
    answers: list[BusyLook] = []
    busy.look(answers.append)
    run_until(loop, lambda: answers)
    assert answers[0].reasons == (first,)


def test_nothing_to_look_at_is_answered_at_once(loop: SelectorLoop) -> None:
    answers: list[BusyLook] = []
    BusySignals(loop, ()).look(answers.append)
    run_until(loop, lambda: answers, 200)
    assert answers == [BusyLook()]


def test_between_two_looks_nothing_wakes_up(loop: SelectorLoop) -> None:
    busy = BusySignals(loop, (FakeProbe(loop, "a"),))
    answers: list[BusyLook] = []
    busy.look(answers.append)
    run_until(loop, lambda: answers)
    assert loop._timers.first_ms() is None


def test_only_what_the_user_wants_is_looked_at(loop: SelectorLoop) -> None:
    wishes = BusyWishes(kinds=frozenset({Kind.BATTERY}), calendar=Path("/none.ics"))
    busy = choose_busy(loop, FakeClock(), TRANSLATOR, wishes, None, {}, platform="linux")
    assert [probe.port for probe in busy._probes] == ["battery"]


# Aside.


def test_work_aside_does_not_hold_up_the_loop(loop: SelectorLoop) -> None:
    aside = Aside(loop, "test")
    let_go = threading.Event()
    done: list[object] = []
    aside.run(let_go.wait, done.append)
    assert not aside.free
    began = time.monotonic()
    loop.run_once(0)
    assert time.monotonic() - began < 0.5
    with pytest.raises(RuntimeError):
        aside.run(let_go.wait, done.append)
    let_go.set()
    run_until(loop, lambda: done)
    assert done == [True]
    assert aside.free


def test_a_fault_in_work_aside_is_raised_on_the_loop(loop: SelectorLoop) -> None:
    aside = Aside(loop, "test")

    def work() -> None:
        raise ArithmeticError

    aside.run(work, lambda result: None)
    with pytest.raises(ArithmeticError):
        run_until(loop, lambda: False, 2_000)
    assert aside.free


def test_a_way_that_hangs_is_not_tried_again_until_it_is_back(loop: SelectorLoop) -> None:
    let_go = threading.Event()
    looks: list[int] = []

    def hang() -> tuple[BusyReason, ...]:
        looks.append(1)
        let_go.wait()
        return ()

    probe = AsideProbe(loop, TRANSLATOR, "files", [Means(name="disk", look=hang, works="Ok.")])
    answers: list[object] = []
    probe.look(answers.append)
    probe.look(answers.append)
    run_for(loop, 50)
    assert answers == []
    assert [said.outcome for said in probe.tried()] == [Outcome.FAILED]
    let_go.set()
    run_until(loop, lambda: answers)
    assert len(looks) == len(answers) == 1
    assert [said.outcome for said in probe.tried()] == [Outcome.CHOSEN]


def test_the_first_way_that_works_is_believed(loop: SelectorLoop) -> None:
    def nowhere() -> tuple[BusyReason, ...]:
        raise NotHereError("Not on this machine.", "Install it.")

    def unwanted() -> tuple[BusyReason, ...]:
        raise AssertionError("not needed")

    reason = a_reason(Kind.CALL)
    ways = (
        Means(name="first", look=nowhere, works="One."),
        Means(name="second", look=lambda: (reason,), works="Two."),
        Means(name="third", look=unwanted, works="Three."),
    )
    probe = AsideProbe(loop, TRANSLATOR, "port", ways)
    answers: list[tuple[BusyReason, ...]] = []
    probe.look(answers.append)
    run_until(loop, lambda: answers)
    assert answers == [(reason,)]
    said = [(one.means, one.outcome.value, one.words, one.hint) for one in probe.tried()]
    assert said == [
        ("first", "not-here", "Not on this machine.", "Install it."),
        ("second", "chosen", "Two.", ""),
        ("third", "not-needed", "Not needed: an earlier way works.", ""),
    ]


def test_asides_of_a_lane_take_turns_in_one_thread(loop: SelectorLoop) -> None:
    lane, seen, told = Lane("lane"), [], []
    gate = threading.Event()

    def work(number: int) -> int:
        assert gate.wait(5)
        seen.append((number, threading.current_thread()))
        return number

    asides = [Aside(loop, str(number)) for number in range(3)]
    for number, aside in enumerate(asides):
        aside.lane = lane
        aside.run(partial(work, number), told.append)
    assert not any(aside.free for aside in asides)
    gate.set()
    run_until(loop, lambda: len(told) == 3)
    assert told == [0, 1, 2]
    assert [number for number, _thread in seen] == [0, 1, 2]
    assert len({thread for _number, thread in seen}) == 1
    assert all(aside.free for aside in asides)
    asides[0].run(partial(work, 7), told.append)
    run_until(loop, lambda: told[-1] == 7)
