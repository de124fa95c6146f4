from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Position
from knotbreak.core.compiler import Frame
from knotbreak.core.plan import plan_steps
from knotbreak.core.player import (
    LEGAL,
    Changed,
    Ended,
    Halfway,
    IllegalMoveError,
    Move,
    Paused,
    PlayerEvent,
    Reentering,
    Resumed,
    SegmentBegan,
    SessionPlayer,
)
from knotbreak.core.session_state import Outcome, State
from knotbreak.core.timeline import MOVEMENT, SegmentKind, TimelineOptions
from tests.fakes import STRETCHES, a_routine

STEPS: tuple[dict[str, object], ...] = (
    {"stretch": "neck-side", "hold_s": 21, "sets": 2},
    {"stretch": "child"},
    {"stretch": "twist"},
    {"stretch": "rolls"},
)


def player(steps: Sequence[dict[str, object]] = STEPS, **routine: object) -> SessionPlayer:
    made = a_routine("R", steps, **routine)
    return SessionPlayer(plan_steps(made, STRETCHES), Frame.of(made), TimelineOptions(), STRETCHES)


def playing(steps: Sequence[dict[str, object]] = STEPS, at_ms: int = 0) -> SessionPlayer:
    machine = player(steps)
    machine.start(0)
    machine.advance(at_ms)
    return machine


def position(machine: SessionPlayer, now_ms: int) -> tuple[object, ...]:
    frame = machine.frame(now_ms)
    return (machine.state, machine.index, frame.elapsed_ms, machine.held_ms, machine.timeline)


TURN: tuple[dict[str, object], ...] = ({"stretch": "neck-turn"},)
SIDES: tuple[dict[str, object], ...] = ({"stretch": "neck-side"}, {"stretch": "neck-turn"})
SHORT: tuple[dict[str, object], ...] = ({"stretch": "neck-turn", "hold_s": 10},)


def test_a_session_from_beginning_to_end() -> None:
    machine = player(TURN)
    assert (machine.state, machine.deadline(), machine.advance(9)) == (State.NEW, None, [])
    assert machine.start(100) == [SegmentBegan(100, 0)]
    assert machine.deadline() == 5_100
    assert machine.advance(30_000) == [
        SegmentBegan(5_100, 1),
        Halfway(15_100, 1),
        Ended(25_100, Outcome.DONE, 20_000, True),
    ]
    assert (machine.state, machine.deadline(), machine.taken) == (State.ENDED, None, True)


def test_time_that_goes_back_changes_nothing() -> None:
    machine = playing(TURN, 8_000)
    before = position(machine, 8_000)
    assert machine.advance(7_000) == []
    assert position(machine, 8_000) == before


def act(machine: SessionPlayer, move: Move, now_ms: int) -> list[PlayerEvent]:
    calls: dict[Move, Callable[[], list[PlayerEvent]]] = {
        Move.START: lambda: machine.start(now_ms),
        Move.PAUSE: lambda: machine.pause(now_ms),
        Move.RESUME: lambda: machine.resume(now_ms),
        Move.BACK: lambda: machine.back(now_ms),
        Move.SKIP: lambda: machine.skip(now_ms),
        Move.EASIER: lambda: machine.easier(now_ms),
        Move.REPLACE: lambda: machine.replace(now_ms, machine.timeline.steps[0]),
        Move.PACE: lambda: machine.set_pace(now_ms, slower=True),
        Move.THERE: lambda: machine.there(now_ms),
        Move.STOP: lambda: machine.stop(now_ms),
    }
    return calls[move]()


def in_state(state: State, steps: Sequence[dict[str, object]] = TURN) -> SessionPlayer:
    if state is State.NEW:
        return player(steps)
    machine = playing(steps, 8_000)
    if state is State.ENDED:
        machine.stop(8_000)
    if state in (State.PAUSED, State.REENTRY):
        machine.pause(8_000)
    if state is State.REENTRY:
        machine.resume(8_000)
    return machine


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_every_move_in_every_state(state: State, move: Move) -> None:
    machine = in_state(state)
    assert machine.state is state
    before = position(machine, 8_000)
    if move in LEGAL[state] and move is not Move.THERE:
        assert act(machine, move, 8_000), "a legal move says what happens"
        return
    with pytest.raises(IllegalMoveError):
        act(machine, move, 60_000)
    assert position(machine, 8_000) == before
    assert (machine.advance(8_000), machine.state) == ([], state)


