"""Commands that the running program carries out: asked over its socket, the answer printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

ASKED = frozenset(
    {
        "status", "next", "pause", "resume", "snooze", "skip", "water", "go", "quit",
        "show", "done", "back", "moved", "count-as-break", "allow-movement",
    }
)  # fmt: skip
"""The commands."""

NOT_RUNNING = 3
"""The exit status when no program runs that could be asked."""


def socket_path() -> Path:
    """The running program's socket."""
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
        case "rate":
            return {"routine": args.routine, "how": args.how}
        case "checkin":
            return {"area": args.area, "amount": args.amount}
        case "go":
            return {"area": args.area}
        case "play":
            return {"routine": args.routine}
        case "care":
            return args.wish if isinstance(args.wish, dict) else {}
        case "show":
            import os

            token = os.environ.get("XDG_ACTIVATION_TOKEN")
            about = getattr(args, "about", "")
            return {"token": token, "what": getattr(args, "what", ""), "about": about}
        case _:
            return {}


def ask_program(name: str, args: argparse.Namespace) -> int:
    """Ask for one command, with what the command line says of it, and print what comes back."""
    return ask_for(name, _request(args, name), args)


def ask_for(name: str, request: Mapping[str, object], args: argparse.Namespace) -> int:
    """Ask for one command and print what comes back, as `args` wants it."""
    from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask

    try:
        answer = ask(socket_path(), name, request)
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
        print_json(data)
    elif name == "next" and isinstance(data, dict):
        from knotbreak.bootstrap.files import translator
        from knotbreak.terminal.offline import print_next

        print_next(data, why=args.why, out=print, words=translator())
    elif answer.get("message"):
        print(answer["message"])


def is_running() -> bool:
    """Whether a program answers, or at least holds the socket."""
    from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask

    try:
        ask(socket_path(), "status")
    except NotRunningError:
        return False
    except AnswerError:
        return True
    return True


def print_json(data: object) -> None:
    """Print a value as one line of JSON."""
    import json

    print(json.dumps(data, ensure_ascii=False))
