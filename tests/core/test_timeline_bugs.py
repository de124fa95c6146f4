"""The bug classes of peers.md that the scheduler could have, by number."""

from __future__ import annotations

from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from knotbreak.core.reminders import ReminderKind, TimeRange
from knotbreak.core.scheduler_state import Answer, FixedMissed, NaturalBreak, PauseEnded
from knotbreak.core.units import MINUTE_MS, local_time
from tests.core.trace import POSTURE, STRETCH, WATER, Trace, a_reminder, at_local, pill

VANCOUVER = ZoneInfo("America/Vancouver")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
}


def local_offers(trace: Trace) -> list[str]:
    return [
        local_time(trace.clock.utc_ms - (trace.clock.mono_ms - offer.at_ms), trace.clock.zone)
        .strftime("%d %H:%M")
        for offer in trace.offers
    ]  # fmt: skip


# -- T8: breaks on waking, sleep that is no rest, everything reset by a moment's lock --------------


def test_t8_no_break_fires_on_waking() -> None:
    trace = Trace([STRETCH, POSTURE])
    trace.run(49)
    trace.sleep(7 * 60)
    trace.run(24)
    assert trace.offered == [(25, "posture")]


def test_t8_five_seconds_reset_nothing() -> None:
    trace = Trace([STRETCH])
    for _ in range(49):
        trace.run(1)
        trace.sleep(5 / 60)
    trace.run(1)
    assert trace.offered == [(50, "stretch")]


# -- T9: the person's own pause ----------------------------------------------------------------


def test_t9_nothing_undoes_the_persons_own_pause() -> None:
    trace = Trace([STRETCH, POSTURE, pill("11:00")])
    trace.run(10)
    trace.pause("user")
    trace.idle(10)
    trace.sleep(5 / 60)
    trace.sleep(600)
    trace.pause("call", counts=True)
    trace.run(30)
    trace.resume("call")
    trace.idle(30)
    trace.session(2)
    trace.take(trace.machine.reconfigured(trace.clock.now(), [STRETCH]))
    trace.set_wall(48 * 60)
    trace.travel(VANCOUVER)
    trace.restart(30)
    trace.restart(600, same_boot=False)
    trace.run(600)
    assert trace.machine.held
    assert trace.offers == []
    trace.resume("user")
    trace.run(60)
    assert trace.offered[-1][1] == "stretch"


def test_t9_a_pause_with_an_end_ends_on_time_whatever_happens() -> None:
    trace = Trace([STRETCH])
    trace.pause("user", minutes=60)
    trace.pause("call", minutes=10, counts=True)
    trace.run(59.9)
    assert trace.machine.held
    events = trace.run(0.2)
    assert [event.reason.key for event in events if isinstance(event, PauseEnded)] == ["user"]


# -- T10: one reason ends, another still holds -------------------------------------------------


def test_t10_reasons_are_counted() -> None:
    trace = Trace([STRETCH])
    trace.run(49)
    for key in ("call", "share", "full-screen"):
        trace.pause(key, counts=True)
    trace.run(5)
    trace.resume("call")
    trace.resume("call")
    trace.resume("share")
    trace.run(30)
    assert trace.offers == []


# -- T11: a video is no rest -------------------------------------------------------------------


def test_t11_a_video_does_not_reset_the_count() -> None:
    trace = Trace([STRETCH])
    trace.run(20)
    trace.pause("full-screen", counts=True)
    trace.run(1)
    trace.take(trace.machine.idle_since(trace.clock.now(), MINUTE_MS))
    trace.run(40)
    trace.back()
    trace.resume("full-screen")
    trace.run(1)
    assert trace.offered == [(62, "stretch")]


# -- T12: natural breaks starve long ones ------------------------------------------------------


