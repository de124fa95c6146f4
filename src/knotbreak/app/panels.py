"""The windows that a person opens from the menu, looks at and closes."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from knotbreak.core.body import Area


class Panel(StrEnum):
    """A window to open. What the menu calls it is `app.wording.Wording.panel`."""

    RELIEF = "relief"
    CARE = "care"
    CHECK = "check"
    INSIGHTS = "insights"
    SETTINGS = "settings"
    WELCOME = "welcome"


class OpenPanel(msgspec.Struct, frozen=True):
    """What a page asks for that only the front end can do: a window, at what it is `about`."""

    panel: Panel
    about: str = ""


SEE = "see:"
"""Before an area: the card that says whom to see about it."""


def whom_to_see(area: Area) -> OpenPanel:
    """The guide, at that card."""
    return OpenPanel(Panel.RELIEF, f"{SEE}{area.value}")
