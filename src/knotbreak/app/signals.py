"""What the system can tell about the moment: who is there, what goes on, whether it is a bad time.

Ports and values only. Adapters live in `system`. Nothing here is asked all day: whether somebody is
busy is looked at when something is due, and what comes by itself comes as edges.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import msgspec

from knotbreak.core.interruptions import Confidence, Kind

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle


class BusyReason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why this is a bad moment.

    Attributes:
        id: Names the reason from one look to the next, such as "call:microphone".
        words: For the person, as the part of a sentence: "the microphone is in use".
        owner: Which program or service it comes from, where that is known and no secret. For the
            person's own eyes: it goes into no report.
        since_utc_ms: When it began; None if only whoever looks again can tell.
        until_utc_ms: When it ends by itself; None if that is not known.
    """

    id: str
    kind: Kind
    words: str
    confidence: Confidence
    owner: str = ""
    since_utc_ms: int | None = None
    until_utc_ms: int | None = None


class Outcome(StrEnum):
    """What became of one way to learn something."""

    CHOSEN = "chosen"
    NOT_NEEDED = "not-needed"
    NOT_HERE = "not-here"
    FAILED = "failed"


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """One way to learn something that was tried, for `doctor`; holds no private data.

    Attributes:
        port: What was to be learned, such as "idle time".
        means: The way, such as "Mutter's idle monitor".
        words: Why it was or was not chosen, a sentence for a person.
        hint: What the person can do about it; empty where there is nothing.
    """

    port: str
    means: str
    outcome: Outcome
    words: str
    hint: str = ""


class Explains(Protocol):
    """Whatever can say how it knows."""

    def tried(self) -> tuple[Tried, ...]:
        """Every way in order, as of the last time."""


class BusyProbe(Explains, Protocol):
    """Looks at one thing that may make this a bad moment."""

    @property
    def port(self) -> str:
        """What it looks at, such as "microphone"; worded for a person."""

    def look(self, done: Callable[[tuple[BusyReason, ...]], None]) -> None:
        """Look once. `done` is called once, later; it may be late, or never come."""

    def stop(self) -> None:
        """Look no more; a `done` that has not come will not come."""


class BusyLook(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at everything found.

    Attributes:
        reasons: Why this is a bad moment; empty if nothing was found.
        unanswered: The ports that did not answer in time: nothing is known of them.
    """

    reasons: tuple[BusyReason, ...] = ()
    unanswered: tuple[str, ...] = ()


class BusySource(Explains, Protocol):
    """Looks at everything at once. To be asked in the last minute before a notice, not all day."""

    def look(self, done: Callable[[BusyLook], None]) -> Handle:
        """Look once; `done` is called once, later, after two seconds at most."""

    def look_ahead(
        self, from_utc_ms: int, until_utc_ms: int, done: Callable[[tuple[BusyPeriod, ...]], None]
    ) -> None:
        """Tell what is planned for a time, once and later; never where nobody knows."""

    def stop(self) -> None:
        """Look no more."""


class BusyPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A time that the calendar says is taken."""

    start_utc_ms: int
    end_utc_ms: int
    words: str


class Calendar(Protocol):
    """Knows what is planned."""

    def between(
        self,
        from_utc_ms: int,
        until_utc_ms: int,
        done: Callable[[tuple[BusyPeriod, ...]], None],
    ) -> None:
        """Tell the periods that touch a time, in order, to `done`, once and later."""


class SessionListener(Protocol):
    """Hears what becomes of the session. Edges only: nothing is told twice in a row."""

    def locked(self) -> None: ...
    def unlocked(self) -> None: ...
    def about_to_sleep(self) -> None: ...
    def woke(self) -> None: ...
    def shutting_down(self) -> None: ...


class SessionSignals(Explains, Protocol):
    """Tells when the screen is locked and when the machine goes to sleep.

    Hints for speed: whether the machine slept is told by its clocks, with or without this.
    """

    def start(self, listener: SessionListener) -> None:
        """Begin to listen. A session that is locked already is told as locked."""

    def stop(self) -> None:
        """Listen no more."""


class WallClock(Explains, Protocol):
    """Wakes up by the wall clock, and tells when it was set or the zone changed."""

    def call_at(self, utc_ms: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` once when the wall clock shows `utc_ms`, even if it was set meanwhile."""

    def watch(self, fn: Callable[[], None]) -> Handle:
        """Call `fn` whenever the clock was set or the zone may have changed."""

    def stop(self) -> None: ...