@pytest.mark.parametrize("seconds", [5, 12, 20])
def test_t12_seconds_of_stillness_never_reset(seconds: int) -> None:
    trace = Trace([STRETCH])
    for _ in range(80):
        trace.run(1 - seconds / 60)
        trace.idle(seconds / 60)
    assert len(trace.offers) == 1
    assert not any(isinstance(event, NaturalBreak) for event in trace.events)


def test_t12_short_absences_put_a_break_off_but_do_not_starve_it() -> None:
    trace = Trace([STRETCH])
    while not trace.offers and trace.minute < 200:
        trace.run(10)
        trace.idle(3)
    assert trace.minute < 70


# -- T13: snoozing -----------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [1, 5, 15])
def test_t13_what_was_put_off_comes_back_as_the_same_kind(minutes: int) -> None:
    eyes = a_reminder("eyes", 20, quiet=False, on_break_resets=True)
    trace = Trace([STRETCH, eyes, POSTURE])
    trace.run(20)
    trace.answer(Answer.SNOOZE, minutes)
    trace.run(minutes)
    back = [offer for offer in trace.offers if offer.snoozes]
    assert [offer.group.lead for offer in back] == ["eyes"]


def test_t13_never_two_notices_within_a_minute() -> None:
    trace = Trace([STRETCH, POSTURE, WATER, pill("09:56"), a_reminder("tea", 57,
                   kind=ReminderKind.CUSTOM)])  # fmt: skip
    for _ in range(30):
        trace.run(4.9)
        if trace.machine.due is not None and trace.state.offer is not None:
            trace.answer(Answer.SNOOZE if trace.state.offer.snoozes < 2 else Answer.SKIP, 1)
    moments = [offer.at_ms for offer in trace.offers]
    assert len(moments) >= 8
    gaps = [later - before for before, later in pairwise(moments)]
    assert min(gaps) >= MINUTE_MS


def test_t13_putting_off_one_thing_leaves_the_other_put_off() -> None:
    trace = Trace([STRETCH, pill("10:05"), pill("10:01", id_="call-mum")])
    trace.run(50)
    trace.answer(Answer.SNOOZE, 15)
    trace.run(11)
    assert trace.offered[-1] == (61, "call-mum")
    trace.answer(Answer.SNOOZE, 15)
    trace.run(3.9)
    assert trace.offered == [(50, "stretch"), (61, "call-mum")]
    trace.run(0.1)
    assert trace.offered[-1] == (65, "stretch")
    trace.answer(Answer.SKIP)
    trace.run(20)
    assert (76, "call-mum") in trace.offered


def test_t13_what_leads_a_moment_later_does_not_take_a_snooze_along() -> None:
    trace = Trace([STRETCH, pill("10:01")])
    trace.run(50)
    trace.answer(Answer.SNOOZE, 15)
    trace.run(11)
    assert [(offer.group.lead, offer.group.merged) for offer in trace.offers] == [
        ("stretch", ()), ("pill", ()),
    ]  # fmt: skip


def test_t13_nothing_follows_a_returned_snooze_within_a_minute() -> None:
    trace = Trace([STRETCH, pill("10:07", quiet=True)])
    trace.run(51.5)
    trace.answer(Answer.SNOOZE, 15)
    trace.run(15)
    trace.answer(Answer.SKIP)
    trace.run(5)
    assert trace.offered == [(50, "stretch"), (66.5, "stretch"), (67.5, "pill")]


# -- T27: the clock ----------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [-30, -5, -1, 1, 5, 30])
def test_t27_a_clock_that_is_set_does_not_touch_the_count(hours: int) -> None:
    trace = Trace([STRETCH])
    trace.run(20)
    trace.set_wall(hours * 60)
    trace.run(30)
    assert trace.offered == [(50, "stretch")]


def test_t27_forward_over_a_fixed_time_and_back_does_not_bring_it_twice() -> None:
    trace = Trace([pill("10:00")])
    trace.run(30)
    trace.set_wall(60)
    assert [type(event) for event in trace.events] == [FixedMissed]
    trace.set_wall(-60)
    trace.run(90)
    assert (trace.offers, len(trace.events)) == ([], 1)
    trace.run(24 * 60)
    assert local_offers(trace) == ["11 10:00"]


