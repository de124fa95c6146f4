"""The history: an append-only table of events in SQLite, which only the running program writes.

A commit in WAL mode with `synchronous=NORMAL` survives a kill of the program at any moment; after
a loss of power the newest events may be missing, but the file is whole (sqlite.org/wal.html).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem, ProblemError

# Each step leads from the version of its place in the list to the next one; a step that has been
# released is never changed.
_MIGRATIONS = (
    """
    CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        at_utc_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL,
        event TEXT NOT NULL,
        reminder TEXT,
        routine TEXT,
        outcome TEXT,
        held_s REAL,
        amount INTEGER,
        key TEXT UNIQUE,
        merged TEXT NOT NULL
    );
    CREATE INDEX event_at ON event (at_utc_ms, id);
    CREATE INDEX event_kind ON event (event, at_utc_ms, id);
    CREATE TRIGGER event_is_kept BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
    CREATE TRIGGER event_is_fixed BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
    """,
)
VERSION = len(_MIGRATIONS)
"""The newest version of the table that this program knows."""

_LOCK_WAIT_S = 0.5
_PAGE = 500
_COLUMNS = "at_utc_ms, offset_min, event, reminder, routine, outcome, held_s, amount, key, merged"
_INSERT = (
    f"INSERT INTO event ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (key) DO NOTHING"
)


class BrokenHistoryError(ProblemError):
    """The file is no history, or not any more: it can only be put aside."""


class History:
    """The events of this user. Every error of a call is a `ProblemError` and changes nothing."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, or begin it; without a path the history lasts as long as the program.

        Raises:
            BrokenHistoryError: if the file is damaged or something else.
            ProblemError: if it cannot be opened for writing, or a newer knotbreak made it.
        """
        self._where = "history" if path is None else str(path)
        with self._plain_words():
            if path is not None:
                _make_private(path)
            # Autocommit: a record is on its way to the disk when the call returns.
            self._db = sqlite3.connect(
                path or ":memory:", timeout=_LOCK_WAIT_S, isolation_level=None
            )
        try:
            with self._plain_words():
                self._prepare()
        except BaseException:
            self._db.close()
            raise

    def record(self, event: HistoryEvent) -> bool:
        """Write an event; it is committed on return. False if its key was there already.

        Raises:
            ProblemError: if it could not be written.
        """
        merged = msgspec.json.encode(event.merged).decode()
        values = (
            event.at_utc_ms, event.offset_min, event.event.value, event.reminder, event.routine,
            event.outcome, event.held_s, event.amount, event.key, merged,
        )  # fmt: skip
        with self._plain_words():
            return self._db.execute(_INSERT, values).rowcount == 1

    def events(self, since_utc_ms: int | None = None) -> Iterator[HistoryEvent]:
        """Go through the events from a moment on, the earliest first.

        They are read in pages, so that a long walk holds neither memory nor a lock; events that
        are recorded meanwhile are not part of it.

        Raises:
            ProblemError: if they cannot be read.
        """
        with self._plain_words():
            newest = self._db.execute("SELECT ifnull(max(id), 0) FROM event").fetchone()[0]
        first = -(2**63) if since_utc_ms is None else since_utc_ms
        after = (first, 0)
        query = (
            f"SELECT {_COLUMNS}, id FROM event WHERE (at_utc_ms, id) > (?, ?) AND id <= ?"
            f" ORDER BY at_utc_ms, id LIMIT {_PAGE}"
        )
        while True:
            with self._plain_words():
                rows = self._db.execute(query, (*after, newest)).fetchall()
                found = [event for row in rows if (event := _event(row)) is not None]
            yield from found
            if len(rows) < _PAGE:
                return
            after = (rows[-1][0], rows[-1][-1])

    def water_between(self, from_utc_ms: int, until_utc_ms: int) -> int:
        """The glasses of water from a moment until just before another, what was undone apart.

        Raises:
            ProblemError: if they cannot be read.
        """
        query = (
            "SELECT ifnull(sum(amount), 0) FROM event"
            " WHERE event = ? AND at_utc_ms >= ? AND at_utc_ms < ?"
        )
        with self._plain_words():
            row = self._db.execute(query, (EventKind.WATER.value, from_utc_ms, until_utc_ms))
            # A glass of yesterday that is undone after midnight must not make today negative.
            return max(0, int(row.fetchone()[0]))

    def held_between(self, from_utc_ms: int, until_utc_ms: int) -> float:
        """The seconds of movement in the sessions that ended from a moment until another.

        Raises:
            ProblemError: if they cannot be read.
        """
        query = (
            "SELECT total(held_s) FROM event WHERE event = ? AND at_utc_ms >= ? AND at_utc_ms < ?"
        )
        with self._plain_words():
            row = self._db.execute(query, (EventKind.SESSION.value, from_utc_ms, until_utc_ms))
            return float(row.fetchone()[0])

    def last_played(self) -> dict[str, int]:
        """When each routine was last begun, in milliseconds since 1970.

        Raises:
            ProblemError: if it cannot be read.
        """
        query = (
            "SELECT routine, max(at_utc_ms) FROM event"
            " WHERE event = ? AND routine IS NOT NULL GROUP BY routine"
        )
        with self._plain_words():
            return dict(self._db.execute(query, (EventKind.STARTED.value,)).fetchall())

    def last(self, kind: EventKind) -> HistoryEvent | None:
        """The latest event of a kind.

        Raises:
            ProblemError: if it cannot be read.
        """
        query = (
            f"SELECT {_COLUMNS}, id FROM event WHERE event = ? ORDER BY at_utc_ms DESC, id DESC"
            " LIMIT 1"
        )
        with self._plain_words():
            row = self._db.execute(query, (kind.value,)).fetchone()
            return None if row is None else _event(row)

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._db.close()

    def __enter__(self) -> History:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self) -> None:
        # The version comes first: a file of a newer knotbreak is not touched at all.
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise ProblemError(
                Problem(
                    where=self._where,
                    what="made by a newer knotbreak; this one leaves it as it is",
                    hint="install the newer version again",
                )
            )
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version < VERSION:
            self._migrate()
        damage = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise BrokenHistoryError(_damaged(self._where, str(damage)))
        # A file of another program has tables of its own, or lacks ours.
        self._db.execute(f"SELECT {_COLUMNS} FROM event LIMIT 0")

    def _migrate(self) -> None:
        """Take the steps that are missing, all or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            # Asked again now that nobody else can write: two programs may have started at once.
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            for step in _MIGRATIONS[version:]:
                for statement in _statements(step):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {max(version, VERSION)}")
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        """Turn what SQLite and the system say into a problem."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise _in_words(error, self._where) from error


def open_history(path: Path) -> tuple[History, list[Problem]]:
    """Open the history, whatever state it is in, and say what had to be done for it.

    A damaged file is put aside and a new one begun. Where nothing can be written, the events are
    kept in memory.
    """
    problems: list[Problem] = []
    try:
        try:
            return History(path), problems
        except BrokenHistoryError as error:
            problems += error.problems
            aside = _put_aside(path)
            problems.append(
                Problem(
                    where=str(path),
                    what=f"a new history begins; the old one is kept as {aside.name}",
                    hint="it is in the same folder",
                    warning=True,
                )
            )
            return History(path), problems
    except ProblemError as error:
        problems += error.problems
    except OSError as error:
        problems += _in_words(error, str(path)).problems
    problems.append(
        Problem(
            where=str(path),
            what="until the next start, the history is kept in memory only",
            hint="what happens until then will not be in it",
            warning=True,
        )
    )
    return History(None), problems


def _make_private(path: Path) -> None:
    """Make the file before SQLite does, for SQLite would let others read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The files beside it (-wal, -shm) get the mode of this one.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))


