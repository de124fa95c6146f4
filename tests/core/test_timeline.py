from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Side
from knotbreak.core.breathing import CALM, CLINIC, BreathPhase
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.plan import PhasePlan, RepPlan, plan_steps
from knotbreak.core.routine import PhaseBreath, Routine, Stretch
from knotbreak.core.timeline import (
    PACES,
    Segment,
    SegmentKind,
    Timeline,
    TimelineOptions,
    WaitFor,
    breath_moment,
    rep_moment,
)
from tests.fakes import STRETCHES, a_routine, a_stretch

READY, WAIT, HOLD, REPS = SegmentKind.READY, SegmentKind.WAIT, SegmentKind.HOLD, SegmentKind.REPS
SWITCH, REST, GAP = SegmentKind.SWITCH, SegmentKind.REST, SegmentKind.GAP


def line(
    steps: Sequence[dict[str, object]],
    *,
    pace: int = 100,
    breath_holds: bool = True,
    stretches: dict[str, Stretch] | None = None,
    **routine: object,
) -> Timeline:
    made: Routine = a_routine("R", steps, **routine)
    planned = plan_steps(made, {**STRETCHES, **(stretches or {})})
    return compile_timeline(planned, Frame.of(made), TimelineOptions(pace, breath_holds))


def shape(timeline: Timeline) -> list[tuple[SegmentKind, int]]:
    return [(segment.kind, segment.ms // 1000) for segment in timeline.segments]


def test_ready_left_switch_right_rest_again_gap_next() -> None:
    timeline = line([{"stretch": "neck-side", "sets": 2, "rest_s": 10}, {"stretch": "neck-turn"}])
    assert shape(timeline) == [
        (READY, 5), (HOLD, 20), (SWITCH, 6), (HOLD, 20), (REST, 10), (HOLD, 20), (SWITCH, 6),
        (HOLD, 20), (GAP, 5), (HOLD, 20),
    ]  # fmt: skip
    left, right, both = Side.LEFT, Side.RIGHT, Side.BOTH
    assert [segment.side for segment in timeline.segments] == [
        left, left, right, right, left, left, right, right, both, both,
    ]  # fmt: skip
    assert [segment.set for segment in timeline.segments] == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0]
    assert [segment.step for segment in timeline.segments] == [0] * 8 + [1] * 2
    assert (timeline.total_ms, timeline.movement_ms) == (132_000, 100_000)


def test_a_rest_is_never_shorter_than_the_way_back_to_the_first_side() -> None:
    assert (REST, 6) in shape(line([{"stretch": "neck-side", "sets": 2, "rest_s": 0}]))
    without = shape(line([{"stretch": "neck-turn", "sets": 2, "rest_s": 0}]))
    assert without == [(READY, 5), (HOLD, 20), (HOLD, 20)]


@pytest.mark.parametrize(("hold_s", "half"), [(19, None), (20, 10_000), (31, 15_500)])
def test_halfway_is_said_in_holds_of_twenty_seconds_and_more(hold_s: int, half: object) -> None:
    hold = line([{"stretch": "neck-turn", "hold_s": hold_s}]).segments[1]
    assert hold.halfway_ms == half


def test_reps_have_no_halfway() -> None:
    reps = line([{"stretch": "rolls", "reps": 30}]).segments[1]
    assert (reps.kind, reps.ms, reps.halfway_ms) == (REPS, 90_000, None)


ROOM = {
    "wall": a_stretch("Wall", positions=["standing"], needs=["wall"]),
    "door": a_stretch("Door", positions=["standing"], needs=["doorway"]),
    "down": a_stretch("Down", positions=["floor"]),
}


def waits(*ids: str | None) -> list[tuple[int, WaitFor | None]]:
    steps: list[dict[str, object]] = [
        {"name": "Own", "hold_s": 10} if id_ is None else {"stretch": id_} for id_ in ids
    ]
    timeline = line(steps, stretches=ROOM)
    assert all(one.ms == 20_000 for one in timeline.segments if one.kind is WAIT)
    return [(one.step, one.wait_for) for one in timeline.segments if one.kind is WAIT]


def test_it_waits_for_the_floor_for_getting_up_for_a_wall_and_for_a_doorway() -> None:
    assert waits("down", "down", "neck-turn") == [(0, WaitFor.FLOOR), (2, WaitFor.UP)]
    assert waits("wall", "wall", "neck-turn", "wall") == [(0, WaitFor.WALL), (3, WaitFor.WALL)]
    assert waits("door", "wall") == [(0, WaitFor.DOORWAY), (1, WaitFor.WALL)]
    assert waits("neck-turn", "rolls") == []
    # Up and to the wall is one way.
    assert waits("down", "wall") == [(0, WaitFor.FLOOR), (1, WaitFor.WALL)]


def test_a_step_that_names_no_position_is_done_where_one_is() -> None:
    assert waits("down", None, "down") == [(0, WaitFor.FLOOR)]
    assert waits("down", None, "neck-turn") == [(0, WaitFor.FLOOR), (2, WaitFor.UP)]
    assert waits(None, "neck-turn") == []


def test_one_waits_before_the_gap_and_ends_the_last_movement_first() -> None:
    timeline = line([{"stretch": "neck-turn"}, {"stretch": "down"}], stretches=ROOM)
    assert [one.kind for one in timeline.segments] == [READY, HOLD, WAIT, GAP, HOLD]
    assert [cue for _, cue in timeline.segments[2].cues] == ["Come back.", "Sit tall."]
    assert [cue for _, cue in timeline.segments[3].cues] == ["Sit tall.", "Tip over."]


def test_cues_come_in_their_order() -> None:
    ready, hold, gap, _ = line([{"stretch": "neck-turn"}, {"stretch": "twist"}]).segments
    assert [ready.cue_at(at) for at in (0, 2_499, 2_500)] == ["Sit tall."] * 2 + ["Tip over."]
    assert hold.cue_at(0) == hold.cue_at(19_999) == "Stay."
    assert [gap.cue_at(at) for at in (0, 1_665, 1_666, 3_333)] == [
        "Come back.", "Come back.", "Sit tall.", "Tip over.",
    ]  # fmt: skip
    assert Segment(kind=HOLD, ms=1000, step=0).cue_at(500) == ""


@pytest.mark.parametrize("pace", PACES)
def test_pace_stretches_everything_but_waits_and_what_takes_its_time_to_say(pace: int) -> None:
    steps: list[dict[str, object]] = [
        {"stretch": "down", "sets": 2}, {"stretch": "rolls"}, {"stretch": "neck-side"},
    ]  # fmt: skip
    usual, paced = line(steps, stretches=ROOM), line(steps, stretches=ROOM, pace=pace)
    for before, after in zip(usual.segments, paced.segments, strict=True):
        factor = 1 if before.kind is WAIT else pace / 100
        if before.reps is None or pace >= 100:
            assert after.ms == pytest.approx(before.ms * factor, abs=10)
        else:
            assert before.ms * factor <= after.ms <= before.ms
        assert all(0 <= from_ms <= after.ms for from_ms, _ in after.cues)
        assert sum(run.total_ms for run in after.breath) in (0, after.ms)


def test_a_faster_pace_cuts_no_cue_short_that_can_be_said() -> None:
    def phases(pace: int, cue: str) -> list[int]:
        step = {"name": "Mine", "cue": cue, "reps": 2, "tempo": {"out_s": 2, "hold_s": 1}}
        (reps,) = (one.reps for one in line([step], pace=pace).segments if one.reps is not None)
        return [phase.ms for phase in reps.phases]

    assert phases(100, "Up and down.") == [2_000, 1_000]
    # Three words take 1.2 s: they never fit into one second, so nothing is gained by waiting.
    assert phases(85, "Up and down.") == [1_700, 850]
    assert phases(70, "Up and down.") == [1_400, 700]
    # Four take 1.6 s, and two 0.8 s.
    assert phases(70, "Up and down again.") == [1_600, 700]
    assert phases(70, "Go up.") == [1_400, 800]
    gap = line([{"stretch": "neck-turn"}, {"name": "Mine", "cue": "One two three four.",
                "hold_s": 9}], pace=70, gap_s=5).segments[2]  # fmt: skip
    assert gap.ms == max(3_500, sum(len(cue.split()) for _, cue in gap.cues) * 400) > 3_500


def test_breath_of_the_holds() -> None:
    hold = line([{"stretch": "neck-turn", "breath": "clinic", "hold_s": 30}]).segments[1]
    assert [(run.pattern, run.cycles) for run in hold.breath] == [(CLINIC, 2)]
    easy = line([{"stretch": "neck-turn", "breath": "clinic", "hold_s": 30}], breath_holds=False)
    assert [(run.pattern, run.cycles) for run in easy.segments[1].breath] == [(CALM, 3)]
    assert line([{"stretch": "neck-turn", "breath": "free"}]).segments[1].breath == ()


def test_breaths_alone_last_as_long_as_their_pattern() -> None:
    stretches = {"calm": a_stretch("Calm", kind="breath", reps=10, breath="clinic")}
    held = line([{"stretch": "calm"}], stretches=stretches).segments[1]
    assert (held.ms, [run.cycles for run in held.breath]) == (150_000, [8, 3])
    calm = line([{"stretch": "calm"}], stretches=stretches, breath_holds=False).segments[1]
    assert (calm.ms, [run.cycles for run in calm.breath]) == (100_000, [10])


def test_lead_in_gives_time_to_get_into_position() -> None:
    timeline = line([{"stretch": "neck-side"}, {"stretch": "down"}], stretches=ROOM)
    kinds = [segment.kind for segment in timeline.segments]
    assert kinds == [READY, HOLD, SWITCH, HOLD, WAIT, GAP, HOLD]
    assert [timeline.lead_in(index) for index in (1, 3, 6)] == [0, 2, 5]
    bare = line([{"stretch": "neck-turn", "sets": 2, "rest_s": 0}], ready_s=0)
    assert [bare.lead_in(index) for index in (0, 1)] == [0, 1]


def test_each_cue_of_a_lead_in_has_the_time_of_its_words() -> None:
    cues = {
        "start": "Sit.",
        "move": "Turn your head slowly to one side.",
        "hold": "Stay.",
        "end": "And back.",
    }
    stretches = {"said": a_stretch("Said", cues=cues)}
    timeline = line([{"stretch": "said"}, {"stretch": "said"}], stretches=stretches, gap_s=10)
    ready, _hold, gap, _last = timeline.segments
    assert ready.cues == ((0, cues["start"]), (625, cues["move"]))
    assert gap.cues == ((0, cues["end"]), (2_000, cues["start"]), (3_000, cues["move"]))
    assert gap.said == (cues["end"], cues["start"], cues["move"])


def test_first_of_step() -> None:
    timeline = line([{"stretch": "neck-side"}, {"stretch": "twist"}])
    assert [timeline.first_of_step(step) for step in (0, 1, 2)] == [0, 4, None]


def test_phases_that_breathe() -> None:
    plan = RepPlan(
        2,
        (
            PhasePlan("cow", 4_000, "Hollow.", PhaseBreath.IN),
            PhasePlan("cat", 4_000, "Round.", PhaseBreath.OUT),
        ),
    )
    segment = Segment(kind=REPS, ms=plan.total_ms, step=0, reps=plan)
    moments = [breath_moment(segment, at) for at in (1_000, 5_000, 9_000, 99_000)]
    assert [(one.phase, one.fullness, one.cycle) for one in moments if one] == [
        (BreathPhase.INHALE, 0.25, 0), (BreathPhase.EXHALE, 0.75, 0),
        (BreathPhase.INHALE, 0.25, 1), (BreathPhase.EXHALE, pytest.approx(0, abs=0.001), 1),
    ]  # fmt: skip


phases = st.lists(
    st.builds(PhasePlan, st.just("p"), st.integers(500, 9_000), st.just("Go.")),
    min_size=1, max_size=4,
).map(tuple)  # fmt: skip


@given(st.builds(RepPlan, st.integers(1, 9), phases, st.sampled_from([("",), ("a", "b")])))
def test_reps_come_in_order_and_fill_their_time(plan: RepPlan) -> None:
    at_ms, seen = 0, []
    while at_ms < plan.total_ms:
        moment = rep_moment(plan, at_ms)
        assert moment.fraction == 0
        assert moment.remaining_ms == moment.phase.ms
        last = rep_moment(plan, at_ms + moment.phase.ms - 1)
        assert (last.rep, last.phase, last.remaining_ms) == (moment.rep, moment.phase, 1)
        seen.append((moment.part_cue, moment.rep))
        at_ms += moment.phase.ms
    assert seen == [
        (cue, rep + 1) for cue in plan.part_cues for rep in range(plan.reps) for _ in plan.phases
    ]
