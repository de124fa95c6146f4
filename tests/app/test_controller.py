from __future__ import annotations

import random

import msgspec
import pytest

from knotbreak.app.intents import (
    Acknowledge,
    DoneDue,
    Drank,
    Key,
    PauseReminders,
    ResumeReminders,
    SkipDue,
    SnoozeDue,
    StartDue,
    StartRoutine,
)
from knotbreak.app.notice import ClosedHow
from knotbreak.app.pausing import Refused
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.scheduler_state import USER
from knotbreak.core.session_state import State
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.core.units import MINUTE_MS
from knotbreak.guide import safety
from tests.app.world import World
from tests.fakes import FULL, FakeIdle, a_routine

ONLY_STRETCH = Settings(
    reminder={name: ReminderSettings(on=False) for name in ("posture", "water")}
)


def stretch_world(**more: object) -> World:
    return World(ONLY_STRETCH, **more)  # type: ignore[arg-type]


def test_one_click_from_notice_to_movement() -> None:
    world = stretch_world()
    world.run(50)
    assert world.titles == ["A minute for your neck?"]
    world.notifier.click("start", token="focus")
    assert world.front.began == ["focus"]
    assert world.playing.player is not None
    assert world.notifier.open is None
    assert world.events() == ["offered", "started"]


# -- the order that survives a kill ------------------------------------------------------------


def test_event_then_state_then_the_outside() -> None:
    world = stretch_world()
    world.run(49.9)
    world.journal.clear()
    world.run(0.1)
    first = [line for line in world.journal if line != "state"][0:2]
    assert first == ["event offered", "show 1"]
    shown = world.journal.index("show 1")
    assert world.journal[shown - 2 : shown] == ["event offered", "state"]
    assert world.state.notice is not None
    assert (world.state.notice.offer_id, world.state.notice.handle) == (1, "handle-1")


def test_the_state_knows_of_a_notice_before_it_is_shown() -> None:
    world = stretch_world()
    world.run(49)
    seen: list[object] = []
    world.notifier.show = lambda notice: seen.append(world.state.notice)  # type: ignore[method-assign]
    world.run(1)
    assert [one.offer_id for one in seen if one is not None] == [1]  # type: ignore[attr-defined]


def test_an_answer_is_written_before_the_notice_goes_and_the_session_comes() -> None:
    world = stretch_world()
    world.run(50)
    world.journal.clear()
    world.notifier.click("start")
    order = [line for line in world.journal if line != "state"]
    assert order == ["withdraw 1", "event started", "session began"]
    began = world.journal.index("session began")
    assert world.journal[began - 2 : began] == ["event started", "state"]
    world.journal.clear()
    world.key(Key.STOP)
    over = world.journal.index("session over")
    assert world.journal[over - 2 : over] == ["event session", "state"]


# -- T1: ids of our own, open ones only --------------------------------------------------------


def test_t1_an_answer_to_a_notice_that_is_not_open_is_ignored() -> None:
    world = stretch_world()
    world.run(20)
    for offer_id in (0, 1, 999):
        for action in ("start", "snooze", "later", "skip", "done", "nonsense"):
            world.notifier.click(action, offer_id)
    assert (world.events(), world.playing.player) == ([], None)
    world.run(30)
    world.notifier.click("skip")
    world.run(50)
    world.notifier.click("start", 1)
    assert world.playing.player is None
    assert world.notifier.open is not None
    world.notifier.click("nonsense", 2)
    assert world.events() == ["offered", "skipped", "offered"]


def test_t1_a_double_click_counts_once() -> None:
    world = stretch_world()
    world.run(50)
    for _ in range(2):
        world.notifier.click("snooze", 1)
    assert world.events() == ["offered", "snoozed"]


# -- notices that go away ----------------------------------------------------------------------


