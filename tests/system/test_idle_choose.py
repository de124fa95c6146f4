"""Which idle source is chosen where, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knotbreak.app.signals import Outcome
from knotbreak.system.choose_idle import choose_idle
from knotbreak.system.idle_chain import IdleChain
from knotbreak.system.idle_mutter import MUFFIN, MUTTER
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_compositor import FakeCompositor
from tests.desktop.fake_services import FakeIdleMonitor
from tests.desktop.waiting import run_for, run_until
from tests.fakes import TRANSLATOR

CHOSEN, NOT_HERE = Outcome.CHOSEN, Outcome.NOT_HERE
NOT_NEEDED, FAILED = Outcome.NOT_NEEDED, Outcome.FAILED


@pytest.fixture
def session(bus: PrivateBus, loop: SelectorLoop) -> Iterator[SessionBus]:
    session = SessionBus(loop, TRANSLATOR, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address})
    session.start()
    yield session
    session.stop()


def outcomes(idle: IdleChain) -> list[Outcome]:
    return [one.outcome for one in idle.tried()]


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": "far.example.org:0"},
        {"DISPLAY": "localhost:10.0"},
        {"DISPLAY": ":59999"},
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nowhere"},
        {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"},
    ],
)
def test_t4_where_nothing_knows_the_user_is_active_and_it_is_said_why(
    environ: dict[str, str], loop: SelectorLoop
) -> None:
    idle = choose_idle(loop, environ)
    assert not idle.known
    assert "not known" in idle.describe()
    tried = idle.tried()
    assert [one.means for one in tried] == [
        "Mutter IdleMonitor",
        "Muffin IdleMonitor",
        "Wayland idle notification",
        "X11 screen saver extension",
    ]
    assert CHOSEN not in outcomes(idle)
    assert all(one.words.endswith(".") for one in tried)
    assert tried[-1].words in idle.describe()
    told: list[str] = []
    idle.watch_idle(1, lambda idle_ms: told.append("idle"))
    idle.watch_active(lambda idle_ms: told.append(f"active {idle_ms}"))
    idle.watch_active(lambda idle_ms: told.append("cancelled")).cancel()
    assert told == []
    run_for(loop, 30)
    assert told == ["active 0"]
    idle.watch_active(lambda idle_ms: told.append("stopped"))
    idle.stop()
    run_for(loop, 30)
    assert told == ["active 0"]


def test_a_display_that_does_not_answer_is_a_failure_not_an_absence(loop: SelectorLoop) -> None:
    idle = choose_idle(loop, {"DISPLAY": ":59999"})
    assert outcomes(idle) == [NOT_HERE, NOT_HERE, NOT_HERE, FAILED]


@pytest.mark.parametrize("name", [MUTTER, MUFFIN])
def test_a_desktop_s_monitor_comes_before_everything_else(
    name: str, bus: PrivateBus, session: SessionBus, loop: SelectorLoop
) -> None:
    monitor = FakeIdleMonitor(loop, bus.address, name)
    idle = choose_idle(loop, {"DISPLAY": ":59999"}, bus=session)
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    run_until(loop, lambda: monitor.idle_watches)
    expected = [CHOSEN, NOT_NEEDED, NOT_NEEDED, NOT_NEEDED]
    if name == MUFFIN:
        expected = [NOT_HERE, CHOSEN, NOT_NEEDED, NOT_NEEDED]
    assert outcomes(idle) == expected
    assert idle.known
    monitor.still_for(61_000)
    run_until(loop, lambda: told)
    assert told == [61_000]
    idle.stop()
    monitor.close()


def test_without_a_monitor_the_watches_move_on_to_the_compositor(
    session: SessionBus, loop: SelectorLoop, short_folder: Path
) -> None:
    offers = {"wl_seat": 8, "ext_idle_notifier_v1": 2}
    compositor = FakeCompositor(loop, short_folder / "wayland-7", offers)
    environ = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(short_folder)}
    idle = choose_idle(loop, environ, bus=session)
    told: list[int] = []
    idle.watch_idle(60_000, told.append)
    cancelled = idle.watch_idle(70_000, told.append)
    cancelled.cancel()
    run_until(loop, lambda: compositor.timeouts)
    assert outcomes(idle) == [NOT_HERE, NOT_HERE, CHOSEN, NOT_NEEDED]
    assert list(compositor.timeouts.values()) == [60_000]
    compositor.idled(next(iter(compositor.timeouts)))
    run_until(loop, lambda: told)
    assert told == [60_000]
    # Nothing is left: whoever waits for input is told.
    idle.watch_active(told.append)
    run_until(loop, lambda: compositor.timeouts)
    compositor.close()
    run_until(loop, lambda: len(told) == 2)
    assert told == [60_000, 0]
    assert not idle.known
    assert outcomes(idle) == [NOT_HERE, NOT_HERE, FAILED, NOT_HERE]
    assert compositor.faults == []
    idle.stop()


def test_a_compositor_that_does_not_tell_is_said_with_a_hint(
    loop: SelectorLoop, short_folder: Path
) -> None:
    path = short_folder / "wayland-7"
    compositor = FakeCompositor(loop, path, {"wl_seat": 8, "wl_shm": 1})
    idle = choose_idle(loop, {"WAYLAND_DISPLAY": str(path), "DISPLAY": ":0"})
    assert idle.known
    run_until(loop, lambda: not idle.known)
    third, fourth = idle.tried()[2:]
    assert third.outcome is NOT_HERE
    assert "ext-idle-notify" in third.hint
    assert "its own windows" in fourth.words
    compositor.close()
    idle.stop()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_on_a_system_that_this_is_not_it_fails_in_words(
    platform: str, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctypes

    class Missing:
        def __getattr__(self, name: str) -> object:
            raise AttributeError(name)

    monkeypatch.setattr(ctypes, "windll", Missing(), raising=False)
    idle = choose_idle(loop, {}, platform=platform)
    assert outcomes(idle) == [FAILED]
    assert not idle.known
