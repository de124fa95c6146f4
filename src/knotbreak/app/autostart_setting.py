"""What starts at log-in as a row among the settings, though it is no key of their file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.autostart import Autostart, AutostartView, Start
from knotbreak.core.settings_reference import SettingRow
from knotbreak.core.text import N_

if TYPE_CHECKING:
    from knotbreak.app.setting_values import Key

KEY: Key = ("autostart",)

ROW = SettingRow(
    name="autostart",
    section="",
    type="true or false",
    least=None,
    most=None,
    choices=(),
    unit="",
    default="",
    optional=False,
    label=N_("Start at log-in"),
    help="",
)


class AutostartSetting:
    """Asks the system anew each time: others change it, too."""

    def __init__(self, autostart: Autostart) -> None:
        self._autostart = autostart

    def look(self) -> AutostartView:
        """How things stand."""
        return self._autostart.look()

    def set_on(self, on: bool) -> Callable[[], None]:
        """Switch it; the answer takes that back. Raises `ProblemError`."""
        back = self._autostart.remember()
        self._autostart.set_on(on)
        return back


def help_of(view: AutostartView) -> str:
    """How things stand, in words; with what to know about it where nothing is wrong."""
    return view.words if _is_wrong(view) else f"{view.words} {view.hint}".rstrip()


def problem_of(view: AutostartView) -> str:
    """Why it does not start, or not this program, and what can be done; else empty."""
    parts = (view.command, view.hint) if _is_wrong(view) else ()
    return "\n".join(part for part in parts if part)


def _is_wrong(view: AutostartView) -> bool:
    return view.start in (Start.REFUSED, Start.OTHER)