def test_t21_a_new_notice_replaces_and_a_withdrawn_one_is_withdrawn() -> None:
    world = World()
    for _ in range(60):
        world.run(10)
        assert world.notifier.open is None or world.notifier.open is world.notifier.shown[-1]
    shown = [notice.offer_id for notice in world.notifier.shown]
    gone = [int(line.split()[1]) for line in world.journal if line.startswith("withdraw")]
    still = [] if world.notifier.open is None else [world.notifier.open.offer_id]
    assert shown == gone + still
    assert len(shown) > 5


def test_a_notice_that_expired_on_the_screen_is_open_until_its_time() -> None:
    world = stretch_world()
    world.run(50)
    world.notifier.close(ClosedHow.EXPIRED)
    assert not world.controller.desk.visible
    assert world.events() == ["offered"]
    world.run(5)
    assert world.events() == ["offered", "unanswered"]
    assert world.state.notice is None


def test_a_notice_that_was_closed_is_unanswered_and_waits_in_the_tray() -> None:
    world = stretch_world()
    world.run(50)
    world.notifier.close(ClosedHow.DISMISSED)
    (event,) = world.history.of(EventKind.UNANSWERED)
    assert event.outcome == "dismissed"
    assert world.controller.reminding.scheduler.due is not None
    world.run(120)
    assert len(world.titles) == 1


def test_a_closed_notice_of_before_is_nothing() -> None:
    world = stretch_world()
    world.run(50)
    world.controller.notice_closed(77, ClosedHow.DISMISSED)
    world.controller.notice_shown(77, "other")
    world.controller.notice_failed(77, FULL)
    assert world.events() == ["offered"]
    assert world.controller.desk.visible
    assert world.front.told == []


def test_a_notice_that_cannot_be_shown_is_offered_by_the_front_end() -> None:
    world = stretch_world()
    world.notifier.broken = Problem(where="D-Bus", what="nobody shows notices")
    world.run(50)
    assert world.front.told == ["D-Bus: nobody shows notices"]
    assert not world.controller.desk.visible
    view = world.status.notice()
    assert view is not None
    assert (view.offer, view.shown) == (1, False)


# -- the alarm ---------------------------------------------------------------------------------


def test_one_alarm_for_the_next_moment() -> None:
    world = stretch_world()
    for _ in range(20):
        world.run(3)
        assert len(world.loop.armed) == 1


def test_nothing_wakes_it_while_nobody_is_there() -> None:
    world = stretch_world(idle_known=True)
    world.run(10)
    world.idle.still_for(60_000)
    world.loop.fired = 0
    world.run(8 * 60)
    assert world.loop.fired <= 1, "the one at five minutes, when it is a break"


def test_an_early_alarm_waits_for_the_rest_and_does_nothing_else() -> None:
    world = stretch_world()
    world.run(49)
    armed = world.loop.armed[0].real_ms
    world.clock.run(armed - world.clock.mono_ms - 700)
    saves, changes = world.store.saves, world.front.changes
    world.loop.fire()
    assert [timer.real_ms for timer in world.loop.armed] == [armed]
    assert (world.store.saves, world.front.changes) == (saves, changes)
    world.run(1)
    assert len(world.titles) == 1


def test_a_late_alarm_pauses_the_session_where_it_was() -> None:
    world = World()
    world.play("neck")
    world.run(0.15)
    world.controller.wake()
    assert world.playing.player is not None
    assert (world.playing.player.index, world.playing.player.held_ms) == (1, 4_000)
    due = world.loop.armed[0].real_ms
    world.clock.run(due - world.clock.mono_ms + 40_000)
    world.loop.fire()
    assert world.playing.player.state is State.PAUSED
    assert world.playing.player.held_ms == 10_000, "until the alarm that came late"
    world.clock.run(60_000)
    world.key(Key.TOGGLE)
    world.run(3 / 60)
    assert world.playing.player.held_ms == 10_000


