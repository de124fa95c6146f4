"""The policy, line by line (design.md, section 8)."""

from __future__ import annotations

import msgspec
import pytest

from knotbreak.core.reminders import ReminderKind, TimeRange, Weekday
from knotbreak.core.scheduler_state import (
    Answer,
    Answered,
    FixedMissed,
    Gone,
    NaturalBreak,
    NothingDueError,
    Offered,
    OfferGone,
    PauseEnded,
    PauseReason,
    SnoozeRefusedError,
    WaitingForPause,
)
from knotbreak.core.units import MINUTE_MS, local_time
from tests.core.trace import (
    POSTURE,
    STAND,
    STRETCH,
    WATER,
    Trace,
    a_reminder,
    at_local,
    pill,
)

CUSTOM = ReminderKind.CUSTOM


# -- falling due, merging, leading -----------------------------------------------------------------


def test_fifty_active_minutes_then_a_stretch() -> None:
    trace = Trace([STRETCH])
    assert trace.run(49.99) == []
    events = trace.run(0.01)
    assert [type(event) for event in events] == [WaitingForPause, Offered]
    (offer,) = trace.offers
    assert (offer.id, offer.quiet, offer.until_ms - offer.at_ms) == (1, False, 5 * MINUTE_MS)


def test_a_usual_morning() -> None:
    trace = Trace([STRETCH, POSTURE, WATER])
    trace.run(52)
    trace.answer(Answer.START)
    trace.session(2)
    trace.run(55)
    # Posture halfway; at 50 the stretch with posture and the water of the next ten minutes.
    assert trace.offered == [(25, "posture"), (50, "stretch"), (79, "posture"), (104, "stretch")]
    assert [offer.group.merged for offer in trace.offers] == [
        (), ("posture", "water"), (), ("posture", "water"),
    ]  # fmt: skip
    assert [offer.quiet for offer in trace.offers] == [True, False, True, False]


def test_what_falls_due_waits_for_a_better_lead_within_ten_minutes() -> None:
    trace = Trace([STRETCH, a_reminder("water", 41)])
    trace.run(50)
    assert trace.offered == [(50, "stretch")]
    assert trace.offers[0].group.merged == ("water",)
    early = Trace([STRETCH, a_reminder("water", 39)])
    early.run(50)
    assert early.offered == [(39, "water"), (50, "stretch")]


def test_it_does_not_wait_for_a_lead_that_is_put_back() -> None:
    trace = Trace([STRETCH, a_reminder("water", 45)])
    trace.run(46)
    assert trace.offers == []
    trace.idle(6)
    trace.run(1)
    assert [lead for _, lead in trace.offered] == ["water"]


def test_a_custom_reminder_at_a_fixed_time_leads_and_one_answer_is_for_all() -> None:
    trace = Trace([pill("09:45"), STRETCH, STAND], start="2026-06-10T09:00")
    trace.state.counted_ms["stand"] = -20 * MINUTE_MS
    trace.run(46)
    assert trace.offered == [(45, "pill")]
    assert trace.offers[0].group.merged == ("stretch", "stand")
    trace.answer(Answer.DONE)
    trace.run(28)
    assert len(trace.offers) == 1
    assert trace.state.counted_ms["stretch"] == 28 * MINUTE_MS


# -- the budget ------------------------------------------------------------------------------------


def test_the_budget_turns_the_third_quiet_and_drops_nothing() -> None:
    trace = Trace([a_reminder("tea", 20, kind=CUSTOM)])
    for _ in range(5):
        trace.run(20)
        trace.answer(Answer.SKIP)
    assert trace.offered == [(20, "tea"), (40, "tea"), (60, "tea"), (80, "tea"), (100, "tea")]
    # At 80 the notice of minute 20 is an hour ago.
    assert [offer.quiet for offer in trace.offers] == [False, False, True, False, False]


