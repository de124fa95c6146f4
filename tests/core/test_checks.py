"""What must hold between the keys of routines and stretches."""

from __future__ import annotations

from typing import Any

import pytest

from knotbreak.core.body import Area, NamedPattern, Position, Side
from knotbreak.core.breathing import BreathPattern
from knotbreak.core.checks import LONGEST_MS, about_ms, check_routine, check_stretch
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.faults import Fault, nearest
from knotbreak.core.figure_spec import FigureSpec, Keyframe, Posture
from knotbreak.core.plan import plan_steps
from knotbreak.core.routine import (
    Cues,
    Part,
    Phase,
    Routine,
    Source,
    Step,
    Stretch,
    StretchKind,
    Tempo,
)
from knotbreak.core.timeline import TimelineOptions

TEMPO = Tempo(out_s=2, hold_s=1, back_s=2)
PHASES = (Phase(name="cow", s=4, cue="Open."), Phase(name="cat", s=4, cue="Round."))


def stretch(kind: StretchKind, **keys: Any) -> Stretch:
    given: dict[str, Any] = {
        "format": 1,
        "title": "A stretch",
        "summary": "It is one.",
        "areas": (Area.NECK,),
        "positions": (Position.SEATED,),
        "cues": Cues(start="a", move="b", hold="c", end="d"),
        "feel": "a pull",
        "errors": (),
        "stop": ("pain",),
        "easier_cue": "less",
        "sources": (Source(title="x"),),
    }
    return Stretch(kind=kind, **(given | keys))


STRETCHES = {
    "neck-side": stretch(StretchKind.HOLD, hold_s=20, side=Side.EACH),
    "chin-tuck": stretch(StretchKind.REPS, reps=5, tempo=TEMPO),
    "cat-cow": stretch(StretchKind.BREATH, reps=4, phase=PHASES),
    "breath-calm": stretch(StretchKind.BREATH, reps=3),
    "look-far": stretch(StretchKind.GAZE, hold_s=20),
    "blink-set": stretch(StretchKind.GAZE, reps=2, phase=PHASES),
}


def own(**keys: Any) -> Step:
    return Step(name="Mine", easier="less", stop="at pain", **keys)


def routine(*steps: Step, **keys: Any) -> Routine:
    return Routine(format=1, title="A routine", step=steps, **keys)


def faults(*steps: Step, **keys: Any) -> list[Fault]:
    return check_routine(routine(*steps, **keys), STRETCHES)


def places(found: list[Fault], *, warning: bool = False) -> list[tuple[str | int, ...]]:
    return [fault.path for fault in found if fault.warning is warning]


GOOD_STEPS = (
    Step(stretch="neck-side"),
    Step(stretch="neck-side", hold_s=30, sets=2, side=Side.LEFT, position=Position.SEATED),
    Step(stretch="chin-tuck", reps=3),
    Step(stretch="chin-tuck", tempo=TEMPO),
    Step(stretch="cat-cow", reps=2),
    Step(stretch="breath-calm", reps=9),
    Step(stretch="look-far", hold_s=5),
    Step(stretch="blink-set", reps=2),
    own(hold_s=20),
    own(reps=8, tempo=TEMPO),
)


@pytest.mark.parametrize("step", GOOD_STEPS)
def test_good_steps_have_no_faults(step: Step) -> None:
    assert faults(step) == []


@pytest.mark.parametrize("name", STRETCHES)
def test_good_stretches_have_no_faults(name: str) -> None:
    assert check_stretch(STRETCHES[name], STRETCHES) == []


