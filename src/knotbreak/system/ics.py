"""When a calendar file says that its owner is busy (iCalendar, RFC 5545).

Read of each VEVENT: DTSTART with DTEND or DURATION, RRULE (see `ics_rule`), EXDATE, RECURRENCE-ID,
STATUS, TRANSP. Not busy: cancelled and transparent events, and events of whole days, which are
birthdays and holidays more often than meetings. Times are in UTC, in a zone of the IANA names, or
local; a zone that is only described inside the file (VTIMEZONE) is taken for the local one, and
counted. RDATE and rules that are not read are counted too, so that this can be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from knotbreak.core.units import DAY_MS, local_time, utc_ms_of
from knotbreak.system.ics_lines import IcsLine, ics_events
from knotbreak.system.ics_rule import NotReadError, Rule, parse_rule, repeat

_DURATION = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)")


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    uid: str
    start: datetime
    length_ms: int
    rule: Rule | None
    excluded_ms: frozenset[int]
    replaces_ms: int | None
    busy: bool


class IcsCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a file.

    Attributes:
        events: With their repetitions, not yet unrolled.
        not_read: How many events were left out, because they repeat in a way that is not read.
        strange_zones: How many times stand in a zone that is not known here.
    """

    events: tuple[_Event, ...]
    not_read: int
    strange_zones: int


class NoCalendarError(Exception):
    """The file is no iCalendar file."""


def parse_ics(text: str, local: tzinfo) -> IcsCalendar:
    """Read a file; floating times are in the zone `local`. Raises NoCalendarError."""
    if "BEGIN:VCALENDAR" not in text[:10_000].upper():
        raise NoCalendarError
    reader = _Reader(local)
    for lines in ics_events(text):
        reader.take(lines)
    return IcsCalendar(
        events=tuple(reader.events),
        not_read=reader.not_read,
        strange_zones=reader.strange_zones,
    )


def busy_between(
    calendar: IcsCalendar, from_utc_ms: int, until_utc_ms: int
) -> list[tuple[int, int]]:
    """The busy times that touch a time, merged where they touch each other, in order."""
    replaced = {(e.uid, e.replaces_ms) for e in calendar.events if e.replaces_ms is not None}
    spans = sorted(
        (start_ms, start_ms + event.length_ms)
        for event in calendar.events
        if event.busy
        for start_ms in _starts(event, from_utc_ms, until_utc_ms)
        if start_ms + event.length_ms > from_utc_ms
        and (event.replaces_ms is not None or (event.uid, start_ms) not in replaced)
    )
    merged: list[tuple[int, int]] = []
    for start_ms, end_ms in spans:
        if merged and start_ms <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end_ms, merged[-1][1]))
        else:
            merged.append((start_ms, end_ms))
    return merged


def _starts(event: _Event, from_utc_ms: int, until_utc_ms: int) -> Iterator[int]:
    first_ms = utc_ms_of(event.start)
    if event.rule is None:
        if first_ms < until_utc_ms:
            yield first_ms
        return
    zone = event.start.tzinfo
    last_ms = _last_ms(event.rule, event.start)
    # A day more than the length: zones lie up to a day apart.
    after = local_time(max(0, from_utc_ms - event.length_ms - DAY_MS), UTC).date()
    times = repeat(event.start.replace(tzinfo=None), event.rule, after)
    for count, local in enumerate(times):
        start_ms = utc_ms_of(local.replace(tzinfo=zone))
        over = event.rule.count is not None and count >= event.rule.count
        if over or start_ms >= until_utc_ms or (last_ms is not None and start_ms > last_ms):
            return
        if start_ms not in event.excluded_ms:
            yield start_ms


def _last_ms(rule: Rule, start: datetime) -> int | None:
    if rule.until is None:
        return None
    if len(rule.until) == 8:
        # The whole of that day.
        day = _date(rule.until)
        end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=start.tzinfo)
        return utc_ms_of(end)
    moment, is_utc = _moment(rule.until)
    return utc_ms_of(moment.replace(tzinfo=UTC if is_utc else start.tzinfo))


