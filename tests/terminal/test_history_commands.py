"""`knotbreak log` and `knotbreak export`, as they are typed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from knotbreak.__main__ import main
from knotbreak.core.events import EventKind
from knotbreak.storage.history import History
from tests.past import days_before

EVENTS = list(days_before(date(2026, 11, 20), 3))


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def history(tmp_path: Path) -> None:
    with History(tmp_path / "DATA" / "knotbreak" / "history.sqlite") as made:
        for event in EVENTS:
            made.record(event)


def test_the_log_as_a_table(history: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["event"] for row in rows] == [event.event.value for event in EVENTS]


def test_the_log_from_a_day_on(history: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--json", "--since", "2026-11-20"]) == 0
    rows = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert 0 < len(rows) < len(EVENTS)
    assert all(row["at"].startswith("2026-11-20") for row in rows)


def test_the_log_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log"]) == 0
    assert capsys.readouterr().out == "Nothing has happened yet.\n"
    assert main(["log", "--csv"]) == 0
    assert capsys.readouterr().out.startswith("at,event,")


def test_exports_are_read_back(history: None, tmp_path: Path) -> None:
    for ending in ("csv", "json", "ics"):
        assert main(["export", f"mine.{ending}"]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "mine.csv").read_text())))
    assert len(rows) == len(EVENTS)
    assert len(json.loads((tmp_path / "mine.json").read_text())) == len(EVENTS)
    entries = Calendar.from_ical((tmp_path / "mine.ics").read_bytes()).walk("VEVENT")
    sessions = [event for event in EVENTS if event.event is EventKind.SESSION]
    assert len(entries) == len(sessions)
    # The library that came with the program knows its titles.
    assert "Neck unwinder" in {str(entry["SUMMARY"]) for entry in entries}


def test_an_export_of_nothing_is_a_whole_file(tmp_path: Path) -> None:
    assert main(["export", "mine.json"]) == 0
    assert json.loads((tmp_path / "mine.json").read_text()) == []


def test_an_unknown_ending_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "mine.doc"]) == 2
    assert ".csv, .json, .ics" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(
    history: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "none/mine.csv"]) == 1
    assert "cannot be written" in capsys.readouterr().err