def test_there_is_for_waits_only() -> None:
    machine = playing(({"stretch": "child"},), 4_000)
    assert machine.segment.kind is SegmentKind.WAIT
    assert machine.there(6_000) == [SegmentBegan(6_000, 1)]
    with pytest.raises(IllegalMoveError):
        machine.there(6_000)
    assert (machine.index, machine.held_ms) == (1, 0)


def test_a_wait_ends_by_itself() -> None:
    machine = playing(({"stretch": "child"},))
    assert machine.advance(20_000) == [SegmentBegan(20_000, 1)]
    late = playing(({"stretch": "child"},))
    assert late.there(20_500) == [SegmentBegan(20_000, 1)], "it was over a moment before"


def test_pause_and_the_count_in() -> None:
    machine = playing(TURN, 8_000)
    assert machine.pause(9_000) == [Paused(9_000)]
    assert machine.deadline() is None
    assert machine.advance(500_000) == []
    assert machine.frame(500_000).remaining_ms == 16_000
    assert machine.resume(600_000) == [Reentering(600_000)]
    assert machine.deadline() == 603_000
    assert machine.frame(601_000).reentry_ms == 2_000
    assert machine.advance(603_500) == [Resumed(603_000)]
    assert machine.frame(603_500).remaining_ms == 15_500
    assert machine.held_ms == 4_500


def test_a_pause_in_the_count_in() -> None:
    machine = playing(TURN, 8_000)
    machine.pause(8_000)
    machine.resume(9_000)
    assert machine.pause(10_000) == [Paused(10_000)]
    assert machine.frame(10_000).remaining_ms == 17_000


def test_what_was_not_lived_through_is_not_played() -> None:
    machine = playing(TURN, 8_000)
    assert machine.pause(108_000, lost_ms=99_000) == [Paused(9_000)]
    assert (machine.held_ms, machine.frame(108_000).remaining_ms) == (4_000, 16_000)
    machine.resume(110_000)
    assert machine.advance(113_000) == [Resumed(113_000)]


def test_back_is_this_side_again_after_three_seconds() -> None:
    machine = playing(SIDES)
    machine.advance(5_000 + 20_000 + 6_000 + 3_001)
    assert machine.index == 3
    assert machine.back(34_001) == [SegmentBegan(34_001, 3)]
    assert machine.frame(34_001).remaining_ms == 20_000
    assert machine.held_ms == 23_001, "what was done was done"


def test_back_is_the_one_before_within_three_seconds() -> None:
    machine = playing(SIDES, 34_000)
    assert machine.back(34_000) == [SegmentBegan(34_000, 0)], "with time to get into position"
    assert playing(SIDES, 26_000).back(26_000) == [SegmentBegan(26_000, 0)], "from the switch"
    # From the gap: the right side again, by way of the switch.
    assert playing(SIDES, 52_000).back(52_000) == [SegmentBegan(52_000, 2)]


def test_back_at_the_very_beginning() -> None:
    assert playing(SIDES, 2_000).back(2_000) == [SegmentBegan(2_000, 0)]
    assert playing(SIDES, 6_000).back(6_000) == [SegmentBegan(6_000, 0)]


def test_skip_is_the_next_step_and_the_last_one_ends() -> None:
    machine = playing(SIDES, 15_000)
    assert machine.skip(15_000) == [SegmentBegan(15_000, 4)]
    machine.advance(20_000 + 9_000)
    assert machine.skip(29_000) == [Ended(29_000, Outcome.PARTIAL, 19_000, False)]
    assert machine.state is State.ENDED


def test_steering_while_paused_stays_paused() -> None:
    machine = playing(SIDES, 15_000)
    machine.pause(15_000)
    assert machine.skip(90_000) == [SegmentBegan(90_000, 4)]
    assert (machine.state, machine.deadline(), machine.held_ms) == (State.PAUSED, None, 10_000)


def test_easier_is_another_stretch_less_of_it_and_then_the_gentlest() -> None:
    machine = playing(({"stretch": "twist", "hold_s": 30},), 10_000)
    assert machine.easier(10_000) == [Changed(10_000), SegmentBegan(10_000, 0)]
    assert machine.step.stretch == "neck-turn"
    machine.advance(15_000 + 4_000)
    assert machine.easier(19_000) == [Changed(19_000)]
    assert (machine.step.gentle, machine.frame(19_000).remaining_ms) == (True, 11_000)
    assert machine.easier(19_000) == []
    assert machine.held_ms == 9_000


