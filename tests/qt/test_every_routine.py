"""Every routine that comes with the program, played to its end in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from knotbreak.app.intents import Key
from knotbreak.core.session_state import State
from knotbreak.core.timeline import SegmentKind
from knotbreak.qt.session_page import SessionPage
from knotbreak.qt.text import Words
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library_port import LibraryPort
from tests.qt.qt_world import QtWorld

ROUTINES = sorted(path.stem for path in (builtin_root() / "routines").glob("*.toml"))
LOOKS_A_SEGMENT = 3


class ShippedWorld(QtWorld):
    """The program with its own library."""

    def build(self) -> None:
        self.library = LibraryPort(builtin_root(), Path("no-files-of-a-user"))  # type: ignore[assignment]
        super().build()


@pytest.fixture
def world(qapp: QApplication) -> Iterator[ShippedWorld]:
    made = ShippedWorld(qapp)
    yield made
    made.close()


def played(world: ShippedWorld, name: str) -> Iterator[SegmentKind]:
    """Play a routine; stops at some moments of every segment, and says what kind it is."""
    world.play(name)
    while world.playing.player is not None:
        player = world.playing.player
        segment = player.segment
        for look in range(LOOKS_A_SEGMENT):
            yield segment.kind
            if segment.kind is SegmentKind.WAIT:
                world.key(Key.TOGGLE)
                break
            whole = segment.ms * (look + 1) // LOOKS_A_SEGMENT
            world.loop.run(whole - segment.ms * look // LOOKS_A_SEGMENT)


@pytest.mark.parametrize("name", ROUTINES)
def test_it_plays_to_its_end_and_every_word_of_it_is_seen(world: ShippedWorld, name: str) -> None:
    kinds: list[SegmentKind] = []
    steps = len(world.library.routine(name).step)
    seen: set[int] = set()
    for kind in played(world, name):
        kinds.append(kind)
        window = world.front.stage.window
        view, frame = world.playing.view(), world.playing.frame(world.clock.now())
        assert window is not None
        assert view is not None
        assert frame is not None
        assert frame.state is State.RUNNING
        seen.add(view.step)
        page = window.findChild(SessionPage)
        page.show_frame(frame)
        if kinds[-2:-1] != [kind]:
            # Painting is what a fault in a pose or a scene would show in.
            assert not window.grab().isNull()
        # Words that have no room are cut, and say all of it in a tooltip.
        labels = [*page.findChildren(Words), page.ring.words]
        cut = [label.toolTip() for label in labels if label.isVisible() and label.toolTip()]
        assert cut == [], (name, view.title, kind)
        shown = page.cue.words or page.ring.words.words
        assert shown or page.ring.figure.shown, (name, view.title, kind)
    assert seen == set(range(1, steps + 1))
    finish = world.playing.finish
    assert finish is not None
    assert finish.outcome == "done"
    assert world.front.stage.window is not None


def test_all_of_them_are_played() -> None:
    assert len(ROUTINES) == 32
