"""The command line's grammar."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence

import knotbreak

# Not read off the enums: they would bring msgspec to every command.
VIEWS = ("front", "back", "side", "three-quarter")
SIDES = ("left", "right")
CARE = ("heat", "cold", "massage", "breathe", "stop")
PATTERNS = ("calm", "even", "clinic", "free")
RATINGS = ("more", "less", "reset")

_Words = Callable[[str], str]
_Add = Callable[[str], argparse.ArgumentParser]
"""Adds the parser of a command, with its help."""


def parser(words: _Words, line: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Build it.

    Args:
        words: Translates what people read.
        line: The arguments, where they are known. Where they begin with a command, the grammar of
            that one alone is built: all of them take 4 ms.
    """
    _ = words
    # Its own words go the same way. By themselves they would ask gettext, which loads `locale`
    # (0.2 MB, all day) before it finds that there is nothing.
    argparse._ = words  # type: ignore[attr-defined]
    top = argparse.ArgumentParser(
        prog="knotbreak",
        description=_("Break reminders that end in a guided stretch."),
        epilog=_("Without a command: a short routine, right here."),
    )
    top.add_argument("--version", action="version", version=f"knotbreak {knotbreak.__version__}")
    _speed(top, _)
    # With its name given, no usage has to be laid out to find it (1 ms).
    commands = top.add_subparsers(prog=top.prog, dest="command", metavar=_("COMMAND"))
    for name in line[:1] if line and line[0] in _COMMANDS else _COMMANDS:

        def add(help_: str, name: str = name) -> argparse.ArgumentParser:
            return commands.add_parser(name, help=help_)

        _COMMANDS[name](add, _)
    return top


def _run(add: _Add, _: _Words) -> None:
    run = add(_("keep an eye on the time, and remind"))
    run.add_argument("--terminal", action="store_true", help=_("in this terminal"))
    run.add_argument(
        "--do",
        type=_action,
        metavar=_("ACTION"),
        help=_("and then: start, drank, pause=60, show=settings, ... (for launchers)"),
    )
    _speed(run, _)


def _play(add: _Add, _: _Words) -> None:
    play = add(_("play a routine"))
    play.add_argument("routine", nargs="?", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))
    play.add_argument("--terminal", action="store_true", help=_("in this terminal"))
    _speed(play, _)


def _next(add: _Add, _: _Words) -> None:
    next_ = add(_("what comes next"))
    next_.add_argument("--why", action="store_true", help=_("and the reason"))
    next_.add_argument("--json", action="store_true", help=_("for programs"))


def _status(add: _Add, _: _Words) -> None:
    status = add(_("where things stand"))
    status.add_argument("--json", action="store_true", help=_("for programs"))


def _routines(add: _Add, _: _Words) -> None:
    routines = add(_("all routines"))
    routines.add_argument("--json", action="store_true", help=_("for programs"))


def _stretches(add: _Add, _: _Words) -> None:
    stretches = add(_("all stretches, for routines of your own"))
    stretches.add_argument("--json", action="store_true", help=_("for programs"))


def _relief(add: _Add, _: _Words) -> None:
    relief = add(_("where it is tight: what may help, and when not"))
    relief.add_argument("area", nargs="?", metavar=_("AREA"))
    relief.add_argument("--seated", action="store_true", help=_("only what is done in the chair"))
    _window(relief, _)
    relief.add_argument("--checked", action="store_true", help=_("say that you've been checked"))
    relief.add_argument("--json", action="store_true", help=_("for programs"))


def _guide(add: _Add, _: _Words) -> None:
    guide = add(_("knots: causes, treatments, tips, when to get help"))
    guide.add_argument("topic", nargs="?", metavar=_("TOPIC"))
    _window(guide, _)


def _selfcheck(add: _Add, _: _Words) -> None:
    selfcheck = add(_("what may be causing it, in two minutes"))
    _window(selfcheck, _)
    selfcheck.add_argument("--undo", action="store_true", help=_("take back what it changed last"))


