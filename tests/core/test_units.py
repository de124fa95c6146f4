from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.units import clock_text, local_time, ms, utc_ms_of
from tests.fakes import BERLIN, FakeClock


@pytest.mark.parametrize(
    ("length_ms", "text"),
    [(-5, "0:00"), (0, "0:00"), (1, "0:01"), (59_001, "1:00"), (60_000, "1:00"),
     (61_000, "1:01"), (3_600_000, "1:00:00"), (3_725_000, "1:02:05")],
)  # fmt: skip
def test_clock_text_counts_a_started_second(length_ms: int, text: str) -> None:
    assert clock_text(length_ms) == text


def test_seconds_become_whole_milliseconds() -> None:
    assert (ms(0.1), ms(2.5), ms(0.0004)) == (100, 2500, 0)


@given(st.integers(-(10**12), 4 * 10**12), st.sampled_from(["Europe/Berlin", "America/New_York"]))
def test_local_time_and_back(utc_ms: int, zone: str) -> None:
    assert utc_ms_of(local_time(utc_ms, ZoneInfo(zone))) == utc_ms


def test_a_local_time_that_does_not_exist_lies_after_the_change() -> None:
    gap = datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN)
    assert utc_ms_of(gap) == utc_ms_of(datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
    assert local_time(utc_ms_of(gap), BERLIN).strftime("%H:%M") == "03:30"


def test_a_local_time_that_comes_twice_is_the_first() -> None:
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    assert utc_ms_of(twice) == utc_ms_of(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_after_moves_every_clock() -> None:
    now = FakeClock().now()
    later = now.after(1500)
    moved = (
        later.mono_ms - now.mono_ms,
        later.boot_ms - now.boot_ms,
        later.utc_ms - now.utc_ms,
        (later.local - now.local).total_seconds(),
    )
    assert moved == (1500, 1500, 1500, 1.5)
