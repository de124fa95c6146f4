"""The settings of the figure that shows the movements."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.busy_settings import about
from knotbreak.core.text import N_


class Hair(StrEnum):
    """The colour of the figure's hair."""

    BLACK = "black"
    BROWN = "brown"
    CHESTNUT = "chestnut"
    BLOND = "blond"
    GREY = "grey"


class Glow(StrEnum):
    """The colour of where a stretch is felt."""

    CORAL = "coral"
    AMBER = "amber"


class FigureSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who shows the movements."""

    skin: Annotated[
        Annotated[int, Meta(ge=1, le=5)],
        about(N_("Skin"), N_("From 1, the lightest, to 5, the darkest.")),
    ] = 1
    hair: Annotated[Hair, about(N_("Hair"), N_("The colour of the hair."))] = Hair.BROWN
    glow: Annotated[
        Glow,
        about(
            N_("Glow"),
            N_("Where it should be felt; amber for eyes that see red and green alike."),
        ),
    ] = Glow.CORAL