def test_ten_minutes_apart_or_quiet() -> None:
    trace = Trace([STRETCH, pill("09:41")])
    trace.run(41)
    trace.answer(Answer.DONE)
    trace.machine.state.counted_ms["stretch"] = 45 * MINUTE_MS
    trace.run(6)
    assert [(minute, offer.quiet) for (minute, _), offer in
            zip(trace.offered, trace.offers, strict=True)] == [(41, False), (46, True)]  # fmt: skip


def test_a_quiet_one_of_the_budget_stays_and_is_then_owed() -> None:
    trace = Trace([a_reminder("tea", 15, kind=CUSTOM)])
    for _ in range(2):
        trace.run(15)
        trace.answer(Answer.SKIP)
    trace.run(15 + 5)
    assert trace.offers[-1].quiet
    assert trace.gone() == ["lapsed"]
    assert trace.machine.due is not None


def test_the_budget_delays_a_fixed_time() -> None:
    trace = Trace([pill("09:30", "09:34")])
    trace.run(30)
    trace.answer(Answer.DONE)
    trace.run(9.99)
    assert len(trace.offers) == 1
    trace.run(0.01)
    assert trace.offered == [(30, "pill"), (40, "pill")]
    assert not trace.offers[-1].quiet


def test_two_an_hour_for_fixed_times() -> None:
    trace = Trace([pill("09:10", "09:25", "09:40")])
    trace.run(10)
    trace.answer(Answer.DONE)
    trace.run(15)
    trace.answer(Answer.DONE)
    trace.run(60)
    assert trace.offered == [(10, "pill"), (25, "pill"), (70, "pill")]


# -- waiting for the typing to rest ----------------------------------------------------------------


def test_it_waits_for_a_pause_in_the_input_for_three_minutes() -> None:
    trace = Trace([STRETCH], rests=False)
    assert [type(event) for event in trace.run(51)] == [WaitingForPause]
    assert trace.machine.waits_for_input_pause
    events = trace.take(trace.machine.input_paused(trace.clock.now()))
    assert [type(event) for event in events] == [Offered]
    other = Trace([STRETCH], rests=False)
    other.run(52.99)
    assert other.offers == []
    other.run(0.01)
    assert other.offered == [(53, "stretch")]


def test_a_pause_in_the_input_with_nothing_due_is_nothing() -> None:
    trace = Trace([STRETCH])
    trace.run(10)
    assert trace.machine.input_paused(trace.clock.now()) == []


# -- unanswered ------------------------------------------------------------------------------------


def test_five_minutes_then_due_in_the_tray_and_no_second_notice() -> None:
    trace = Trace([STRETCH])
    trace.run(55)
    assert trace.gone() == ["lapsed"]
    assert trace.machine.due is not None
    assert trace.machine.due.lead == "stretch"
    trace.run(300)
    assert len(trace.offers) == 1


def test_one_quiet_repeat_after_the_next_absence() -> None:
    trace = Trace([STRETCH])
    trace.run(60)
    trace.idle(2)
    assert [(offer.quiet, offer.repeat) for offer in trace.offers] == [(False, False), (True, True)]
    trace.run(6)
    trace.idle(2)
    trace.run(60)
    assert len(trace.offers) == 2
    assert trace.gone() == ["lapsed", "lapsed"]
    trace.answer(Answer.START)
    assert trace.machine.due is None


def test_a_stillness_of_seconds_is_no_absence_to_repeat_after() -> None:
    trace = Trace([STRETCH])
    trace.run(60)
    trace.idle(20 / 60)
    assert len(trace.offers) == 1
    trace.idle(1)
    assert len(trace.offers) == 2


def test_the_next_break_resets_what_is_owed() -> None:
    trace = Trace([STRETCH, WATER])
    trace.run(56)
    assert trace.machine.due is not None
    trace.idle(6)
    assert trace.machine.due is None
    assert trace.state.counted_ms["stretch"] == 0


def test_a_notice_that_was_closed_is_owed_without_a_repeat() -> None:
    trace = Trace([STRETCH])
    trace.run(51)
    trace.answer(Answer.DISMISS)
    trace.idle(2)
    trace.run(30)
    assert len(trace.offers) == 1
    assert trace.machine.due is not None


