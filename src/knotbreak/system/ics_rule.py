"""Repetitions of events (RFC 5545, section 3.3.10), as far as calendars of offices use them.

Read: FREQ daily, weekly, monthly, yearly; INTERVAL, COUNT, UNTIL, WKST; BYDAY (with a number such
as 2TU or -1FR in monthly rules), BYMONTHDAY in monthly rules. BYMONTH and BYMONTHDAY in a yearly
rule only where they repeat the date of the first time. Anything else (BYSETPOS, BYHOUR, hourly,
...) is refused as a whole: half a rule would be a wrong one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH"}
_LONGEST_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_MOST_PERIODS = 40_000
"""More than a hundred years of days: a rule that never meets its days ends here."""


class NotReadError(Exception):
    """A rule, or a time, that this program does not read."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How an event repeats; `until` is as in the file: a date, or a date and time."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str | None = None
    week_start: int = 0
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()


def parse_rule(text: str, start: date) -> Rule:
    """Read the value of an RRULE for an event that first happens on `start`."""
    parts = dict(part.upper().partition("=")[::2] for part in text.split(";") if part)
    if not set(parts) <= _KNOWN:
        raise NotReadError
    try:
        rule = Rule(
            freq=parts.get("FREQ", ""),
            interval=int(parts.get("INTERVAL", "1")),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
            until=parts.get("UNTIL"),
            week_start=_DAYS[parts.get("WKST", "MO")],
            days=tuple(_by_day(part) for part in _list(parts.get("BYDAY", ""))),
            month_days=tuple(int(part) for part in _list(parts.get("BYMONTHDAY", ""))),
        )
        months = [int(part) for part in _list(parts.get("BYMONTH", ""))]
    except (ValueError, KeyError):
        raise NotReadError from None
    numbered = any(number for number, _day in rule.days)
    yearly = rule.freq == "YEARLY"
    if (
        rule.interval < 1
        or rule.freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
        or (numbered and rule.freq != "MONTHLY")
        or (rule.days and (yearly or rule.month_days))
        or (rule.month_days and not yearly and rule.freq != "MONTHLY")
        or (yearly and rule.month_days not in ((), (start.day,)))
        or (months and not (yearly and months == [start.month]))
    ):
        raise NotReadError
    return rule


def repeat(start: datetime, rule: Rule, after: date) -> Iterator[datetime]:
    """The local times at which an event begins, all those from `after` on and maybe some before.

    With a `count`, all from the first on, so that they can be counted; `count` and `until` are not
    looked at.
    """
    done = 0
    if rule.count is None:
        # Years of mornings need not be gone through to know about this one.
        period_days = _LONGEST_DAYS[rule.freq] * rule.interval
        done = max(0, (after - start.date()).days // period_days - 1)
    for day in _dates(start.date(), rule, done):
        if day >= start.date():
            yield datetime.combine(day, start.time())


def _dates(start: date, rule: Rule, done: int) -> Iterator[date]:
    for period in range(done, done + _MOST_PERIODS):
        step = period * rule.interval
        try:
            match rule.freq:
                case "DAILY":
                    day = start + timedelta(days=step)
                    if not rule.days or (0, day.weekday()) in rule.days:
                        yield day
                case "WEEKLY":
                    yield from _week(start, rule, step)
                case "MONTHLY":
                    year, month = divmod(start.year * 12 + start.month - 1 + step, 12)
                    yield from _month(year, month + 1, start, rule)
                case _:
                    if start.day <= calendar.monthrange(start.year + step, start.month)[1]:
                        yield start.replace(year=start.year + step)
        except (OverflowError, ValueError, calendar.IllegalMonthError):
            # The year 10000.
            return


def _week(start: date, rule: Rule, weeks: int) -> Iterator[date]:
    first = start - timedelta(days=(start.weekday() - rule.week_start) % 7)
    first += timedelta(weeks=weeks)
    wanted = {day for _number, day in rule.days} or {start.weekday()}
    for offset in range(7):
        day = first + timedelta(days=offset)
        if day.weekday() in wanted:
            yield day


def _month(year: int, month: int, start: date, rule: Rule) -> Iterator[date]:
    length = calendar.monthrange(year, month)[1]
    days: set[int] = set()
    for number, weekday in rule.days:
        same = [d for d in range(1, length + 1) if date(year, month, d).weekday() == weekday]
        if number == 0:
            days.update(same)
        elif abs(number) <= len(same):
            days.add(same[number - 1 if number > 0 else number])
    if not rule.days:
        for day in rule.month_days or (start.day,):
            days.add(day if day > 0 else length + 1 + day)
    for day in sorted(days):
        if 1 <= day <= length:
            yield date(year, month, day)


def _by_day(text: str) -> tuple[int, int]:
    match = _BY_DAY.fullmatch(text)
    if match is None:
        raise NotReadError
    return int(match[1] or 0), _DAYS[match[2]]


def _list(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
