"""Tones and a voice by what the system has; loaded with the first sound.

Whatever may wait does so in a short-lived thread, one for tones and one for words: the loop never
does, and a player that fails, hangs or dies makes nothing worse than silence.
"""

from __future__ import annotations

import itertools
import sys
import wave
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.core.sound_settings import SoundSettings
from knotbreak.system.aside import Lane
from knotbreak.system.sound_by_qt import QtSounds
from knotbreak.system.sound_programs import Player, Running, players, speakers
from knotbreak.system.speech_dispatcher import SpeechDispatcher

if TYPE_CHECKING:
    from knotbreak.core.tone import Tone

AS_MADE = 50
"""The volume at which a tone is played as its file is."""


QT = "Qt"
"""How the sounds by Qt are called among the programs."""


class SystemSounds:
    """The `Sounds` port. What failed is passed over until the next `stop`.

    Attributes:
        mute: Whether nothing could be found that plays the last tone.
    """

    def __init__(
        self,
        files: Path,
        scratch: Path,
        language: str,
        settings: Callable[[], SoundSettings],
        environ: Mapping[str, str],
    ) -> None:
        self._settings = settings
        self._language = language
        self._tones = Lane("tones")
        self._words = Lane("voice")
        self._files = ToneFiles(files, scratch)
        self._playing = Running(environ)
        self._speaking = Running(environ)
        self._tones_by_qt = QtSounds("tones", environ)
        self._voice_by_qt = QtSounds("voice", environ)
        self._dispatcher = (
            None if sys.platform in ("win32", "darwin") else SpeechDispatcher(language, environ)
        )
        self.mute = False
        self._failed: set[str] = set()
        # Of tones and of words, the last one that counts: what waits behind a stop is not heard.
        self._count = itertools.count(1)
        self._first_tone = 0
        self._last_words = 0

    def play(self, tone: Tone) -> None:
        """Begin a tone."""
        number, settings = next(self._count), self._settings()
        self._tones.begin(lambda: self._play(number, tone, settings))

    def speak(self, text: str) -> None:
        """Begin to say something."""
        number, settings = next(self._count), self._settings()
        self._last_words = number
        self._speaking.end()
        self._words.begin(lambda: self._speak(number, text, settings))

    def stop(self) -> None:
        """Be silent."""
        self._first_tone = self._last_words = next(self._count)
        self._playing.end()
        self._speaking.end()
        self._tones.begin(self._hush_tones)
        self._words.begin(self._hush_words)

    # -- in their threads --------------------------------------------------------------------------

    def _play(self, number: int, tone: Tone, settings: SoundSettings) -> None:
        try:
            file = self._files.at(tone, settings.volume)
        except (OSError, wave.Error, EOFError):
            return
        if number < self._first_tone:
            return
        if sys.platform == "win32" and _play_on_windows(file):
            self.mute = False
            return
        for player in players():
            if number < self._first_tone:
                return
            if player.name not in self._failed:
                if self._played(player, file, settings.device):
                    self.mute = False
                    return
                self._failed.add(player.name)
        self.mute = not self._played_by_qt(file, settings.device)

    def _played(self, player: Player, file: Path, device: str | None) -> bool:
        # A device that is not there now (headphones) must not cost the sound.
        return self._playing.start(player.command(file, device)) or (
            device is not None and self._playing.start(player.command(file, None))
        )

    def _played_by_qt(self, file: Path, device: str | None) -> bool:
        if QT in self._failed:
            return False
        if self._tones_by_qt.ask(play=str(file), device=device):
            return True
        self._failed.add(QT)
        return False

    def _speak(self, number: int, text: str, settings: SoundSettings) -> None:
        dispatcher = self._dispatcher
        if number < self._last_words:
            return
        if dispatcher is not None and "dispatcher" not in self._failed:
            try:
                dispatcher.say(text, settings.volume)
            except OSError:
                self._failed.add("dispatcher")
            else:
                return
        for speaker in speakers():
            if number < self._last_words:
                return
            if speaker.name not in self._failed:
                call = speaker.call(self._language, settings.volume)
                if self._speaking.start([speaker.name, *call], text):
                    return
                self._failed.add(speaker.name)
        if number == self._last_words:
            self._voice_by_qt.ask(say=text, language=self._language, volume=settings.volume)

    def _hush_tones(self) -> None:
        if sys.platform == "win32":
            _play_on_windows(None)
        # Started between the stop and now.
        self._playing.end()
        self._tones_by_qt.stop()
        self._failed.clear()

    def _hush_words(self) -> None:
        self._speaking.end()
        self._voice_by_qt.stop()
        if self._dispatcher is not None:
            try:
                self._dispatcher.quiet()
            except OSError:
                self._dispatcher.close()


def _play_on_windows(file: Path | None) -> bool:
    """Play a file in place of what plays, or nothing; whether that can be done."""
    if sys.platform == "win32":
        import winsound

        how = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
        try:
            winsound.PlaySound(None if file is None else str(file), how)
        except RuntimeError:
            return False
        return True
    return file is None


class ToneFiles:
    """The tones at a volume: not every player has one of its own."""

    def __init__(self, files: Path, scratch: Path) -> None:
        self._files = files
        self._scratch = scratch

    def at(self, tone: Tone, volume: int) -> Path:
        """A file to play.

        Raises:
            OSError, wave.Error, EOFError: if it cannot be read or made.
        """
        made = self._files / f"{tone.value}.wav"
        if volume == AS_MADE:
            return made
        scaled = self._scratch / f"{tone.value}-{volume}.wav"
        if scaled.is_file() and scaled.stat().st_size == made.stat().st_size:
            return scaled
        with wave.open(str(made)) as source:
            shape, frames = source.getparams(), source.readframes(source.getnframes())
        values = array("h", frames)
        if sys.byteorder == "big":
            values.byteswap()
        louder = array("h", (max(-32_768, min(32_767, v * volume // AS_MADE)) for v in values))
        if sys.byteorder == "big":
            louder.byteswap()
        self._scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun = scaled.with_suffix(".part")
        with wave.open(str(begun), "wb") as target:
            target.setparams(shape)
            target.writeframes(louder.tobytes())
        begun.replace(scaled)
        return scaled
