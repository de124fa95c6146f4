"""What goes on on the desktop, as the whole program takes it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import msgspec
import pytest

from knotbreak.app.busy_watch import BusyWatch
from knotbreak.app.intents import (
    AllowMovement,
    CountAsBreak,
    HoldMovement,
    Key,
    Moved,
    PauseReminders,
    ResumeReminders,
    Returned,
    SkipDue,
)
from knotbreak.app.pausing import Refused
from knotbreak.app.session import FORGOTTEN_MS
from knotbreak.app.signals import BusyLook, BusyPeriod
from knotbreak.core.events import EventKind
from knotbreak.core.interruptions import Busy, Confidence, Kind
from knotbreak.core.session_state import State
from knotbreak.core.settings import ReminderSettings, SessionSettings, Settings
from knotbreak.core.typing_on import TYPES_ON_MS
from knotbreak.core.units import MINUTE_MS, SECOND_MS
from tests.app.world import World
from tests.fake_signals import FakeBusy, a_reason
from tests.fakes import FakeHandle

ONLY_STRETCH = Settings(
    reminder={name: ReminderSettings(on=False) for name in ("posture", "water")}
)
CALL = Busy(kind=Kind.CALL, owner="Meet")
LOCK = Busy(kind=Kind.LOCK)


def a_world(**more: bool) -> World:
    return World(ONLY_STRETCH, idle_known=more.pop("idle_known", True), **more)


class FakeWatching:
    def __init__(self) -> None:
        self.watching = False
        self.changes = 0
        self.looks = 0
        self.plans = False
        self.ahead = 0

    def look_ahead(self) -> None:
        self.ahead += 1

    def look_once(self) -> None:
        self.looks += 1

    def set_watching(self, watching: bool, /) -> None:
        self.changes += watching != self.watching
        self.watching = watching


# -- holding and saying why ------------------------------------------------------------------------


def test_a_call_holds_says_why_and_lets_go_a_minute_later() -> None:
    world = a_world(idle_known=False)
    world.run(45)
    world.controller.busy_began(CALL)
    view = world.status.view()
    assert (view.state, view.why) == ("paused", "Reminders wait: a call (Meet).")
    world.run(10)
    assert world.titles == []
    assert [event.outcome for event in world.history.of(EventKind.HELD)] == ["call"]
    world.controller.busy_ended(CALL.key)
    world.run(1)
    assert len(world.titles) == 1


def test_until_when_it_is_quiet_is_said_if_it_is_known() -> None:
    world = a_world()
    until = world.clock.utc_ms + 30 * MINUTE_MS
    world.controller.busy_began(Busy(kind=Kind.CALENDAR, until_utc_ms=until))
    assert world.status.view().why == "Reminders wait until 10:30: your calendar says busy."
    world.controller.busy_began(Busy(kind=Kind.LOCK))
    assert world.status.view().why.startswith("Reminders wait: ")
    world.controller.busy_ended("lock:")
    world.run(31)
    assert world.status.view().state == "active"


def test_a_soft_reason_leaves_it_to_the_tray() -> None:
    world = a_world(idle_known=False)
    world.controller.busy_began(Busy(kind=Kind.BATTERY))
    assert world.status.view().state == "active"
    assert (
        world.status.view().why == "Only the tray shows what is due: the computer runs on battery."
    )
    world.run(51)
    view = world.status.view()
    assert (view.state, world.titles) == ("due", [])
    assert view.notice is not None
    world.controller.busy_ended("battery:")
    world.run(2)
    assert len(world.titles) == 1


def test_the_persons_own_pause_wins() -> None:
    world = a_world(idle_known=False)
    world.controller.handle(PauseReminders(60))
    for busy in (CALL, LOCK):
        world.controller.busy_began(busy)
    assert world.status.view().why == "You paused reminders until 11:00."
    for busy in (CALL, LOCK):
        world.controller.busy_ended(busy.key)
    assert world.status.view().why == "You paused reminders until 11:00."
    world.controller.handle(ResumeReminders())
    assert world.status.view().why == ""


def test_a_lock_is_an_absence_of_its_own_length() -> None:
    world = a_world(idle_known=False)
    world.run(30)
    world.controller.busy_began(LOCK)
    world.run(4)
    world.controller.busy_ended(LOCK.key)
    assert world.events(EventKind.NATURAL_BREAK) == []
    world.run(19)
    assert world.titles == []
    world.run(1)
    assert len(world.titles) == 1
    world.controller.busy_began(LOCK)
    world.run(5)
    assert world.events(EventKind.NATURAL_BREAK) == ["natural-break"]


# -- sessions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("busy", [CALL, LOCK])
def test_a_call_or_a_lock_pauses_a_session_where_it_was(busy: Busy) -> None:
    world = a_world(idle_known=False)
    world.play("neck")
    world.run(0.5)
    world.controller.busy_began(busy)
    player = world.playing.player
    assert player is not None
    assert player.state is State.PAUSED
    world.run(10)
    world.controller.busy_ended(busy.key)
    assert player.state is State.PAUSED, "it is offered to go on, not made to"
    world.key(Key.TOGGLE)
    world.run(2)
    assert [event.outcome for event in world.history.of(EventKind.SESSION)] == ["done"]


def test_a_call_that_went_on_before_does_not_pause_a_session() -> None:
    world = a_world()
    world.controller.busy_began(CALL)
    world.play("neck")
    assert world.playing.moving


def test_a_call_that_the_first_look_of_a_session_finds_was_there_before() -> None:
    world = a_world()
    world.play("neck")
    world.loop.run(2 * SECOND_MS)
    world.controller.busy_began(CALL)
    assert world.playing.moving
    world.controller.busy_began(LOCK)
    assert not world.playing.moving, "a lock is no such thing"


UNTIL_BACK = msgspec.structs.replace(ONLY_STRETCH, session=SessionSettings(until_back=True))


def a_break_that_goes_on() -> World:
    world = World(UNTIL_BACK, idle_known=True)
    world.play("neck")
    world.idle.still_for(4 * SECOND_MS)
    while world.playing.player is not None:
        world.loop.run(SECOND_MS)
    # The hands go on resting: nobody types.
    world.idle.still_for(4 * SECOND_MS)
    return world


def test_a_break_lasts_until_the_person_says_that_they_are_back() -> None:
    world = a_break_that_goes_on()
    assert world.playing.finish is not None
    assert world.playing.finish.until_back
    view = world.status.view()
    assert view.state == "paused"
    assert view.why == "Reminders wait: your break goes on until you say that you are back."
    world.idle.still_for(MINUTE_MS)
    world.run(60)
    assert world.titles == []
    world.controller.handle(Returned())
    assert world.status.view().state != "paused"
    assert world.status.tightness() == 0


def test_whoever_types_on_is_back() -> None:
    world = a_break_that_goes_on()
    world.idle.input()
    world.loop.run(TYPES_ON_MS - 1)
    assert world.status.view().state == "paused"
    world.loop.run(1)
    assert world.status.view().state == "active"
    world.run(50)
    assert [event.event for event in world.history.of(EventKind.HELD)] == []


def test_whoever_works_on_with_pauses_is_back_too() -> None:
    world = a_break_that_goes_on()
    world.idle.still_for(MINUTE_MS)
    world.run(10)
    assert "your break goes on" in world.status.view().why, "somebody is away, and rests"
    for _ in range(11):
        world.idle.input()
        world.loop.run(10 * SECOND_MS)
        world.idle.still_for(4 * SECOND_MS)
        world.loop.run(6 * SECOND_MS)
    assert "your break goes on" in world.status.view().why
    world.idle.input()
    world.loop.run(10 * SECOND_MS)
    assert world.status.view().state == "active"


def test_where_input_cannot_be_told_it_is_for_the_person_to_say() -> None:
    world = World(UNTIL_BACK)
    world.play("neck")
    world.run(60)
    assert "your break goes on" in world.status.view().why


def test_to_let_reminders_go_on_is_to_be_back_and_a_stopped_session_waits_for_nobody() -> None:
    world = a_break_that_goes_on()
    world.controller.handle(ResumeReminders())
    assert world.status.view().state != "paused"
    world.play("neck")
    world.key(Key.STOP)
    assert world.status.view().state != "paused"
    with pytest.raises(Refused):
        world.controller.handle(ResumeReminders())
    # Where nothing waits, to be back changes nothing.
    world.controller.handle(Returned())


def test_a_restart_ends_the_break() -> None:
    world = a_break_that_goes_on()
    world.kill_and_start()
    assert world.status.view().state == "active"


def test_a_session_that_is_forgotten_ends() -> None:
    world = a_world(idle_known=False)
    world.play("neck")
    world.run(0.5)
    world.key(Key.TOGGLE)
    world.loop.run(FORGOTTEN_MS - 1)
    assert world.playing.player is not None
    world.loop.run(1)
    assert world.playing.player is None
    assert len(world.history.of(EventKind.SESSION)) == 1
    world.run(60)
    assert len(world.titles) == 1, "reminders go on"


def test_t15_the_session_waits_while_the_user_types_on() -> None:
    world = a_world()
    world.play("neck")
    world.loop.run(TYPES_ON_MS - 1)
    assert world.playing.moving
    world.loop.run(1)
    player = world.playing.player
    assert player is not None
    assert player.state is State.PAUSED
    assert player.held_ms == 0, "what went by while typing is not counted"
    assert world.front.told[-1] == "The session waits while you type."
    world.run(5)
    world.idle.still_for(4 * SECOND_MS)
    assert player.state is State.REENTRY
    world.run(3)
    assert [event.outcome for event in world.history.of(EventKind.SESSION)] == ["done"]


def test_input_of_the_session_itself_is_no_typing() -> None:
    world = a_world()
    world.play("neck")
    for _ in range(30):
        # The figure is turned with the mouse, without a pause.
        world.loop.run(SECOND_MS)
        world.controller.interrupting.own_input(world.clock.now())
    assert world.playing.moving
    world.loop.run(TYPES_ON_MS - 1)
    assert world.playing.moving
    world.loop.run(1)
    assert not world.playing.moving, "then it goes elsewhere"
    world.controller.interrupting.own_input(world.clock.now())
    world.loop.run(TYPES_ON_MS)
    assert not world.playing.moving, "a bump of the mouse sets nothing going"
    world.idle.still_for(4 * SECOND_MS)
    assert world.playing.moving


def test_input_of_the_last_page_does_not_end_a_break_that_goes_on() -> None:
    world = a_break_that_goes_on()
    world.idle.input()
    for _ in range(20):
        world.loop.run(SECOND_MS)
        world.controller.interrupting.own_input(world.clock.now())
    assert "your break goes on" in world.status.view().why


def test_a_key_in_a_session_is_no_typing() -> None:
    world = a_world()
    world.play("neck")
    for _ in range(3):
        world.loop.run(5 * SECOND_MS)
        world.idle.still_for(4 * SECOND_MS)
        world.loop.run(5 * SECOND_MS)
        world.idle.input()
    assert world.playing.moving


def test_what_the_person_paused_typing_does_not_set_going() -> None:
    world = a_world()
    world.play("neck")
    world.loop.run(5 * SECOND_MS)
    world.key(Key.TOGGLE)
    world.run(1)
    world.idle.still_for(4 * SECOND_MS)
    assert world.playing.player is not None
    assert world.playing.player.state is State.PAUSED


# -- when anybody looks ----------------------------------------------------------------------------


def test_it_is_looked_in_the_last_minute_and_not_all_day() -> None:
    world = a_world()
    signals = world.controller.signals = FakeWatching()
    world.controller.wake()
    world.loop.run(49 * MINUTE_MS - 1)
    assert not signals.watching
    world.loop.run(1)
    assert signals.watching
    world.run(1)
    world.idle.still_for(4 * SECOND_MS)
    assert len(world.titles) == 1
    world.run(3)
    assert signals.watching, "a call may begin while it can be seen"
    world.controller.handle(SkipDue())
    world.run(5)
    assert not signals.watching
    assert signals.changes == 2


def test_it_is_looked_while_a_session_plays_while_a_reason_holds_and_before_a_rest_counts() -> None:
    world = a_world()
    signals = world.controller.signals = FakeWatching()
    world.play("neck")
    assert signals.watching
    world.key(Key.STOP)
    assert not signals.watching
    world.controller.busy_began(CALL)
    assert signals.watching
    world.controller.busy_ended(CALL.key)
    world.run(2)
    assert not signals.watching
    world.idle.still_for(MINUTE_MS)
    assert (signals.looks, signals.watching) == (1, False), "a call, or somebody who went away?"
    world.run(3.5)
    assert not signals.watching
    world.run(0.25)
    assert signals.watching, "is this a rest, or a call?"
    world.run(1)
    assert world.events(EventKind.NATURAL_BREAK) == ["natural-break"]
    assert not signals.watching


def test_nobody_is_there_all_day_and_nothing_wakes_up_for_it() -> None:
    world = a_world()
    busy = FakeBusy()

    def look(done: Callable[[BusyLook], None]) -> FakeHandle:
        handle = busy.look(done)
        world.loop.call_at(world.loop.now_ms() + 20, busy.answer)
        return handle

    looker = SimpleNamespace(look=look, plans=False)
    watch = BusyWatch(looker, world.clock, world.loop, world.controller)
    world.controller.signals = watch
    world.run(5)
    world.idle.still_for(MINUTE_MS)
    world.run(10)
    before = world.loop.fired
    looks = busy.looks
    world.run(8 * 60)
    assert busy.looks == looks == 3, "when it began, and before it counted as a rest"
    assert world.loop.fired - before <= 4, "the hours of a reminder, and nothing else"
    world.idle.input()
    assert world.status.view().state == "active"


def test_where_nobody_has_been_nobody_is_looked_for() -> None:
    world = a_world()
    signals = world.controller.signals = FakeWatching()
    world.loop.run(30 * SECOND_MS)
    world.idle.still_for(MINUTE_MS)
    assert signals.looks == 0
    world.idle.input()
    world.run(2)
    world.idle.still_for(MINUTE_MS)
    assert signals.looks == 1


def test_what_is_planned_is_asked_in_time_for_what_may_have_to_come_before_it() -> None:
    world = a_world()
    signals = world.controller.signals = FakeWatching()
    world.run(49)
    assert signals.ahead == 0, "there is no calendar"
    world = a_world()
    signals = world.controller.signals = FakeWatching()
    signals.plans = True
    world.run(32)
    assert signals.ahead == 0
    world.run(1)
    assert signals.ahead == 1
    world.run(16)
    assert signals.ahead == 4, "every five minutes: a meeting may be called at short notice"
    world.idle.still_for(MINUTE_MS)
    world.run(30)
    assert signals.ahead == 4


def test_an_appointment_of_the_calendar_brings_the_stretch_before_it() -> None:
    world = a_world(idle_known=False)
    utc_ms = world.clock.utc_ms
    planned = BusyPeriod(
        start_utc_ms=utc_ms + 51 * MINUTE_MS, end_utc_ms=utc_ms + 81 * MINUTE_MS, words="secret"
    )
    busy = FakeBusy(at_once=True, planned=(planned,))
    world.controller.signals = BusyWatch(busy, world.clock, world.loop, world.controller)
    world.run(44)
    assert world.titles == []
    world.run(1)
    assert len(world.titles) == 1
    busy.reasons = (a_reason(Kind.CALENDAR, until_utc_ms=planned.end_utc_ms),)
    world.run(4)
    assert world.status.view().why == "Reminders wait until 11:21: there is a calendar."


# -- what people say -------------------------------------------------------------------------------


def test_movement_waits_for_the_person_to_say_so() -> None:
    world = a_world(idle_known=False)
    with pytest.raises(Refused):
        world.controller.handle(AllowMovement())
    world.controller.handle(HoldMovement())
    assert world.status.view().why.startswith("No movement is offered until you say so: ")
    world.run(60)
    world.kill_and_start()
    world.run(60)
    assert world.titles == []
    world.controller.handle(AllowMovement())
    world.run(2)
    assert len(world.titles) == 1


def test_moved_and_absences_count_as_breaks() -> None:
    world = a_world()
    world.run(40)
    world.controller.handle(Moved())
    assert [event.reminder for event in world.history.of(EventKind.DONE)] == ["stretch"]
    assert world.status.tightness() == 0
    with pytest.raises(Refused):
        world.controller.handle(CountAsBreak())
    world.run(30)
    world.idle.still_for(MINUTE_MS)
    world.run(2)
    world.idle.input()
    world.controller.handle(CountAsBreak())
    assert world.events(EventKind.NATURAL_BREAK) == ["natural-break"]
    assert world.status.tightness() == 0


def test_three_skips_are_asked_about_once() -> None:
    world = a_world(idle_known=False)
    for _ in range(4):
        world.run(50)
        world.controller.handle(SkipDue())
    asked = [text for text in world.front.told if text.startswith("Three in a row")]
    assert len(asked) == 1


def test_weak_signs_of_a_call_do_not_stop_a_session() -> None:
    world = a_world()
    world.play("neck")
    world.controller.busy_began(Busy(kind=Kind.CALL, confidence=Confidence.WEAK))
    assert world.playing.moving
