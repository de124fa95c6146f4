"""Puts the pages of the insights together from what the history says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from knotbreak.app.insight_views import (
    AreaMinutes,
    CourseView,
    DayBar,
    DayView,
    InsightView,
    Mark,
    MarkKind,
    Note,
    Page,
    PeriodView,
    Table,
    TightnessView,
)
from knotbreak.app.insight_words import InsightWords
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.progress import (
    DayLine,
    Shares,
    Span,
    Sum,
    day_line,
    day_of,
    streak,
    sum_days,
    total,
)
from knotbreak.core.settings import Settings, workdays_of
from knotbreak.core.tightness import Tightness, tightness
from knotbreak.core.units import DAY_MS, HOUR_MS, MINUTE_MS, Instant

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

COURSE_DAYS = 84
"""Tightness is shown over twelve weeks at a time."""

TICK_DAYS = 21
"""So far apart are the dates below a course."""

OFFICE_HOURS = (9, 17)
"""An empty day is drawn with these."""

_EAST_MS, _WEST_MS = 14 * HOUR_MS, 12 * HOUR_MS
"""How far local days lie from those of UTC, at most."""

_FIRST_DAY = date(1970, 1, 1)


class Past(Protocol):
    """What is asked of the history. Faults are raised as `ProblemError`."""

    def events(
        self, since_utc_ms: int | None = None, until_utc_ms: int | None = None, /
    ) -> Iterator[HistoryEvent]: ...
    def of_kind(
        self, kind: EventKind, from_utc_ms: int, until_utc_ms: int, /
    ) -> Iterator[HistoryEvent]: ...
    def taken_days(self, until: date, /) -> Iterator[date]: ...
    def offered_days(self, until: date, /) -> Iterator[date]: ...


class Insights:
    """The pages, as of one moment.

    Args:
        now: Today is its local day.
        shares: The areas of a routine, by its id.
        title: The title of a routine, by its id.
        settings: The goal of water, and the days of work.
    """

    def __init__(
        self,
        now: Instant,
        shares: Shares,
        title: Callable[[str], str],
        settings: Settings,
        translator: Translator,
    ) -> None:
        self._now = now
        self.today = now.local.date()
        self._shares = shares
        self._title = title
        self._settings = settings
        self._ = translator.gettext
        self._words = InsightWords(translator)
        self._area = Wording(translator).area

    def view(self, page: Page, back: int, past: Past) -> InsightView:
        """A page; `back` is how many days, weeks, months or courses ago."""
        match page:
            case Page.DAY:
                return self._day(self.today - timedelta(days=back), past)
            case Page.WEEK:
                monday = self.today - timedelta(days=self.today.weekday() + 7 * back)
                return self._period(monday, monday + timedelta(days=6), past, week=True)
            case Page.MONTH:
                months = self.today.year * 12 + self.today.month - 1 - back
                first = date(months // 12, months % 12 + 1, 1)
                following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
                return self._period(first, following - timedelta(days=1), past, week=False)
            case Page.TIGHTNESS:
                return self._tightness(self.today - timedelta(days=COURSE_DAYS * back), past)

    def streak(self, past: Past) -> str:
        """The workdays in a row that had a break, in words; empty where it is hidden."""
        if not self._settings.insights.streak:
            return ""
        taken, offered = past.taken_days(self.today), past.offered_days(self.today)
        return self._words.streak(streak(taken, offered, workdays_of(self._settings), self.today))

    def week_words(self, past: Past) -> str:
        """This week in one line."""
        monday = self.today - timedelta(days=self.today.weekday())
        sums = sum_days(self._events(monday, self.today, past), self._shares)
        return self._words.week(total(sums.values()))

    def _events(self, first: date, last: date, past: Past) -> Iterator[HistoryEvent]:
        """The events of local days, whatever zone each was written in."""
        found = past.events(*_around(first, last))
        return (one for one in found if first <= day_of(one) <= last)

    def _empty(self, first: date, last: date) -> str:
        _ = self._
        if first <= self.today <= last:
            return _(
                "Nothing here yet. It fills by itself while knotbreak runs, and never leaves this "
                "computer."
            )
        return _("Nothing was written down in this time.")

    # -- a day -------------------------------------------------------------------------------

    def _day(self, day: date, past: Past) -> DayView:
        events = list(self._events(day, day, past))
        one = sum_days(events, self._shares).get(day, Sum())
        line = day_line(events, self._now.utc_ms if day == self.today else None)
        offset_ms = events[0].offset_min * MINUTE_MS if events else 0
        midnight = (day - _FIRST_DAY).days * DAY_MS - offset_ms
        # By the clock of its first zone, a day on which somebody flew west goes on after midnight.
        one_zone = len({one.offset_min for one in events}) == 1
        marks = tuple(self._marks(line, midnight, DAY_MS if one_zone else 2 * DAY_MS))
        hours = OFFICE_HOURS
        if marks:
            first = int(min(mark.from_min for mark in marks) // 60)
            last = int(-(-max(mark.until_min for mark in marks) // 60))
            hours = (min(first, OFFICE_HOURS[0]), max(last, OFFICE_HOURS[1]))
        names = self._kinds()
        here = {mark.kind for mark in marks}
        return DayView(
            heading=self._words.day(day),
            sentence=self._words.sum(one) if marks else "",
            empty="" if marks else self._empty(day, day),
            hours=hours,
            marks=marks,
            legend=tuple((kind, names[kind]) for kind in MarkKind if kind in here),
            tables=(self._day_table(marks), *self._held_table(one)),
        )

    def _kinds(self) -> Mapping[MarkKind, str]:
        _ = self._
        return {
            MarkKind.WORK: _("At the computer"),
            MarkKind.REST: _("Away"),
            MarkKind.BREAK: _("Break with movement"),
            MarkKind.WATER: _("Water"),
        }

    def _marks(self, line: DayLine, midnight: int, longest_ms: int) -> Iterator[Mark]:
        def made(kind: MarkKind, span: Span, words: str) -> Mark:
            from_min = max(0.0, (span.from_ms - midnight) / MINUTE_MS)
            until_min = min(longest_ms, span.until_ms - midnight) / MINUTE_MS
            return Mark(kind, from_min, until_min, words)

        lasted = self._words.lasted
        for span in line.work:
            yield made(MarkKind.WORK, span, lasted(span.ms))
        for span in line.rests:
            yield made(MarkKind.REST, span, lasted(span.ms))
        for one in line.breaks:
            title = self._title(one.routine) if one.routine else self._("A break")
            yield made(MarkKind.BREAK, one.span, title)
        for at, glasses in line.water:
            yield made(MarkKind.WATER, Span(at, at), self._words.glasses(glasses))

    def _day_table(self, marks: tuple[Mark, ...]) -> Table:
        _ = self._
        names = self._kinds()
        rows = tuple(
            (_clock(one.from_min), _clock(one.until_min), names[one.kind], one.words)
            for one in sorted(marks, key=lambda mark: (mark.from_min, mark.until_min))
        )
        return Table(_("The day"), (_("From"), _("Until"), _("What"), _("About")), rows)

    def _held_table(self, one: Sum) -> Iterator[Table]:
        _ = self._
        counted = (
            (_("Skipped"), one.skipped),
            (_("Put off"), one.snoozed),
            (_("Not answered"), one.missed),
            (_("Natural breaks"), one.natural),
        )
        rows = [(name, str(count)) for name, count in counted if count]
        rows += [
            (self._words.held(why), self._words.lasted(ms)) for why, ms in one.paused_ms.items()
        ]
        if rows:
            yield Table(_("Besides"), (_("What"), _("How often, or how long")), tuple(rows))

    # -- a week, a month ---------------------------------------------------------------------

    def _period(self, first: date, last: date, past: Past, *, week: bool) -> PeriodView:
        _, words = self._, self._words
        sums = sum_days(self._events(first, last, past), self._shares)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        bars = tuple(self._bar(day, sums.get(day, Sum()), week=week) for day in days)
        whole = total(sums.values())
        areas = self._areas(whole)
        heading = words.days(first, last) if week else f"{words.month(first)} {first.year}"
        nothing = whole.empty
        return PeriodView(
            heading=heading,
            sentence="" if nothing else words.sum(whole),
            empty=self._empty(first, last) if nothing else "",
            days=bars,
            goal=self._settings.water.goal,
            areas=areas,
            breaks_title=_("Breaks"),
            breaks_legend=(_("Taken"), _("Offered")),
            areas_title=_("Minutes of movement for each area"),
            water_title=_("Glasses of water"),
            tables=(self._days_table(days, bars), self._areas_table(areas)),
        )

    def _bar(self, day: date, one: Sum, *, week: bool) -> DayBar:
        return DayBar(
            label=self._words.weekday(day) if week else str(day.day),
            words=f"{self._words.day(day)}: {self._words.sum(one)}",
            taken=one.taken,
            offered=one.offered,
            water=one.water,
            held_s=one.held_s,
        )

    def _areas(self, whole: Sum) -> tuple[AreaMinutes, ...]:
        order = list(Area)
        most = sorted(whole.areas, key=lambda area: (-whole.areas[area], order.index(area)))
        return tuple(
            AreaMinutes(area, _capital(self._area(area)), minutes, f"{minutes:.1f}")
            for area in most
            if (minutes := whole.areas[area] / 60) >= 0.05
        )

    def _days_table(self, days: list[date], bars: tuple[DayBar, ...]) -> Table:
        _ = self._
        rows = tuple(
            (
                self._words.day(day),
                str(bar.taken),
                str(bar.offered),
                self._words.seconds(bar.held_s),
                str(bar.water),
            )
            for day, bar in zip(days, bars, strict=True)
        )
        columns = (_("Day"), _("Taken"), _("Offered"), _("Movement"), _("Water"))
        return Table(_("Day by day"), columns, rows)

    def _areas_table(self, areas: tuple[AreaMinutes, ...]) -> Table:
        _ = self._
        rows = tuple((one.word, one.words) for one in areas)
        return Table(_("Minutes of movement for each area"), (_("Area"), _("Minutes")), rows)

    # -- tightness ---------------------------------------------------------------------------

    def _tightness(self, last: date, past: Past) -> TightnessView:
        _ = self._
        first = last - timedelta(days=COURSE_DAYS - 1)
        # Of the many events of these weeks only two kinds are wanted.
        checked = past.of_kind(EventKind.CHECKIN, *_around(first, last))
        sessions = past.of_kind(EventKind.SESSION, *_around(first, last))
        inside = [one for one in sessions if first <= day_of(one) <= last]
        found = tightness(one for one in checked if first <= day_of(one) <= last)
        breaks = self._breaks_for(inside)
        days = [first + timedelta(days=number) for number in range(COURSE_DAYS)]
        ticks = tuple(
            (number / (COURSE_DAYS - 1), self._words.short_day(days[number]))
            for number in range(0, COURSE_DAYS, TICK_DAYS)
        )
        courses, tables = [], []
        for area, one in found.items():
            word = _capital(self._area(area))
            of_area = breaks.get(area, {})
            sentence, notes = self._words.course(one), _notes(one, of_area, days)
            courses.append(CourseView(word, sentence, notes, ticks))
            tables.append(self._course_table(word, one, of_area, days))
        nothing = _(
            "No notes of tightness in these weeks. A number from 0 to 10 after a break makes one."
        )
        return TightnessView(
            heading=self._words.days(first, last),
            sentence="",
            empty="" if courses else nothing,
            courses=tuple(courses),
            foot=_(
                "Breaks for the same area stand below each line. These notes cannot tell what "
                "made a change."
            ),
            tables=tuple(tables),
        )

    def _breaks_for(self, sessions: list[HistoryEvent]) -> dict[Area, dict[date, int]]:
        found: dict[Area, dict[date, int]] = {}
        for one in sessions:
            if one.routine is not None and one.held_s:
                day = day_of(one)
                for area in self._shares(one.routine):
                    days = found.setdefault(area, {})
                    days[day] = days.get(day, 0) + 1
        return found

    def _course_table(
        self, word: str, one: Tightness, breaks: Mapping[date, int], days: list[date]
    ) -> Table:
        _ = self._
        noted = dict(one.days)
        rows = tuple(
            (
                self._words.day(day),
                self._words.value(noted[day]) if day in noted else "",
                str(breaks.get(day, 0)),
            )
            for day in days
            if day in noted or day in breaks
        )
        return Table(word, (_("Day"), _("Tightness, 0 to 10"), _("Breaks for it")), rows)


def _notes(one: Tightness, breaks: Mapping[date, int], days: list[date]) -> tuple[Note, ...]:
    noted = dict(one.days)
    return tuple(
        Note(number / (len(days) - 1), noted.get(day), breaks.get(day, 0))
        for number, day in enumerate(days)
        if day in noted or day in breaks
    )


def _around(first: date, last: date) -> tuple[int, int]:
    """From when until when the events of these local days were written, in any zone."""
    since = (first - _FIRST_DAY).days * DAY_MS - _EAST_MS
    return since, ((last - _FIRST_DAY).days + 1) * DAY_MS + _WEST_MS


def _clock(minutes: float) -> str:
    """A time of the day."""
    return f"{int(minutes) // 60 % 24:02}:{int(minutes) % 60:02}"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
