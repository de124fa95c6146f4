"""Commands about being at home here: what starts at log-in, and the settings as a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knotbreak.app.autostart import Autostart
    from knotbreak.app.ports import Translator


def autostart_here(translator: Translator) -> Autostart:
    """What starts this program at log-in, or does not."""
    from knotbreak.storage.state_file import write_atomically
    from knotbreak.system.choose_autostart import choose_autostart

    return choose_autostart(translator, write_atomically)


def autostart(args: argparse.Namespace) -> int:
    """Switch it on or off where that is asked for, and say how things stand."""
    from knotbreak.app.autostart import Start
    from knotbreak.bootstrap.files import translator

    words = translator()
    here = autostart_here(words)
    if args.what != "status":
        here.set_on(args.what == "on")
    view = here.look()
    for line in (view.words, view.command, view.hint):
        if line:
            print(line)
    wanted = {"on": Start.ON, "off": Start.OFF}.get(args.what)
    # An entry of the system's that is hidden is off, too.
    reached = wanted is None or view.start is wanted
    return 0 if reached or (args.what == "off" and view.start is Start.REFUSED) else 1


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {"autostart": autostart}
"""Each command and what carries it out."""
