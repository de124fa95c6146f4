"""Pages: nothing wider or longer than the screen, the words of the moment, and always the keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from knotbreak.app.views import SessionView
from knotbreak.core.player import PlayerFrame
from knotbreak.guide import safety
from knotbreak.terminal.page import fit, plain, visible, wrap
from knotbreak.terminal.style import Style, style_for
from tests.terminal import pages
from tests.terminal.pages import FINISH, HOSTILE, LONG, NOTICE, SESSION_KEYS, SIZES, STYLES, WIDE

PLAIN = Style(colour=False, unicode=True)
Size = tuple[int, int]


def fits(lines: Sequence[str], size: Size) -> str:
    """The page as one text without styles; fails if it does not fit the screen."""
    assert len(lines) <= size[1]
    for line in lines:
        assert visible(line) <= size[0], line
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines))
    assert "\x1b" not in text
    return text


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("style", STYLES, ids=str)
def test_every_moment_of_a_session(size: Size, style: Style) -> None:
    draw = pages.drawn(style)
    for words, view, frame in pages.moments():
        text = fits(draw.session(view, frame, size, ""), size)
        assert words in text, text
        for key in SESSION_KEYS:
            assert re.search(
                rf"\b{key}\b", text.replace("go on", "pause").replace("there", "pause")
            )
        if size[0] >= 60:
            assert safety.ALWAYS in text
        if not style.unicode:
            signs = {sign for line in text.splitlines() for sign in line if ord(sign) > 127}
            assert signs <= set(LONG + WIDE)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_message_costs_no_key(size: Size) -> None:
    draw = pages.drawn(PLAIN)
    message = "There is nothing else for this area in this position."
    text = fits(draw.session(pages.view(), pages.frame(breath=pages.BREATH), size, message), size)
    assert message.split()[0] in text
    assert "esc stop" in text
    assert "e easier" in text


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("style", STYLES, ids=str)
def test_every_status(size: Size, style: Style) -> None:
    draw = pages.drawn(style)
    water = pages.msgspec.structs.replace(NOTICE, starts_session=False, title="A glass of water?")
    long = pages.msgspec.structs.replace(NOTICE, title=LONG, body=WIDE)
    wait = "You paused reminders until 14:30."
    for view, wanted in (
        (pages.status(), ["about 10:40", "stretch now", "drank a glass"]),
        (pages.status(next=None), ["stretch now", "2 glasses"]),
        (pages.status(notice=NOTICE, state="due"), ["Two minutes", "start", "in 5 min", "skip"]),
        (pages.status(notice=water, state="due"), ["A glass of water?", "done", "skip"]),
        (pages.status(notice=long, state="due", why=LONG), ["start", "skip"]),
        (pages.status(state="paused", why=wait), ["until", "14:30", "go on"]),
    ):
        text = fits(draw.status(view, size, ""), size)
        for words in (*wanted, "when to stop", "quit"):
            assert words in text, text
    assert "quit" in fits(draw.status(pages.status(), size, LONG * 3), size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_last_page(size: Size) -> None:
    draw = pages.drawn(PLAIN)
    text = fits(draw.finish(FINISH, size, waits=True), size)
    assert "1:23 of movement now, 4:00 today." in " ".join(text.split())
    assert "back to work" in text
    week = pages.msgspec.structs.replace(FINISH, week="Your week: 18 breaks.")
    assert "Your week: 18 breaks." in fits(draw.finish(week, size, waits=True), size)
    nothing = pages.msgspec.structs.replace(FINISH, held_s=0)
    assert "movement" not in fits(draw.finish(nothing, size, waits=False), size)


@pytest.mark.parametrize("size", [*SIZES, (20, 6)], ids=str)
def test_long_texts_are_read_to_their_end(size: Size) -> None:
    draw = pages.drawn(PLAIN)
    for lines, keys, last in (
        (draw.safety(size[0]), draw.safety_keys(size[0]), "nerves or balance."),
        (draw.stop_if((LONG,), size[0]), draw.stop_if_keys(size[0], playing=True), "gives way"),
        (draw.stop_if((), size[0]), draw.stop_if_keys(size[0], playing=False), "gives way"),
    ):
        seen, at = "", 0
        for _page in range(100):
            page, at = draw.sheet(lines, keys, at, size)
            text = fits(page, size)
            seen += text + "\n"
            assert ("more" in text.splitlines()[-1]) is (at > 0)
            if at == 0:
                break
        assert last in " ".join(seen.replace("enter more", "").split())
        assert size[0] < 40 or keys[-1] in seen


def test_the_signs_to_stop_fit_a_usual_terminal() -> None:
    draw = pages.drawn(PLAIN)
    lines, keys = draw.stop_if(pages.VIEW.stop, 80), draw.stop_if_keys(80, playing=True)
    page, following = draw.sheet(lines, keys, 0, (80, 24))
    text = fits(page, (80, 24))
    assert following == 0
    assert "Tingling in an arm." in text
    assert "esc stop" in text


def test_what_files_say_commands_no_terminal() -> None:
    draw = pages.drawn(Style(colour=True, unicode=True))
    view = pages.view(
        title=HOSTILE, routine_title=HOSTILE, feel=HOSTILE, next_title=HOSTILE, stop=(HOSTILE,)
    )
    for size in SIZES:
        for lines in (
            draw.session(view, pages.frame(cue=HOSTILE), size, HOSTILE),
            draw.stop_if(view.stop, size[0]),
            draw.status(pages.status(why=HOSTILE), size, HOSTILE),
        ):
            text = "".join(lines)
            assert not re.search(r"[\x00-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[0-9;]*m)", text)


def test_without_colour_there_is_no_escape() -> None:
    draw = pages.drawn(Style(colour=False, unicode=True))
    for _words, view, frame in pages.moments():
        assert "\x1b" not in "".join(draw.session(view, frame, (80, 24), "a message"))


def test_the_parts_of_the_progress_fill_in_turn() -> None:
    draw = pages.drawn(Style(colour=False, unicode=False))

    def bar(left_ms: int) -> str:
        return draw.session(pages.view(), frame(left_ms), (80, 24), "")[1].strip()

    def frame(left_ms: int) -> PlayerFrame:
        return pages.frame(session_remaining_ms=left_ms)

    whole = sum(pages.VIEW.segments)
    assert set(bar(whole)) == {"-", " "}
    assert set(bar(0)) == {"=", " "}
    first, second, third = bar(whole - 35_000).split()
    assert (set(first), set(second), set(third)) == ({"="}, {"-"}, {"-"})
    assert len(second) > len(third) > len(first)


def test_a_long_view_of_one_line_each() -> None:
    view: SessionView = pages.view(title="a" * 500)
    lines = pages.drawn(PLAIN).session(view, pages.frame(), (80, 24), "")
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("首", 2), ("e\u0301", 1), ("\x1b[1mab\x1b[0m", 2)]
)
def test_columns(text: str, columns: int) -> None:
    assert visible(text) == columns


def test_cutting_keeps_styles_whole() -> None:
    text = "\x1b[36mabc\x1b[0m首首"
    assert fit(text, 7) == text
    assert fit(text, 6) == "\x1b[36mabc\x1b[0m首" + "\x1b[0m"
    assert visible(fit(text, 2)) == 2
    assert fit("首首", 3) == "首"


@pytest.mark.parametrize("width", [2, 3, 7, 40])
def test_wrapping_loses_no_letter(width: int) -> None:
    for text in (LONG, WIDE, "a b  c\nd", ""):
        lines = wrap(text, width)
        assert "".join(lines).replace(" ", "") == "".join(text.split())
        assert all(visible(line) <= width for line in lines)


def test_plain_keeps_words_and_styles() -> None:
    assert plain("\x1b[1mä 首\x1b[0m") == "\x1b[1mä 首\x1b[0m"
    assert "\x1b" not in plain("\x1b[2J\x1b]0;x\x07")


@pytest.mark.parametrize(
    ("environ", "terminal", "encoding", "style"),
    [
        ({"TERM": "xterm"}, True, "utf-8", (True, True)),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, "UTF-8", (False, True)),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, "utf8", (True, True)),
        ({"TERM": "dumb"}, True, "ascii", (False, False)),
        ({}, True, "utf-8", (False, True)),
        ({"TERM": "xterm"}, False, "iso8859-1", (False, False)),
    ],
)
def test_what_the_surroundings_ask_for(
    environ: dict[str, str], terminal: bool, encoding: str, style: tuple[bool, bool]
) -> None:
    found = style_for(environ, terminal=terminal, encoding=encoding)
    assert (found.colour, found.unicode) == style
