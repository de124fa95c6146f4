"""The care timers as a front end sees them: what can be begun, and what runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.care_safety import BarredView, CarePage, CareSafety
from knotbreak.app.care_views import CareView
from knotbreak.app.care_words import CareWording
from knotbreak.app.controller import Controller
from knotbreak.app.intents import HoldMovement, SkinFine, StartCare, StopCare
from knotbreak.app.pausing import Refused
from knotbreak.core.body import Area, NamedPattern
from knotbreak.core.breathing import BreathMoment
from knotbreak.core.care import breath_of
from knotbreak.core.care_state import CareKind, CareTimer
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.guide.shape import CardId

if TYPE_CHECKING:
    from knotbreak.app.ports import Tones, Translator


class CareFrame(msgspec.Struct, frozen=True):
    """The numbers of one moment of a timer, for whoever draws it. `breath` is None but in
    breathing, and there in a quiet sit."""

    elapsed_ms: int
    remaining_ms: int
    breath: BreathMoment | None


class CareFront:
    """Reads and asks the controller's care timers."""

    def __init__(
        self,
        controller: Controller,
        safety: CareSafety,
        translator: Translator,
        tones: Tones,
        person: Callable[[], FigureSettings] = FigureSettings,
    ) -> None:
        self._controller = controller
        self._safety = safety
        self.words = CareWording(translator)
        self.tones = tones
        self.person = person

    # -- before --------------------------------------------------------------------------------

    def shorts(self) -> dict[CareKind, str]:
        """A sentence about each kind."""
        return self._safety.shorts()

    def page(self, wish: StartCare) -> CarePage:
        """What is read before the start."""
        return self._safety.page(wish)

    def patterns(self) -> tuple[NamedPattern, ...]:
        """The ways of breathing that can be chosen."""
        return self._safety.patterns()

    def hindered(self, wish: StartCare) -> str:
        """Why this cannot begin now; empty if it can."""
        now = self._controller.clock.now()
        return self._controller.care.caring(now).hindered(wish, now)

    def needs_reading(self, kind: CareKind) -> bool:
        """Whether the cautions come before the start."""
        now = self._controller.clock.now()
        return self._controller.care.caring(now).needs_reading(kind)

    def fits(self, wish: StartCare, bar_id: str) -> BarredView:
        """One of the sentences fits: why it does not begin. Movement waits where a card says so."""
        return self._noted(self._safety.fits(wish, bar_id))

    def emergency(self, area: Area | None) -> BarredView:
        """One of the signs fits that call for help. Movement waits from now on."""
        return self._noted(self._safety.card(CardId.EMERGENCY, area))

    def _noted(self, barred: BarredView) -> BarredView:
        if barred.holds:
            self._controller.handle(HoldMovement())
        return barred

    def start(self, wish: StartCare) -> str:
        """Begin it; the answer is why it cannot, or empty."""
        return self._ask(wish)

    # -- what runs -----------------------------------------------------------------------------

    def views(self) -> tuple[CareView, ...]:
        """The timers that run, in words."""
        return self._controller.care.views(self._controller.clock.now())

    def frame(self, timer: CareTimer) -> CareFrame:
        """The numbers of this moment."""
        now = self._controller.clock.now()
        left_ms = self._controller.care.caring(now).remaining_ms(timer, now)
        elapsed_ms = min(timer.length_ms, max(0, timer.length_ms - left_ms))
        breathes = timer.kind is CareKind.BREATHE
        breath = breath_of(timer, elapsed_ms) if breathes else None
        return CareFrame(elapsed_ms, max(0, left_ms), breath)

    def stop(self, timer: int) -> str:
        """It is off, or enough; the answer is what keeps it from being so, or empty."""
        return self._ask(StopCare(timer))

    def skin_fine(self, timer: int) -> str:
        """The skin looks fine; the answer is as that of `stop`."""
        return self._ask(SkinFine(timer))

    def _ask(self, intent: StartCare | StopCare | SkinFine) -> str:
        try:
            self._controller.handle(intent)
        except Refused as reason:
            return str(reason)
        return ""
