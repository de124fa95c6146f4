"""The strong mode: a break that covers the screens when its notice is not answered.

Opt-in, and never a trap: what is offered on the covers is the open notice, so they go when it goes
(an answer, a lock, a call, its own end); Esc takes them away, and sleep and a screen that is
unplugged do, too.
"""

from __future__ import annotations

from collections.abc import Callable

from knotbreak.app.effects import AwaitInputPause, Effect
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import Reminding
from knotbreak.app.state import Skips
from knotbreak.core.scheduler_state import Offer
from knotbreak.core.strong_settings import StrongSettings
from knotbreak.core.units import MINUTE_MS, SECOND_MS, Instant

HEADS_UP_MS = 30 * SECOND_MS
"""The notice alone is shown for so long."""

LATEST_MS = HEADS_UP_MS + 3 * MINUTE_MS
"""So long after the notice came the covers wait no more for a pause in the typing."""


class Covering:
    """Says when the screens are covered, and how many breaks may still be skipped today."""

    def __init__(
        self, reminding: Reminding, playing: Playing, settings: Callable[[], StrongSettings]
    ) -> None:
        self.skips = Skips()
        self._reminding = reminding
        self._playing = playing
        self._settings = settings
        self._awaited: int | None = None
        self._covered: int | None = None
        self._left: int | None = None
        self._session_left: str | None = None

    @property
    def settings(self) -> StrongSettings:
        """The settings in force."""
        return self._settings()

    @property
    def offer(self) -> Offer | None:
        """What the covers offer now; None while they offer nothing."""
        offer = self._wanted()
        return offer if offer is not None and offer.id == self._covered else None

    @property
    def session(self) -> bool:
        """Whether a session that a reminder began has the screens for itself."""
        open_ = self._playing.open
        if open_ is None or open_.reminder is None or not self._playing.moving:
            return False
        return self.settings.on and open_.key != self._session_left

    def deadline(self) -> int | None:
        """When `advance` has something to do."""
        offer = self._wanted()
        if offer is None or offer.id == self._covered:
            return None
        return offer.at_ms + (LATEST_MS if offer.id == self._awaited else HEADS_UP_MS)

    def advance(self, now: Instant) -> list[Effect]:
        """Let time pass."""
        due_ms, offer = self.deadline(), self._wanted()
        if due_ms is None or offer is None or now.mono_ms < due_ms:
            return []
        if now.mono_ms >= offer.at_ms + LATEST_MS:
            self._covered = offer.id
            return []
        self._awaited = offer.id
        return [AwaitInputPause()]

    def input_paused(self) -> None:
        """The typing rests: nothing is typed into a cover that comes now."""
        offer = self._wanted()
        if offer is not None and offer.id == self._awaited:
            self._covered = offer.id

    def leave(self) -> None:
        """Take the covers away. What is due stays due; a session goes on in its window."""
        offer, open_ = self._reminding.scheduler.state.offer, self._playing.open
        self._left = None if offer is None else offer.id
        self._session_left = None if open_ is None else open_.key

    def skips_left(self, now: Instant) -> int:
        """How many breaks can still be skipped today."""
        return max(0, self.settings.skips - self._today(now).count)

    def may_skip(self, now: Instant) -> bool:
        """Whether what is due can be skipped."""
        return not self._counts() or self.skips_left(now) > 0

    def skipping(self, now: Instant) -> None:
        """What is due is being skipped."""
        if self._counts():
            today = self._today(now)
            self.skips = Skips(today.day, today.count + 1)

    def _today(self, now: Instant) -> Skips:
        day = now.local.date().isoformat()
        return self.skips if self.skips.day == day else Skips(day)

    def _counts(self) -> bool:
        """Whether what is due is a break of the strong mode."""
        due = self._reminding.scheduler.due
        return due is not None and self.settings.on and self._moves(due.lead)

    def _moves(self, id_: str) -> bool:
        lead = self._reminding.scheduler.reminder(id_)
        return lead is not None and lead.starts_session

    def _wanted(self) -> Offer | None:
        """The open notice, if it is one that covers the screens sooner or later."""
        state = self._reminding.scheduler.state
        offer = state.offer
        if offer is None or offer.quiet or offer.repeat or offer.id == self._left or state.session:
            return None
        return offer if self.settings.on and self._moves(offer.group.lead) else None