def test_two_that_are_owed_are_answered_one_by_one() -> None:
    trace = Trace([STRETCH, pill("10:10")])
    trace.run(60)
    assert trace.machine.due is not None
    trace.run(20)
    assert trace.offered == [(50, "stretch"), (70, "pill")]
    assert trace.machine.due.lead == "pill"
    trace.run(60)
    assert len(trace.offers) == 2, "what is owed is not offered anew"
    trace.answer(Answer.DONE)
    assert trace.machine.due.lead == "stretch"
    trace.answer(Answer.START)
    assert trace.machine.due is None


def test_quiet_notices_stay_for_their_own_time_and_are_not_owed() -> None:
    trace = Trace([WATER])
    trace.run(60 + 11 / 60)
    offer = trace.offers[0]
    assert (offer.until_ms - offer.at_ms, offer.quiet) == (10_000, True)
    assert trace.gone() == ["lapsed"]
    assert (trace.machine.due, trace.state.counted_ms["water"]) == (None, 1_000)


# -- answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [1, 5, 15])
def test_snoozed_it_comes_back(minutes: int) -> None:
    trace = Trace([STRETCH])
    trace.run(51)
    trace.answer(Answer.SNOOZE, minutes)
    assert trace.machine.due is None
    trace.run(minutes)
    assert trace.offered == [(50, "stretch"), (51 + minutes, "stretch")]
    assert not trace.offers[-1].quiet


def test_the_second_snooze_offers_the_short_version_and_the_fourth_is_refused() -> None:
    trace = Trace([STRETCH])
    trace.run(50)
    for _ in range(3):
        trace.answer(Answer.SNOOZE, 5)
        trace.run(5)
    shown = [event for event in trace.events if isinstance(event, Offered)]
    assert [event.short for event in shown] == [False, False, True, True]
    assert [event.can_snooze for event in shown] == [True, True, True, False]
    before = trace.machine.snapshot()
    with pytest.raises(SnoozeRefusedError):
        trace.answer(Answer.SNOOZE, 5)
    assert trace.machine.snapshot() == before
    assert trace.machine.short


def test_a_snooze_is_outside_the_budget_and_not_of_it() -> None:
    trace = Trace([STRETCH])
    trace.run(50)
    for _ in range(3):
        trace.answer(Answer.SNOOZE, 1)
        trace.run(1)
    assert [offer.quiet for offer in trace.offers] == [False] * 4
    assert len(trace.state.interrupted_ms) == 1


def test_a_natural_break_cancels_a_snooze_but_not_the_thirst() -> None:
    trace = Trace([STRETCH, a_reminder("water", 55)])
    trace.run(50)
    assert trace.offers[0].group.merged == ("water",)
    trace.answer(Answer.SNOOZE, 15)
    trace.run(6)
    trace.idle(6)
    trace.run(20)
    assert [lead for _, lead in trace.offered] == ["stretch", "water"]


def test_skip_starts_over_and_is_counted() -> None:
    trace = Trace([STRETCH])
    for count in (1, 2, 3):
        trace.run(50)
        trace.answer(Answer.SKIP)
        assert (trace.state.skips_in_row, trace.state.counted_ms["stretch"]) == (count, 0)
    trace.run(50)
    trace.answer(Answer.START)
    assert trace.state.skips_in_row == 0


def test_an_answer_to_nothing_changes_nothing() -> None:
    trace = Trace([STRETCH])
    trace.run(10)
    before = trace.machine.snapshot()
    for offer_id in (None, 1):
        with pytest.raises(NothingDueError):
            trace.machine.answered(trace.clock.now(), Answer.START, offer_id=offer_id)
    assert trace.machine.snapshot() == before


def test_drinking_without_being_asked() -> None:
    trace = Trace([WATER])
    trace.run(60)
    events = trace.take(trace.machine.followed(trace.clock.now(), "water"))
    assert [event.why for event in events if isinstance(event, OfferGone)] == [Gone.TAKEN_ELSEWHERE]
    trace.run(59)
    assert len(trace.offers) == 1


