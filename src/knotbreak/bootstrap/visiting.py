"""The page on a prescribed routine, for the next visit, from the history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from knotbreak.app.insight_desk import Prescribed, VisitPage
from knotbreak.app.report_page import as_html
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.prescription import report
from knotbreak.core.problems import ProblemError

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, Translator
    from knotbreak.core.routine import Routine


class Kinds(Protocol):
    """What is asked of the history. Faults are raised as `ProblemError`."""

    def of_kinds(self, since_utc_ms: int, /, *kinds: EventKind) -> list[HistoryEvent]: ...


def prescribed(library: RoutineLibrary, words: Translator) -> tuple[Prescribed, ...]:
    """The routines that somebody prescribed, by their titles."""
    found = library.prescribed()
    return tuple(Prescribed(id_, words.gettext(one.title)) for id_, one in found.items())


def visit_page(
    id_: str, routine: Routine, past: Kinds, today: date, words: Translator
) -> VisitPage:
    """How it went with a routine until today, as a page; raises `ProblemError`."""
    events = past.of_kinds(0, EventKind.SESSION, EventKind.CHECKIN)
    found = report(id_, routine, events, today)
    return VisitPage(words.gettext(routine.title), as_html(found, words))


def visit_fault(id_: str, error: ProblemError) -> VisitPage:
    """Why there is no page."""
    return VisitPage(id_, fault=str(error))
