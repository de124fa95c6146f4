"""A kill before every single step that the program takes outside of itself, and one in the start
after it: what the next start finds is whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knotbreak.app.notice import ClosedHow
from knotbreak.core.settings import ReminderSettings, Settings
from tests.app.world import World

ONLY_STRETCH = Settings(
    reminder={name: ReminderSettings(on=False) for name in ("posture", "water")}
)


class Killed(BaseException):
    """SIGKILL."""


class LastSteps(list[str]):
    """A journal whose writer is killed before a step."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._steps = steps

    def append(self, step: str, /) -> None:
        if len(self) == self._steps:
            raise Killed
        super().append(step)


def kill_before(world: World, steps: int, act: Callable[[World], object]) -> bool:
    """Let it act for so many steps; whether it was killed."""
    journal = LastSteps(steps)
    parts = (world.history, world.store, world.notifier, world.front)
    for part in parts:
        part.journal = journal
    try:
        act(world)
    except Killed:
        return True
    finally:
        for part in parts:
            part.journal = world.journal
    return False


def restart(world: World, kill_at: int | None) -> bool:
    """Start again on what is on the disk; whether that start was killed, too."""
    world.clock.run(1_000)
    world.build()
    if kill_at is not None:
        return kill_before(world, kill_at, lambda one: one.start())
    world.start()
    return False


def notice_open() -> World:
    world = World(ONLY_STRETCH)
    world.run(50)
    assert world.notifier.open is not None
    return world


def session_open() -> World:
    world = notice_open()
    world.notifier.click("start")
    world.run(0.2)
    assert world.playing.player is not None
    return world


CASES: dict[str, tuple[Callable[[], World], Callable[[World], object]]] = {
    "a click on start": (notice_open, lambda world: world.notifier.click("start")),
    "a click on snooze": (notice_open, lambda world: world.notifier.click("snooze")),
    "a click on skip": (notice_open, lambda world: world.notifier.click("skip")),
    "the cross": (notice_open, lambda world: world.notifier.close(ClosedHow.DISMISSED)),
    "nobody answers": (notice_open, lambda world: world.run(6)),
    "a pause": (notice_open, lambda world: world.command("pause")),
    "a session from elsewhere": (notice_open, lambda world: world.play("neck")),
    "a session": (session_open, lambda world: world.run(0.2)),
    "the end of a session": (session_open, lambda world: world.run(10)),
}


def check(world: World, shown: set[int]) -> None:
    events = world.history.events
    keys = [event.key for event in events]
    begun = [key.removesuffix(":started") for key in keys if key and key.endswith(":started")]
    ended = [key.removesuffix(":session") for key in keys if key and key.endswith(":session")]
    assert begun == ended, "each session ends once"
    offered = sum(event.event == "offered" for event in events)
    assert offered == 1
    closed = {int(handle.removeprefix("handle-")) for handle in world.notifier.stale}
    assert shown <= closed, "a notice stays on the screen"
    answers = {"started", "snoozed", "skipped"}
    told = [event.event for event in events if event.event in answers]
    # However it ended: it was answered, or still waits, or was put off by a pause.
    waits = world.status.notice() is not None or "withdrawn" in world.events()
    assert told or waits, "what was due is forgotten"
    ends = {"unanswered", "snoozed", "skipped"} & set(world.events())
    assert len(ends) <= 1, "it ends in two ways"
    # Nothing comes twice: what waits in the tray interrupts nobody.
    assert world.notifier.shown == []


@pytest.mark.parametrize("case", CASES)
def test_a_kill_before_every_step(case: str) -> None:
    begin, act = CASES[case]
    steps = 0
    while True:
        second = 0
        again = True
        while again:
            world = begin()
            killed = kill_before(world, steps, act)
            left = world.notifier.open
            shown = set() if left is None else {left.offer_id}
            again = restart(world, second)
            restart(world, None)
            check(world, shown if killed else set())
            second += 1
        assert second > 1
        steps += 1
        if not killed:
            break
    assert steps > 1, "nothing was killed"