def test_what_was_drunk_meanwhile_does_not_come_back_with_a_snooze() -> None:
    trace = Trace([STRETCH, a_reminder("water", 55)])
    trace.run(50)
    trace.answer(Answer.SNOOZE, 15)
    trace.take(trace.machine.followed(trace.clock.now(), "water"))
    trace.run(15)
    assert trace.offers[-1].group.all == ("stretch",)


# -- presence --------------------------------------------------------------------------------------


def test_a_minute_of_stillness_is_counted_back_and_stops_the_clock() -> None:
    trace = Trace([STRETCH])
    trace.run(10)
    trace.idle(4)
    assert trace.state.counted_ms["stretch"] == 10 * MINUTE_MS
    trace.run(40)
    assert trace.offered == [(54, "stretch")]


def test_five_minutes_of_stillness_are_a_break() -> None:
    trace = Trace([STRETCH, WATER])
    trace.run(10)
    events = trace.idle(5)
    assert [event.from_ms for event in events if isinstance(event, NaturalBreak)] == [
        trace.begun_ms + 10 * MINUTE_MS
    ]
    assert trace.state.counted_ms == {"stretch": 0, "water": 10 * MINUTE_MS}


def test_the_break_takes_its_notice_down() -> None:
    trace = Trace([msgspec.structs.replace(STRETCH, stay_ms=20 * MINUTE_MS), WATER])
    trace.run(50)
    trace.idle(6)
    assert trace.gone() == ["break"]


def test_nothing_is_offered_to_nobody() -> None:
    trace = Trace([pill("09:20")])
    trace.run(15)
    trace.idle(20)
    assert trace.offered == [(35, "pill")], "as soon as somebody is there again"


def test_stillness_in_a_call_is_sitting() -> None:
    trace = Trace([STRETCH])
    trace.run(10)
    trace.pause("call", counts=True)
    trace.run(1)
    trace.take(trace.machine.idle_since(trace.clock.now(), MINUTE_MS))
    trace.run(29)
    assert trace.state.counted_ms["stretch"] == 40 * MINUTE_MS
    trace.resume("call")
    trace.run(4)
    assert not any(isinstance(event, NaturalBreak) for event in trace.events)
    trace.run(1)
    assert sum(isinstance(event, NaturalBreak) for event in trace.events) == 1


@pytest.mark.parametrize("seconds", [5, 59, 299])
def test_a_short_sleep_changes_nothing(seconds: int) -> None:
    trace = Trace([STRETCH])
    trace.run(40)
    assert trace.sleep(seconds / 60) == []
    trace.run(10)
    assert trace.offered == [(50, "stretch")]


def test_a_short_sleep_does_not_start_the_wait_for_a_pause_anew() -> None:
    trace = Trace([STRETCH], rests=False)
    trace.run(51)
    assert trace.sleep(5 / 60) == []
    trace.run(2)
    assert trace.offered == [(53, "stretch")]


def test_a_long_sleep_is_rest() -> None:
    trace = Trace([STRETCH, WATER])
    trace.run(40)
    events = trace.sleep(8 * 60)
    assert [type(event) for event in events] == [NaturalBreak]
    assert trace.state.counted_ms == {"stretch": 0, "water": 40 * MINUTE_MS}
    # The input source still tells of the stillness of the night: it is the same rest.
    trace.run(1)
    events = trace.take(trace.machine.idle_since(trace.clock.now(), 481 * MINUTE_MS))
    assert events == []


def test_a_long_sleep_in_a_session_is_rest_too() -> None:
    trace = Trace([STRETCH, POSTURE])
    trace.run(20)
    trace.take(trace.machine.session_started(trace.clock.now()))
    trace.run(1)
    assert [type(event) for event in trace.sleep(600)] == [NaturalBreak]
    trace.take(trace.machine.session_ended(trace.clock.now(), taken=False))
    assert trace.state.counted_ms == {"stretch": 0, "posture": 0}


