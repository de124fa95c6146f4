"""The session in lines."""

from __future__ import annotations

import pytest

from knotbreak.app.effects import Signal
from knotbreak.core.timeline import SegmentKind
from knotbreak.terminal.plain import PlainLines
from knotbreak.terminal.style import Style
from tests.terminal import pages
from tests.terminal.pages import NOTICE, frame, status, view


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def lines(said: list[str]) -> PlainLines:
    draw = pages.drawn(Style(colour=False, unicode=False))
    return PlainLines(said.append, draw, pages.WORDS)


@pytest.mark.parametrize(
    ("signal", "shown", "numbers", "words"),
    [
        (Signal.BEGIN, view(), frame(), "Side neck stretch (2/3), left side: hold 15 s. Tip"),
        (Signal.READY, view(kind=SegmentKind.READY), frame(), "Get ready, 15 s: Side neck"),
        (Signal.NEXT, view(kind=SegmentKind.GAP), frame(), "Get ready, 15 s: Side neck"),
        (Signal.SWITCH, view(kind=SegmentKind.SWITCH), frame(), "Other side, 15 s: Side neck"),
        (Signal.NEXT, view(kind=SegmentKind.REST), frame(), "Rest, 15 s. Tip your head"),
        (
            Signal.THERE,
            view(kind=SegmentKind.WAIT, wait_words="Go to a wall."),
            frame(),
            "Go to a wall. It goes on in 15 s.",
        ),
        (Signal.BEGIN, view(kind=SegmentKind.REPS), frame(rep=pages.REP), "8 times, 15 s."),
        (Signal.HALFWAY, view(), frame(), "Halfway."),
    ],
)
def test_a_line_for_each_moment(
    lines: PlainLines, said: list[str], signal: Signal, shown: object, numbers: object, words: str
) -> None:
    lines.moment(signal, shown, numbers)  # type: ignore[arg-type]
    (line,) = said
    assert line.startswith("1:28  ")
    assert words in line


def test_a_session_begins_with_its_name_and_ends_without_a_line(
    lines: PlainLines, said: list[str]
) -> None:
    lines.session_began(view())
    assert said == ["Neck unwinder", "Mild pull, never pain."]
    lines.moment(Signal.DONE, view(), frame())
    assert len(said) == 2


def test_the_status_is_said_when_it_changes(lines: PlainLines, said: list[str]) -> None:
    for shown in (
        status(), status(), status(water=3), status(notice=NOTICE, state="due"),
        status(state="session", why="A session is playing."), status(state="paused", why="Paused."),
        status(next=None), status(),
    ):  # fmt: skip
        lines.status(shown)
    assert said[0] == "Next: Stretch, about 10:40"
    assert "Two minutes for your neck?" in said[1]
    assert said[2] == "Paused. Next: Stretch, about 10:40"
    assert len(said) == 4
