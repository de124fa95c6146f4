"""The guide on a terminal whose lines are written down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knotbreak.app.relief import ReliefDesk
from knotbreak.core.rotation import candidate
from knotbreak.core.settings import Settings
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.guide_files import load_guide
from knotbreak.storage.library_port import LibraryPort
from knotbreak.terminal.questions import Asker
from tests.fakes import FakeHold, FakeSettings
from tests.terminal.pages import WORDS


class Shelf:
    """The library and the guide that come with the program, read once."""

    def __init__(self, nobody: Path) -> None:
        self.library = LibraryPort(builtin_root(), nobody)
        self.routines = self.library.routines()
        stretches = self.library.stretches()
        self.guide = load_guide(builtin_root(), stretches, self.routines)
        self.pool = tuple(candidate(id_, one, stretches) for id_, one in self.routines.items())


class GuideWorld:
    """Everything that the commands of the guide need; `lines` is what was printed."""

    def __init__(self, shelf: Shelf) -> None:
        self.guide = shelf.guide
        self.routines = shelf.routines
        self.hold = FakeHold()
        self.lines: list[str] = []
        self.settings = Settings()
        self.desk = ReliefDesk(
            shelf.guide,
            shelf.library,
            lambda: shelf.pool,
            dict,
            FakeSettings(self.settings),
            self.hold,
            WORDS,
        )

    def out(self, line: str) -> None:
        self.lines.append(line)

    def asker(self, typed: Iterable[str]) -> Asker:
        """One who types these lines and then leaves."""
        waiting = list(typed)

        def read(prompt: str) -> str:
            self.lines.append(prompt)
            if not waiting:
                raise EOFError
            return waiting.pop(0)

        return Asker(read, self.out, WORDS)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
