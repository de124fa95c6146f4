"""Softer and narrower holds, breaks that count, and what is asked after many skips."""

from __future__ import annotations

import pytest

from knotbreak.core.scheduler_state import (
    GUIDE,
    Answer,
    Gone,
    Held,
    NaturalBreak,
    NothingDueError,
    Offered,
    OfferGone,
    PauseEnded,
    PauseReason,
    SkippedOften,
    Softened,
)
from knotbreak.core.units import MINUTE_MS
from tests.core.trace import POSTURE, STAND, STRETCH, WATER, Trace, pill

BATTERY = PauseReason(key="battery", why="battery", counts=True, soft=True)
CALL = PauseReason(key="call", why="call", counts=True, sits=True)
LOCK = PauseReason(key="lock", why="lock", counts=True, away=True)
CARE = PauseReason(key=GUIDE, why=GUIDE, counts=True, movement_only=True)


def begin(trace: Trace, reason: PauseReason) -> None:
    trace.take(trace.machine.reason_started(trace.clock.now(), reason))


def kinds(trace: Trace, kind: type) -> list[object]:
    return [event for event in trace.events if isinstance(event, kind)]


# -- soft: the tray alone ----------------------------------------------------------------------


def test_softened_it_is_due_in_the_tray_and_comes_a_minute_after() -> None:
    trace = Trace([STRETCH, POSTURE])
    begin(trace, BATTERY)
    trace.run(60)
    assert trace.offers == []
    (nudge, softened) = kinds(trace, Softened)
    assert isinstance(nudge, Softened)
    assert isinstance(softened, Softened)
    assert (nudge.group.lead, softened.group.lead, softened.reasons) == (
        "posture", "stretch", ("battery",),
    )  # fmt: skip
    assert trace.machine.due is not None
    assert trace.machine.due.lead == "stretch"
    assert not trace.machine.held
    trace.resume("battery")
    trace.run(1)
    assert trace.offered == [(61, "stretch")]


def test_what_was_answered_in_the_tray_does_not_come_after_all() -> None:
    trace = Trace([STRETCH])
    begin(trace, BATTERY)
    trace.run(55)
    trace.answer(Answer.SKIP)
    trace.resume("battery")
    trace.run(30)
    assert trace.offers == []


def test_a_soft_reason_leaves_an_open_notice_and_brings_no_repeat() -> None:
    trace = Trace([STRETCH])
    trace.run(51)
    begin(trace, BATTERY)
    assert trace.gone() == []
    trace.run(10)
    trace.idle(2)
    assert len(trace.offers) == 1
    trace.resume("battery")
    trace.idle(2)
    assert [offer.repeat for offer in trace.offers] == [False, True]


def test_a_soft_reason_that_outlasts_a_call_keeps_it_in_the_tray() -> None:
    trace = Trace([STRETCH])
    begin(trace, BATTERY)
    begin(trace, CALL)
    trace.run(60)
    assert kinds(trace, Softened) == []
    (ended,) = trace.resume("call")
    assert isinstance(ended, PauseEnded)
    assert not ended.still_held
    trace.run(1)
    assert len(kinds(trace, Softened)) == 1
    assert trace.offers == []


# -- holds -------------------------------------------------------------------------------------


def test_what_falls_due_in_a_hold_is_told_with_the_reasons() -> None:
    trace = Trace([STRETCH, pill("09:30")])
    trace.run(20)
    begin(trace, CALL)
    begin(trace, PauseReason(key="call:2", why="call", counts=True))
    begin(trace, PauseReason(key="dnd", why="do-not-disturb", counts=True))
    trace.run(40)
    told = [(one.reminder, one.reasons) for one in trace.events if isinstance(one, Held)]
    assert told == [
        ("pill", ("call", "do-not-disturb")), ("stretch", ("call", "do-not-disturb")),
    ]  # fmt: skip
    trace.resume("call")
    trace.resume("call:2")
    trace.resume("dnd")
    trace.run(30)
    assert trace.offered == [(61, "pill")]
    assert trace.offers[0].group.merged == ("stretch",)


def test_two_breaks_that_wait_for_the_end_of_a_hold_come_as_one() -> None:
    trace = Trace([STRETCH, STAND])
    trace.run(31)
    trace.answer(Answer.SNOOZE, 5)
    begin(trace, CALL)
    trace.run(60)
    trace.resume("call")
    trace.run(20)
    assert trace.offered == [(30, "stand"), (92, "stretch")]
    assert trace.offers[-1].group.merged == ("stand",)


def test_what_leads_in_a_few_minutes_leads_now() -> None:
    trace = Trace([STRETCH, STAND])
    trace.run(25)
    begin(trace, CALL)
    trace.run(20)
    trace.resume("call")
    trace.run(20)
    assert trace.offered == [(46, "stretch")]
    assert trace.offers[0].group.merged == ("stand",)


def test_in_a_call_with_the_screen_locked_nobody_sits() -> None:
    trace = Trace([STRETCH])
    trace.run(30)
    begin(trace, CALL)
    trace.run(5)
    begin(trace, LOCK)
    trace.take(trace.machine.idle_since(trace.clock.now(), 0))
    assert trace.state.counted_ms["stretch"] == 35 * MINUTE_MS
    trace.run(5)
    assert len(kinds(trace, NaturalBreak)) == 1


# -- after an answer in the guide ----------------------------------------------------------------