def test_t27_back_over_a_fixed_time_does_not_bring_it_twice() -> None:
    trace = Trace([pill("10:00")])
    trace.run(65)
    assert trace.offered == [(60, "pill")]
    trace.answer(Answer.DONE)
    trace.set_wall(-30)
    trace.run(120)
    assert len(trace.offers) == 1


def test_t27_a_clock_put_right_after_the_start_still_brings_today() -> None:
    trace = Trace([pill("15:00")], start="2026-06-10T22:00")
    trace.set_wall(-10 * 60)
    trace.run(3 * 60)
    assert local_offers(trace) == ["10 15:00"]


def test_t27_a_clock_that_was_wrong_by_years_comes_back() -> None:
    trace = Trace([pill("10:00")])
    trace.set_wall(400 * 24 * 60)
    trace.run(5)
    trace.set_wall(-400 * 24 * 60)
    trace.run(60)
    assert local_offers(trace) == ["10 10:00"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("season", [0, 1])
def test_t27_daylight_saving(zone: str, season: int) -> None:
    day = ZONES[zone][season]
    trace = Trace(
        [pill("00:30", "02:30", "12:00", stay_ms=1000), a_reminder("stretch", 50)],
        start=f"{day}T00:00", zone=ZoneInfo(zone),
    )  # fmt: skip
    trace.state.counted_ms["stretch"] = -10_000 * MINUTE_MS
    for _ in range(36 * 4):
        trace.run(15)
        if trace.machine.due is not None:
            trace.answer(Answer.DONE)
    number = int(day[-2:])
    half_past_two = "03:30" if season == 0 else "02:30"
    assert local_offers(trace) == [
        f"{number:02} 00:30", f"{number:02} {half_past_two}", f"{number:02} 12:00",
        f"{number + 1:02} 00:30", f"{number + 1:02} 02:30", f"{number + 1:02} 12:00",
    ][: len(trace.offers)]  # fmt: skip
    assert len(trace.offers) >= 4


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("season", [0, 1])
def test_t27_work_goes_on_over_the_change(zone: str, season: int) -> None:
    trace = Trace([STRETCH], start=f"{ZONES[zone][season]}T01:30", zone=ZoneInfo(zone))
    trace.run(51)
    assert trace.offered == [(50, "stretch")]


@pytest.mark.parametrize(("season", "minutes"), [(0, 120), (1, 240)])
def test_t27_hours_over_the_change(season: int, minutes: int) -> None:
    night = a_reminder("stretch", 1, hours=(TimeRange(60, 4 * 60),))
    trace = Trace([night], start=f"{ZONES['Europe/Berlin'][season]}T01:00")
    trace.run(minutes - 0.01)
    assert trace.state.in_hours["stretch"]
    trace.run(0.01)
    assert not trace.state.in_hours["stretch"]


def test_t27_travel() -> None:
    trace = Trace([pill("15:00"), STRETCH], start="2026-06-10T14:30")
    trace.run(20)
    trace.travel(VANCOUVER)
    trace.run(30)
    assert trace.offered == [(50, "stretch")], "it is 06:20 in Vancouver"
    trace.answer(Answer.SKIP)
    trace.state.counted_ms["stretch"] = -10_000 * MINUTE_MS
    trace.run(9 * 60)
    assert local_offers(trace)[-1] == "10 15:00"
    assert trace.clock.utc_ms > at_local("2026-06-10T15:00", VANCOUVER)


def test_t27_travel_east_brings_nothing_of_before_the_journey() -> None:
    trace = Trace([pill("20:00")], start="2026-06-10T12:00", zone=VANCOUVER)
    trace.travel(BERLIN)  # where it is 21:00
    trace.run(60)
    assert trace.events == []
    trace.run(22 * 60)
    assert local_offers(trace) == ["11 20:00"]
