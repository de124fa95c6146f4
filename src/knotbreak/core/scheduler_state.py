"""The scheduler's memory and its words: the state that survives a restart, answers, events."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from knotbreak.core.appointments import Appointment
from knotbreak.core.units import Instant

STATE_VERSION = 1

USER = "user"
"""The key of the person's own pause."""

GUIDE = "guide"
"""The key of the hold after an answer in the guide that asks for a professional first."""

BACK = "back"
"""The key of a break that goes on until the person says that they are back."""

LASTING = frozenset({USER, GUIDE})
"""Only the person ends these; all other reasons belong to what watches for them."""


class Answer(StrEnum):
    """What a person does with what is due."""

    START = "start"
    SNOOZE = "snooze"
    SKIP = "skip"
    DONE = "done"
    DISMISS = "dismiss"


class Gone(StrEnum):
    """Why an offer ended without an answer."""

    LAPSED = "lapsed"
    DISMISSED = "dismissed"
    BREAK = "break"
    PAUSED = "paused"
    HOURS = "hours"
    TAKEN_ELSEWHERE = "taken-elsewhere"
    RESTART = "restart"
    SETTINGS = "settings"


class Group(msgspec.Struct, frozen=True):
    """What falls due together: one leads, the answer holds for all."""

    lead: str
    merged: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """The leading reminder and the merged ones."""
        return (self.lead, *self.merged)

    def without(self, ids: Collection[str]) -> Group | None:
        """What is left when some are settled; without its lead a group is none."""
        if self.lead in ids:
            return None
        return Group(self.lead, tuple(id_ for id_ in self.merged if id_ not in ids))


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that is open. `until_ms` is when it lapses, `snoozes` how often it was put off."""

    id: int
    group: Group
    at_ms: int
    until_ms: int
    quiet: bool
    snoozes: int = 0
    repeat: bool = False


class Snooze(msgspec.Struct, frozen=True, kw_only=True):
    """Something put off until a moment."""

    group: Group
    until_ms: int
    snoozes: int


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """Something due that nobody answered; it waits in the tray.

    What is `softened` was never shown: it is offered when the reason for that is over.
    """

    group: Group
    since_ms: int
    snoozes: int = 0
    repeat: bool = True
    softened: bool = False


class PauseReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why reminders are held now.

    `key` tells reasons apart (`USER` is the person's own pause), `why` is a word for what it is,
    `owner` who it comes from, `words` both for the person, already worded. It ends by itself at
    `until_ms` (monotonic) or `until_utc_ms`, or with neither when told to. A reason that `counts`
    leaves the clocks of work running; while one `sits`, stillness is no rest either (a call),
    unless with another nobody is there (`away`). A `soft` one leaves what falls due to the tray;
    with `movement_only` just what moves is held.
    """

    key: str
    why: str = ""
    owner: str = ""
    words: str = ""
    until_ms: int | None = None
    until_utc_ms: int | None = None
    counts: bool = False
    sits: bool = False
    away: bool = False
    soft: bool = False
    movement_only: bool = False

    @property
    def holds_all(self) -> bool:
        """Whether no notice at all is shown meanwhile."""
        return not (self.soft or self.movement_only)


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """Something due that waits for a pause in the typing, at the latest until `limit_ms`."""

    limit_ms: int


class Absence(msgspec.Struct, frozen=True):
    """A stillness that was no break by itself, though the person may know better."""

    from_ms: int
    until_ms: int


