"""Commands that start the program or a session, here or in the program that runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

from knotbreak.bootstrap.asked import ask_for, ask_program, is_running, socket_path


def run(args: argparse.Namespace) -> int:
    """Reminders: in the tray where a window can be shown, else in this terminal."""
    from knotbreak.storage.folders import Folders
    from knotbreak.system.instance import AlreadyRunningError

    folders = Folders()
    _collect_rarely()
    why = "" if args.terminal else no_window()
    if not args.terminal and why is None:
        from knotbreak.bootstrap.in_windows import WindowProgram

        wanted = getattr(args, "do", None)
        try:
            return WindowProgram(folders, speed=_speed(args), wanted=wanted).run()
        except AlreadyRunningError:
            if wanted is None:
                return ask_program("show", args)
            import os

            token = os.environ.get("XDG_ACTIVATION_TOKEN")
            return ask_for(wanted["cmd"], {"token": token, **wanted["args"]}, args)
    from knotbreak.bootstrap.in_terminal import TerminalProgram

    greeting = f"No window can be shown here ({why}): the terminal it is." if why else ""
    return TerminalProgram(folders, speed=_speed(args), greeting=greeting).run()


def _collect_rarely() -> None:
    """Look for unreachable cycles after 20,000 new objects, not after 700.

    While modules are loaded nearly all objects stay: looking through them again and again takes a
    twentieth of the start. In a session it would fall into frames. What reading the command line
    and finding the folders left behind goes first: its room (0.5 MB) is taken by what comes.
    """
    import gc

    gc.collect()
    gc.set_threshold(20_000, 10, 10)


def no_window() -> str | None:
    """Why no window can be shown here; None if one can."""
    import os

    from knotbreak.system.display import why_no_window

    return why_no_window(os.environ)


def play(args: argparse.Namespace) -> int:
    """A routine: in the program that runs, or in this terminal."""
    if is_running() and not args.terminal:
        return ask_program("play", args)
    return _session(args, args.routine)


def short(args: argparse.Namespace) -> int:
    """Without a command: the tray; where there is no window, a short routine here and now."""
    why = no_window()
    if why is None:
        args.terminal = False
        return run(args)
    greeting = (
        f"No window can be shown here ({why}): here is a short routine in the terminal."
        " For reminders: knotbreak run --terminal"
    )
    return _session(args, None, greeting)


def _session(args: argparse.Namespace, routine: str | None, greeting: str = "") -> int:
    from knotbreak.app.asking import HELD
    from knotbreak.bootstrap.files import translator
    from knotbreak.bootstrap.holding import CommandHold
    from knotbreak.bootstrap.in_terminal import TerminalProgram
    from knotbreak.storage.folders import Folders

    folders = Folders()
    if CommandHold(folders).held:
        print(translator().gettext(HELD), file=sys.stderr)
        return 1
    program = TerminalProgram(
        folders,
        speed=_speed(args),
        once=True,
        remote=socket_path() if is_running() else None,
        greeting=greeting,
    )
    return program.play(routine, short=bool(greeting))


def _speed(args: argparse.Namespace) -> float:
    return float(getattr(args, "speed", 1.0))


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "short": short,
    "run": run,
    "play": play,
}
"""Each command and what carries it out."""
