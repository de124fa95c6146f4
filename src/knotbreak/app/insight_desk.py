"""What the insights window asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from knotbreak.app.insight_views import InsightView, Page


class Told(msgspec.Struct, frozen=True):
    """An answer: the page and the workdays in a row, in words; or why there is none."""

    view: InsightView | None
    streak: str = ""
    fault: str = ""


class Prescribed(msgspec.Struct, frozen=True):
    """A routine that somebody prescribed, and what it is called."""

    id: str
    title: str


class VisitPage(msgspec.Struct, frozen=True):
    """How it went with a prescribed routine, as a page of HTML; or why there is none."""

    title: str
    html: str = ""
    fault: str = ""


class InsightDesk(Protocol):
    """Reads, takes along and deletes what the history holds. Answers come on the loop."""

    @property
    def streak_shown(self) -> bool:
        """Whether the workdays in a row are counted before the person."""

    def read(self, page: Page, back: int, done: Callable[[Told], None], /) -> None:
        """Read a page; of several that wait only the last is read."""

    def export(self, path: Path, done: Callable[[str], None], /) -> None:
        """Write everything into a file, whose ending says what it becomes; says how it went."""

    def prescribed(self) -> tuple[Prescribed, ...]:
        """What was prescribed, as far as its files can be read."""

    def visit(self, routine: str, done: Callable[[VisitPage], None], /) -> None:
        """Sum up how it went with a prescribed routine."""

    def erase(self) -> None:
        """Delete everything for good; raises `ProblemError` if it could not be."""

    def show_streak(self, shown: bool, /) -> None:
        """Count the workdays in a row, or not; raises `ProblemError` if that cannot be kept."""