def _care(add: _Add, _: _Words) -> None:
    care = add(_("a timer for warmth, cold, massage or breathing; what runs; stop"))
    care.add_argument("kind", nargs="?", choices=CARE)
    care.add_argument("--area", metavar=_("AREA"), help=_("where, such as lower-back"))
    care.add_argument("--side", choices=SIDES)
    care.add_argument("--minutes", type=int, metavar="N")
    care.add_argument("--pattern", choices=PATTERNS, default="calm", help=_("of the breath"))
    care.add_argument("--read", action="store_true", help=_("the cautions are read, none fits"))
    care.add_argument("--json", action="store_true", help=_("for programs"))


def _check(add: _Add, _: _Words) -> None:
    check = add(_("check routine, stretch and settings files"))
    check.add_argument("files", nargs="+", metavar=_("FILE"))


def _draw(add: _Add, _: _Words) -> None:
    draw = add(_("a picture of a stretch: .png, .svg or .gif"))
    draw.add_argument("stretch", metavar=_("STRETCH"), help=_("see: knotbreak stretches"))
    draw.add_argument("--view", choices=VIEWS, help=_("where to look from"))
    draw.add_argument("--at", type=_share, default=1.0, metavar="0..1", help=_("which moment"))
    draw.add_argument("--side", choices=SIDES)
    draw.add_argument("--size", type=_size, default=(600, 600), metavar=_("WIDTHxHEIGHT"))
    draw.add_argument("--theme", choices=("light", "dark"), default="light")
    draw.add_argument("-o", "--output", required=True, metavar=_("FILE"))


def _pause(add: _Add, _: _Words) -> None:
    pause = add(_("hold reminders, until you resume them"))
    pause.add_argument("minutes", nargs="?", type=int, metavar=_("MINUTES"))
    pause.add_argument("--until-tomorrow", action="store_true")


def _snooze(add: _Add, _: _Words) -> None:
    snooze = add(_("put off what is due: 1, 5 or 15 minutes"))
    snooze.add_argument("minutes", nargs="?", type=int, default=5, metavar=_("MINUTES"))


def _water(add: _Add, _: _Words) -> None:
    water = add(_("a glass was drunk; -1 takes one back"))
    water.add_argument("glasses", nargs="?", type=int, default=1, metavar="N")


def _place(add: _Add, _: _Words) -> None:
    place = add(_("where you are: what is offered fits there"))
    place.add_argument("place", nargs="?", choices=("office", "home"))


def _show(add: _Add, _: _Words) -> None:
    show = add(_("bring the program's window to the front"))
    show.add_argument(
        "what", nargs="?", default="", metavar=_("WINDOW"), help=_("such as: settings")
    )


def _rate(add: _Add, _: _Words) -> None:
    rate = add(_("more of a routine, or less of it"))
    rate.add_argument("routine", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))
    rate.add_argument("how", choices=RATINGS)


def _pin(add: _Add, _: _Words) -> None:
    pin = add(_("offer this routine until you unpin it"))
    pin.add_argument("routine", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))


def _checkin(add: _Add, _: _Words) -> None:
    checkin = add(_("how tight an area is, from 0 to 10"))
    checkin.add_argument("area", metavar=_("AREA"), help=_("such as neck or lower-back"))
    checkin.add_argument("amount", type=int, metavar="0..10")


def _go(add: _Add, _: _Words) -> None:
    go = add(_("movements for an area that rests, again"))
    go.add_argument("area", metavar=_("AREA"))


def _report(add: _Add, _: _Words) -> None:
    report = add(_("one page on a routine, for the next visit"))
    report.add_argument("routine", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))
    report.add_argument("-o", "--output", metavar=_("FILE"), help=_(".html to print, or .txt"))


def _log(add: _Add, _: _Words) -> None:
    log = add(_("what happened"))
    form = log.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("one line of JSON for each event"))
    form.add_argument("--csv", action="store_true", help=_("a table for spreadsheets"))
    log.add_argument("--since", metavar=_("DAY"), help=_("from this day on, such as 2026-11-23"))


def _export(add: _Add, _: _Words) -> None:
    export = add(_("the history as .csv, .json or .ics"))
    export.add_argument("file", metavar=_("FILE"), help=_("its ending says what it becomes"))


