"""Questions with numbered answers, and lines that fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.terminal.flow import NARROWEST, WIDEST, flowing
from knotbreak.terminal.questions import Asker
from tests.terminal.pages import WORDS

OPTIONS = ("red", "green", "blue")


class Typist:
    def __init__(self, *lines: str) -> None:
        self.waiting = list(lines)
        self.shown: list[str] = []

    def read(self, prompt: str) -> str:
        self.shown.append(prompt)
        if not self.waiting:
            raise EOFError
        return self.waiting.pop(0)

    @property
    def asker(self) -> Asker:
        return Asker(self.read, self.shown.append, WORDS)


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (["2"], 1),
        ([" 3 "], 2),
        ([""], None),
        ([], None),
        (["0", "4", "x", "²", "9" * 5000, "1 2", "-1", "1"], 0),
    ],
)
def test_one_answer(typed: list[str], chosen: int | None) -> None:
    typist = Typist(*typed)
    assert typist.asker.one(OPTIONS, "leave") == chosen
    assert typist.waiting == []
    assert typist.shown[:3] == ["  1  red", "  2  green", "  3  blue"]
    assert "leave" in typist.shown[3]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (["1 3"], (0, 2)),
        (["3,1"], (2, 0)),
        (["2 2"], (1,)),
        ([""], ()),
        ([], ()),
        (["1 9", "1"], (0,)),
    ],
)
def test_several_answers(typed: list[str], chosen: tuple[int, ...]) -> None:
    assert Typist(*typed).asker.many(OPTIONS, "none") == chosen


def test_a_wrong_answer_is_told_what_is_allowed() -> None:
    typist = Typist("seven")
    assert typist.asker.one(OPTIONS, "leave") is None
    assert "1-3" in typist.shown[-2]


@given(text=st.text(alphabet="ab -", max_size=300), columns=st.integers(0, 300))
def test_lines_fit_and_lose_no_word(text: str, columns: int) -> None:
    lines: list[str] = []
    flowing(lines.append, columns)(text)
    width = max(NARROWEST, min(columns - 1, WIDEST))
    assert lines
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or " " not in line.strip() for line in lines)


def test_what_follows_a_bullet_hangs() -> None:
    lines: list[str] = []
    flowing(lines.append, 40)("- " + "word " * 20)
    assert len(lines) > 2
    assert all(line.startswith("  word") for line in lines[1:])
