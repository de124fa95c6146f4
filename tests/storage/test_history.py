"""The history: what was acknowledged is there, whatever happens."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.storage.history import VERSION, BrokenHistoryError, History, open_history
from tests.storage.rights import names, readable_folder, without_rights

KILLS = int(os.environ.get("KNOTBREAK_KILLS", "30"))
"""So often is the writer killed; more of it says the same more surely."""

FULL = HistoryEvent(
    at_utc_ms=1_700_000_000_000,
    offset_min=-210,
    event=EventKind.SESSION,
    reminder="stretch",
    routine="neck-2",
    outcome="done",
    held_s=92.5,
    amount=3,
    key="session:1",
    merged=("posture", "water"),
)


def event(at: int, kind: EventKind = EventKind.WATER, **keys: object) -> HistoryEvent:
    bare = HistoryEvent(at_utc_ms=at, offset_min=60, event=kind)
    return msgspec.structs.replace(bare, **keys)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "history.sqlite"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History(path) as opened:
        yield opened


def test_an_event_comes_back_as_it_was_in_the_next_run(path: Path) -> None:
    with History(path) as first:
        assert first.record(FULL)
        assert first.record(event(5))
    with History(path) as second:
        assert list(second.events()) == [event(5), FULL]


def test_only_the_first_of_a_key_is_kept(history: History) -> None:
    assert history.record(event(1, key="a", amount=1))
    assert not history.record(event(2, key="a", amount=2))
    assert history.record(event(3))
    assert history.record(event(3))
    assert [(e.at_utc_ms, e.amount) for e in history.events()] == [(1, 1), (3, None), (3, None)]


def test_the_files_are_for_their_owner_alone(path: Path) -> None:
    with History(path) as history:
        history.record(FULL)
        modes = {
            name: stat.S_IMODE((path.parent / name).stat().st_mode) for name in names(path.parent)
        }
        assert modes == {path.name + tail: 0o600 for tail in ("", "-wal", "-shm")}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_can_be_changed_or_taken_out(path: Path) -> None:
    with History(path) as history:
        history.record(FULL)
    other = sqlite3.connect(path)
    for statement in ("DELETE FROM event", "UPDATE event SET amount = 9"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(statement)
    other.close()


@given(
    st.lists(st.integers(0, 40), max_size=30),
    st.integers(0, 45),
    st.integers(0, 45),
)
def test_any_order_of_recording_reads_in_the_order_of_time(
    times: list[int], since: int, until: int
) -> None:
    with History(None) as history:
        for number, at in enumerate(times):
            history.record(event(at, amount=number))
        pairs = [(e.at_utc_ms, e.amount) for e in history.events(since)]
        assert pairs == sorted((at, n) for n, at in enumerate(times) if at >= since)
        drunk = sum(n for n, at in enumerate(times) if since <= at < until)
        assert history.water_between(since, until) == drunk


def test_a_long_history_is_read_in_pages_and_without_what_comes_meanwhile() -> None:
    with History(None) as history:
        for number in range(1250):
            history.record(event(number // 3, amount=number))
        found = []
        for one in history.events():
            if one.amount == 10:
                history.record(event(5000, amount=-1))
            found.append(one.amount)
        assert found == list(range(1250))
        assert len(list(history.events())) == 1251


def test_water_can_be_undone_but_is_never_less_than_none(history: History) -> None:
    for at, amount in ((10, 1), (20, 2), (30, -1), (100, -1)):
        history.record(event(at, amount=amount))
    history.record(event(15, EventKind.SNOOZED, amount=5))
    assert history.water_between(0, 100) == 2
    assert history.water_between(10, 30) == 3
    assert history.water_between(100, 200) == 0
    assert history.water_between(200, 300) == 0


def test_sums_and_last_times(history: History) -> None:
    assert history.last(EventKind.SAFETY_ACKNOWLEDGED) is None
    assert history.last_played() == {}
    assert history.held_between(0, 100) == 0
    for at, routine in ((10, "neck-2"), (40, "hips-2"), (30, "neck-2"), (90, "jaw-1")):
        history.record(event(at, EventKind.STARTED, routine=routine))
        history.record(event(at + 5, EventKind.SESSION, routine=routine, held_s=at / 4))
    history.record(event(95, EventKind.SESSION, held_s=None))
    assert history.last_played() == {"neck-2": 30, "hips-2": 40, "jaw-1": 90}
    assert history.held_between(15, 45) == 2.5 + 7.5
    last = history.last(EventKind.STARTED)
    assert last is not None
    assert (last.at_utc_ms, last.routine) == (90, "jaw-1")


def test_events_of_some_kinds_come_in_the_order_of_time(history: History) -> None:
    kinds = (EventKind.SESSION, EventKind.CHECKIN, EventKind.WATER)
    for at, kind in ((9, kinds[0]), (5, kinds[1]), (5, kinds[0]), (7, kinds[2]), (1, kinds[1])):
        history.record(event(at, kind))
    found = history.of_kinds(2, EventKind.SESSION, EventKind.CHECKIN)
    assert [(one.at_utc_ms, one.event) for one in found] == [
        (5, EventKind.CHECKIN), (5, EventKind.SESSION), (9, EventKind.SESSION),
    ]  # fmt: skip
    assert history.of_kinds(0) == []


def test_a_kind_that_only_a_later_version_knows_is_passed_over(path: Path) -> None:
    with History(path) as history:
        history.record(event(1))
        other = sqlite3.connect(path)
        insert = (
            "INSERT INTO event (at_utc_ms, offset_min, event, merged) VALUES (2, 0, 'nap', '[]')"
        )
        other.execute(insert)
        other.commit()
        other.close()
        assert list(history.events()) == [event(1)]


def test_a_file_of_a_newer_version_is_not_touched(path: Path) -> None:
    History(path).close()
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {VERSION + 1}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ProblemError, match="made by a newer knotbreak"):
        History(path)
    history, problems = open_history(path)
    with history:
        assert history.record(FULL)
        assert list(history.events()) == [FULL]
    assert "in memory only" in problems[-1].what
    assert path.read_bytes() == before
    assert names(path.parent) == [path.name]


def _damage(path: Path) -> None:
    with History(path) as history:
        for number in range(2000):
            history.record(event(number))
    data = bytearray(path.read_bytes())
    # The first page stays, so that only a look at the whole finds it.
    data[8192:20480] = os.urandom(12288)
    path.write_bytes(data)


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, None])
def test_a_damaged_file_is_put_aside_and_a_new_one_begun(path: Path, content: bytes | None) -> None:
    if content is None:
        _damage(path)
    else:
        path.parent.mkdir()
        path.write_bytes(content)
    path.with_name(path.name + "-wal").write_bytes(b"old wal")
    before = path.read_bytes()
    with pytest.raises(BrokenHistoryError):
        History(path)
    path.with_name(path.name + "-wal").write_bytes(b"old wal")
    history, problems = open_history(path)
    with history:
        assert history.record(FULL)
    with History(path) as again:
        assert list(again.events()) == [FULL]
    [aside] = path.parent.glob("history.broken-*.sqlite")
    assert aside.read_bytes() == before
    assert aside.name in problems[-1].what
    # The old write-ahead log must not be read into the new file.
    assert not path.with_name(path.name + "-wal").exists()


def test_two_damaged_files_are_both_kept(path: Path) -> None:
    path.parent.mkdir()
    for number in range(2):
        path.write_bytes(b"%d is no database" % number * 100)
        open_history(path)[0].close()
    assert len(list(path.parent.glob("history.broken-*.sqlite"))) == 2


def test_a_locked_file_is_said_in_plain_words_and_survived(path: Path) -> None:
    with History(path) as history:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProblemError, match="another program holds the history"):
            history.record(FULL)
        other.execute("ROLLBACK")
        other.close()
        assert history.record(FULL)


def test_a_full_disk_is_said_in_plain_words_and_survived(path: Path) -> None:
    with History(path) as history:
        pages = history._db.execute("PRAGMA page_count").fetchone()[0]
        history._db.execute(f"PRAGMA max_page_count = {pages}")
        written: list[bool] = []
        with pytest.raises(ProblemError, match="the disk is full"):
            written.extend(history.record(event(n, reminder="x" * 200)) for n in range(999))
        history._db.execute("PRAGMA max_page_count = 1000000")
        assert len(list(history.events())) == len(written)
        assert history.record(FULL)


def test_where_nothing_can_be_written_memory_serves() -> None:
    with readable_folder() as folder:
        History(folder / "history.sqlite").close()
        (folder / "history.sqlite").chmod(0o644)
        folder.chmod(0o555)
        for name in ("history.sqlite", "none.sqlite"):
            with without_rights():
                history, problems = open_history(folder / name)
            with history:
                assert history.record(FULL)
                assert list(history.events()) == [FULL]
            assert len(problems) == 2
            assert "in memory only" in problems[1].what


@pytest.mark.parametrize("blocked", ["folder", "parent"])
def test_a_folder_or_file_in_the_way_is_survived(path: Path, blocked: str) -> None:
    if blocked == "folder":
        path.mkdir(parents=True)
    else:
        path.parent.write_text("")
    history, problems = open_history(path)
    with history:
        assert history.record(FULL)
    assert all(str(path) in str(problem) for problem in problems)
    assert len(problems) == 2


def test_two_programs_may_begin_it_at_once(path: Path) -> None:
    with History(path) as first, History(path) as second:
        assert first.record(event(1, key="a"))
        assert not second.record(event(2, key="a"))
        assert second.record(event(3))
        assert [e.at_utc_ms for e in first.events()] == [1, 3]


_WRITER = """
import sys
from pathlib import Path
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.storage.history import History
history = History(Path(sys.argv[1]))
run, number = int(sys.argv[2]), 0
while True:
    number += 1
    event = HistoryEvent(
        at_utc_ms=number, offset_min=0, event=EventKind.OFFERED, key=f"{run}:{number}"
    )
    assert history.record(event)
    print(event.key, flush=True)
"""


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(path: Path) -> None:
    chance = random.Random(1)
    acknowledged: list[str] = []
    for run in range(KILLS):
        command = [sys.executable, "-c", _WRITER, str(path), str(run)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = [writer.stdout.readline().strip() for _ in range(chance.randrange(1, 60))]
            writer.kill()
            told += writer.stdout.read().split()
        # A key that was cut off by the kill is not whole; a whole line ends in a line break.
        acknowledged += told[:-1]
    history, problems = open_history(path)
    with history:
        kept = {e.key for e in history.events()}
    assert problems == []
    assert len(acknowledged) > 15 * KILLS
    assert set(acknowledged) <= kept
