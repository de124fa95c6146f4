"""A year of an office worker in seconds: what is promised to the person holds on every day."""

from __future__ import annotations

import time

import pytest

from knotbreak.core.settings import ReminderSettings, Settings
from tests.app.worker import BERLIN, NEW_YORK, Worker

OFFICE = {
    "stretch": ReminderSettings(routine="micro"),
    "stand": ReminderSettings(on=True, every_min=40),
}
PILLS = ReminderSettings(at=("09:30", "13:15", "16:00"), words=("Your pill?",))


def lived(seed: int, days: int, **more: ReminderSettings) -> Worker:
    """So many working days from January on, with a journey in May."""
    worker = Worker(seed, Settings(reminder={**OFFICE, **more}), "2026-01-05T08:00")
    for day in range(days):
        worker.day()
        worker.night(3 if day % 5 == 4 else 1)
        if day in (90, 100):
            worker.travel(NEW_YORK if day == 90 else BERLIN)
        worker.woken()
    return worker


def test_a_year_holds_its_promises() -> None:
    began = time.process_time()
    worker = lived(1, 261)
    assert time.process_time() - began < 10
    assert worker.events >= 12 * 500
    seen = worker.watcher.seen
    assert seen["notice"] > 2_000
    assert seen["held"] > 6_000
    assert seen["after a hold"] > 300, "holds that ended with something owed"
    assert seen["session-ended"] > 300
    assert seen["natural-break"] > 1_000
    zone = worker.simulation.clock.now().zone
    assert zone is BERLIN


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_months_with_fixed_times_do_too(seed: int) -> None:
    assert lived(seed, 45, pill=PILLS).watcher.seen["notice"] > 300