def test_sleep_goes_on_from_stillness() -> None:
    trace = Trace([STRETCH])
    trace.run(20)
    trace.run(2)
    trace.take(trace.machine.idle_since(trace.clock.now(), 2 * MINUTE_MS))
    assert [type(event) for event in trace.sleep(3)] == [NaturalBreak]
    trace.back()
    assert trace.state.counted_ms["stretch"] == 0


# -- pauses ----------------------------------------------------------------------------------------


def test_a_true_pause_keeps_the_remainder() -> None:
    trace = Trace([STRETCH])
    trace.run(30)
    trace.pause(minutes=60)
    trace.run(60)
    assert trace.state.counted_ms["stretch"] == 30 * MINUTE_MS
    trace.run(20)
    assert trace.offered == [(110, "stretch")]


def test_after_the_pause_one_notice_comes_a_minute_later() -> None:
    trace = Trace([STRETCH, POSTURE, WATER])
    trace.run(49)
    trace.pause("call", counts=True)
    trace.run(60)
    assert [lead for _, lead in trace.offered] == ["posture"]
    trace.resume("call")
    trace.run(0.99)
    assert len(trace.offers) == 1
    trace.run(3)
    assert trace.offered[1:] == [(110, "stretch")]


def test_an_open_notice_is_withdrawn_by_a_pause_and_comes_again() -> None:
    trace = Trace([STRETCH])
    trace.run(51)
    trace.pause(minutes=20)
    assert trace.gone() == ["paused"]
    trace.run(20 + 1)
    assert trace.offered == [(50, "stretch"), (72, "stretch")]


def test_a_snoozed_notice_that_a_pause_withdrew_is_still_the_snoozed_one() -> None:
    trace = Trace([STRETCH])
    trace.run(50)
    for _ in range(2):
        trace.answer(Answer.SNOOZE, 5)
        trace.run(5)
    trace.pause(minutes=10)
    trace.run(11)
    assert [offer.snoozes for offer in trace.offers] == [0, 1, 2, 2]


def test_two_reasons_hold_until_both_are_over() -> None:
    trace = Trace([STRETCH])
    trace.run(49)
    trace.pause("call", counts=True)
    trace.pause("screen-share", counts=True)
    trace.run(20)
    (ended,) = trace.resume("call")
    assert isinstance(ended, PauseEnded)
    assert ended.still_held
    trace.run(20)
    assert trace.offers == []
    trace.resume("screen-share")
    trace.run(1)
    assert trace.offered == [(90, "stretch")]


def test_until_tomorrow_is_a_wall_time() -> None:
    trace = Trace([pill("10:00")])
    until = at_local("2026-06-11T04:00")
    reason = PauseReason(key="user", until_utc_ms=until)
    trace.take(trace.machine.reason_started(trace.clock.now(), reason))
    trace.run(18 * 60)
    assert trace.machine.held
    trace.run(60)
    ended = [event for event in trace.events if isinstance(event, PauseEnded)]
    assert [local_time(trace.clock.utc_ms, trace.clock.zone).hour, len(ended)] == [4, 1]


def test_a_pause_goes_on_while_the_machine_sleeps() -> None:
    trace = Trace([STRETCH])
    trace.pause(minutes=60)
    trace.run(10)
    trace.sleep(50)
    assert not trace.machine.held


# -- hours -----------------------------------------------------------------------------------------


def test_only_in_its_hours() -> None:
    hours = (TimeRange(9 * 60, 12 * 60), TimeRange(13 * 60, 17 * 60))
    trace = Trace([a_reminder("water", 60, hours=hours)], start="2026-06-10T08:30")
    trace.run(10 * 60)
    # Ten seconds of each notice do not count twice; at 12:00 and 17:00 the count begins anew.
    assert [minute for minute, _ in trace.offered] == [90, 150.17, 330, 390.17, 450.33]


def test_over_midnight_and_on_its_days() -> None:
    night = a_reminder(
        "water", 60, hours=(TimeRange(22 * 60, 2 * 60),), days=(Weekday.WED,), stay_ms=1_000
    )
    trace = Trace([night], start="2026-06-10T21:00")
    trace.run(30 * 60)
    assert [round(minute) for minute, _ in trace.offered] == [120, 180, 240]


