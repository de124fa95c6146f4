"""Long sentences in a terminal: broken between words, bullets and rows hanging."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

NARROWEST = 30
WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""

_HEAD = re.compile(r" *(?:- |\d+  |-> )?")


def flowing(out: Callable[[str], None], columns: int) -> Callable[[str], None]:
    """Wrap what is given to `out` into lines that fit."""
    width = max(NARROWEST, min(columns - 1, WIDEST))

    def wrapped(text: str) -> None:
        head = _HEAD.match(text)
        indent = " " * (head.end() if head else 0)
        lines = textwrap.wrap(
            text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        for line in lines or [""]:
            out(line)

    return wrapped
