"""Which means for tones and for speech are here, for `doctor`. Waits for small programs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.signals import Outcome, Tried
from knotbreak.system.commands import run_briefly
from knotbreak.system.sound_by_qt import Part, QtSounds
from knotbreak.system.sound_programs import players, speakers
from knotbreak.system.speech_dispatcher import PROGRAM, socket_path

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

_SERVER: Mapping[str, Sequence[str]] = {
    "pw-play": ("pw-cli", "info", "0"),
    "paplay": ("pactl", "info"),
    "aplay": ("aplay", "-l"),
}
"""What fails where a player would play to nobody."""


def tones_found(translator: Translator, environ: Mapping[str, str]) -> tuple[Tried, ...]:
    """Every player in the order in which they are tried."""
    _, port = translator.gettext, translator.gettext("tones")
    if sys.platform == "win32":
        words = _("Windows plays them.")
        return (Tried(port=port, means="winsound", outcome=Outcome.CHOSEN, words=words),)
    ways: list[Tried] = []
    for player in players():
        outcome, words, hint = Outcome.CHOSEN, _("It plays them."), ""
        if shutil.which(player.name, path=environ.get("PATH")) is None:
            outcome = Outcome.NOT_HERE
            words = _("The program {name} is not installed.").format(name=player.name)
            hint = _("Install pipewire-bin, pulseaudio-utils or alsa-utils to hear tones.")
        elif not _serves(_SERVER.get(player.name, ()), environ):
            outcome = Outcome.NOT_HERE
            words = _("{name} is installed, but there is nothing it could play to.").format(
                name=player.name
            )
        ways.append(Tried(port=port, means=player.name, outcome=outcome, words=words, hint=hint))
        if outcome is Outcome.CHOSEN:
            # What stands in the way of the others is of no concern then.
            return (*(_without_hint(way) for way in ways[:-1]), ways[-1])
    return _with_qt(translator, environ, "tones", ways)


def speech_found(
    translator: Translator, environ: Mapping[str, str], *, heard: bool
) -> tuple[Tried, ...]:
    """Every voice in the order in which they are tried; none of use where nothing is `heard`."""
    _, port = translator.gettext, translator.gettext("voice")
    if not heard:
        words = _("Without a way to play sound there is no voice either.")
        return (Tried(port=port, means="", outcome=Outcome.NOT_HERE, words=words),)
    names = [speaker.name for speaker in speakers()]
    if sys.platform not in ("win32", "darwin"):
        names.insert(0, PROGRAM)
    ways: list[Tried] = []
    for name in names:
        listens = name == PROGRAM and socket_path(environ).is_socket()
        if listens or shutil.which(name, path=environ.get("PATH")) is not None:
            words = _("It speaks.")
            chosen = Tried(port=port, means=name, outcome=Outcome.CHOSEN, words=words)
            return (*(_without_hint(way) for way in ways), chosen)
        words = _("The program {name} is not installed.").format(name=name)
        hint = _("Install speech-dispatcher or espeak-ng to hear the guidance spoken.")
        ways.append(Tried(port=port, means=name, outcome=Outcome.NOT_HERE, words=words, hint=hint))
    return _with_qt(translator, environ, "voice", ways)


def _with_qt(
    translator: Translator, environ: Mapping[str, str], part: Part, ways: Sequence[Tried]
) -> tuple[Tried, ...]:
    """After all that failed, Qt: it is asked whether it could."""
    _, by_qt = translator.gettext, QtSounds(part, environ)
    found = Outcome.NOT_HERE
    if not by_qt.here:
        words = _("The extra [sound] of knotbreak is not installed.")
    elif by_qt.ask():
        words = _("It plays them.") if part == "tones" else _("It speaks.")
        found = Outcome.CHOSEN
    elif part == "tones":
        words = _("The extra [sound] is installed, but there is nothing it could play to.")
    else:
        words = _("The extra [sound] is installed, but Qt brings no voice for this system.")
    by_qt.close()
    port = translator.gettext(part)
    last = Tried(port=port, means="Qt", outcome=found, words=words)
    return (*(ways if found is Outcome.NOT_HERE else map(_without_hint, ways)), last)


def _without_hint(way: Tried) -> Tried:
    return Tried(port=way.port, means=way.means, outcome=way.outcome, words=way.words)


def _serves(command: Sequence[str], environ: Mapping[str, str]) -> bool:
    if not command:
        return True
    try:
        said = run_briefly(command, environ)
    except (OSError, subprocess.SubprocessError):
        return False
    # Without a sound card aplay fails nowhere: it lists nothing.
    return command[0] != "aplay" or "card " in said