def _simulate(add: _Add, _: _Words) -> None:
    simulate = add(_("what a day that you describe would look like, without waiting"))
    simulate.add_argument("trace", metavar="TRACE.toml", help=_("the day: see the user guide"))
    simulate.add_argument(
        "--settings", metavar=_("FILE"), help=_("instead of the settings in the trace")
    )
    simulate.add_argument("--json", action="store_true", help=_("one line of JSON for each event"))


def _doctor(add: _Add, _: _Words) -> None:
    doctor = add(_("what works on this desktop, what does not, and what you can do"))
    doctor.add_argument("--json", action="store_true", help=_("for programs, and for reports"))


def _autostart(add: _Add, _: _Words) -> None:
    autostart = add(_("start by itself when you log in"))
    autostart.add_argument("what", nargs="?", choices=("on", "off", "status"), default="status")


def _settings(add: _Add, _: _Words) -> None:
    settings = add(_("open them; or all as one file"))
    parts = settings.add_subparsers(dest="what", metavar=_("WHAT"))
    parts.add_parser("path", help=_("where the settings file is"))
    for name, words_of in (
        ("export", _("write settings, own routines and stretches into a file")),
        ("import", _("take such a file over, once all of it is checked")),
    ):
        parts.add_parser(name, help=words_of).add_argument("file", metavar=_("FILE"))
    parts.add_parser("undo", help=_("take the last import back"))


def _safety(add: _Add, _: _Words) -> None:
    safety = add(_("the safety notice, and when to stop"))
    safety.add_argument("--accept", action="store_true", help=_("say that you have read it"))


def _speed(to: argparse.ArgumentParser, words: _Words) -> None:
    to.add_argument(
        "--speed",
        type=_positive,
        default=argparse.SUPPRESS,
        metavar="N",
        help=words("time runs N times as fast (to try things out)"),
    )


def _action(text: str) -> Mapping[str, object]:
    from knotbreak.app.actions import ACTIONS, request_of

    name, equals, value = text.partition("=")
    parameter = int(value) if value.lstrip("-").isdecimal() else value
    request = request_of(name, parameter if equals else None)
    if request is None:
        raise argparse.ArgumentTypeError(f"{text} is not one of {', '.join(ACTIONS)}")
    return request


def _window(to: argparse.ArgumentParser, words: _Words) -> None:
    to.add_argument(
        "--window", action="store_true", help=words("in a window of the running program")
    )


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 1")
    return share


def _size(text: str) -> tuple[int, int]:
    wide, _x, tall = text.partition("x")
    if not (wide.isdecimal() and tall.isdecimal()) or not all(
        16 <= int(side) <= 8192 for side in (wide, tall)
    ):
        raise argparse.ArgumentTypeError(f"{text} is not a size such as 600x400 (16 to 8192)")
    return int(wide), int(tall)


def _positive(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 10_000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0.01 to 10000")
    return speed


_COMMANDS: Mapping[str, Callable[[_Add, _Words], object]] = {
    "run": _run,
    "play": _play,
    "next": _next,
    "status": _status,
    "routines": _routines,
    "stretches": _stretches,
    "relief": _relief,
    "guide": _guide,
    "selfcheck": _selfcheck,
    "care": _care,
    "check": _check,
    "draw": _draw,
    "pause": _pause,
    "resume": lambda add, _: add(_("let reminders go on")),
    "snooze": _snooze,
    "skip": lambda add, _: add(_("leave out what is due, this once")),
    "water": _water,
    "done": lambda add, _: add(_("what is due is done: the glass drunk, the place changed")),
    "back": lambda add, _: add(_("you are back from a break that waits for you to say so")),
    "moved": lambda add, _: add(_("you moved already: that was a break")),
    "count-as-break": lambda add, _: add(_("your last absence was a break")),
    "allow-movement": lambda add, _: add(_("let movement be offered again")),
    "place": _place,
    "show": _show,
    "rate": _rate,
    "pin": _pin,
    "unpin": lambda add, _: add(_("let the routines take turns again")),
    "checkin": _checkin,
    "go": _go,
    "report": _report,
    "log": _log,
    "export": _export,
    "simulate": _simulate,
    "doctor": _doctor,
    "autostart": _autostart,
    "settings": _settings,
    "safety": _safety,
    "quit": lambda add, _: add(_("end the running program")),
}
