"""The insights: their window, and the week in one line at the end of a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knotbreak.app.panels import Panel
from knotbreak.core.events import HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.core.settings import Settings, workdays_of
from knotbreak.core.units import Instant
from knotbreak.storage.history import History
from knotbreak.storage.settings_file import SettingsFile

if TYPE_CHECKING:
    from knotbreak.app.insight_desk import Prescribed, Told, VisitPage
    from knotbreak.app.insight_views import Page
    from knotbreak.app.insights import Insights, Past
    from knotbreak.app.ports import Clock, HistoryStore, Loop, RoutineLibrary, Translator
    from knotbreak.qt.look import ThemeSource
    from knotbreak.qt.panel_window import PanelWindow

WEEK_FROM_HOUR = 15
"""From this hour of the last workday on, any screen may be the last of the week."""


def week_line(
    history: HistoryStore,
    library: RoutineLibrary,
    settings: Callable[[], Settings],
    words: Translator,
) -> Callable[[Instant, HistoryEvent], str]:
    """The week in one line, after a session that is not written down yet; empty on other days."""

    def line(now: Instant, session: HistoryEvent) -> str:
        wanted = settings()
        if not wanted.insights.week or not isinstance(history, History):
            return ""
        local, last = now.local, max(workdays_of(wanted))
        if local.hour < WEEK_FROM_HOUR or local.weekday() != last:
            return ""
        try:
            return insights_of(now, library, wanted, words).week_words(_With(history, session))
        except ProblemError:
            # The program tells of a history that cannot be read elsewhere.
            return ""

    return line


class _With:
    """A history and the event that is about to be written."""

    def __init__(self, history: History, last: HistoryEvent) -> None:
        self._last = last
        self.of_kind = history.of_kind
        self.taken_days = history.taken_days
        self.offered_days = history.offered_days
        self._events = history.events

    def events(
        self, since_utc_ms: int | None = None, until_utc_ms: int | None = None, /
    ) -> chain[HistoryEvent]:
        return chain(self._events(since_utc_ms, until_utc_ms), (self._last,))


def insights_of(
    now: Instant, library: RoutineLibrary, settings: Settings, words: Translator
) -> Insights:
    """The pages as of a moment, with the routines as they are now."""
    from knotbreak.app.area_minutes import routine_shares
    from knotbreak.app.insights import Insights
    from knotbreak.bootstrap.exporting import titles_of

    shares = routine_shares(library.routines(), library.stretches())
    return Insights(now, shares, titles_of(library, words), settings, words)


class Looks(Protocol):
    """Who knows the look of the windows."""

    look: ThemeSource


class InsightHost(Protocol):
    """What of the program the window needs."""

    @property
    def loop(self) -> Loop: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def settings(self) -> SettingsFile: ...
    @property
    def library(self) -> RoutineLibrary: ...
    @property
    def translator(self) -> Translator: ...
    @property
    def history(self) -> HistoryStore: ...
    @property
    def front(self) -> Looks: ...


def insight_panels(host: InsightHost) -> Mapping[Panel, Callable[[], PanelWindow]]:
    """How the window is made."""

    def make() -> PanelWindow:
        from knotbreak.qt.insights_window import InsightsWindow

        assert isinstance(host.history, History)
        desk = HistoryDesk(host, host.history)
        person = host.settings.settings.figure
        window = InsightsWindow(host.front.look, host.translator, desk, person)
        window.closed.connect(desk.stop)
        return window

    return {Panel.INSIGHTS: make}


class HistoryDesk:
    """The `InsightDesk` of a running program: it reads in a thread, with a file of its own."""

    def __init__(self, host: InsightHost, history: History) -> None:
        from knotbreak.system.aside import Aside

        self._host = host
        self._history = history
        self._reading = Aside(host.loop, "insights")
        self._writing = Aside(host.loop, "export")
        self._summing = Aside(host.loop, "visit")
        self._next: tuple[Page, int, Callable[[Told], None]] | None = None

    @property
    def streak_shown(self) -> bool:
        """Whether the workdays in a row are counted before the person."""
        return self._host.settings.settings.insights.streak

    def read(self, page: Page, back: int, done: Callable[[Told], None]) -> None:
        """Read a page; of several that wait only the last is read."""
        if not self._reading.free:
            self._next = (page, back, done)
            return
        host = self._host
        try:
            insights = insights_of(
                host.clock.now(), host.library, host.settings.settings, host.translator
            )
        except ProblemError as error:
            told = _fault(error)
            host.loop.post(lambda: done(told))
            return
        path = self._history.path

        def work() -> Told:
            from knotbreak.storage.history_reading import open_past

            if path is None:
                return _told(insights, page, back, self._history)
            try:
                with open_past(path) as past:
                    return _told(insights, page, back, past)
            except ProblemError as error:
                return _fault(error)

        def finish(told: Told) -> None:
            done(told)
            waiting, self._next = self._next, None
            if waiting is not None:
                self.read(*waiting)

        if path is None:
            # In memory it belongs to this thread.
            read = work()
            host.loop.post(lambda: finish(read))
        else:
            self._reading.run(work, finish)

    def export(self, path: Path, done: Callable[[str], None]) -> None:
        """Write everything into a file, whose ending says what it becomes; says how it went."""
        from knotbreak.app.exporting import Format
        from knotbreak.bootstrap.exporting import export_to, titles_of
        from knotbreak.storage.history_reading import open_past

        _ = self._host.translator.gettext
        kind = path.suffix.lower().removeprefix(".")
        source = self._history.path
        if kind not in set(Format):
            done(_("Use a name that ends in .csv, .json or .ics."))
            return
        if not self._writing.free:
            done(_("The file before is still being written."))
            return
        words = self._host.translator
        titles = titles_of(self._host.library, words)

        def work() -> str:
            try:
                if source is None:
                    export_to(path, self._history.events(), Format(kind), words, titles)
                else:
                    with open_past(source) as past:
                        export_to(path, past.events(), Format(kind), words, titles)
            except ProblemError as error:
                return str(error)
            return _("Written: {file}").format(file=path)

        if source is None:
            done(work())
        else:
            self._writing.run(work, done)

    def prescribed(self) -> tuple[Prescribed, ...]:
        """What was prescribed, as far as its files can be read."""
        from knotbreak.bootstrap.visiting import prescribed

        try:
            return prescribed(self._host.library, self._host.translator)
        except ProblemError:
            return ()

    def visit(self, routine: str, done: Callable[[VisitPage], None]) -> None:
        """Sum up how it went with a prescribed routine; asked again meanwhile, once is enough."""
        from knotbreak.bootstrap.visiting import visit_fault, visit_page
        from knotbreak.storage.history_reading import open_past

        if not self._summing.free:
            return
        host, path = self._host, self._history.path
        words, today = host.translator, host.clock.now().local.date()
        try:
            asked = host.library.routine(routine)
        except ProblemError as error:
            done(visit_fault(routine, error))
            return

        def work() -> VisitPage:
            try:
                if path is None:
                    return visit_page(routine, asked, self._history, today, words)
                with open_past(path) as past:
                    return visit_page(routine, asked, past, today, words)
            except ProblemError as error:
                return visit_fault(routine, error)

        if path is None:
            # In memory it belongs to this thread.
            done(work())
        else:
            self._summing.run(work, done)

    def erase(self) -> None:
        """Delete everything for good."""
        self._history.erase()

    def show_streak(self, shown: bool) -> None:
        """Count the workdays in a row, or not."""
        self._host.settings.set_value(("insights", "streak"), shown)

    def stop(self) -> None:
        """The window has gone: nobody waits for an answer any more."""
        self._reading.stop()
        self._writing.stop()
        self._summing.stop()


def _told(insights: Insights, page: Page, back: int, past: Past) -> Told:
    from knotbreak.app.insight_desk import Told

    try:
        return Told(insights.view(page, back, past), insights.streak(past))
    except ProblemError as error:
        return _fault(error)


def _fault(error: ProblemError) -> Told:
    from knotbreak.app.insight_desk import Told

    return Told(None, fault=str(error))