def _put_aside(path: Path) -> Path:
    """Rename a damaged history, and the files beside it that belong to it."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = path.with_name(f"{path.stem}.broken-{now}{path.suffix}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.stem}.broken-{now}-{count}{path.suffix}")
    path.rename(aside)
    for tail in ("-wal", "-shm"):
        # Left behind, they would be taken for a part of the new file.
        with suppress(FileNotFoundError):
            path.with_name(path.name + tail).rename(aside.with_name(aside.name + tail))
    return aside


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements: `executescript` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _event(row: tuple[Any, ...]) -> HistoryEvent | None:
    """Read a row; None for a kind of event that only a later version knows."""
    at_utc_ms, offset_min, kind, reminder, routine, outcome, held_s, amount, key, merged = row[:10]
    if kind not in EventKind._value2member_map_:
        return None
    return HistoryEvent(
        at_utc_ms=at_utc_ms,
        offset_min=offset_min,
        event=EventKind(kind),
        reminder=reminder,
        routine=routine,
        outcome=outcome,
        held_s=held_s,
        amount=amount,
        key=key,
        merged=msgspec.json.decode(merged, type=tuple[str, ...]),
    )


def _damaged(where: str, detail: str) -> Problem:
    return Problem(where=where, what="the history is damaged", hint=f"SQLite says: {detail}")


def _in_words(error: sqlite3.Error | OSError, where: str) -> ProblemError:
    """Say what went wrong, and what to do."""
    detail = str(error)
    if isinstance(error, OSError):
        what, hint = f"cannot be opened: {error.strerror or detail}", "check the folder"
        return ProblemError(Problem(where=where, what=what, hint=hint))
    # The low byte is the main code: https://sqlite.org/rescode.html
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return BrokenHistoryError(_damaged(where, detail))
        case sqlite3.SQLITE_ERROR if "no such" in detail or "already exists" in detail:
            return BrokenHistoryError(
                Problem(where=where, what="holds something else than a history", hint=detail)
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            what, hint = "another program holds the history", "close it, then try again"
        case sqlite3.SQLITE_FULL:
            what, hint = "the disk is full", "make room, then try again"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            what, hint = "cannot be written", "check the permissions of the file and its folder"
        case _:
            what, hint = "cannot be read or written", f"SQLite says: {detail}"
    return ProblemError(Problem(where=where, what=what, hint=hint))
