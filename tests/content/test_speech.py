"""What a voice says in the routines that come with the program: all that counts, and in time."""

from __future__ import annotations

from gettext import NullTranslations
from itertools import pairwise

import pytest

from knotbreak.app.speaking import Speaking
from knotbreak.core.body import Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.speech import Line, Saying, after, lines
from knotbreak.core.text import saying_ms
from knotbreak.core.timeline import MOVEMENT, PACES, SegmentKind, Timeline, TimelineOptions
from tests.content.shipped import Shipped

SPEAKING = Speaking(NullTranslations())
BEFORE = frozenset({SegmentKind.READY, SegmentKind.GAP, SegmentKind.SWITCH})


def spoken(timeline: Timeline) -> list[tuple[int, tuple[Line, ...]]]:
    return [(index, lines(timeline, index)) for index in range(len(timeline.segments))]


@pytest.mark.parametrize("pace", PACES)
def test_no_line_is_longer_than_its_time_at_any_pace(shipped: Shipped, pace: int) -> None:
    told = 0
    for name in shipped.routines:
        timeline = shipped.timeline(name, TimelineOptions(pace=pace))
        for index, said in spoken(timeline):
            segment = timeline.segments[index]
            told += len(said)
            for line in said:
                words = SPEAKING.words(line)
                assert words, (name, line)
                assert line.at_ms + saying_ms(words) <= line.until_ms, (name, segment.kind, line)
                assert line.until_ms <= segment.ms, (name, segment.kind, line)
            for one, other in pairwise(said):
                assert one.until_ms <= other.at_ms, (name, one, other)
    assert told > 1_000


@pytest.mark.parametrize("pace", PACES)
def test_the_side_and_the_way_into_a_movement_are_said_before_it(
    shipped: Shipped, pace: int
) -> None:
    for name in shipped.routines:
        timeline = shipped.timeline(name, TimelineOptions(pace=pace))
        for index, said in spoken(timeline):
            segment = timeline.segments[index]
            if segment.kind not in BEFORE:
                continue
            told = {line.text for line in said if line.saying is Saying.CUE}
            assert timeline.steps[segment.step].cues.move in told, (name, segment)
            sides = {line.side for line in said if line.side is not Side.BOTH}
            assert sides == {segment.side} - {Side.BOTH}, (name, segment)


def test_what_comes_next_is_named_before_a_movement_is_over(shipped: Shipped) -> None:
    missed = []
    for name in shipped.routines:
        timeline = shipped.timeline(name)
        movements = [index for index, one in enumerate(timeline.segments) if one.kind in MOVEMENT]
        for index, following in pairwise(movements):
            step = timeline.segments[following].step
            if step == timeline.segments[index].step:
                continue
            last = [line.text for line in lines(timeline, index) if line.saying is Saying.NEXT]
            if last != [timeline.steps[step].title]:
                missed.append((name, step))
    assert missed == []


def test_the_first_breaths_go_out_through_the_mouth(shipped: Shipped) -> None:
    guided = 0
    for name in shipped.routines:
        timeline = shipped.timeline(name)
        for index, said in spoken(timeline):
            out = [line for line in said if line.breath is BreathPhase.EXHALE]
            if timeline.segments[index].breath:
                guided += 1
                assert out, (name, index)
            assert {SPEAKING.words(line) for line in out} <= {"out through the mouth"}, name
    assert guided > 50


def test_reps_are_told_once_and_then_counted(shipped: Shipped) -> None:
    (reps,) = (
        index
        for index, one in enumerate(shipped.timeline("micro-rolls").segments)
        if one.kind is SegmentKind.REPS
    )
    said = [SPEAKING.words(line) for line in lines(shipped.timeline("micro-rolls"), reps)]
    assert said == [
        "Circles forward: up, forward, down, back.", "2", "3", "4", "5",
        "Circles backward, finishing back and down.", "2", "3", "4", "5",
    ]  # fmt: skip


def test_the_end_leads_out_of_the_last_movement(shipped: Shipped) -> None:
    said = [SPEAKING.words(line) for line in after(shipped.timeline("micro-neck"))]
    assert said == ["Head up slowly.", "Done. Well moved."]
