"""How the program is joined to what tells of the outside, and what that costs at rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from knotbreak.app.session_edges import SessionEdges
from knotbreak.app.signals import BusyLook
from knotbreak.bootstrap.signals import BusyLooks, wishes_of
from knotbreak.core.busy_settings import BusySettings
from knotbreak.core.interruptions import Kind
from knotbreak.core.settings import Settings
from knotbreak.core.units import MINUTE_MS
from knotbreak.system.choose_busy import BusyWishes
from tests.app.world import World
from tests.fake_signals import FakeBusy, FakeSession, a_reason
from tests.fakes import FakeSettings


def test_the_settings_say_what_is_looked_at() -> None:
    usual = wishes_of(Settings())
    assert Kind.BATTERY not in usual.kinds, "a laptop on its battery would never be reminded"
    assert usual.kinds | {Kind.BATTERY, Kind.LOCK} == frozenset(Kind)
    chosen = BusySettings(
        reasons=("call", "battery"), programs=("obs",), monitors=("ab",), calendar="~/work.ics"
    )
    assert wishes_of(Settings(busy=chosen)) == BusyWishes(
        kinds=frozenset({Kind.CALL, Kind.BATTERY}),
        programs=("obs",),
        known_monitors=("ab",),
        calendar=Path.home() / "work.ics",
    )


def test_other_settings_are_followed_with_the_next_look() -> None:
    made: list[tuple[BusyWishes, FakeBusy]] = []

    def make(wishes: BusyWishes) -> FakeBusy:
        made.append((wishes, FakeBusy(a_reason(Kind.CALL), at_once=True)))
        return made[-1][1]

    settings = FakeSettings(None)
    looks = BusyLooks(settings, make)
    assert made == []
    seen: list[BusyLook] = []
    looks.look(seen.append)
    looks.look(seen.append)
    settings.settings = Settings(busy=BusySettings(reasons=()))
    looks.look(seen.append)
    assert [wishes.kinds for wishes, _busy in made] == [wishes_of(Settings()).kinds, frozenset()]
    assert (made[0][1].looks, made[0][1].stopped, made[1][1].looks) == (2, True, 1)
    assert len(seen) == 3
    looks.stop()
    assert made[1][1].stopped


def test_lock_sleep_and_a_clock_that_was_set_reach_the_controller() -> None:
    world = World(idle_known=True)
    zones: list[str] = []
    session = FakeSession(locked=True)
    edges = SessionEdges(world.controller, lambda: zones.append("looked"))
    session.start(edges)
    assert world.status.view().why == "Reminders wait: the screen is locked."
    # The mouse is bumped: nobody has unlocked anything.
    world.controller.came_back()
    world.run(6)
    assert world.controller.reminding.scheduler.state.break_counted
    session.unlock()
    assert world.status.view().state == "active"
    session.sleep()
    world.clock.sleep(20 * MINUTE_MS)
    session.wake()
    assert zones == ["looked"]
    assert world.controller.reminding.scheduler.state.rested_ms is not None


AT_REST = """
import sys
import knotbreak.bootstrap.in_windows
from knotbreak.bootstrap.signals import Signals, SOON_MS
from knotbreak.system.session_bus import SessionBus
from tests.app.world import World
from tests.fakes import TRANSLATOR, FakeSettings
world = World(idle_known=True, start=False)
world.clock.refresh_zone = lambda: None
world.loop.add_reader = lambda fd, fn: world.loop.call_at(10**12, fn)
world.loop.post = lambda fn: world.loop.call_at(world.loop.now_ms(), fn)
bus = SessionBus(world.loop, TRANSLATOR, environ={})
signals = Signals(world.loop, world.clock, TRANSLATOR, FakeSettings(None), bus)
signals.start(world.controller)
world.start()
looking = lambda: [name for name in sys.modules if name.startswith("knotbreak.system.busy")]
print(looking(), "knotbreak.system.session_linux" in sys.modules)
world.run(20)
print(looking(), "knotbreak.system.session_linux" in sys.modules)
world.run(5)
print("knotbreak.system.busy_sound" in looking())
signals.stop()
"""


def test_what_looks_at_bad_moments_is_imported_in_the_last_minute_before_a_notice() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_REST], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[] False", "[] True", "True"]
