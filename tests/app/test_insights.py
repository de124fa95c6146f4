"""The pages of the insights: what they say is what the history holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.app.insight_views import (
    DayView,
    InsightView,
    MarkKind,
    Page,
    PeriodView,
    TightnessView,
)
from knotbreak.app.insight_words import InsightWords
from knotbreak.app.insights import Insights
from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.insight_settings import InsightSettings
from knotbreak.core.interruptions import Kind
from knotbreak.core.progress import Sum, day_of, sum_days
from knotbreak.core.reminders import Weekday
from knotbreak.core.scheduler_state import BACK, GUIDE, USER
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.core.tightness import Course, Tightness
from knotbreak.core.units import Instant
from knotbreak.core.work_settings import WorkSettings
from tests.fakes import TRANSLATOR
from tests.past import days_before

FRIDAY = date(2026, 11, 20)
ZONE = timezone(timedelta(hours=1))
NOW = Instant(
    mono_ms=0,
    boot_ms=0,
    utc_ms=round(datetime(2026, 11, 20, 16, 45, tzinfo=UTC).timestamp()) * 1000,
    zone=ZONE,
)
LENGTHS = (0, 1, 14, 1096)


class Remembered:
    """A past in memory."""

    def __init__(self, events: Iterable[HistoryEvent]) -> None:
        self.all = sorted(events, key=lambda event: event.at_utc_ms)

    def events(
        self, since_utc_ms: int | None = None, until_utc_ms: int | None = None, /
    ) -> Iterator[HistoryEvent]:
        first = since_utc_ms or 0
        last = until_utc_ms or 2**63
        return (event for event in self.all if first <= event.at_utc_ms < last)

    def of_kind(
        self, kind: EventKind, from_utc_ms: int, until_utc_ms: int, /
    ) -> Iterator[HistoryEvent]:
        return (one for one in self.events(from_utc_ms, until_utc_ms) if one.event is kind)

    def taken_days(self, until: date, /) -> Iterator[date]:
        kinds = (EventKind.SESSION, EventKind.DONE)
        return self._days(kinds, until)

    def offered_days(self, until: date, /) -> Iterator[date]:
        return self._days((EventKind.OFFERED,), until)

    def _days(self, kinds: tuple[EventKind, ...], until: date) -> Iterator[date]:
        days = {day_of(event) for event in self.all if event.event in kinds}
        return iter(sorted((day for day in days if day <= until), reverse=True))


def shares(routine: str) -> dict[Area, float]:
    return {Area.NECK: 1.0, Area.EYES: 0.25} if routine == "neck-2" else {Area.LOWER_BACK: 1.0}


def insights(settings: Settings | None = None, now: Instant = NOW) -> Insights:
    return Insights(now, shares, str.title, settings or Settings(), TRANSLATOR)


def past(days: int) -> Remembered:
    return Remembered(days_before(FRIDAY, days))


def view(page: Page, days: int, back: int = 0) -> InsightView:
    return insights().view(page, back, past(days))


@pytest.mark.parametrize("days", LENGTHS)
@pytest.mark.parametrize(("page", "first", "last"), [
    (Page.WEEK, date(2026, 11, 16), date(2026, 11, 22)),
    (Page.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
])  # fmt: skip
def test_a_period_has_the_numbers_of_its_events(
    page: Page, first: date, last: date, days: int
) -> None:
    shown = view(page, days)
    assert isinstance(shown, PeriodView)
    inside = [one for one in past(days).all if first <= day_of(one) <= last]
    sessions = [one for one in inside if one.event is EventKind.SESSION]
    assert sum(day.taken for day in shown.days) == len(sessions)
    assert sum(day.held_s for day in shown.days) == pytest.approx(
        sum(one.held_s or 0 for one in sessions)
    )
    assert sum(day.water for day in shown.days) == sum(
        one.amount or 0 for one in inside if one.event is EventKind.WATER
    )
    assert bool(shown.empty) == (not inside)


@pytest.mark.parametrize("days", LENGTHS)
@pytest.mark.parametrize("page", [Page.WEEK, Page.MONTH])
def test_the_tables_of_a_period_say_what_its_pictures_show(page: Page, days: int) -> None:
    shown = view(page, days)
    assert isinstance(shown, PeriodView)
    by_day, by_area = shown.tables
    assert [(int(row[1]), int(row[2]), int(row[4])) for row in by_day.rows] == [
        (day.taken, day.offered, day.water) for day in shown.days
    ]
    assert by_area.rows == tuple((one.word, f"{one.minutes:.1f}") for one in shown.areas)
    assert len(by_day.columns) == 5


@pytest.mark.parametrize("days", LENGTHS)
def test_the_table_of_a_day_says_what_its_picture_shows(days: int) -> None:
    shown = view(Page.DAY, days)
    assert isinstance(shown, DayView)
    names = dict(shown.legend)
    rows = sorted(shown.tables[0].rows)
    assert len(rows) == len(shown.marks)
    drawn = sorted(
        (_clock(one.from_min), _clock(one.until_min), names[one.kind], one.words)
        for one in shown.marks
    )
    assert rows == drawn
    if days:
        assert {mark.kind for mark in shown.marks} >= {MarkKind.WORK, MarkKind.REST, MarkKind.BREAK}
        first, last = shown.hours
        assert all(first * 60 <= mark.from_min <= mark.until_min <= last * 60
                   for mark in shown.marks)  # fmt: skip
    else:
        assert shown.empty


def _clock(minutes: float) -> str:
    return f"{int(minutes) // 60:02}:{int(minutes) % 60:02}"


@pytest.mark.parametrize("days", LENGTHS)
def test_the_tables_of_tightness_say_what_its_pictures_show(days: int) -> None:
    shown = view(Page.TIGHTNESS, days)
    assert isinstance(shown, TightnessView)
    assert len(shown.tables) == len(shown.courses)
    for course, table in zip(shown.courses, shown.tables, strict=True):
        assert [(row[1], int(row[2])) for row in table.rows] == [
            ("" if note.value is None else f"{note.value:g}", note.breaks) for note in course.notes
        ]
        assert all(0 <= note.at <= 1 for note in course.notes)
    assert bool(shown.empty) == (not shown.courses)


def test_pages_before_are_those_before() -> None:
    assert view(Page.DAY, 14, 1).heading == "Thu, 19 November"
    assert view(Page.WEEK, 14, 1).heading == "9 to 15 November 2026"
    assert view(Page.MONTH, 14, 11).heading == "December 2025"
    assert view(Page.MONTH, 14, 12).heading == "November 2025"
    assert view(Page.WEEK, 14, 3).heading == "26 October to 1 November 2026"


def test_an_empty_time_is_told_truly() -> None:
    assert "yet" in view(Page.WEEK, 0).empty
    assert "yet" not in view(Page.WEEK, 14, 5).empty
    assert view(Page.WEEK, 14, 5).empty


def test_a_journey_moves_no_event_to_another_day() -> None:
    late = HistoryEvent(
        at_utc_ms=round(datetime(2026, 11, 20, 9, 30, tzinfo=UTC).timestamp()) * 1000,
        offset_min=14 * 60, event=EventKind.WATER, amount=1,
    )  # fmt: skip
    shown = insights().view(Page.WEEK, 0, Remembered([late]))
    assert isinstance(shown, PeriodView)
    assert [day.water for day in shown.days] == [0, 0, 0, 0, 1, 0, 0]
    moved = msgspec.structs.replace(late, at_utc_ms=late.at_utc_ms + 3_600_000)
    shown = insights().view(Page.WEEK, 0, Remembered([moved]))
    assert isinstance(shown, PeriodView)
    assert [day.water for day in shown.days] == [0, 0, 0, 0, 0, 1, 0]


def test_the_row_of_workdays_can_be_hidden() -> None:
    assert insights().streak(past(14)).startswith("10 workdays in a row")
    hidden = Settings(insights=InsightSettings(streak=False))
    assert insights(hidden).streak(past(14)) == ""
    assert insights().streak(past(1)) == ""


def test_the_workdays_are_those_of_the_settings_whatever_the_reminder_says() -> None:
    work = WorkSettings(days=(Weekday.THU, Weekday.FRI))
    assert insights(Settings(work=work)).streak(past(14)).startswith("4 workdays")
    # A stretch that comes on Mondays alone makes no other day a day off.
    rare = {"stretch": ReminderSettings(days=(Weekday.MON,))}
    assert insights(Settings(reminder=rare)).streak(past(14)).startswith("10 workdays")
    both = Settings(work=work, reminder=rare)
    assert insights(both).streak(past(14)).startswith("4 workdays")


def test_the_week_in_one_line() -> None:
    words = insights().week_words(past(14))
    this_week = [one for one in past(14).all if day_of(one) >= date(2026, 11, 16)]
    whole = sum_days(this_week, shares)
    taken = sum(one.taken for one in whole.values())
    minutes = round(sum(one.held_s for one in whole.values()) / 60)
    assert words == (
        f"Your week: {taken} breaks, {minutes} minutes of movement, most for lower back and neck."
    )
    assert insights().week_words(past(0)) == ""


@given(st.integers(0, 400), st.floats(0, 60_000), st.sets(st.sampled_from(Area)))
def test_a_week_without_a_break_has_no_line(taken: int, held_s: float, areas: set[Area]) -> None:
    words = InsightWords(TRANSLATOR)
    line = words.week(Sum(taken=taken, held_s=held_s, areas=dict.fromkeys(areas, 10.0)))
    assert bool(line) == bool(taken)
    assert "\n" not in line


@pytest.mark.parametrize("why", [*Kind, USER, BACK, GUIDE])
def test_what_held_reminders_back_has_words_and_a_length(why: str) -> None:
    began = HistoryEvent(
        at_utc_ms=NOW.utc_ms - 5_400_000, offset_min=60, event=EventKind.PAUSE, outcome=why
    )
    ended = msgspec.structs.replace(began, at_utc_ms=NOW.utc_ms, event=EventKind.PAUSE_END)
    glass = msgspec.structs.replace(began, event=EventKind.WATER, outcome=None, amount=1)
    shown = insights().view(Page.DAY, 0, Remembered([began, ended, glass]))
    assert isinstance(shown, DayView)
    ((words, length),) = shown.tables[1].rows
    assert words.startswith("Held back: ")
    assert words != f"Held back: {why}"
    assert length == "1 h 30 min"


@pytest.mark.parametrize("course", Course)
def test_no_sentence_about_tightness_says_why(course: Course) -> None:
    words = InsightWords(TRANSLATOR)
    one = Tightness(days=((FRIDAY, 4.0),) * 12, course=course, earlier=6, later=4)
    sentence = words.course(one).lower()
    assert sentence
    for claim in ("because", "thanks", "help", "work", "improv", "better", "worse", "break"):
        assert claim not in sentence
    assert ("around 4" in sentence) == (course in (Course.SAME, Course.LOWER, Course.HIGHER))


def test_a_day_on_which_somebody_flew_west_shows_all_its_breaks() -> None:
    noon = datetime(2026, 11, 20, 11, tzinfo=UTC)
    flown = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    sessions = [
        HistoryEvent(
            at_utc_ms=round(when.timestamp()) * 1000,
            offset_min=offset_min,
            event=EventKind.SESSION,
            routine="neck-2",
            outcome="done",
            held_s=60.0,
        )
        for when, offset_min in ((noon, 60), (flown, -5 * 60))
    ]
    shown = insights().view(Page.DAY, 0, Remembered(sessions))
    assert isinstance(shown, DayView)
    breaks = [mark for mark in shown.marks if mark.kind is MarkKind.BREAK]
    assert [mark.until_min / 60 for mark in breaks] == [12, 26.5]
    assert all(mark.from_min < mark.until_min <= shown.hours[1] * 60 for mark in breaks)
    table = [row[1] for row in shown.tables[0].rows if row[2] == "Break with movement"]
    assert table == ["12:00", "02:30"]
