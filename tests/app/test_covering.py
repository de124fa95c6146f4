"""The strong mode: when screens are covered, and that they always come free."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from knotbreak.app.covering import HEADS_UP_MS, LATEST_MS
from knotbreak.app.intents import Key, LeaveCover, SessionKey, SkipDue, SnoozeDue, StartDue
from knotbreak.app.pausing import Refused
from knotbreak.app.session_edges import LOCKED, SessionEdges
from knotbreak.core.events import EventKind
from knotbreak.core.interruptions import Busy, Kind
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.core.strong_settings import StrongSettings
from knotbreak.core.units import DAY_MS, MINUTE_MS, SECOND_MS
from tests.app.world import World

STRONG = Settings(
    strong=StrongSettings(on=True, hold_s=1.5, skips=2),
    reminder={
        "posture": ReminderSettings(on=False),
        "water": ReminderSettings(on=False),
        "stretch": ReminderSettings(every_min=50, routine="neck"),
    },
)


def offered(settings: Settings = STRONG) -> World:
    """A world in which a stretch has just been offered."""
    world = World(settings, idle_known=True)
    world.run(50)
    world.idle.still_for(4 * SECOND_MS)
    assert len(world.titles) == 1
    world.idle.input()
    return world


def covered(settings: Settings = STRONG) -> World:
    """And in which nobody has answered it."""
    world = offered(settings)
    world.loop.run(HEADS_UP_MS)
    world.idle.still_for(4 * SECOND_MS)
    assert world.status.view().cover is not None
    return world


def test_it_is_off_until_it_is_chosen() -> None:
    world = offered(msgspec.structs.replace(STRONG, strong=StrongSettings()))
    assert "skip" in [action.key for action in world.notifier.shown[-1].actions]
    world.loop.run(HEADS_UP_MS)
    world.idle.still_for(4 * SECOND_MS)
    world.run(4)
    assert world.status.view().cover is None


def test_the_notice_comes_first_and_the_covers_in_a_pause_of_the_typing() -> None:
    world = offered()
    actions = [action.key for action in world.notifier.shown[-1].actions]
    assert actions == ["start", "snooze"], "one click does not skip it"
    world.loop.run(HEADS_UP_MS)
    assert world.status.view().cover is None, "somebody types"
    world.idle.still_for(4 * SECOND_MS)
    cover = world.status.view().cover
    assert cover is not None
    assert cover.title == world.titles[0]
    assert (cover.start_words, cover.later_words) == ("Start", "In 5 min")
    assert cover.skip_words == "Hold to skip (2 left today)"
    assert cover.hold_ms == 1_500
    assert "Esc" in cover.leave_words


def test_whoever_types_on_for_minutes_is_covered_all_the_same() -> None:
    world = offered()
    world.loop.run(LATEST_MS - 1)
    assert world.status.view().cover is None
    world.loop.run(1)
    assert world.status.view().cover is not None


def test_quiet_reminders_and_glasses_of_water_cover_nothing() -> None:
    water = ReminderSettings(on=True, every_min=30, quiet=False, hours=(), stay_s=300)
    off = ReminderSettings(on=False)
    tables = {"stretch": off, "posture": off, "water": water}
    world = World(msgspec.structs.replace(STRONG, reminder=tables), idle_known=False)
    world.run(30)
    assert len(world.titles) == 1
    world.run(4)
    assert world.status.view().cover is None


def test_esc_takes_the_covers_away_and_leaves_it_due() -> None:
    world = covered()
    world.controller.handle(LeaveCover())
    view = world.status.view()
    assert view.cover is None
    assert view.notice is not None
    world.run(4)
    assert world.status.view().cover is None
    world.run(60)
    assert world.status.view().cover is None, "what waits in the tray does not come again"


def test_put_off_it_comes_again() -> None:
    world = covered()
    world.controller.handle(SnoozeDue(5))
    assert world.status.view().cover is None
    world.run(5)
    world.idle.still_for(4 * SECOND_MS)
    world.loop.run(HEADS_UP_MS)
    world.idle.still_for(4 * SECOND_MS)
    assert world.status.view().cover is not None


def test_unanswered_they_go_with_the_notice() -> None:
    world = covered()
    world.run(5)
    assert world.status.view().cover is None
    assert world.status.view().state == "due"


def _lock(world: World) -> None:
    world.controller.busy_began(LOCKED)


def _call(world: World) -> None:
    world.controller.busy_began(Busy(kind=Kind.CALL))


def _about_to_sleep(world: World) -> None:
    SessionEdges(world.controller, lambda: None).about_to_sleep()


def _slept(world: World) -> None:
    world.clock.sleep(10 * SECOND_MS)
    world.controller.wake()


def _stalled(world: World) -> None:
    world.clock.run(5 * MINUTE_MS)
    world.controller.wake()


ENDS = [_lock, _call, _about_to_sleep, _slept, _stalled]


@pytest.mark.parametrize("end", ENDS)
def test_t7_t16_nothing_stays_over_a_lock_a_call_sleep_or_a_stall(
    end: Callable[[World], None],
) -> None:
    world = covered()
    end(world)
    assert world.status.view().cover is None
    world.run(1)
    assert world.status.view().cover is None


@pytest.mark.parametrize("end", ENDS)
def test_t7_nor_over_a_session(end: Callable[[World], None]) -> None:
    world = covered()
    world.controller.handle(StartDue())
    cover = world.status.view().cover
    assert cover is not None
    assert (cover.offer, cover.start_words, cover.skip_words) == (None, "", "")
    world.loop.run(6 * SECOND_MS)
    end(world)
    assert world.status.view().cover is None


def test_a_session_has_the_screens_until_it_is_over_or_somebody_wants_them() -> None:
    world = covered()
    world.controller.handle(StartDue())
    world.controller.handle(SessionKey(Key.TOGGLE))
    assert world.status.view().cover is None, "whoever pauses it may look at something"
    world.controller.handle(SessionKey(Key.TOGGLE))
    assert world.status.view().cover is not None
    world.controller.handle(LeaveCover())
    assert world.status.view().cover is None
    assert world.playing.moving
    world.run(5)
    assert world.status.view().cover is None


def test_a_session_begun_by_hand_covers_nothing() -> None:
    world = World(STRONG)
    world.play("neck")
    assert world.status.view().cover is None


def test_so_many_skips_a_day_and_no_more() -> None:
    world = covered()
    world.controller.handle(SkipDue())
    world.kill_and_start()
    world.idle.input()
    world.run(50)
    world.idle.still_for(4 * SECOND_MS)
    world.controller.handle(SkipDue())
    world.idle.input()
    world.run(50)
    world.idle.still_for(4 * SECOND_MS)
    world.idle.input()
    world.loop.run(HEADS_UP_MS)
    world.idle.still_for(4 * SECOND_MS)
    cover = world.status.view().cover
    assert cover is not None
    assert cover.skip_words == ""
    with pytest.raises(Refused, match="2 skips"):
        world.controller.handle(SkipDue())
    assert world.status.view().cover == cover
    world.clock.sleep(DAY_MS)
    world.controller.wake()
    assert world.controller.covering.skips_left(world.clock.now()) == 2
    assert len(world.history.of(EventKind.SKIPPED)) == 2


def test_a_skip_of_nothing_costs_none() -> None:
    world = World(STRONG)
    with pytest.raises(Refused):
        world.controller.handle(SkipDue())
    assert world.controller.covering.skips_left(world.clock.now()) == 2
