"""Care timers in the program: what keeps them from beginning, and what no pause holds back."""

from __future__ import annotations

import pytest

from knotbreak.app.intents import (
    HoldMovement,
    PauseReminders,
    SkinFine,
    StartCare,
    StopCare,
)
from knotbreak.app.pausing import Refused
from knotbreak.core.body import Area, NamedPattern, Side
from knotbreak.core.care_state import CareKind, CareStage
from knotbreak.core.events import EventKind
from knotbreak.core.health_settings import HealthSettings
from knotbreak.core.interruptions import Busy, Kind
from knotbreak.core.settings import Settings
from knotbreak.core.units import MINUTE_MS
from knotbreak.guide.shape import CardId, Flag
from tests.app.world import World

HEAT, COLD, MASSAGE, BREATHE = CareKind
CLINIC = StartCare(kind=BREATHE, pattern=NamedPattern.CLINIC, read=True)


def cold(area: Area | None = None, minutes: int | None = None) -> StartCare:
    return StartCare(kind=COLD, area=area, minutes=minutes, read=True)


def ended(world: World) -> list[tuple[str | None, int | None]]:
    return [(event.outcome, event.amount) for event in world.history.of(EventKind.CARE)]


def alarms(world: World) -> list[str]:
    return [notice.title for notice in world.care_outside.open]


def test_nothing_is_made_and_nothing_kept_until_one_runs() -> None:
    world = World()
    world.run(600)
    world.kill_and_start()
    assert world.care_outside.made == 0
    state = world.saving.load()
    assert state is not None
    assert state.care is None


def test_cold_from_the_start_to_taking_it_off() -> None:
    world = World()
    world.controller.handle(cold(Area.CALVES))
    (view,) = world.status.view().care
    assert (view.line, view.until) == ("Cold · calves: 15 min left", "Cold · calves until 10:15")
    world.run(5)
    assert alarms(world) == ["Cold · calves: look at the skin"]
    world.care_outside.click(1, "fine")
    assert alarms(world) == []
    world.run(10)
    assert alarms(world) == ["Cold · calves: take it off"]
    assert world.status.view().care[0].line == "Cold · calves: time to take it off"
    world.run(5)
    assert alarms(world) == ["Cold · calves: take it off now"]
    world.run(60)
    assert alarms(world) == ["Cold · calves: take it off now"], "until it is answered"
    world.care_outside.click(1, "off")
    assert alarms(world) == []
    assert world.status.view().care == ()
    assert ended(world) == [("cold, too-long", 80)]
    assert world.care_outside.alarmed == [
        "Cold · calves: look at the skin",
        "Cold · calves: take it off",
        "Cold · calves: take it off now",
    ]


def test_a_skin_that_is_not_fine_ends_it() -> None:
    world = World()
    world.controller.handle(cold())
    world.run(6)
    world.care_outside.click(1, "off")
    assert ended(world) == [("cold, stopped", 6)]
    assert alarms(world) == []


def test_two_at_once_each_with_an_alarm_of_its_own() -> None:
    world = World()
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    world.run(5)
    world.controller.handle(SkinFine(1))
    world.controller.handle(cold(Area.CALVES))
    world.run(5)
    world.controller.handle(SkinFine(2))
    world.run(10)
    assert alarms(world) == ["Warmth · neck: take it off", "Cold · calves: take it off"]
    assert [row["stage"] for row in world.status.as_json()["care"]] == ["over", "over"]  # type: ignore[attr-defined]
    world.care_outside.click(2, "off")
    assert alarms(world) == ["Warmth · neck: take it off"]
    world.controller.handle(StopCare())
    assert ended(world) == [("cold, done", 15), ("heat, done", 20)]


def test_no_pause_and_no_reason_holds_an_alarm_back() -> None:
    world = World()
    world.controller.handle(cold())
    world.controller.handle(PauseReminders())
    for kind in (Kind.CALL, Kind.DO_NOT_DISTURB, Kind.FULL_SCREEN, Kind.LOCK):
        world.controller.busy_began(Busy(kind=kind))
    world.run(15)
    assert alarms(world) == ["Cold: take it off"]
    assert world.notifier.shown == [], "reminders are held"


