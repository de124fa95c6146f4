"""The commands `relief`, `guide` and `selfcheck`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from knotbreak.app.check_desk import change_words
from knotbreak.bootstrap.asked import ask_program, print_json
from knotbreak.bootstrap.guiding import Guiding, asks_here
from knotbreak.bootstrap.starting import play
from knotbreak.storage.folders import Folders
from knotbreak.terminal.guide_pages import GuideTerminal
from knotbreak.terminal.relief import ReliefTerminal, area_rows, print_areas, relief_row
from knotbreak.terminal.selfcheck import SelfCheckTerminal


def relief(args: argparse.Namespace) -> int:
    """Ask and lead on to a routine, print everything, or open the running program's window."""
    if args.window:
        return _in_window(args, "relief", args.area or "")
    args.routine, args.terminal = _chosen(args), False
    return 0 if args.routine is None else play(args)


def _in_window(args: argparse.Namespace, what: str, about: str) -> int:
    args.what, args.about = what, about
    return ask_program("show", args)


def _chosen(args: argparse.Namespace) -> str | None:
    guiding = Guiding(Folders(), seated=args.seated)
    desk = guiding.desk
    if args.checked:
        desk.release()
        guiding.out(guiding.words.gettext("Good to hear. Move gently."))
        return None
    area = None if args.area is None else desk.find(args.area)
    terminal = ReliefTerminal(desk, guiding.out, guiding.words)
    if args.json:
        print_json(area_rows(desk) if area is None else relief_row(desk, area, guiding.words))
    elif asks_here():
        return terminal.ask(area, guiding.asker())
    elif area is None:
        print_areas(desk, guiding.out, guiding.words)
    else:
        terminal.whole(area)
    return None


def guide(args: argparse.Namespace) -> int:
    """Print a topic, or which there are; or open the guide in a window."""
    if args.window:
        return _in_window(args, "relief", "guide")
    guiding = Guiding(Folders())
    pages = GuideTerminal(guiding.guide, guiding.desk, guiding.out, guiding.words)
    if args.topic is None:
        pages.topics()
    else:
        pages.show(args.topic)
    return 0


def selfcheck(args: argparse.Namespace) -> int:
    """Ask, show what could change, and change what was agreed to; or take that back."""
    if args.window:
        return _in_window(args, "check", "")
    guiding = Guiding(Folders())
    _ = guiding.words.gettext
    if args.undo:
        changes = guiding.changes.undo()
        head = _("Taken back:") if changes else _("There is nothing to take back.")
    else:
        check = SelfCheckTerminal(guiding.guide, guiding.asker(), guiding.out, guiding.words)
        changes = check.run(guiding.settings.settings)
        guiding.changes.apply(changes)
        head = _("Changed (knotbreak selfcheck --undo takes it back):") if changes else ""
    for line in (head, *map(change_words, changes)):
        if line:
            guiding.out(line)
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "relief": relief,
    "guide": guide,
    "selfcheck": selfcheck,
}
"""Each command and what carries it out."""
