"""The clocks, on made-up nanoseconds and on the real ones."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.units import local_time
from knotbreak.system.clock import (
    ClockSources,
    PlatformZone,
    SystemClock,
    boot_id,
    system_sources,
    system_zone,
)

MS = 1_000_000


class Machine:
    """Clocks that a test moves, each by itself."""

    def __init__(self) -> None:
        self.awake = 7_123_456_789
        self.boot = 9_000_000_000
        self.utc = 1_780_000_000_000_000_000

    def clock(self, speed: float = 1.0) -> SystemClock:
        def awake() -> int:
            return self.awake

        sources = ClockSources(
            loop_ns=awake, awake_ns=awake, boot_ns=lambda: self.boot, utc_ns=lambda: self.utc
        )
        return SystemClock(speed, sources=sources, environ={"TZ": "Europe/Berlin"})


def test_speed_scales_all_three_from_the_start() -> None:
    machine = Machine()
    clock = machine.clock(60)
    start = clock.now()
    machine.awake += 1_000 * MS
    machine.boot += 3_000 * MS
    machine.utc += 2_000 * MS
    later = clock.now()
    assert later.mono_ms - start.mono_ms == 60_000
    assert later.boot_ms - start.boot_ms == 180_000
    assert later.utc_ms - start.utc_ms == 120_000
    assert clock.speed == 60


def test_now_never_goes_back() -> None:
    machine = Machine()
    clock = machine.clock()
    first = clock.now().mono_ms
    machine.awake -= 5_000 * MS
    assert clock.now().mono_ms == first


@given(
    speed=st.sampled_from([0.25, 0.3, 1.0, 1.5, 7.0, 60.0, 3600.0]),
    ahead_ms=st.integers(0, 10**10),
    offset=st.integers(0, 10**9),
)
def test_the_alarm_is_never_early_and_never_a_millisecond_late(
    speed: float, ahead_ms: int, offset: int
) -> None:
    machine = Machine()
    machine.awake += offset
    clock = machine.clock(speed)
    goal = clock.now().mono_ms + ahead_ms
    real_ms = clock.real_ms(goal)
    start = machine.awake
    if (real_ms - 1) * MS >= start:
        machine.awake = (real_ms - 1) * MS
        assert clock.now().mono_ms < goal
    machine.awake = max(start, real_ms * MS)
    assert clock.now().mono_ms >= goal


def test_an_alarm_counts_the_loop_s_clock_where_that_goes_on_in_sleep() -> None:
    machine = Machine()
    asleep = 100_000 * MS
    clock = SystemClock(
        2.0,
        sources=ClockSources(
            loop_ns=lambda: machine.awake + asleep,
            awake_ns=lambda: machine.awake,
            boot_ns=lambda: machine.awake + asleep,
            utc_ns=lambda: machine.utc,
        ),
        environ={"TZ": "UTC"},
    )
    ahead = clock.real_ms(clock.now().mono_ms + 10_000) - (machine.awake + asleep) // MS
    assert 5_000 <= ahead <= 5_001


def test_the_real_clocks_agree_with_each_other() -> None:
    clock = SystemClock()
    now = clock.now()
    assert abs(now.mono_ms - time.monotonic_ns() // MS) < 1_000
    assert abs(now.utc_ms - time.time_ns() // MS) < 1_000
    assert now.boot_ms >= now.mono_ms - 1
    assert clock.real_ms(now.mono_ms + 500) in (now.mono_ms + 500, now.mono_ms + 501)
    assert system_sources().loop_ns is time.monotonic_ns


def test_a_speed_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        SystemClock(0)


def test_the_zone_is_found_by_tz_by_link_by_name_and_by_content(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    none = tmp_path / "none"
    link.symlink_to("/usr/share/zoneinfo/America/New_York")
    assert str(system_zone({"TZ": ":Asia/Tokyo"}, link, none)) == "Asia/Tokyo"
    assert str(system_zone({}, link, none)) == "America/New_York"
    copy = tmp_path / "copy"
    copy.write_bytes(Path("/usr/share/zoneinfo/Europe/Berlin").read_bytes())
    name = tmp_path / "timezone"
    name.write_text("Europe/Berlin\n")
    assert str(system_zone({}, copy, name)) == "Europe/Berlin"
    nameless = system_zone({}, copy, none)
    assert datetime(2026, 7, 1, tzinfo=nameless).utcoffset() == timedelta(hours=2)
    assert datetime(2026, 1, 1, tzinfo=nameless).utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize("text", ["CET-1CEST", "no such zone", "../../etc/passwd", "/etc/hosts"])
def test_a_tz_without_a_name_is_left_to_the_platform(text: str, tmp_path: Path) -> None:
    assert isinstance(system_zone({"TZ": text}, tmp_path / "a", tmp_path / "b"), PlatformZone)


def test_the_platform_zone_knows_summer_and_both_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        zone = PlatformZone()
        start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1000
        for step in range(365 * 48):
            moment = start + step * 1_800_000
            ours, theirs = local_time(moment, zone), local_time(moment, berlin)
            assert ours.replace(tzinfo=None) == theirs.replace(tzinfo=None)
            assert ours.fold == theirs.fold
            assert ours.utcoffset() == theirs.utcoffset()
            assert ours.dst() == theirs.dst()
        assert zone.tzname(datetime(2026, 7, 1)) == "CEST"  # noqa: DTZ001
    time.tzset()


def test_refresh_zone_sees_a_new_zone() -> None:
    environ = {"TZ": "Europe/Berlin"}
    clock = SystemClock(environ=environ)
    environ["TZ"] = "Asia/Tokyo"
    assert str(clock.now().zone) == "Europe/Berlin"
    clock.refresh_zone()
    assert str(clock.now().zone) == "Asia/Tokyo"


def test_the_boot_has_a_name_that_stays(tmp_path: Path) -> None:
    assert boot_id() == boot_id()
    assert len(boot_id()) == 36
    derived = {boot_id(tmp_path / "none") for _ in range(5)}
    assert len(derived) <= 2
    assert len(derived.pop()) == 36
