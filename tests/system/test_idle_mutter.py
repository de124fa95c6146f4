"""The idle monitor of GNOME Shell, by a strict fake on a real bus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knotbreak.system import idle_mutter
from knotbreak.system.idle_mutter import MUTTER, MutterIdle
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_services import FakeIdleMonitor
from tests.desktop.waiting import run_for, run_until
from tests.fakes import TRANSLATOR


@pytest.fixture
def session(bus: PrivateBus, loop: SelectorLoop) -> Iterator[SessionBus]:
    session = SessionBus(loop, TRANSLATOR, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address})
    session.start()
    yield session
    session.stop()


@pytest.fixture
def monitor(bus: PrivateBus, loop: SelectorLoop) -> Iterator[FakeIdleMonitor]:
    monitor = FakeIdleMonitor(loop, bus.address, MUTTER)
    yield monitor
    monitor.close()
    assert monitor.faults == []


def test_stillness_is_told_once_and_nothing_is_left_at_the_shell(
    session: SessionBus, monitor: FakeIdleMonitor, loop: SelectorLoop
) -> None:
    idle = MutterIdle(loop, session)
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    run_until(loop, lambda: monitor.idle_watches)
    assert list(monitor.idle_watches.values()) == [60_000]
    monitor.still_for(59_000)
    run_for(loop, 30)
    assert told == []
    monitor.still_for(60_500)
    run_until(loop, lambda: told)
    run_until(loop, lambda: not monitor.idle_watches)
    monitor.still_for(0)
    monitor.still_for(70_000)
    run_for(loop, 30)
    assert told == [60_500]
    assert idle.known
    idle.stop()


def test_who_is_still_for_longer_already_is_told_at_once(
    session: SessionBus, monitor: FakeIdleMonitor, loop: SelectorLoop
) -> None:
    monitor.idle_ms = 90_000
    idle = MutterIdle(loop, session)
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    run_until(loop, lambda: told)
    assert told == [90_000]
    idle.stop()


def test_input_is_told_but_not_an_event_that_somebody_made_up(
    session: SessionBus, monitor: FakeIdleMonitor, loop: SelectorLoop
) -> None:
    idle = MutterIdle(loop, session)
    told: list[int] = []
    idle.watch_active(told.append)
    run_until(loop, lambda: monitor.active_watches)
    monitor.input(idle_ms=80_000)
    run_until(loop, lambda: monitor.active_watches)
    assert told == []
    monitor.input()
    run_until(loop, lambda: told)
    assert told == [0]
    assert not monitor.active_watches
    idle.stop()


def test_program_time_runs_faster(
    session: SessionBus, monitor: FakeIdleMonitor, loop: SelectorLoop
) -> None:
    idle = MutterIdle(loop, session, speed=60)
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    run_until(loop, lambda: monitor.idle_watches)
    assert list(monitor.idle_watches.values()) == [1_000]
    monitor.still_for(1_000)
    run_until(loop, lambda: told)
    assert told == [60_000]
    idle.stop()


def test_what_is_cancelled_and_what_is_stopped_is_taken_back(
    session: SessionBus, monitor: FakeIdleMonitor, loop: SelectorLoop
) -> None:
    idle = MutterIdle(loop, session)
    told: list[int] = []
    handle = idle.watch_idle(60_000, told.append)
    # Before the shell has said which number it is, and after.
    early = idle.watch_idle(50_000, told.append)
    early.cancel()
    run_until(loop, lambda: 60_000 in monitor.idle_watches.values())
    run_until(loop, lambda: len(monitor.idle_watches) == 1)
    handle.cancel()
    handle.cancel()
    run_until(loop, lambda: not monitor.idle_watches)
    idle.watch_active(told.append)
    run_until(loop, lambda: monitor.active_watches)
    idle.stop()
    run_until(loop, lambda: not monitor.active_watches)
    assert told == []


def test_a_shell_that_is_restarted_gets_the_watches_again(
    bus: PrivateBus, session: SessionBus, loop: SelectorLoop
) -> None:
    first = FakeIdleMonitor(loop, bus.address, MUTTER)
    lost: list[bool] = []
    idle = MutterIdle(loop, session, on_lost=lambda: lost.append(True))
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    run_until(loop, lambda: first.idle_watches)
    first.close()
    run_for(loop, 50)
    second = FakeIdleMonitor(loop, bus.address, MUTTER)
    run_until(loop, lambda: second.idle_watches)
    second.still_for(60_000)
    run_until(loop, lambda: told)
    assert lost == []
    assert idle.known
    idle.stop()
    second.close()


def test_a_shell_that_stays_away_is_lost_once(
    bus: PrivateBus, session: SessionBus, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_mutter, "RETURN_MS", 100)
    monitor = FakeIdleMonitor(loop, bus.address, MUTTER)
    lost: list[bool] = []
    idle = MutterIdle(loop, session, on_lost=lambda: lost.append(True))
    told: list[int] = []
    idle.watch_active(told.append)
    run_until(loop, lambda: monitor.active_watches)
    monitor.close()
    run_until(loop, lambda: told)
    assert told == [0]
    assert lost == [True]
    assert not idle.known
    assert "not known" in idle.describe()


def test_a_service_of_that_name_that_knows_nothing_is_lost(
    bus: PrivateBus, session: SessionBus, loop: SelectorLoop
) -> None:
    monitor = FakeIdleMonitor(loop, bus.address, MUTTER)
    monitor.methods = {}
    idle = MutterIdle(loop, session)
    told: list[int] = []
    idle.watch_active(told.append)
    run_until(loop, lambda: told)
    assert not idle.known
    monitor.close()


def test_a_shell_that_is_too_busy_to_answer_is_believed_and_not_lost(
    bus: PrivateBus, session: SessionBus, loop: SelectorLoop
) -> None:
    monitor = FakeIdleMonitor(loop, bus.address, MUTTER)
    idle = MutterIdle(loop, session, speed=3)
    told: list[int] = []
    idle.watch_idle(50_000, told.append)
    run_until(loop, lambda: monitor.idle_watches)
    monitor.silent = True
    monitor.still_for(60_000)
    run_until(loop, lambda: told)
    assert told == [50_000]
    assert idle.known
    idle.stop()
    monitor.close()


def test_a_lost_bus_is_lost(bus: PrivateBus, session: SessionBus, loop: SelectorLoop) -> None:
    monitor = FakeIdleMonitor(loop, bus.address, MUTTER)
    idle = MutterIdle(loop, session)
    told: list[int] = []
    idle.watch_active(told.append)
    run_until(loop, lambda: monitor.active_watches)
    monitor.close()
    bus.stop()
    run_until(loop, lambda: told)
    assert not idle.known
