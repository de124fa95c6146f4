"""The settings of how the windows and the icon look."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from knotbreak.core.busy_settings import about
from knotbreak.core.text import N_


class Scheme(StrEnum):
    """Which colours the windows have."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Accent(StrEnum):
    """Where the one strong colour comes from."""

    SYSTEM = "system"
    OWN = "own"


class LookSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How it looks."""

    theme: Annotated[
        Scheme, about(N_("Theme"), N_("Light, dark or strong contrast; or as the system has it."))
    ] = Scheme.SYSTEM
    accent: Annotated[
        Accent,
        about(N_("Accent colour"), N_("The system's, where it has one; or knotbreak's own teal.")),
    ] = Accent.SYSTEM
    still: Annotated[
        bool, about(N_("Hold still"), N_("Nothing glides; pictures change four times a second."))
    ] = False
    plain_icon: Annotated[
        bool, about(N_("Plain icon"), N_("The knot in the tray keeps its shape all day."))
    ] = False
