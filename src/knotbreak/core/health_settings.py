"""The settings of what a person goes easy on. They never leave this computer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.body import Area
from knotbreak.core.busy_settings import about
from knotbreak.core.faults import Fault, Path
from knotbreak.core.text import N_

_NUMBER = re.compile(r"[0-9]([0-9 -]*[0-9])?\Z")


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
        Annotated[str, Meta(max_length=20)] | None,
        about(
            N_("Emergency number"),
            N_("Shown first on the emergency card; without it, the one of your country."),
        ),
    ] = None

    @property
    def going_easy(self) -> frozenset[Flag]:
        """The flags in force: a named area is an injury, whether the flag was set or not."""
        return frozenset(self.flags) | ({Flag.INJURY} if self.injured else frozenset())


def health_faults(path: Path, settings: HealthSettings) -> Iterator[Fault]:
    """Gather what cannot be a number to call."""
    number = settings.emergency_number
    if number is not None and not _NUMBER.match(number):
        yield Fault((*path, "emergency_number"), "is no telephone number", "such as 112")