def test_the_end_of_the_hours_takes_all_of_it_away() -> None:
    late = a_reminder("stretch", 50, hours=(TimeRange(9 * 60, 9 * 60 + 52),))
    trace = Trace([late, WATER])
    trace.run(51)
    trace.answer(Answer.SNOOZE, 5)
    trace.run(60)
    assert trace.offered[0] == (50, "stretch")
    assert all(lead == "water" for _, lead in trace.offered[1:])
    other = Trace([late])
    other.run(53)
    assert other.gone() == ["hours"]
    assert other.machine.due is None


# -- sessions --------------------------------------------------------------------------------------


def test_a_session_that_was_taken_resets_movement_but_not_thirst() -> None:
    trace = Trace([STRETCH, POSTURE, a_reminder("water", 600)])
    trace.run(20)
    trace.session(2)
    assert trace.state.counted_ms == {"stretch": 0, "posture": 0, "water": 20 * MINUTE_MS}


def test_a_session_that_was_not_taken_resets_nothing_and_counts_as_nothing() -> None:
    trace = Trace([STRETCH])
    trace.run(20)
    trace.session(2, taken=False)
    assert trace.state.counted_ms == {"stretch": 20 * MINUTE_MS}


def test_a_session_from_anywhere_takes_the_notice_down_and_others_wait() -> None:
    trace = Trace([STRETCH, pill("10:01")])
    trace.run(51)
    trace.session(14)
    assert trace.gone() == ["taken-elsewhere"]
    assert trace.offered == [(50, "stretch"), (65, "pill")]


def test_the_stillness_of_a_session_is_no_absence() -> None:
    trace = Trace([STRETCH, WATER])
    trace.run(20)
    trace.take(trace.machine.session_started(trace.clock.now()))
    trace.run(1)
    trace.take(trace.machine.idle_since(trace.clock.now(), MINUTE_MS))
    events = trace.run(9)
    assert not any(isinstance(event, NaturalBreak) for event in events)
    trace.take(trace.machine.session_ended(trace.clock.now(), taken=False))
    trace.back()
    assert trace.state.counted_ms["stretch"] == 20 * MINUTE_MS


# -- settings --------------------------------------------------------------------------------------


def test_other_settings_keep_the_count() -> None:
    trace = Trace([STRETCH])
    trace.run(30)
    trace.take(trace.machine.reconfigured(trace.clock.now(), [a_reminder("stretch", 40)]))
    trace.run(10)
    assert trace.offered == [(40, "stretch")]


def test_what_was_switched_off_is_taken_down() -> None:
    trace = Trace([STRETCH, POSTURE])
    trace.run(51)
    trace.take(trace.machine.reconfigured(trace.clock.now(), [POSTURE]))
    assert trace.gone()[-1] == "settings"
    # Posture had come along: it is due by itself, and quiet.
    assert trace.loud == [(50, "stretch")]
    assert set(trace.state.counted_ms) == {"posture"}


@pytest.mark.parametrize("answer", [Answer.SNOOZE, Answer.DISMISS])
def test_what_was_switched_off_is_neither_owed_nor_put_off(answer: Answer) -> None:
    trace = Trace([STRETCH])
    trace.run(50)
    trace.answer(answer)
    trace.take(trace.machine.reconfigured(trace.clock.now(), []))
    trace.run(30)
    assert (trace.machine.due, len(trace.offers)) == (None, 1)


def test_a_time_chosen_just_now_has_not_been_missed() -> None:
    trace = Trace([pill("09:30")])
    trace.run(60)
    trace.answer(Answer.DONE)
    before = len(trace.events)
    trace.take(trace.machine.reconfigured(trace.clock.now(), [pill("09:50"), WATER]))
    trace.run(5)
    assert trace.events[before:] == []


# -- restart ---------------------------------------------------------------------------------------