class SchedulerState(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """All that the scheduler remembers. Moments are monotonic unless the name says otherwise.

    `active_from_ms` is how far back a stillness may undo the count of work, `rested_ms` when the
    last rest was counted: an absence that reaches back before it is the same rest. Nothing is
    offered before `quiet_until_ms`.
    """

    version: int = STATE_VERSION
    mono_ms: int = 0
    boot_ms: int = 0
    utc_ms: int = 0
    next_offer_id: int = 1
    counted_ms: dict[str, int] = {}
    due_since_ms: dict[str, int] = {}
    fixed_due: dict[str, int] = {}
    fixed_seen_utc_ms: dict[str, int] = {}
    in_hours: dict[str, bool] = {}
    active_from_ms: int = 0
    idle_from_ms: int | None = None
    break_counted: bool = False
    session: bool = False
    offer: Offer | None = None
    owed: tuple[Owed, ...] = ()
    snoozed: tuple[Snooze, ...] = ()
    pending: Pending | None = None
    pauses: dict[str, PauseReason] = {}
    quiet_until_ms: int | None = None
    rested_ms: int | None = None
    interrupted_ms: tuple[int, ...] = ()
    skips_in_row: int = 0
    absence: Absence | None = None
    planned: tuple[Appointment, ...] = ()


class Offered(msgspec.Struct, frozen=True):
    """Show a notice; `typed` if the hands have hardly rested for long."""

    at_ms: int
    offer: Offer
    short: bool
    can_snooze: bool
    typed: bool = False


class OfferGone(msgspec.Struct, frozen=True):
    """Take a notice down; nobody answered it."""

    at_ms: int
    offer: Offer
    why: Gone


class Answered(msgspec.Struct, frozen=True):
    """A person answered what was due; `minutes` with a snooze. `offer_id` is None from the tray."""

    at_ms: int
    group: Group
    answer: Answer
    offer_id: int | None = None
    minutes: int | None = None


class WaitingForPause(msgspec.Struct, frozen=True):
    """Something is due: tell the scheduler as soon as the input rests."""

    at_ms: int


class NaturalBreak(msgspec.Struct, frozen=True):
    """Nobody was at the machine for long enough to call it a break; it began at `from_ms`."""

    at_ms: int
    from_ms: int


class CameBack(msgspec.Struct, frozen=True):
    """Somebody is there again after a natural break that began at `from_ms`."""

    at_ms: int
    from_ms: int


class PauseBegan(msgspec.Struct, frozen=True):
    """Reminders are held."""

    at_ms: int
    reason: PauseReason


class PauseEnded(msgspec.Struct, frozen=True):
    """A reason is over; `still_held` if another one still holds everything."""

    at_ms: int
    reason: PauseReason
    still_held: bool


class FixedMissed(msgspec.Struct, frozen=True):
    """A fixed time passed while the machine slept, the clock was changed, or reminders were off."""

    at_ms: int
    reminder: str


class Held(msgspec.Struct, frozen=True):
    """Something fell due while notices are held; `reasons` are the words for why."""

    at_ms: int
    reminder: str
    reasons: tuple[str, ...]


class Softened(msgspec.Struct, frozen=True):
    """Something fell due and is left to the tray alone; `reasons` are the words for why."""

    at_ms: int
    group: Group
    reasons: tuple[str, ...]


class SkippedOften(msgspec.Struct, frozen=True):
    """So many were skipped in a row that it is time to ask, once, whether fewer are wanted."""

    at_ms: int
    skips: int


SchedulerEvent = (
    Offered
    | OfferGone
    | Answered
    | WaitingForPause
    | NaturalBreak
    | CameBack
    | PauseBegan
    | PauseEnded
    | FixedMissed
    | Held
    | Softened
    | SkippedOften
)


class NothingDueError(Exception):
    """An answer to nothing; nothing has changed."""


class SnoozeRefusedError(Exception):
    """It has been put off as often as it may be; nothing has changed."""


def shift_waits(state: SchedulerState, by_ms: int) -> None:
    """Move the ends of waits: time that went by without the monotonic clock."""
    replace = msgspec.structs.replace
    if state.offer is not None:
        state.offer = replace(state.offer, until_ms=state.offer.until_ms + by_ms)
    state.snoozed = tuple(replace(one, until_ms=one.until_ms + by_ms) for one in state.snoozed)
    if state.quiet_until_ms is not None:
        state.quiet_until_ms += by_ms
    if state.rested_ms is not None:
        state.rested_ms += by_ms
    state.interrupted_ms = tuple(moment + by_ms for moment in state.interrupted_ms)
    if state.absence is not None:
        state.absence = replace(
            state.absence,
            from_ms=state.absence.from_ms + by_ms,
            until_ms=state.absence.until_ms + by_ms,
        )
    for key, reason in state.pauses.items():
        if reason.until_ms is not None:
            state.pauses[key] = replace(reason, until_ms=reason.until_ms + by_ms)


def shift_all(state: SchedulerState, by_ms: int) -> None:
    """Move every remembered moment: another boot counts from another zero."""
    replace = msgspec.structs.replace
    state.due_since_ms = {id_: moment + by_ms for id_, moment in state.due_since_ms.items()}
    state.fixed_due = {id_: moment + by_ms for id_, moment in state.fixed_due.items()}
    state.active_from_ms += by_ms
    if state.idle_from_ms is not None:
        state.idle_from_ms += by_ms
    state.owed = tuple(replace(one, since_ms=one.since_ms + by_ms) for one in state.owed)
    if state.offer is not None:
        state.offer = replace(state.offer, at_ms=state.offer.at_ms + by_ms)
    if state.pending is not None:
        state.pending = Pending(limit_ms=state.pending.limit_ms + by_ms)
    shift_waits(state, by_ms)


def snapshot_of(state: SchedulerState, now: Instant) -> SchedulerState:
    """A copy of everything, with the moment that it is of."""
    # Everything below the tables is frozen: copying them is enough (2 µs, 60 through builtins).
    return msgspec.structs.replace(
        state,
        mono_ms=now.mono_ms,
        boot_ms=now.boot_ms,
        utc_ms=now.utc_ms,
        counted_ms=dict(state.counted_ms),
        due_since_ms=dict(state.due_since_ms),
        fixed_due=dict(state.fixed_due),
        fixed_seen_utc_ms=dict(state.fixed_seen_utc_ms),
        in_hours=dict(state.in_hours),
        pauses=dict(state.pauses),
    )


def restored(snapshot: SchedulerState, now: Instant, same_boot: bool) -> SchedulerState:
    """A copy of a snapshot with all its moments as seen from now, on this boot's clocks."""
    gap_ms = now.boot_ms - snapshot.boot_ms if same_boot else now.utc_ms - snapshot.utc_ms
    state = snapshot_of(snapshot, now)
    shift_all(state, now.mono_ms - max(0, gap_ms) - snapshot.mono_ms)
    return state
