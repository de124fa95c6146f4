"""Calendar files: times with zones, repetitions, and what is honestly not read."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotbreak.core.units import DAY_MS, HOUR_MS, MINUTE_MS, utc_ms_of
from knotbreak.system.ics import IcsCalendar, NoCalendarError, busy_between, parse_ics
from knotbreak.system.ics_rule import NotReadError, parse_rule
from tests.fakes import BERLIN


def calendar(*events: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def read(*events: str, local: tzinfo = BERLIN) -> IcsCalendar:
    return parse_ics(calendar(*events), local)


def at(text: str, zone: tzinfo = BERLIN) -> int:
    return utc_ms_of(datetime.fromisoformat(text).replace(tzinfo=zone))


def starts(found: IcsCalendar, start: str, end: str, zone: tzinfo = BERLIN) -> list[str]:
    """When something begins in a time, as local time."""
    return [
        datetime.fromtimestamp(begin / 1000, zone).strftime("%m-%d %H:%M")
        for begin, _end in busy_between(found, at(start, zone), at(end, zone))
    ]


def busy(found: IcsCalendar, text: str, zone: tzinfo = BERLIN) -> bool:
    return bool(busy_between(found, at(text, zone), at(text, zone) + 1))


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:20261123T083000Z",
        "DTSTART:20261123T093000",
        "DTSTART;TZID=Europe/Berlin:20261123T093000",
        "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261123T093000",
        'DTSTART;X-A="a;b:c,d";TZID="America/New_York":20261123T033000',
        "dtstart;tzid=Asia/Tokyo:20261123t173000",
    ],
)
@pytest.mark.parametrize("end", ["DURATION:PT45M", "DURATION:P0DT0H45M0S"])
def test_times_of_every_kind_are_the_same_moment(start: str, end: str) -> None:
    found = read(f"UID:1\n{start}\n{end}")
    assert not busy(found, "2026-11-23T09:29")
    assert busy(found, "2026-11-23T09:30")
    assert busy(found, "2026-11-23T10:14")
    assert not busy(found, "2026-11-23T10:15")
    assert (found.not_read, found.strange_zones) == (0, 0)


def test_an_end_in_another_zone() -> None:
    event = (
        "UID:1\nDTSTART;TZID=Europe/Berlin:20261123T230000\nDTEND;TZID=Asia/Tokyo:20261124T080000"
    )
    assert busy_between(read(event), 0, at("2027-01-01")) == [
        (at("2026-11-23T23:00"), at("2026-11-24T00:00"))
    ]


@pytest.mark.parametrize(
    "more",
    ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
)
def test_what_does_not_keep_anybody_busy(more: str) -> None:
    event = "UID:1\nDTSTART:20261123T083000Z\nDTEND:20261123T093000Z"
    assert busy(read(event), "2026-11-23T10:00")
    assert not busy(read(f"{event}\n{more}"), "2026-11-23T10:00")
    assert busy(read(f"{event}\nSTATUS:TENTATIVE\nTRANSP:OPAQUE"), "2026-11-23T10:00")


def test_whole_days_are_no_meetings() -> None:
    assert not busy(read("UID:1\nDTSTART;VALUE=DATE:20261123"), "2026-11-23T10:00")
    assert not busy(read("UID:1\nDTSTART:20261123\nDTEND:20261124"), "2026-11-23T10:00")


def test_an_event_without_an_end_takes_no_time() -> None:
    assert not busy(read("UID:1\nDTSTART:20261123T083000Z"), "2026-11-23T09:30")


def test_alarms_folds_and_bare_line_ends() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19701025T030000\n"
        "END:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nSUMMARY:a\n b:c\n"
        "DTSTART;TZID=Europe/\n Berlin:20261123T093000\nBEGIN:VALARM\nDTSTART:20200101T000000Z\n"
        "DURATION:PT9M\nEND:VALARM\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert busy_between(parse_ics(text, UTC), 0, at("2030-01-01")) == [
        (at("2026-11-23T09:30"), at("2026-11-23T10:30"))
    ]


def test_back_to_back_is_one_time() -> None:
    found = read(
        "UID:1\nDTSTART:20261123T090000Z\nDURATION:PT1H",
        "UID:2\nDTSTART:20261123T100000Z\nDURATION:PT30M",
        "UID:3\nDTSTART:20261123T091500Z\nDURATION:PT5M",
        "UID:4\nDTSTART:20261123T110000Z\nDURATION:PT5M",
    )
    assert starts(found, "2026-11-23", "2026-11-24") == ["11-23 10:00", "11-23 12:00"]


def test_a_weekly_meeting_keeps_its_local_time_over_the_clock_change() -> None:
    event = (
        "UID:1\nDTSTART;TZID=Europe/Berlin:20261001T093000\nDURATION:PT30M\n"
        "RRULE:FREQ=WEEKLY;BYDAY=TH"
    )
    found = read(event, local=UTC)
    assert starts(found, "2026-10-15", "2026-11-06") == [
        "10-15 09:30",
        "10-22 09:30",
        "10-29 09:30",
        "11-05 09:30",
    ]
    assert starts(found, "2026-10-15", "2026-11-06", UTC) == [
        "10-15 07:30",
        "10-22 07:30",
        "10-29 08:30",
        "11-05 08:30",
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["06-10", "06-11", "06-12"]),
        ("FREQ=DAILY;INTERVAL=7;UNTIL=20260624", ["06-10", "06-17", "06-24"]),
        ("FREQ=DAILY;UNTIL=20260611T070000Z", ["06-10", "06-11"]),
        ("FREQ=DAILY;UNTIL=20260611T065959Z", ["06-10"]),
        ("FREQ=DAILY;BYDAY=SA,SU;UNTIL=20260615", ["06-13", "06-14"]),
        ("FREQ=WEEKLY;COUNT=3", ["06-10", "06-17", "06-24"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=4", ["06-10", "06-12", "06-15", "06-17"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE;COUNT=4", ["06-10", "06-14", "06-24", "06-28"]),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,WE;COUNT=4",
         ["06-10", "06-21", "06-24", "07-05"]),
        ("FREQ=MONTHLY;COUNT=3", ["06-10", "07-10", "08-10"]),
        ("FREQ=MONTHLY;BYDAY=2WE;COUNT=3", ["06-10", "07-08", "08-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["06-26", "07-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31,-2;COUNT=3", ["06-29", "07-30", "07-31"]),
        ("FREQ=YEARLY;UNTIL=20280101", ["06-10", "06-10"]),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10;COUNT=2", ["06-10", "06-10"]),
    ],
)  # fmt: skip
def test_rules(rule: str, expected: list[str]) -> None:
    event = f"UID:1\nDTSTART;TZID=Europe/Berlin:20260610T090000\nDURATION:PT1H\nRRULE:{rule}"
    found = read(event)
    assert found.not_read == 0
    days = [text[:5] for text in starts(found, "2026-06-01", "2030-01-01")]
    assert days == expected


def test_months_and_years_that_do_not_have_the_day_are_left_out() -> None:
    monthly = read("UID:1\nDTSTART:20260131T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;COUNT=3")
    assert starts(monthly, "2026-01-01", "2026-12-31") == [
        "01-31 09:00", "03-31 09:00", "05-31 09:00",
    ]  # fmt: skip
    leap = read("UID:1\nDTSTART:20240229T090000\nDURATION:PT1H\nRRULE:FREQ=YEARLY;COUNT=2")
    assert [t[:5] for t in starts(leap, "2024-01-01", "2029-01-01")] == ["02-29", "02-29"]


def test_times_that_are_taken_out_and_times_that_are_moved() -> None:
    zone = "TZID=Europe/Berlin"
    found = read(
        f"UID:1\nDTSTART;{zone}:20260608T090000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=6\n"
        f"EXDATE;{zone}:20260609T090000,20260610T090000\nEXDATE;VALUE=DATE:20260611",
        f"UID:1\nRECURRENCE-ID;{zone}:20260612T090000\nDTSTART;{zone}:20260612T150000\n"
        "DURATION:PT30M",
        "UID:1\nRECURRENCE-ID:20260613T070000Z\nSTATUS:CANCELLED\n"
        f"DTSTART;{zone}:20260613T090000\nDURATION:PT30M",
    )
    assert starts(found, "2026-06-01", "2026-07-01") == ["06-08 09:00", "06-12 15:00"]


@pytest.mark.parametrize(
    "more",
    [
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=YEARLY;BYDAY=1MO",
        "RRULE:FREQ=YEARLY;BYMONTH=1",
        "RRULE:FREQ=WEEKLY;BYDAY=2MO",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;COUNT=many",
        "RRULE:FREQ=DAILY;UNTIL=soon",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=MO",
        "RRULE:FREQ=WEEKLY;WKST=XX",
        "RDATE:20261124T090000",
        "DTEND:99999999T999999",
        "DTEND;VALUE=DATE:20261124",
        "DURATION:forever",
    ],
)
def test_what_is_not_read_is_counted_and_left_out_whole(more: str) -> None:
    found = read(
        f"UID:1\nDTSTART:20261123T090000\n{more}",
        "UID:2\nDTSTART:20261123T140000\nDURATION:PT1H",
    )
    assert found.not_read == 1
    assert starts(found, "2026-01-01", "2027-12-31") == ["11-23 14:00"]


def test_a_zone_of_the_file_s_own_is_taken_as_local_and_counted() -> None:
    found = read("UID:1\nDTSTART;TZID=W. Europe Standard Time:20261123T090000\nDURATION:PT1H")
    assert found.strange_zones == 1
    assert busy(found, "2026-11-23T09:30")


def test_what_is_no_calendar() -> None:
    for text in ("", "hello", "BEGIN:VCARD\nEND:VCARD"):
        with pytest.raises(NoCalendarError):
            parse_ics(text, UTC)
    # One that is cut off still says what it says.
    cut = calendar("UID:1\nDTSTART:20261123T090000\nDURATION:PT1H")[:-30]
    assert parse_ics(cut, BERLIN).events == ()


def test_years_of_mornings_need_not_be_gone_through() -> None:
    event = "UID:1\nDTSTART:19700105T090000\nDURATION:PT15M\nRRULE:FREQ=DAILY"
    many = read(*(event for _ in range(300)))
    import time

    began = time.perf_counter()
    assert starts(many, "2026-11-23", "2026-11-24") == ["11-23 09:00"]
    # 6 million steps if each morning were looked at: seconds.
    assert time.perf_counter() - began < 0.5


RULES = st.builds(
    lambda freq, interval, days: f"FREQ={freq};INTERVAL={interval}{days}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.sampled_from(["", ";BYDAY=MO,TH", ";BYDAY=SU"]),
)


@settings(max_examples=150, deadline=None)
@given(
    rule=RULES,
    day=st.integers(0, 800),
    skip=st.integers(0, 3_000),
    length_h=st.integers(0, 60),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_a_look_at_one_day_finds_what_a_look_at_all_time_finds(
    rule: str, day: int, skip: int, length_h: int, zone: str
) -> None:
    start_ms = at("2024-01-01T10:00", UTC) + day * DAY_MS
    start = datetime.fromtimestamp(start_ms / 1000, ZoneInfo(zone))
    text = f"UID:1\nDTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}\nDURATION:PT{length_h}H\nRRULE:{rule}"
    try:
        parse_rule(rule, start.date())
    except NotReadError:
        assert read(text).not_read == 1
        return
    found = read(text)
    from_ms = start_ms + skip * DAY_MS
    until_ms = from_ms + DAY_MS
    one = busy_between(found, from_ms, until_ms)
    everything = busy_between(found, start_ms - 1, until_ms)
    covered = [(max(a, from_ms), min(b, until_ms)) for a, b in everything if b > from_ms]
    assert [(max(a, from_ms), min(b, until_ms)) for a, b in one] == covered


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='BEGINVT:;=\r\n ,DSAR0123456789Z-"', max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_ics(calendar(text), UTC)
    spans = busy_between(found, 0, at("2030-01-01"))
    assert all(a <= b for a, b in spans)


def test_a_minute_is_a_minute() -> None:
    found = read("UID:1\nDTSTART:20261123T090000\nDURATION:P1W2DT3H4M5S")
    ((start, end),) = busy_between(found, 0, at("2030-01-01"))
    assert end - start == 9 * DAY_MS + 3 * HOUR_MS + 4 * MINUTE_MS + 5_000
