"""What front ends draw of the care timers."""

from __future__ import annotations

import msgspec

from knotbreak.core.care_state import CareTimer
from knotbreak.core.units import MINUTE_MS


class CareView(msgspec.Struct, frozen=True, kw_only=True):
    """A care timer that runs.

    `line` says how long it still takes, for a menu; `until` says when it ends, which does not
    change with every minute, and `clock` only the time of day. `asks` is what the person should do
    now, or empty. `ends` is local ISO time.
    """

    timer: CareTimer
    title: str
    line: str
    until: str
    clock: str
    asks: str
    stop_words: str
    ends: str
    remaining_s: int


def care_row(view: CareView) -> dict[str, object]:
    """A care timer for programs."""
    timer = view.timer
    return {
        "id": timer.id,
        "kind": timer.kind.value,
        "area": None if timer.area is None else timer.area.value,
        "side": timer.side.value,
        "pattern": timer.pattern.value,
        "minutes": timer.length_ms // MINUTE_MS,
        "stage": timer.stage.value,
        "remaining_s": view.remaining_s,
        "ends": view.ends,
        "asks": view.asks,
    }
