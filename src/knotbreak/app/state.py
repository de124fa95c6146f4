"""What the program remembers across restarts, besides its history."""

from __future__ import annotations

from typing import Literal

import msgspec

from knotbreak.core.body import Area
from knotbreak.core.care_state import CareState
from knotbreak.core.scheduler_state import SchedulerState
from knotbreak.core.worse import Worse


class OpenSession(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session that had not ended when the state was written."""

    key: str
    routine: str
    reminder: str | None = None
    began_utc_ms: int
    held_ms: int = 0


class OpenNotice(msgspec.Struct, frozen=True):
    """A notice on the screen: `handle` is the notifier's own name for it."""

    offer_id: int
    handle: str = ""


class Skips(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many breaks were skipped on a day (ISO date); the strong mode counts them."""

    day: str = ""
    count: int = 0


class Noted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What felt worse, and the areas for which a physiotherapist has been named already."""

    worse: tuple[Worse, ...] = ()
    advised: tuple[Area, ...] = ()


class WindowPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the person last had the session window.

    `box` is x, y, width and height of its normal form, in pixels from the top left of the free
    area of whichever screen it opens on; None until it has been there.
    """

    form: Literal["normal", "corner", "full"] = "normal"
    box: tuple[int, int, int, int] | None = None


class AppState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The state file. `boot_id` tells whether the machine was started anew since."""

    version: int = 1
    boot_id: str = ""
    safety_version: int = 0
    scheduler: SchedulerState | None = None
    notice: OpenNotice | None = None
    offer_routine: str | None = None
    session: OpenSession | None = None
    skips: Skips = Skips()
    care: CareState | None = None
    noted: Noted = Noted()
