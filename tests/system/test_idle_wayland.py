"""Idle notifications: ext-idle-notify by a strict compositor, KDE's protocol by headless sway.

sway 1.7 offers org_kde_kwin_idle alone; from 1.8 on it is ext_idle_notifier_v1.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knotbreak.app.signals import Outcome
from knotbreak.system import wayland_wire as wire
from knotbreak.system.choose_idle import choose_idle
from knotbreak.system.idle_wayland import EXT, KDE, WaylandIdle
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.fake_compositor import FakeCompositor
from tests.desktop.sway import SwayDesktop
from tests.desktop.waiting import run_for, run_until

BOTH = {"org_kde_kwin_idle": 1, "wl_seat": 8, "ext_idle_notifier_v1": 2}


@pytest.fixture
def connect(
    loop: SelectorLoop, short_folder: Path
) -> Iterator[Callable[..., tuple[FakeCompositor, WaylandIdle]]]:
    made: list[tuple[FakeCompositor, WaylandIdle]] = []

    def connect(
        offers: dict[str, int], speed: float = 1.0, lost: list[bool] | None = None
    ) -> tuple[FakeCompositor, WaylandIdle]:
        path = short_folder / "wayland-7"
        compositor = FakeCompositor(loop, path, offers)
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.connect(str(path))
        sock.setblocking(False)
        told = [] if lost is None else lost
        made.append((compositor, WaylandIdle(loop, sock, speed, on_lost=told.append)))
        return made[-1]

    yield connect
    for compositor, idle in made:
        idle.stop()
        compositor.close()
        assert compositor.faults == []


@pytest.mark.parametrize(
    ("offers", "asked"),
    [
        (BOTH, ("ext_idle_notifier_v1", 2)),
        ({**BOTH, "ext_idle_notifier_v1": 1}, ("ext_idle_notifier_v1", 1)),
        ({"wl_seat": 1, "ext_idle_notifier_v1": 9}, ("ext_idle_notifier_v1", 2)),
        ({"wl_seat": 1, "org_kde_kwin_idle": 1}, ("org_kde_kwin_idle", 0)),
    ],
)
def test_the_best_protocol_is_spoken_and_input_alone_is_asked_for(
    offers: dict[str, int],
    asked: tuple[str, int],
    connect: Callable[..., tuple[FakeCompositor, WaylandIdle]],
    loop: SelectorLoop,
) -> None:
    compositor, idle = connect(offers)
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    run_until(loop, lambda: compositor.timeouts)
    assert compositor.asked == [asked]
    assert idle.interface == asked[0]
    ((number, timeout_ms),) = compositor.timeouts.items()
    assert timeout_ms == 60_000
    compositor.idled(number)
    run_until(loop, lambda: told)
    assert told == [60_000]
    run_until(loop, lambda: not compositor.timeouts)


def test_input_is_told_after_stillness_and_once(
    connect: Callable[..., tuple[FakeCompositor, WaylandIdle]], loop: SelectorLoop
) -> None:
    compositor, idle = connect(BOTH)
    told: list[int] = []
    idle.watch_active(told.append)
    run_until(loop, lambda: compositor.timeouts)
    (number,) = compositor.timeouts
    compositor.idled(number)
    run_for(loop, 30)
    assert told == []
    compositor.resumed(number)
    run_until(loop, lambda: told)
    run_until(loop, lambda: not compositor.timeouts)
    assert told == [0]
    # Ids are never used twice, and always the next one.
    for count in (1, 2, 3):
        idle.watch_idle(1_000 * count, told.append)
    run_until(loop, lambda: len(compositor.timeouts) == 3)
    assert sorted(compositor.timeouts.values()) == [1_000, 2_000, 3_000]


def test_what_is_cancelled_is_taken_back_before_and_after_the_compositor_has_it(
    connect: Callable[..., tuple[FakeCompositor, WaylandIdle]], loop: SelectorLoop
) -> None:
    compositor, idle = connect(BOTH)
    told: list[int] = []
    idle.watch_idle(1_000, told.append).cancel()
    handle = idle.watch_idle(2_000, told.append)
    run_until(loop, lambda: compositor.timeouts)
    assert list(compositor.timeouts.values()) == [2_000]
    (number,) = compositor.timeouts
    # The event is on its way when the watch is taken back.
    compositor.idled(number)
    handle.cancel()
    handle.cancel()
    run_until(loop, lambda: not compositor.timeouts)
    run_for(loop, 30)
    assert told == []


def test_program_time_runs_faster(
    connect: Callable[..., tuple[FakeCompositor, WaylandIdle]], loop: SelectorLoop
) -> None:
    compositor, idle = connect(BOTH, speed=60)
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    run_until(loop, lambda: compositor.timeouts)
    ((number, timeout_ms),) = compositor.timeouts.items()
    assert timeout_ms == 1_000
    compositor.idled(number)
    run_until(loop, lambda: told)
    assert told == [60_000]


@pytest.mark.parametrize("offers", [{}, {"wl_seat": 8}, {"ext_idle_notifier_v1": 1}])
def test_a_compositor_that_does_not_offer_it(
    offers: dict[str, int],
    connect: Callable[..., tuple[FakeCompositor, WaylandIdle]],
    loop: SelectorLoop,
) -> None:
    lost: list[bool] = []
    _compositor, idle = connect(offers, lost=lost)
    told: list[int] = []
    idle.watch_active(told.append)
    idle.watch_idle(1, lambda idle_ms: told.append(-1))
    run_until(loop, lambda: told)
    assert lost == [False]
    assert told == [0]
    assert not idle.known
    idle.watch_active(told.append)
    idle.watch_active(told.append).cancel()
    run_until(loop, lambda: len(told) == 2)
    run_for(loop, 30)
    assert told == [0, 0]


@pytest.mark.parametrize("how", ["hangs up", "complains", "talks rubbish"])
def test_a_compositor_that_goes_away(
    how: str,
    connect: Callable[..., tuple[FakeCompositor, WaylandIdle]],
    loop: SelectorLoop,
) -> None:
    lost: list[bool] = []
    compositor, idle = connect(BOTH, lost=lost)
    told: list[int] = []
    idle.watch_active(told.append)
    idle.watch_idle(60_000, lambda idle_ms: told.append(-1))
    run_until(loop, lambda: len(compositor.timeouts) == 2)
    match how:
        case "hangs up":
            compositor.hang_up()
        case "complains":
            compositor.complain("no more")
        case _:
            compositor.send(9, 9, b"xyz")
    run_until(loop, lambda: told)
    assert lost == [True]
    assert told == [0]
    assert "not known" in idle.describe()


def test_events_are_cut_at_their_ends() -> None:
    events = wire.request(7, 1, b"abcd") + wire.request(8, 0) + wire.request(9, 2, b"12345678")
    buffer = bytearray()
    found = []
    for byte in events:
        buffer.append(byte)
        found += [(one.sender, one.number, one.body) for one in wire.take_events(buffer)]
    assert found == [(7, 1, b"abcd"), (8, 0, b""), (9, 2, b"12345678")]
    with pytest.raises(wire.WaylandProtocolError):
        list(wire.take_events(bytearray(b"\1\0\0\0\0\0\2\0")))
    with pytest.raises(wire.WaylandProtocolError):
        wire.text_at(b"\xff\xff\0\0abcd", 0)
    with pytest.raises(wire.WaylandProtocolError):
        wire.global_of(wire.Event(2, 0, b"\1\0\0\0\4\0\0\0abc\0"))


def test_where_the_compositor_listens() -> None:
    runtime = {"XDG_RUNTIME_DIR": "/run/user/7"}
    assert wire.socket_path({"WAYLAND_DISPLAY": "w-1", **runtime}) == Path("/run/user/7/w-1")
    assert wire.socket_path({"WAYLAND_DISPLAY": "/a/b", **runtime}) == Path("/a/b")
    assert wire.socket_path({"WAYLAND_DISPLAY": "w-1"}) is None
    assert wire.socket_path(runtime) is None


@pytest.mark.desktop
def test_sway_tells_stillness_and_input(loop: SelectorLoop) -> None:
    with SwayDesktop(None) as desktop:
        idle = choose_idle(loop, desktop.env)
        told: list[tuple[str, int]] = []
        desktop.run("swaymsg", "seat", "seat0", "cursor", "move", "5", "5")
        began_ms = loop.now_ms()
        idle.watch_idle(700, lambda ms: told.append(("idle", ms)))
        run_until(loop, lambda: told)
        assert told == [("idle", 700)]
        assert 650 <= loop.now_ms() - began_ms < 1_500
        idle.watch_active(lambda ms: told.append(("active", ms)))
        run_for(loop, 400)
        assert len(told) == 1
        desktop.run("swaymsg", "seat", "seat0", "cursor", "move", "5", "5")
        run_until(loop, lambda: len(told) == 2)
        assert told[1] == ("active", 0)
        third = idle.tried()[2]
        assert third.outcome is Outcome.CHOSEN
        # Input while it waits begins the time anew.
        idle.watch_idle(600, lambda ms: told.append(("idle", ms)))
        run_for(loop, 350)
        desktop.run("swaymsg", "seat", "seat0", "cursor", "move", "5", "5")
        moved_ms = loop.now_ms()
        run_until(loop, lambda: len(told) == 3)
        assert loop.now_ms() - moved_ms >= 500
        source = idle._source
        assert isinstance(source, WaylandIdle)
        assert source.interface in (EXT.interface, KDE.interface)
        idle.stop()
