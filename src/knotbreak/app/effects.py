"""What coordinators ask the controller to do."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from knotbreak.app.notice import Notice
from knotbreak.core.events import HistoryEvent
from knotbreak.core.tone import Tone


class Record(msgspec.Struct, frozen=True):
    """Write an event to the history."""

    event: HistoryEvent


class ShowNotice(msgspec.Struct, frozen=True):
    """Put a notice on the screen."""

    notice: Notice


class WithdrawNotice(msgspec.Struct, frozen=True):
    """Take a notice down."""

    offer_id: int


class CloseStale(msgspec.Struct, frozen=True):
    """Take down what a killed run left on the screen; `handle` is the notifier's name for it."""

    handle: str


class AwaitInputPause(msgspec.Struct, frozen=True):
    """Tell the reminders when the typing rests."""


class BeginSession(msgspec.Struct, frozen=True, kw_only=True):
    """Play a routine."""

    routine: str
    reminder: str | None = None
    token: str | None = None


class AskSafety(msgspec.Struct, frozen=True):
    """A session waits until the safety notice has been read."""


class SessionBegan(msgspec.Struct, frozen=True):
    """A session plays from now on."""

    token: str | None = None


class SessionOver(msgspec.Struct, frozen=True):
    """The session has ended."""

    taken: bool


class Signal(StrEnum):
    """A moment that a bell or a sound may mark."""

    READY = "ready"
    BEGIN = "begin"
    SWITCH = "switch"
    HALFWAY = "halfway"
    NEXT = "next"
    THERE = "there"
    DONE = "done"


class Ring(msgspec.Struct, frozen=True):
    """Mark a moment; `eyes_away` if the person cannot see the screen."""

    signal: Signal
    eyes_away: bool


class RaiseAlarm(msgspec.Struct, frozen=True):
    """Show a care timer's notice through pause and do not disturb, with sound and window if it is
    something to do at once."""

    notice: Notice
    window: bool


class DropAlarm(msgspec.Struct, frozen=True):
    """Take a care timer's notice down."""

    timer: int


class Sound(msgspec.Struct, frozen=True):
    """Let a tone be heard."""

    tone: Tone


class Speak(msgspec.Struct, frozen=True):
    """Say something aloud, in place of what is still being said."""

    text: str


class Hush(msgspec.Struct, frozen=True):
    """Let nothing be heard any more."""


class Tell(msgspec.Struct, frozen=True):
    """Say something to the person, in the front end."""

    text: str


Effect = (
    Record
    | ShowNotice
    | WithdrawNotice
    | CloseStale
    | AwaitInputPause
    | BeginSession
    | AskSafety
    | SessionBegan
    | SessionOver
    | Ring
    | RaiseAlarm
    | DropAlarm
    | Sound
    | Speak
    | Hush
    | Tell
)