@pytest.mark.parametrize(
    ("step", "path", "says"),
    [
        (Step(), (), "needs stretch or name"),
        (Step(stretch="neck-side", name="Mine"), ("name",), "either stretch or name"),
        (Step(stretch="neck-sid"), ("stretch",), "did you mean neck-side?"),
        (Step(stretch="zzzz"), ("stretch",), "knotbreak stretches"),
        (Step(stretch="chin-tuck", hold_s=20), ("hold_s",), "use reps"),
        (Step(stretch="cat-cow", hold_s=20), ("hold_s",), "use reps"),
        (Step(stretch="neck-side", reps=3), ("reps",), "use hold_s"),
        (Step(stretch="look-far", reps=3), ("reps",), "use hold_s"),
        (Step(stretch="neck-side", tempo=TEMPO), ("tempo",), "no tempo"),
        (Step(stretch="neck-side", hold_s=20, tempo=TEMPO), ("tempo",), "no tempo"),
        (Step(stretch="cat-cow", tempo=TEMPO), ("tempo",), "its own phases"),
        (Step(stretch="breath-calm", tempo=TEMPO), ("tempo",), "the breath sets"),
        (Step(stretch="chin-tuck", tempo=Tempo(out_s=0)), ("tempo",), "no time"),
        (
            Step(stretch="chin-tuck", tempo=Tempo(out_s=0.0004, hold_s=0.0004, back_s=0.0004)),
            ("tempo",),
            "no time",
        ),
        (Step(stretch="neck-side", position=Position.FLOOR), ("position",), "only seated"),
        (own(), (), "needs hold_s or reps"),
        (own(reps=3), ("reps",), "such as tempo"),
        (own(hold_s=20, reps=3, tempo=TEMPO), ("reps",), "either hold_s or reps"),
        (own(hold_s=20, tempo=TEMPO), ("tempo",), "goes with reps"),
    ],
)
def test_a_fault_of_a_step_is_found_where_it_is(
    step: Step, path: tuple[str | int, ...], says: str
) -> None:
    found = [fault for fault in faults(own(hold_s=20), step) if not fault.warning]
    assert found[0].path == ("step", 1, *path)
    assert says in f"{found[0].what} {found[0].hint}"


def test_every_fault_of_every_step_is_found() -> None:
    bad = (Step(), Step(stretch="zzzz"), own(reps=3), own(hold_s=20), own())
    found = places(faults(*bad))
    assert found == [
        ("step", 0),
        ("step", 1, "stretch"),
        ("step", 2, "reps"),
        ("step", 4),
    ]


@pytest.mark.parametrize(
    ("step", "path"),
    [
        (own(hold_s=61), ("hold_s",)),
        (Step(stretch="neck-side", hold_s=61), ("hold_s",)),
        (Step(stretch="neck-side", hold_s=9), ("hold_s",)),
        (own(hold_s=20, breath=BreathPattern(in_s=4, out_s=6, full_s=11)), ("breath", "full_s")),
        (own(hold_s=20, breath=BreathPattern(in_s=4, out_s=6, empty_s=11)), ("breath", "empty_s")),
        (own(hold_s=20, cue="one two three four five six seven eight nine"), ("cue",)),
        (Step(name="Neck circles", hold_s=20, easier="x", stop="y"), ("name",)),
        (Step(name="Full head rolls", hold_s=20, easier="x", stop="y"), ("name",)),
        (Step(name="Circle your neck", hold_s=20, easier="x", stop="y"), ("name",)),
        (Step(name="Mine", hold_s=20, easier="x"), ()),
        (Step(name="Mine", hold_s=20, stop="x"), ()),
    ],
)
def test_a_warning_refuses_nothing(step: Step, path: tuple[str, ...]) -> None:
    found = faults(step)
    assert places(found, warning=True) == [("step", 0, *path)]
    assert places(found) == []


def test_the_limits_themselves_are_not_warned_of() -> None:
    breath = BreathPattern(in_s=4, out_s=6, full_s=10, empty_s=10)
    cue = "one two three four five six seven eight"
    assert (
        faults(own(hold_s=60, breath=breath, cue=cue), Step(stretch="neck-side", hold_s=10)) == []
    )


def test_shoulder_circles_are_welcome() -> None:
    assert faults(Step(name="Arm circles", hold_s=20, easier="x", stop="y")) == []


def test_a_long_breath_hold_of_the_whole_routine_is_warned_of() -> None:
    found = faults(own(hold_s=20), breath=BreathPattern(in_s=4, out_s=6, full_s=12))
    assert [(fault.path, fault.warning) for fault in found] == [(("breath", "full_s"), True)]


def test_a_routine_of_more_than_two_hours_is_refused() -> None:
    long = own(hold_s=600, sets=6, rest_s=0)
    assert places(faults(long, long, ready_s=0, gap_s=0)) == []
    (fault,) = [one for one in faults(long, long, ready_s=0, gap_s=1) if not one.warning]
    assert fault.path == ("step",)
    assert fault.hint == "at most 120 minutes"


@pytest.mark.parametrize("step", GOOD_STEPS)
def test_the_estimate_is_what_the_timeline_takes(step: Step) -> None:
    # Waits for a place and longer rests aside, which these steps do not have.
    one = routine(step, own(hold_s=20))
    steps = plan_steps(one, STRETCHES)
    timeline = compile_timeline(steps, Frame.of(one), TimelineOptions())
    assert about_ms(one, STRETCHES) == timeline.total_ms
    assert 0 < timeline.total_ms < LONGEST_MS


HOLD, REPS, BREATH, GAZE = StretchKind


