"""What an earlier run left behind: its notice, its session, its timers, and where the reminders
stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.care_desk import CareDesk
from knotbreak.app.effects import CloseStale, Effect
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import Reminding
from knotbreak.app.state import AppState
from knotbreak.core.units import Instant

if TYPE_CHECKING:
    from knotbreak.app.care_alarms import CareHost


class Reopening:
    """Hands what was left to the coordinators."""

    def __init__(
        self, boot_id: str, reminding: Reminding, playing: Playing, care: CareDesk, host: CareHost
    ) -> None:
        self._boot_id = boot_id
        self._reminding = reminding
        self._playing = playing
        self._care = care
        self._host = host

    def effects(self, left: AppState | None, now: Instant) -> list[Effect]:
        """Continue where the run that left this state stopped."""
        if left is None:
            self._care.start(self._host, None, now, same_boot=False)
            return []
        same_boot = left.boot_id == self._boot_id
        effects: list[Effect] = self._care.start(self._host, left.care, now, same_boot)
        self._playing.safety_version = left.safety_version
        if left.notice is not None and left.notice.handle:
            effects.append(CloseStale(left.notice.handle))
        if left.session is not None:
            effects += self._playing.end_left_open(left.session, now)
        if left.scheduler is not None:
            snapshot = left.scheduler
            away_ms = now.boot_ms - snapshot.boot_ms if same_boot else now.utc_ms - snapshot.utc_ms
            self._reminding.scheduler.restore(now, snapshot, same_boot)
            events = self._reminding.scheduler.restarted(now, max(0, away_ms))
            effects += self._reminding.effects(now, events)
        self._reminding.continue_with(left.offer_routine)
        return effects
