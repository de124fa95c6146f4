"""The ring: its share, its middle, and how it looks in plain letters."""

from __future__ import annotations

import re

import pytest

from knotbreak.terminal.page import visible
from knotbreak.terminal.ring import HEIGHT, WIDTH, ring
from knotbreak.terminal.style import Style

ASCII = Style(colour=False, unicode=False)
BRAILLE = Style(colour=False, unicode=True)


def full(lines: list[str]) -> int:
    return sum(line.count("o") for line in lines)


@pytest.mark.parametrize("style", [ASCII, BRAILLE, Style(colour=True, unicode=True)])
@pytest.mark.parametrize("gone", [0.0, 0.001, 0.25, 0.5, 0.999, 1.0])
@pytest.mark.parametrize("middle", ["0", "20", "1234"])
def test_its_size_never_changes(style: Style, gone: float, middle: str) -> None:
    lines = ring(gone, middle, style)
    assert [visible(line) for line in lines] == [WIDTH] * HEIGHT
    bare = re.sub(r"\x1b\[\d*m", "", lines[HEIGHT // 2])
    assert middle in bare


def test_it_empties_steadily() -> None:
    counts = [full(ring(step / 40, "", ASCII)) for step in range(41)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0
    whole = counts[0]
    for step, count in enumerate(counts):
        assert count == pytest.approx(whole * (1 - step / 40), abs=whole * 0.08)


def test_it_empties_clockwise_from_the_top() -> None:
    lines = ring(0.25, "", ASCII)
    right_top = "".join(line[WIDTH // 2 + 1 :] for line in lines[: HEIGHT // 2 - 1])
    left = "".join(line[: WIDTH // 2] for line in lines)
    assert "o" not in right_top
    assert "." in right_top
    assert "." not in left
    half = ring(0.5, "", ASCII)
    assert "o" not in "".join(line[WIDTH // 2 + 1 :] for line in half)


def test_the_middle_is_in_the_middle() -> None:
    line = ring(0, "20", BRAILLE)[HEIGHT // 2]
    assert line.index("20") == (WIDTH - 2) // 2


def test_in_ascii_every_sign_is_ascii() -> None:
    assert all(line.isascii() for line in ring(0.3, "7", ASCII))
    assert not all(line.isascii() for line in ring(0.3, "7", BRAILLE))
