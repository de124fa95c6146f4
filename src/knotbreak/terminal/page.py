"""Text on a page of letters: how wide it is, where it breaks, where it is cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knotbreak.terminal.style import RESET

MARGIN = "  "
_STYLED = re.compile(r"\x1b\[[0-9;]*m")
_COMMAND = re.compile(r"\x1b(?!\[[0-9;]*m)|[\x00-\x1a\x1c-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Page:
    """Lines of text with styles, none wider than the page."""

    def __init__(self, width: int) -> None:
        self.width = max(20, width)
        self.lines: list[str] = []

    def add(self, text: str = "") -> None:
        """One line, cut to the width."""
        self.lines.append(fit(plain(text), self.width))

    def paragraph(self, text: str, indent: str = MARGIN) -> None:
        """Wrapped text."""
        for line in wrap(text, self.width - visible(indent) - 2):
            self.add(indent + line)

    def message(self, text: str) -> None:
        """Several lines, each wrapped."""
        for line in text.split("\n"):
            self.paragraph(plain(line))


def visible(text: str) -> int:
    """How many columns a text takes; styles take none."""
    return sum(map(_columns, _STYLED.sub("", text)))


def fit(text: str, width: int) -> str:
    """Cut a text to so many columns, with its styles whole."""
    if visible(text) <= width:
        return text
    parts, used = [], 0
    for part, columns in _parts(text):
        if used + columns > width:
            break
        parts.append(part)
        used += columns
    return "".join(parts) + (RESET if _STYLED.search(text) else "")


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines; a word that is wider than a line is broken, too."""
    width = max(2, width)
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if visible(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        rest = word
        while visible(rest) > width:
            piece = fit(rest, width)
            lines.append(piece)
            rest = rest[len(piece) :]
        line = rest
    return [*lines, line] if line else lines


def plain(text: str) -> str:
    """The text as one line, without what a terminal takes for a command; our styles stay.

    Titles and cues come from files that other people wrote.
    """
    return _COMMAND.sub(" ", text)


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Styles and signs one by one, each with its columns."""
    at = 0
    for found in _STYLED.finditer(text):
        yield from ((sign, _columns(sign)) for sign in text[at : found.start()])
        yield found.group(), 0
        at = found.end()
    yield from ((sign, _columns(sign)) for sign in text[at:])


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
