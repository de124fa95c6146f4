"""X11Idle on a real X server with real input, and the ways in which it may not know."""

from __future__ import annotations

import signal
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knotbreak.system import x11_wire
from knotbreak.system.choose_idle import choose_idle
from knotbreak.system.idle_x11 import X11Idle
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.desktop import Desktop
from tests.desktop.waiting import run_for, run_until


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with Desktop(None, window_manager=False) as desktop:
        yield desktop


def move(desktop: Desktop, x: int) -> None:
    desktop.run("xdotool", "mousemove", str(x), "100", "mousemove", str(x + 20), "120")


def choose(desktop: Desktop, loop: SelectorLoop, speed: float = 1.0) -> X11Idle:
    idle = choose_idle(loop, desktop.env, speed)._source
    assert isinstance(idle, X11Idle)
    return idle


def looks(idle: X11Idle, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the questions to the server."""
    asked: list[int] = []
    send = idle._send

    def counted(data: bytes) -> None:
        asked.append(len(data))
        send(data)

    monkeypatch.setattr(idle, "_send", counted)
    return asked


@pytest.mark.desktop
def test_idle_is_told_when_the_threshold_is_reached(
    desktop: Desktop, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(desktop, 10)
    idle = choose(desktop, loop)
    asked = looks(idle, monkeypatch)
    moved_at = loop.now_ms()
    told: list[int] = []
    idle.watch_idle(400, told.append)
    run_until(loop, lambda: told)
    assert 400 <= told[0] < 600
    assert 300 <= loop.now_ms() - moved_at < 700
    run_for(loop, 100)
    assert len(told) == 1
    assert idle.known
    assert "X server" in idle.describe()
    # QueryExtension, one look at once, one at the threshold (two if a clock was rounded).
    assert len(asked) <= 4
    idle.stop()


@pytest.mark.desktop
def test_input_moves_the_threshold(desktop: Desktop, loop: SelectorLoop) -> None:
    move(desktop, 10)
    idle = choose(desktop, loop)
    told: list[int] = []
    idle.watch_idle(500, told.append)
    run_for(loop, 300)
    move(desktop, 200)
    moved_at = loop.now_ms()
    run_until(loop, lambda: told)
    assert loop.now_ms() - moved_at >= 400
    assert 500 <= told[0] < 700
    idle.stop()


@pytest.mark.desktop
def test_program_time_runs_faster(desktop: Desktop, loop: SelectorLoop) -> None:
    move(desktop, 10)
    idle = choose(desktop, loop, speed=60)
    told: list[int] = []
    idle.watch_idle(24_000, told.append)
    run_until(loop, lambda: told)
    assert 24_000 <= told[0] < 36_000
    active: list[int] = []
    idle.watch_active(active.append)
    run_for(loop, 700)
    assert active == []
    move(desktop, 300)
    moved_at = loop.now_ms()
    # 20 s at sixty times the speed, in real time.
    run_until(loop, lambda: active)
    assert loop.now_ms() - moved_at < 600
    assert active[0] < 60 * 600
    idle.stop()


@pytest.mark.desktop
def test_waiting_for_input_looks_every_20_seconds(
    desktop: Desktop, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = choose(desktop, loop)
    asked = looks(idle, monkeypatch)
    handle = idle.watch_active(lambda idle_ms: None)
    run_for(loop, 300)
    assert len(asked) == 2
    next_look_ms = idle._looks.next_look_ms
    assert next_look_ms is not None
    assert 19_000 < next_look_ms - loop.now_ms() <= 20_000
    handle.cancel()
    handle.cancel()
    assert idle._looks.next_look_ms is None, "without a watcher it never wakes up"
    idle.stop()


@pytest.mark.desktop
def test_an_answer_that_comes_late_is_no_input(desktop: Desktop, loop: SelectorLoop) -> None:
    move(desktop, 10)
    idle = choose(desktop, loop, speed=80)
    told: list[int] = []
    idle.watch_active(told.append)
    run_for(loop, 100)
    server = desktop.display_server
    for _ in range(2):
        server.send_signal(signal.SIGSTOP)
        run_for(loop, 400)
        server.send_signal(signal.SIGCONT)
        run_for(loop, 100)
    assert told == []
    idle.stop()


@pytest.mark.desktop
def test_an_answer_that_we_read_late_is_no_input(desktop: Desktop, loop: SelectorLoop) -> None:
    move(desktop, 10)
    idle = choose(desktop, loop, speed=80)
    told: list[int] = []
    idle.watch_active(told.append)
    run_until(loop, lambda: idle._looks.last_input_ms is not None)
    run_until(loop, lambda: idle._looks.asked_ms is not None)
    # Something keeps the loop busy while the answer lies in the socket.
    time.sleep(0.2)
    run_until(loop, lambda: idle._looks.asked_ms is None)
    run_for(loop, 20)
    assert told == []
    idle.stop()


@pytest.mark.desktop
def test_the_server_goes_away(loop: SelectorLoop) -> None:
    with Desktop(None, window_manager=False) as desktop:
        idle = choose_idle(loop, desktop.env)
        active: list[int] = []
        quiet: list[int] = []
        idle.watch_active(active.append)
        idle.watch_idle(100_000, quiet.append)
        run_for(loop, 50)
        desktop.end(desktop.display_server)
        run_until(loop, lambda: active)
    assert active == [0]
    assert not idle.known
    assert "not known" in idle.describe()
    idle.watch_idle(1, quiet.append)
    idle.watch_active(active.append)
    run_until(loop, lambda: len(active) == 2)
    run_for(loop, 30)
    assert quiet == []
    assert len(active) == 2
    idle.stop()


@pytest.mark.parametrize(
    ("answer", "cookie"),
    [
        (b"\0\x07\x0b\0\0\0\x02\0no key!\0", b""),
        (b"\xff" * 64, b""),
        (b"\x01\0\x0b\0\0\0\0\0", b""),
        (b"", b"k" * 16),
    ],
    ids=["refused", "rubbish", "empty setup", "end"],
)
def test_a_server_that_refuses_or_talks_rubbish(
    answer: bytes, cookie: bytes, loop: SelectorLoop
) -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    idle = X11Idle(loop, ours, cookie)
    active: list[int] = []
    idle.watch_active(active.append)
    request = theirs.recv(200)
    assert request[:4] == b"l\0\x0b\0"
    assert cookie in request
    theirs.sendall(answer)
    theirs.close()
    run_until(loop, lambda: active)
    assert active == [0]
    assert not idle.known
    idle.stop()


@pytest.mark.parametrize(
    ("display", "number"),
    [(":0", 0), (":12.3", 12), ("unix:7", 7), ("host:0", None), ("", None), (":x", None)],
)
def test_displays(display: str, number: int | None) -> None:
    assert x11_wire.display_number(display) == number


def entry(family: int, *parts: bytes) -> bytes:
    return struct.pack(">H", family) + b"".join(struct.pack(">H", len(p)) + p for p in parts)


def test_the_key_is_found_by_host_and_number(tmp_path: Path) -> None:
    authority = tmp_path / "authority"
    name = x11_wire.COOKIE
    authority.write_bytes(
        entry(256, b"desk", b"1", name, b"wrong number")
        + entry(256, b"desk", b"0", b"XDM-AUTHORIZATION-1", b"wrong name")
        + entry(0, b"\x7f\0\0\1", b"0", name, b"wrong family")
        + entry(256, b"old-name", b"0", name, b"old")
        + entry(256, b"desk", b"0", name, b"right")
    )
    assert x11_wire.find_cookie(authority, "desk", 0) == b"right"
    assert x11_wire.find_cookie(authority, "renamed", 0) == b"old"
    assert x11_wire.find_cookie(authority, "desk", 5) == b""
    assert x11_wire.find_cookie(tmp_path / "none", "desk", 0) == b""
    wild = entry(65_535, b"", b"", name, b"wild")
    authority.write_bytes(wild + wild[:7])
    assert x11_wire.find_cookie(authority, "desk", 9) == b"wild"


@pytest.mark.desktop
def test_a_server_that_wants_the_key(tmp_path: Path, loop: SelectorLoop) -> None:
    authority = tmp_path / "authority"
    key = bytes(range(16))
    authority.write_bytes(entry(65_535, b"", b"", x11_wire.COOKIE, key))
    options = ("-auth", str(authority))
    with Desktop(None, window_manager=False, server_options=options) as desktop:
        without = choose(desktop, loop)
        run_until(loop, lambda: not without.known)
        desktop.env["XAUTHORITY"] = str(authority)
        idle = choose(desktop, loop)
        told: list[int] = []
        idle.watch_idle(50, told.append)
        run_until(loop, lambda: told)
        assert idle.known
        idle.stop()
        without.stop()


def test_packets_are_cut_at_their_ends() -> None:
    reply = struct.pack("<BBHI24x", 1, 0, 7, 1) + b"more"
    event = struct.pack("<B31x", 28)
    generic = struct.pack("<BBHI24x", 35, 0, 0, 1) + b"gene"
    error = struct.pack("<BB30x", 0, 3)
    stream = event + reply + generic + error + reply
    buffer = bytearray()
    kinds: list[int] = []
    for byte in stream:
        buffer.append(byte)
        kinds += [packet.kind for packet in x11_wire.take_answers(buffer)]
    assert kinds == [1, 0, 1]
    assert not buffer
    with pytest.raises(x11_wire.XProtocolError):
        list(x11_wire.take_answers(bytearray(b"\x01\0\0\0\xff\xff\xff\xff" + b"\0" * 24)))
