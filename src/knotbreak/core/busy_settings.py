"""The settings of what makes a bad moment."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotbreak.core.text import N_


def about(label: str, help_text: str, unit: str = "", *, files: str = "") -> Meta:
    """What people read of a setting, marked with `N_` for the translators.

    `files` is for one that names a file: what such files are called, such as "*.ics".
    """
    return Meta(title=label, description=help_text, extra={"unit": unit, "files": files})


BusyName = Literal[
    "call",
    "do-not-disturb",
    "inhibitor",
    "full-screen",
    "program",
    "calendar",
    "battery",
    "monitor",
]
"""What may be looked at: the kinds of `interruptions.Kind` but the locked screen."""

ProgramName = Annotated[str, Meta(min_length=1, max_length=100)]
MonitorName = Annotated[str, Meta(min_length=1, max_length=40)]


class BusySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is looked at before a notice comes."""

    # A laptop runs on its battery all day: that is for those who ask for it.
    reasons: Annotated[
        Annotated[tuple[BusyName, ...], Meta(max_length=8)],
        about(
            N_("Bad moments"),
            N_("What makes a reminder wait, or leaves it to the tray. An empty list: nothing."),
        ),
    ] = ("call", "do-not-disturb", "inhibitor", "full-screen", "program", "calendar", "monitor")
    programs: Annotated[
        Annotated[tuple[ProgramName, ...], Meta(max_length=50)],
        about(N_("Programs"), N_("While one of these runs, reminders wait; such as obs or zoom.")),
    ] = ()
    monitors: Annotated[
        Annotated[tuple[MonitorName, ...], Meta(max_length=20)],
        about(
            N_("Your screens"),
            N_("As knotbreak doctor names them; with another one connected, only the tray."),
        ),
    ] = ()
    calendar: Annotated[
        Annotated[str, Meta(max_length=1000)] | None,
        about(
            N_("Calendar file"),
            N_("An .ics file on this machine; while it says busy, reminders wait."),
            files="*.ics",
        ),
    ] = None
