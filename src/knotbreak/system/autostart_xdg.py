"""Autostart on a free desktop: an entry in `autostart` (Desktop Application Autostart Spec).

The user's folder comes before the system's, where a distribution may have put an entry. An entry
counts for nothing with `Hidden=true`, or where `OnlyShowIn`, `NotShowIn` or `TryExec` say so;
`X-GNOME-Autostart-enabled=false` is how GNOME's and MATE's settings switch one off.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.autostart import AutostartView, Start
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.system.desktop_entry import (
    command_of,
    entry_text,
    entry_values,
    exec_line,
    is_true,
    shown_in,
)
from knotbreak.system.entry_file import EntryFile, Write

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

NAME = "knotbreak.desktop"
_ENABLED = "X-GNOME-Autostart-enabled"

_BY_HAND = frozenset(
    {"sway", "i3", "hyprland", "river", "niri", "labwc", "wayfire", "openbox", "awesome", "bspwm"}
)
"""Window managers that carry out no such entries unless something beside them does."""


class XdgAutostart:
    """Implements the `Autostart` port.

    Args:
        command: What starts this very program.
        environ: Of the session.
        write: How files are written.
    """

    means = "XDG autostart"

    def __init__(
        self,
        command: Sequence[str],
        translator: Translator,
        write: Write,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._command = list(command)
        self._ = translator.gettext
        self._environ = environ
        home = Path(environ.get("HOME") or "/")
        own = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "autostart" / NAME
        self._own = EntryFile(own, write, translator)
        folders = (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
        self._shared = [Path(folder) / "autostart" / NAME for folder in folders if folder]

    def look(self) -> AutostartView:
        """Read the entry that counts."""
        _ = self._
        values = self._values()
        if values is None:
            words = _("It does not start when you log in.")
            return AutostartView(start=Start.OFF, words=words)
        refused = self._refused(values)
        if refused:
            return AutostartView(start=Start.REFUSED, words=refused, hint=self._hint())
        command = command_of(values.get("Exec", ""))
        if not command or self._missing(command[0]):
            words = _("The entry that starts it at log-in starts a program that is not there.")
            return AutostartView(start=Start.OTHER, words=words, hint=self._hint())
        if command != self._command:
            words = _("Another knotbreak than this one starts when you log in.")
            line = exec_line(command)
            return AutostartView(start=Start.OTHER, words=words, hint=self._hint(), command=line)
        words = _("It starts when you log in.")
        if self._by_hand():
            words = _("The entry that starts it at log-in is there.")
            hint = _("{desktop} may not carry it out: then add knotbreak run to its own file.")
            hint = hint.format(desktop=self._desktops()[0])
            return AutostartView(start=Start.ON, words=words, hint=hint)
        return AutostartView(start=Start.ON, words=words)

    def set_on(self, on: bool, /) -> None:
        """Write the entry anew, or take it away; one of the system's is hidden."""
        if on:
            self._put(self._entry())
        elif any(path.is_file() for path in self._shared):
            self._put({**self._entry(), "Hidden": "true"})
        else:
            self._own.remove()

    def remember(self) -> Callable[[], None]:
        """The user's own entry; nothing else is ever written."""
        return self._own.remember()

    def _put(self, values: Mapping[str, str]) -> None:
        self._own.put(entry_text(values).encode())

    def _entry(self) -> dict[str, str]:
        return {
            "Type": "Application",
            "Name": "knotbreak",
            "Comment": self._("Break reminders that end in a guided stretch"),
            "Exec": exec_line(self._command),
            "Icon": "knotbreak",
            "Terminal": "false",
            _ENABLED: "true",
            # The panel first: an icon finds its place then.
            "X-GNOME-Autostart-Delay": "2",
            "X-KDE-autostart-after": "panel",
            "X-LXQt-Need-Tray": "true",
        }

    def _values(self) -> dict[str, str] | None:
        """Of the first entry there is, the user's before the system's."""
        for path in (self._own.path, *self._shared):
            try:
                return entry_values(path.read_text(encoding="utf-8", errors="replace"))
            except OSError:
                continue
        return None

    def _refused(self, values: Mapping[str, str]) -> str:
        """Why an entry that is there does not count; empty if it does."""
        _ = self._
        if is_true(values, "Hidden"):
            return _("Its entry is there, but switched off (Hidden=true).")
        if not is_true(values, _ENABLED, otherwise=True):
            return _("Its entry is there, but switched off in the settings of your desktop.")
        if not shown_in(values, self._desktops()):
            return _("Its entry is there, but not for this desktop.")
        wanted = values.get("TryExec", "")
        if wanted and self._missing(wanted):
            return _("Its entry is there, but waits for a program that is not installed.")
        return ""

    def _missing(self, program: str) -> bool:
        return shutil.which(program, path=self._environ.get("PATH", os.defpath)) is None

    def _hint(self) -> str:
        return self._("Switched on anew (knotbreak autostart on), it starts this one.")

    def _desktops(self) -> list[str]:
        return [name for name in self._environ.get("XDG_CURRENT_DESKTOP", "").split(":") if name]

    def _by_hand(self) -> bool:
        return any(name.lower() in _BY_HAND for name in self._desktops())


class SandboxAutostart:
    """Implements the `Autostart` port where a sandbox keeps the entries to itself."""

    def __init__(self, translator: Translator, sandbox: str) -> None:
        self._ = translator.gettext
        self.means = sandbox

    def look(self) -> AutostartView:
        """Nothing can be told."""
        words = self._("Inside {sandbox} knotbreak cannot see or change what starts at log-in.")
        return AutostartView(
            start=Start.UNKNOWN,
            words=words.format(sandbox=self.means),
            hint=self._("Add knotbreak to the startup applications of your desktop."),
            changeable=False,
        )

    def set_on(self, on: bool, /) -> None:
        """Refuse; raises ProblemError."""
        del on
        view = self.look()
        raise ProblemError(Problem(where=self.means, what=view.words, hint=view.hint))

    def remember(self) -> Callable[[], None]:
        """Nothing has been changed, so nothing is brought back."""
        return lambda: None
