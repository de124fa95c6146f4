"""The settings of whose turn it is: areas, how many a day; and of the check-in."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.body import Area
from knotbreak.core.busy_settings import about
from knotbreak.core.text import N_


class TurnSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the routines take turns by."""

    areas: Annotated[
        Annotated[tuple[Area, ...], Meta(max_length=16)],
        about(
            N_("Your areas"),
            N_("What you would like to do more for; each has several turns a week."),
        ),
    ] = ()
    a_day: Annotated[
        Annotated[int, Meta(ge=0, le=20)],
        about(
            N_("Sessions a day"),
            N_("After so many, stretches are offered quietly for the day. 0 never turns quiet."),
        ),
    ] = 3


class CheckInSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The optional note of how tight an area is."""

    ask: Annotated[
        bool,
        about(
            N_("Ask how tight it is"),
            N_("After a session, from 0 to 10; once a day for an area at most."),
        ),
    ] = True