def test_an_alarm_that_is_a_little_late_pauses_nothing() -> None:
    world = World()
    world.play("neck")
    due = world.loop.armed[0].real_ms
    world.clock.run(due - world.clock.mono_ms + 4_900)
    world.loop.fire()
    assert world.playing.player is not None
    assert world.playing.player.state is State.RUNNING
    assert world.playing.player.held_ms == 4_900


def test_sleep_pauses_the_session() -> None:
    world = World()
    world.play("neck")
    world.run(10 / 60)
    world.clock.sleep(60_000)
    world.controller.wake()
    assert world.playing.player is not None
    assert (world.playing.player.state, world.playing.player.held_ms) == (State.PAUSED, 5_000)


def test_sleep_is_rest() -> None:
    world = stretch_world()
    world.run(49)
    world.clock.sleep(600 * MINUTE_MS)
    world.controller.wake()
    assert world.events() == ["natural-break", "back"]
    world.run(49)
    assert world.titles == []


def test_a_clock_that_is_set_is_no_sleep() -> None:
    world = stretch_world()
    world.run(40)
    world.clock.set_wall(7_200_000)
    world.controller.wake()
    world.run(10)
    assert (world.events(), len(world.titles)) == (["offered"], 1)


# -- a full disk -------------------------------------------------------------------------------


def test_a_full_disk_is_told_once_and_nothing_is_lost() -> None:
    world = World()
    world.history.full = world.store.full = True
    for _ in range(3):
        assert world.controller.handle(Drank())
        world.run(3)
    assert world.front.told == ["disk: no space left\ndisk: no space left"] or (
        len(world.front.told) <= 2 and set(world.front.told) == {"disk: no space left"}
    )
    assert world.history.of(EventKind.WATER) == []
    world.history.full = world.store.full = False
    world.run(5)
    assert len(world.history.of(EventKind.WATER)) == 3
    assert world.saving.problems == ()
    assert world.controller.handle(Drank()) == ()
    told = len(world.front.told)
    world.run(1)
    world.history.full = True
    world.controller.handle(Drank())
    assert len(world.front.told) == told + 1, "a second full disk is another one"


def test_a_state_that_cannot_be_written_is_told_without_any_event() -> None:
    world = World()
    world.store.full = True
    world.run(5)
    world.run(20)
    assert world.front.told == ["disk: no space left"]


def test_events_are_written_in_their_order_when_there_is_room_again() -> None:
    world = stretch_world()
    world.history.full = True
    world.run(50)
    world.notifier.click("skip")
    world.controller.handle(Drank(2))
    world.history.full = False
    world.controller.wake()
    assert world.events() == ["offered", "skipped", "water"]


def test_a_session_ends_although_the_history_cannot_be_read() -> None:
    world = World()
    world.play("micro")
    world.history.torn = True
    world.run(1)
    assert world.playing.player is None
    assert world.events() == ["started", "session"]
    assert world.playing.finish is not None
    assert world.playing.finish.today_s == 20


def test_a_state_that_cannot_be_read_is_told() -> None:
    world = World(start=False)
    world.store.broken = Problem(where="state.toml", what="is broken")
    world.start()
    assert world.front.told == ["state.toml: is broken"]


def test_a_library_that_cannot_be_read_does_not_swallow_the_reminder() -> None:
    world = stretch_world()
    world.library.broken = Problem(where="routines", what="cannot be read")
    world.run(50)
    assert world.titles == ["Half a minute to move?"]
    world.run(10)
    assert len(world.loop.armed) == 1


def test_an_exception_leaves_an_alarm() -> None:
    world = stretch_world()

    def broken(_notice: object) -> None:
        raise RuntimeError("a fault of ours")

    world.notifier.show = broken  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        world.run(50)
    assert len(world.loop.armed) == 1
    world.run(5)
    assert world.events() == ["offered", "unanswered"]


# -- what an earlier run left ------------------------------------------------------------------


