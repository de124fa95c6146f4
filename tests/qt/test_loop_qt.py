"""The `Loop` port: one contract for the loop of the terminal and the loop of Qt."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from knotbreak.qt.loop import PRECISE_BELOW_MS, QtLoop
from knotbreak.terminal.loop import SelectorLoop

AnyLoop = QtLoop | SelectorLoop
Pair = tuple[socket.socket, socket.socket]


@pytest.fixture(params=["qt", "selectors"])
def loop(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[AnyLoop]:
    made: AnyLoop = QtLoop(qapp) if request.param == "qt" else SelectorLoop()
    yield made
    made.close()


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[QtLoop]:
    made = QtLoop(qapp)
    yield made
    made.close()


@pytest.fixture
def pair() -> Iterator[Pair]:
    left, right = socket.socketpair()
    with left, right:
        yield left, right


def run_until(loop: AnyLoop, predicate: Callable[[], object], timeout_ms: int = 5_000) -> None:
    """Run the loop, by the port alone, until something is true."""
    deadline = loop.now_ms() + timeout_ms

    def look() -> None:
        assert loop.now_ms() < deadline, f"not within {timeout_ms} ms"
        if predicate():
            loop.stop()
        else:
            loop.call_at(loop.now_ms() + 5, look)

    loop.call_at(loop.now_ms(), look)
    loop.run()


def run_for(loop: AnyLoop, ms: int) -> None:
    """Run the loop for a while: for what must not happen."""
    loop.call_at(loop.now_ms() + ms, loop.stop)
    loop.run()


def test_timers_fire_in_order_and_never_early(loop: AnyLoop) -> None:
    start = loop.now_ms()
    fired: list[tuple[str, int]] = []
    for name, wait_ms in (("c", 30), ("a", 10), ("b", 10), ("d", 31)):
        due = start + wait_ms
        loop.call_at(due, lambda name=name, due=due: fired.append((name, loop.now_ms() - due)))
    run_until(loop, lambda: len(fired) == 4)
    assert [name for name, _late in fired] == ["a", "b", "c", "d"]
    assert all(late_ms >= 0 for _name, late_ms in fired)


def test_a_cancelled_timer_never_fires(loop: AnyLoop) -> None:
    fired: list[str] = []
    now = loop.now_ms()
    second = loop.call_at(now, lambda: fired.append("second"))
    second.cancel()
    second.cancel()
    # One that is due in the same round, and cancelled by the one before it.
    loop.call_at(now, lambda: third.cancel())
    third = loop.call_at(now, lambda: fired.append("third"))
    run_for(loop, 20)
    assert fired == []


def test_cancelled_timers_are_forgotten(loop: AnyLoop) -> None:
    for number in range(10_000):
        timer = loop.call_at(loop.now_ms() + 60_000, lambda: None)
        if number % 100:
            timer.cancel()
    run_for(loop, 1)
    assert len(loop._timers) < 400


def test_a_timer_that_renews_itself_starves_nobody(loop: AnyLoop, pair: Pair) -> None:
    read: list[bytes] = []

    def again() -> None:
        if not read:
            loop.call_at(0, again)

    again()
    loop.add_reader(pair[0].fileno(), lambda: read.append(pair[0].recv(9)))
    pair[1].send(b"x")
    run_until(loop, lambda: read)
    assert read == [b"x"]


def test_a_post_that_renews_itself_starves_nobody(loop: AnyLoop, pair: Pair) -> None:
    read: list[bytes] = []

    def again() -> None:
        if not read:
            loop.post(again)

    again()
    loop.add_reader(pair[0].fileno(), lambda: read.append(pair[0].recv(9)))
    pair[1].send(b"x")
    run_until(loop, lambda: read)
    assert read == [b"x"]


def test_post_from_a_thread_wakes_a_sleeping_loop(loop: AnyLoop) -> None:
    done: list[int] = []

    def here() -> None:
        done.append(threading.get_ident())
        loop.stop()

    thread = threading.Timer(0.05, lambda: loop.post(here))
    guard = loop.call_at(loop.now_ms() + 5_000, loop.stop)
    thread.start()
    loop.run()
    thread.join()
    guard.cancel()
    assert done == [threading.get_ident()]


def test_posts_from_many_threads_all_arrive(loop: AnyLoop) -> None:
    done: list[int] = []

    def many() -> None:
        for number in range(2_000):
            loop.post(lambda number=number: done.append(number))

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    run_until(loop, lambda: len(done) == 8_000)
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(list(range(2_000)) * 4)


def test_a_reader_removed_in_the_same_round_is_not_called(loop: AnyLoop) -> None:
    called: list[int] = []
    pairs = [socket.socketpair() for _ in range(2)]
    handles = []

    def read(index: int) -> None:
        called.append(index)
        handles[1 - index].cancel()

    for index, (left, right) in enumerate(pairs):
        handles.append(loop.add_reader(left.fileno(), lambda index=index: read(index)))
        right.send(b"x")
    run_for(loop, 20)
    for handle in handles:
        handle.cancel()
    for left, right in pairs:
        left.close()
        right.close()
    assert len(set(called)) == 1


def test_one_descriptor_has_a_reader_and_a_writer(loop: AnyLoop, pair: Pair) -> None:
    events: list[str] = []
    left, right = pair
    reader = loop.add_reader(left.fileno(), lambda: events.append(f"read {left.recv(9)!r}"))

    def write() -> None:
        events.append("write")
        writer.cancel()

    writer = loop.add_writer(left.fileno(), write)
    right.send(b"x")
    run_until(loop, lambda: len(events) == 2)
    assert sorted(events) == ["read b'x'", "write"]
    with pytest.raises(ValueError, match="already watched"):
        loop.add_reader(left.fileno(), lambda: None)
    reader.cancel()
    right.send(b"y")
    run_for(loop, 20)
    assert len(events) == 2
    loop.add_reader(left.fileno(), lambda: events.append(f"again {left.recv(9)!r}"))
    run_until(loop, lambda: len(events) == 3)
    assert events[2] == "again b'y'"


def test_stop_ends_run_and_leaves_the_rest(loop: AnyLoop) -> None:
    done: list[str] = []
    loop.post(loop.stop)
    loop.post(lambda: done.append("after"))
    loop.run()
    assert done == []
    loop.post(loop.stop)
    loop.run()
    assert done == ["after"]


def test_stop_before_run_is_not_lost(loop: AnyLoop) -> None:
    loop.stop()
    loop.run()
    assert not loop._stopping


def test_a_signal_interrupts_the_wait_at_once(loop: AnyLoop) -> None:
    before = signal.signal(signal.SIGUSR1, lambda number, frame: loop.stop())
    guard = loop.call_at(loop.now_ms() + 5_000, lambda: pytest.fail("the signal was not noticed"))
    thread = threading.Timer(
        0.05, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    )
    thread.start()
    try:
        loop.run()
    finally:
        signal.signal(signal.SIGUSR1, before)
        thread.join()
        guard.cancel()
    assert loop.now_ms() < guard.real_ms


def test_an_exception_leaves_run_and_the_rest_stays(loop: AnyLoop) -> None:
    done: list[str] = []
    loop.post(lambda: 1 // 0)
    loop.post(lambda: done.append("after"))
    with pytest.raises(ZeroDivisionError):
        loop.run()
    assert done == []
    run_for(loop, 1)
    assert done == ["after"]


@pytest.mark.parametrize("make", [QtLoop, None], ids=["qt", "selectors"])
def test_on_error_hears_of_exceptions_and_the_loop_goes_on(
    make: type[QtLoop] | None, qapp: QApplication, pair: Pair
) -> None:
    errors: list[Exception] = []
    loop = SelectorLoop(errors.append) if make is None else make(qapp, errors.append)
    read = loop.add_reader(pair[0].fileno(), lambda: (read.cancel(), {}["key"]))
    pair[1].send(b"x")
    loop.call_at(0, lambda: 1 // 0)
    loop.post([].pop)
    run_until(loop, lambda: len(errors) == 3)
    loop.close()
    assert {type(error) for error in errors} == {IndexError, ZeroDivisionError, KeyError}


def test_a_closed_loop_bears_late_calls(loop: AnyLoop, pair: Pair) -> None:
    timer = loop.call_at(loop.now_ms() + 50, lambda: pytest.fail("called"))
    watch = loop.add_reader(pair[0].fileno(), lambda: pytest.fail("called"))
    loop.close()
    loop.close()
    loop.post(lambda: pytest.fail("called"))
    timer.cancel()
    watch.cancel()
    assert loop._closed


# -- Qt alone ----------------------------------------------------------------------------------


def test_far_alarms_are_coarse_and_near_ones_precise(qt_loop: QtLoop) -> None:
    far = qt_loop.call_at(qt_loop.now_ms() + 60_000, lambda: None)
    assert qt_loop._timer.timerType() is Qt.TimerType.CoarseTimer
    qt_loop.set_precise(True)
    assert qt_loop._timer.timerType() is Qt.TimerType.PreciseTimer
    qt_loop.set_precise(False)
    assert qt_loop._timer.timerType() is Qt.TimerType.CoarseTimer
    near = qt_loop.call_at(qt_loop.now_ms() + PRECISE_BELOW_MS - 100, lambda: None)
    assert qt_loop._timer.timerType() is Qt.TimerType.PreciseTimer
    near.cancel()
    assert qt_loop._timer.timerType() is Qt.TimerType.CoarseTimer
    far.cancel()
    assert not qt_loop._timer.isActive()


def test_an_early_alarm_waits_for_the_rest(qt_loop: QtLoop) -> None:
    fired: list[int] = []
    due = qt_loop.now_ms() + 300
    qt_loop.call_at(due, lambda: fired.append(qt_loop.now_ms()))
    # As Qt's coarse timer does, by up to 709 ms at 15 s.
    qt_loop._on_timeout()
    assert fired == []
    assert qt_loop._timer.isActive()
    run_until(qt_loop, lambda: fired)
    assert fired[0] >= due


def test_an_alarm_in_months_does_not_overflow(qt_loop: QtLoop) -> None:
    timer = qt_loop.call_at(qt_loop.now_ms() + 100 * 24 * 3600 * 1000, lambda: None)
    assert 0 < qt_loop._timer.interval() < 2**31
    timer.cancel()


def test_an_idle_loop_sleeps(qt_loop: QtLoop) -> None:
    """One alarm for all that waits, and no wake-up before it."""
    for seconds in range(1, 50):
        qt_loop.call_at(qt_loop.now_ms() + seconds * 60_000, lambda: None)
    before = time.process_time_ns()
    run_for(qt_loop, 300)
    assert time.process_time_ns() - before < 100_000_000


SIGTERM = """
import os, signal, sys, threading
from PySide6.QtWidgets import QApplication
from knotbreak.qt.loop import QtLoop

app = QApplication([])
loop = QtLoop(app)
signal.signal(signal.SIGTERM, lambda *_: loop.stop())
loop.post(lambda: print("ready", flush=True))
loop.run()
print("ended in order")
loop.close()
"""


def test_sigterm_wakes_qt_and_the_program_ends_in_order() -> None:
    src = Path(__file__).parents[2] / "src"
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SIGTERM],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(src)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    said, _ = process.communicate(timeout=10)
    assert (said, process.returncode) == ("ended in order\n", 0)
