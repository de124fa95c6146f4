"""What a program can be heard with: nothing of it is loaded before the first sound."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.play_settings import PlaySettings
from knotbreak.bootstrap.files import CATALOGUES
from knotbreak.core.settings import Settings
from knotbreak.core.sound_settings import Announce, Level, SoundSettings, level_at
from knotbreak.core.units import Instant
from knotbreak.storage.folders import Folders, builtin_root

if TYPE_CHECKING:
    from knotbreak.core.tone import Tone
    from knotbreak.system.sounds import SystemSounds


class LazySounds:
    """The `Sounds` port on one that is made when it is first wanted."""

    def __init__(self, folders: Folders, settings: Callable[[], SoundSettings]) -> None:
        self._folders = folders
        self._settings = settings
        self._sounds: SystemSounds | None = None

    @property
    def mute(self) -> bool:
        """Whether sounds were wanted and nothing plays them."""
        return self._sounds is not None and self._sounds.mute

    def play(self, tone: Tone) -> None:
        """Begin a tone."""
        self._made().play(tone)

    def speak(self, text: str) -> None:
        """Begin to say something."""
        self._made().speak(text)

    def stop(self) -> None:
        """Be silent, which nothing has to be loaded for."""
        if self._sounds is not None:
            self._sounds.stop()

    def _made(self) -> SystemSounds:
        if self._sounds is None:
            from knotbreak.system.sounds import SystemSounds

            self._sounds = SystemSounds(
                builtin_root() / "assets" / "sounds",
                self._folders.runtime / "tones",
                language(),
                self._settings,
                os.environ,
            )
        return self._sounds


def language() -> str:
    """The language that the program's words are in."""
    found = gettext.find("knotbreak", str(builtin_root() / CATALOGUES))
    return "en" if found is None else Path(found).parts[-3].replace("_", "-")


def play_settings(settings: Settings, now: Instant) -> PlaySettings:
    """What the settings change about a session at this moment."""
    session = settings.session
    level = level_at(settings.sound, settings.place, now)
    return PlaySettings(
        settings.breath_holds,
        session.bell or level is not Level.SILENT,
        settings.figure,
        session.until_back,
        level,
        settings.sound.breath,
    )


def announce(settings: Settings, now: Instant) -> tuple[Announce, Level]:
    """How a reminder comes at this moment: where nothing may sound, it is seen."""
    level = level_at(settings.sound, settings.place, now)
    return (Announce.SEEN if level is Level.SILENT else settings.sound.reminders), level