def test_a_stale_notice_is_closed_after_all_is_written() -> None:
    world = stretch_world()
    world.run(50)
    world.journal.clear()
    world.kill_and_start()
    assert world.notifier.stale == ["handle-1"]
    at = world.journal.index("close handle-1")
    assert world.journal[:at] == ["event unanswered", "state"]
    # Whether the end of it got through is not known until the next notice is on the screen.
    assert (world.state.notice.offer_id, world.state.notice.handle) == (1, "handle-1")
    assert world.notifier.shown == []
    view = world.status.view()
    assert (view.state, view.notice is not None) == ("due", True)


def test_what_was_offered_before_the_kill_is_what_start_means() -> None:
    world = stretch_world()
    world.took("neck")
    world.run(50)
    assert world.state.offer_routine == "back"
    world.kill_and_start()
    world.history.record(HistoryEvent(at_utc_ms=2, offset_min=0, event=EventKind.STARTED,
                                      routine="back"))  # fmt: skip
    world.controller.handle(StartDue())
    assert world.playing.open is not None
    assert world.playing.open.routine == "back"


def test_t25_a_session_that_was_killed_is_in_the_history_once() -> None:
    world = World()
    world.play("neck")
    world.run(15 / 60)
    world.controller.wake()
    for _ in range(3):
        world.kill_and_start()
    (event,) = world.history.of(EventKind.SESSION)
    assert (event.routine, event.outcome, event.held_s) == ("neck", "stopped", 10.0)
    assert world.playing.player is None
    assert world.state.session is None


def test_t25_killed_between_the_event_and_the_state() -> None:
    world = World()
    world.play("micro")
    before = world.store.data
    world.run(1)
    assert len(world.history.of(EventKind.SESSION)) == 1
    world.store.data = before
    world.kill_and_start()
    (event,) = world.history.of(EventKind.SESSION)
    assert event.outcome == "done"


def test_stopping_cleanly_records_the_session_and_takes_the_notice_down() -> None:
    world = stretch_world()
    world.play("neck")
    world.run(10 / 60)
    world.controller.stop()
    assert world.events() == ["started", "session"]
    assert (world.notifier.stopped, world.idle.stopped, world.loop.armed) == (True, True, [])


def test_a_reboot_keeps_what_was_counted() -> None:
    world = stretch_world()
    world.run(48)
    world.kill_and_start(30_000, reboot=True)
    world.run(6)
    assert len(world.titles) == 1


# -- safety ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["notice", "menu", "command"])
def test_the_safety_notice_comes_before_the_first_movement_once(way: str) -> None:
    world = stretch_world(acknowledged=False)
    world.run(50)
    if way == "notice":
        world.notifier.click("start")
    elif way == "menu":
        world.play("neck")
    else:
        assert "safety notice" in str(world.command("play", routine="neck")["message"])
    assert (world.front.asked, world.front.began) == (1, [])
    assert world.status.view().state == "safety"
    world.controller.handle(Acknowledge())
    assert world.front.began == [None]
    (event,) = world.history.of(EventKind.SAFETY_ACKNOWLEDGED)
    assert event.amount == safety.SAFETY_VERSION
    world.key(Key.STOP)
    world.play("neck")
    world.controller.handle(Acknowledge())
    assert (world.front.asked, len(world.front.began)) == (1, 2)
    world.key(Key.STOP)
    world.kill_and_start()
    world.play("neck")
    assert (world.front.asked, len(world.front.began)) == (0, 1)


def test_a_newer_safety_notice_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    monkeypatch.setattr(safety, "SAFETY_VERSION", safety.SAFETY_VERSION + 1)
    world.play("neck")
    assert (world.front.asked, world.front.began) == (1, [])


def test_not_acknowledging_begins_nothing_and_reminders_go_on() -> None:
    world = stretch_world(acknowledged=False)
    world.run(50)
    world.notifier.click("start")
    world.key(Key.STOP)
    assert (world.playing.waiting, world.front.over) == (None, [False])
    world.run(50)
    assert len(world.titles) == 2


