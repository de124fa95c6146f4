"""Tones and a voice on a real sound server, recorded at the loudspeaker that nobody hears."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knotbreak.app.signals import Outcome
from knotbreak.core.sound_settings import SoundSettings
from knotbreak.core.tone import Tone
from knotbreak.storage.folders import builtin_root
from knotbreak.system import sound_by_qt
from knotbreak.system.sound_by_qt import QtSounds, has_qt
from knotbreak.system.sound_programs import ESPEAK, PLAYERS, Running
from knotbreak.system.sounds import SystemSounds, ToneFiles
from knotbreak.system.sounds_found import speech_found, tones_found
from tests.desktop.processes import find_program
from tests.desktop.sound import Loudspeaker, SoundServer
from tests.desktop.waiting import wait_until
from tests.fakes import TRANSLATOR

TONES = builtin_root() / "assets" / "sounds"


@pytest.fixture
def server(short_folder: Path) -> Iterator[SoundServer]:
    with SoundServer(short_folder) as server:
        server.env["PULSE_SERVER"] = f"unix:{short_folder}/sound/pulse/native"
        yield server


_BEGUN: list[Running] = []
_MADE: list[SystemSounds] = []


@pytest.fixture(autouse=True)
def nothing_goes_on(short_folder: Path) -> Iterator[None]:
    """A sound outlives whoever began it: here all of them end with the test."""
    yield
    for own in _MADE:
        own.stop()
    wait_until(
        lambda: not [one for one in threading.enumerate() if one.name in ("tones", "voice")],
        "the threads end",
    )
    for running in (*_BEGUN, *(part for own in _MADE for part in (own._playing, own._speaking))):
        running.end()
        for _since, process in running._processes:
            process.wait(5)
    for own in _MADE:
        own._tones_by_qt.close()
        own._voice_by_qt.close()
    _BEGUN.clear()
    _MADE.clear()


def sounds(folder: Path, environ: dict[str, str], **settings: object) -> SystemSounds:
    said = SoundSettings(**settings)  # type: ignore[arg-type]
    _MADE.append(SystemSounds(TONES, folder / "tones", "en", lambda: said, environ))
    return _MADE[-1]


@pytest.mark.desktop
def test_a_tone_is_heard(server: SoundServer, short_folder: Path) -> None:
    with Loudspeaker(server) as speaker:
        own = sounds(short_folder, server.env)
        own.play(Tone.START)
        wait_until(lambda: speaker.peak() > 0.05, "the tone is heard")
        assert not own.mute


@pytest.mark.desktop
@pytest.mark.parametrize("engine", ["Speech Dispatcher", "espeak-ng"])
def test_words_are_heard_and_stop_at_once(
    server: SoundServer, short_folder: Path, engine: str
) -> None:
    for name in ("espeak-ng", "speech-dispatcher"):
        find_program(name)
    environ = dict(server.env)
    if engine == "espeak-ng":
        # Without its folder the service is not found.
        environ["PATH"] = str(only(short_folder, "espeak-ng"))
    with Loudspeaker(server) as speaker:
        own = sounds(short_folder, environ)
        own.speak("Let one ear sink towards the shoulder, and breathe out slowly. " * 4)
        wait_until(lambda: speaker.peak() > 0.02, "words are heard")
        own.stop()
        wait_until(lambda: speaker.still_for_s(0.5), "and then they are not")


def test_nothing_waits_and_nothing_raises_where_there_is_no_sound(short_folder: Path) -> None:
    environ = {"PATH": str(short_folder), "XDG_RUNTIME_DIR": str(short_folder)}
    own = sounds(short_folder, environ)
    began = time.monotonic()
    own.play(Tone.DONE)
    own.speak("Done.")
    assert time.monotonic() - began < 0.1
    wait_until(lambda: own.mute, "it knows that nothing plays")
    own.stop()
    tones = tones_found(TRANSLATOR, environ)
    assert [way.outcome for way in tones] == [Outcome.NOT_HERE] * (len(PLAYERS) + 1)
    assert "Install" in tones[0].hint
    (voice,) = speech_found(TRANSLATOR, environ, heard=False)
    assert voice.outcome is Outcome.NOT_HERE
    *programs, by_qt = speech_found(TRANSLATOR, environ, heard=True)
    for way in programs:
        assert (way.outcome, "espeak-ng" in way.hint) == (Outcome.NOT_HERE, True)
    assert (by_qt.means, by_qt.outcome) == ("Qt", Outcome.NOT_HERE)


def test_a_player_that_hangs_delays_nobody(short_folder: Path) -> None:
    tool(short_folder, "pw-play", "exec sleep 60")
    own = sounds(short_folder, {"PATH": f"{short_folder}:{os.defpath}"})
    began = time.monotonic()
    for _ in range(5):
        own.play(Tone.BREATH_IN)
    own.stop()
    assert time.monotonic() - began < 0.2


def test_where_one_player_fails_the_next_one_plays(short_folder: Path) -> None:
    tool(short_folder, "pw-play", "exit 1")
    tool(short_folder, "paplay", f'echo "$@" > {short_folder}/played; exit 0')
    own = sounds(short_folder, {"PATH": f"{short_folder}:{os.defpath}"}, device="headset")
    played = short_folder / "played"
    own.play(Tone.SWITCH)
    wait_until(lambda: played.exists() and played.read_text() != "", "the second one plays")
    assert played.read_text().split()[0] == "--device=headset"
    assert not own.mute


def test_new_words_take_the_place_of_old_ones(short_folder: Path) -> None:
    tool(short_folder, "espeak-ng", f"/bin/cat >> {short_folder}/said; exec /bin/sleep 60")
    # No other program in its path: it has no Speech Dispatcher.
    environ = {"PATH": str(short_folder), "XDG_RUNTIME_DIR": str(short_folder)}
    own = sounds(short_folder, environ)
    said = short_folder / "said"
    for text in ("One.", "Two.", "Three."):
        own.speak(text)
    wait_until(lambda: said.exists() and "Three." in said.read_text(), "the last one is said")
    own.stop()
    assert "Two." not in said.read_text()


def test_the_volume_is_in_the_file(short_folder: Path) -> None:
    files = ToneFiles(TONES, short_folder)
    plain = array("h", files.at(Tone.LAST, 50).read_bytes()[44:])
    for volume in (10, 100):
        scaled = array("h", files.at(Tone.LAST, volume).read_bytes()[44:])
        assert max(scaled) == pytest.approx(max(plain) * volume / 50, abs=1)
    assert max(array("h", files.at(Tone.LAST, 100).read_bytes()[44:])) < 32_767


def test_a_device_that_is_not_there_does_not_cost_the_sound(short_folder: Path) -> None:
    script = f'case "$1" in --target=*) exit 1;; esac; echo "$1" > {short_folder}/played'
    tool(short_folder, "pw-play", script)
    own = sounds(short_folder, {"PATH": f"{short_folder}:{os.defpath}"}, device="gone")
    own.play(Tone.LAST)
    played = short_folder / "played"
    wait_until(lambda: played.exists() and played.read_text() != "", "it plays elsewhere")


def test_a_program_that_is_silenced_has_not_failed(short_folder: Path) -> None:
    tool(short_folder, "espeak-ng", "kill -9 $$")
    running = Running({"PATH": f"{short_folder}:{os.defpath}"})
    _BEGUN.append(running)
    assert running.start([ESPEAK.name], "Words.")


# -- by Qt, where the extra [sound] is there -------------------------------------------------------


WITH_EXTRA = has_qt("tones")


@pytest.fixture
def by_qt(monkeypatch: pytest.MonkeyPatch, short_folder: Path) -> Callable[[str], dict[str, str]]:
    """A process in the place of Qt's, and no program that plays or speaks: in an environment."""

    def make(program: str) -> dict[str, str]:
        (short_folder / "standin.py").write_text(STANDIN + program)
        monkeypatch.setattr(sound_by_qt, "MODULE", "standin")
        monkeypatch.setattr(sound_by_qt, "has_qt", lambda part: True)
        return {
            "PATH": str(short_folder),
            "XDG_RUNTIME_DIR": str(short_folder),
            "PYTHONPATH": str(short_folder),
            "NOTES": str(short_folder / "notes"),
        }

    return make


