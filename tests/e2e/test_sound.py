"""A whole session, recorded at a loudspeaker that nobody hears: by place, and without any sound."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.processes import find_program
from tests.desktop.sound import Loudspeaker, SoundServer
from tests.desktop.waiting import wait_until
from tests.e2e.program import settings_text
from tests.e2e.test_doctor import doctor
from tests.e2e.windowed import Windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

HOLD_S, SWITCH_S = 7, 4
ROUTINE = f"""
format = 1
title = "Two sides"
ready_s = 3
switch_s = {SWITCH_S}

[[step]]
name = "Reach"
cue = "One arm, then the other."
side = "each"
hold_s = {HOLD_S}
"""
CHIMES = """
place = "home"
sound.home = "chimes"
sound.breath = false
"""
VOICE = CHIMES.replace("chimes", "voice")
OFFICE = VOICE.replace('place = "home"', 'place = "office"')
PLAYS = ("paplay", "pactl")
"""A player, and what tells whether its server answers."""

SPEAKS = (*PLAYS, "espeak-ng")

LATE_S = 2.0
"""On a loaded machine a program that plays a file may begin so much later than another time."""


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with Desktop(None) as desktop:
        yield desktop


@pytest.fixture
def server(desktop: Desktop) -> Iterator[SoundServer]:
    folder = desktop.folder / "heard"
    folder.mkdir()
    with SoundServer(folder) as server:
        yield server


@contextlib.contextmanager
def hearing(
    desktop: Desktop, settings: str, server: SoundServer | None, *programs: str
) -> Iterator[Windowed]:
    """The program where these programs play and speak, and no others; with or without a server."""
    shelf = desktop.folder / "shelf"
    shelf.mkdir()
    for name in programs:
        (shelf / name).symlink_to(find_program(name))
    env = {**desktop.env, "PATH": str(shelf)}
    if server is not None:
        env["PULSE_SERVER"] = f"unix:{server.folder}/sound/pulse/native"
    program = Windowed(env, "run")
    program.prepare(settings + settings_text(), ROUTINE)
    program.start()
    try:
        yield program
    finally:
        program.stop()
    assert "Traceback" not in program.said


def play(program: Windowed) -> None:
    """A session from its start to its end."""
    done = program.command("play", "mini")
    assert done.returncode == 0, done.stderr
    wait_until(lambda: program.events("session"), "it is played to its end", 90_000)
    (ended,) = program.events("session")
    assert ended["outcome"] == "done"


def sounds_s(speaker: Loudspeaker) -> list[tuple[float, float]]:
    """When something was heard, from and until, in seconds; half a second apart is two things."""
    heard = array("h", speaker.recorded())
    step = 2 * 44_100 // 20
    found: list[tuple[float, float]] = []
    for at in range(0, len(heard) - step, step):
        if max(map(abs, heard[at : at + step])) > 32_768 // 200:
            begun, ended = at / 88_200, (at + step) / 88_200
            if found and begun - found[-1][1] < 0.5:
                begun = found.pop()[0]
            found.append((begun, ended))
    return found


def test_at_home_there_is_a_tone_at_every_moment_of_a_session(
    desktop: Desktop, server: SoundServer
) -> None:
    with Loudspeaker(server) as speaker, hearing(desktop, CHIMES, server, *PLAYS) as program:
        ports, _whole = doctor(program.env)
        assert (ports["tones"]["health"], ports["voice"]["health"]) == ("works", "not-here")
        play(program)
        wait_until(lambda: speaker.still_for_s(1.5), "the last tone is over")
        heard = sounds_s(speaker)
    # A side begins, the sides change, the other one begins, and all is done.
    gaps = [after - before for (before, _), (after, _) in pairwise(heard)]
    assert gaps == pytest.approx([HOLD_S, SWITCH_S, HOLD_S], abs=LATE_S), heard


def test_at_home_the_voice_says_what_to_do(desktop: Desktop, server: SoundServer) -> None:
    with (
        Loudspeaker(server) as speaker,
        hearing(desktop, VOICE, server, *SPEAKS) as program,
    ):
        ports, _whole = doctor(program.env)
        assert [ports[name]["health"] for name in ("tones", "voice")] == ["works", "works"]
        play(program)
        wait_until(lambda: speaker.still_for_s(1.5), "the last word is over")
        heard = sounds_s(speaker)
    assert sum(until - begun for begun, until in heard) > 8, heard


def test_the_same_session_is_silent_at_the_office(desktop: Desktop, server: SoundServer) -> None:
    with (
        Loudspeaker(server) as speaker,
        hearing(desktop, OFFICE, server, *SPEAKS) as program,
    ):
        play(program)
        recorded = speaker.recorded()
    assert len(recorded) > 2 * HOLD_S * 4 * 44_100, "the recorder ran all the time"
    assert not any(recorded), "not a single sample"


def test_without_any_sound_the_session_is_whole_and_doctor_says_so(desktop: Desktop) -> None:
    with hearing(desktop, VOICE, None) as program:
        play(program)
        ports, _whole = doctor(program.env)
    assert [ports[name]["health"] for name in ("tones", "voice")] == ["not-here", "not-here"]
    assert "Nothing is heard" in ports["tones"]["words"]
    assert "Install" in ports["tones"]["hints"][0]
