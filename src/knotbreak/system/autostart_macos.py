"""Autostart on macOS: a property list in ~/Library/LaunchAgents (man launchd.plist).

macOS 13 and later list such an agent under Login Items, where the person can switch it off; a
program without a bundle of its own is not told of that.
"""

from __future__ import annotations

import plistlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from knotbreak.app.autostart import AutostartView, Start
from knotbreak.system.entry_file import EntryFile, Write

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

LABEL = "local.knotbreak.knotbreak"
FOLDER = Path("Library") / "LaunchAgents"


class MacosAutostart:
    """Implements the `Autostart` port."""

    means = "LaunchAgents"

    def __init__(
        self,
        command: Sequence[str],
        translator: Translator,
        write: Write,
        home: Path,
    ) -> None:
        self._command = list(command)
        self._ = translator.gettext
        self._file = EntryFile(home / FOLDER / f"{LABEL}.plist", write, translator)

    def look(self) -> AutostartView:
        """Read the list."""
        _ = self._
        try:
            found = plistlib.loads(self._file.path.read_bytes())
        except OSError:
            words = _("It does not start when you log in.")
            return AutostartView(start=Start.OFF, words=words)
        except (plistlib.InvalidFileException, ExpatError, ValueError):
            found = None
        hint = _("Switched on anew (knotbreak autostart on), it starts this one.")
        if not isinstance(found, dict):
            words = _("The entry that starts it at log-in cannot be read.")
            return AutostartView(start=Start.OTHER, words=words, hint=hint)
        if found.get("Disabled") is True or found.get("RunAtLoad") is not True:
            words = _("Its entry is there, but switched off.")
            return AutostartView(start=Start.REFUSED, words=words, hint=hint)
        command = found.get("ProgramArguments")
        if command != self._command:
            said = " ".join(map(str, command)) if isinstance(command, list) else ""
            words = _("Another knotbreak than this one starts when you log in.")
            return AutostartView(start=Start.OTHER, words=words, hint=hint, command=said)
        return AutostartView(
            start=Start.ON,
            words=_("The entry that starts it at log-in is there."),
            hint=_(
                "If it does not start: macOS may have it off in Settings, General, Login Items."
            ),
        )

    def set_on(self, on: bool, /) -> None:
        """Write the list or take it away; raises ProblemError."""
        if on:
            values = {
                "Label": LABEL,
                "ProgramArguments": self._command,
                "RunAtLoad": True,
                "ProcessType": "Interactive",
                # Not for a log-in from afar, where there is no screen.
                "LimitLoadToSessionType": "Aqua",
            }
            self._file.put(plistlib.dumps(values))
        else:
            self._file.remove()

    def remember(self) -> Callable[[], None]:
        """The list as it is."""
        return self._file.remember()
