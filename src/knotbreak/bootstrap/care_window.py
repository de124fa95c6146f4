"""The care timers where there are windows: their window, sounds and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.notice import Notice
from knotbreak.app.panels import Panel
from knotbreak.bootstrap.caring import CareParts
from knotbreak.core.breathing import BreathPhase
from knotbreak.qt.application import beep
from knotbreak.system.notify_fdo import FdoNotifier

if TYPE_CHECKING:
    from knotbreak.app.ports import Notifier
    from knotbreak.bootstrap.in_windows import WindowProgram
    from knotbreak.qt.care_window import CareWindow


class BeepTones:
    """Implements `Tones` with the desktop's one bell."""

    def alarm(self) -> None:
        """Ring it."""
        beep()

    def breath(self, phase: BreathPhase) -> None:
        """Ring it for the way in and the way out; a hold of the breath is silent."""
        if phase in (BreathPhase.INHALE, BreathPhase.EXHALE):
            beep()


class WindowCareParts(CareParts):
    """`CareParts` with a window and the desktop's notices."""

    def __init__(self, program: WindowProgram) -> None:
        self._windowed = program
        super().__init__(program, self._new_notifier, self._on_alarm, self._bring)

    def window(self) -> CareWindow:
        """Make the window, which a timer begun elsewhere does without."""
        from knotbreak.app.care_front import CareFront
        from knotbreak.qt.care_window import CareWindow

        program = self._windowed
        tones, person = BeepTones(), lambda: program.settings.settings.figure
        front = CareFront(program.controller, self.safety, program.translator, tones, person)
        return CareWindow(program.front.look, program.translator, front)

    def _new_notifier(self) -> Notifier:
        program = self._windowed
        speed, bus = program.clock.speed, program.session_bus
        return FdoNotifier(program.loop, program.translator, speed=speed, bus=bus)

    def _on_alarm(self, notice: Notice, window: bool) -> None:
        BeepTones().alarm()
        if window:
            # Nobody asked for it just now: it comes without the focus.
            panels = self._windowed.front.panels
            panels.show(Panel.CARE, f"timer:{notice.offer_id}", quietly=True)

    def _bring(self, timer: int, token: str | None) -> None:
        self._windowed.front.panels.show(Panel.CARE, f"timer:{timer}", token)
