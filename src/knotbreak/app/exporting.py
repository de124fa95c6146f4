"""The history in the formats of others: CSV for tables, JSON for programs, ICS for calendars.

Each comes as pieces of text, one event after the other, so that ten years need no memory.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING

from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.progress import session_span
from knotbreak.core.units import SECOND_MS, clock_text

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

COLUMNS = ("at", "event", "reminder", "merged", "routine", "outcome", "held_s", "amount")
"""What an event is told by, in every format that tells all of it."""

_FOLD = 75
"""A line of a calendar has no more bytes than this (RFC 5545, section 3.1)."""


class Format(StrEnum):
    """A kind of file, by its ending."""

    CSV = "csv"
    JSON = "json"
    ICS = "ics"


Titles = Callable[[str], str]
"""The title of a routine by its id."""


def local_time_of(event: HistoryEvent) -> datetime:
    """When it happened, by the clock on the wall there and then."""
    zone = timezone(timedelta(minutes=event.offset_min))
    return datetime.fromtimestamp(event.at_utc_ms / SECOND_MS, zone)


def event_row(event: HistoryEvent) -> dict[str, object]:
    """An event by its columns, only those that apply."""
    row: dict[str, object] = {
        "at": local_time_of(event).isoformat(timespec="milliseconds"),
        "event": event.event.value,
    }
    optional = {
        "reminder": event.reminder,
        "merged": list(event.merged) or None,
        "routine": event.routine,
        "outcome": event.outcome,
        "held_s": event.held_s,
        "amount": event.amount,
    }
    row.update({key: value for key, value in optional.items() if value is not None})
    return row


def event_json(event: HistoryEvent) -> str:
    """An event as one line of JSON."""
    return json.dumps(event_row(event), ensure_ascii=False)


def pieces(
    events: Iterable[HistoryEvent], what: Format, words: Translator, titles: Titles
) -> Iterator[str]:
    """The text of a file. An ICS has the sessions alone: a calendar is no place for the rest."""
    match what:
        case Format.CSV:
            return csv_pieces(events)
        case Format.JSON:
            return _json_pieces(events)
        case Format.ICS:
            return _ics_pieces(events, words, titles)


def csv_pieces(events: Iterable[HistoryEvent]) -> Iterator[str]:
    """A table with a line of names at its head (RFC 4180)."""
    line = io.StringIO()
    writer = csv.DictWriter(line, COLUMNS)

    def written(row: Mapping[str, object]) -> str:
        line.seek(0)
        line.truncate()
        writer.writerow(row)
        return line.getvalue()

    yield written({name: name for name in COLUMNS})
    for event in events:
        row = event_row(event)
        if event.merged:
            row["merged"] = " ".join(event.merged)
        yield written(row)


def _json_pieces(events: Iterable[HistoryEvent]) -> Iterator[str]:
    before = "["
    for event in events:
        yield f"{before}\n{event_json(event)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _ics_pieces(events: Iterable[HistoryEvent], words: Translator, titles: Titles) -> Iterator[str]:
    yield _ics_lines(
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//knotbreak//history//EN", "CALSCALE:GREGORIAN"
    )
    for number, event in enumerate(events):
        if event.event is EventKind.SESSION:
            yield _ics_event(event, number, words, titles)
    yield _ics_lines("END:VCALENDAR")


def _ics_event(event: HistoryEvent, number: int, words: Translator, titles: Titles) -> str:
    _ = words.gettext
    span = session_span(event)
    title = _("A break") if event.routine is None else titles(event.routine)
    outcome = {
        "done": _("Done"), "partial": _("Done in part"), "stopped": _("Stopped")
    }.get(event.outcome or "", "")  # fmt: skip
    moved = clock_text(round((event.held_s or 0.0) * SECOND_MS))
    about = _("{outcome}, {time} of movement").format(outcome=outcome, time=moved)
    name = (event.key or f"{event.at_utc_ms}-{number}").replace(":", "-")
    return _ics_lines(
        "BEGIN:VEVENT",
        f"UID:{name}@knotbreak",
        f"DTSTAMP:{_utc(event.at_utc_ms)}",
        f"DTSTART:{_utc(span.from_ms)}",
        # Of two moments in one second a calendar would make an event without an end.
        f"DTEND:{_utc(max(span.until_ms, span.from_ms + SECOND_MS))}",
        f"SUMMARY:{_ics_text(title)}",
        f"DESCRIPTION:{_ics_text(about)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _utc(ms: int) -> str:
    return datetime.fromtimestamp(ms // SECOND_MS, UTC).strftime("%Y%m%dT%H%M%SZ")


def _ics_text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _ics_lines(*lines: str) -> str:
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _folded(line: str) -> Iterator[str]:
    """Break a long line between characters; what goes on begins with a space."""
    part, room = "", _FOLD
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", _FOLD - 1
        part += character
        room -= size
    yield part
