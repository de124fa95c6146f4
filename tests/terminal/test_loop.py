"""The loop of the terminal, on real descriptors, threads and signals."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator

import pytest

from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_for, run_until


@pytest.fixture
def loop() -> Iterator[SelectorLoop]:
    with SelectorLoop() as loop:
        yield loop


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    left, right = socket.socketpair()
    with left, right:
        yield left, right


def test_timers_fire_in_order_and_never_early(loop: SelectorLoop) -> None:
    start = loop.now_ms()
    fired: list[tuple[str, int]] = []
    for name, wait_ms in (("c", 30), ("a", 10), ("b", 10), ("d", 31)):
        due = start + wait_ms
        loop.call_at(due, lambda name=name, due=due: fired.append((name, loop.now_ms() - due)))
    run_until(loop, lambda: len(fired) == 4)
    assert [name for name, _late in fired] == ["a", "b", "c", "d"]
    assert all(late_ms >= 0 for _name, late_ms in fired)


def test_a_cancelled_timer_never_fires(loop: SelectorLoop) -> None:
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


def test_cancelled_timers_are_forgotten(loop: SelectorLoop) -> None:
    kept: list[int] = []
    for number in range(10_000):
        timer = loop.call_at(loop.now_ms() + 60_000, lambda: None)
        if number % 100:
            timer.cancel()
    loop.call_at(loop.now_ms(), lambda: kept.append(1))
    run_until(loop, lambda: kept)
    assert len(loop._timers) < 400


def test_a_timer_that_renews_itself_starves_nobody(
    loop: SelectorLoop, pair: tuple[socket.socket, socket.socket]
) -> None:
    read: list[bytes] = []

    def again() -> None:
        loop.call_at(0, again)

    again()
    loop.add_reader(pair[0].fileno(), lambda: read.append(pair[0].recv(9)))
    pair[1].send(b"x")
    run_until(loop, lambda: read, 500)
    assert read == [b"x"]


def test_post_from_a_thread_wakes_a_sleeping_loop(loop: SelectorLoop) -> None:
    done: list[int] = []
    thread = threading.Timer(0.05, lambda: loop.post(lambda: done.append(threading.get_ident())))
    thread.start()
    started = loop.now_ms()
    while not done:
        loop.run_once(10_000)
    thread.join()
    assert done == [threading.get_ident()]
    assert loop.now_ms() - started < 2_000


def test_posts_from_many_threads_all_arrive(loop: SelectorLoop) -> None:
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


def test_a_reader_removed_in_the_same_round_is_not_called(loop: SelectorLoop) -> None:
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
    for left, right in pairs:
        left.close()
        right.close()
    assert len(set(called)) == 1


def test_a_new_descriptor_of_the_same_number_is_not_taken_for_the_old(loop: SelectorLoop) -> None:
    called: list[str] = []
    first, second = socket.socketpair(), socket.socketpair()
    fresh: list[socket.socket] = []

    def replace(mine: int) -> None:
        called.append("ready")
        other = (first, second)[1 - mine][0]
        number = other.fileno()
        handles[1 - mine].cancel()
        other.close()
        fresh.extend(socket.socketpair())
        assert fresh[0].fileno() == number
        loop.add_reader(number, lambda: called.append("wrong"))

    handles = [
        loop.add_reader(first[0].fileno(), lambda: replace(0) if not fresh else None),
        loop.add_reader(second[0].fileno(), lambda: replace(1) if not fresh else None),
    ]
    first[1].send(b"x")
    second[1].send(b"x")
    loop.run_once(100)
    for sock in (*first, *second, *fresh):
        sock.close()
    assert called == ["ready"]


def test_one_descriptor_has_a_reader_and_a_writer(
    loop: SelectorLoop, pair: tuple[socket.socket, socket.socket]
) -> None:
    events: list[str] = []
    left, right = pair
    reader = loop.add_reader(left.fileno(), lambda: events.append(f"read {left.recv(9)!r}"))
    writer = loop.add_writer(left.fileno(), lambda: (events.append("write"), writer.cancel()))
    right.send(b"x")
    run_until(loop, lambda: len(events) == 2)
    assert sorted(events) == ["read b'x'", "write"]
    with pytest.raises(ValueError, match="already watched"):
        loop.add_reader(left.fileno(), lambda: None)
    reader.cancel()
    right.send(b"y")
    run_for(loop, 20)
    assert len(events) == 2


def test_a_descriptor_may_be_closed_before_its_handle(loop: SelectorLoop) -> None:
    left, right = socket.socketpair()
    reader = loop.add_reader(left.fileno(), lambda: None)
    writer = loop.add_writer(left.fileno(), lambda: None)
    number = left.fileno()
    left.close()
    reader.cancel()
    writer.cancel()
    right.close()
    again, other = socket.socketpair()
    assert number in (again.fileno(), other.fileno())
    handle = loop.add_reader(number, lambda: None)
    handle.cancel()
    again.close()
    other.close()


def test_stop_ends_run_and_leaves_the_rest(loop: SelectorLoop) -> None:
    done: list[str] = []
    loop.post(loop.stop)
    loop.post(lambda: done.append("after"))
    loop.run()
    assert done == []
    loop.post(loop.stop)
    loop.run()
    assert done == ["after"]


def test_stop_before_run_is_not_lost(loop: SelectorLoop) -> None:
    loop.stop()
    loop.run()
    assert not loop._stopping


def test_a_signal_interrupts_the_wait_at_once(loop: SelectorLoop) -> None:
    before = signal.signal(signal.SIGUSR1, lambda number, frame: loop.stop())
    guard = loop.call_at(loop.now_ms() + 5_000, lambda: pytest.fail("the signal was not noticed"))
    # The system may give a signal to any thread: the wait of this one is then not interrupted.
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


def test_an_exception_leaves_run_and_the_rest_stays(loop: SelectorLoop) -> None:
    done: list[str] = []
    loop.post(lambda: 1 // 0)
    loop.post(lambda: done.append("after"))
    with pytest.raises(ZeroDivisionError):
        loop.run()
    loop.run_once(0)
    assert done == ["after"]


def test_on_error_hears_of_exceptions_and_the_loop_goes_on() -> None:
    errors: list[Exception] = []
    with SelectorLoop(on_error=errors.append) as loop:
        loop.call_at(0, lambda: 1 // 0)
        loop.post([].pop)
        loop.call_at(loop.now_ms() + 5, loop.stop)
        loop.run()
    assert [type(error) for error in errors] == [IndexError, ZeroDivisionError]


def test_a_closed_loop_bears_a_late_post() -> None:
    loop = SelectorLoop()
    loop.close()
    loop.close()
    loop.post(lambda: pytest.fail("called"))
    assert loop._closed