STANDIN = """
import json, os, sys

def asked():
    for line in sys.stdin:
        with open(os.environ["NOTES"], "a") as notes:
            notes.write(sys.argv[1] + " " + line)
        yield json.loads(line)

"""
WELL = "for request in asked(): print('ok', flush=True)"


def notes(folder: Path, of: str) -> list[dict[str, object]]:
    """What the processes were asked, one after the other."""
    path = folder / "notes"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line.partition(" ")[2]) for line in lines if line.startswith(of)]


def test_where_no_program_plays_or_speaks_qt_does(
    by_qt: Callable[[str], dict[str, str]], short_folder: Path
) -> None:
    environ = by_qt(WELL)
    own = sounds(short_folder, environ, device="headset", volume=50)
    own.play(Tone.START)
    own.speak("Left.")
    wait_until(lambda: len(notes(short_folder, "tones")) == 1, "the tone is asked for")
    wait_until(lambda: len(notes(short_folder, "voice")) == 1, "the words are asked for")
    assert not own.mute
    assert notes(short_folder, "tones") == [
        {"play": str(TONES / "start.wav"), "device": "headset"},
    ]
    assert notes(short_folder, "voice") == [{"say": "Left.", "language": "en", "volume": 50}]
    own.stop()
    for part in ("tones", "voice"):
        wait_until(lambda part=part: notes(short_folder, part)[-1] == {"stop": True}, "silence")
    tones = tones_found(TRANSLATOR, environ)
    assert (tones[-1].means, tones[-1].outcome) == ("Qt", Outcome.CHOSEN)
    voice = speech_found(TRANSLATOR, environ, heard=True)
    assert (voice[-1].words, [way.hint for way in voice]) == ("It speaks.", [""] * len(voice))


