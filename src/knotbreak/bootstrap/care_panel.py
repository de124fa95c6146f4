"""The window of the care timers, and their way to the screen where there are windows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from knotbreak.app.panels import Panel
from knotbreak.app.ports import Notifier
from knotbreak.bootstrap.caring import CareParts
from knotbreak.core.breathing import BreathPhase
from knotbreak.qt.application import beep
from knotbreak.qt.panels import Maker, PanelWindow
from knotbreak.system.notify_fdo import FdoNotifier

if TYPE_CHECKING:
    from knotbreak.bootstrap.in_windows import WindowProgram


class BeepTones:
    """Implements `Tones` with the desktop's one bell."""

    def alarm(self) -> None:
        """Ring it."""
        beep()

    def breath(self, phase: BreathPhase) -> None:
        """Ring it for the way in and the way out; a hold of the breath is silent."""
        if phase in (BreathPhase.INHALE, BreathPhase.EXHALE):
            beep()


def window_care(program: WindowProgram) -> CareParts:
    """What the timers need of the outside."""

    def notifier() -> Notifier:
        words, speed, bus = program.translator, program.clock.speed, program.session_bus
        return FdoNotifier(program.loop, words, speed=speed, bus=bus)

    def show(about: str, token: str | None, quietly: bool) -> None:
        program.front.panels.show(Panel.CARE, about, token, quietly=quietly)

    return CareParts(program, notifier, BeepTones().alarm, show)


def care_panels(program: WindowProgram, parts: CareParts) -> Mapping[Panel, Maker]:
    """How the window is made."""

    def make() -> PanelWindow:
        from knotbreak.app.care_front import CareFront
        from knotbreak.qt.care_window import CareWindow

        front = CareFront(
            program.controller,
            parts.safety,
            program.translator,
            BeepTones(),
            lambda: program.settings.settings.figure,
        )
        return CareWindow(program.front.look, program.translator, front)

    return {Panel.CARE: make}
