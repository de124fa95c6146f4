"""Words are wrapped evenly, and never cut without a way to read the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from knotbreak.qt.text import Words, keeps_words, wrap, wrap_in_circle
from knotbreak.qt.theme import Size


def letters(text: str) -> float:
    """Every sign is one wide."""
    return float(len(text))


def lines_of(text: str, room: int, limit: int = 9) -> list[str]:
    """Wrapped to so many letters."""
    return wrap(text, letters, lambda _line: room, limit)[0]


def test_words_go_on_in_the_next_line() -> None:
    assert lines_of("Tip your head away", 9) == ["Tip your", "head away"]


def test_a_compound_word_breaks_at_its_hyphen() -> None:
    assert lines_of("Hüftbeuger-Dehnung", 12) == ["Hüftbeuger-", "Dehnung"]
    assert lines_of("eine Arm-Dehnung", 9) == ["eine Arm-", "Dehnung"]
    assert keeps_words("eine Arm-Dehnung", ["eine Arm-", "Dehnung"])
    assert not keeps_words("Dehnung", ["Deh", "nung"])


def test_what_is_too_long_says_so() -> None:
    lines, whole = wrap("one two three four", letters, lambda _line: 8, 2)
    assert lines == ["one two", "three f…"]
    assert not whole


@given(st.text(alphabet="ab- ", max_size=60), st.integers(1, 20))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: int) -> None:
    lines = lines_of(text, room, limit=100)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= room for line in lines)


def test_a_circle_has_even_lines() -> None:
    lines = wrap_in_circle("Tip your head away from this side.", letters, 3, 7.5, 5)
    assert lines == ["Tip your", "head away from", "this side."]


@given(
    st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=12), st.integers(6, 30)
)
def test_lines_in_a_circle_lie_inside_of_it(words: list[str], radius: int) -> None:
    text = " ".join(words)
    lines = wrap_in_circle(text, letters, 2, radius, 6)
    if lines is None:
        return
    assert " ".join(lines) == text
    for number, line in enumerate(lines):
        for edge in (number, number + 1):
            down = (edge - len(lines) / 2) * 2
            assert (len(line) / 2) ** 2 + down**2 <= radius**2 + 1e-6


def test_no_room_is_no_text() -> None:
    assert wrap_in_circle("Unbreakable", letters, 2, 4, 6) is None


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """Something to put labels on."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_an_elided_label_has_the_whole_in_its_tooltip_and_its_name(host: QWidget) -> None:
    words = Words(Size.BODY, host)
    words.set_words("A mild pull along the side of the neck")
    words.fit(120, 1)
    assert words.text().endswith("…")
    assert words.toolTip() == words.accessibleName() == "A mild pull along the side of the neck"


def test_a_long_title_is_set_smaller_before_it_is_elided(host: QWidget) -> None:
    words = Words(Size.TITLE, host, lines=2, smaller=Size.LEAD)
    words.set_words("Hüftbeuger-Dehnung im Halbkniestand mit aufgerichtetem Becken")
    words.fit(408, 1)
    assert words.font().pixelSize() == Size.LEAD
    assert "…" not in words.text()
    words.set_words("Chin tuck")
    assert words.font().pixelSize() == Size.TITLE


def test_html_is_plain_text(host: QWidget) -> None:
    words = Words(Size.BODY, host)
    words.set_words("<b>bold</b>")
    words.fit(400, 1)
    assert words.textFormat().name == "PlainText"
    assert words.text() == "<b>bold</b>"


def test_a_tail_is_never_elided(host: QWidget) -> None:
    words = Words(Size.SMALL, host)
    words.set_words("The whole back after a long day of sitting", " · 4 of 14")
    words.fit(200, 1)
    assert words.text().endswith("… · 4 of 14")
    assert words.words == "The whole back after a long day of sitting · 4 of 14"


def test_even_lines_leave_no_word_alone(host: QWidget) -> None:
    words = Words(Size.TITLE, host, lines=2, even=True)
    words.set_words("out through the mouth")
    words.fit(300, 1)
    assert words.text() == "out through\nthe mouth"


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("scale", [0.9, 1.0, 1.35])
def test_no_letter_of_the_last_line_is_cut(host: QWidget, size: Size, scale: float) -> None:
    words = Words(size, host, lines=3)
    words.set_words("gypsy gypsy gypsy")
    tall = words.fit(size * scale * 4, scale)
    assert words.text().count("\n") == 2
    words.resize(words.natural_width(), tall + 40)
    picture = words.grab().toImage()
    below = picture.copy(0, tall, picture.width(), 40)
    nothing = below.copy()
    nothing.fill(picture.pixelColor(0, picture.height() - 1))
    assert below == nothing
