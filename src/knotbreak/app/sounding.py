"""What is heard of a session, and when: tones at its moments and with the breath, and the voice.

It keeps time by the player: what it has to say lies in the segment that plays, at a moment of it,
so that a pause, a step back and another pace move it along. Loaded with a session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.effects import Hush, Sound, Speak
from knotbreak.app.speaking import Speaking
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.player import (
    Ended,
    Paused,
    PlayerEvent,
    SegmentBegan,
    SessionPlayer,
)
from knotbreak.core.session_state import Outcome, State
from knotbreak.core.sound_settings import Level
from knotbreak.core.speech import after, lines
from knotbreak.core.timeline import Segment, SegmentKind, Timeline
from knotbreak.core.tone import Tone
from knotbreak.core.units import SECOND_MS

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

Heard = Sound | Speak | Hush

LAST_MS = 3 * SECOND_MS
"""So long before its end a long hold says that it will be over."""

LATE_MS = 700
"""What is later than this is left out: a tone that comes after its moment misleads."""

APART_MS = 1_500
"""A breath's tone takes about so long: what lies nearer to another tone is not played."""

_FIRST = {
    SegmentKind.HOLD: Tone.START,
    SegmentKind.REPS: Tone.START,
    SegmentKind.SWITCH: Tone.SWITCH,
    SegmentKind.REST: Tone.RELEASE,
    SegmentKind.GAP: Tone.RELEASE,
}
_BREATH = {BreathPhase.INHALE: Tone.BREATH_IN, BreathPhase.EXHALE: Tone.BREATH_OUT}


class Mark(msgspec.Struct, frozen=True):
    """Something to be heard `at_ms` after its segment began; spoken words are over `until_ms`."""

    at_ms: int
    heard: Sound | Speak
    until_ms: int = 0


class Sounding:
    """Hears of everything that happens to a player; answers with what is to be heard."""

    def __init__(self, player: SessionPlayer, translator: Translator) -> None:
        self._player = player
        self._speaking = Speaking(translator)
        self._timeline: Timeline | None = None
        self._index = -1
        self._how: tuple[Level, bool] = (Level.SILENT, False)
        self._marks: tuple[Mark, ...] = ()
        self._done_ms = -1
        self._talks = False
        self._due_ms: int | None = None

    def deadline(self) -> int | None:
        """When something is to be heard next, if nothing happens to the player before."""
        return self._due_ms

    def heard(
        self, events: Sequence[PlayerEvent], at_ms: int, level: Level, *, breath: bool
    ) -> list[Heard]:
        """Say what is to be heard at this moment, after `events`."""
        out: list[Heard] = []
        ended = [event for event in events if isinstance(event, Ended)]
        began = any(isinstance(event, SegmentBegan) for event in events)
        if ended or any(isinstance(event, Paused) for event in events):
            out += self._be_still(tones=self._how[0] is not Level.SILENT)
        elif began:
            out += self._be_still(tones=False)
        if ended:
            self._due_ms = None
            return out + self._end(ended[-1].outcome, level)
        out += self._follow(began, level, breath)
        elapsed_ms = self._player.frame(at_ms).elapsed_ms
        if self._player.state is State.RUNNING:
            out += self._now(elapsed_ms)
        self._due_ms = self._next(at_ms, elapsed_ms)
        return out

    def _be_still(self, *, tones: bool) -> list[Heard]:
        """Words do not reach into what they are not about."""
        talks, self._talks = self._talks, False
        return [Hush()] if talks or tones else []

    def _follow(self, began: bool, level: Level, breath: bool) -> list[Heard]:
        """Know what is to be heard in the segment that plays."""
        player, how = self._player, (level, breath)
        if began or player.index != self._index:
            self._done_ms = -1
        elif how == self._how and player.timeline is self._timeline:
            return []
        silenced = level is Level.SILENT and self._how[0] is not Level.SILENT
        self._timeline, self._index, self._how = player.timeline, player.index, how
        self._marks = marks(player.timeline, player.index, self._speaking, level, breath=breath)
        return [Hush()] if silenced else []

    def _now(self, elapsed_ms: int) -> list[Heard]:
        due = [mark for mark in self._marks if self._done_ms < mark.at_ms <= elapsed_ms]
        self._done_ms = max(self._done_ms, elapsed_ms)
        out: list[Heard] = []
        for mark in due:
            if elapsed_ms - mark.at_ms <= LATE_MS:
                self._talks = self._talks or isinstance(mark.heard, Speak)
                out.append(mark.heard)
        return out

    def _next(self, at_ms: int, elapsed_ms: int) -> int | None:
        if self._player.state is not State.RUNNING:
            return None
        later = (mark.at_ms for mark in self._marks if mark.at_ms > self._done_ms)
        first_ms = min(later, default=None)
        return None if first_ms is None else at_ms + first_ms - elapsed_ms

    def _end(self, outcome: Outcome, level: Level) -> list[Heard]:
        if level is Level.SILENT or outcome is not Outcome.DONE:
            return []
        if level is not Level.VOICE:
            return [Sound(Tone.DONE)]
        # The session is over with its last moment: both sentences in one breath.
        words = " ".join(self._speaking.words(line) for line in after(self._player.timeline))
        return [Sound(Tone.DONE), Speak(words)]


def marks(
    timeline: Timeline, index: int, speaking: Speaking, level: Level, *, breath: bool
) -> tuple[Mark, ...]:
    """All that is heard in a segment, in order."""
    if level is Level.SILENT:
        return ()
    said: tuple[Mark, ...] = ()
    if level is Level.VOICE:
        said = tuple(
            Mark(line.at_ms, Speak(speaking.words(line)), line.until_ms)
            for line in lines(timeline, index)
        )
    segment = timeline.segments[index]
    breathes = timeline.steps[segment.step].breaths is not None
    main = tuple(_main(timeline, index, first=not (breath and breathes)))
    tones = list(main)
    if breath:
        tones += (
            mark
            for mark in _breaths(segment)
            if all(abs(mark.at_ms - one.at_ms) >= APART_MS for one in main)
        )
    # A voice is not sung over; only what tells of another part of the session is heard with it.
    kept = (
        mark
        for mark in tones
        if mark.at_ms == 0 or not any(one.at_ms <= mark.at_ms < one.until_ms for one in said)
    )
    return tuple(sorted((*kept, *said), key=lambda mark: mark.at_ms))


def _main(timeline: Timeline, index: int, *, first: bool) -> Iterator[Mark]:
    segment = timeline.segments[index]
    begins = _FIRST.get(segment.kind)
    if begins is not None and (first or begins is not Tone.START):
        yield Mark(0, Sound(begins))
    elif segment.kind is SegmentKind.WAIT and index > 0:
        yield Mark(0, Sound(Tone.RELEASE))
    if segment.halfway_ms is not None:
        yield Mark(segment.halfway_ms, Sound(Tone.HALFWAY))
        yield Mark(segment.ms - LAST_MS, Sound(Tone.LAST))
    if segment.reps is not None and segment.reps.reps > 1:
        yield Mark(segment.ms - segment.reps.rep_ms, Sound(Tone.LAST))


def _breaths(segment: Segment) -> Iterator[Mark]:
    begun = 0.0
    for run in segment.breath:
        scale = run.total_ms / (run.cycles * run.pattern.cycle_ms)
        for _cycle in range(run.cycles):
            for phase, phase_ms in run.pattern.phases:
                if phase in _BREATH:
                    yield Mark(round(begun), Sound(_BREATH[phase]))
                begun += phase_ms * scale
