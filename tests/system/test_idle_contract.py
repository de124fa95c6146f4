"""What every `IdleSource` keeps: the fake, the chain, and every source that can run here."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from knotbreak.app.ports import IdleSource
from knotbreak.system.choose_idle import choose_idle
from knotbreak.system.idle_mutter import MUTTER, MutterIdle
from knotbreak.system.idle_polled import PolledIdle
from knotbreak.system.idle_wayland import WaylandIdle
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.desktop import Desktop
from tests.desktop.fake_compositor import FakeCompositor
from tests.desktop.fake_services import FakeIdleMonitor
from tests.desktop.sway import SwayDesktop
from tests.desktop.waiting import run_for, run_until
from tests.fakes import TRANSLATOR, FakeIdle

THRESHOLD_MS = 500


class Desk(NamedTuple):
    """A source, and the hands on its keyboard."""

    source: IdleSource
    rest: Callable[[], None]
    """Leave the input alone for longer than the threshold."""
    move: Callable[[], None]


class Desks:
    """Makes each kind of desk, and takes it down."""

    def __init__(self, loop: SelectorLoop, folder: Path, request: pytest.FixtureRequest) -> None:
        self.loop = loop
        self.folder = folder
        self.request = request
        self.stack = ExitStack()

    def fake(self) -> Desk:
        idle = FakeIdle()
        return Desk(idle, lambda: idle.still_for(THRESHOLD_MS + 10), idle.input)

    def polled(self) -> Desk:
        last = [self.loop.now_ms()]

        def move() -> None:
            last[0] = self.loop.now_ms()

        # In program time that runs fast, waiting for input looks often.
        idle = PolledIdle(self.loop, lambda: self.loop.now_ms() - last[0], "idle time: here", 50)
        return Desk(idle, lambda: run_for(self.loop, 60), move)

    def mutter(self) -> Desk:
        bus: PrivateBus = self.request.getfixturevalue("bus")
        session = SessionBus(
            self.loop, TRANSLATOR, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address}
        )
        session.start()
        self.stack.callback(session.stop)
        monitor = FakeIdleMonitor(self.loop, bus.address, MUTTER)
        self.stack.callback(monitor.close)
        idle = MutterIdle(self.loop, session)
        return Desk(
            idle,
            self._after(lambda: monitor.idle_watches, lambda: monitor.still_for(THRESHOLD_MS)),
            self._after(lambda: monitor.active_watches, monitor.input),
        )

    def wayland(self) -> Desk:
        path = self.folder / "wayland-7"
        offers = {"wl_seat": 8, "ext_idle_notifier_v1": 2}
        compositor = FakeCompositor(self.loop, path, offers)
        self.stack.callback(compositor.close)
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.connect(str(path))
        sock.setblocking(False)

        def tell(event: Callable[[int], None]) -> None:
            for number in tuple(compositor.timeouts):
                event(number)

        def move() -> None:
            tell(compositor.idled)
            tell(compositor.resumed)

        asked = lambda: compositor.timeouts  # noqa: E731
        rest = self._after(asked, lambda: tell(compositor.idled))
        return Desk(WaylandIdle(self.loop, sock), rest, self._after(asked, move))

    def x11(self) -> Desk:
        desktop = self.stack.enter_context(Desktop(None, window_manager=False))
        idle = choose_idle(self.loop, desktop.env, 20)

        def move() -> None:
            place = self.loop.now_ms() % 700
            desktop.run("xdotool", "mousemove", str(place), "9", "mousemove", str(place + 9), "50")

        return Desk(idle, lambda: run_for(self.loop, 100), move)

    def sway(self) -> Desk:
        desktop = self.stack.enter_context(SwayDesktop(None))
        idle = choose_idle(self.loop, desktop.env)

        def move() -> None:
            # To be told of input, it has to have rested.
            run_for(self.loop, 250)
            desktop.run("swaymsg", "seat", "seat0", "cursor", "move", "5", "5")

        return Desk(idle, lambda: run_for(self.loop, THRESHOLD_MS + 250), move)

    def _after(self, ready: Callable[[], object], fn: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            run_until(self.loop, ready)
            fn()

        return run


@pytest.fixture(
    params=[
        "fake",
        "polled",
        "mutter",
        "wayland",
        pytest.param("x11", marks=pytest.mark.desktop),
        pytest.param("sway", marks=pytest.mark.desktop),
    ]
)
def desk(request: pytest.FixtureRequest, loop: SelectorLoop, short_folder: Path) -> Iterator[Desk]:
    desks = Desks(loop, short_folder, request)
    with desks.stack:
        made: Desk = getattr(desks, request.param)()
        yield made
        made.source.stop()


def test_stillness_and_input_are_told_once_each(desk: Desk, loop: SelectorLoop) -> None:
    source = desk.source
    assert source.known
    assert source.describe()
    told: list[str] = []
    idle_ms: list[int] = []
    source.watch_idle(THRESHOLD_MS, lambda ms: (told.append("idle"), idle_ms.append(ms)))
    cancelled = source.watch_idle(THRESHOLD_MS, lambda ms: told.append("cancelled"))
    assert told == [], "nothing is told from within the question"
    cancelled.cancel()
    cancelled.cancel()
    desk.rest()
    run_until(loop, lambda: told)
    assert told == ["idle"]
    assert idle_ms[0] >= THRESHOLD_MS
    source.watch_active(lambda ms: told.append("active"))
    source.watch_active(lambda ms: told.append("cancelled")).cancel()
    run_for(loop, 30)
    assert told == ["idle"]
    desk.move()
    run_until(loop, lambda: len(told) == 2)
    run_for(loop, 30)
    assert told == ["idle", "active"]


def test_after_the_stop_nothing_is_told(desk: Desk, loop: SelectorLoop) -> None:
    told: list[int] = []
    desk.source.watch_idle(100 * THRESHOLD_MS, told.append)
    desk.source.watch_active(told.append)
    run_for(loop, 30)
    assert told == []
    desk.source.stop()
    run_for(loop, 120)
    assert told == []
