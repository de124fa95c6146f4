"""A working day as it would be under some settings: the real scheduler, on a clock that jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.intents import DoneDue
from knotbreak.app.simulation import Line, Simulation
from knotbreak.app.wording import Wording
from knotbreak.core.reminders import EVERY_DAY, Reminder, TimeRange, parse_range
from knotbreak.core.settings import Settings, resolve_reminders
from knotbreak.core.trace import Do, Reply, TraceEvent
from knotbreak.core.units import MINUTE_MS, Instant, utc_ms_of

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, Translator
    from knotbreak.guide.easing import Easing

USUAL_DAY = (TimeRange(9 * 60, 12 * 60 + 30), TimeRange(13 * 60, 17 * 60 + 30))
"""Who has not said when they work is taken to work then, with half an hour for lunch."""

DAY_MIN = 24 * 60


class DayMark(msgspec.Struct, frozen=True, kw_only=True):
    """Something that comes on this day, in minutes since midnight.

    `movement` ones begin a routine and last `long_min`; of the others, `quiet` ones need no answer.
    """

    at_min: int
    long_min: int = 0
    reminder: str
    words: str
    quiet: bool
    movement: bool


class DayView(msgspec.Struct, frozen=True, kw_only=True):
    """A day: when somebody is at the computer, and what comes."""

    title: str
    from_min: int
    until_min: int
    present: tuple[TimeRange, ...]
    marks: tuple[DayMark, ...]
    summary: str


def preview(
    settings: Settings,
    now: Instant,
    library: RoutineLibrary,
    translator: Translator,
    easing: Callable[[], Easing | None] = lambda: None,
) -> DayView:
    """Live through the next working day; whatever asks for an answer is taken at once."""
    day = _working_day(settings, now.local.date())
    present = _present(settings)
    lived = _Day(settings, day, present, now, library, translator, easing)
    marks = tuple(lived.marks())
    return DayView(
        title=_title(translator, day),
        from_min=present[0].start,
        until_min=present[-1].until,
        present=present,
        marks=marks,
        summary=_summary(translator, resolve_reminders(settings), marks),
    )


class _Day:
    """One simulated day, driven minute by minute so that notices are answered when they come."""

    def __init__(
        self,
        settings: Settings,
        day: date,
        present: tuple[TimeRange, ...],
        now: Instant,
        library: RoutineLibrary,
        translator: Translator,
        easing: Callable[[], Easing | None],
    ) -> None:
        self._lines: list[Line] = []
        self._reminders = {one.id: one for one in resolve_reminders(settings)}
        self._library = library
        self._ = translator.gettext
        self._words = Wording(translator)
        midnight = datetime(day.year, day.month, day.day, tzinfo=now.zone)
        self._midnight = midnight
        start = midnight + timedelta(minutes=present[0].start)
        simulation = Simulation(
            start_utc_ms=utc_ms_of(start),
            zone=now.zone,
            settings=settings,
            library=library,
            translator=translator,
            out=self._lines.append,
            easing=easing,
        )
        here = [minute for part in present for minute in range(part.start, part.until)]
        away = set(range(present[0].start, present[-1].until)) - set(here)
        was_here = None
        for minute in range(present[0].start, present[-1].until):
            is_here = minute not in away
            if is_here != was_here:
                was_here = is_here
                simulation.do(TraceEvent(at="", do=Do.ACTIVE if is_here else Do.IDLE))
            heard = len(self._lines)
            simulation.wait(MINUTE_MS)
            for line in self._lines[heard:]:
                if line.event == "notice":
                    self._take(simulation, line)

    def _take(self, simulation: Simulation, line: Line) -> None:
        reminder = self._reminders.get(line.reminder or "")
        if reminder is not None and reminder.starts_session:
            simulation.do(TraceEvent(at="", do=Do.ANSWER, answer=Reply.START))
        elif not line.quiet:
            simulation.controller.handle(DoneDue())

    def marks(self) -> Iterator[DayMark]:
        """What came, in order."""
        for number, line in enumerate(self._lines):
            reminder = self._reminders.get(line.reminder or "")
            if line.event != "notice" or reminder is None:
                continue
            names = [self._name(reminder)]
            names += [self._name(self._reminders[name]) for name in line.merged]
            movement = reminder.starts_session
            if line.routine is not None:
                names[0] += f": {self._(self._library.routine(line.routine).title)}"
            at_min = self._minute(line.at)
            yield DayMark(
                at_min=at_min,
                long_min=self._long(number, at_min) if movement else 0,
                reminder=reminder.id,
                words=", ".join(dict.fromkeys(names)),
                quiet=line.quiet and not movement,
                movement=movement,
            )

    def _long(self, number: int, at_min: int) -> int:
        for line in self._lines[number:]:
            if line.event == "session-ended":
                return max(1, self._minute(line.at) - at_min)
        return 1

    def _minute(self, at: str) -> int:
        moment = datetime.fromisoformat(at)
        days = (moment.date() - self._midnight.date()).days
        return days * DAY_MIN + moment.hour * 60 + moment.minute

    def _name(self, reminder: Reminder) -> str:
        name = self._words.reminder(reminder)
        return name[:1].upper() + name[1:]


def _working_day(settings: Settings, today: date) -> date:
    """Today, if it is a working day, else the next that is."""
    days = settings.work.days
    ahead = (today + timedelta(days=number) for number in range(len(EVERY_DAY)))
    return next(day for day in ahead if EVERY_DAY[day.weekday()] in days)


def _present(settings: Settings) -> tuple[TimeRange, ...]:
    """When somebody is there: the working hours, in order and without overlaps."""
    found = [part for text in settings.work.hours if (part := parse_range(text)) is not None]
    if not found:
        return USUAL_DAY
    merged: list[TimeRange] = []
    for part in sorted(found, key=lambda part: part.start):
        until = part.until if part.until > part.start else part.until + DAY_MIN
        if merged and part.start <= merged[-1].until:
            merged[-1] = TimeRange(merged[-1].start, max(merged[-1].until, until))
        else:
            merged.append(TimeRange(part.start, until))
    return tuple(merged)


def _title(translator: Translator, day: date) -> str:
    _ = translator.gettext
    names = (
        _("A Monday"),
        _("A Tuesday"),
        _("A Wednesday"),
        _("A Thursday"),
        _("A Friday"),
        _("A Saturday"),
        _("A Sunday"),
    )
    return names[day.weekday()]


def _summary(
    translator: Translator, reminders: tuple[Reminder, ...], marks: tuple[DayMark, ...]
) -> str:
    """How much of it all there is: "9 breaks with movement, 12 quiet reminders"."""
    if not reminders:
        return translator.gettext("No reminder is switched on.")
    moves = sum(mark.movement for mark in marks)
    quiet = sum(mark.quiet for mark in marks)
    others = len(marks) - moves - quiet
    counted = translator.ngettext
    parts = (
        (moves, counted("{n} break with movement", "{n} breaks with movement", moves)),
        (others, counted("{n} reminder", "{n} reminders", others)),
        (quiet, counted("{n} quiet reminder", "{n} quiet reminders", quiet)),
    )
    said = [words.format(n=number) for number, words in parts if number]
    return ", ".join(said) or translator.gettext("Nothing comes on this day.")
