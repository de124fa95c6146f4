"""What is heard of a session: by level, in time, and not beyond it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knotbreak.app.effects import Hush, Sound, Speak
from knotbreak.app.sounding import Heard, Sounding
from knotbreak.core.compiler import Frame
from knotbreak.core.plan import plan_steps
from knotbreak.core.player import Ended, PlayerEvent, SessionPlayer
from knotbreak.core.sound_settings import Level
from knotbreak.core.timeline import TimelineOptions
from knotbreak.core.tone import Tone
from tests.fakes import ROUTINES, STRETCHES, TRANSLATOR


class Run:
    """A session alone, played in the steps that its deadlines ask for."""

    def __init__(self, level: Level, routine: str = "neck", *, breath: bool = False) -> None:
        steps = plan_steps(ROUTINES[routine], STRETCHES)
        frame = Frame.of(ROUTINES[routine])
        self.player = SessionPlayer(steps, frame, TimelineOptions(), STRETCHES)
        self.sounding = Sounding(self.player, TRANSLATOR)
        self.level = level
        self.breath = breath
        self.log: list[tuple[int, Heard]] = []
        self.now_ms = 0
        self.hear(self.player.start(0))

    def hear(self, events: Sequence[PlayerEvent]) -> None:
        heard = self.sounding.heard(events, self.now_ms, self.level, breath=self.breath)
        self.log += [(self.now_ms, one) for one in heard]

    def until(self, end_ms: int) -> bool:
        """Play; whether it is over."""
        while True:
            moments = (self.player.deadline(), self.sounding.deadline())
            due_ms = min((one for one in moments if one is not None), default=end_ms)
            self.now_ms = min(due_ms, end_ms)
            events = self.player.advance(self.now_ms)
            self.hear(events)
            if any(isinstance(event, Ended) for event in events):
                return True
            if self.now_ms == end_ms:
                return False

    @property
    def tones(self) -> list[Tone]:
        return [one.tone for _at, one in self.log if isinstance(one, Sound)]

    @property
    def words(self) -> list[str]:
        return [one.text for _at, one in self.log if isinstance(one, Speak)]


def test_silence_is_silent() -> None:
    run = Run(Level.SILENT, breath=True)
    assert run.until(600_000)
    assert run.log == []


def test_chimes_mark_the_moments() -> None:
    run = Run(Level.CHIMES)
    assert run.until(600_000)
    hold = [Tone.START, Tone.HALFWAY, Tone.LAST]
    assert run.tones == [*hold, Tone.SWITCH, *hold, Tone.RELEASE, *hold, Tone.DONE]
    assert run.words == []


def test_the_voice_says_words_over_the_tones() -> None:
    run = Run(Level.VOICE)
    assert run.until(600_000)
    assert "Other side." in run.words
    assert run.words[-1].endswith("Done. Well moved.")
    assert {Tone.START, Tone.SWITCH, Tone.DONE} <= set(run.tones)


def test_a_pause_is_silent_at_once_and_nothing_is_said_twice() -> None:
    run = Run(Level.VOICE)
    run.until(12_000)
    before = len(run.log)
    run.hear(run.player.pause(12_000))
    assert run.log[before:] == [(12_000, Hush())]
    assert run.sounding.deadline() is None
    run.now_ms = 100_000
    run.hear(run.player.resume(100_000))
    assert run.until(600_000)
    other = Run(Level.VOICE)
    assert other.until(600_000)
    assert run.words == other.words


def test_the_level_may_change_while_it_plays() -> None:
    run = Run(Level.CHIMES)
    run.until(6_000)
    run.level = Level.SILENT
    run.hear([])
    assert run.log[-1][1] == Hush()
    told = len(run.log)
    run.until(30_000)
    assert len(run.log) == told


def test_what_is_late_is_left_out() -> None:
    run = Run(Level.CHIMES)
    run.until(5_000)
    assert run.tones == [Tone.START]
    run.now_ms = 24_000
    run.hear(run.player.advance(24_000))
    assert run.tones == [Tone.START], "a tone for half of it would mislead by now"


@pytest.mark.parametrize("level", [Level.CHIMES, Level.VOICE])
def test_stopping_is_silent(level: Level) -> None:
    run = Run(level)
    run.until(12_000)
    told = len(run.log)
    run.hear(run.player.stop(12_000))
    assert run.log[told:] == [(12_000, Hush())]