def test_a_routine_that_vanished_while_it_waited_leaves_reminders_alive() -> None:
    world = stretch_world(acknowledged=False)
    world.run(50)
    world.notifier.click("start")
    world.library.all = {"other": a_routine("Other", [{"stretch": "neck-turn"}])}
    world.controller.handle(Acknowledge())
    assert world.history.of(EventKind.SAFETY_ACKNOWLEDGED)
    assert len(world.front.told) == 1
    world.run(50)
    assert len(world.titles) == 2


# -- people ------------------------------------------------------------------------------------


def test_refusals_say_why_and_change_nothing() -> None:
    world = World()
    before = len(world.history.events)
    for intent in (
        StartDue(), SnoozeDue(), SkipDue(), DoneDue(), ResumeReminders(), SnoozeDue(7),
        Drank(0), Drank(21), Drank(-21), PauseReminders(0), PauseReminders(24 * 60 + 1),
    ):  # fmt: skip
        with pytest.raises(Refused, match=r"\w"):
            world.controller.handle(intent)
    with pytest.raises(ProblemError):
        world.controller.handle(StartRoutine("no-such"))
    world.play("neck")
    for intent in (StartRoutine("neck"), StartRoutine(), StartDue()):
        with pytest.raises(Refused):
            world.controller.handle(intent)
    assert len(world.history.events) == before + 1


def test_start_without_a_name_is_what_is_due_or_what_comes_next() -> None:
    world = stretch_world()
    world.play()
    assert world.playing.open is not None
    assert (world.playing.open.routine, world.playing.open.reminder) == ("neck", None)
    world.key(Key.STOP)
    world.run(50)
    world.play()
    assert world.playing.open is not None
    assert world.playing.open.reminder == "stretch"


def test_water() -> None:
    world = World()
    world.run(40)
    world.controller.handle(Drank(2))
    world.controller.handle(Drank(-1))
    assert world.status.view().water == 1
    world.run(45)
    assert "A glass of water?" not in world.titles


def test_t9_the_own_pause_outlives_lock_sleep_kill_and_reboot() -> None:
    world = stretch_world(idle_known=True)
    world.controller.handle(PauseReminders())
    world.idle.still_for(60_000)
    world.run(10)
    world.idle.input()
    world.clock.sleep(8 * 3_600_000)
    world.controller.wake()
    world.kill_and_start()
    world.kill_and_start(60_000, reboot=True)
    world.run(200)
    assert (world.titles, USER in world.controller.reminding.scheduler.state.pauses) == ([], True)
    world.controller.handle(ResumeReminders())
    world.run(60)
    assert len(world.titles) == 1


def test_until_tomorrow() -> None:
    world = stretch_world()
    world.controller.handle(PauseReminders(until_tomorrow=True))
    assert "Thu 04:00" in world.status.view().why
    world.run(18 * 60 + 1)
    assert world.status.view().state == "active"


def test_after_midnight_tomorrow_is_when_the_night_is_over() -> None:
    world = stretch_world()
    world.clock.set_wall(15 * 60 * MINUTE_MS)
    assert world.clock.now().local.hour < 4
    world.controller.handle(PauseReminders(until_tomorrow=True))
    assert "until 04:00" in world.status.view().why


def test_presence_moves_the_count() -> None:
    world = stretch_world(idle_known=True)
    world.run(40)
    world.idle.still_for(60_000)
    assert world.status.view().state == "away"
    world.run(10)
    world.idle.input()
    assert world.events() == ["natural-break", "back"]
    world.run(49)
    assert world.titles == []


def test_the_notice_waits_for_the_typing_to_rest() -> None:
    world = stretch_world(idle_known=True)
    world.run(51)
    assert (world.titles, world.idle.waits_for_pause) == ([], True)
    world.idle.still_for(4_000)
    assert len(world.titles) == 1


