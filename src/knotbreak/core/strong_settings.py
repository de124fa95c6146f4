"""The settings of the strong mode."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.busy_settings import about
from knotbreak.core.text import N_


class StrongSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A break that covers the screens when its notice is not answered."""

    on: Annotated[
        bool,
        about(
            N_("Strong mode"),
            N_("A break whose notice nobody answers covers every screen; Esc always leaves it."),
        ),
    ] = False
    hold_s: Annotated[
        Annotated[float, Meta(ge=0.5, le=10)],
        about(N_("Hold to skip"), N_("So long the skip button has to be held."), "s"),
    ] = 2
    skips: Annotated[
        Annotated[int, Meta(ge=0, le=50)],
        about(N_("Skips a day"), N_("So many breaks can be skipped on one day.")),
    ] = 3
