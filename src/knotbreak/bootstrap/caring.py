"""Gives the care timers what they need of the outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.care_safety import CareSafety
from knotbreak.app.caring import Caring
from knotbreak.app.ports import Notice, Notifier
from knotbreak.app.relief import Body
from knotbreak.core.scheduler_state import GUIDE
from knotbreak.core.units import Instant
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.guide_files import load_guide

if TYPE_CHECKING:
    from knotbreak.bootstrap.program import Program
    from knotbreak.guide.book import Guide

ShowCare = Callable[[str, str | None, bool], None]
"""Brings the window of care timers: about what, with which token, and whether quietly."""


class CareParts:
    """Implements `CareOutside` for a program.

    Args:
        notifier: A way to the screen for one timer.
        sound: Makes the sound of an alarm.
        show: Brings the window; does what it can where there are none.
    """

    def __init__(
        self,
        program: Program,
        notifier: Callable[[], Notifier],
        sound: Callable[[], None],
        show: ShowCare,
    ) -> None:
        self._program = program
        self.notifier = notifier
        self._sound = sound
        self._show = show
        self._safety: CareSafety | None = None

    @property
    def safety(self) -> CareSafety:
        """What comes before a timer begins."""
        if self._safety is None:
            program = self._program
            self._safety = CareSafety(
                self._guide,
                Body,
                lambda: program.settings.settings.breath_holds,
                lambda: GUIDE in program.controller.reminding.scheduler.state.pauses,
                program.translator,
            )
        return self._safety

    def coordinator(self, now: Instant) -> Caring:
        """The timers."""
        return Caring(now, self._program.translator, lambda wish: self.safety.barred(wish))

    def alarm(self, notice: Notice) -> None:
        """Sound and window; nobody asked for the window just now, so it comes without the focus."""
        self._sound()
        self._show(f"timer:{notice.offer_id}", None, True)

    def show(self, timer: int, token: str | None) -> None:
        """Bring the window to the front."""
        self._show(f"timer:{timer}", token, False)

    def _guide(self) -> Guide:
        library = self._program.library
        return load_guide(builtin_root(), library.stretches(), library.routines())
