"""Reads the command line and hands over. What a command does not need is not imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import argparse

    from knotbreak.core.problems import Problem

NOT_RUNNING = 3
"""The exit status when no program runs that could be asked."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit status."""
    from knotbreak.terminal.arguments import parser

    args = parser(str).parse_args(argv)
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
    if name in _ASKED:
        return _ask(name, args)
    return _HERE[name](args)


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


# -- commands for the running program -------------------------------------------------------------


def _socket() -> Path:
    from knotbreak.storage.folders import Folders

    return Folders().runtime / "socket"


def _request(args: argparse.Namespace, name: str) -> Mapping[str, object]:
    match name:
        case "pause":
            return {"minutes": args.minutes, "until_tomorrow": args.until_tomorrow}
        case "snooze":
            return {"minutes": args.minutes}
        case "water":
            return {"glasses": args.glasses}
        case "play":
            return {"routine": args.routine}
        case "show":
            import os

            return {"token": os.environ.get("XDG_ACTIVATION_TOKEN")}
        case _:
            return {}


def _ask(name: str, args: argparse.Namespace) -> int:
    from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask

    try:
        answer = ask(_socket(), name, _request(args, name))
    except NotRunningError:
        print("knotbreak is not running. To start it: knotbreak run --terminal", file=sys.stderr)
        return NOT_RUNNING
    except AnswerError as error:
        print(error, file=sys.stderr)
        return 1
    if not answer["ok"]:
        print(answer.get("message"), file=sys.stderr)
        return 1
    _show(name, args, answer)
    return 0


def _show(name: str, args: argparse.Namespace, answer: Mapping[str, object]) -> None:
    data = answer.get("data")
    if getattr(args, "json", False):
        _print_json(data)
    elif name == "next" and isinstance(data, dict):
        from knotbreak.bootstrap.files import translator
        from knotbreak.terminal.offline import print_next

        print_next(data, why=args.why, out=print, words=translator())
    elif answer.get("message"):
        print(answer["message"])


def _print_json(data: object) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False))


# -- commands that are carried out here -----------------------------------------------------------


def _run(args: argparse.Namespace) -> int:
    """Reminders: in the tray where a window can be shown, else in this terminal."""
    from knotbreak.storage.folders import Folders
    from knotbreak.system.instance import AlreadyRunningError

    _collect_rarely()
    why = "" if args.terminal else _no_window()
    if not args.terminal and why is None:
        from knotbreak.bootstrap.in_windows import WindowProgram

        try:
            return WindowProgram(Folders(), speed=_speed(args)).run()
        except AlreadyRunningError:
            return _ask("show", args)
    from knotbreak.bootstrap.in_terminal import TerminalProgram

    greeting = f"No window can be shown here ({why}): the terminal it is." if why else ""
    return TerminalProgram(Folders(), speed=_speed(args), greeting=greeting).run()


def _collect_rarely() -> None:
    """Look for unreachable cycles after 20,000 new objects, not after 700.

    While modules are loaded nearly all objects stay: looking through them again and again takes a
    twentieth of the start. In a session it would fall into frames.
    """
    import gc

    gc.set_threshold(20_000, 10, 10)


def _no_window() -> str | None:
    import os

    from knotbreak.system.display import why_no_window

    return why_no_window(os.environ)


def _play(args: argparse.Namespace) -> int:
    if _is_running() and not args.terminal:
        return _ask("play", args)
    return _session(args, args.routine)


def _short(args: argparse.Namespace) -> int:
    """Without a command: the tray; where there is no window, a short routine here and now."""
    why = _no_window()
    if why is None:
        args.terminal = False
        return _run(args)
    greeting = (
        f"No window can be shown here ({why}): here is a short routine in the terminal."
        " For reminders: knotbreak run --terminal"
    )
    return _session(args, None, greeting)


def _session(args: argparse.Namespace, routine: str | None, greeting: str = "") -> int:
    from knotbreak.bootstrap.in_terminal import TerminalProgram
    from knotbreak.storage.folders import Folders

    program = TerminalProgram(
        Folders(),
        speed=_speed(args),
        once=True,
        remote=_socket() if _is_running() else None,
        greeting=greeting,
    )
    return program.play(routine, short=bool(greeting))


def _is_running() -> bool:
    from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask

    try:
        ask(_socket(), "status")
    except NotRunningError:
        return False
    except AnswerError:
        return True
    return True


def _speed(args: argparse.Namespace) -> float:
    return float(getattr(args, "speed", 1.0))


def _routines(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_routines, routine_rows

    port = files.library_port(Folders())
    library = port.library
    origins = {id_: one.origin.value for id_, one in library.routines.items()}
    rows = routine_rows(port.routines(), port.stretches(), origins)
    if args.json:
        _print_json(rows)
    else:
        print_routines(rows, print, files.translator())
    for problem in library.problems:
        print(problem, file=sys.stderr)
    return 0


def _stretches(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_stretches, stretch_rows

    rows = stretch_rows(files.library_port(Folders()).stretches())
    if args.json:
        _print_json(rows)
    else:
        print_stretches(rows, print)
    return 0


def _check(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_checked

    library = files.library_port(Folders()).library
    problems: list[Problem] = []
    for name in args.files:
        problems += files.check_file(name, library)
    return print_checked(problems, len(args.files), print, files.translator())


def _draw(args: argparse.Namespace) -> int:
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


def _log(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.storage.history import History
    from knotbreak.terminal.offline import print_log, since_utc_ms

    words = files.translator()
    since = None
    if args.since is not None:
        since = since_utc_ms(args.since)
        if since is None:
            print(f"{args.since} is not a day, such as 2026-11-23", file=sys.stderr)
            return 2
    path = Folders().data / "history.sqlite"
    if not path.exists():
        print_log([], as_json=args.json, out=print, words=words)
        return 0
    with History(path) as history:
        print_log(history.events(since), as_json=args.json, out=print, words=words)
    return 0


def _simulate(args: argparse.Namespace) -> int:
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


def _doctor(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap.doctor import diagnose
    from knotbreak.bootstrap.files import translator
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.doctor import print_diagnosis

    words = translator()
    print_diagnosis(diagnose(Folders(), words), as_json=args.json, out=print, words=words)
    return 0


def _safety(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap import files
    from knotbreak.storage.folders import Folders
    from knotbreak.terminal.offline import print_safety

    words = files.translator()
    print_safety(print, words)
    if not args.accept:
        return 0
    print()
    if _is_running():
        return _ask("acknowledge", args)
    files.acknowledge(Folders())
    print(words.gettext("Thank you. Move gently."))
    return 0


def _relief(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap.guide_commands import relief

    args.routine, args.terminal = relief(args, _print_json), False
    return 0 if args.routine is None else _play(args)


def _guide(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap.guide_commands import guide

    guide(args)
    return 0


def _selfcheck(args: argparse.Namespace) -> int:
    from knotbreak.bootstrap.guide_commands import selfcheck

    selfcheck(args)
    return 0


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


_ASKED = frozenset({"status", "next", "pause", "resume", "snooze", "skip", "water", "quit"})
_HERE: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "short": _short,
    "run": _run,
    "play": _play,
    "routines": _routines,
    "stretches": _stretches,
    "check": _check,
    "draw": _draw,
    "log": _log,
    "simulate": _simulate,
    "doctor": _doctor,
    "safety": _safety,
    "relief": _relief,
    "guide": _guide,
    "selfcheck": _selfcheck,
}

if __name__ == "__main__":
    sys.exit(main())
