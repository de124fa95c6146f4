from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.reminders import TimeRange, Weekday
from knotbreak.core.units import HOUR_MS, Instant
from knotbreak.core.wall_times import WallTimes
from tests.core.trace import a_reminder, at_local, pill

ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu")]
REMINDERS = [
    a_reminder("water", 30, hours=(TimeRange(540, 720), TimeRange(1320, 120))),
    a_reminder("stretch", 50, days=tuple(Weekday)[:5]),
    a_reminder("posture", 25),
    pill("02:30", "09:00", "24:00"),
]
START = at_local("2026-03-27T20:00")


@given(
    st.lists(
        st.tuples(st.integers(-30 * HOUR_MS, 60 * HOUR_MS), st.sampled_from(ZONES)), max_size=30
    )
)
def test_what_is_kept_is_what_would_be_worked_out(moves: list[tuple[int, ZoneInfo]]) -> None:
    wall, utc_ms = WallTimes(), START
    for by_ms, zone in moves:
        utc_ms += by_ms
        now = Instant(mono_ms=0, boot_ms=0, utc_ms=utc_ms, zone=zone)
        for one in REMINDERS:
            assert wall.inside(one, now) == one.in_hours(utc_ms, zone)
            assert wall.edge(one, now) == one.next_edge(utc_ms, zone)
            assert wall.fixed(one, utc_ms, zone) == one.next_fixed(utc_ms, zone)


def test_another_reminder_of_the_same_name_is_asked_anew() -> None:
    wall = WallTimes()
    now = Instant(mono_ms=0, boot_ms=0, utc_ms=START, zone=ZONES[0])
    assert wall.fixed(pill("21:00"), START, ZONES[0]) == at_local("2026-03-27T21:00")
    assert wall.fixed(pill("22:00"), START, ZONES[0]) == at_local("2026-03-27T22:00")
    early, late = (a_reminder("water", 30, hours=(TimeRange(*part),)) for part in
                   ((540, 600), (1140, 1260)))  # fmt: skip
    assert (wall.inside(early, now), wall.inside(late, now)) == (False, True)


def test_next_edges_over_midnight_are_the_nearest() -> None:
    night = a_reminder(
        "water", 30, hours=(TimeRange(22 * 60, 2 * 60), TimeRange(60, 90), TimeRange(0, 30))
    )
    moment = datetime(2026, 6, 10, 21, 0, tzinfo=ZONES[0])
    utc_ms, seen = at_local("2026-06-10T21:00"), []
    for _ in range(6):
        edge = night.next_edge(utc_ms, moment.tzinfo or ZONES[0])
        assert edge is not None
        seen.append((edge - at_local("2026-06-10T21:00")) // 60_000)
        utc_ms = edge
    assert seen == [60, 180, 210, 240, 270, 300]
