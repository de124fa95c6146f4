"""When the workstation checklist is offered: the tray asks, and needs nothing else of the guide."""

from __future__ import annotations

from knotbreak.core.units import DAY_MS

WORKSTATION_AGAIN_MS = 90 * DAY_MS
"""So long after it was gone through, the workstation checklist is offered again."""


def workstation_due(last_utc_ms: int | None, now_utc_ms: int) -> bool:
    """Whether to offer the workstation checklist: never gone through, or 90 days ago."""
    return last_utc_ms is None or now_utc_ms - last_utc_ms >= WORKSTATION_AGAIN_MS