@pytest.mark.parametrize(
    "program",
    ["for request in asked(): print('failed', flush=True)", "sys.exit(1)", "print()"],
)
def test_where_qt_cannot_there_is_no_sound_and_that_is_known(
    by_qt: Callable[[str], dict[str, str]], short_folder: Path, program: str
) -> None:
    environ = by_qt(program)
    own = sounds(short_folder, environ)
    own.play(Tone.START)
    wait_until(lambda: own.mute, "it knows that nothing plays")
    assert tones_found(TRANSLATOR, environ)[-1].outcome is Outcome.NOT_HERE


def test_a_process_that_has_ended_is_begun_anew(
    by_qt: Callable[[str], dict[str, str]], short_folder: Path
) -> None:
    environ = by_qt("for request in asked():\n    print('ok', flush=True)\n    break")
    own = QtSounds("tones", environ)
    for number in range(3):
        assert own.ask(play=str(number))
    own.close()
    assert [one["play"] for one in notes(short_folder, "tones")] == ["0", "1", "2"]


@pytest.mark.desktop
@pytest.mark.skipif(not WITH_EXTRA, reason="the extra [sound] is not installed")
def test_the_extra_is_heard_on_its_own(server: SoundServer, short_folder: Path) -> None:
    environ = {**server.env, "PATH": str(short_folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    assert tones_found(TRANSLATOR, environ)[-1].outcome is Outcome.CHOSEN
    with Loudspeaker(server) as speaker:
        own = sounds(short_folder, environ, volume=100)
        own.play(Tone.DONE)
        wait_until(lambda: speaker.peak() > 0.05, "the tone is heard", 20_000)
        own.stop()
        wait_until(lambda: speaker.still_for_s(0.5), "and then it is not", 20_000)
        assert not own.mute


@pytest.mark.skipif(not WITH_EXTRA, reason="the extra [sound] is not installed")
def test_the_extra_without_a_sound_server_is_mute(short_folder: Path) -> None:
    environ = {
        "PATH": str(short_folder),
        "XDG_RUNTIME_DIR": str(short_folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    own = sounds(short_folder, environ)
    own.play(Tone.DONE)
    wait_until(lambda: own.mute, "it knows that nothing plays", 20_000)
    said = tones_found(TRANSLATOR, environ)[-1]
    assert (said.outcome, "nothing it could play to" in said.words) == (Outcome.NOT_HERE, True)


@pytest.mark.skipif(WITH_EXTRA, reason="the extra [sound] is installed")
def test_without_the_extra_no_process_is_begun(short_folder: Path) -> None:
    own = QtSounds("tones", {"PATH": str(short_folder)})
    assert not own.ask(play="any.wav")
    said = tones_found(TRANSLATOR, {"PATH": str(short_folder)})[-1]
    assert "not installed" in said.words


def tool(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def only(folder: Path, name: str) -> Path:
    """A folder with one program of the system in it."""
    shelf = folder / "only"
    shelf.mkdir()
    (shelf / name).symlink_to(find_program(name))
    return shelf
