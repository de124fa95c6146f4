"""The history in the formats of others, read back by the readers of others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from knotbreak.app.exporting import COLUMNS, Format, event_row, pieces
from knotbreak.core.events import EventKind, HistoryEvent
from tests.fakes import TRANSLATOR

texts = st.none() | st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=120
)
events = st.lists(
    st.builds(
        HistoryEvent,
        at_utc_ms=st.integers(0, 4_000_000_000_000),
        offset_min=st.integers(-720, 840),
        event=st.sampled_from(EventKind),
        reminder=texts,
        routine=texts,
        outcome=texts,
        held_s=st.none() | st.floats(0, 10_000).map(lambda value: round(value, 1)),
        amount=st.none() | st.integers(-99, 99),
        merged=st.lists(st.sampled_from(["posture", "water"]), unique=True).map(tuple),
    ),
    max_size=8,
)


def text_of(found: list[HistoryEvent], what: Format, title: str | None = None) -> str:
    return "".join(pieces(found, what, TRANSLATOR, lambda id_: title or id_))


@given(events)
def test_a_table_is_read_back_by_csv(found: list[HistoryEvent]) -> None:
    text = text_of(found, Format.CSV)
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert tuple(head) == COLUMNS
    assert len(rows) == len(found)
    for cells, event in zip(rows, found, strict=True):
        row = event_row(event)
        row["merged"] = " ".join(event.merged)
        assert cells == ["" if row.get(name) is None else str(row[name]) for name in COLUMNS]


@given(events)
def test_a_list_is_read_back_by_json(found: list[HistoryEvent]) -> None:
    assert json.loads(text_of(found, Format.JSON)) == [event_row(event) for event in found]


@given(events, st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200))
def test_a_calendar_is_read_back_by_icalendar(found: list[HistoryEvent], title: str) -> None:
    text = text_of(found, Format.ICS, title)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(text)
    entries = list(calendar.walk("VEVENT"))
    sessions = [event for event in found if event.event is EventKind.SESSION]
    assert len(entries) == len(sessions)
    assert len({str(entry["UID"]) for entry in entries}) == len(entries)
    for entry, event in zip(entries, sessions, strict=True):
        assert str(entry["SUMMARY"]) == ("A break" if event.routine is None else title)
        start, end = entry.decoded("DTSTART"), entry.decoded("DTEND")
        assert start < end
        assert start.tzinfo is not None


def test_a_session_has_its_beginning_its_end_and_its_words() -> None:
    began = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    event = HistoryEvent(
        at_utc_ms=round(began.timestamp() * 1000) + 125_000, offset_min=60,
        event=EventKind.SESSION, routine="neck-2", outcome="partial", held_s=61,
        key=f"session:{round(began.timestamp() * 1000)}:session",
    )  # fmt: skip
    (entry,) = Calendar.from_ical(text_of([event], Format.ICS, "Neck; unwinder, two")).walk(
        "VEVENT"
    )
    assert entry.decoded("DTSTART") == began
    assert (entry.decoded("DTEND") - began).total_seconds() == 125
    assert str(entry["SUMMARY"]) == "Neck; unwinder, two"
    assert str(entry["DESCRIPTION"]) == "Done in part, 1:01 of movement"


@pytest.mark.parametrize("what", Format)
def test_pieces_come_as_events_do(what: Format) -> None:
    """No format waits for the end: what is held does not grow with the years."""
    asked = 0

    def endless() -> Iterator[HistoryEvent]:
        nonlocal asked
        while True:
            asked += 1
            yield HistoryEvent(at_utc_ms=asked, offset_min=0, event=EventKind.SESSION)

    made = pieces(endless(), what, TRANSLATOR, str)
    for _ in range(50):
        next(made)
    assert 40 <= asked <= 50
