"""What the insights window draws: frozen, already worded; every picture with its table."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec

from knotbreak.core.body import Area


class Page(StrEnum):
    """A page of the window."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TIGHTNESS = "tightness"


class Table(msgspec.Struct, frozen=True):
    """The numbers of a picture, to be read or heard."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class MarkKind(StrEnum):
    """What a piece of a day is."""

    WORK = "work"
    REST = "rest"
    BREAK = "break"
    WATER = "water"


class Mark(msgspec.Struct, frozen=True):
    """A piece of a day, in minutes from midnight; water has no length."""

    kind: MarkKind
    from_min: float
    until_min: float
    words: str


class DayView(msgspec.Struct, frozen=True, kw_only=True):
    """One day. `hours` are the first and the last hour to draw."""

    heading: str
    sentence: str
    empty: str
    hours: tuple[int, int]
    marks: tuple[Mark, ...]
    legend: tuple[tuple[MarkKind, str], ...]
    tables: tuple[Table, ...]


class DayBar(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a week or month; `words` tell it whole, `held_s` is its movement."""

    label: str
    words: str
    taken: int
    offered: int
    water: int
    held_s: float


class AreaMinutes(msgspec.Struct, frozen=True):
    """An area, its word, and how long movements for it took."""

    area: Area
    word: str
    minutes: float
    words: str


class PeriodView(msgspec.Struct, frozen=True, kw_only=True):
    """A week or a month. `areas` begin with the one that had most."""

    heading: str
    sentence: str
    empty: str
    days: tuple[DayBar, ...]
    goal: int
    areas: tuple[AreaMinutes, ...]
    breaks_title: str
    breaks_legend: tuple[str, str]
    areas_title: str
    water_title: str
    tables: tuple[Table, ...]


class Note(msgspec.Struct, frozen=True):
    """A day of a course: where it lies from 0 to 1, how tight it was, and the breaks for the area.

    `value` is None where nothing was noted.
    """

    at: float
    value: float | None
    breaks: int


class CourseView(msgspec.Struct, frozen=True):
    """The tightness of an area, and what can be said of it; `ticks` are dates, from 0 to 1."""

    word: str
    sentence: str
    notes: tuple[Note, ...]
    ticks: tuple[tuple[float, str], ...] = ()


class TightnessView(msgspec.Struct, frozen=True, kw_only=True):
    """The tightness of every area that has notes, over some weeks."""

    heading: str
    sentence: str
    empty: str
    courses: tuple[CourseView, ...]
    foot: str
    tables: tuple[Table, ...]


InsightView: TypeAlias = DayView | PeriodView | TightnessView