def test_without_an_idle_source_it_does_not_wait() -> None:
    world = stretch_world()
    assert isinstance(world.idle, FakeIdle)
    world.run(50)
    assert len(world.titles) == 1


# -- settings ----------------------------------------------------------------------------------


def test_t18_bad_settings_stop_nothing_and_the_last_good_ones_stay() -> None:
    world = stretch_world()
    world.settings.problems = [
        Problem(
            where="settings.toml", line=3, key="reminder.stretch.every_min", what="is no number"
        )
    ]
    world.kill_and_start()
    world.run(50)
    assert len(world.titles) == 1
    problems = world.status.as_json()["problems"]
    assert problems == ["settings.toml:3: reminder.stretch.every_min: is no number"]


def test_t18_a_routine_that_settings_name_but_nobody_has_is_not_missed() -> None:
    gone = msgspec.structs.replace(
        ONLY_STRETCH,
        reminder={**ONLY_STRETCH.reminder, "stretch": ReminderSettings(routine="gone")},
    )
    world = World(gone)
    world.run(50)
    world.notifier.click("start")
    assert world.playing.player is not None


def test_t18_settings_that_changed_while_it_was_off() -> None:
    world = World()
    world.run(50)
    world.settings.settings = Settings(
        reminder={name: ReminderSettings(on=False) for name in ("posture", "water", "stretch")}
    )
    world.kill_and_start(10 * MINUTE_MS)
    assert world.notifier.stale == ["handle-2"]
    world.run(100)
    assert world.notifier.shown == []


def test_other_settings_take_a_notice_down() -> None:
    world = stretch_world()
    world.run(50)
    world.controller.reconfigure(())
    assert (world.notifier.open, world.events()) == (None, ["offered", "withdrawn"])


# -- elsewhere ---------------------------------------------------------------------------------


def test_a_session_in_another_process_keeps_reminders_quiet() -> None:
    world = stretch_world()
    world.run(49)
    world.controller.remote_session_began(120_000)
    world.run(3)
    assert (world.titles, world.status.view().state) == ([], "session")
    world.controller.remote_session_ended(taken=True)
    world.run(49)
    assert world.titles == []
    world.run(1)
    assert len(world.titles) == 1


def test_a_session_elsewhere_that_died_is_over_after_a_while() -> None:
    world = stretch_world()
    world.controller.remote_session_began(60_000)
    world.run(7)
    assert world.status.view().state == "active"


# -- killed at any moment ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_killed_at_any_moment_nothing_is_lost_and_nobody_is_asked_twice(seed: int) -> None:
    dice = random.Random(seed)
    world = World(idle_known=bool(seed % 2))
    acknowledged = 0

    def look() -> None:
        offered = world.history.of(EventKind.OFFERED)
        ids = [event.key for event in offered]
        assert len(set(ids)) == len(ids)

    for _ in range(120):
        world.run(dice.choice([0.1, 1, 4, 9]))
        scheduler = world.controller.reminding.scheduler
        action = dice.choice(["none", "water", "answer", "play", "stop", "idle", "kill", "kill"])
        if action == "water":
            acknowledged += world.controller.handle(Drank()) == ()
        elif action == "answer" and world.notifier.open is not None:
            world.notifier.click(dice.choice(world.notifier.open.actions).key)
        elif action == "play" and world.playing.player is None:
            world.play(dice.choice([None, "neck", "micro"]))
        elif action == "stop":
            world.key(Key.STOP)
        elif action == "idle":
            world.idle.still_for(60_000)
            world.run(dice.choice([1, 2]))
            world.idle.input()
        elif action == "kill":
            before = scheduler.snapshot()
            was_owed = before.offer is not None and not before.offer.quiet
            lead = None if before.offer is None else before.offer.group.lead
            world.kill_and_start(dice.choice([500, 30_000, 55_000]), reboot=dice.random() < 0.2)
            if was_owed:
                due = world.controller.reminding.scheduler.due
                assert due is not None
                assert lead in [one for owed in world.controller.reminding.scheduler.state.owed
                                for one in owed.group.all]  # fmt: skip
                assert all(notice.quiet for notice in world.notifier.shown)
        look()
    world.key(Key.STOP)
    assert sum(event.amount or 0 for event in world.history.of(EventKind.WATER)) >= acknowledged
    started = [event.key for event in world.history.of(EventKind.STARTED)]
    ended = [event.key for event in world.history.of(EventKind.SESSION)]
    assert sorted(str(key).replace(":started", "") for key in started) == sorted(
        str(key).replace(":session", "") for key in ended
    )


