"""What can be asked for by a name from outside: launchers, the bus of the desktop, shortcuts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ACTIONS: Mapping[str, tuple[str, str | None]] = MappingProxyType(
    {
        "start": ("play", "routine"),
        "done": ("done", None),
        "snooze": ("snooze", "minutes"),
        "skip": ("skip", None),
        "drank": ("water", "glasses"),
        "pause": ("pause", "minutes"),
        "resume": ("resume", None),
        "back": ("back", None),
        "moved": ("moved", None),
        "count-as-break": ("count-as-break", None),
        "allow-movement": ("allow-movement", None),
        "show": ("show", "what"),
        "quit": ("quit", None),
    }
)
"""Each action with its command of `app.commands`, and what its one parameter means, if any."""


def request_of(action: str, parameter: object = None) -> Mapping[str, object] | None:
    """The request for an action; None if there is none of that name, or without a parameter."""
    command, means = ACTIONS.get(action, (None, None))
    if command is None or (parameter is not None and means is None):
        return None
    args = {} if means is None or parameter is None else {means: parameter}
    return {"cmd": command, "args": args}
