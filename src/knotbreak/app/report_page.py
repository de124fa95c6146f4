"""The page on a prescribed routine, for the next visit: as text, and as a page to print."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from knotbreak.app.wording import Wording
from knotbreak.core.prescription import MOST_DAYS, DayLine, Report, rows, tight_in
from knotbreak.core.reminders import EVERY_DAY, Weekday

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

# The margins stand with `html`: Qt, which shows and prints it, hands those of `body` to the table.
_STYLE = """\
@page { size: A4; margin: 18mm }
html { max-width: 42em; margin: 2em auto }
body { font: 11pt/1.45 system-ui, sans-serif; color: #2b2a27 }
h1 { font-size: 18pt; margin: 0 }
p { margin: .4em 0 }
table { border-collapse: collapse; width: 100%; margin: 1em 0; font-size: 9.5pt }
th, td { text-align: left; padding: .12em .8em .12em 0; border-bottom: 1px solid #d8d2c6 }
td.n, th.n { text-align: right }
small { color: #6e695f }
"""


class _Page:
    """The words of a report; a cell that says nothing is empty."""

    def __init__(self, found: Report, translator: Translator) -> None:
        _ = self._ = translator.gettext
        self._n = translator.ngettext
        self._words = Wording(translator)
        self._found = found
        routine = found.routine
        self.title = _(routine.title)
        self.lead = [line for line in (self._given(), self._asked(), self._sum()) if line]
        weekly = len(found.lines) > MOST_DAYS
        self.head = (
            _("Week of") if weekly else _("Day"),
            _("Asked for"), _("Done"), _("In part"), _("Stopped"), _("Tightness"),
        )  # fmt: skip
        self.rows = [self._row(line) for line in rows(found)]
        self.notes = [
            _("Done: all of it. In part: at least half of the movement."),
            _("Tightness is the person's own note, from 0 (none) to 10."),
            _("From knotbreak's record on this computer, {day}.").format(
                day=found.today.isoformat()
            ),
        ]
        if not self.rows:
            self.notes.insert(0, _("It has not been played yet."))

    def _given(self) -> str:
        who = self._found.routine.given_by
        return self._("Given by {who}.").format(who=who) if who else ""

    def _asked(self) -> str:
        routine = self._found.routine
        if routine.per_day is None:
            return self._("Not prescribed: what was done of one's own accord.")
        often = self._n("{n} time a day", "{n} times a day", routine.per_day)
        parts = [often.format(n=routine.per_day)]
        if routine.days != EVERY_DAY:
            parts.append(", ".join(self._day(day) for day in routine.days))
        if routine.until is not None:
            parts.append(self._("until {day}").format(day=routine.until.isoformat()))
        return "; ".join(parts) + "."

    def _day(self, day: Weekday) -> str:
        _ = self._
        return {
            Weekday.MON: _("Monday"),
            Weekday.TUE: _("Tuesday"),
            Weekday.WED: _("Wednesday"),
            Weekday.THU: _("Thursday"),
            Weekday.FRI: _("Friday"),
            Weekday.SAT: _("Saturday"),
            Weekday.SUN: _("Sunday"),
        }[day]

    def _sum(self) -> str:
        found = self._found
        if not found.lines:
            return ""
        if not found.wanted:
            return self._("Done {done}, in part {partial}.").format(
                done=found.done, partial=found.partial
            )
        return self._("Done {done} of {wanted}, and in part {partial}.").format(
            done=found.done, wanted=found.wanted, partial=found.partial
        )

    def _row(self, line: DayLine) -> tuple[str, ...]:
        notes = tight_in(self._found, line)
        one_area = len(self._found.routine.areas) == 1
        tight = ", ".join(
            str(one.amount) if one_area else f"{self._words.area(one.area)} {one.amount}"
            for one in notes
        )
        counts = (line.wanted, line.done, line.partial, line.stopped)
        return (line.day.isoformat(), *(str(count) if count else "" for count in counts), tight)


def as_text(found: Report, translator: Translator) -> str:
    """The report as plain text, in columns."""
    page = _Page(found, translator)
    lines = [page.title, *page.lead]
    if page.rows:
        table = [page.head, *page.rows]
        wide = [max(len(row[at]) for row in table) for at in range(len(page.head))]
        lines.append("")
        for row in table:
            cells = (
                cell.rjust(wide[at]) if 0 < at < 5 else cell.ljust(wide[at])
                for at, cell in enumerate(row)
            )
            lines.append("  ".join(cells).rstrip())
    return "\n".join([*lines, "", *page.notes]) + "\n"


def as_html(found: Report, translator: Translator) -> str:
    """The report as one page of HTML that stands alone and can be printed."""
    page = _Page(found, translator)
    lead = "".join(f"<p>{escape(line)}</p>\n" for line in page.lead)
    notes = "".join(f"<p><small>{escape(line)}</small></p>\n" for line in page.notes)
    table = ""
    if page.rows:
        head = "".join(_cell("th", at, text) for at, text in enumerate(page.head))
        body = "".join(
            "<tr>" + "".join(_cell("td", at, text) for at, text in enumerate(row)) + "</tr>\n"
            for row in page.rows
        )
        table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
    title = escape(page.title)
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{lead}{table}{notes}</body>\n</html>\n"
    )


def _cell(tag: str, at: int, text: str) -> str:
    number = ' class="n"' if 0 < at < 5 else ""
    scope = ' scope="col"' if tag == "th" else ""
    return f"<{tag}{number}{scope}>{escape(text)}</{tag}>"
