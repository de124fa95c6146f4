"""Puts the guide together with the user's files, for commands of the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from knotbreak.app.relief import ReliefDesk
from knotbreak.bootstrap import files
from knotbreak.bootstrap.checking import SettingsChanges
from knotbreak.bootstrap.holding import CommandHold
from knotbreak.core.body import Position
from knotbreak.core.problems import ProblemError
from knotbreak.core.rotation import Candidate, candidate
from knotbreak.storage.folders import Folders, builtin_root
from knotbreak.storage.guide_files import load_guide
from knotbreak.terminal.flow import flowing
from knotbreak.terminal.questions import Asker

if TYPE_CHECKING:
    from knotbreak.guide.book import Guide


class Guiding:
    """The guide, its desk, and the changes of the self-check."""

    def __init__(self, folders: Folders, *, seated: bool = False) -> None:
        self._folders = folders
        self.words = files.translator()
        self.settings = files.settings_file(folders)
        self.library = files.library_port(folders)
        self.guide: Guide = load_guide(
            builtin_root(), self.library.stretches(), self.library.routines()
        )
        self.hold = CommandHold(folders)
        seated = seated or self.settings.settings.seated_only
        positions = {Position.SEATED} if seated else set(Position)
        self.desk = ReliefDesk(
            self.guide,
            self.library,
            self._candidates,
            self._played,
            self.settings,
            self.hold,
            self.words,
            positions=frozenset(positions),
            region=files.region_of(os.environ),
        )
        self.out = flowing(print, get_terminal_size().columns) if _is_terminal() else print
        self.changes = SettingsChanges(folders, self.settings, self.settings.set_value)

    def asker(self) -> Asker:
        """Asks on this terminal."""
        return Asker(input, self.out, self.words)

    def _candidates(self) -> tuple[Candidate, ...]:
        stretches = self.library.stretches()
        routines = self.library.routines()
        return tuple(candidate(id_, one, stretches) for id_, one in routines.items())

    def _played(self) -> Mapping[str, int]:
        from knotbreak.storage.history import History

        path = self._folders.data / "history.sqlite"
        if not path.exists():
            return {}
        try:
            with History(path) as history:
                return history.last_played()
        except ProblemError:
            # A history that cannot be read makes the choice poorer, not impossible.
            return {}


def asks_here() -> bool:
    """Whether there is someone at a terminal who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and _is_terminal()


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
