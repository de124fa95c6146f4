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

import msgspec

from knotbreak.core.events import HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage.history_reading import (
    COLUMNS,
    LOCK_WAIT_S,
    BrokenHistoryError,
    HistoryReading,
    damaged,
    in_words,
)

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
    # What is asked over all years: `history_reading` asks in these very words, or no index serves.
    """
    CREATE INDEX event_taken ON event ((at_utc_ms + offset_min * 60000) / 86400000)
        WHERE (event = 'done' OR (event = 'session' AND outcome IN ('done', 'partial')));
    CREATE INDEX event_offered ON event ((at_utc_ms + offset_min * 60000) / 86400000)
        WHERE (event = 'offered' AND routine IS NOT NULL);
    CREATE INDEX event_started ON event (routine, at_utc_ms)
        WHERE event = 'started' AND routine IS NOT NULL;
    """,
)
VERSION = len(_MIGRATIONS)
"""The newest version of the table that this program knows."""

LOOKED_THROUGH = 8 << 20
"""A file up to so many bytes is looked through at every start: some years of events, in 30 ms.

A larger one only after a run that did not end in order, or that found damage in it."""

_INSERT = (
    f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (key) DO NOTHING"
)


class History(HistoryReading):
    """The events of this user. Every error of a call is a `ProblemError` and changes nothing."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, or begin it; without a path the history lasts as long as the program.

        Raises:
            BrokenHistoryError: if the file is damaged or something else.
            ProblemError: if it cannot be opened for writing, or a newer knotbreak made it.
        """
        self.path = path
        where = "history" if path is None else str(path)
        try:
            whole = path is not None and _wants_a_look(path)
            if path is not None:
                _make_private(path)
            # Autocommit: a record is on its way to the disk when the call returns.
            db = sqlite3.connect(path or ":memory:", timeout=LOCK_WAIT_S, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise in_words(error, where) from error
        super().__init__(db, where)
        try:
            with self._plain_words():
                self._prepare(whole)
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

    def erase(self) -> None:
        """Delete everything that was ever recorded, so that no byte of it is left in the files.

        The damaged histories that were put aside go, too.

        Raises:
            ProblemError: if it could not be deleted; what is left then is whole.
        """
        with self._plain_words():
            self._db.execute("PRAGMA secure_delete = ON")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute("DROP TABLE event")
                self._take_steps(0)
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
            # What was deleted is still in the log beside the file, until that is cut off.
            self._db.execute("VACUUM")
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if busy:
                raise sqlite3.OperationalError("the history is being read")
            if self.path is not None:
                for aside in self.path.parent.glob(f"{self.path.stem}.broken-*"):
                    aside.unlink()

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        """Say it in plain words; of damage the next start is told, which puts the file aside."""
        try:
            with super()._plain_words():
                yield
        except BrokenHistoryError:
            if self.path is not None:
                with suppress(OSError):
                    _mark_of(self.path).touch(0o600)
            raise

    def _prepare(self, whole: bool) -> None:
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
        if whole:
            damage = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                raise BrokenHistoryError(damaged(self._where, str(damage)))
        # A file of another program has tables of its own, or lacks ours.
        self._db.execute(f"SELECT {COLUMNS} FROM event LIMIT 0")

    def _migrate(self) -> None:
        """Take the steps that are missing, all or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            # Asked again now that nobody else can write: two programs may have started at once.
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            self._take_steps(version)
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise

    def _take_steps(self, version: int) -> None:
        for step in _MIGRATIONS[version:]:
            for statement in _statements(step):
                self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {max(version, VERSION)}")


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
        problems += in_words(error, str(path)).problems
    problems.append(
        Problem(
            where=str(path),
            what="until the next start, the history is kept in memory only",
            hint="what happens until then will not be in it",
            warning=True,
        )
    )
    return History(None), problems


def _wants_a_look(path: Path) -> bool:
    """Whether the whole file is read before it is trusted."""
    if not path.exists():
        return False
    # SQLite takes its log away when the last program lets go in order.
    unclean = path.with_name(path.name + "-wal").exists()
    return unclean or _mark_of(path).exists() or path.stat().st_size <= LOOKED_THROUGH


def _mark_of(path: Path) -> Path:
    """What lies beside a file in which damage was found while it was in use."""
    return path.with_name(f"{path.stem}.damaged")


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
    with suppress(FileNotFoundError):
        _mark_of(path).unlink()
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