def test_a_reminder_takes_no_alarms_place() -> None:
    world = World()
    world.run(45)
    world.controller.handle(cold())
    world.run(20)
    assert world.titles, "a stretch was due meanwhile"
    assert alarms(world) == ["Cold: take it off now"]


@pytest.mark.parametrize("minutes", [7, 17, 300])
def test_an_end_that_was_slept_through_alarms_on_waking_and_says_so(minutes: int) -> None:
    world = World()
    world.controller.handle(cold())
    world.run(1)
    world.clock.sleep(minutes * MINUTE_MS)
    world.controller.wake()
    (notice,) = world.care_outside.open
    at = {7: "10:05", 17: "10:15", 300: "10:20"}[minutes]
    assert f"{at}, while the computer slept." in notice.body
    assert world.care_outside.alarmed == [notice.title], "one alarm, not three"


def test_awake_nothing_is_said_of_sleep() -> None:
    world = World()
    world.controller.handle(cold())
    world.run(15)
    assert "slept" not in world.care_outside.open[0].body
    world.run(1)
    world.clock.sleep(MINUTE_MS)
    world.controller.wake()
    world.run(4)
    assert "slept" not in world.care_outside.open[0].body


def test_breathing_that_ended_asleep_is_told_and_goes_by_itself() -> None:
    world = World()
    world.controller.handle(StartCare(kind=BREATHE, minutes=3, read=True))
    world.clock.sleep(10 * MINUTE_MS)
    world.controller.wake()
    (notice,) = world.care_outside.open
    assert notice.title == "Breathing · Calm: done"
    assert (world.care_outside.alarmed, world.care_outside.windows) == ([notice.title], 0)
    assert "It ended at 10:03, while the computer slept." in notice.body
    assert ended(world) == [("breathe, done", 3)]
    world.run(1)
    assert alarms(world) == []


@pytest.mark.parametrize("reboot", [False, True])
def test_a_kill_changes_nothing(reboot: bool) -> None:
    world = World()
    world.controller.handle(cold(Area.CALVES))
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    world.run(3)
    world.kill_and_start(60_000, reboot=reboot)
    assert [view.remaining_s for view in world.status.view().care] == [11 * 60, 16 * 60]
    world.run(1)
    assert alarms(world) == ["Cold · calves: look at the skin", "Warmth · neck: look at the skin"]
    world.kill_and_start(1_000, reboot=reboot)
    assert world.care_outside.stale == ["handle-1", "handle-2"]
    assert alarms(world) == ["Cold · calves: look at the skin", "Warmth · neck: look at the skin"]
    world.controller.handle(SkinFine(1))
    world.kill_and_start(20 * MINUTE_MS, reboot=reboot)
    titles = alarms(world)
    assert titles == ["Cold · calves: take it off now", "Warmth · neck: take it off"]
    assert "while knotbreak was not running" in world.care_outside.open[0].body
    world.controller.handle(StopCare(1))
    world.kill_and_start(1_000, reboot=reboot)
    assert ended(world) == [("cold, too-long", 25)]
    with pytest.raises(Refused, match="Cold again from 12:2"):
        world.controller.handle(cold(Area.CALVES))


def test_an_orderly_end_takes_the_alarm_down_and_the_next_start_brings_it_again() -> None:
    world = World()
    world.controller.handle(cold())
    world.run(15)
    (before,) = world.care_outside.notifiers
    world.controller.stop()
    assert before.open is None
    world.kill_and_start()
    assert world.care_outside.stale == []
    assert alarms(world) == ["Cold: take it off"]


def test_the_cautions_come_first_each_time_and_once_for_breathing() -> None:
    world = World()
    for kind in (HEAT, COLD, MASSAGE, BREATHE):
        with pytest.raises(Refused, match="cautions"):
            world.controller.handle(StartCare(kind=kind, area=Area.NECK))
    world.controller.handle(StartCare(kind=BREATHE, read=True))
    world.controller.handle(StopCare())
    world.kill_and_start()
    world.controller.handle(StartCare(kind=BREATHE))
    world.controller.handle(StartCare(kind=MASSAGE, area=Area.NECK, side=Side.LEFT, read=True))
    world.run(1)
    with pytest.raises(Refused, match="cautions"):
        world.controller.handle(StartCare(kind=MASSAGE, area=Area.NECK))


