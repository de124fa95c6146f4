"""Commands about being at home here: what starts at log-in, and the settings as a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
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


def settings(args: argparse.Namespace) -> int:
    """Open them, say where they are, or hand everything over to another computer and back."""
    if args.what is None:
        return _in_window(args)
    import tempfile

    import knotbreak
    from knotbreak.bootstrap.files import translator
    from knotbreak.storage import handoff
    from knotbreak.storage.folders import Folders, builtin_root

    words, folders = translator(), Folders()
    _ = words.gettext
    home = handoff.Home(folders.config, folders.data, folders.state, builtin_root())
    match args.what:
        case "path":
            print(folders.config / handoff.SETTINGS)
            return 0
        case "export":
            names = handoff.export(home, Path(args.file), knotbreak.__version__)
            text = words.ngettext("{n} file is in {file}.", "{n} files are in {file}.", len(names))
            print(text.format(n=len(names), file=args.file))
            return 0
        case "import":
            with tempfile.TemporaryDirectory(prefix="knotbreak-") as scratch:
                names = handoff.take_over(home, Path(args.file), Path(scratch))
            head = _("Taken over (knotbreak settings undo takes it back):")
            none = _("There is nothing in it that is not here already.")
        case _:
            names = handoff.take_back(home)
            head, none = _("As before again:"), _("There is nothing to take back.")
    for line in (head, *(f"  {name}" for name in names)) if names else (none,):
        print(line)
    return 0


def _in_window(args: argparse.Namespace) -> int:
    """Their window, in the program that runs or in one that starts; else where their file is."""
    from knotbreak.app.actions import request_of
    from knotbreak.bootstrap.starting import no_window, run

    why = no_window()
    if why is None:
        args.terminal, args.do = False, request_of("show", "settings")
        return run(args)
    from knotbreak.bootstrap.files import translator
    from knotbreak.storage.folders import Folders
    from knotbreak.storage.handoff import SETTINGS

    words = translator().gettext("No window can be shown here ({why}). The settings are in {file}.")
    print(words.format(why=why, file=Folders().config / SETTINGS))
    return 0


def place(args: argparse.Namespace) -> int:
    """Say or choose where the person is; a program that runs reads the settings again."""
    from knotbreak.bootstrap.files import settings_file, translator
    from knotbreak.storage.folders import Folders

    file = settings_file(Folders())
    if args.place is not None:
        file.set_value(("place",), args.place)
    _ = translator().gettext
    words = {"office": _("You are in the office."), "home": _("You are at home.")}
    print(words[file.settings.place.value])
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "autostart": autostart,
    "place": place,
    "settings": settings,
}
"""Each command and what carries it out."""
