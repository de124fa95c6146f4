from __future__ import annotations

import pytest

from knotbreak.app.intents import (
    DoneDue,
    PauseReminders,
    ResumeReminders,
    SkipDue,
    SnoozeDue,
    StartDue,
)
from knotbreak.app.reminding import later_minutes
from knotbreak.core.events import EventKind
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.core.units import MINUTE_MS
from tests.app.world import World


def only(**reminders: ReminderSettings) -> Settings:
    off = {name: ReminderSettings(on=False) for name in ("stretch", "posture", "water")}
    return Settings(reminder=off | reminders)


STRETCH = only(stretch=ReminderSettings())


def test_the_words_of_a_stretch_notice() -> None:
    world = World(STRETCH)
    world.run(50)
    (notice,) = world.notifier.shown
    assert (notice.title, notice.body) == (
        "A minute for your neck?",
        "Neck, in your chair. Today: neck.",
    )
    assert [action.key for action in notice.actions] == ["start", "snooze", "skip"]
    assert (notice.default_action, notice.quiet, notice.stay_ms) == ("start", False, 5 * MINUTE_MS)
    assert notice.picture == "/pictures/neck-side.png"


def test_what_comes_along_is_said() -> None:
    world = World()
    world.run(50)
    notice = world.notifier.shown[-1]
    assert notice.body == "Neck, in your chair. Today: neck. And a glass of water?"
    assert world.history.events[-1].merged == ("posture", "water")


def test_water_has_its_own_buttons() -> None:
    world = World(only(water=ReminderSettings()))
    world.run(60)
    (notice,) = world.notifier.shown
    assert [(one.key, one.label) for one in notice.actions] == [
        ("done", "Drank one"), ("later", "Later"),
    ]  # fmt: skip
    assert (notice.quiet, notice.stay_ms) == (True, 10_000)
    world.notifier.click("later")
    assert world.history.events[-1].amount == 15
    world.run(15)
    world.notifier.click("done")
    event = world.history.events[-1]
    assert (event.event, event.amount) == (EventKind.WATER, 1)
    assert world.status.view().water == 1


def test_posture_takes_turns_with_its_words() -> None:
    world = World(only(posture=ReminderSettings()))
    world.run(160)
    bodies = [notice.body for notice in world.notifier.shown]
    assert len(bodies) == 6
    assert len(set(bodies)) == 3
    world.run(16.05)
    world.notifier.click("done")
    assert world.history.events[-1].event is EventKind.POSTURE


def test_a_reminder_of_your_own() -> None:
    pill = ReminderSettings(at=("10:30",), words=("The pill?", "With water.", "After a bite."))
    world = World(only(pill=pill))
    world.run(30)
    (notice,) = world.notifier.shown
    assert notice.title == "The pill?"
    assert notice.body in ("With water.", "After a bite.")
    world.notifier.click("done")
    assert world.history.events[-1].event is EventKind.DONE


def test_the_clicks_of_a_notice() -> None:
    assert (later_minutes("snooze"), later_minutes("later")) == (5, 15)
    world = World(STRETCH)
    world.run(50)
    world.notifier.click("snooze")
    world.run(5)
    world.notifier.click("snooze")
    world.run(5)
    # Put off twice: the short version.
    assert [notice.title for notice in world.notifier.shown] == [
        "A minute for your neck?", "A minute for your neck?", "Half a minute for your neck?",
    ]  # fmt: skip
    world.notifier.click("start")
    assert world.playing.open is not None
    assert world.playing.open.routine == "micro"


def test_the_last_snooze_has_no_button() -> None:
    world = World(only(stretch=ReminderSettings(snooze_max=1)))
    world.run(50)
    world.notifier.click("snooze")
    world.run(5)
    assert [one.key for one in world.notifier.shown[-1].actions] == ["start", "skip"]
    world.notifier.listener.notice_answered(2, "snooze", None)  # type: ignore[union-attr]
    assert world.events(EventKind.SNOOZED) == ["snoozed"]


@pytest.mark.parametrize("minutes", [1, 5, 15])
def test_snoozing_from_the_tray(minutes: int) -> None:
    world = World(STRETCH)
    world.run(56)
    world.controller.handle(SnoozeDue(minutes))
    assert world.history.events[-1].amount == minutes
    world.run(minutes)
    assert len(world.titles) == 2