def test_a_notice_of_before_the_restart_waits_in_the_tray() -> None:
    trace = Trace([STRETCH, WATER])
    trace.run(51)
    events = trace.restart(1)
    assert [event.why for event in events if isinstance(event, OfferGone)] == [Gone.RESTART]
    assert trace.machine.due is not None
    trace.run(30)
    assert len([one for one in trace.loud if one[1] == "stretch"]) == 1


@pytest.mark.parametrize("same_boot", [True, False])
def test_a_restart_keeps_counts_snoozes_and_pauses(same_boot: bool) -> None:
    trace = Trace([STRETCH, POSTURE, pill("12:00")])
    trace.run(50)
    trace.answer(Answer.SNOOZE, 15)
    trace.run(1)
    trace.restart(2, same_boot=same_boot)
    assert trace.machine.next_due_ms("stretch") == trace.clock.mono_ms + 12 * MINUTE_MS
    trace.pause(minutes=10)
    trace.restart(4, same_boot=same_boot)
    reason = trace.state.pauses["user"]
    assert reason.until_ms == trace.clock.mono_ms + 6 * MINUTE_MS


def test_long_away_is_a_break_and_a_break_is_told_once() -> None:
    trace = Trace([STRETCH])
    trace.run(30)
    assert [type(event) for event in trace.restart(30)] == [NaturalBreak]
    assert trace.state.counted_ms["stretch"] == 0
    trace.run(10)
    trace.take(trace.machine.idle_since(trace.clock.now(), MINUTE_MS))
    trace.run(6)
    assert sum(isinstance(event, NaturalBreak) for event in trace.events) == 2
    assert trace.restart(30) == []


def test_stillness_before_and_after_a_restart_is_one() -> None:
    trace = Trace([STRETCH])
    trace.run(30)
    trace.take(trace.machine.idle_since(trace.clock.now(), 3 * MINUTE_MS))
    assert [type(event) for event in trace.restart(2)] == [NaturalBreak]


def test_only_the_persons_own_pause_outlives_a_restart() -> None:
    trace = Trace([STRETCH])
    trace.pause("user")
    trace.pause("call", counts=True)
    trace.restart(1)
    assert set(trace.state.pauses) == {"user"}


def test_settings_may_change_while_the_program_is_not_there() -> None:
    for before in (Answer.SNOOZE, Answer.DISMISS, None):
        trace = Trace([STRETCH, WATER])
        trace.run(51)
        if before is not None:
            trace.answer(before)
        left = trace.machine.snapshot()
        now = trace.clock.now()
        other = type(trace.machine)([WATER], now)
        other.restore(now, left, same_boot=True)
        other.restarted(now, 60 * MINUTE_MS)
        assert other.due is None
        assert set(other.snapshot().counted_ms) == {"water"}


def test_a_fixed_time_that_was_slept_through() -> None:
    trace = Trace([pill("09:30")])
    trace.run(20)
    events = trace.sleep(20)
    assert WaitingForPause in {type(event) for event in events}, "ten minutes late is in time"
    other = Trace([pill("09:30")])
    other.run(20)
    assert FixedMissed in {type(event) for event in other.sleep(60)}
    other.run(60)
    assert other.offers == []


def test_answers_are_told() -> None:
    trace = Trace([STRETCH, POSTURE])
    trace.run(50)
    (told,) = [one for one in trace.answer(Answer.SNOOZE, 15) if isinstance(one, Answered)]
    assert (told.answer, told.minutes, told.offer_id) == (Answer.SNOOZE, 15, trace.offers[-1].id)
    assert told.group.all == ("stretch", "posture")


def test_an_unanswered_stretch_does_not_silence_the_quiet_ones_that_came_along() -> None:
    for answer in (None, Answer.DISMISS):
        trace = Trace([STRETCH, POSTURE, WATER])
        trace.run(50)
        assert trace.offers[-1].group.merged == ("posture", "water")
        if answer is not None:
            trace.answer(answer)
        trace.run(120)
        assert trace.machine.due is not None
        assert trace.machine.due.all == ("stretch",)
        later = [id_ for offer in trace.offers[2:] for id_ in offer.group.all]
        assert set(later) == {"posture", "water"}
        assert len(trace.loud) == 1
