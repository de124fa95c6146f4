"""The sentences of the insights: they count, and claim nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.interruptions import Kind
from knotbreak.core.progress import Sum
from knotbreak.core.scheduler_state import BACK, GUIDE, USER
from knotbreak.core.tightness import LEAST_DAYS, LEAST_SPAN_DAYS, Course, Tightness
from knotbreak.core.units import MINUTE_MS, SECOND_MS, clock_text

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

MOST_NAMED = 2
"""So many areas the week in one line names."""


class InsightWords:
    """Words what a history adds up to."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._n = translator.ngettext
        self._words = Wording(translator)

    # -- dates -------------------------------------------------------------------------------

    def weekday(self, day: date) -> str:
        """The short name of a day of the week."""
        _ = self._
        names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
        return names[day.weekday()]

    def month(self, day: date) -> str:
        """The name of a month."""
        _ = self._
        return (
            _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
            _("August"), _("September"), _("October"), _("November"), _("December"),
        )[day.month - 1]  # fmt: skip

    def day(self, day: date) -> str:
        """A day, without its year."""
        return self._("{weekday}, {day} {month}").format(
            weekday=self.weekday(day), day=day.day, month=self.month(day)
        )

    def short_day(self, day: date) -> str:
        """A day with the beginning of its month's name."""
        return self._("{day} {month}").format(day=day.day, month=self.month(day)[:3])

    def days(self, first: date, last: date) -> str:
        """From one day to another."""
        _ = self._
        if (first.year, first.month) == (last.year, last.month):
            return _("{first} to {last} {month} {year}").format(
                first=first.day, last=last.day, month=self.month(last), year=last.year
            )
        return _("{first} {one} to {last} {other} {year}").format(
            first=first.day,
            one=self.month(first),
            last=last.day,
            other=self.month(last),
            year=last.year,
        )

    # -- sums --------------------------------------------------------------------------------

    def sum(self, one: Sum) -> str:
        """What happened, in one line."""
        _ = self._
        parts = [self.taken(one.taken), self.offered(one.offered)]
        if one.held_s:
            parts.append(_("{time} of movement").format(time=self.seconds(one.held_s)))
        parts.append(self.glasses(one.water))
        return " · ".join(parts)

    def taken(self, count: int) -> str:
        """So many breaks."""
        return self._n("{n} break taken", "{n} breaks taken", count).format(n=count)

    def offered(self, count: int) -> str:
        """So many offers."""
        return self._n("{n} offered", "{n} offered", count).format(n=count)

    def glasses(self, count: int) -> str:
        """So much water."""
        return self._n("{n} glass of water", "{n} glasses of water", count).format(n=count)

    def minutes(self, minutes: float) -> str:
        """A length in minutes."""
        whole = round(minutes)
        return self._n("{n} minute", "{n} minutes", whole).format(n=whole)

    def seconds(self, seconds: float) -> str:
        """A time in movement, as the finish screen tells it."""
        return clock_text(round(seconds * SECOND_MS))

    def lasted(self, ms: int) -> str:
        """How long something took: minutes, from an hour on hours and minutes."""
        minutes = round(ms / MINUTE_MS)
        if minutes < 60:
            return self._("{n} min").format(n=minutes)
        return self._("{h} h {m:02} min").format(h=minutes // 60, m=minutes % 60)

    def streak(self, count: int) -> str:
        """The workdays in a row that had a break; empty where there is no row to speak of."""
        if count < 2:
            return ""
        return self._n(
            "{n} workday in a row with a break. Days off do not count.",
            "{n} workdays in a row with a break. Days off do not count.",
            count,
        ).format(n=count)

    def week(self, one: Sum) -> str:
        """The week in one line, for the last screen of its last workday."""
        if not one.taken:
            return ""
        breaks = self._n("{n} break", "{n} breaks", one.taken).format(n=one.taken)
        moved = self.minutes(one.held_s / 60)
        most = sorted(one.areas, key=lambda area: (-one.areas[area], list(Area).index(area)))
        named = [self._words.area(area) for area in most[:MOST_NAMED]]
        if not named:
            return self._("Your week: {breaks}, {moved} of movement.").format(
                breaks=breaks, moved=moved
            )
        areas = self._(" and ").join(named)
        return self._("Your week: {breaks}, {moved} of movement, most for {areas}.").format(
            breaks=breaks, moved=moved, areas=areas
        )

    def held(self, why: str) -> str:
        """What held reminders back, by its word in the history."""
        _ = self._
        words = {
            Kind.CALL: _("a call"),
            Kind.DO_NOT_DISTURB: _("do not disturb"),
            Kind.INHIBITOR: _("a program that asked for it"),
            Kind.FULL_SCREEN: _("full screen"),
            Kind.PROGRAM: _("a program of your list"),
            Kind.CALENDAR: _("your calendar"),
            Kind.BATTERY: _("the battery"),
            Kind.MONITOR: _("the screens"),
            Kind.LOCK: _("a locked screen"),
            USER: _("your own pause"),
            BACK: _("a break until you were back"),
            GUIDE: _("a pause of movement"),
        }
        return _("Held back: {why}").format(why=words.get(why, why))

    # -- tightness ---------------------------------------------------------------------------

    def course(self, one: Tightness) -> str:
        """What the notes of an area say, and no more than that."""
        _ = self._
        noted = self._n("{n} day noted", "{n} days noted", len(one.days)).format(n=len(one.days))
        earlier, later = self.value(one.earlier), self.value(one.later)
        match one.course:
            case Course.NOTHING:
                return _("Nothing noted in this time.")
            case Course.TOO_FEW:
                return _("{noted}. From {least} on there is more to say.").format(
                    noted=noted, least=LEAST_DAYS
                )
            case Course.TOO_SHORT:
                return _("{noted}, all within {days} days: too short a time to compare.").format(
                    noted=noted, days=LEAST_SPAN_DAYS - 1
                )
            case Course.SAME:
                return _("{noted}. No clear change: mostly around {later}.").format(
                    noted=noted, later=later
                )
            case Course.LOWER:
                return _("{noted}. Lower of late: around {later}, before that {earlier}.").format(
                    noted=noted, later=later, earlier=earlier
                )
            case Course.HIGHER:
                return _("{noted}. Higher of late: around {later}, before that {earlier}.").format(
                    noted=noted, later=later, earlier=earlier
                )

    def value(self, value: float) -> str:
        """A number from 0 to 10, with a half where there is one."""
        return f"{value:g}"
