"""Tones or a voice by Qt, as a process of its own: `python -m knotbreak.qt.sound_process tones`.

Each line of its input is a request as JSON, and is answered by a line: "ok" or "failed". It ends
with its input, and by itself after `IDLE_MS` without a request: an open device costs power.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, QTimer, QUrl, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QSoundEffect

IDLE_MS = 120_000

LATE_MS = 5_000
"""An engine or a device that has not begun by then has failed."""

NOT_OURS = frozenset({"mock", "speechd"})
"""Engines that are not used: one is silent. The other silences every program that speaks when it
is stopped, a screen reader among them; what it reaches, `system.speech_dispatcher` does too."""

Answer = Callable[[bool], None]


class Performer(Protocol):
    """Carries requests out, one at a time; each is answered once."""

    def perform(self, request: Mapping[str, Any], answer: Answer, /) -> None:
        """Do it, and answer when it has begun or cannot be done."""


class Tones:
    """Plays WAV files. One that was played once begins at once the next time."""

    def __init__(self) -> None:
        self._effects: dict[tuple[str, str | None], QSoundEffect] = {}

    def perform(self, request: Mapping[str, Any], answer: Answer) -> None:
        """Play, be silent, or say whether there is anything to play to."""
        if "play" in request:
            self._play(str(request["play"]), request.get("device"), answer)
        elif "stop" in request:
            for effect in self._effects.values():
                effect.stop()
            answer(True)
        else:
            answer(self._device(None) is not None)

    def _play(self, file: str, device: str | None, answer: Answer) -> None:
        from PySide6.QtMultimedia import QSoundEffect

        output = self._device(device)
        if output is None:
            answer(False)
            return
        effect = self._effects.get((file, device))
        if effect is None:
            effect = self._effects[file, device] = QSoundEffect(output)
            effect.setSource(QUrl.fromLocalFile(file))
        made = effect

        def look() -> None:
            match made.status():
                case QSoundEffect.Status.Ready:
                    made.play()
                    answer(True)
                case QSoundEffect.Status.Error:
                    # Not at once: it is telling us so.
                    self._effects.pop((file, device)).deleteLater()
                    answer(False)

        if made.status() is QSoundEffect.Status.Loading:
            made.statusChanged.connect(look, Qt.ConnectionType.SingleShotConnection)
        else:
            look()

    def _device(self, name: str | None) -> QAudioDevice | None:
        from PySide6.QtMultimedia import QMediaDevices

        for output in QMediaDevices.audioOutputs():
            if name is not None and name in (output.description(), output.id().toStdString()):
                return output
        usual = QMediaDevices.defaultAudioOutput()
        return None if usual.isNull() else usual


class Voice:
    """Speaks. The engine is made with the first words."""

    def __init__(self, not_ours: frozenset[str] = NOT_OURS) -> None:
        self._not_ours = not_ours
        self._speech: Any = None

    def perform(self, request: Mapping[str, Any], answer: Answer) -> None:
        """Say something in place of what is being said, be silent, or say whether it could."""
        if "say" in request:
            self._say(request, answer)
        elif "stop" in request:
            if self._speech is not None:
                self._speech.stop()
            answer(True)
        else:
            answer(bool(self._engines()))

    def _engines(self) -> Sequence[str]:
        from PySide6.QtTextToSpeech import QTextToSpeech

        return [name for name in QTextToSpeech.availableEngines() if name not in self._not_ours]

    def _say(self, request: Mapping[str, Any], answer: Answer) -> None:
        from PySide6.QtTextToSpeech import QTextToSpeech

        if self._speech is None:
            engines = self._engines()
            if not engines:
                answer(False)
                return
            self._speech = QTextToSpeech(engines[0])
        speech, text = self._speech, str(request["say"])

        def look() -> None:
            match speech.state():
                case QTextToSpeech.State.Error:
                    speech.deleteLater()
                    self._speech = None
                    answer(False)
                case QTextToSpeech.State.Ready:
                    speech.setLocale(QLocale(str(request.get("language", "en"))))
                    speech.setVolume(float(request.get("volume", 100)) / 100)
                    speech.say(text)
                    answer(True)

        speech.stop()
        # Engines that are made in the background are in error until they are ready.
        if speech.state() is QTextToSpeech.State.Ready:
            look()
        else:
            speech.stateChanged.connect(look, Qt.ConnectionType.SingleShotConnection)


class _Lines(QObject):
    """The input, read by a thread: where it is a pipe, not every system's Qt can wait for it."""

    came = Signal(str)
    ended = Signal()

    def read(self) -> None:
        """Read it to its end."""
        for line in sys.stdin:
            self.came.emit(line)
        self.ended.emit()


class Service(QObject):
    """Hands each request to a performer, and writes its answer."""

    def __init__(self, performer: Performer, say: Callable[[str], None]) -> None:
        super().__init__()
        self._performer = performer
        self._say = say
        self._number = 0
        self._late = self._timer(LATE_MS)
        self._late.timeout.connect(self._on_late)
        self._idle = self._timer(IDLE_MS)
        self._idle.timeout.connect(QCoreApplication.quit)
        self._idle.start()

    def take(self, line: str) -> None:
        """A request has come; the next one comes after the answer."""
        self._number += 1
        number = self._number

        def answer(well: bool) -> None:
            # What comes after its time has been answered already.
            if number == self._number and self._late.isActive():
                self._late.stop()
                self._say("ok" if well else "failed")

        self._idle.start()
        self._late.start()
        self._performer.perform(json.loads(line), answer)

    def _on_late(self) -> None:
        self._say("failed")

    def _timer(self, ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        return timer


def main(what: str) -> int:
    """Serve until the input ends; the answer is the exit status."""
    app = QCoreApplication([])
    service = Service(Tones() if what == "tones" else Voice(), lambda word: print(word, flush=True))
    lines = _Lines()
    lines.came.connect(service.take)
    lines.ended.connect(app.quit)
    threading.Thread(target=lines.read, daemon=True).start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
