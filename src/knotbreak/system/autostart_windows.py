r"""Autostart on Windows: the Run key of the user, and the switch that Windows puts beside it.

- HKCU\Software\Microsoft\Windows\CurrentVersion\Run: a value for each program, its command
  line (learn.microsoft.com, "Run and RunOnce Registry Keys").
- HKCU\...\Explorer\StartupApproved\Run: what the person chose in Task Manager or in Settings,
  of the same name, twelve bytes: an odd first byte is off, the last eight say since when. Not
  documented; read, never written: it is the person's.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from knotbreak.app.autostart import AutostartView, Start
from knotbreak.core.problems import Problem, ProblemError

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

NAME = "knotbreak"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


def switched_off(approved: bytes | None) -> bool:
    """Whether the person has switched an entry off in Windows."""
    return bool(approved) and approved is not None and approved[0] % 2 == 1


class WindowsAutostart:
    """Implements the `Autostart` port with a module of the shape of `winreg`."""

    means = "HKCU Run"

    def __init__(self, command: Sequence[str], translator: Translator, winreg: Any) -> None:
        self._line = subprocess.list2cmdline(command)
        self._ = translator.gettext
        self._winreg = winreg

    def look(self) -> AutostartView:
        """Read both keys."""
        _ = self._
        line = self._value(RUN)
        if not isinstance(line, str):
            words = _("It does not start when you log in.")
            return AutostartView(start=Start.OFF, words=words)
        approved = self._value(APPROVED)
        if switched_off(approved if isinstance(approved, bytes) else None):
            words = _("Its entry is there, but switched off in Windows.")
            hint = _("Switch it on in Settings, Apps, Startup: only you can.")
            return AutostartView(start=Start.REFUSED, words=words, hint=hint)
        if line != self._line:
            words = _("Another knotbreak than this one starts when you log in.")
            hint = _("Switched on anew (knotbreak autostart on), it starts this one.")
            return AutostartView(start=Start.OTHER, words=words, hint=hint, command=line)
        return AutostartView(start=Start.ON, words=_("It starts when you log in."))

    def set_on(self, on: bool, /) -> None:
        """Write the value or take it away; raises ProblemError."""
        self._put(self._line if on else None)

    def remember(self) -> Callable[[], None]:
        """Our value of the Run key."""
        line = self._value(RUN)
        return lambda: self._put(line if isinstance(line, str) else None)

    def _put(self, line: str | None) -> None:
        reg = self._winreg
        try:
            with reg.CreateKey(reg.HKEY_CURRENT_USER, RUN) as key:
                if line is not None:
                    reg.SetValueEx(key, NAME, 0, reg.REG_SZ, line)
                elif self._value(RUN) is not None:
                    reg.DeleteValue(key, NAME)
        except OSError as error:
            what = self._("could not be written: {why}").format(why=error.strerror or error)
            raise ProblemError(Problem(where=self.means, what=what)) from error

    def _value(self, path: str) -> object:
        """Our value in a key; None if there is none."""
        reg = self._winreg
        try:
            with reg.OpenKey(reg.HKEY_CURRENT_USER, path) as key:
                value, _kind = reg.QueryValueEx(key, NAME)
        except OSError:
            return None
        return value
