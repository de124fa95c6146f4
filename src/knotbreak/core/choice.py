"""A choice among the routines: what is wanted, what it fell on, and why."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from knotbreak.core.body import Area


class Why(StrEnum):
    """The reason for a choice, for the person to read."""

    PINNED = "pinned"
    SHORT = "short"
    HANDS = "hands"
    NEVER_DONE = "never-done"
    LONGEST_AGO = "longest-ago"
    ONLY_ONE = "only-one"
    EVENING = "evening"
    OVERDUE = "overdue"
    PLAN = "plan"
    NAMED = "named"
    MIX = "mix"
    LIKED = "liked"
    WAITED = "waited"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the moment asks for: a `short` one, or something for `hands` that have long typed."""

    short: bool = False
    hands: bool = False


class Choice(msgspec.Struct, frozen=True):
    """A routine and the reason for it; `area` is what it is for, which had waited `days`."""

    routine: str
    why: Why
    area: Area | None = None
    days: int = 0
