from __future__ import annotations

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.reminders import (
    ReminderKind,
    TimeRange,
    Weekday,
    parse_range,
    parse_time,
)
from knotbreak.core.units import DAY_MS, MINUTE_MS, local_time
from tests.core.trace import EYES, POSTURE, STAND, STRETCH, WATER, a_reminder, at_local, pill
from tests.fakes import BERLIN

NEW_YORK = ZoneInfo("America/New_York")
WORKDAYS = tuple(Weekday)[:5]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9:05", 545), ("17:30", 1050), (" 00:00 ", 0), ("24:00", 1440), ("24:01", None),
     ("9:60", None), ("9", None), ("", None), ("9:5", None), ("-1:00", None), ("٩:٠٥", None)],
)  # fmt: skip
def test_times_of_the_day(text: str, minutes: int | None) -> None:
    assert parse_time(text) == minutes


@pytest.mark.parametrize(
    ("text", "found"),
    [("09:00-12:30", TimeRange(540, 750)), ("22:00–02:00", TimeRange(1320, 120)),
     ("09:00-24:00", TimeRange(540, 1440)), ("09:00", None), ("9:00-9:00", None),
     ("a-b", None), ("1:00-2:00-3:00", None)],
)  # fmt: skip
def test_parts_of_the_day(text: str, found: TimeRange | None) -> None:
    assert parse_range(text) == found


def test_who_leads() -> None:
    fixed = pill("15:00")
    interval = a_reminder("tea", 40, kind=ReminderKind.CUSTOM)
    mixed = [WATER, POSTURE, interval, EYES, STAND, STRETCH, fixed]
    ranked = sorted(mixed, key=lambda reminder: reminder.rank)
    assert [one.id for one in ranked] == [
        "pill", "stretch", "tea", "stand", "eyes", "posture", "water",
    ]  # fmt: skip


def test_what_starts_a_session() -> None:
    routine = a_reminder("walk", 40, kind=ReminderKind.CUSTOM, routine="neck")
    starting = [one.id for one in (STRETCH, STAND, EYES, POSTURE, WATER, pill("9:00".zfill(5)),
                                   routine) if one.starts_session]  # fmt: skip
    assert starting == ["stretch", "stand", "eyes", "walk"]


def hours(*texts: str, days: tuple[Weekday, ...] = tuple(Weekday)) -> tuple[bool, ...]:
    ranges = tuple(one for text in texts if (one := parse_range(text)) is not None)
    reminder = a_reminder("water", 60, hours=ranges, days=days)
    return tuple(
        reminder.in_hours(at_local(f"2026-06-{day}T{time}"), BERLIN)
        for day in ("12", "13")  # a Friday and a Saturday
        for time in ("00:30", "08:59", "09:00", "12:29", "12:30", "13:30", "23:59")
    )


def test_several_ranges() -> None:
    day = (False, False, True, True, False, True, False)
    assert hours("09:00-12:30", "13:00-14:00") == day * 2


def test_a_range_over_midnight_belongs_to_the_day_it_begins_on() -> None:
    friday, saturday = hours("22:00-01:00")[:7], hours("22:00-01:00")[7:]
    assert friday == saturday == (True, *(False,) * 5, True)
    only = hours("22:00-01:00", days=(Weekday.FRI,))
    assert only == (False, *(False,) * 5, True, True, *(False,) * 6)


def test_days_alone() -> None:
    assert hours(days=WORKDAYS) == (True,) * 7 + (False,) * 7
    assert hours("00:00-24:00") == (True,) * 14


@given(
    st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 1440)).filter(lambda r: r[0] != r[1]),
             max_size=3),
    st.sets(st.sampled_from(list(Weekday)), min_size=1),
    st.integers(at_local("2026-03-20T00:00"), at_local("2026-11-10T00:00")),
    st.sampled_from([BERLIN, NEW_YORK]),
)  # fmt: skip
def test_hours_change_at_edges_only(
    ranges: list[tuple[int, int]], days: set[Weekday], utc_ms: int, zone: ZoneInfo
) -> None:
    reminder = a_reminder(
        "water", 60, hours=tuple(TimeRange(*one) for one in ranges),
        days=tuple(day for day in Weekday if day in days),
    )  # fmt: skip
    inside = reminder.in_hours(utc_ms, zone)
    edge = reminder.next_edge(utc_ms, zone)
    if edge is None:
        assert not ranges
        assert len(days) == 7
        return
    assert utc_ms < edge <= utc_ms + 9 * DAY_MS
    for share in range(1, 8):
        assert reminder.in_hours(utc_ms + (edge - 1 - utc_ms) * share // 7, zone) is inside


@given(
    st.lists(st.integers(0, 1439), min_size=1, max_size=3),
    st.sets(st.sampled_from(list(Weekday)), min_size=1),
    st.integers(at_local("2026-03-20T00:00"), at_local("2026-11-10T00:00")),
    st.sampled_from([BERLIN, NEW_YORK]),
)
def test_the_next_fixed_time_is_later_and_at_its_local_time(
    at: list[int], days: set[Weekday], utc_ms: int, zone: ZoneInfo
) -> None:
    reminder = pill("00:00", days=tuple(day for day in Weekday if day in days))
    reminder = type(reminder)(
        id="pill", kind=ReminderKind.CUSTOM, at=tuple(at), days=reminder.days, stay_ms=1000
    )
    moment = reminder.next_fixed(utc_ms, zone)
    assert moment is not None
    assert moment > utc_ms
    here = local_time(moment, zone)
    minute = here.hour * 60 + here.minute
    # In spring an hour is left out: its times come as long after the change.
    before = local_time(moment - 60 * MINUTE_MS, zone)
    in_gap = here.utcoffset() != before.utcoffset() and minute - 60 in at
    assert minute in at or in_gap
    assert list(Weekday)[here.weekday()] in days


def test_no_fixed_times() -> None:
    assert STRETCH.next_fixed(0, BERLIN) is None
    assert pill("10:00", days=()).next_fixed(0, BERLIN) is None


@pytest.mark.parametrize(
    ("zone", "spring", "gap_time", "autumn", "twice"),
    [(BERLIN, "2026-03-29", "03:30", "2026-10-25", "02:30"),
     (NEW_YORK, "2026-03-08", "03:30", "2026-11-01", "01:30")],
)  # fmt: skip
def test_fixed_times_over_a_change_of_the_clock(
    zone: ZoneInfo, spring: str, gap_time: str, autumn: str, twice: str
) -> None:
    reminder = pill("02:30", "08:00")
    first = reminder.next_fixed(at_local(f"{spring}T00:00", zone), zone)
    assert first is not None
    assert local_time(first, zone).strftime("%H:%M") == gap_time
    second = reminder.next_fixed(first, zone)
    assert second == at_local(f"{spring}T08:00", zone)
    again = pill(twice)
    once = again.next_fixed(at_local(f"{autumn}T00:00", zone), zone)
    assert once is not None
    following = again.next_fixed(once, zone)
    assert following is not None
    assert following - once == DAY_MS + 60 * MINUTE_MS


def test_a_zone_without_changes() -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    moment = pill("06:15").next_fixed(0, zone)
    assert moment == (6 * 60 + 15 - 5 * 60 - 45) * MINUTE_MS
