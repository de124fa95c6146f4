"""Alarms by the wall clock: a real timerfd, the look at the clock, and the fake."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knotbreak.app.signals import WallClock
from knotbreak.system import wall_clock
from knotbreak.system.wall_clock import SystemWallClock
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_for, run_until
from tests.fake_signals import FakeWallClock
from tests.fakes import TRANSLATOR


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture(params=[True, False], ids=["timerfd", "looks"])
def clock(
    request: pytest.FixtureRequest, loop: SelectorLoop, tmp_path: Path
) -> Iterator[SystemWallClock]:
    zone = tmp_path / "localtime"
    zone.write_text("Here")
    clock = SystemWallClock(loop, TRANSLATOR, localtime=zone, use_timerfd=request.param)
    yield clock
    clock.stop()


def test_alarms_go_off_in_order_at_their_time(clock: WallClock, loop: SelectorLoop) -> None:
    rung: list[str] = []
    begin_ms = now_ms()
    clock.call_at(begin_ms + 200, lambda: rung.append("second"))
    clock.call_at(begin_ms + 100, lambda: rung.append("first"))
    cancelled = clock.call_at(begin_ms + 120, lambda: rung.append("cancelled"))
    cancelled.cancel()
    cancelled.cancel()
    run_until(loop, lambda: len(rung) == 2)
    assert 200 <= now_ms() - begin_ms < 500
    clock.call_at(begin_ms - 5_000, lambda: rung.append("past"))
    run_until(loop, lambda: len(rung) == 3)
    assert rung == ["first", "second", "past"]


def test_an_alarm_may_cancel_another_of_the_same_moment(
    clock: WallClock, loop: SelectorLoop
) -> None:
    rung: list[str] = []
    at_ms = now_ms() + 50
    clock.call_at(at_ms, lambda: (rung.append("one"), other.cancel()))
    other = clock.call_at(at_ms, lambda: rung.append("other"))
    run_until(loop, lambda: rung)
    run_for(loop, 50)
    assert rung == ["one"]


def test_another_zone_is_told(clock: WallClock, loop: SelectorLoop, tmp_path: Path) -> None:
    told: list[int] = []
    handle = clock.watch(lambda: told.append(1))
    # As timedatectl does: another link in place of the one before.
    (tmp_path / "new").symlink_to("/usr/share/zoneinfo/UTC")
    (tmp_path / "new").rename(tmp_path / "localtime")
    run_until(loop, lambda: told)
    handle.cancel()
    (tmp_path / "localtime").unlink()
    run_for(loop, 400)
    assert told == [1]


def test_with_a_timerfd_nothing_looks(loop: SelectorLoop, tmp_path: Path) -> None:
    clock = SystemWallClock(loop, TRANSLATOR, localtime=tmp_path / "none")
    clock.watch(lambda: None)
    clock.call_at(now_ms() + 3_600_000, lambda: None)
    assert loop._timers.first_ms() is None
    assert [said.means for said in clock.tried()] == ["timerfd"]
    clock.stop()


def test_a_clock_that_was_set_is_told_and_the_alarm_stays(
    loop: SelectorLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Setting the clock would set it for everybody, so the kernel's answer is made up here."""
    shown = [now_ms()]
    clock = SystemWallClock(loop, TRANSLATOR, localtime=tmp_path / "none", utc_ms=lambda: shown[0])
    told: list[str] = []
    clock.watch(lambda: told.append("set"))
    clock.call_at(shown[0] + 3_600_000, lambda: told.append("alarm"))
    settings: list[int] = []
    set_timerfd = clock._set_timerfd
    monkeypatch.setattr(
        clock, "_set_timerfd", lambda ms: (settings.append(ms or 0), set_timerfd(ms))
    )

    def cancelled(fd: int, size: int) -> bytes:
        raise OSError(errno.ECANCELED, "the clock was set")

    monkeypatch.setattr(os, "read", cancelled)
    shown[0] += 1_800_000
    clock._on_readable()
    assert told == ["set"]
    assert len(settings) == 1, "it is armed again, or it would never be told again"
    shown[0] += 1_800_000
    clock._on_readable()
    assert told == ["set", "alarm", "set"]
    monkeypatch.undo()
    clock.stop()


def test_t27_without_a_timerfd_a_set_clock_is_noticed_at_the_next_look(
    loop: SelectorLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_clock, "LOOK_MS", 50)
    jump = [0]
    clock = SystemWallClock(
        loop,
        TRANSLATOR,
        localtime=tmp_path / "none",
        use_timerfd=False,
        utc_ms=lambda: now_ms() + jump[0],
    )
    assert loop._timers.first_ms() is None, "nobody waits"
    told: list[int] = []
    handle = clock.watch(lambda: told.append(1))
    run_for(loop, 130)
    assert told == []
    jump[0] = -3_600_000
    run_until(loop, lambda: told)
    run_for(loop, 130)
    assert told == [1]
    assert [said.outcome.value for said in clock.tried()] == ["not-here", "chosen"]
    handle.cancel()
    assert loop._timers.first_ms() is None
    clock.stop()


def test_the_fake_is_a_clock() -> None:
    clock = FakeWallClock(1_000)
    port: WallClock = clock
    told: list[str] = []
    port.call_at(2_000, lambda: told.append("alarm"))
    port.call_at(1_500, lambda: told.append("cancelled")).cancel()
    port.watch(lambda: told.append("set"))
    clock.show(1_999)
    assert told == []
    clock.show(2_000)
    clock.set(1_000)
    assert told == ["alarm", "set"]