@pytest.mark.parametrize(
    ("bad", "path"),
    [
        (stretch(HOLD), ("hold_s",)),
        (stretch(HOLD, hold_s=20, reps=3), ("reps",)),
        (stretch(HOLD, hold_s=20, tempo=TEMPO), ("tempo",)),
        (stretch(HOLD, hold_s=20, phase=PHASES), ("phase",)),
        (stretch(HOLD, hold_s=20, part=(Part(name="a", cue="b"),)), ("part",)),
        (stretch(HOLD, hold_s=20, hold_min_s=21), ("hold_s",)),
        (stretch(HOLD, hold_s=20, hold_max_s=19), ("hold_s",)),
        (stretch(HOLD, hold_s=20, hold_min_s=30, hold_max_s=15), ("hold_min_s",)),
        (stretch(REPS, tempo=TEMPO), ("reps",)),
        (stretch(REPS, reps=3), ("reps",)),
        (stretch(REPS, reps=3, tempo=TEMPO, phase=PHASES), ("tempo",)),
        (stretch(REPS, reps=3, tempo=Tempo(out_s=0)), ("tempo",)),
        (stretch(REPS, reps=3, tempo=TEMPO, hold_s=20), ("hold_s",)),
        (stretch(BREATH), ("reps",)),
        (stretch(BREATH, reps=3, hold_s=20), ("hold_s",)),
        (stretch(BREATH, reps=3, tempo=TEMPO), ("tempo",)),
        (stretch(GAZE), ()),
        (stretch(GAZE, hold_s=20, reps=3), ("reps",)),
        (stretch(GAZE, reps=3), ("reps",)),
        (stretch(GAZE, phase=PHASES), ("reps",)),
        (stretch(REPS, reps=3, phase=(*PHASES, PHASES[0])), ("phase", 2, "name")),
        (
            stretch(
                REPS,
                reps=3,
                tempo=TEMPO,
                part=(Part(name="a", cue="x"), Part(name="a", cue="y")),
            ),
            ("part", 1, "name"),
        ),
        (
            stretch(
                HOLD,
                hold_s=20,
                figure=FigureSpec(
                    posture=Posture.SEATED, keyframe=(Keyframe(at="start"), Keyframe(at="ende"))
                ),
            ),
            ("figure", "keyframe", 1, "at"),
        ),
        (
            stretch(
                HOLD,
                hold_s=20,
                figure=FigureSpec(
                    posture=Posture.SEATED, keyframe=(Keyframe(at="end"), Keyframe(at="end"))
                ),
            ),
            ("figure", "keyframe", 1, "at"),
        ),
    ],
)
def test_a_fault_of_a_stretch_is_found_where_it_is(
    bad: Stretch, path: tuple[str | int, ...]
) -> None:
    assert places(check_stretch(bad)) == [path]


def test_a_keyframe_may_be_named_after_a_phase() -> None:
    figure = FigureSpec(posture=Posture.SEATED, keyframe=(Keyframe(at="cat"), Keyframe(at="end")))
    assert check_stretch(stretch(REPS, reps=3, phase=PHASES, figure=figure)) == []


def test_an_easier_version_that_is_not_there_is_a_warning() -> None:
    one = stretch(HOLD, hold_s=20, easier="chin-tuk")
    assert check_stretch(one) == []
    (fault,) = check_stretch(one, STRETCHES)
    assert fault.warning
    assert fault.path == ("easier",)
    assert fault.hint == "did you mean chin-tuck?"


def test_warnings_of_stretches() -> None:
    long = "one two three four five six seven eight nine"
    one = stretch(
        HOLD,
        hold_s=90,
        title="Neck circles",
        cues=Cues(start=long, move="b", hold="c", end=long),
        breath=BreathPattern(in_s=4, out_s=6, full_s=12),
    )
    found = check_stretch(one)
    assert all(fault.warning for fault in found)
    assert {fault.path for fault in found} == {
        ("hold_s",),
        ("title",),
        ("cues", "start"),
        ("cues", "end"),
        ("breath", "full_s"),
    }


def test_free_breath_still_takes_time() -> None:
    known = {"free": stretch(BREATH, reps=3, breath=NamedPattern.FREE)}
    assert about_ms(routine(Step(stretch="free"), ready_s=0), known) == 30_000


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("neck-sid", "neck-side"),
        ("Neck Side", "neck-side"),
        ("neck_side.toml", "neck-side"),
        ("tuck", "chin-tuck"),
        ("qqq", None),
        ("x" * 10_000, None),
        ("", None),
    ],
)
def test_nearest(typed: str, meant: str | None) -> None:
    assert nearest(typed, STRETCHES) == meant
