"""What the program asks of the outside: small protocols, named by role.

Adapters live in `system`, `storage`, `qt` and `terminal`, fakes in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import msgspec

from knotbreak.core.problems import Problem
from knotbreak.core.units import Instant


class Handle(Protocol):
    """Something that goes on until it is cancelled; cancelling twice is harmless."""

    def cancel(self) -> None: ...


class Loop(Protocol):
    """The event loop. Its times are real monotonic milliseconds, whatever `--speed` says."""

    def now_ms(self) -> int:
        """The real monotonic time."""

    def call_at(self, real_ms: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` once, not before `real_ms`."""

    def add_reader(self, fd: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` whenever `fd` can be read."""

    def add_writer(self, fd: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` whenever `fd` can be written."""

    def post(self, fn: Callable[[], None]) -> None:
        """Call `fn` soon on the loop: the only call that another thread may make."""


class Clock(Protocol):
    """The program's time; with `--speed N` it runs N times as fast as the real one."""

    @property
    def speed(self) -> float:
        """How many times as fast as real time."""

    def now(self) -> Instant:
        """This moment; never earlier than the answer before."""

    def real_ms(self, mono_ms: int) -> int:
        """The loop's time at which the program's monotonic time will be `mono_ms`."""


class Translator(Protocol):
    """Turns the program's English into the user's language (stdlib gettext fits)."""

    def gettext(self, message: str, /) -> str: ...
    def ngettext(self, singular: str, plural: str, n: int, /) -> str: ...


class NoticeAction(msgspec.Struct, frozen=True):
    """A button of a notice."""

    key: str
    label: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What the user sees when something is due, already worded (plain text, no markup).

    `default_action` is what a click on the notice itself means. A quiet notice is low in urgency,
    silent, and leaves no trace in the desktop's list. `stay_ms` is in the program's time.
    """

    offer_id: int
    title: str
    body: str
    actions: tuple[NoticeAction, ...]
    default_action: str
    quiet: bool
    stay_ms: int


class ClosedHow(StrEnum):
    """Why a notice is gone."""

    EXPIRED = "expired"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    LOST = "lost"


class NoticeListener(Protocol):
    """Hears what becomes of notices. Only notices of our own are ever reported."""

    def notice_shown(self, offer_id: int, handle: str) -> None:
        """The notice is on the screen; `handle` names it to `close_stale` after a crash."""

    def notice_answered(self, offer_id: int, action: str, token: str | None) -> None:
        """An action was chosen; `token` lets a window take the focus."""

    def notice_closed(self, offer_id: int, how: ClosedHow) -> None:
        """The notice went away without an answer."""

    def notice_failed(self, offer_id: int, problem: Problem) -> None:
        """The notice could not be shown; another way is needed."""


class Notifier(Protocol):
    """Shows one notice at a time: a new one takes the place of the one before."""

    def start(self, listener: NoticeListener) -> None:
        """Connect. Faults come later, through the listener, never from here."""

    def show(self, notice: Notice) -> None: ...

    def withdraw(self, offer_id: int) -> None:
        """Take the notice down, if it is still there."""

    def close_stale(self, handle: str) -> None:
        """Take down the notice that an earlier, killed run of the program left behind."""

    def stop(self) -> None:
        """Let go of the connection. Notices that are open are withdrawn first."""

    def describe(self) -> str:
        """Which means this is and what it can do, in a few words for a person."""


class IdleSource(Protocol):
    """Knows how long keyboard and mouse have been still. Times are in the program's time."""

    @property
    def known(self) -> bool:
        """False where this cannot be told: the user is then taken to be active."""

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input again; `idle_ms` ago was the last."""

    def stop(self) -> None: ...

    def describe(self) -> str:
        """Which means this is, in a few words for a person."""
