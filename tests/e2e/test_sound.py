"""A whole session at home, recorded at a loudspeaker that nobody hears: tones, and a voice."""

from __future__ import annotations

from array import array
from itertools import pairwise

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.sound import Loudspeaker
from tests.desktop.waiting import wait_until
from tests.e2e.hearing import (
    CHIMES,
    HOLD_S,
    PLAYS,
    SPEAKS,
    SWITCH_S,
    VOICE,
    hearing,
    play,
    sound_server,
)
from tests.e2e.test_doctor import doctor

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

LATE_S = 2.0
"""On a loaded machine a program that plays a file may begin so much later than another time."""


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


def test_at_home_there_is_a_tone_at_every_moment_of_a_session() -> None:
    with (
        Desktop(None) as desktop,
        sound_server(desktop) as server,
        Loudspeaker(server) as speaker,
        hearing(desktop, CHIMES, server, *PLAYS) as program,
    ):
        ports, _whole = doctor(program.env)
        assert (ports["tones"]["health"], ports["voice"]["health"]) == ("works", "not-here")
        play(program)
        wait_until(lambda: speaker.still_for_s(1.5), "the last tone is over")
        heard = sounds_s(speaker)
    # A side begins, the sides change, the other one begins, and all is done.
    gaps = [after - before for (before, _), (after, _) in pairwise(heard)]
    assert gaps == pytest.approx([HOLD_S, SWITCH_S, HOLD_S], abs=LATE_S), heard


def test_at_home_the_voice_says_what_to_do() -> None:
    with (
        Desktop(None) as desktop,
        sound_server(desktop) as server,
        Loudspeaker(server) as speaker,
        hearing(desktop, VOICE, server, *SPEAKS) as program,
    ):
        ports, _whole = doctor(program.env)
        assert [ports[name]["health"] for name in ("tones", "voice")] == ["works", "works"]
        play(program)
        wait_until(lambda: speaker.still_for_s(1.5), "the last word is over")
        heard = sounds_s(speaker)
    assert sum(until - begun for begun, until in heard) > 8, heard
