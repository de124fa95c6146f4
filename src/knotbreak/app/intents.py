"""What a person (or a command, or a notice) asks of the program."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from knotbreak.core.body import Area, NamedPattern, Side
from knotbreak.core.care_state import CareKind


class StartDue(msgspec.Struct, frozen=True):
    """Take what is due; `offer_id` when a notice was clicked."""

    offer_id: int | None = None
    token: str | None = None


class StartRoutine(msgspec.Struct, frozen=True):
    """Begin a routine by its id; None begins whatever comes next."""

    routine: str | None = None


class SnoozeDue(msgspec.Struct, frozen=True):
    """Put off what is due."""

    minutes: int = 5
    offer_id: int | None = None


class SkipDue(msgspec.Struct, frozen=True):
    """Leave out what is due, this once."""

    offer_id: int | None = None


class DoneDue(msgspec.Struct, frozen=True):
    """It is done already: the glass drunk, the position changed."""

    offer_id: int | None = None


class Drank(msgspec.Struct, frozen=True):
    """So many glasses were drunk; negative takes some back."""

    glasses: int = 1


class PauseReminders(msgspec.Struct, frozen=True):
    """Hold all reminders: for some minutes, until tomorrow, or (with neither) until resumed."""

    minutes: int | None = None
    until_tomorrow: bool = False


class ResumeReminders(msgspec.Struct, frozen=True):
    """End the person's own pause."""


class Returned(msgspec.Struct, frozen=True):
    """The person is back from a break that waited for them to say so."""


class Moved(msgspec.Struct, frozen=True):
    """The person moved of their own accord: that is a break."""


class CountAsBreak(msgspec.Struct, frozen=True):
    """The last absence was a break, though it was short or looked like work."""


class HoldMovement(msgspec.Struct, frozen=True):
    """Offer no movement until the person says so: an answer in the guide asks for help first."""


class AllowMovement(msgspec.Struct, frozen=True):
    """The person says that movement may be offered again."""


class Acknowledge(msgspec.Struct, frozen=True):
    """The safety notice has been read."""


class Key(StrEnum):
    """What a key or a button does to a session."""

    TOGGLE = "toggle"
    BACK = "back"
    SKIP = "skip"
    EASIER = "easier"
    OTHER = "other"
    SLOWER = "slower"
    FASTER = "faster"
    STOP = "stop"


class SessionKey(msgspec.Struct, frozen=True):
    """Steer the session that plays."""

    key: Key


class Felt(msgspec.Struct, frozen=True):
    """How it feels after the session that ended last: better, same or worse."""

    how: str


class CheckIn(msgspec.Struct, frozen=True):
    """How tight an area is, from 0 to 10."""

    area: Area
    amount: int


class Rate(msgspec.Struct, frozen=True):
    """What the person thinks of a routine: more, less, or (reset) nothing in particular."""

    routine: str
    how: str


class Pin(msgspec.Struct, frozen=True):
    """Keep a routine until it is unpinned; None lets the routines take turns again."""

    routine: str | None


class GoAgain(msgspec.Struct, frozen=True):
    """An area that rests after it felt worse twice need not rest any more."""

    area: Area


class LeaveCover(msgspec.Struct, frozen=True):
    """Take the covers of the strong mode off the screens."""


class StartCare(msgspec.Struct, frozen=True, kw_only=True):
    """Begin a care timer; `read` says that its cautions were read and that none of them fits.

    Without minutes it takes as long as usual, without a pattern the breath is calm.
    """

    kind: CareKind
    area: Area | None = None
    side: Side = Side.BOTH
    minutes: int | None = None
    pattern: NamedPattern = NamedPattern.CALM
    read: bool = False


class StopCare(msgspec.Struct, frozen=True):
    """End a care timer: it is off, or enough. None ends all of them."""

    timer: int | None = None


class SkinFine(msgspec.Struct, frozen=True):
    """The skin was looked at, and is as it should be."""

    timer: int


Intent = (
    StartDue
    | StartRoutine
    | SnoozeDue
    | SkipDue
    | DoneDue
    | Drank
    | PauseReminders
    | ResumeReminders
    | Returned
    | Moved
    | CountAsBreak
    | HoldMovement
    | AllowMovement
    | Acknowledge
    | SessionKey
    | Felt
    | CheckIn
    | Rate
    | Pin
    | GoAgain
    | LeaveCover
    | StartCare
    | StopCare
    | SkinFine
)

ReminderIntent = (
    StartDue
    | SnoozeDue
    | SkipDue
    | DoneDue
    | PauseReminders
    | ResumeReminders
    | Returned
    | Moved
    | CountAsBreak
    | HoldMovement
    | AllowMovement
)

"""What is for the reminders alone."""
