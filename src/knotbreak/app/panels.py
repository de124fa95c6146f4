"""The windows that a person opens from the menu, looks at and closes."""

from __future__ import annotations

from enum import StrEnum


class Panel(StrEnum):
    """A window to open. What the menu calls it is `app.wording.Wording.panel`."""

    RELIEF = "relief"
    CARE = "care"
    CHECK = "check"
    INSIGHTS = "insights"
    SETTINGS = "settings"
    WELCOME = "welcome"
