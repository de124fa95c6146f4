from __future__ import annotations

import pytest

from knotbreak.app.effects import Signal
from knotbreak.app.intents import Key
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.session_state import State
from knotbreak.core.units import Instant
from tests.app.world import World
from tests.fakes import a_routine


def test_a_session_from_its_beginning_to_its_last_line() -> None:
    world = World()
    world.play("neck")
    world.run(3)
    first, last = world.history.of(EventKind.STARTED, EventKind.SESSION)
    assert (first.routine, first.reminder) == ("neck", None)
    assert (last.outcome, last.held_s) == ("done", 60.0)
    assert last.at_utc_ms - first.at_utc_ms == 76_000
    assert (world.front.began, world.front.over) == ([None], [True])
    finish = world.playing.finish
    assert finish is not None
    assert (finish.outcome, finish.held_s, finish.today_s) == ("done", 60, 60)
    world.play("micro")
    assert world.playing.finish is None
    world.run(1)
    assert world.playing.finish is not None
    assert (world.playing.finish.held_s, world.playing.finish.today_s) == (20, 80)


def test_the_moments_that_ring() -> None:
    world = World()
    world.play("neck")
    world.run(3)
    signals = [ring.signal for ring in world.front.rings]
    assert [one for one in signals if one is not Signal.READY] == [
        Signal.BEGIN, Signal.HALFWAY, Signal.SWITCH, Signal.BEGIN, Signal.HALFWAY, Signal.NEXT,
        Signal.BEGIN, Signal.HALFWAY, Signal.DONE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "outcome", "taken"), [(8, "stopped", False), (60, "partial", True)]
)
def test_stopping_early_counts_what_was_done(seconds: int, outcome: str, taken: bool) -> None:
    world = World()
    world.play("neck")
    world.run(seconds / 60)
    world.key(Key.STOP)
    (event,) = world.history.of(EventKind.SESSION)
    assert (event.outcome, world.front.over) == (outcome, [taken])
    assert event.held_s is not None
    assert event.held_s > 0


def test_the_space_bar_pauses_resumes_and_says_there() -> None:
    world = World()
    world.play("floor")
    player = world.playing.player
    assert player is not None
    assert player.segment.wait_for is not None
    world.key(Key.TOGGLE)
    assert player.index == 1
    world.run(1 / 60)
    world.key(Key.TOGGLE)
    assert player.state is State.PAUSED
    world.run(10)
    world.key(Key.TOGGLE)
    assert player.state is State.REENTRY
    world.run(3 / 60)
    assert player.state is State.RUNNING


def test_every_key_in_every_state_is_harmless() -> None:
    world = World()
    for key in Key:
        world.key(key)
    assert world.playing.player is None
    for key in Key:
        if key is Key.STOP:
            continue
        world.play("neck")
        world.run(10 / 60)
        for _ in range(3):
            world.key(key)
        world.key(Key.STOP)
    assert len(world.history.of(EventKind.SESSION)) == len(Key) - 1


def test_easier_and_something_else() -> None:
    world = World()
    world.play("back")
    world.key(Key.EASIER)
    view = world.playing.view()
    assert view is not None
    assert (view.title, view.gentle) == ("Neck turn", False)
    world.key(Key.EASIER)
    world.key(Key.EASIER)
    assert world.front.told == ["This is the gentlest version. Skip it, or stop."]
    world.key(Key.OTHER)
    view = world.playing.view()
    assert view is not None
    assert view.title == "Side neck"


def test_nothing_else_is_said() -> None:
    world = World()
    world.play("micro-eyes")
    world.key(Key.OTHER)
    assert world.front.told == ["There is nothing else for this area in this position."]


def test_the_view_of_a_session() -> None:
    world = World()
    world.play("neck")
    world.run(10 / 60)
    view = world.playing.view()
    assert view is not None
    assert (view.routine_title, view.step, view.steps, view.title) == ("Neck", 1, 2, "Side neck")
    assert (view.side_words, view.next_title, view.pace) == ("Left side", "Neck turn", 100)
    assert sum(view.segments) == 76_000
    frame = world.playing.frame(world.clock.now())
    assert frame is not None
    assert frame.elapsed_ms == 5_000


def test_a_reload_does_not_touch_the_session_that_plays() -> None:
    world = World()
    world.play("neck")
    world.library.all = {"neck": a_routine("Other", [{"stretch": "rolls"}])}
    world.library.changed = True
    world.run(40 / 60)
    view = world.playing.view()
    assert view is not None
    assert (view.routine_title, view.steps) == ("Neck", 2)


def test_breath_holds_and_sound_come_from_the_settings() -> None:
    world = World()
    world.library.all["clinic"] = a_routine(
        "Clinic", [{"stretch": "neck-turn", "hold_s": 30, "breath": "clinic"}]
    )
    world.play("clinic")
    assert world.playing.player is not None
    (run,) = world.playing.player.timeline.segments[1].breath
    assert run.pattern.holds_breath


def test_the_week_is_asked_for_with_the_session_that_is_not_written_yet() -> None:
    world = World()
    asked: list[HistoryEvent] = []

    def week(now: Instant, session: HistoryEvent) -> str:
        assert now.utc_ms >= session.at_utc_ms
        assert world.history.of(EventKind.SESSION) == []
        asked.append(session)
        return "Your week."

    world.playing._week = week
    world.play("neck")
    world.run(3)
    assert world.playing.finish is not None
    assert world.playing.finish.week == "Your week."
    assert asked == world.history.of(EventKind.SESSION)
