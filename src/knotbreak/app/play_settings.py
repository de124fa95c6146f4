"""What the settings change about a session."""

from __future__ import annotations

import msgspec

from knotbreak.core.figure_settings import FigureSettings


class PlaySettings(msgspec.Struct, frozen=True):
    """With `until_back`, a break lasts until the person says that they are back."""

    breath_holds: bool = True
    sound: bool = True
    figure: FigureSettings = FigureSettings()
    until_back: bool = False
