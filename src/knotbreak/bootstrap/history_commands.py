"""The commands `log` and `export`: what the history remembers, to read and to take along."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path

from knotbreak.app.exporting import Format
from knotbreak.bootstrap import files
from knotbreak.bootstrap.exporting import export_to, titles_of
from knotbreak.storage.folders import Folders
from knotbreak.storage.history import History
from knotbreak.terminal.offline import print_log, since_utc_ms


def log(args: argparse.Namespace) -> int:
    """Print what the history remembers."""
    words = files.translator()
    since = None
    if args.since is not None:
        since = since_utc_ms(args.since)
        if since is None:
            print(f"{args.since} is not a day, such as 2026-11-23", file=sys.stderr)
            return 2
    with _history() as history:
        events = () if history is None else history.events(since)
        print_log(events, as_json=args.json, as_csv=args.csv, out=print, words=words)
    return 0


def export(args: argparse.Namespace) -> int:
    """Write the history into a file; its ending says what it becomes."""
    path = Path(args.file)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in set(Format):
        wanted = ", ".join(f".{one.value}" for one in Format)
        print(f"{args.file}: use one of {wanted}", file=sys.stderr)
        return 2
    words = files.translator()
    with _history() as history:
        events = () if history is None else history.events()
        titles = titles_of(files.library_port(Folders()), words)
        export_to(path, events, Format(kind), words, titles)
    print(words.gettext("Written: {file}").format(file=path))
    return 0


def _history() -> History | nullcontext[None]:
    path = Folders().data / "history.sqlite"
    return History(path) if path.exists() else nullcontext()


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {"log": log, "export": export}
"""Each command and what carries it out."""
