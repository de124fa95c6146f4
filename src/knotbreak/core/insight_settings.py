"""The settings of the insights."""

from __future__ import annotations

from typing import Annotated

import msgspec

from knotbreak.core.busy_settings import about
from knotbreak.core.text import N_


class InsightSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the program says of how it is going."""

    streak: Annotated[
        bool,
        about(
            N_("Days in a row"),
            N_("Whether the workdays in a row that had a break are counted before you."),
        ),
    ] = True
    week: Annotated[
        bool,
        about(
            N_("The week in one line"),
            N_("On the last screens of the last workday of a week, from three in the afternoon."),
        ),
    ] = True
