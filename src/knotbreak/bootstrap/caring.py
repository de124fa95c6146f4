"""Gives the care timers what they need of the outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.care_safety import CareSafety
from knotbreak.app.caring import Caring
from knotbreak.app.notice import Notice
from knotbreak.bootstrap.files import region_of
from knotbreak.core.scheduler_state import GUIDE
from knotbreak.core.units import Instant
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.guide_files import load_guide

if TYPE_CHECKING:
    from knotbreak.app.ports import Notifier
    from knotbreak.bootstrap.program import Program
    from knotbreak.guide.book import Guide

Alarm = Callable[[Notice, bool], None]
"""Sounds, and brings the window if something has to be done."""

ShowCare = Callable[[int, str | None], None]
"""Brings the window of a timer to the front, with the token of the click that asked for it."""


class CareParts:
    """Implements `CareOutside` for a program.

    Args:
        notifier: A way to the screen for one timer.
        alarm, show: What the program has for them.
    """

    def __init__(
        self,
        program: Program,
        notifier: Callable[[], Notifier],
        alarm: Alarm,
        show: ShowCare,
    ) -> None:
        self._program = program
        self.notifier = notifier
        self.alarm = alarm
        self.show = show
        self._safety: CareSafety | None = None

    @property
    def safety(self) -> CareSafety:
        """What comes before a timer begins."""
        if self._safety is None:
            program = self._program
            self._safety = CareSafety(
                self._guide,
                lambda: program.settings.settings.health,
                lambda: program.settings.settings.breath_holds,
                lambda: GUIDE in program.controller.reminding.scheduler.state.pauses,
                program.translator,
                region_of(os.environ),
            )
        return self._safety

    def coordinator(self, now: Instant) -> Caring:
        """The timers."""
        return Caring(now, self._program.translator, lambda wish: self.safety.barred(wish))

    def _guide(self) -> Guide:
        library = self._program.library
        return load_guide(builtin_root(), library.stretches(), library.routines())
