"""What is said fits into the time in which it is said, and can be read at a glance."""

from __future__ import annotations

from itertools import pairwise

import pytest

from knotbreak.core.routine import Stretch
from knotbreak.core.timeline import PACES, TimelineOptions
from tests.content.shipped import Shipped, texts

WORDS = 8
WORDS_A_SECOND = 2.5
"""A calm voice."""


def words(text: str) -> int:
    return len(text.split())


def phases(stretch: Stretch) -> list[tuple[float, str]]:
    """The parts of one rep: how long each takes, and what is said in it."""
    found = [(phase.s, phase.cue) for phase in stretch.phase]
    if stretch.tempo is not None:
        cues, tempo = stretch.cues, stretch.tempo
        found += [
            (tempo.out_s, cues.move),
            (tempo.hold_s, cues.hold),
            (tempo.back_s, cues.end),
            (tempo.pause_s, cues.start),
        ]
    return [(seconds, cue) for seconds, cue in found if seconds]


def test_a_cue_has_at_most_eight_words(shipped: Shipped) -> None:
    long = [
        (id_, text)
        for id_, stretch in shipped.stretches.items()
        for text in texts(stretch)
        if words(text) > WORDS
    ]
    assert long == []


def test_a_cue_is_a_sentence(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        for text in texts(stretch):
            assert text[0].isupper(), (id_, text)
            assert text.endswith("."), (id_, text)


@pytest.mark.parametrize("pace", PACES)
def test_the_cue_of_a_phase_is_over_before_the_phase_at_any_pace(
    shipped: Shipped, pace: int
) -> None:
    spoken = 0
    for name in shipped.routines:
        timeline = shipped.timeline(name, TimelineOptions(pace=pace))
        for segment in timeline.segments:
            for phase in () if segment.reps is None else segment.reps.phases:
                spoken += 1
                step = timeline.steps[segment.step].stretch
                assert words(phase.cue) <= phase.ms / 1000 * WORDS_A_SECOND, (step, phase)
    assert spoken > 100


def test_the_cues_of_a_part_fit_into_its_first_rep(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        rep_s = sum(seconds for seconds, _ in phases(stretch))
        for part in stretch.part:
            assert words(part.cue) <= rep_s * WORDS_A_SECOND, (id_, part.cue)


@pytest.mark.parametrize("pace", PACES)
def test_what_is_said_before_a_movement_fits_before_it_at_any_pace(
    shipped: Shipped, pace: int
) -> None:
    """Out of the last movement, to the next one, and into it: each over before the next."""
    said = 0
    for name in shipped.routines:
        for segment in shipped.timeline(name, TimelineOptions(pace=pace)).segments:
            starts = [at_ms for at_ms, _ in segment.cues]
            for (at_ms, cue), until_ms in zip(segment.cues, [*starts[1:], segment.ms], strict=True):
                said += 1
                seconds = (until_ms - at_ms) / 1000
                # A border between two cues falls on a whole millisecond.
                assert words(cue) <= (seconds + 0.001) * WORDS_A_SECOND, (name, segment.kind, cue)
    assert said > 400


def test_the_cue_of_the_movement_itself_fits_into_it(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        for seconds, cue in phases(stretch):
            assert words(cue) <= seconds * WORDS_A_SECOND, (id_, seconds, cue)


def test_no_two_cues_of_a_lead_in_are_the_same(shipped: Shipped) -> None:
    for name in shipped.routines:
        for segment in shipped.timeline(name).segments:
            for (_, one), (_, other) in pairwise(segment.cues):
                assert one != other, (name, one)


def test_slow_breathing_says_nose_and_mouth(shipped: Shipped) -> None:
    said = shipped.stretches["breath-calm"].cues.hold
    assert "nose" in said
    assert "mouth" in said
