"""What the insights window gets from a running program: read in a thread, told on the loop."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from knotbreak.app.insight_desk import Told
from knotbreak.app.insight_views import Page, PeriodView
from knotbreak.bootstrap.insights import HistoryDesk, week_line
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.insight_settings import InsightSettings
from knotbreak.core.problems import Problem
from knotbreak.core.settings import Settings
from knotbreak.core.units import Instant
from knotbreak.storage.history import History
from knotbreak.storage.settings_file import SettingsFile
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_until
from tests.fakes import TRANSLATOR, FakeLibrary
from tests.past import days_before

FRIDAY = date(2026, 11, 20)


def instant(hour: int, day: int = 20) -> Instant:
    when = datetime(2026, 11, day, hour, tzinfo=UTC)
    zone = timezone(timedelta(hours=1))
    return Instant(mono_ms=0, boot_ms=0, utc_ms=round(when.timestamp()) * 1000, zone=zone)


class Host(SimpleNamespace):
    """As much of a program as the desk needs."""

    def __init__(self, folder: Path, history: History) -> None:
        settings = SettingsFile(folder / "settings.toml", folder / "good.toml")
        settings.load()
        super().__init__(
            loop=SelectorLoop(),
            clock=SimpleNamespace(now=lambda: instant(16)),
            library=FakeLibrary(),
            settings=settings,
            translator=TRANSLATOR,
            history=history,
        )


@pytest.fixture(params=["file", "memory"])
def host(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Host]:
    path = tmp_path / "history.sqlite" if request.param == "file" else None
    with History(path) as history:
        for event in days_before(FRIDAY, 5):
            history.record(event)
        made = Host(tmp_path, history)
        yield made
        made.loop.close()


def read(host: Host, desk: HistoryDesk, page: Page, back: int = 0) -> Told:
    told: list[Told] = []
    desk.read(page, back, told.append)
    run_until(host.loop, lambda: told)
    return told[0]


def test_a_page_is_told_on_the_loop(host: Host) -> None:
    desk = HistoryDesk(host, host.history)
    threads: list[Any] = []
    desk.read(Page.WEEK, 0, lambda _told: threads.append(threading.current_thread()))
    assert threads == [], "nothing is told before the loop runs"
    run_until(host.loop, lambda: threads)
    assert threads == [threading.current_thread()]
    told = read(host, desk, Page.WEEK)
    assert isinstance(told.view, PeriodView)
    assert told.streak.startswith("5 workdays")


def test_of_several_wishes_the_last_is_read(tmp_path: Path) -> None:
    with History(tmp_path / "history.sqlite") as history:
        host = Host(tmp_path, history)
        desk = HistoryDesk(host, history)
        told: list[str] = []
        for back in (0, 1, 2, 3):
            desk.read(Page.WEEK, back, lambda _told, back=back: told.append(str(back)))
        run_until(host.loop, lambda: "3" in told)
        assert told == ["0", "3"]
        host.loop.close()


def test_after_the_window_nothing_is_told(tmp_path: Path) -> None:
    with History(tmp_path / "history.sqlite") as history:
        host = Host(tmp_path, history)
        gone, here = HistoryDesk(host, history), HistoryDesk(host, history)
        told: list[str] = []
        gone.read(Page.DAY, 0, lambda _told: told.append("gone"))
        gone.stop()
        run_until(host.loop, lambda: gone._reading.free)
        here.read(Page.DAY, 0, lambda _told: told.append("here"))
        run_until(host.loop, lambda: told)
        assert told == ["here"]
        host.loop.close()


def test_a_history_that_cannot_be_read_is_told_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with History(path) as history:
        host = Host(tmp_path, history)
        history.path = tmp_path / "none.sqlite"
        told = read(host, HistoryDesk(host, history), Page.WEEK)
        assert told.view is None
        assert "none.sqlite" in told.fault
        host.loop.close()


def test_a_library_that_cannot_be_read_is_told(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    from knotbreak.core.problems import ProblemError

    def broken() -> object:
        raise ProblemError(Problem(where="routines", what="cannot be read"))

    monkeypatch.setattr(host.library, "routines", broken)
    assert "cannot be read" in read(host, HistoryDesk(host, host.history), Page.DAY).fault


def test_everything_is_written_into_a_file(host: Host, tmp_path: Path) -> None:
    desk = HistoryDesk(host, host.history)
    told: list[str] = []
    path = tmp_path / "mine.json"
    desk.export(path, told.append)
    run_until(host.loop, lambda: told)
    assert told == [f"Written: {path}"]
    assert len(json.loads(path.read_text())) == len(list(host.history.events()))
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name] == []


@pytest.mark.parametrize("name", ["mine.xlsx", "mine", "none/mine.csv"])
def test_a_file_that_cannot_be_is_refused(host: Host, tmp_path: Path, name: str) -> None:
    told: list[str] = []
    HistoryDesk(host, host.history).export(tmp_path / name, told.append)
    run_until(host.loop, lambda: told)
    assert not told[0].startswith("Written")
    assert not (tmp_path / name).exists()


def test_erasing_leaves_an_empty_page(host: Host) -> None:
    desk = HistoryDesk(host, host.history)
    desk.erase()
    told = read(host, desk, Page.MONTH)
    assert told.view is not None
    assert told.view.empty


def test_the_row_of_days_is_kept_in_the_settings(host: Host, tmp_path: Path) -> None:
    desk = HistoryDesk(host, host.history)
    assert desk.streak_shown
    desk.show_streak(False)
    assert not desk.streak_shown
    assert "streak = false" in (tmp_path / "settings.toml").read_text()
    assert read(host, desk, Page.WEEK).streak == ""


# -- the week in one line --------------------------------------------------------------------------

SESSION = HistoryEvent(
    at_utc_ms=instant(16).utc_ms, offset_min=60, event=EventKind.SESSION, routine="neck",
    outcome="done", held_s=60,
)  # fmt: skip


def line(history: object, now: Instant, settings: Settings | None = None) -> str:
    made = week_line(history, FakeLibrary(), lambda: settings or Settings(), TRANSLATOR)  # type: ignore[arg-type]
    return made(now, SESSION)


def test_the_week_is_told_late_on_its_last_workday() -> None:
    with History(None) as history:
        assert line(history, instant(16)).startswith("Your week: 1 break, 1 minute of movement")
        assert line(history, instant(13)) == ""
        assert line(history, instant(16, day=19)) == ""
        assert line(history, instant(16), Settings(insights=InsightSettings(week=False))) == ""


def test_where_there_is_no_history_there_is_no_line() -> None:
    assert line(object(), instant(16)) == ""


def test_a_history_that_cannot_be_read_costs_the_line_alone() -> None:
    history = History(None)
    history.close()
    assert line(history, instant(16)) == ""
