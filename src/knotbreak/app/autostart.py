"""Whether knotbreak starts by itself when somebody logs in: the port, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import msgspec

from knotbreak.app.signals import Outcome, Tried


class Start(StrEnum):
    """How things stand.

    `REFUSED`: there is an entry of ours, and the system keeps it from working. `OTHER`: the entry
    starts another knotbreak, or one that is gone. `UNKNOWN`: nobody tells a program.
    """

    ON = "on"
    OFF = "off"
    REFUSED = "refused"
    OTHER = "other"
    UNKNOWN = "unknown"


class AutostartView(msgspec.Struct, frozen=True, kw_only=True):
    """How things stand, as far as the system tells.

    Attributes:
        words: A sentence for the person.
        hint: What the person can do, where we cannot; else empty.
        command: What the entry starts, where that is another one. For the person's own eyes: it
            may hold names, and goes into no report.
        changeable: Whether `set_on` can work here at all.
    """

    start: Start
    words: str
    hint: str = ""
    command: str = ""
    changeable: bool = True


class Autostart(Protocol):
    """What the command line, the settings and the first minute ask."""

    @property
    def means(self) -> str:
        """How the system does it, for `doctor`."""

    def look(self) -> AutostartView:
        """How things stand now; nothing is remembered, since others change it, too."""

    def set_on(self, on: bool, /) -> None:
        """Start by itself from now on, or no more.

        What it came to is for `look` to say: the system may refuse all the same.

        Raises:
            ProblemError: when nothing could be written.
        """

    def remember(self) -> Callable[[], None]:
        """What brings back to the letter how things are now; it raises as `set_on` does."""


def said_of(port: str, autostart: Autostart) -> Tried:
    """The same for `doctor`: off is a choice and no fault."""
    view = autostart.look()
    outcome = {
        Start.ON: Outcome.CHOSEN,
        Start.OFF: Outcome.CHOSEN,
        Start.UNKNOWN: Outcome.NOT_HERE,
    }.get(view.start, Outcome.FAILED)
    return Tried(
        port=port, means=autostart.means, outcome=outcome, words=view.words, hint=view.hint
    )