def test_easier_after_its_time_ends_the_hold_at_once() -> None:
    machine = playing(({"stretch": "neck-turn", "hold_s": 30}, {"stretch": "rolls"}), 25_000)
    assert machine.easier(25_000) == [Changed(25_000)]
    assert machine.deadline() == 25_000
    assert machine.advance(25_000) == [SegmentBegan(25_000, 2)]


def test_easier_leaves_the_other_steps_alone() -> None:
    machine = playing(({"stretch": "neck-turn"}, {"stretch": "twist"}), 6_000)
    before = machine.timeline.steps[1]
    machine.easier(6_000)
    assert machine.timeline.steps[1] == before


def test_an_easier_step_up_from_the_floor_lets_one_come_up() -> None:
    machine = playing(({"stretch": "child"}, {"stretch": "child"}), 80_000)
    step = machine.timeline.steps[0]
    assert step.position is Position.FLOOR
    seated = plan_steps(a_routine("R", [{"stretch": "neck-turn"}]), STRETCHES)[0]
    assert machine.timeline.segments[machine.index].step == 1
    events = machine.replace(80_000, seated)
    assert events[0] == Changed(80_000)
    assert machine.segment.kind is SegmentKind.WAIT


def test_the_way_to_something_else_begins_where_the_person_is() -> None:
    machine = playing(({"stretch": "child"},), 30_000)
    left = machine.step
    assert machine.segment.kind in MOVEMENT
    assert left.position is Position.FLOOR
    seated = plan_steps(a_routine("R", [{"stretch": "neck-turn"}]), STRETCHES)[0]
    machine.replace(30_000, seated)
    assert machine.segment.kind is SegmentKind.WAIT, "up from the floor"
    assert machine.frame(30_000).cue == left.cues.end
    machine.set_pace(30_000, slower=True)
    assert machine.frame(30_000).cue == left.cues.end


def test_pace_keeps_the_place_in_the_hold() -> None:
    machine = playing(TURN, 5_000 + 12_000)
    assert machine.set_pace(17_000, slower=True) == [Changed(17_000)]
    assert (machine.pace, machine.frame(17_000).elapsed_ms) == (120, 14_400)
    assert machine.advance(17_000 + 9_600) == [Ended(26_600, Outcome.DONE, 21_600, True)]


def test_pace_has_two_ends() -> None:
    machine = playing(TURN, 1_000)
    moves = [machine.set_pace(1_000, slower=True) for _ in range(4)]
    assert [len(events) for events in moves] == [1, 1, 0, 0]
    assert machine.pace == 145
    moves = [machine.set_pace(1_000, slower=False) for _ in range(6)]
    assert (sum(len(events) for events in moves), machine.pace) == (4, 70)


def test_halfway_is_said_once_whatever_the_pace() -> None:
    machine = player(({"stretch": "neck-turn", "hold_s": 20.001},))
    machine.start(0)
    events = machine.advance(5_000 + 10_000)
    for _ in range(2):
        events += machine.set_pace(15_000, slower=True)
        events += machine.set_pace(15_000, slower=False)
    events += machine.set_pace(15_000, slower=True)
    events += machine.advance(100_000)
    assert sum(isinstance(event, Halfway) for event in events) == 1


def test_a_half_that_is_over_is_not_said_late() -> None:
    machine = playing(({"stretch": "neck-turn", "hold_s": 18},), 5_000 + 12_000)
    events = machine.set_pace(17_000, slower=True)
    events += machine.advance(100_000)
    assert [type(event) for event in events] == [Changed, Ended]


def test_stop_counts_what_was_done() -> None:
    assert playing(TURN, 14_999).stop(14_999) == [Ended(14_999, Outcome.STOPPED, 9_999, False)]
    assert playing(TURN, 15_000).stop(15_000) == [Ended(15_000, Outcome.PARTIAL, 10_000, True)]
    machine = playing(TURN, 3_000)
    assert machine.stop(99_000) == [
        SegmentBegan(5_000, 1), Halfway(15_000, 1), Ended(25_000, Outcome.DONE, 20_000, True),
    ]  # fmt: skip


def test_skipping_all_is_not_taken() -> None:
    machine = playing(SHORT, 1_000)
    assert machine.skip(1_000) == [Ended(1_000, Outcome.PARTIAL, 0, False)]


