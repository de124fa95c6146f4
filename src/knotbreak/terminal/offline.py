"""Commands that need no running program: checks, lists, the log, the safety notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from knotbreak.app.exporting import csv_pieces, event_json, local_time_of
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.plan import plan_steps
from knotbreak.core.problems import Problem
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.timeline import TimelineOptions
from knotbreak.core.units import SECOND_MS, clock_text
from knotbreak.guide import safety

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

Out = Callable[[str], None]


def routine_rows(
    routines: Mapping[str, Routine], stretches: Mapping[str, Stretch], origins: Mapping[str, str]
) -> list[dict[str, object]]:
    """What `routines` lists."""
    rows: list[dict[str, object]] = []
    for id_, routine in routines.items():
        steps = plan_steps(routine, stretches)
        timeline = compile_timeline(steps, Frame.of(routine), TimelineOptions())
        positions = dict.fromkeys(step.position.value for step in steps if step.position)
        areas = routine.areas or dict.fromkeys(area for step in steps for area in step.areas)
        rows.append(
            {
                "id": id_,
                "title": routine.title,
                "seconds": timeline.total_ms // SECOND_MS,
                "areas": [area.value for area in areas],
                "positions": list(positions),
                "steps": len(steps),
                "origin": origins[id_],
            }
        )
    return rows


def print_routines(rows: Sequence[Mapping[str, object]], out: Out, words: Translator) -> None:
    """The list for people."""
    _ = words.gettext
    wide = max((len(str(row["id"])) for row in rows), default=0)
    for row in rows:
        seconds = row["seconds"]
        assert isinstance(seconds, int)
        positions = row["positions"]
        where = "+".join(positions) if isinstance(positions, list) else ""
        name = str(row["id"]).ljust(wide)
        own = "" if row["origin"] == "builtin" else f"  [{row['origin']}]"
        out(f"{name}  {clock_text(seconds * SECOND_MS):>5}  {row['title']}  ({where}){own}")
    if not rows:
        out(_("There are no routines."))


def stretch_rows(stretches: Mapping[str, Stretch]) -> list[dict[str, object]]:
    """What `stretches` lists."""
    return [
        {
            "id": id_,
            "title": one.title,
            "summary": one.summary,
            "areas": [area.value for area in one.areas],
            "positions": [position.value for position in one.positions],
        }
        for id_, one in stretches.items()
    ]


def print_stretches(rows: Sequence[Mapping[str, object]], out: Out) -> None:
    """The list for people."""
    wide = max((len(str(row["id"])) for row in rows), default=0)
    for row in rows:
        areas = row["areas"]
        where = ", ".join(areas) if isinstance(areas, list) else ""
        out(f"{str(row['id']).ljust(wide)}  {row['title']}  ({where})")


def print_checked(problems: Sequence[Problem], files: int, out: Out, words: Translator) -> int:
    """What `check` found; the answer is the exit status."""
    for problem in problems:
        mark = words.gettext("warning: ") if problem.warning else ""
        out(mark + str(problem))
    if any(not problem.warning for problem in problems):
        return 1
    out(words.ngettext("{n} file is fine.", "{n} files are fine.", files).format(n=files))
    return 0


def event_words(event: HistoryEvent, words: Translator) -> str:
    """One line of `log` for people."""
    _ = words.gettext
    what = {
        EventKind.OFFERED: _("offered"),
        EventKind.UNANSWERED: _("not answered"),
        EventKind.WITHDRAWN: _("withdrawn"),
        EventKind.STARTED: _("begun"),
        EventKind.SESSION: _("session"),
        EventKind.SNOOZED: _("put off"),
        EventKind.SKIPPED: _("skipped"),
        EventKind.WATER: _("water"),
        EventKind.POSTURE: _("position changed"),
        EventKind.DONE: _("done"),
        EventKind.FELT: _("felt"),
        EventKind.CHECKIN: _("tightness"),
        EventKind.RATED: _("rated"),
        EventKind.NATURAL_BREAK: _("natural break"),
        EventKind.PAUSE: _("reminders paused"),
        EventKind.PAUSE_END: _("reminders go on"),
        EventKind.FIXED_MISSED: _("fixed time passed"),
        EventKind.HELD: _("held back"),
        EventKind.CARE: _("care"),
        EventKind.BACK: _("back again"),
        EventKind.SAFETY_ACKNOWLEDGED: _("safety notice read"),
    }[event.event]
    parts = [f"{local_time_of(event):%Y-%m-%d %H:%M:%S}", what]
    parts += [part for part in (event.reminder, event.routine, event.outcome) if part]
    if event.held_s is not None:
        parts.append(clock_text(round(event.held_s * SECOND_MS)))
    if event.amount is not None:
        parts.append(str(event.amount))
    return "  ".join(parts)


def print_log(
    events: Iterable[HistoryEvent],
    *,
    out: Out,
    words: Translator,
    as_json: bool = False,
    as_csv: bool = False,
) -> None:
    """The history, one line for each event."""
    if as_csv:
        for line in csv_pieces(events):
            out(line.rstrip("\r\n"))
        return
    nothing = True
    for event in events:
        nothing = False
        out(event_json(event) if as_json else event_words(event, words))
    if nothing and not as_json:
        out(words.gettext("Nothing has happened yet."))


def since_utc_ms(day: str) -> int | None:
    """Read the day of `log --since`, local; None if it is no day."""
    try:
        return round(datetime.fromisoformat(day).astimezone().timestamp() * SECOND_MS)
    except ValueError:
        return None


def print_safety(out: Out, words: Translator) -> None:
    """The notice and the signs to stop."""
    _ = words.gettext
    for sentence in safety.NOTICE:
        out(_(sentence))
    out("")
    out(_(safety.ALWAYS))
    out(_(safety.STOP_IF_TITLE))
    for sign in safety.STOP_IF:
        out("- " + _(sign))


def print_next(data: Mapping[str, object], *, why: bool, out: Out, words: Translator) -> None:
    """What `next` says."""
    _ = words.gettext
    when = data.get("next")
    if isinstance(when, dict):
        out(_("{name}, {when}").format(name=when["name"], when=when["words"]))
    else:
        out(_("Nothing is due for now."))
    routine = data.get("routine")
    if isinstance(routine, dict):
        length = clock_text(int(routine["seconds"]) * SECOND_MS)
        out(_("Next routine: {title}, {length}").format(title=routine["title"], length=length))
        if why:
            out(_("Why: {reason}.").format(reason=routine["because"]))
            out(_("To keep it: knotbreak pin {routine}").format(routine=routine["id"]))
    if why and data.get("why"):
        out(str(data["why"]))
