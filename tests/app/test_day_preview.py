"""A day as it would be: what comes when, under these settings."""

from __future__ import annotations

import msgspec
import pytest

from knotbreak.app.day_preview import USUAL_DAY, DayView, preview
from knotbreak.core.reminders import TimeRange
from knotbreak.core.settings import Settings, check_settings
from tests.fakes import TRANSLATOR, FakeClock, FakeLibrary


def day(**settings: object) -> DayView:
    made = msgspec.convert(settings, Settings)
    assert check_settings(made) == []
    now = FakeClock().now()
    return preview(made, now, FakeLibrary(), TRANSLATOR)


def at(view: DayView, reminder: str) -> list[int]:
    return [mark.at_min for mark in view.marks if mark.reminder == reminder]


OFF = {"on": False}


def test_without_settings_it_is_a_day_from_nine_with_lunch() -> None:
    view = day()
    assert view.present == USUAL_DAY
    assert (view.from_min, view.until_min) == (540, 1050)
    first = view.marks[0]
    assert (first.reminder, first.at_min, first.quiet) == ("posture", 565, True)
    stretch = next(mark for mark in view.marks if mark.reminder == "stretch")
    assert (stretch.at_min, stretch.movement) == (590, True)
    assert stretch.long_min >= 1
    assert "breaks with movement" in view.summary


def test_a_shorter_interval_brings_more_of_them() -> None:
    rare, often = (
        day(reminder={"posture": OFF, "water": OFF, "stretch": {"every_min": n}}) for n in (90, 30)
    )
    assert len(at(often, "stretch")) > 2 * len(at(rare, "stretch"))


def test_reminders_keep_to_the_working_hours_of_a_working_day() -> None:
    # The clock of the fakes stands on a working day; the next Saturday is asked for.
    view = day(work={"hours": ["10:00-12:00", "11:00-13:00"], "days": ["sat"]})
    assert view.title == "A Saturday"
    assert view.present == (TimeRange(600, 780),)
    assert all(600 <= mark.at_min <= 780 for mark in view.marks)
    assert at(view, "stretch") == [650, pytest.approx(702, abs=2), pytest.approx(755, abs=4)]


def test_a_fixed_time_asks_once_and_is_done() -> None:
    view = day(reminder={"tea": {"at": ["15:00"]}, "water": OFF, "posture": OFF})
    (tea,) = (mark for mark in view.marks if mark.reminder == "tea")
    assert (tea.at_min, tea.movement, tea.quiet) == (900, False, False)
    assert max(at(view, "stretch")) > 930


def test_with_nothing_on_it_says_so() -> None:
    view = day(reminder=dict.fromkeys(("stretch", "posture", "water"), OFF))
    assert (view.marks, view.summary) == ((), "No reminder is switched on.")
