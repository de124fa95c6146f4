"""What falls due around the beginning of an appointment."""

from __future__ import annotations

import pytest

from knotbreak.core.appointments import Appointment
from knotbreak.core.scheduler_state import Answer
from knotbreak.core.units import MINUTE_MS
from tests.core.trace import POSTURE, STAND, STRETCH, WATER, Trace, pill


def meeting(trace: Trace, minute: float, length_min: float = 30) -> None:
    """An appointment is found in the calendar, counted from the beginning of the trace."""
    start = trace.clock.utc_ms + round((minute - trace.minute) * MINUTE_MS)
    one = Appointment(start, start + round(length_min * MINUTE_MS))
    trace.take(trace.machine.planned(trace.clock.now(), [one]))


@pytest.mark.parametrize(
    ("begins", "comes"),
    [
        (45, 50),  # in the middle of it: held by whoever sees it then
        (46, 40),  # in the fourth minute of it
        (50, 44),
        (52, 46),
        (56, 50),
        (57, 50),  # there is time
        (90, 50),
    ],
)
def test_it_comes_six_minutes_before_an_appointment_or_in_its_own_time(
    begins: float, comes: float
) -> None:
    trace = Trace([STRETCH])
    meeting(trace, begins)
    trace.run(55)
    assert trace.offered == [(comes, "stretch")]


def test_what_is_taken_early_counts_from_there() -> None:
    trace = Trace([STRETCH])
    meeting(trace, 50)
    trace.run(44)
    trace.answer(Answer.DONE)
    trace.run(50)
    assert trace.offered == [(44, "stretch"), (94, "stretch")]


def test_it_is_found_out_late_or_somebody_comes_back_late() -> None:
    trace = Trace([STRETCH])
    trace.run(47)
    meeting(trace, 51)
    assert trace.offered == [(47, "stretch")]
    late = Trace([STRETCH])
    late.run(49.5)
    meeting(late, 51)
    late.run(1)
    assert late.offered == [(50, "stretch")], "less than two minutes before nothing comes early"
    away = Trace([STRETCH])
    meeting(away, 52)
    away.run(44)
    away.idle(4)
    assert away.offered == [(48, "stretch")], "four minutes are enough, and it would be due at 54"


def test_quiet_ones_and_times_of_the_day_come_as_ever() -> None:
    quiet = Trace([POSTURE, WATER])
    meeting(quiet, 26)
    quiet.run(24.9)
    assert quiet.offered == []
    fixed = Trace([pill("09:50")])
    meeting(fixed, 52)
    fixed.run(51)
    assert fixed.offered == [(50, "pill")]


def test_what_comes_along_is_settled_too() -> None:
    trace = Trace([STRETCH, STAND, WATER], start="2026-06-10T09:00")
    trace.take(trace.machine.followed(trace.clock.now(), "stand"))
    trace.run(28)
    trace.machine.followed(trace.clock.now(), "stand")
    meeting(trace, 55)
    trace.run(21)
    (offer,) = trace.offers
    assert (trace.offered[0][0], offer.group.lead, offer.group.merged) == (
        49,
        "stretch",
        ("stand",),
    )


def test_somebody_who_types_on_is_not_stopped_at_the_last_moment() -> None:
    trace = Trace([STRETCH], rests=False)
    meeting(trace, 52)
    trace.run(48.9)
    assert trace.offered == []
    trace.run(0.1)
    assert trace.offered == [(49, "stretch")], "three minutes after it began to wait"


def test_an_appointment_that_is_called_off_is_forgotten() -> None:
    trace = Trace([STRETCH])
    meeting(trace, 52)
    trace.run(40)
    trace.take(trace.machine.planned(trace.clock.now(), []))
    trace.run(11)
    assert trace.offered == [(50, "stretch")]


def test_it_survives_a_restart() -> None:
    trace = Trace([STRETCH])
    meeting(trace, 52)
    trace.run(40)
    trace.restart(0.1)
    trace.run(8)
    assert trace.offered == [(46, "stretch")]
