"""Every routine that comes with the program, played to its end on pages and in lines."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from knotbreak.app.intents import Key
from knotbreak.core.timeline import SegmentKind
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library_port import LibraryPort
from knotbreak.terminal.front import TerminalFront
from knotbreak.terminal.page import visible
from knotbreak.terminal.style import Style
from tests.app.world import World
from tests.fakes import TRANSLATOR
from tests.terminal import pages

ROUTINES = sorted(path.stem for path in (builtin_root() / "routines").glob("*.toml"))
WIDE, TALL = 80, 24


class TerminalWorld(World):
    """The program with its own library, in a terminal that is a list of lines."""

    def __init__(self, *, screen: bool) -> None:
        self._screen = screen
        self.page: list[str] = []
        self.said: list[str] = []
        super().__init__()

    front: TerminalFront  # type: ignore[assignment]

    def build(self) -> None:
        self.library = LibraryPort(builtin_root(), Path("no-files-of-a-user"))  # type: ignore[assignment]
        super().build()
        self.front.attach(self.controller, self.status)
        self.front.open()

    def make_front(self) -> TerminalFront:  # type: ignore[override]
        terminal = SimpleNamespace(
            screen=self._screen, has_keys=True, size=(WIDE, TALL), show=self._show,
            print=self.said.append, open=lambda *_: None, close=lambda: None, bell=lambda: None,
        )  # fmt: skip
        return TerminalFront(
            terminal,  # type: ignore[arg-type]
            pages.drawn(Style(colour=False, unicode=True)),
            self.loop,
            TRANSLATOR,
            once=False,
            bell=lambda: False,
            quit_program=self._quit,
            nobody=lambda: None,
        )

    def _show(self, page: list[str]) -> None:
        self.page = page


@pytest.mark.parametrize("name", ROUTINES)
def test_it_plays_to_its_end_on_pages(name: str) -> None:
    world = TerminalWorld(screen=True)
    world.play(name)
    steps: set[int] = set()
    while world.playing.player is not None:
        view, frame = world.playing.view(), world.playing.frame(world.clock.now())
        assert view is not None
        assert frame is not None
        steps.add(view.step)
        world.front.changed()
        page = "\n".join(world.page)
        assert len(world.page) <= TALL, (name, page)
        assert all(visible(line) <= WIDE for line in world.page), (name, page)
        assert view.title in page, (name, page)
        assert "…" not in page, (name, page)
        if view.kind is SegmentKind.WAIT:
            world.key(Key.TOGGLE)
        else:
            # Not by the loop, which would draw ten pages a second.
            world.clock.run(max(1, min(2_500, frame.remaining_ms)))
            world.controller.wake()
    assert steps == set(range(1, len(world.library.routine(name).step) + 1))
    assert world.playing.finish is not None
    assert world.playing.finish.outcome == "done"
    assert "Done. Well moved." in "\n".join(world.page)


@pytest.mark.parametrize("name", ROUTINES)
def test_in_lines_every_cue_is_said(name: str) -> None:
    world = TerminalWorld(screen=False)
    world.play(name)
    cues: list[str] = []
    while world.playing.player is not None:
        player = world.playing.player
        cues += player.segment.said
        if player.segment.kind is SegmentKind.WAIT:
            world.key(Key.TOGGLE)
        else:
            world.loop.run(player.segment.ms)
    said = "\n".join(world.said)
    assert [cue for cue in cues if cue not in said] == []
    assert "Done. Well moved." in said


def test_all_of_them_are_played() -> None:
    assert len(ROUTINES) == 32
