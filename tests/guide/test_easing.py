"""Going easy: whatever plays, and however a session goes on, nothing that a flag hides is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area, Position
from knotbreak.core.health_settings import Flag
from knotbreak.core.plan import GENTLE_HOLD_MS, PlannedStep, easier_step, other_step, plan_steps
from knotbreak.core.routine import Routine, Step
from knotbreak.guide.book import Guide
from knotbreak.guide.easing import Easing
from tests.content.shipped import Shipped

FLAGS = st.frozensets(st.sampled_from(list(Flag)), max_size=4)
AREAS = st.frozensets(st.sampled_from(list(Area)), max_size=2)


class Clinic:
    """Makes what is in force for a person, and routines for them."""

    def __init__(self, guide: Guide, shipped: Shipped) -> None:
        self.guide = guide
        self.stretches = shipped.stretches

    def easing(self, *flags: Flag, injured: frozenset[Area] = frozenset()) -> Easing:
        return Easing(self.guide.flags, flags, injured, self.stretches)

    def steps(self, *stretches: str) -> tuple[PlannedStep, ...]:
        return self.planned(*(Step(stretch=id_) for id_ in stretches))

    def planned(self, *steps: Step) -> tuple[PlannedStep, ...]:
        return plan_steps(Routine(format=1, title="Any", step=steps), self.stretches)

    def forbidden(self, flags: frozenset[Flag], injured: frozenset[Area]) -> set[str]:
        """What the table and the injuries name, read off without any of the code under test."""
        found = {id_ for flag in flags for id_ in self.guide.flags[flag].hides}
        if Flag.INJURY in flags:
            found |= {id_ for id_, one in self.stretches.items() if injured & set(one.areas)}
        return found


@pytest.fixture(scope="module")
def clinic(guide: Guide, shipped: Shipped) -> Clinic:
    return Clinic(guide, shipped)


@given(data=st.data(), flags=FLAGS, injured=AREAS)
def test_no_step_that_a_flag_hides_is_ever_played(
    clinic: Clinic, data: st.DataObject, flags: frozenset[Flag], injured: frozenset[Area]
) -> None:
    """Any routine of anybody, then any easier version and anything else, for ever on."""
    ids = st.lists(st.sampled_from(sorted(clinic.stretches)), min_size=1, max_size=6)
    easing = clinic.easing(*flags, injured=injured)
    forbidden = clinic.forbidden(flags, injured)
    for first in easing.ease(clinic.steps(*data.draw(ids))).steps:
        step: PlannedStep | None = first
        for _ in range(5):
            if step is None:
                break
            assert step.stretch not in forbidden
            if data.draw(st.booleans()):
                step = other_step(step, easing.stretches, {str(step.stretch)})
            else:
                step = easier_step(step, easing.stretches)
            step = None if step is None else easing.gently(step)


@given(data=st.data(), flags=FLAGS)
def test_every_step_is_kept_replaced_or_named_with_its_reason(
    clinic: Clinic, data: st.DataObject, flags: frozenset[Flag]
) -> None:
    ids = st.lists(st.sampled_from(sorted(clinic.stretches)), min_size=1, max_size=6, unique=True)
    planned = clinic.steps(*data.draw(ids))
    eased = clinic.easing(*flags).ease(planned)
    dropped = [note for note in eased.notes if not note.instead]
    assert len(eased.steps) + len(dropped) == len(planned)
    assert all(note.flags and set(note.flags) <= flags for note in eased.notes)
    assert {note.instead for note in eased.notes} - {""} <= {step.title for step in eased.steps}


@pytest.mark.parametrize("flag", [Flag.GENTLE, Flag.RHEUMATOID, Flag.INJURY])
def test_in_gentle_mode_every_hold_is_short_and_goes_half_as_far(
    clinic: Clinic, flag: Flag
) -> None:
    easing = clinic.easing(flag)
    eased = easing.ease(clinic.steps(*sorted(clinic.stretches)))
    assert eased.steps
    assert all(step.gentle for step in eased.steps)
    assert all((step.hold_ms or 0) <= GENTLE_HOLD_MS for step in eased.steps)
    assert easing.gentle_for == (flag,)


def test_a_neck_tips_half_as_far_where_it_should_and_not_elsewhere(clinic: Clinic) -> None:
    side, cross = clinic.easing(Flag.NECK).ease(clinic.steps("neck-side", "cross-body")).steps
    assert side.gentle
    assert side.cues.hold == clinic.stretches["neck-side"].easier_cue
    assert not cross.gentle


def test_the_easier_version_takes_the_place_where_it_is_allowed(clinic: Clinic) -> None:
    eased = clinic.easing(Flag.KNEE).ease(clinic.steps("cat-cow"))
    assert [step.stretch for step in eased.steps] == ["seated-cat-cow"]
    [note] = eased.notes
    assert (note.title, note.instead) == ("Cat and cow", eased.steps[0].title)
    assert note.flags == (Flag.KNEE,)
    both = clinic.easing(Flag.KNEE, Flag.BACK).ease(clinic.steps("cat-cow"))
    assert not {"cat-cow", "seated-cat-cow"} & {step.stretch for step in both.steps}


def test_an_injured_area_closes_movements_of_somebodys_own_too(clinic: Clinic) -> None:
    own = clinic.planned(Step(name="Nod", hold_s=20))
    neck = frozenset({Area.NECK})
    easing = clinic.easing(Flag.INJURY, injured=neck)
    assert easing.ease(own, (Area.NECK,)).steps == ()
    [left] = easing.ease(own, (Area.ARMS,)).steps
    assert left.gentle


def test_who_may_fall_keeps_a_hand_on_a_chair(clinic: Clinic) -> None:
    standing = [
        step
        for step in clinic.easing(Flag.BALANCE).ease(clinic.steps(*sorted(clinic.stretches))).steps
        if step.position is Position.STANDING
    ]
    assert standing
    assert {step.cues.start for step in standing} == {"Keep a hand on a chair."}


@pytest.mark.parametrize("flag", [Flag.HEART, Flag.PREGNANCY])
def test_nobody_holds_the_breath_who_should_not(clinic: Clinic, flag: Flag) -> None:
    assert not clinic.easing(flag, Flag.KNEE).breath_holds
    assert clinic.easing(Flag.KNEE).breath_holds


def test_without_flags_nothing_changes(clinic: Clinic) -> None:
    planned = clinic.steps(*sorted(clinic.stretches))
    eased = clinic.easing().ease(planned)
    assert eased.steps == planned
    assert eased.notes == ()
