"""Where in a TOML text each key stands.

tomllib gives values without their places. This reads a text that tomllib has already accepted once
more, and notes the line of every table, key and list item.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

from knotbreak.core.faults import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
# The end of a long string is three quotes after up to two more that belong to it.
_STRING = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*\'''', re.DOTALL
)
_SCALAR = re.compile(r"[^,\[\]{}#\n]+")


class LineIndex:
    """The line of every key path of a text that tomllib accepts; lines count from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._read()

    def line_of(self, path: Path) -> int:
        """The line of a key path; for a key that is not there, of the table it is missing in."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def lines(self) -> dict[Path, int]:
        """Every path that was found, with its line."""
        return dict(self._lines)

    def _read(self) -> None:
        table: Path = ()
        at = self._skip(0)
        while at < len(self._text):
            if self._text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._pair(table, at)
            at = self._skip(at)

    def _header(self, at: int) -> tuple[Path, int]:
        """Read `[a.b]` or `[[a.b]]`; in the first, a name of a list means its newest item."""
        many = self._text.startswith("[[", at)
        start = at
        keys, at = self._keys(self._skip(at + (2 if many else 1)))
        path: Path = ()
        for key in keys[:-1]:
            path = self._newest((*path, key), start)
        path = (*path, keys[-1])
        if many:
            self._note(path, start)
            self._counts[path] = self._counts.get(path, 0) + 1
        path = self._newest(path, start)
        # A table that was only implied so far stands where its own header is.
        self._lines[path] = self._line(start)
        return path, self._skip(at) + (2 if many else 1)

    def _newest(self, path: Path, at: int) -> Path:
        self._note(path, at)
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _pair(self, table: Path, at: int) -> int:
        start = at
        keys, at = self._keys(at)
        path = table
        for key in keys:
            path = (*path, key)
            self._note(path, start)
        return self._value(path, _end(_EQUALS, self._text, at))

    def _value(self, path: Path, at: int) -> int:
        opener = self._text[at]
        if opener in "\"'":
            return _end(_STRING, self._text, at)
        if opener not in "[{":
            return _end(_SCALAR, self._text, at)
        at = self._skip(at + 1)
        count = 0
        while self._text[at] not in "]}":
            if opener == "[":
                self._note((*path, count), at)
                at = self._value((*path, count), at)
            else:
                at = self._pair(path, at)
            count += 1
            at = self._skip(at)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return at + 1

    def _keys(self, at: int) -> tuple[list[str], int]:
        keys = []
        while True:
            end = _end(_KEY, self._text, at)
            keys.append(_plain(self._text[at:end]))
            dot = _DOT.match(self._text, end)
            if dot is None:
                return keys, end
            at = dot.end()

    def _note(self, path: Path, at: int) -> None:
        self._lines.setdefault(path, self._line(at))

    def _line(self, at: int) -> int:
        return bisect_right(self._newlines, at - 1) + 1

    def _skip(self, at: int) -> int:
        return _end(_BLANK, self._text, at)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    if match is None:
        raise ValueError(f"not TOML at character {at}")
    return match.end()


def _plain(key: str) -> str:
    """Take the quotes and escapes off a key."""
    if key[0] == '"' and "\\" in key:
        return str(tomllib.loads(f"key = {key}")["key"])
    return key[1:-1] if key[0] in "\"'" else key


def shown(path: Path) -> str:
    """Write a path as people read it: `step[2].hold_s`, list items counted from 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            bare = re.fullmatch(r"[A-Za-z0-9_-]{1,40}", part)
            text += ("." if text else "") + (part if bare else quoted(part))
    return text


def quoted(text: str, longest: int = 40) -> str:
    """Put text in quotes on one line, cut where it is long; nothing in it can steer a terminal."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    mark = "'" if '"' in cut else '"'
    return mark + printable(cut) + mark


def printable(text: str) -> str:
    """Replace what would end a line, steer a terminal or cannot be printed."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
