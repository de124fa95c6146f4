"""How the terminal looks: colours and signs, with plain ones where a terminal has no more."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

RESET = "\x1b[0m"


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """What this terminal can show."""

    colour: bool
    unicode: bool

    def accent(self, text: str) -> str:
        """The one colour."""
        return self._wrap("36", text)

    def strong(self, text: str) -> str:
        """Headings."""
        return self._wrap("1", text)

    def quiet(self, text: str) -> str:
        """What is read second."""
        return self._wrap("2", text)

    def warm(self, text: str) -> str:
        """What should not be missed."""
        return self._wrap("33", text)

    @property
    def full(self) -> str:
        """A point of the ring that is still to come."""
        return "●" if self.unicode else "o"

    @property
    def empty(self) -> str:
        """A point of the ring that is over."""
        return "·" if self.unicode else "."

    @property
    def done_bar(self) -> str:
        """A piece of a bar that is done."""
        return "━" if self.unicode else "="

    @property
    def open_bar(self) -> str:
        """A piece of a bar that is to come."""
        return "─" if self.unicode else "-"

    @property
    def air(self) -> str:
        """Breath."""
        return "█" if self.unicode else "#"

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}{RESET}" if self.colour and text else text


def style_for(environ: Mapping[str, str], *, terminal: bool, encoding: str) -> Style:
    """Decide by what the surroundings say (NO_COLOR, TERM, the output's encoding)."""
    dumb = environ.get("TERM", "dumb") == "dumb"
    colour = terminal and not dumb and not environ.get("NO_COLOR")
    return Style(colour=colour, unicode=encoding.lower().replace("-", "") == "utf8")
