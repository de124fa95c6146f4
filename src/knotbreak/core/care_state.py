"""Care timers as they are kept: what runs, and what has to rest.

Values only: the tray program holds them all day, the machine of `core.care` only while one runs.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from knotbreak.core.body import Area, NamedPattern, Side


class CareKind(StrEnum):
    """What helps besides movement, and is done for a time."""

    HEAT = "heat"
    COLD = "cold"
    MASSAGE = "massage"
    BREATHE = "breathe"


class CareStage(StrEnum):
    """How far a timer is.

    `checking` waits for a look at the skin, `checked` goes on after one. What lies on the skin is
    `over` at the end of its time and `limit` when it must not stay any longer, until the person
    says that it is off.
    """

    RUNNING = "running"
    CHECKING = "checking"
    CHECKED = "checked"
    OVER = "over"
    LIMIT = "limit"


class CareTimer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One timer, `length_ms` long. `begun_boot_ms` counts on while the machine sleeps."""

    id: int
    kind: CareKind
    length_ms: int
    begun_boot_ms: int
    begun_utc_ms: int
    area: Area | None = None
    side: Side = Side.BOTH
    pattern: NamedPattern = NamedPattern.FREE
    stage: CareStage = CareStage.RUNNING


class CareUse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Heat or cold that ended: the same place rests for a while."""

    kind: CareKind
    area: Area | None = None
    ended_boot_ms: int


class CareState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All timers, as of one moment by two clocks.

    `notices` are the alarms on the screen: the notifier's own names for them, by timer.
    `breath_read` is whether the cautions of breathing have been read.
    """

    boot_ms: int = 0
    utc_ms: int = 0
    last_id: int = 0
    timers: tuple[CareTimer, ...] = ()
    uses: tuple[CareUse, ...] = ()
    notices: dict[str, str] = {}
    breath_read: bool = False
