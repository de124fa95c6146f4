"""Reads the command line and hands over. What a command does not need is not imported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import TextIO


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit status."""
    from knotbreak.terminal.arguments import parser

    line = sys.argv[1:] if argv is None else argv
    args = parser(str, line).parse_args(line)
    _bear_any_encoding()
    try:
        status = _command(args)
        if sys.stdout is not None:
            # Here, where a reader that has left can be borne, and not while Python ends.
            sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has what it wanted (`knotbreak log | head`).
        _let_go(sys.stdout)
        return 0
    except Exception as error:
        return _fault(error)


def _command(args: argparse.Namespace) -> int:
    name = args.command or "short"
    from knotbreak.bootstrap.asked import ASKED, ask_program

    if name in ASKED:
        return ask_program(name, args)
    match name:
        case "short" | "run" | "play":
            from knotbreak.bootstrap.starting import COMMANDS
        case "rate" | "checkin" | "pin" | "unpin" | "report":
            from knotbreak.bootstrap.turn_commands import COMMANDS
        case "relief" | "guide" | "selfcheck":
            from knotbreak.bootstrap.guide_commands import COMMANDS
        case "autostart" | "settings" | "place":
            from knotbreak.bootstrap.settling import COMMANDS
        case "care":
            from knotbreak.bootstrap.care_commands import COMMANDS
        case "log" | "export":
            from knotbreak.bootstrap.history_commands import COMMANDS
        case _:
            from knotbreak.bootstrap.here import COMMANDS
    return COMMANDS[name](args)


def _fault(error: Exception) -> int:
    """Say what a person can mend in a sentence; write everything else to the log, too."""
    from knotbreak.core.problems import ProblemError
    from knotbreak.system.instance import AlreadyRunningError

    if isinstance(error, ProblemError):
        print(error, file=sys.stderr)
        return 1
    if isinstance(error, AlreadyRunningError):
        print(f"{error}. To see it: knotbreak status. To end it: knotbreak quit.", file=sys.stderr)
        return 1
    if isinstance(error, OSError):
        _let_go(sys.stdout)
        print(f"knotbreak: {error.filename or 'system'}: {error.strerror}", file=sys.stderr)
        return 1
    import traceback

    traceback.print_exception(error)
    return 1


def _bear_any_encoding() -> None:
    """What the output's encoding does not have becomes a question mark, and no error."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _let_go(stream: TextIO) -> None:
    """What cannot be written (a full disk, no reader) must not fail again while Python ends."""
    import os

    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
