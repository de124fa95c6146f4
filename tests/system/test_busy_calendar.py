"""A calendar file that is there, changes, and goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotbreak.app.signals import BusyPeriod
from knotbreak.core.appointments import SOON_MS
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.core.units import DAY_MS, HOUR_MS, SECOND_MS
from knotbreak.system import busy_calendar
from knotbreak.system.busy_calendar import CalendarFile
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_until
from tests.fakes import MORNING_UTC_MS, TRANSLATOR, FakeClock
from tests.system.looking import ids, look
from tests.system.test_ics import calendar

# The clock of the tests stands at 2026-06-10 10:00 in Berlin.
MEETING = "UID:1\nSUMMARY:Secret plan\nDTSTART:20260610T093000\nDTEND:20260610T103000"


def planned(loop: SelectorLoop, file: CalendarFile, days: int = 1) -> tuple[BusyPeriod, ...]:
    found: list[tuple[BusyPeriod, ...]] = []
    file.between(MORNING_UTC_MS, MORNING_UTC_MS + days * DAY_MS, found.append)
    run_until(loop, lambda: found)
    return found[0]


def test_busy_now_and_until_when(tmp_path: Path, loop: SelectorLoop) -> None:
    path = tmp_path / "work.ics"
    path.write_text(calendar(MEETING), encoding="utf-8-sig")
    file = CalendarFile(loop, FakeClock(), TRANSLATOR, path)
    (reason,) = look(loop, file)
    assert (reason.id, reason.kind) == ("calendar", Kind.CALENDAR)
    assert reason.confidence is Confidence.LIKELY
    assert reason.since_utc_ms == MORNING_UTC_MS - HOUR_MS // 2
    assert reason.until_utc_ms == MORNING_UTC_MS + HOUR_MS // 2
    (said,) = file.tried()
    assert said.words == "The file is read."
    everything = repr((reason, said, planned(loop, file)))
    assert "Secret" not in everything
    assert "work.ics" not in everything


def test_what_is_planned_ahead(tmp_path: Path, loop: SelectorLoop) -> None:
    path = tmp_path / "work.ics"
    later = "UID:2\nDTSTART:20260611T140000\nDURATION:PT1H"
    path.write_text(calendar(MEETING, later))
    file = CalendarFile(loop, FakeClock(), TRANSLATOR, path)
    assert len(planned(loop, file)) == 1
    both = planned(loop, file, days=2)
    assert [period.start_utc_ms for period in both] == [
        MORNING_UTC_MS - HOUR_MS // 2,
        MORNING_UTC_MS + 28 * HOUR_MS,
    ]


def test_questions_that_come_while_the_file_is_read_are_all_answered(
    tmp_path: Path, loop: SelectorLoop
) -> None:
    path = tmp_path / "work.ics"
    path.write_text(calendar(MEETING))
    file = CalendarFile(loop, FakeClock(), TRANSLATOR, path)
    found: list[int] = []
    for days in (1, 2, 3):
        file.between(
            MORNING_UTC_MS, MORNING_UTC_MS + days * DAY_MS, lambda p, d=days: found.append(d)
        )
    run_until(loop, lambda: len(found) == 3)
    assert found == [1, 2, 3]


def test_a_file_is_read_again_when_it_changed_and_when_the_zone_did(
    tmp_path: Path, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    parse = busy_calendar.parse_ics
    monkeypatch.setattr(
        busy_calendar, "parse_ics", lambda text, zone: (reads.append(1), parse(text, zone))[1]
    )
    path = tmp_path / "work.ics"
    path.write_text(calendar(MEETING))
    clock = FakeClock()
    file = CalendarFile(loop, clock, TRANSLATOR, path)
    assert ids(loop, file) == ["calendar"]
    assert ids(loop, file) == ["calendar"]
    assert len(reads) == 1
    from datetime import UTC

    # Floating times are local ones: ten o'clock is later now.
    clock.zone = UTC
    assert ids(loop, file) == []
    clock.run(2 * HOUR_MS)
    assert ids(loop, file) == ["calendar"]
    assert len(reads) == 2
    path.write_text(calendar("UID:9\nDTSTART:20200610T093000\nDURATION:PT1H"))
    assert ids(loop, file) == []
    assert len(reads) == 3


def test_files_that_cannot_be_used_are_said(
    tmp_path: Path, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "work.ics"
    file = CalendarFile(loop, FakeClock(), TRANSLATOR, path)
    for content, words in (
        (None, "cannot be read"),
        ("<html>log in first</html>", "no calendar"),
        (calendar(MEETING) + " " * 1_000, "too large"),
    ):
        if content is not None:
            path.write_text(content)
        if words == "too large":
            monkeypatch.setattr(busy_calendar, "LARGEST", 500)
        assert ids(loop, file) == []
        (said,) = file.tried()
        assert said.outcome.value == "failed"
        assert words in said.words
        assert planned(loop, file) == ()


def test_what_was_left_out_is_counted(tmp_path: Path, loop: SelectorLoop) -> None:
    path = tmp_path / "work.ics"
    path.write_text(
        calendar(
            f"{MEETING}\nRRULE:FREQ=HOURLY",
            f"{MEETING}\nRRULE:FREQ=SECONDLY",
            "UID:3\nDTSTART;TZID=Romance Standard Time:20260610T080000\nDURATION:PT1H",
        )
    )
    file = CalendarFile(loop, FakeClock(), TRANSLATOR, path)
    assert ids(loop, file) == []
    (said,) = file.tried()
    assert "2 events are left out" in said.words
    assert "1 time stands in a zone" in said.words


def test_what_begins_too_soon_for_a_break_is_busy_already(
    tmp_path: Path, loop: SelectorLoop
) -> None:
    path = tmp_path / "work.ics"
    path.write_text(calendar("UID:1\nDTSTART:20260610T100159\nDURATION:PT1H"))
    (reason,) = look(loop, CalendarFile(loop, FakeClock(), TRANSLATOR, path))
    assert reason.until_utc_ms == MORNING_UTC_MS + SOON_MS - SECOND_MS + HOUR_MS
    path.write_text(calendar("UID:1\nDTSTART:20260610T100200\nDURATION:PT1H"))
    assert look(loop, CalendarFile(loop, FakeClock(), TRANSLATOR, path)) == []
