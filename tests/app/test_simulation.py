"""What a simulated day has of its own: a person, clocks that jump, and lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotbreak.app.simulation import Line, Simulation
from knotbreak.bootstrap.simulating import simulate
from knotbreak.core.interruptions import Confidence
from knotbreak.core.problems import ProblemError
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.core.trace import Do, Reply, Seen, TraceEvent
from knotbreak.core.units import MINUTE_MS
from tests.fakes import BERLIN, MORNING_UTC_MS, TRANSLATOR, FakeLibrary

OFF = {name: ReminderSettings(on=False) for name in ("posture", "water")}


class Day:
    def __init__(self, **reminders: ReminderSettings) -> None:
        self.lines: list[Line] = []
        self.simulation = Simulation(
            start_utc_ms=MORNING_UTC_MS,
            zone=BERLIN,
            settings=Settings(reminder={**OFF, **reminders}),
            library=FakeLibrary(),
            translator=TRANSLATOR,
            out=self.lines.append,
        )

    def wait(self, minutes: float) -> None:
        self.simulation.wait(round(minutes * MINUTE_MS))

    def do(self, do: Do, **more: object) -> None:
        self.simulation.do(TraceEvent(at="", do=do, **more))  # type: ignore[arg-type]

    @property
    def events(self) -> list[str]:
        return [line.event for line in self.lines]


def test_an_answer_to_nothing_is_refused_in_words() -> None:
    day = Day()
    day.do(Do.ANSWER, answer=Reply.SKIP)
    day.do(Do.UNPAUSE)
    assert day.events == ["refused", "refused"]
    assert day.lines[0].why == "Nothing is due right now."


def test_an_ignored_notice_is_missed_and_can_be_taken_from_the_tray() -> None:
    day = Day()
    day.wait(50)
    day.do(Do.ANSWER, answer=Reply.IGNORE)
    day.wait(6)
    assert day.events == ["notice", "missed"]
    day.do(Do.ANSWER, answer=Reply.START)
    assert day.events[-1] == "session-started"


def test_put_off_too_often_is_refused() -> None:
    day = Day()
    day.wait(50)
    for _ in range(4):
        day.do(Do.ANSWER, answer=Reply.SNOOZE, minutes=1)
        day.wait(1)
    assert day.events == ["notice", *["snoozed", "notice"] * 3, "refused"]


def test_a_glass_of_water_is_drunk() -> None:
    day = Day(water=ReminderSettings(on=True), stretch=ReminderSettings(on=False))
    day.wait(60)
    day.do(Do.ANSWER, answer=Reply.START)
    assert day.events == ["notice", "done"]


def test_weak_reasons_leave_it_to_the_tray() -> None:
    day = Day()
    day.do(Do.REASON, reason=Seen.CALL, confidence=Confidence.WEAK)
    day.wait(50)
    day.do(Do.REASON_ENDED, reason=Seen.CALL)
    day.wait(2)
    assert day.events == ["softened", "softened", "released", "notice"]
    assert [line.reminder for line in day.lines] == [None, "stretch", None, "stretch"]


def test_parts_of_a_call_are_reasons_of_their_own() -> None:
    day = Day()
    day.do(Do.REASON, reason=Seen.MICROPHONE)
    day.do(Do.REASON, reason=Seen.CAMERA)
    day.do(Do.REASON_ENDED, reason=Seen.MICROPHONE)
    assert day.events == ["held", "held"]
    day.do(Do.REASON_ENDED, reason=Seen.CAMERA)
    assert [line.why for line in day.lines] == [
        "call (microphone)", "call (camera)", "call (camera)",
    ]  # fmt: skip


def test_asleep_nothing_happens_but_time_and_travel() -> None:
    day = Day()
    day.wait(49)
    day.do(Do.SUSPEND)
    day.wait(2)
    day.do(Do.CLOCK, by_s=90.0)
    day.wait(2)
    assert day.lines == []
    day.do(Do.RESUME)
    day.wait(1)
    assert day.events == ["notice"], "four minutes are no break, and no work"


def test_the_same_day_gives_the_same_lines() -> None:
    runs = []
    for _ in range(2):
        day = Day(stand=ReminderSettings(on=True, every_min=20))
        for _ in range(10):
            day.wait(27)
            day.do(Do.ANSWER, answer=Reply.START)
        runs.append(day.lines)
    assert runs[0] == runs[1]
    assert len(runs[0]) > 10


def test_a_settings_file_goes_before_those_of_the_trace(tmp_path: Path) -> None:
    trace, settings = tmp_path / "day.toml", tmp_path / "settings.toml"
    trace.write_text(
        'format = 1\nstart = "2026-06-10T09:00"\nzone = "UTC"\nuntil = "09:45"\n'
        "[settings.reminder]\nwater = { on = false }\nposture = { on = false }\n"
        "stretch = { every_min = 40 }\n"
    )
    settings.write_text("[reminder]\nwater = { on = false }\nposture = { every_min = 30 }\n")
    leads = []
    for name in (None, str(settings)):
        found: list[Line] = []
        simulate(
            str(trace), settings=name, library=FakeLibrary(), translator=TRANSLATOR,
            out=found.append,
        )  # fmt: skip
        leads.append([line.reminder for line in found if line.event == "notice"])
    assert leads == [["stretch"], ["posture"]]
    settings.write_text("[reminder.stretch]\nevery_min = 0\n")
    with pytest.raises(ProblemError, match="every_min"):
        simulate(
            str(trace), settings=str(settings), library=FakeLibrary(), translator=TRANSLATOR,
            out=found.append,
        )  # fmt: skip
