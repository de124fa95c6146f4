"""The command line's grammar."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

import knotbreak

# Not read off the enums: they would bring msgspec to every command.
VIEWS = ("front", "back", "side", "three-quarter")
SIDES = ("left", "right")
CARE = ("heat", "cold", "massage", "breathe", "stop")
PATTERNS = ("calm", "even", "clinic", "free")
RATINGS = ("more", "less", "reset")


def parser(words: Callable[[str], str]) -> argparse.ArgumentParser:
    """Build it; `words` translates what people read."""
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
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"))

    run = commands.add_parser("run", help=_("keep an eye on the time, and remind"))
    run.add_argument("--terminal", action="store_true", help=_("in this terminal"))
    run.add_argument(
        "--do",
        type=_action,
        metavar=_("ACTION"),
        help=_("and then: start, drank, pause=60, show=settings, ... (for launchers)"),
    )
    _speed(run, _)

    play = commands.add_parser("play", help=_("play a routine"))
    play.add_argument("routine", nargs="?", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))
    play.add_argument("--terminal", action="store_true", help=_("in this terminal"))
    _speed(play, _)

    next_ = commands.add_parser("next", help=_("what comes next"))
    next_.add_argument("--why", action="store_true", help=_("and the reason"))
    next_.add_argument("--json", action="store_true", help=_("for programs"))

    status = commands.add_parser("status", help=_("where things stand"))
    status.add_argument("--json", action="store_true", help=_("for programs"))

    routines = commands.add_parser("routines", help=_("all routines"))
    routines.add_argument("--json", action="store_true", help=_("for programs"))

    stretches = commands.add_parser("stretches", help=_("all stretches, for routines of your own"))
    stretches.add_argument("--json", action="store_true", help=_("for programs"))

    relief = commands.add_parser("relief", help=_("where it is tight: what may help, and when not"))
    relief.add_argument("area", nargs="?", metavar=_("AREA"))
    relief.add_argument("--seated", action="store_true", help=_("only what is done in the chair"))
    _window(relief, _)
    relief.add_argument("--checked", action="store_true", help=_("say that you've been checked"))
    relief.add_argument("--json", action="store_true", help=_("for programs"))

    guide = commands.add_parser(
        "guide", help=_("knots: causes, treatments, tips, when to get help")
    )
    guide.add_argument("topic", nargs="?", metavar=_("TOPIC"))
    _window(guide, _)

    selfcheck = commands.add_parser("selfcheck", help=_("what may be causing it, in two minutes"))
    _window(selfcheck, _)
    selfcheck.add_argument("--undo", action="store_true", help=_("take back what it changed last"))

    care = commands.add_parser(
        "care", help=_("a timer for warmth, cold, massage or breathing; what runs; stop")
    )
    care.add_argument("kind", nargs="?", choices=CARE)
    care.add_argument("--area", metavar=_("AREA"), help=_("where, such as lower-back"))
    care.add_argument("--side", choices=SIDES)
    care.add_argument("--minutes", type=int, metavar="N")
    care.add_argument("--pattern", choices=PATTERNS, default="calm", help=_("of the breath"))
    care.add_argument("--read", action="store_true", help=_("the cautions are read, none fits"))
    care.add_argument("--json", action="store_true", help=_("for programs"))

    check = commands.add_parser("check", help=_("check routine, stretch and settings files"))
    check.add_argument("files", nargs="+", metavar=_("FILE"))

    draw = commands.add_parser("draw", help=_("a picture of a stretch: .png, .svg or .gif"))
    draw.add_argument("stretch", metavar=_("STRETCH"), help=_("see: knotbreak stretches"))
    draw.add_argument("--view", choices=VIEWS, help=_("where to look from"))
    draw.add_argument("--at", type=_share, default=1.0, metavar="0..1", help=_("which moment"))
    draw.add_argument("--side", choices=SIDES)
    draw.add_argument("--size", type=_size, default=(600, 600), metavar=_("WIDTHxHEIGHT"))
    draw.add_argument("--theme", choices=("light", "dark"), default="light")
    draw.add_argument("-o", "--output", required=True, metavar=_("FILE"))

    pause = commands.add_parser("pause", help=_("hold reminders, until you resume them"))
    pause.add_argument("minutes", nargs="?", type=int, metavar=_("MINUTES"))
    pause.add_argument("--until-tomorrow", action="store_true")

    commands.add_parser("resume", help=_("let reminders go on"))

    snooze = commands.add_parser("snooze", help=_("put off what is due: 1, 5 or 15 minutes"))
    snooze.add_argument("minutes", nargs="?", type=int, default=5, metavar=_("MINUTES"))

    commands.add_parser("skip", help=_("leave out what is due, this once"))

    water = commands.add_parser("water", help=_("a glass was drunk; -1 takes one back"))
    water.add_argument("glasses", nargs="?", type=int, default=1, metavar="N")

    commands.add_parser("done", help=_("what is due is done: the glass drunk, the place changed"))
    commands.add_parser("back", help=_("you are back from a break that waits for you to say so"))
    commands.add_parser("moved", help=_("you moved already: that was a break"))
    commands.add_parser("count-as-break", help=_("your last absence was a break"))
    commands.add_parser("allow-movement", help=_("let movement be offered again"))

    place = commands.add_parser("place", help=_("where you are: what is offered fits there"))
    place.add_argument("place", nargs="?", choices=("office", "home"))

    show = commands.add_parser("show", help=_("bring the program's window to the front"))
    show.add_argument(
        "what", nargs="?", default="", metavar=_("WINDOW"), help=_("such as: settings")
    )

    rate = commands.add_parser("rate", help=_("more of a routine, or less of it"))
    rate.add_argument("routine", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))
    rate.add_argument("how", choices=RATINGS)

    pin = commands.add_parser("pin", help=_("offer this routine until you unpin it"))
    pin.add_argument("routine", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))
    commands.add_parser("unpin", help=_("let the routines take turns again"))

    checkin = commands.add_parser("checkin", help=_("how tight an area is, from 0 to 10"))
    checkin.add_argument("area", metavar=_("AREA"), help=_("such as neck or lower-back"))
    checkin.add_argument("amount", type=int, metavar="0..10")

    go = commands.add_parser("go", help=_("movements for an area that rests, again"))
    go.add_argument("area", metavar=_("AREA"))

    report = commands.add_parser("report", help=_("one page on a routine, for the next visit"))
    report.add_argument("routine", metavar=_("ROUTINE"), help=_("see: knotbreak routines"))
    report.add_argument("-o", "--output", metavar=_("FILE"), help=_(".html to print, or .txt"))

    log = commands.add_parser("log", help=_("what happened"))
    form = log.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("one line of JSON for each event"))
    form.add_argument("--csv", action="store_true", help=_("a table for spreadsheets"))
    log.add_argument("--since", metavar=_("DAY"), help=_("from this day on, such as 2026-11-23"))

    export = commands.add_parser("export", help=_("the history as .csv, .json or .ics"))
    export.add_argument("file", metavar=_("FILE"), help=_("its ending says what it becomes"))

    simulate = commands.add_parser(
        "simulate", help=_("what a day that you describe would look like, without waiting")
    )
    simulate.add_argument("trace", metavar="TRACE.toml", help=_("the day: see the user guide"))
    simulate.add_argument(
        "--settings", metavar=_("FILE"), help=_("instead of the settings in the trace")
    )
    simulate.add_argument("--json", action="store_true", help=_("one line of JSON for each event"))

    doctor = commands.add_parser(
        "doctor", help=_("what works on this desktop, what does not, and what you can do")
    )
    doctor.add_argument("--json", action="store_true", help=_("for programs, and for reports"))

    autostart = commands.add_parser("autostart", help=_("start by itself when you log in"))
    autostart.add_argument("what", nargs="?", choices=("on", "off", "status"), default="status")

    settings = commands.add_parser("settings", help=_("open them; or all as one file"))
    parts = settings.add_subparsers(dest="what", metavar=_("WHAT"))
    parts.add_parser("path", help=_("where the settings file is"))
    for name, words_of in (
        ("export", _("write settings, own routines and stretches into a file")),
        ("import", _("take such a file over, once all of it is checked")),
    ):
        parts.add_parser(name, help=words_of).add_argument("file", metavar=_("FILE"))
    parts.add_parser("undo", help=_("take the last import back"))

    safety = commands.add_parser("safety", help=_("the safety notice, and when to stop"))
    safety.add_argument("--accept", action="store_true", help=_("say that you have read it"))

    commands.add_parser("quit", help=_("end the running program"))
    return top


def _speed(to: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
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


def _window(to: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
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
