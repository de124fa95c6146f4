"""The care timers of the program with windows; what they take is imported when one is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.care_desk import CareDesk
from knotbreak.app.panels import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knotbreak.bootstrap.care_window import WindowCareParts
    from knotbreak.bootstrap.in_windows import WindowProgram
    from knotbreak.qt.panel_window import PanelWindow
    from knotbreak.qt.panels import Maker


def window_care(program: WindowProgram) -> CareDesk:
    """The timers."""

    def make() -> WindowCareParts:
        from knotbreak.bootstrap.care_window import WindowCareParts

        return WindowCareParts(program)

    return CareDesk(make)


def care_panels(program: WindowProgram) -> Mapping[Panel, Maker]:
    """How their window is made."""

    def make() -> PanelWindow:
        from knotbreak.bootstrap.care_window import WindowCareParts

        parts = program.controller.care.outside
        assert isinstance(parts, WindowCareParts)
        return parts.window()

    return {Panel.CARE: make}
