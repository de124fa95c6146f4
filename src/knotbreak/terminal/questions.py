"""Questions with numbered answers, for a terminal or for lines that come through a pipe."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


Out = Callable[[str], None]
Read = Callable[[str], str]
"""Shows what it is given and reads a line; raises `EOFError` where there is none."""


_NUMBER = re.compile("[0-9]{1,4}")


class Asker:
    """Asks until it is answered; an empty line or the end of the input is "none of these"."""

    def __init__(self, read: Read, out: Out, words: Translator) -> None:
        self._read = read
        self._out = out
        self._ = words.gettext

    def one(self, options: Sequence[str], empty: str) -> int | None:
        """The index of the option that was chosen; `empty` says what an empty line means."""
        chosen = self._numbers(options, empty, most=1)
        return chosen[0] if chosen else None

    def many(self, options: Sequence[str], empty: str) -> tuple[int, ...]:
        """The indexes of the options that were chosen."""
        return self._numbers(options, empty, most=len(options))

    def _numbers(self, options: Sequence[str], empty: str, most: int) -> tuple[int, ...]:
        _ = self._
        for number, option in enumerate(options, 1):
            self._out(f"  {number}  {option}")
        what = _("A number") if most == 1 else _("Numbers, such as 1 3")
        prompt = _("{what}, or Enter: {empty}").format(what=what, empty=empty)
        while True:
            try:
                line = self._read(f"{prompt} > ")
            except EOFError:
                return ()
            given = line.replace(",", " ").split()
            if not given:
                return ()
            numbers = [int(one) for one in given if _NUMBER.fullmatch(one)]
            fits = all(1 <= number <= len(options) for number in numbers)
            if len(numbers) == len(given) <= most and fits:
                return tuple(dict.fromkeys(number - 1 for number in numbers))
            allowed = "1" if len(options) == 1 else f"1-{len(options)}"
            self._out(_("That is none of them. Possible: {numbers}").format(numbers=allowed))
