from __future__ import annotations

import msgspec

from knotbreak.core.body import Area, Need, Position, Side
from knotbreak.core.breathing import CALM, CLINIC, EVEN
from knotbreak.core.plan import (
    CuePlan,
    PlannedStep,
    RepPlan,
    easier_step,
    other_step,
    plan_steps,
)
from tests.fakes import STRETCHES, a_routine, a_stretch


def only(step: dict[str, object], **routine: object) -> PlannedStep:
    (planned,) = plan_steps(a_routine("R", [step], **routine), STRETCHES)
    return planned


def test_a_library_step_takes_the_stretch_as_it_is() -> None:
    step = only({"stretch": "neck-side"})
    assert (step.title, step.hold_ms, step.sets, step.rest_ms) == ("Side neck", 20_000, 1, 10_000)
    assert step.sides == (Side.LEFT, Side.RIGHT)
    assert step.cues == CuePlan("Sit tall.", "Tip over.", "Stay.", "Come back.")
    assert (step.breath, step.position, step.areas) == (CALM, Position.SEATED, (Area.NECK,))


def test_a_step_overrides_dose_side_cue_breath_and_stop() -> None:
    step = only(
        {
            "stretch": "neck-side", "hold_s": 15, "side": "right", "sets": 2, "rest_s": 4,
            "cue": "Gently.", "breath": "clinic", "stop": "tingling", "easier": "Less.",
        }
    )  # fmt: skip
    assert (step.hold_ms, step.sides, step.sets, step.rest_ms) == (15_000, (Side.RIGHT,), 2, 4_000)
    assert (step.cues.move, step.cues.hold, step.cues.start) == ("Gently.", "Gently.", "Sit tall.")
    assert (step.breath, step.stop, step.easier_cue) == (CLINIC, ("tingling", "dizziness"), "Less.")


def test_the_routines_breath_is_for_guided_stretches_only() -> None:
    assert only({"stretch": "neck-side"}, breath="even").breath == EVEN
    assert only({"stretch": "rolls"}, breath="even").breath is None
    assert only({"stretch": "neck-side", "breath": "clinic"}, breath="even").breath == CLINIC


def test_a_step_of_your_own() -> None:
    step = only({"name": "Look out", "hold_s": 20, "cue": "Far away."})
    assert (step.stretch, step.hold_ms, step.breath) == (None, 20_000, CALM)
    slide = only({"name": "Slides", "reps": 8, "tempo": {"out_s": 2, "hold_s": 1, "back_s": 2}})
    assert slide.reps is not None
    assert [(phase.name, phase.ms) for phase in slide.reps.phases] == [
        ("out", 2000), ("hold", 1000), ("back", 2000),
    ]  # fmt: skip
    assert (slide.reps.total_ms, slide.breath) == (40_000, None)


def test_a_position_is_kept_where_the_stretch_allows_it() -> None:
    stretches = {
        "both": a_stretch("Both", positions=["seated", "standing"]),
        "up": a_stretch("Up", positions=["standing"]),
    }
    routine = a_routine("R", [{"stretch": "up"}, {"stretch": "both"}])
    assert [step.position for step in plan_steps(routine, stretches)] == [Position.STANDING] * 2


def test_easier_is_another_stretch_then_less_of_it_then_nothing() -> None:
    twist = only({"stretch": "twist", "sets": 2, "hold_s": 30})
    turn = easier_step(twist, STRETCHES)
    assert turn is not None
    assert (turn.stretch, turn.sets, turn.gentle) == ("neck-turn", 2, False)
    less = easier_step(turn, STRETCHES)
    assert less is not None
    assert (less.stretch, less.gentle, less.hold_ms) == ("neck-turn", True, 15_000)
    assert less.cues.hold == "Half as far."
    assert easier_step(less, STRETCHES) is None


def test_less_of_a_short_hold_is_no_longer_than_it_was() -> None:
    short = easier_step(only({"stretch": "neck-turn", "hold_s": 10}), STRETCHES)
    assert short is not None
    assert short.hold_ms == 10_000


def test_something_else_is_for_the_same_area_here_and_now() -> None:
    neck = only({"stretch": "neck-side"})
    other = other_step(neck, STRETCHES, {"neck-side"})
    assert other is not None
    # The child's pose is for the neck too, but on the floor.
    assert (other.stretch, other.hold_ms) == ("neck-turn", 30_000)
    assert other_step(neck, STRETCHES, {"neck-side", "neck-turn"}) is None
    own = msgspec.structs.replace(neck, areas=())
    assert other_step(own, STRETCHES, ()) is None


def test_something_else_lasts_half_a_minute() -> None:
    shoulders = msgspec.structs.replace(only({"stretch": "neck-side"}), areas=(Area.SHOULDERS,))
    rolls = other_step(shoulders, STRETCHES, ())
    assert rolls is not None
    assert rolls.reps == RepPlan(10, only({"stretch": "rolls"}).reps.phases)  # type: ignore[union-attr]


def test_something_else_asks_for_nothing_that_is_not_there() -> None:
    stretches = {"door": a_stretch("Door", needs=["doorway"])}
    neck = only({"stretch": "neck-side"})
    assert other_step(neck, stretches, ()) is None
    door = other_step(neck, stretches, (), (Need.DOORWAY,))
    assert door is not None
    assert door.stretch == "door"


def test_without_sound_the_eyes_stay_on_the_screen() -> None:
    stretches = {
        "away": a_stretch("Away", looks_away=True, easier="here"),
        "here": a_stretch("Here"),
        "round": a_stretch("Round", looks_away=True, easier="round"),
    }
    routine = a_routine("R", [{"stretch": "away"}, {"stretch": "round"}])
    quiet = plan_steps(routine, stretches, sound=False)
    assert [step.stretch for step in quiet] == ["here", "round"]
    assert [step.stretch for step in plan_steps(routine, stretches)] == ["away", "round"]