def test_movement_is_held_until_the_person_says_so_and_the_rest_goes_on() -> None:
    trace = Trace([STRETCH, POSTURE, WATER])
    trace.run(51)
    begin(trace, CARE)
    assert [event.why for event in trace.events if isinstance(event, OfferGone)][-1] is Gone.PAUSED
    trace.run(120)
    later = {id_ for offer in trace.offers[2:] for id_ in offer.group.all}
    assert later == {"posture", "water"}
    trace.restart(1)
    trace.run(60)
    assert [one for one in trace.offered if one[1] == "stretch"] == [(50, "stretch")]
    trace.resume(GUIDE)
    trace.run(2)
    assert trace.offered[-1][1] == "stretch"


def test_what_moves_is_not_brought_back_by_a_snooze_or_a_repeat() -> None:
    for answer in (Answer.SNOOZE, Answer.DISMISS, None):
        trace = Trace([STRETCH, pill("11:00")])
        trace.run(51)
        if answer is not None:
            trace.answer(answer)
        begin(trace, CARE)
        trace.run(20)
        trace.idle(2)
        trace.run(60)
        assert [lead for _, lead in trace.offered] == ["stretch", "pill"], answer
        assert trace.offers[-1].group.merged == ()


# -- breaks that count ---------------------------------------------------------------------------


def test_i_already_moved() -> None:
    trace = Trace([STRETCH, WATER])
    trace.run(51)
    trace.answer(Answer.SKIP)
    trace.run(20)
    trace.take(trace.machine.moved(trace.clock.now()))
    assert trace.state.counted_ms["stretch"] == 0
    assert trace.state.skips_in_row == 0
    trace.run(50)
    assert trace.loud[-1] == (121, "stretch")
    trace.take(trace.machine.moved(trace.clock.now()))
    assert trace.gone()[-1] == "taken-elsewhere"


def test_an_absence_that_was_no_break_can_be_counted_as_one() -> None:
    trace = Trace([STRETCH, WATER])
    trace.run(30)
    assert trace.machine.absence(trace.clock.now()) is None
    trace.idle(0.5)
    assert trace.machine.absence(trace.clock.now()) is None, "seconds are no absence"
    trace.idle(4)
    absence = trace.machine.absence(trace.clock.now())
    assert absence is not None
    assert absence.until_ms - absence.from_ms == 4 * MINUTE_MS
    events = trace.take(trace.machine.absence_was_break(trace.clock.now()))
    assert [type(event) for event in events] == [NaturalBreak]
    assert trace.state.counted_ms["stretch"] == 0
    with pytest.raises(NothingDueError):
        trace.machine.absence_was_break(trace.clock.now())


def test_an_absence_that_goes_on_is_one_and_counts_once() -> None:
    trace = Trace([STRETCH])
    trace.run(31)
    trace.take(trace.machine.idle_since(trace.clock.now(), 59_000))
    assert trace.machine.absence(trace.clock.now()) is None
    trace.run(1)
    assert trace.machine.absence(trace.clock.now()) is not None
    trace.take(trace.machine.absence_was_break(trace.clock.now()))
    assert trace.machine.absence(trace.clock.now()) is None
    trace.run(10)
    trace.back()
    assert trace.machine.absence(trace.clock.now()) is None
    assert len(kinds(trace, NaturalBreak)) == 1


def test_a_break_is_not_counted_twice_and_an_old_absence_not_at_all() -> None:
    trace = Trace([STRETCH])
    trace.run(10)
    trace.idle(6)
    assert trace.machine.absence(trace.clock.now()) is None
    trace.idle(3)
    trace.run(15)
    assert trace.machine.absence(trace.clock.now()) is None


def test_stillness_in_a_call_can_be_said_to_have_been_a_break() -> None:
    trace = Trace([STRETCH])
    trace.run(10)
    begin(trace, CALL)
    trace.idle(20)
    assert trace.state.counted_ms["stretch"] == 30 * MINUTE_MS
    trace.take(trace.machine.absence_was_break(trace.clock.now()))
    assert trace.state.counted_ms["stretch"] == 0


def test_after_three_skips_in_a_row_it_is_asked_once() -> None:
    trace = Trace([STRETCH])
    for _ in range(5):
        trace.run(50)
        trace.answer(Answer.SKIP)
    assert [one.skips for one in trace.events if isinstance(one, SkippedOften)] == [3]
    trace.session(2)
    for _ in range(3):
        trace.run(50)
        trace.answer(Answer.SKIP)
    assert len(kinds(trace, SkippedOften)) == 2


# -- typing for long -----------------------------------------------------------------------------


def test_typing_for_long_is_told_with_the_notice() -> None:
    trace = Trace([STRETCH], rests=False)
    trace.run(50.5)
    trace.take(trace.machine.input_paused(trace.clock.now()))
    calm = Trace([STRETCH])
    calm.run(50)
    rested = Trace([STRETCH], rests=False)
    rested.run(40)
    rested.idle(2)
    rested.run(12.5)
    rested.take(rested.machine.input_paused(rested.clock.now()))
    typed = [
        [event.typed for event in each.events if isinstance(event, Offered)]
        for each in (trace, calm, rested)
    ]
    assert typed == [[True], [False], [False]]


# -- when to look at the desktop -----------------------------------------------------------------


def test_when_a_notice_may_come() -> None:
    trace = Trace([STRETCH], rests=False)
    trace.run(20)
    assert trace.machine.notice_from_ms() == trace.begun_ms + 50 * MINUTE_MS
    trace.run(31)
    assert trace.machine.notice_from_ms() == trace.clock.mono_ms, "it waits for the typing only"
    assert Trace([]).machine.notice_from_ms() is None
