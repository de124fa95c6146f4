"""What the settings change about a session."""

from __future__ import annotations

import msgspec

from knotbreak.core.figure_settings import FigureSettings
from knotbreak.core.sound_settings import Level


class PlaySettings(msgspec.Struct, frozen=True):
    """With `until_back`, a break lasts until the person says that they are back.

    `sound` says whether anything tells of a moment to somebody who looks away; `level` what may be
    heard now, `breath_tones` whether the breath may.
    """

    breath_holds: bool = True
    sound: bool = True
    figure: FigureSettings = FigureSettings()
    until_back: bool = False
    level: Level = Level.SILENT
    breath_tones: bool = True