def test_flags_refuse_with_their_reason() -> None:
    world = World()
    body = HealthSettings(flags=(Flag.INJURY, Flag.HEART), injured=(Area.NECK,))
    world.care_outside.body = body
    with pytest.raises(Refused, match="Cold is better there"):
        world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    with pytest.raises(Refused, match="clinician"):
        world.controller.handle(StartCare(kind=MASSAGE, area=Area.NECK, read=True))
    with pytest.raises(Refused, match="holds the breath"):
        world.controller.handle(CLINIC)
    world.controller.handle(StartCare(kind=HEAT, area=Area.CALVES, read=True))
    world.controller.handle(cold(Area.NECK))
    assert len(world.status.view().care) == 2


def test_the_setting_for_breath_holds_is_kept() -> None:
    world = World(Settings(breath_holds=False))
    with pytest.raises(Refused, match="Breath holds are switched off"):
        world.controller.handle(CLINIC)
    assert NamedPattern.CLINIC not in world.care_outside.safety.patterns()
    assert NamedPattern.CALM in world.care_outside.safety.patterns()


def test_after_an_emergency_nothing_presses_but_breathing_may_go_on() -> None:
    world = World()
    world.controller.handle(HoldMovement())
    with pytest.raises(Refused, match="you have been checked"):
        world.controller.handle(StartCare(kind=MASSAGE, area=Area.NECK, read=True))
    world.controller.handle(StartCare(kind=BREATHE, read=True))


def test_a_massage_that_runs_ends_with_the_emergency_card_and_warmth_does_not() -> None:
    world = World()
    world.controller.handle(StartCare(kind=MASSAGE, area=Area.NECK, read=True))
    world.controller.handle(StartCare(kind=HEAT, area=Area.NECK, read=True))
    world.controller.handle(HoldMovement())
    assert [view.timer.kind for view in world.status.view().care] == [HEAT]


def test_every_place_where_the_heart_may_speak_is_asked_and_leads_to_the_card() -> None:
    world = World()
    safety = world.care_outside.safety
    heart = (Area.CHEST, Area.JAW, Area.ARMS, Area.UPPER_BACK, Area.SHOULDER_BLADES)
    for kind in (HEAT, COLD, MASSAGE):
        for area in (*heart, None):
            barred = safety.fits(StartCare(kind=kind, area=area), "heart")
            assert barred.holds
            assert barred.card is not None
            assert barred.card.id is CardId.EMERGENCY
            assert "chest" in barred.card.signs[0]
            assert {"911", "112", "999"} <= {one.number for one in barred.card.numbers}
        asked = {bar.id for bar in safety.page(StartCare(kind=kind, area=Area.CALVES)).bars}
        assert "calf" in asked
        assert "heart" not in asked


def test_commands_begin_list_and_stop() -> None:
    world = World()
    answer = world.command("care", start={"kind": "cold", "area": "calves", "read": True})
    assert answer["ok"] is True
    assert answer["message"] == "Cold · calves: 15 min left (Cold · calves until 10:15)"
    world.run(20)
    answer = world.command("care")
    (row,) = answer["data"]["care"]  # type: ignore[index]
    assert (row["kind"], row["area"], row["stage"]) == ("cold", "calves", CareStage.LIMIT.value)
    assert row["remaining_s"] == 0
    answer = world.command("care", stop=True)
    assert answer["message"] == "Stopped."
    assert world.command("care", stop=True)["ok"] is False
    assert world.command("care", start={"kind": "ice"})["ok"] is False
    assert world.command("care", start={"kind": "cold", "minutes": 40, "read": True})["ok"] is False


def test_a_notice_that_cannot_be_shown_brings_the_window() -> None:
    world = World()
    world.controller.handle(cold())
    world.run(5)
    world.care_outside.click(1, "show", "token")
    assert world.care_outside.asked == [(1, "token")]


def test_a_full_disk_does_not_lose_the_end() -> None:
    world = World()
    world.controller.handle(cold())
    world.history.full = True
    world.run(15)
    world.controller.handle(StopCare())
    assert alarms(world) == []
    world.history.full = False
    world.run(30)
    assert ended(world) == [("cold, done", 15)]