def test_a_frame_changes_nothing() -> None:
    machine = playing(SIDES, 8_000)
    first = machine.frame(9_000)
    assert machine.frame(9_000) == first
    assert (first.elapsed_ms, first.remaining_ms, first.cue) == (4_000, 16_000, "Stay.")
    assert first.session_remaining_ms == 16_000 + 6_000 + 20_000 + 5_000 + 20_000
    assert machine.frame(999_000).remaining_ms == 0
    assert (machine.index, machine.held_ms) == (1, 3_000)
    machine.stop(9_000)
    assert machine.frame(9_000).session_remaining_ms == 0


# -- properties ---------------------------------------------------------------------------------

MOVES = [
    Move.PAUSE, Move.RESUME, Move.BACK, Move.SKIP, Move.EASIER, Move.REPLACE, Move.PACE,
    Move.THERE,
]  # fmt: skip
traces = st.lists(st.tuples(st.integers(0, 15_000), st.sampled_from(MOVES)), max_size=12)


def lived(machine: SessionPlayer, from_ms: int, until_ms: int) -> int:
    """Movement time between two moments, looked at from outside in steps of 20 ms at most."""
    total = 0
    while from_ms < until_ms:
        machine.advance(from_ms)  # what is due at once, such as the end of an easier hold
        step = min(until_ms, from_ms + 20, max(from_ms + 1, machine.deadline() or until_ms))
        moving = machine.state is State.RUNNING and machine.segment.kind in MOVEMENT
        machine.advance(step)
        total += (step - from_ms) if moving else 0
        from_ms = step
    return total


def try_move(machine: SessionPlayer, move: Move, now_ms: int) -> list[PlayerEvent]:
    try:
        return act(machine, move, now_ms)
    except IllegalMoveError:
        return []


@given(traces, st.integers(1, 7_000))
def test_any_steps_give_the_same_events_as_one(trace: list[tuple[int, Move]], step_ms: int) -> None:
    one, many = playing(), playing()
    now_ms = 0
    for wait_ms, move in trace:
        until_ms = now_ms + wait_ms
        expected = one.advance(until_ms)
        got: list[PlayerEvent] = []
        while now_ms < until_ms:
            now_ms = min(until_ms, now_ms + step_ms)
            got += many.advance(now_ms)
        assert got == expected
        assert try_move(many, move, now_ms) == try_move(one, move, now_ms)
        assert position(many, now_ms) == position(one, now_ms)


@given(traces)
def test_held_is_the_movement_that_was_lived(trace: list[tuple[int, Move]]) -> None:
    machine = playing()
    now_ms = moved_ms = 0
    for wait_ms, move in trace:
        moved_ms += lived(machine, now_ms, now_ms + wait_ms)
        now_ms += wait_ms
        try_move(machine, move, now_ms)
    assert machine.held_ms == moved_ms
    assert machine.taken == (moved_ms * 2 >= machine.timeline.movement_ms)


@given(traces)
def test_at_a_deadline_something_happens_and_the_next_one_is_later(
    trace: list[tuple[int, Move]],
) -> None:
    machine = playing()
    now_ms = 0
    for wait_ms, move in trace:
        now_ms += wait_ms
        machine.advance(now_ms)
        try_move(machine, move, now_ms)
        due_ms = machine.deadline()
        if due_ms is not None:
            assert due_ms >= now_ms
            now_ms = due_ms
            assert machine.advance(due_ms)
            following = machine.deadline()
            assert following is None or following > due_ms


@given(st.integers(0, 250_000), st.integers(0, 10**9))
def test_a_pause_of_any_length_leaves_the_rest(at_ms: int, pause_ms: int) -> None:
    machine, other = playing(at_ms=at_ms), playing(at_ms=at_ms)
    if machine.state is State.ENDED:
        assert machine.held_ms == machine.timeline.movement_ms
        return
    left = machine.frame(at_ms)
    machine.pause(at_ms)
    machine.advance(at_ms + pause_ms // 2)
    machine.resume(at_ms + pause_ms)
    back_ms = at_ms + pause_ms + 3_000
    assert machine.advance(back_ms) == [Resumed(back_ms)]
    again = machine.frame(back_ms)
    assert (again.remaining_ms, again.session_remaining_ms) == (
        left.remaining_ms, left.session_remaining_ms,
    )  # fmt: skip
    shift_ms = back_ms - at_ms

    def later(event: PlayerEvent) -> PlayerEvent:
        return msgspec.structs.replace(event, at_ms=event.at_ms + shift_ms)

    assert [later(event) for event in other.advance(10**7)] == machine.advance(10**10)
