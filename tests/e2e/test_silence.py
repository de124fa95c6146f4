"""Where nothing is to be heard, and where nothing can be: not a sample, and the whole session."""

from __future__ import annotations

import pytest

from tests.desktop.desktop import Desktop
from tests.desktop.sound import Loudspeaker
from tests.e2e.hearing import HOLD_S, SPEAKS, VOICE, hearing, play, sound_server
from tests.e2e.test_doctor import doctor

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

OFFICE = VOICE.replace('place = "home"', 'place = "office"')


def test_the_same_session_is_silent_at_the_office() -> None:
    with (
        Desktop(None) as desktop,
        sound_server(desktop) as server,
        Loudspeaker(server) as speaker,
        hearing(desktop, OFFICE, server, *SPEAKS) as program,
    ):
        play(program)
        recorded = speaker.recorded()
    assert len(recorded) > 2 * HOLD_S * 4 * 44_100, "the recorder ran all the time"
    assert not any(recorded), "not a single sample"


def test_without_any_sound_the_session_is_whole_and_doctor_says_so() -> None:
    with Desktop(None) as desktop, hearing(desktop, VOICE, None) as program:
        play(program)
        ports, _whole = doctor(program.env)
    assert [ports[name]["health"] for name in ("tones", "voice")] == ["not-here", "not-here"]
    assert "Nothing is heard" in ports["tones"]["words"]
    assert "Install" in ports["tones"]["hints"][0]
