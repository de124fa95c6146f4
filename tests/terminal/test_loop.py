"""What only the terminal's loop has to bear; what both do is in tests/qt/test_loop_qt.py."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from knotbreak.terminal.loop import SelectorLoop


@pytest.fixture
def loop() -> Iterator[SelectorLoop]:
    with SelectorLoop() as loop:
        yield loop


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


def test_a_closed_loop_bears_a_late_post() -> None:
    loop = SelectorLoop()
    loop.close()
    loop.close()
    loop.post(lambda: pytest.fail("called"))
    assert loop._closed
