"""The windows of the guide: where does it hurt, and what may be causing it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from knotbreak.app.intents import StartRoutine
from knotbreak.app.panels import Panel
from knotbreak.core.problems import ProblemError
from knotbreak.storage.guide_marks import AskedFile, WorkstationFile

if TYPE_CHECKING:
    from knotbreak.app.topics import Topics
    from knotbreak.bootstrap.in_windows import WindowProgram
    from knotbreak.guide.book import Guide
    from knotbreak.qt.panel_window import PanelWindow
    from knotbreak.qt.panels import Maker


def guide_panels(program: WindowProgram) -> Mapping[Panel, Maker]:
    """How they are made; the guide is read when one of them is wanted."""
    return {Panel.RELIEF: lambda: _relief(program), Panel.CHECK: lambda: _check(program)}


def _guide(program: WindowProgram) -> Guide:
    from knotbreak.storage.folders import builtin_root
    from knotbreak.storage.guide_files import load_guide

    library = program.library
    return load_guide(builtin_root(), library.stretches(), library.routines())


def _topics(program: WindowProgram, guide: Guide) -> Topics:
    from knotbreak.app.topics import Topics

    words, library = program.translator, program.library
    return Topics(guide, words, lambda id_: words.gettext(library.routine(id_).title))


def workstation(program: WindowProgram) -> WorkstationFile:
    """When the checklist was gone through."""
    path = program.folders.state / "workstation.toml"
    return WorkstationFile(path, lambda: program.clock.now().utc_ms)


def _check(program: WindowProgram) -> PanelWindow:
    from knotbreak.app.check_desk import CheckDesk
    from knotbreak.bootstrap.checking import SettingsChanges
    from knotbreak.qt.check_window import CheckWindow
    from knotbreak.qt.topic_pages import TopicPages

    guide, words, settings = _guide(program), program.translator, program.settings
    topics = _topics(program, guide)
    changes = SettingsChanges(program.folders, settings, program.change_setting)

    def read(key: str) -> None:
        program.front.panels.show(Panel.RELIEF, key)

    def start(id_: str) -> None:
        program.ask(StartRoutine(id_))

    return CheckWindow(
        program.front.look,
        words,
        CheckDesk(guide, settings, words, changes, workstation(program)),
        lambda column: TopicPages(column, words, topics, read, start),
        read,
    )


def _relief(program: WindowProgram) -> PanelWindow:
    from knotbreak.app.health_desk import HealthDesk
    from knotbreak.app.movement_hold import ProgramHold
    from knotbreak.app.relief import ReliefDesk
    from knotbreak.bootstrap.files import region_of
    from knotbreak.qt.relief_window import ReliefWindow

    guide, words, settings = _guide(program), program.translator, program.settings
    library, choosing = program.library, program.controller.choosing

    def played() -> Mapping[str, int]:
        try:
            return program.history.last_played()
        except ProblemError:
            # A history that cannot be read makes the choice poorer, not impossible.
            return {}

    before = AskedFile(program.folders.state / "asked.toml", lambda: program.clock.now().utc_ms)
    desk = ReliefDesk(
        guide,
        library,
        choosing.candidates,
        played,
        settings,
        ProgramHold(program.controller),
        words,
        region=region_of(os.environ),
    )
    return ReliefWindow(
        program.front.look,
        words,
        desk,
        _topics(program, guide),
        HealthDesk(guide, settings, words, program.change_setting, before),
        person=lambda: settings.settings.figure,
        start=lambda id_: program.ask(StartRoutine(id_)),
        open_panel=program.front.panels.show,
        others=program.front.tray.panels,
    )
