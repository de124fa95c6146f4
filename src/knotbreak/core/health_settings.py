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
    """What is left out of the offers."""

    flags: Annotated[
        Annotated[tuple[Flag, ...], Meta(max_length=14)],
        about(
            N_("Go easy on"),
            N_("What does not suit is not offered. This stays on this computer."),
        ),
    ] = ()
    injured: Annotated[
        Annotated[tuple[Area, ...], Meta(max_length=16)],
        about(
            N_("Injured areas"),
            N_("With a recent injury or operation: nothing that moves these is offered."),
        ),
    ] = ()
