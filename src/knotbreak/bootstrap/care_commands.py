"""The command `care`: cautions here, the timer in the running program."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping

from knotbreak.app.care_safety import CareSafety
from knotbreak.app.intents import StartCare
from knotbreak.bootstrap.asked import NOT_RUNNING, ask_program, is_running
from knotbreak.bootstrap.files import region_of
from knotbreak.bootstrap.guiding import Guiding, asks_here
from knotbreak.core.body import NamedPattern, Side
from knotbreak.core.care_state import CareKind
from knotbreak.storage.folders import Folders
from knotbreak.terminal.care import CareTerminal


def care(args: argparse.Namespace) -> int:
    """Begin a timer in the running program, after its cautions; or stop them, or list them."""
    if args.kind in (None, "stop"):
        args.wish = {} if args.kind is None else {"stop": True}
        return ask_program("care", args)
    if not is_running():
        # Its alarm has to come hours and windows later: only the running program can do that.
        print("knotbreak is not running. To start it: knotbreak run", file=sys.stderr)
        return NOT_RUNNING
    guiding = Guiding(Folders())
    wish = _wish(args, guiding)
    safety = CareSafety(
        lambda: guiding.guide,
        lambda: guiding.settings.settings.health,
        lambda: guiding.settings.settings.breath_holds,
        lambda: guiding.hold.held,
        guiding.words,
        region_of(os.environ),
    )
    if not args.read and not _read(CareTerminal(safety, guiding.out, guiding.words), wish, guiding):
        return 1
    args.wish = {"start": _as_json(wish)}
    return ask_program("care", args)


def _wish(args: argparse.Namespace, guiding: Guiding) -> StartCare:
    return StartCare(
        kind=CareKind(args.kind),
        area=None if args.area is None else guiding.desk.find(args.area),
        side=Side.BOTH if args.side is None else Side(args.side),
        minutes=args.minutes,
        pattern=NamedPattern(args.pattern),
        read=True,
    )


def _read(terminal: CareTerminal, wish: StartCare, guiding: Guiding) -> bool:
    """Whether the cautions were read here, and nothing speaks against it."""
    terminal.show(wish)
    if not asks_here():
        terminal.bars(wish)
        return False
    barred = terminal.ask(wish, guiding.asker())
    if barred is not None and barred.holds:
        guiding.hold.hold()
    return barred is None


def _as_json(wish: StartCare) -> dict[str, object]:
    return {
        "kind": wish.kind.value,
        "area": None if wish.area is None else wish.area.value,
        "side": wish.side.value,
        "minutes": wish.minutes,
        "pattern": wish.pattern.value,
        "read": wish.read,
    }


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {"care": care}
"""Each command and what carries it out."""
