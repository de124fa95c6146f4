"""Commands that are carried out here, with what lies on the disk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.bootstrap.asked import ask_program, is_running, print_json

if TYPE_CHECKING:
    from knotbreak.core.problems import Problem


def routines(args: argparse.Namespace) -> int:
    """Print the routines, and what is wrong with their files."""
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_routines, routine_rows

    port = files.library_port(Folders())
    library = port.library
    origins = {id_: one.origin.value for id_, one in library.routines.items()}
    rows = routine_rows(port.routines(), port.stretches(), origins)
    if args.json:
        print_json(rows)
    else:
        print_routines(rows, print, files.translator())
    for problem in library.problems:
        print(problem, file=sys.stderr)
    return 0


def stretches(args: argparse.Namespace) -> int:
    """Print the stretches."""
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_stretches, stretch_rows

    rows = stretch_rows(files.library_port(Folders()).stretches())
    if args.json:
        print_json(rows)
    else:
        print_stretches(rows, print)
    return 0


def check(args: argparse.Namespace) -> int:
    """Look for faults in files; 1 if there are any."""
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_checked

    library = files.library_port(Folders()).library
    problems: list[Problem] = []
    for name in args.files:
        problems += files.check_file(name, library)
    return print_checked(problems, len(args.files), print, files.translator())


def draw(args: argparse.Namespace) -> int:
    """Draw a stretch into a picture file."""
    from difflib import get_close_matches

    from knotbreak.bootstrap import drawing, files
    from knotbreak.core.body import Side
    from knotbreak.core.figure_spec import View
    from knotbreak.core.problems import Problem, ProblemError
    from knotbreak.storage.folders import Folders

    stretches = files.library_port(Folders()).stretches()
    stretch = stretches.get(args.stretch)
    if stretch is None:
        found = get_close_matches(args.stretch, stretches, 1)
        hint = f"did you mean {found[0]}?" if found else "knotbreak stretches shows what there is"
        raise ProblemError(Problem(where=args.stretch, what="no such stretch", hint=hint))
    made = drawing.Drawing(
        stretch,
        args.stretch,
        None if args.view is None else View(args.view),
        None if args.side is None else Side(args.side),
    )
    path = Path(args.output)
    drawing.write(made, path, at=args.at, dark=args.theme == "dark", size=args.size)
    return 0


def simulate(args: argparse.Namespace) -> int:
    """Play a described day."""
    from knotbreak.bootstrap import files
    from knotbreak.bootstrap.simulating import simulate
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.simulate import print_line

    words = files.translator()
    simulate(
        args.trace,
        settings=args.settings,
        library=files.library_port(Folders()),
        translator=words,
        out=lambda line: print_line(line, as_json=args.json, out=print, words=words),
    )
    return 0


def doctor(args: argparse.Namespace) -> int:
    """Print what works on this desktop, and what does not."""
    from knotbreak.bootstrap.doctor import diagnose
    from knotbreak.bootstrap.files import translator
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.doctor import print_diagnosis

    words = translator()
    print_diagnosis(diagnose(Folders(), words), as_json=args.json, out=print, words=words)
    return 0


def safety(args: argparse.Namespace) -> int:
    """Print the safety notice; `--accept` says that it was read."""
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_safety

    words = files.translator()
    print_safety(print, words)
    if not args.accept:
        return 0
    print()
    if is_running():
        return ask_program("acknowledge", args)
    files.acknowledge(Folders())
    print(words.gettext("Thank you. Move gently."))
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "routines": routines,
    "stretches": stretches,
    "check": check,
    "draw": draw,
    "simulate": simulate,
    "doctor": doctor,
    "safety": safety,
}
"""Each command and what carries it out."""
