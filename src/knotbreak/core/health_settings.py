"""The settings of what a person goes easy on. They never leave this computer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.body import Area
from knotbreak.core.busy_settings import about
from knotbreak.core.text import N_


class Flag(StrEnum):
    """Something to go easy on, as the person has told."""

    INJURY = "injury"
    NECK = "neck"
    BACK = "back"
    OSTEOPOROSIS = "osteoporosis"
    KNEE = "knee"
    HIP = "hip"
    SHOULDER = "shoulder"
    WRIST = "wrist"
    PREGNANCY = "pregnancy"
    HEART = "heart"
    BALANCE = "balance"
    RHEUMATOID = "rheumatoid"
    GENTLE = "gentle"
    FLUID = "fluid"


class HealthSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to go easy on, and whom to call."""

    flags: Annotated[
        Annotated[tuple[Flag, ...], Meta(max_length=14)],
        about(
            N_("Go easy on"),
            N_("Movements that do not suit are left out or made gentler, wherever they come from."),
        ),
    ] = ()
    injured: Annotated[
        Annotated[tuple[Area, ...], Meta(max_length=16)],
        about(
            N_("Injured or operated on"),
            N_("Everything for these areas is left out; all the rest is gentle."),
        ),
    ] = ()
    emergency_number: Annotated[
        Annotated[str, Meta(pattern="^[0-9]([0-9 -]{0,18}[0-9])?$")] | None,
        about(
            N_("Emergency number"),
            N_("Shown first on the emergency card; without it, the one of your country."),
        ),
    ] = None

    @property
    def going_easy(self) -> frozenset[Flag]:
        """The flags in force: a named area is an injury, whether the flag was set or not."""
        return frozenset(self.flags) | ({Flag.INJURY} if self.injured else frozenset())