def test_a_start_from_the_tray_plays_what_was_offered_for_that_reminder() -> None:
    eyes = ReminderSettings(on=True, every_min=58)
    world = World(only(stretch=ReminderSettings(), eyes=eyes))
    world.run(60)
    # The stretch is owed, and the eyes have been offered since.
    assert world.titles[0] == "A minute for your neck?"
    world.controller.reminding.offer_routine = "micro-eyes"
    world.controller.reminding._offer_lead = "eyes"
    world.controller.handle(StartDue())
    assert world.playing.open is not None
    assert (world.playing.open.routine, world.playing.open.reminder) == ("neck", "stretch")


def test_nothing_fits() -> None:
    world = World(STRETCH)
    world.library.all = {}
    world.library.changed = True
    world.run(50)
    assert world.titles == ["Half a minute to move?"]
    world.notifier.click("start")
    assert (world.front.told, world.playing.player) == (
        ["There is no routine that fits here."],
        None,
    )
    world.run(50)
    assert len(world.titles) == 2, "the reminders go on"


def test_history_says_how_everything_went() -> None:
    world = World(STRETCH)
    world.run(50)
    world.controller.handle(SkipDue())
    world.run(50)
    world.controller.handle(DoneDue())
    world.run(50)
    world.controller.handle(PauseReminders(30))
    world.controller.handle(ResumeReminders())
    assert world.events() == [
        "offered", "skipped", "offered", "done", "offered", "withdrawn", "pause", "pause-end",
    ]  # fmt: skip
    keys = [event.key for event in world.history.events if event.key]
    assert keys == [
        "offer:1:offered", "offer:1:end", "offer:2:offered", "offer:2:end", "offer:3:offered",
        "offer:3:end",
    ]  # fmt: skip
    assert {event.offset_min for event in world.history.events} == {120}


def test_an_event_bears_the_time_at_which_it_happened() -> None:
    world = World(STRETCH)
    world.run(50)
    world.clock.run(60 * MINUTE_MS)
    world.controller.wake()
    lapsed = world.history.events[-1]
    assert lapsed.event is EventKind.UNANSWERED
    assert lapsed.at_utc_ms == world.clock.utc_ms - 55 * MINUTE_MS


def test_a_natural_break_has_one_line_with_its_beginning() -> None:
    world = World(STRETCH, idle_known=True)
    world.run(20)
    world.idle.still_for(60_000)
    world.run(30)
    world.idle.input()
    (event,) = world.history.of(EventKind.NATURAL_BREAK)
    begun = world.clock.utc_ms - 31 * MINUTE_MS
    assert event.key == f"break:{begun}"


def test_the_same_event_of_a_second_run_is_one() -> None:
    world = World(only(stretch=ReminderSettings(stay_s=60)))
    world.run(50)
    before = world.store.data
    world.run(1)
    world.store.data = before
    world.kill_and_start()
    assert world.events() == ["offered", "unanswered"]


def test_the_rotation_follows_the_history() -> None:
    world = World(STRETCH)
    world.took("neck")
    world.run(50)
    assert world.titles == ["A minute for your lower back?"]


def test_the_end_of_a_natural_break_is_written_with_its_minutes() -> None:
    world = World(idle_known=True)
    world.run(30)
    world.idle.still_for(60_000)
    world.run(11)
    assert world.history.of(EventKind.BACK) == []
    world.idle.input()
    (back,) = world.history.of(EventKind.BACK)
    (began,) = world.history.of(EventKind.NATURAL_BREAK)
    assert back.amount == 12
    assert back.key == f"{began.key}:back"
    assert back.at_utc_ms == world.clock.now().utc_ms


def test_a_slept_break_is_over_when_it_is_noticed() -> None:
    world = World()
    world.run(10)
    world.clock.sleep(45 * MINUTE_MS)
    world.controller.wake()
    (back,) = world.history.of(EventKind.BACK)
    assert back.amount == 45


def test_a_short_stillness_is_no_return() -> None:
    world = World(idle_known=True)
    world.run(30)
    world.idle.still_for(60_000)
    world.run(2)
    world.idle.input()
    assert world.history.of(EventKind.BACK, EventKind.NATURAL_BREAK) == []
