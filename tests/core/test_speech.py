"""Lines for a voice: in order, each in its own time, for whatever a routine holds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Side
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.plan import plan_steps
from knotbreak.core.speech import Saying, line_ms, lines
from knotbreak.core.timeline import PACES, Timeline, TimelineOptions
from tests.fakes import STRETCHES, a_routine

CUES = st.lists(st.sampled_from(["Slowly", "up", "and", "down", "again"]), min_size=1, max_size=8)


def timeline(*steps: dict[str, object], pace: int = 100, **routine: object) -> Timeline:
    made = a_routine("R", steps, **routine)
    return compile_timeline(plan_steps(made, STRETCHES), Frame.of(made), TimelineOptions(pace))


def said(made: Timeline, index: int) -> list[str]:
    return [line.saying.value for line in lines(made, index)]


@given(
    st.lists(
        st.builds(
            lambda cue, side, hold_s, sets: {
                "name": "Mine", "cue": " ".join(cue), "side": side, "hold_s": hold_s, "sets": sets,
            },
            CUES, st.sampled_from(["left", "right", "each", "both"]), st.integers(1, 40),
            st.integers(1, 2),
        ),
        min_size=1, max_size=3,
    ),
    st.sampled_from(PACES),
    st.integers(0, 8),
)  # fmt: skip
def test_nothing_is_said_into_something_else(
    steps: list[dict[str, object]], pace: int, gap_s: int
) -> None:
    made = timeline(*steps, pace=pace, gap_s=gap_s, ready_s=gap_s, switch_s=gap_s)
    for index, segment in enumerate(made.segments):
        placed = lines(made, index)
        assert all(line_ms(line) <= line.until_ms - line.at_ms for line in placed)
        assert all(line.until_ms <= segment.ms for line in placed)
        assert all(one.until_ms <= other.at_ms for one, other in pairwise(placed))


def test_the_name_goes_first_where_time_is_short_then_the_first_cues() -> None:
    step = {"name": "A long name of mine", "cue": "Up and down again.", "side": "left", "hold_s": 9}
    assert said(timeline(step, ready_s=8), 0) == ["name", "side", "cue", "cue"]
    assert said(timeline(step, ready_s=4), 0) == ["side", "cue", "cue"]
    assert said(timeline(step, ready_s=2), 0) == ["side", "cue"]
    assert said(timeline(step, ready_s=1), 0) == ["side"]


def test_halfway_is_said_at_half_time_and_the_next_before_the_end() -> None:
    made = timeline({"stretch": "neck-turn", "hold_s": 30}, {"stretch": "neck-turn"})
    at = {line.saying: line.at_ms for line in lines(made, 1)}
    # "Out through the mouth" is said from 14.0 to 15.6.
    assert at[Saying.HALFWAY] == 15_600
    assert at[Saying.NEXT] == 24_000
    assert Saying.NEXT not in {line.saying for line in lines(made, 3)}


def test_the_other_side_is_said_with_its_side() -> None:
    made = timeline({"stretch": "neck-side"})
    line = lines(made, 2)[0]
    assert (line.saying, line.side) == (Saying.OTHER_SIDE, Side.RIGHT)