def test_the_same_due_never_interrupts_twice_over_kills() -> None:
    world = stretch_world()
    world.run(50)
    loud = len(world.titles)
    for _ in range(10):
        world.kill_and_start(20_000)
        world.run(5)
        loud += sum(not notice.quiet for notice in world.notifier.shown)
    assert loud == 1


def lives_elsewhere(world: World, number: int, held_ms: int = 0) -> None:
    session: dict[str, object] = {
        "key": f"session:{number}", "routine": "neck", "reminder": "stretch",
        "began_utc_ms": world.clock.utc_ms, "held_ms": held_ms,
    }  # fmt: skip
    assert world.command("session", session=session)["ok"] is True


def test_a_session_elsewhere_that_was_killed_is_written_down_as_last_heard() -> None:
    world = stretch_world()
    world.controller.remote_session_began(60_000)
    lives_elsewhere(world, 1)
    lives_elsewhere(world, 1, held_ms=25_000)
    world.run(5)
    assert world.events() == []
    world.run(2)
    assert (world.events(), world.status.view().state) == (["started", "session"], "active")
    (event,) = world.history.of(EventKind.SESSION)
    assert (event.key, event.outcome, event.held_s) == ("session:1:session", "stopped", 25)
    assert (event.routine, event.reminder) == ("neck", "stretch")


def test_a_session_elsewhere_that_ends_with_a_word_is_written_once() -> None:
    world = stretch_world()
    world.controller.remote_session_began(60_000)
    lives_elsewhere(world, 1, held_ms=25_000)
    end = HistoryEvent(
        at_utc_ms=world.clock.utc_ms, offset_min=120, event=EventKind.SESSION, routine="neck",
        outcome="done", held_s=50, key="session:1:session",
    )  # fmt: skip
    world.controller.record(end)
    world.controller.remote_session_ended(taken=True)
    world.run(20)
    assert (world.history.of(EventKind.SESSION), world.events()) == ([end], ["session"])


def test_one_that_was_killed_before_another_began_is_written_down_too() -> None:
    world = stretch_world()
    lives_elsewhere(world, 1, held_ms=25_000)
    lives_elsewhere(world, 2)
    world.controller.remote_session_began(60_000)
    end = HistoryEvent(
        at_utc_ms=0, offset_min=120, event=EventKind.SESSION, key="session:2:session"
    )
    world.controller.record(end)
    world.controller.remote_session_ended(taken=False)
    world.play("neck")
    world.run(0.5)
    keys = lambda: [event.key for event in world.history.of(EventKind.SESSION)]  # noqa: E731
    assert keys() == ["session:2:session"]
    world.run(6)
    assert "session:1:session" in keys()


def test_a_session_elsewhere_that_stands_still_lives_as_long_as_it_is_heard_of() -> None:
    world = stretch_world()
    world.controller.remote_session_began(0)
    for _ in range(5):
        lives_elsewhere(world, 1)
        world.run(4)
    assert (world.events(), world.status.view().state) == ([], "session")
    world.run(1)
    assert world.events() == ["started", "session"]
