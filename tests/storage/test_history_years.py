"""The history over years: its days, its versions, and its end."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.core.progress import day_of
from knotbreak.storage import history as history_module
from knotbreak.storage.history import VERSION, BrokenHistoryError, History, open_history
from knotbreak.storage.history_reading import open_past
from tests.past import days_before

LAST = date(2026, 11, 20)
SECRET = "a-routine-that-nobody-else-has"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


def fill(history: History, days: int) -> list[HistoryEvent]:
    events = list(days_before(LAST, days))
    for event in events:
        history.record(event)
    return events


def test_the_days_with_breaks_come_back_from_the_last(path: Path) -> None:
    with History(path) as history:
        events = fill(history, 120)
        taken = {day_of(one) for one in events if one.event is EventKind.SESSION}
        offered = {day_of(one) for one in events if one.event is EventKind.OFFERED}
        assert list(history.taken_days(LAST)) == sorted(taken, reverse=True)
        assert list(history.offered_days(LAST)) == sorted(offered, reverse=True)
        before = LAST - timedelta(days=100)
        assert list(history.taken_days(before)) == sorted(
            (day for day in taken if day <= before), reverse=True
        )


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30 * 86_400_000),
            st.integers(-720, 840),
            st.sampled_from([EventKind.SESSION, EventKind.DONE, EventKind.OFFERED]),
            st.sampled_from(["done", "partial", "stopped", None]),
            st.sampled_from(["neck-2", None]),
        ),
        max_size=20,
    ),
    st.integers(0, 32),
)
def test_days_are_those_of_each_events_zone(
    made: list[tuple[int, int, EventKind, str | None, str | None]], until: int
) -> None:
    last = date(1970, 2, 1) + timedelta(days=until)
    events = [
        HistoryEvent(
            at_utc_ms=31 * 86_400_000 + at, offset_min=offset, event=kind, outcome=outcome,
            routine=routine,
        )
        for at, offset, kind, outcome, routine in made
    ]  # fmt: skip
    with History(None) as history:
        for event in events:
            history.record(event)
        taken = {
            day_of(one)
            for one in events
            if one.event is EventKind.DONE
            or (one.event is EventKind.SESSION and one.outcome in ("done", "partial"))
        }
        offered = {
            day_of(one)
            for one in events
            if one.event is EventKind.OFFERED and one.routine is not None
        }
        assert list(history.taken_days(last)) == sorted(
            (day for day in taken if day <= last), reverse=True
        )
        assert list(history.offered_days(last)) == sorted(
            (day for day in offered if day <= last), reverse=True
        )


def test_a_history_of_the_first_version_is_taken_over(path: Path) -> None:
    old = sqlite3.connect(path)
    old.executescript(history_module._MIGRATIONS[0] + "PRAGMA user_version = 1;")
    old.execute(
        "INSERT INTO event (at_utc_ms, offset_min, event, routine, outcome, merged)"
        " VALUES (86400000, 0, 'session', 'neck-2', 'done', '[]')"
    )
    old.commit()
    old.close()
    with History(path) as history:
        assert history._db.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert [event.routine for event in history.events()] == ["neck-2"]
        assert list(history.taken_days(LAST)) == [date(1970, 1, 2)]


def test_events_until_a_moment(path: Path) -> None:
    with History(path) as history:
        for at in range(1200):
            history.record(HistoryEvent(at_utc_ms=at, offset_min=0, event=EventKind.WATER))
        assert [event.at_utc_ms for event in history.events(100, 900)] == list(range(100, 900))
        assert [event.at_utc_ms for event in history.of_kind(EventKind.WATER, 5, 8)] == [5, 6, 7]
        assert list(history.of_kind(EventKind.SKIPPED, 0, 9999)) == []


def test_another_may_read_while_the_program_writes(path: Path) -> None:
    with History(path) as history, open_past(path) as past:
        history.record(HistoryEvent(at_utc_ms=5, offset_min=0, event=EventKind.WATER))
        assert [event.at_utc_ms for event in past.events()] == [5]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            past._db.execute("DROP TABLE event")


def test_what_cannot_be_read_is_said_in_plain_words(path: Path) -> None:
    with pytest.raises(ProblemError), open_past(path) as past:
        list(past.events())
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(BrokenHistoryError, match="damaged"), open_past(path) as past:
        list(past.events())


# -- the whole of a large file is read only where something may be amiss ---------------------------


def test_a_large_file_is_looked_through_only_after_an_unclean_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with History(path) as history:
        fill(history, 60)
    damaged = bytearray(path.read_bytes())
    damaged[-3000:] = bytes(3000)
    path.write_bytes(damaged)
    with monkeypatch.context() as large:
        large.setattr(history_module, "LOOKED_THROUGH", 1000)
        History(path).close()
        path.with_name(path.name + "-wal").write_bytes(b"")
        with pytest.raises(BrokenHistoryError):
            History(path)
    for tail in ("history.sqlite-wal", "history.damaged"):
        path.with_name(tail).unlink(missing_ok=True)
    with pytest.raises(BrokenHistoryError):
        History(path)


def test_damage_that_is_found_late_is_put_aside_by_the_next_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_module, "LOOKED_THROUGH", 1000)
    with History(path) as history:
        fill(history, 60)
    damaged = bytearray(path.read_bytes())
    # The table's own pages; the first has the names of all, and opening needs no other.
    damaged[4096:] = bytes(len(damaged) - 4096)
    path.write_bytes(damaged)
    history, problems = open_history(path)
    with history:
        assert problems == []
        with pytest.raises(BrokenHistoryError, match="damaged"):
            list(history.events())
    history, problems = open_history(path)
    with history:
        assert "kept as history.broken-" in problems[-1].what
        assert history.record(HistoryEvent(at_utc_ms=1, offset_min=0, event=EventKind.WATER))
    history, problems = open_history(path)
    history.close()
    assert problems == []


# -- deleting --------------------------------------------------------------------------------------


def test_nothing_is_left_of_what_was_erased(path: Path) -> None:
    aside = path.with_name("history.broken-20260101T000000Z.sqlite")
    aside.write_bytes(SECRET.encode())
    with History(path) as history:
        for event in days_before(LAST, 40):
            history.record(msgspec.structs.replace(event, routine=SECRET))
        assert any(SECRET.encode() in one.read_bytes() for one in path.parent.iterdir())
        history.erase()
        assert list(history.events()) == []
        left = {one.name: SECRET.encode() in one.read_bytes() for one in path.parent.iterdir()}
        assert not any(left.values()), left
        # It goes on as a new one would.
        assert history.record(HistoryEvent(at_utc_ms=1, offset_min=0, event=EventKind.WATER))
    history, problems = open_history(path)
    with history:
        assert problems == []
        assert [event.at_utc_ms for event in history.events()] == [1]
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_after_erasing_nothing_can_be_changed_either(path: Path) -> None:
    with History(path) as history:
        fill(history, 3)
        history.erase()
        history.record(HistoryEvent(at_utc_ms=1, offset_min=0, event=EventKind.WATER))
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            history._db.execute("DELETE FROM event")


def test_what_cannot_be_erased_is_said_and_stays(path: Path) -> None:
    with History(path) as history:
        events = fill(history, 3)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProblemError, match="another program holds the history"):
            history.erase()
        other.execute("ROLLBACK")
        other.close()
        assert len(list(history.events())) == len(events)
