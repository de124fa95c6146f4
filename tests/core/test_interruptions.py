"""Reasons are weighed and counted; the person's own pause is none of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.interruptions import (
    BEGUN_MS,
    RULES,
    SETTLE_MS,
    Began,
    Busy,
    Confidence,
    InterruptionEvent,
    Interruptions,
    Kind,
    Over,
    StopSession,
    Verdict,
)
from knotbreak.core.scheduler_state import LASTING
from tests.fakes import FakeClock

CALL = Busy(kind=Kind.CALL)
DND = Busy(kind=Kind.DO_NOT_DISTURB)


def names(events: list[InterruptionEvent]) -> list[str]:
    return [f"{type(event).__name__} {event.busy.kind}" for event in events]


def test_every_kind_has_a_rule_and_never_less_is_held_the_surer_it_is() -> None:
    order = [Verdict.DELIVER, Verdict.SOFTEN, Verdict.HOLD]
    for kind in Kind:
        rule = RULES[kind]
        strict = [order.index(rule.verdict(one)) for one in reversed(Confidence)]
        assert strict == sorted(strict), kind


def test_what_counts_as_sitting_is_what_one_sits_through() -> None:
    sits = {kind for kind in Kind if Busy(kind=kind).reason.sits}
    assert sits == {Kind.CALL, Kind.INHIBITOR, Kind.FULL_SCREEN}
    weak = Busy(kind=Kind.INHIBITOR, confidence=Confidence.WEAK).reason
    assert (weak.soft, weak.sits) == (True, False), "a program that keeps the screen awake all day"
    assert all(Busy(kind=kind).reason.counts for kind in Kind), "only the person stops the clocks"


def test_no_report_can_be_taken_for_the_persons_own() -> None:
    for kind in Kind:
        for owner in ("", "user", "guide"):
            assert Busy(kind=kind, owner=owner).key not in LASTING


def test_reports_are_counted_and_the_strictest_holds() -> None:
    machine, clock = Interruptions(), FakeClock()
    battery = Busy(kind=Kind.BATTERY)
    assert machine.verdict is Verdict.DELIVER
    assert names(machine.reported(clock.now(), battery)) == ["Began battery"]
    assert machine.verdict is Verdict.SOFTEN
    assert names(machine.reported(clock.now(), CALL)) == ["Began call"]
    assert machine.reported(clock.now(), CALL) == []
    assert machine.verdict is Verdict.HOLD
    clock.run(5_000)
    assert [reason.since_ms for reason in machine.reasons] == [clock.mono_ms - 5_000] * 2
    assert names(machine.withdrawn(clock.now(), CALL.key)) == ["Over call"]
    assert machine.withdrawn(clock.now(), CALL.key) == []
    assert machine.verdict is Verdict.SOFTEN


def test_a_surer_report_replaces_and_one_that_means_nothing_ends() -> None:
    machine, clock = Interruptions(), FakeClock()
    likely = Busy(kind=Kind.BATTERY, confidence=Confidence.LIKELY)
    machine.reported(clock.now(), likely)
    clock.run(1_000)
    (began,) = machine.reported(clock.now(), Busy(kind=Kind.BATTERY))
    assert isinstance(began, Began)
    assert machine.reasons[0].since_ms == clock.mono_ms - 1_000
    weak = Busy(kind=Kind.BATTERY, confidence=Confidence.WEAK)
    (over,) = machine.reported(clock.now(), weak)
    assert isinstance(over, Over)
    assert machine.reasons == ()


def test_one_with_an_end_is_forgotten_at_its_end() -> None:
    machine, clock = Interruptions(), FakeClock()
    until = clock.utc_ms + 60_000
    busy = Busy(kind=Kind.CALENDAR, until_utc_ms=until)
    (began,) = machine.reported(clock.now(), busy)
    assert began.busy.reason.until_utc_ms == until
    clock.run(59_999)
    machine.advance(clock.now())
    assert len(machine.reasons) == 1
    clock.run(1)
    assert machine.advance(clock.now()) == []
    assert machine.reasons == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_what_stops_a_session(kind: Kind) -> None:
    machine, clock = Interruptions(), FakeClock()
    machine.session_is(clock.now(), plays=True)
    clock.run(BEGUN_MS)
    early = machine.reported(clock.now(), Busy(kind=kind, id="early"))
    assert any(isinstance(event, StopSession) for event in early) == (kind is Kind.LOCK)
    clock.run(1)
    events = machine.reported(clock.now(), Busy(kind=kind))
    stops = any(isinstance(event, StopSession) for event in events)
    assert stops == (kind in (Kind.CALL, Kind.LOCK))
    weak = Busy(kind=kind, owner="other", confidence=Confidence.WEAK)
    again = machine.reported(clock.now(), weak)
    assert any(isinstance(event, StopSession) for event in again) == (kind is Kind.LOCK)


def test_t11_what_our_own_window_brings_about_is_no_reason() -> None:
    machine, clock = Interruptions(), FakeClock()
    machine.session_is(clock.now(), plays=True)
    assert machine.reported(clock.now(), DND) == []
    assert machine.reported(clock.now(), Busy(kind=Kind.FULL_SCREEN)) == []
    assert machine.deadline() is None
    machine.session_is(clock.now(), plays=False)
    assert machine.withdrawn(clock.now(), "full-screen:") == []
    clock.run(SETTLE_MS - 1)
    assert machine.advance(clock.now()) == []
    assert machine.deadline() == clock.mono_ms + 1
    clock.run(1)
    assert names(machine.advance(clock.now())) == ["Began do-not-disturb"], "it stays: not ours"
    assert machine.deadline() is None


def test_what_was_there_before_the_session_stays_a_reason() -> None:
    machine, clock = Interruptions(), FakeClock()
    machine.reported(clock.now(), DND)
    machine.session_is(clock.now(), plays=True)
    assert [reason.busy for reason in machine.reasons] == [DND]
    assert names(machine.withdrawn(clock.now(), DND.key)) == ["Over do-not-disturb"]


REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["reported", "withdrawn", "session", "over"]),
        st.sampled_from(list(Kind)),
        st.sampled_from(["", "one", "two"]),
        st.sampled_from(list(Confidence)),
        st.integers(0, 20_000),
    ),
    max_size=40,
)


@given(REPORTS)
def test_what_began_is_what_is_in_force_until_it_is_over(
    reports: list[tuple[str, Kind, str, Confidence, int]],
) -> None:
    machine, clock = Interruptions(), FakeClock()
    told: dict[str, Busy] = {}
    for what, kind, owner, confidence, ms in reports:
        clock.run(ms)
        busy = Busy(kind=kind, owner=owner, confidence=confidence)
        now = clock.now()
        events = {
            "reported": lambda now=now, busy=busy: machine.reported(now, busy),
            "withdrawn": lambda now=now, busy=busy: machine.withdrawn(now, busy.key),
            "session": lambda now=now: machine.session_is(now, plays=True),
            "over": lambda now=now: machine.session_is(now, plays=False),
        }[what]()
        for event in events:
            if isinstance(event, Began):
                told[event.busy.key] = event.busy
            elif isinstance(event, Over):
                del told[event.busy.key]
        assert {reason.busy.key: reason.busy for reason in machine.reasons} == told
        due_ms = machine.deadline()
        assert due_ms is None or due_ms > clock.mono_ms
