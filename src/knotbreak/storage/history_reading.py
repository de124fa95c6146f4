"""What is asked of the history: single events, sums, and the days on which something happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

import msgspec

from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem, ProblemError

COLUMNS = "at_utc_ms, offset_min, event, reminder, routine, outcome, held_s, amount, key, merged"

DAY = "(at_utc_ms + offset_min * 60000) / 86400000"
"""The local day of an event, counted from 1970, as SQLite reckons it."""

TAKEN = "(event = 'done' OR (event = 'session' AND outcome IN ('done', 'partial')))"
"""What a day has on which a break was taken; an index holds those days."""

OFFERED = "(event = 'offered' AND routine IS NOT NULL)"
"""What a day has on which a stretch was offered; an index holds those days."""

LOCK_WAIT_S = 0.5
_PAGE = 500
_DAYS = 64
_FIRST_DAY = date(1970, 1, 1)


class BrokenHistoryError(ProblemError):
    """The file is no history, or not any more: it can only be put aside."""


class HistoryReading:
    """Asks a database. Every error of a call is a `ProblemError`."""

    def __init__(self, db: sqlite3.Connection, where: str) -> None:
        self._db = db
        self._where = where

    def events(
        self, since_utc_ms: int | None = None, until_utc_ms: int | None = None
    ) -> Iterator[HistoryEvent]:
        """Go through the events from a moment until before another, the earliest first.

        They are read in pages, so that a long walk holds neither memory nor a lock; events that
        are recorded meanwhile are not part of it.

        Raises:
            ProblemError: if they cannot be read.
        """
        with self._plain_words():
            newest = self._db.execute("SELECT ifnull(max(id), 0) FROM event").fetchone()[0]
        first = -(2**63) if since_utc_ms is None else since_utc_ms
        until = 2**63 - 1 if until_utc_ms is None else until_utc_ms
        after = (first, 0)
        query = (
            f"SELECT {COLUMNS}, id FROM event WHERE (at_utc_ms, id) > (?, ?) AND at_utc_ms < ?"
            f" AND id <= ? ORDER BY at_utc_ms, id LIMIT {_PAGE}"
        )
        while True:
            with self._plain_words():
                rows = self._db.execute(query, (*after, until, newest)).fetchall()
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

    def of_kinds(self, since_utc_ms: int, *kinds: EventKind) -> list[HistoryEvent]:
        """The events of some kinds from a moment on, the earliest first.

        Raises:
            ProblemError: if they cannot be read.
        """
        query = (
            f"SELECT {COLUMNS}, id FROM event WHERE event = ? AND at_utc_ms >= ?"
            " ORDER BY at_utc_ms, id"
        )
        with self._plain_words():
            # One walk of the index for each kind: with IN, SQLite would sort them all.
            rows = [
                row
                for kind in kinds
                for row in self._db.execute(query, (kind.value, since_utc_ms)).fetchall()
            ]
            rows.sort(key=lambda row: (row[0], row[-1]))
            return [event for row in rows if (event := _event(row)) is not None]

    def last_played(self) -> dict[str, int]:
        """When each routine was last begun, in milliseconds since 1970.

        Raises:
            ProblemError: if it cannot be read.
        """
        query = (
            "SELECT routine, max(at_utc_ms) FROM event INDEXED BY event_started"
            " WHERE event = 'started' AND routine IS NOT NULL GROUP BY routine"
        )
        with self._plain_words():
            return dict(self._db.execute(query).fetchall())

    def of_kind(
        self, kind: EventKind, from_utc_ms: int, until_utc_ms: int
    ) -> Iterator[HistoryEvent]:
        """The events of a kind from a moment until before another, the earliest first.

        Raises:
            ProblemError: if they cannot be read.
        """
        query = (
            f"SELECT {COLUMNS}, id FROM event WHERE event = ? AND at_utc_ms >= ?"
            " AND at_utc_ms < ? ORDER BY at_utc_ms, id"
        )
        with self._plain_words():
            rows = self._db.execute(query, (kind.value, from_utc_ms, until_utc_ms)).fetchall()
        return (event for row in rows if (event := _event(row)) is not None)

    def last(self, kind: EventKind) -> HistoryEvent | None:
        """The latest event of a kind.

        Raises:
            ProblemError: if it cannot be read.
        """
        query = (
            f"SELECT {COLUMNS}, id FROM event WHERE event = ? ORDER BY at_utc_ms DESC, id DESC"
            " LIMIT 1"
        )
        with self._plain_words():
            row = self._db.execute(query, (kind.value,)).fetchone()
            return None if row is None else _event(row)

    def taken_days(self, until: date) -> Iterator[date]:
        """The days on which a break was taken, back from a day on.

        Raises:
            ProblemError: if they cannot be read.
        """
        return self._days("event_taken", TAKEN, until)

    def offered_days(self, until: date) -> Iterator[date]:
        """The days on which a stretch was offered, back from a day on.

        Raises:
            ProblemError: if they cannot be read.
        """
        return self._days("event_offered", OFFERED, until)

    def _days(self, index: str, what: str, until: date) -> Iterator[date]:
        # One look into the index for each day, however many events it has.
        latest = f"SELECT max({DAY}) FROM event INDEXED BY {index} WHERE {what} AND {DAY}"
        query = f"""
            WITH RECURSIVE found(day) AS (
                {latest} <= ?
                UNION ALL
                SELECT ({latest} < found.day) FROM found WHERE found.day IS NOT NULL
            )
            SELECT day FROM found WHERE day IS NOT NULL LIMIT {_DAYS}
        """
        last = (until - _FIRST_DAY).days
        while True:
            with self._plain_words():
                days = [day for (day,) in self._db.execute(query, (last,))]
            yield from (_FIRST_DAY + timedelta(days=day) for day in days)
            if len(days) < _DAYS:
                return
            last = days[-1] - 1

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        """Turn what SQLite and the system say into a problem."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise in_words(error, self._where) from error


def open_past(path: Path) -> HistoryReading:
    """Open a history beside the program that writes it, in any thread, only to read.

    Raises:
        ProblemError: if it cannot be opened.
    """
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=LOCK_WAIT_S, uri=True)
    except sqlite3.Error as error:
        raise in_words(error, str(path)) from error
    return HistoryReading(db, str(path))


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


def damaged(where: str, detail: str) -> Problem:
    return Problem(where=where, what="the history is damaged", hint=f"SQLite says: {detail}")


def in_words(error: sqlite3.Error | OSError, where: str) -> ProblemError:
    """Say what went wrong, and what to do."""
    detail = str(error)
    if isinstance(error, OSError):
        what, hint = f"cannot be opened: {error.strerror or detail}", "check the folder"
        return ProblemError(Problem(where=where, what=what, hint=hint))
    # The low byte is the main code: https://sqlite.org/rescode.html
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return BrokenHistoryError(damaged(where, detail))
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
