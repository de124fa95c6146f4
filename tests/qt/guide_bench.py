"""The guide that comes with the program, and its windows on fakes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QApplication

from knotbreak.app.check_desk import CheckDesk
from knotbreak.app.health_desk import HealthDesk
from knotbreak.app.panels import Panel
from knotbreak.app.relief import ReliefDesk
from knotbreak.app.topics import Topics
from knotbreak.core.health_settings import HealthSettings
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.rotation import candidate
from knotbreak.core.settings import Settings
from knotbreak.guide.book import Guide
from knotbreak.guide.selfcheck import Change
from knotbreak.qt.check_window import CheckWindow
from knotbreak.qt.look import ThemeSource
from knotbreak.qt.relief_window import ReliefWindow
from knotbreak.qt.topic_pages import TopicPages
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.guide_files import load_guide
from knotbreak.storage.library_port import LibraryPort
from tests.fakes import TRANSLATOR, FakeHold, FakeSettings


class GuideBench:
    """Everything that the windows of the guide stand on."""

    def __init__(self, nobody: Path) -> None:
        self.library = LibraryPort(builtin_root(), nobody)
        stretches = self.library.stretches()
        routines = self.library.routines()
        self.guide: Guide = load_guide(builtin_root(), stretches, routines)
        self.pool = tuple(candidate(id_, one, stretches) for id_, one in routines.items())
        self.topics = Topics(self.guide, TRANSLATOR, lambda id_: routines[id_].title)


class FakeAsked:
    """The `AskedBefore` port."""

    asked = False

    def note(self) -> None:
        self.asked = True


class Bench:
    """One window and what it asked for."""

    def __init__(self, app: QApplication, made: GuideBench) -> None:
        self.app = app
        self.made = made
        self.settings = FakeSettings(Settings())
        self.hold = FakeHold()
        self.started: list[str] = []
        self.opened: list[tuple[Panel, str]] = []
        self.broken = False
        self.before = FakeAsked()
        self.source = ThemeSource(app, dark=False)
        self.desk = ReliefDesk(
            made.guide,
            made.library,
            lambda: made.pool,
            dict,
            self.settings,
            self.hold,
            TRANSLATOR,
            region="CA",
        )

    def relief(self, *others: Panel) -> ReliefWindow:
        health = HealthDesk(self.made.guide, self.settings, TRANSLATOR, self.keep, self.before)
        return ReliefWindow(
            self.source,
            TRANSLATOR,
            self.desk,
            self.made.topics,
            health,
            person=lambda: self.settings.settings.figure,
            start=self.started.append,
            open_panel=lambda panel, about: self.opened.append((panel, about)),
            others=others,
        )

    def keep(self, key: tuple[str, ...], value: object) -> None:
        """Set one of the health keys, as the settings file would."""
        if self.broken:
            raise ProblemError(Problem(where="settings.toml", what="the disk is full"))
        health = self.settings.settings.health
        given: Mapping[str, object] = {
            "flags": health.flags,
            "injured": health.injured,
            key[1]: value if value is not None else (),
        }
        made = {name: tuple(one) if isinstance(one, list) else one for name, one in given.items()}
        self.settings.settings = Settings(health=HealthSettings(**made))  # type: ignore[arg-type]


class FakeChanges:
    """The `Changes` port; with `broken`, nothing can be written."""

    def __init__(self) -> None:
        self.made: tuple[Change, ...] = ()
        self.broken = False

    def apply(self, changes: tuple[Change, ...]) -> None:
        if self.broken:
            raise ProblemError(Problem(where="settings.toml", what="the disk is full"))
        self.made = tuple(changes)

    def undo(self) -> tuple[Change, ...]:
        made, self.made = self.made, ()
        return made


class FakeWorkstation:
    """The `Workstation` port."""

    def __init__(self, due: bool = True) -> None:
        self.due = due
        self.times = 0

    def gone_through(self) -> None:
        self.due = False
        self.times += 1


class CheckBench(Bench):
    """The window of the self-check."""

    def __init__(self, app: QApplication, made: GuideBench) -> None:
        super().__init__(app, made)
        self.changes = FakeChanges()
        self.workstation = FakeWorkstation()
        self.read: list[str] = []
        self.check = CheckDesk(
            made.guide, self.settings, TRANSLATOR, self.changes, self.workstation
        )
        self.window = CheckWindow(
            self.source,
            TRANSLATOR,
            self.check,
            lambda column: TopicPages(
                column, TRANSLATOR, made.topics, self.read.append, self.started.append
            ),
            self.read.append,
        )
