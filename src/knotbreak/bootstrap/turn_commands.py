"""Commands about whose turn it is, and about how it goes: in the running program, or here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from knotbreak.bootstrap.asked import ask_program, is_running
from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage.folders import Folders


def rate(args: argparse.Namespace) -> int:
    """Keep what is thought of a routine."""
    from knotbreak.bootstrap import files

    if is_running():
        return ask_program("rate", args)
    files.library_port(Folders()).routine(args.routine)
    _record(EventKind.RATED, routine=args.routine, outcome=args.how)
    return 0


def checkin(args: argparse.Namespace) -> int:
    """Keep how tight an area is."""
    if is_running():
        return ask_program("checkin", args)
    if args.area not in list(Area):
        hint = ", ".join(Area)
        raise ProblemError(Problem(where=args.area, what="is no area", hint=f"there are: {hint}"))
    if not 0 <= args.amount <= 10:
        where = str(args.amount)
        raise ProblemError(Problem(where=where, what="how tight it is goes from 0 to 10"))
    _record(EventKind.CHECKIN, outcome=args.area, amount=args.amount)
    return 0


def _record(kind: EventKind, *, outcome: str, **more: str | int) -> None:
    from knotbreak.app.reminding import offset_min
    from knotbreak.bootstrap import files
    from knotbreak.system.clock import SystemClock

    now = SystemClock().now()
    # Once a day for an area: the first note holds.
    day = f"checkin:{now.local.date().isoformat()}:{outcome}"
    event = HistoryEvent(
        at_utc_ms=now.utc_ms,
        offset_min=offset_min(now),
        event=kind,
        outcome=outcome,
        key=day if kind is EventKind.CHECKIN else None,
        **more,  # type: ignore[arg-type]
    )
    files.record_alone(Folders(), event)
    print(files.translator().gettext("Noted."))


def pin(args: argparse.Namespace) -> int:
    """Keep a routine until it is unpinned; the running program reads the settings again."""
    from knotbreak.bootstrap import files

    folders, words = Folders(), files.translator()
    title = files.library_port(folders).routine(args.routine).title
    files.settings_file(folders).set_value(("session", "routine"), args.routine)
    print(words.gettext("Kept until you unpin it: {title}.").format(title=words.gettext(title)))
    return 0


def unpin(args: argparse.Namespace) -> int:
    """Let the routines take turns again."""
    from knotbreak.bootstrap import files

    del args
    files.settings_file(Folders()).set_value(("session", "routine"), None)
    print(files.translator().gettext("The routines take turns again."))
    return 0


def report(args: argparse.Namespace) -> int:
    """One page on how it went with a routine: on the terminal, as text, or to print."""
    from knotbreak.app.report_page import as_html, as_text
    from knotbreak.bootstrap import files
    from knotbreak.core.prescription import report as sum_up
    from knotbreak.storage.history import History
    from knotbreak.storage.state_file import write_atomically
    from knotbreak.system.clock import SystemClock

    folders, words = Folders(), files.translator()
    routine = files.library_port(folders).routine(args.routine)
    path = folders.data / "history.sqlite"
    events: list[HistoryEvent] = []
    if path.exists():
        with History(path) as history:
            events = history.of_kinds(0, EventKind.SESSION, EventKind.CHECKIN)
    found = sum_up(args.routine, routine, events, SystemClock().now().local.date())
    if args.output is None:
        print(as_text(found, words), end="")
        return 0
    output = Path(args.output)
    if output.suffix.lower() not in (".html", ".htm", ".txt"):
        print(words.gettext("The file has to end in .html or .txt."), file=sys.stderr)
        return 2
    page = as_text(found, words) if output.suffix.lower() == ".txt" else as_html(found, words)
    write_atomically(output, page.encode())
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "rate": rate,
    "checkin": checkin,
    "pin": pin,
    "unpin": unpin,
    "report": report,
}
"""Each command and what carries it out."""