class _Reader:
    def __init__(self, local: tzinfo) -> None:
        self._local = local
        self.events: list[_Event] = []
        self.not_read = 0
        self.strange_zones = 0

    def take(self, lines: Sequence[IcsLine]) -> None:
        by_name = {line.name: line for line in lines}
        start_line = by_name.get("DTSTART")
        if start_line is None or _whole_day(start_line):
            return
        try:
            start = self._time(start_line.value, start_line)
            rule_line = by_name.get("RRULE")
            rule = None if rule_line is None else parse_rule(rule_line.value, start.date())
            if rule is not None:
                # A rule whose end cannot be read is found out here, not when it is looked at.
                _last_ms(rule, start)
            if "RDATE" in by_name:
                raise NotReadError
            replaces = by_name.get("RECURRENCE-ID")
            timed = replaces is not None and not _whole_day(replaces)
            event = _Event(
                uid=by_name["UID"].value if "UID" in by_name else "",
                start=start,
                length_ms=self._length_ms(start, by_name.get("DTEND"), by_name.get("DURATION")),
                rule=rule,
                excluded_ms=frozenset(self._excluded(lines, start)),
                replaces_ms=utc_ms_of(self._time(replaces.value, replaces))
                if timed and replaces is not None
                else None,
                busy=_is_busy(by_name),
            )
        except (NotReadError, ValueError, OverflowError):
            self.not_read += 1
            return
        self.events.append(event)

    def _length_ms(self, start: datetime, end: IcsLine | None, duration: IcsLine | None) -> int:
        if end is not None:
            if _whole_day(end):
                raise NotReadError
            return max(0, utc_ms_of(self._time(end.value, end)) - utc_ms_of(start))
        return 0 if duration is None else _duration_ms(duration.value)

    def _excluded(self, lines: Sequence[IcsLine], start: datetime) -> Iterator[int]:
        for line in lines:
            if line.name != "EXDATE":
                continue
            for value in line.value.split(","):
                if len(value) == 8:
                    # Of a whole day, the time at which the event would have begun.
                    yield utc_ms_of(datetime.combine(_date(value), start.timetz()))
                else:
                    yield utc_ms_of(self._time(value, line))

    def _time(self, value: str, line: IcsLine) -> datetime:
        moment, is_utc = _moment(value)
        if is_utc:
            return moment.replace(tzinfo=UTC)
        name = line.params.get("TZID")
        zone = self._local if name is None else _zone(name)
        if zone is None:
            self.strange_zones += 1
            zone = self._local
        return moment.replace(tzinfo=zone)


def _is_busy(by_name: dict[str, IcsLine]) -> bool:
    def value(name: str) -> str:
        return by_name[name].value.strip().upper() if name in by_name else ""

    return (
        value("STATUS") != "CANCELLED"
        and value("TRANSP") != "TRANSPARENT"
        and value("X-MICROSOFT-CDO-BUSYSTATUS") != "FREE"
    )


def _whole_day(line: IcsLine) -> bool:
    return line.params.get("VALUE", "").upper() == "DATE" or len(line.value.strip()) == 8


def _date(value: str) -> date:
    return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone


def _moment(value: str) -> tuple[datetime, bool]:
    """A date and time without its zone, and whether it is in UTC."""
    match = _MOMENT.fullmatch(value.strip().upper())
    if match is None:
        raise NotReadError
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    # A leap second is told as the second before.
    moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
    return moment, bool(match[7])


def _duration_ms(value: str) -> int:
    match = _DURATION.fullmatch(value.strip().upper())
    if match is None or not any(match.groups()[1:]):
        raise NotReadError
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return 0 if match[1] == "-" else int(length.total_seconds()) * 1000


def _zone(name: str) -> ZoneInfo | None:
    # Some programs put a path of their own before the name: /mozilla.org/20050126_1/Europe/Berlin.
    parts = name.strip("/").split("/")
    for start in range(len(parts)):
        try:
            return ZoneInfo("/".join(parts[start:]))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None
