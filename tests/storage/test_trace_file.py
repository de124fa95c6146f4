"""Traces get all their faults at once, each with its line, as routines do."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.problems import ProblemError
from knotbreak.core.trace import Plan, laid_out
from knotbreak.core.units import HOUR_MS, MINUTE_MS, local_time
from knotbreak.storage.trace_file import parse_trace, read_trace, zone_of

HEAD = 'format = 1\nstart = "2026-06-10T09:00"\nzone = "Europe/Berlin"\n'


def event(at: str, do: str, more: str = "") -> str:
    return f'[[event]]\nat = "{at}"\ndo = "{do}"\n{more}\n'


def faults(text: str) -> list[str]:
    with pytest.raises(ProblemError) as caught:
        parse_trace(text.encode(), "day.toml")
    return [str(problem) for problem in caught.value.problems]


def plan(text: str) -> Plan:
    return laid_out(parse_trace(text.encode(), "day.toml"), zone_of)


def shown(text: str) -> list[str]:
    """What the clock shows at each event, and at the end."""
    made, now_ms, zone = plan(text), plan(text).start_utc_ms, plan(text).zone
    found = []
    for step in made.steps:
        now_ms += step.wait_ms
        zone = zone if step.zone is None else step.zone
        found.append(local_time(now_ms, zone).isoformat(timespec="seconds"))
        if step.event is not None and step.event.by_s is not None:
            now_ms += round(step.event.by_s * 1000)
    return found


def test_a_day_with_everything() -> None:
    text = HEAD + 'until = "+1 10:00"\n[settings.reminder.stretch]\nevery_min = 30\n'
    text += event("09:50", "reason", 'reason = "call"\nconfidence = "likely"')
    text += event("09:50:30", "answer", 'answer = "snooze"\nminutes = 15')
    text += event("+1 09:00", "active")
    made = plan(text)
    assert made.start_utc_ms == datetime(2026, 6, 10, 7, tzinfo=UTC).timestamp() * 1000
    assert [step.wait_ms for step in made.steps] == [
        50 * MINUTE_MS, 30_000, 24 * HOUR_MS - 50 * MINUTE_MS - 30_000 + 0, HOUR_MS,
    ]  # fmt: skip
    assert made.steps[-1].event is None


def test_times_with_and_without_quotes_are_the_same() -> None:
    quoted = HEAD + event("09:50:00", "idle")
    bare = quoted.replace('"2026-06-10T09:00"', "2026-06-10T09:00:00")
    bare = bare.replace('"09:50:00"', "09:50:00")
    assert plan(quoted) == plan(bare)
    assert plan("until = 2026-06-10T18:00:00\n" + quoted) == plan('until = "18:00"\n' + quoted)


@pytest.mark.parametrize(
    ("events", "end"),
    [("", "17:00:00"), (event("10:00", "idle"), "17:00:00"), (event("18:30", "idle"), "19:30:00")],
)
def test_without_an_end_it_is_a_whole_day(events: str, end: str) -> None:
    assert shown(HEAD + events)[-1] == f"2026-06-10T{end}+02:00"


def test_times_are_what_the_clock_shows_where_one_is() -> None:
    text = HEAD + event("10:00", "zone", 'to = "America/New_York"') + event("05:00", "idle")
    text += event("05:10", "clock", "by_s = 3600") + event("06:30", "active")
    text += event("06:40", "clock", "by_s = -1800") + event("06:20", "idle")
    assert [one[11:16] for one in shown(text)[:-1]] == [
        "04:00", "05:00", "05:10", "06:30", "06:40", "06:20",
    ]  # fmt: skip


def test_an_hour_that_comes_twice_is_meant_as_soon_as_it_can_be() -> None:
    text = 'format = 1\nzone = "Europe/Berlin"\nstart = "2026-10-25T01:30"\nuntil = "04:00"\n'
    text += event("02:40", "idle") + event("02:20", "active") + event("03:10", "idle")
    assert shown(text)[:-1] == [
        "2026-10-25T02:40:00+02:00", "2026-10-25T02:20:00+01:00", "2026-10-25T03:10:00+01:00",
    ]  # fmt: skip


def test_all_faults_at_once_with_their_lines() -> None:
    text = (
        'format = 1\nstart = "yesterday"\nzone = "Europe/Berln"\nuntl = "18:00"\n'
        "[settings.reminder.water]\nevery_min = 5\n"
        + event("25:00", "dance")
        + event("10:00", "resume", "by_s = 5")
    )
    found = faults(text)
    assert [line.split(": ")[0] for line in found] == [
        f"day.toml:{line}" for line in (2, 3, 4, 6, 8, 9, 14)
    ]
    assert "did you mean until?" in found[2]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (event("9.50", "idle"), 'event[1].at: "9.50" is no time'),
        (event("24:01", "idle"), 'event[1].at: "24:01" is no time'),
        (event("+401 09:00", "idle"), "event[1].at: is too far away"),
        (event("08:59", "idle"), "event[1].at: is before what stands above it: "
         "the clock shows 09:00:00 there"),
        (event("+1 09:00", "idle") + event("10:00", "active"), "event[2].at: is before what "
         "stands above it: the clock shows +1 09:00:00 there"),
        (event("10:00", "clock"), "event[1].by_s: is missing"),
        (event("10:00", "zone"), "event[1].to: is missing"),
        (event("10:00", "zone", 'to = "Nowhere"'), 'event[1].to: "Nowhere" is no time zone'),
        (event("10:00", "reason"), "event[1].reason: is missing"),
        (event("10:00", "reason", 'reason = "calls"'), 'event[1].reason: "calls" is not known'),
        (event("10:00", "reason-ended", 'reason = "call"'), "event[1].reason: no call has begun"),
        (event("10:00", "answer"), "event[1].answer: is missing"),
        (event("10:00", "answer", 'answer = "skip"\nminutes = 5'), "event[1].minutes: is only for"),
        (event("10:00", "answer", 'answer = "snooze"\nminutes = 7'), "event[1].minutes: 7 is no"),
        (event("10:00", "idle", "minutes = 7"), "event[1].minutes: means nothing with"),
        (event("10:00", "resume"), "event[1].do: the machine is awake"),
        (event("10:00", "suspend") + event("10:10", "active"), "event[2].do: cannot be while"),
        (event("10:00", "unlock"), "event[1].do: the screen is not locked"),
        (event("10:00", "lock") + event("10:01", "lock"), "event[2].do: the screen is locked"),
        (event("10:00", "unpause"), "event[1].do: nothing is paused"),
        ('until = "08:00"\n', "until: is before what stands above it"),
        ('until = "soon"\n', 'until: "soon" is no time'),
    ],
)  # fmt: skip
def test_each_fault(events: str, expected: str) -> None:
    (found,) = faults(HEAD + events)
    assert expected in found


@pytest.mark.parametrize("start", ["2026-06-10T09:00+02:00", "2026-06-10", "noon"])
def test_a_start_is_local_and_has_a_time(start: str) -> None:
    (found,) = faults(f'format = 1\nstart = "{start}"\nzone = "UTC"\n')
    assert "day.toml:2: start: " in found


def test_the_settings_of_a_trace_are_checked_as_settings() -> None:
    (found,) = faults(HEAD + '[settings.reminder.mine]\nwords = ["Mine?"]\n')
    assert "settings.reminder.mine" in found


def test_a_file_of_a_newer_format_or_none_at_all(tmp_path: Path) -> None:
    assert "made for a newer knotbreak" in faults("format = 2\nx = 1")[0]
    with pytest.raises(ProblemError, match="is not there"):
        read_trace(tmp_path / "none.toml", "none.toml")


@pytest.mark.parametrize("name", ["", "..", "Europe", "/etc/passwd", "x" * 200, "Europe/Berlin\0"])
def test_no_name_of_a_zone_is_an_accident(name: str) -> None:
    assert zone_of(name) is None


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=30))
def test_no_text_raises_anything_but_problems(start: str, at: str, zone: str) -> None:
    trace = {"format": 1, "start": start, "zone": zone, "event": [{"at": at, "do": "idle"}]}
    try:
        parse_trace(tomli_w.dumps(trace).encode("utf-8", "surrogatepass"), "day.toml")
    except ProblemError:
        return
    assert zone_of(zone) is not None
