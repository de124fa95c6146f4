"""Good moments only: on a real desktop, what goes on holds a notice, says why, and lets it go."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from tests.desktop.beside import Beside
from tests.desktop.desktop import Desktop
from tests.desktop.fake_services import FakeIdleMonitor, FakeLogind, FakeScreenSaver, StrictService
from tests.desktop.sound import MICROPHONE, SoundServer
from tests.desktop.sway import SwayDesktop
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET
from tests.e2e.notices import STRETCH, WINDOW
from tests.e2e.program import Hand, Program, settings_text
from tests.e2e.windowed import windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

COVER = str(Path(__file__).parents[1] / "desktop" / "cover.py")
SOON = settings_text(stretch=STRETCH)
Service = TypeVar("Service", bound=StrictService)
MUTTER = "org.gnome.Mutter.IdleMonitor"

# A machine cannot be put to sleep for a test: its clocks are moved, as sleep moves them.
SLEEPING_CLOCKS = """
import os, time
awake_ns, wall_ns = time.clock_gettime_ns, time.time_ns

def slept_ns():
    with open(os.environ["SLEPT_NS"]) as file:
        return int(file.read() or 0)

def clock_gettime_ns(clock):
    return awake_ns(clock) + (slept_ns() if clock == time.CLOCK_BOOTTIME else 0)

time.clock_gettime_ns = clock_gettime_ns
time.time_ns = lambda: wall_ns() + slept_ns()
"""


@pytest.fixture
def beside() -> Iterator[Beside]:
    with Beside() as beside:
        yield beside


@contextlib.contextmanager
def served(beside: Beside, make: Callable[[], Service]) -> Iterator[Service]:
    """A service that answers beside the test; it must have been asked nothing wrong."""
    service = beside.do(make)
    try:
        yield service
    finally:
        beside.do(service.close)
    assert service.faults == []


def held_and_let_go(
    desktop: Desktop,
    program: Program,
    begin: Callable[[], object],
    end: Callable[[], object],
    words: str,
) -> None:
    """Work until a notice is due in a bad moment, and on until the moment is over."""
    begin()
    with Hand(desktop.env):
        wait_until(lambda: program.events("held"), "a notice is held", 20_000)
        status = program.status()
        assert (status["state"], status["notice"]) == ("paused", None)
        assert words in status["why"]
        assert program.events("offered") == []
        assert desktop.find_window(WINDOW[str(desktop.notifier)]) is None
        end()
        wait_until(lambda: (program.status()["notice"] or {}).get("shown"), "it comes", 20_000)
    (held,), (offered,) = program.events("held"), program.events("offered")
    assert held["at"] < offered["at"]


def test_a_locked_screen(beside: Beside) -> None:
    with (
        Desktop("xfce") as desktop,
        served(beside, lambda: FakeLogind(beside.loop, desktop.system.address, "pid")) as logind,
        windowed(desktop, SOON) as program,
    ):

        def lock() -> None:
            beside.do(lambda: logind.lock(True))
            wait_until(lambda: "locked" in program.status()["why"], "the lock is heard of")
            assert program.status()["state"] == "paused"

        def unlock_and_work() -> None:
            beside.do(lambda: logind.lock(False))
            wait_until(lambda: program.status()["state"] == "active", "somebody is there")
            with Hand(desktop.env):
                wait_until(
                    lambda: (program.status()["notice"] or {}).get("shown"), "a notice", 20_000
                )

        wait_until(lambda: beside.do(lambda: logind.calls), "it asks for its session")
        lock()
        unlock_and_work()
        lock()
        assert desktop.find_window(WINDOW["xfce"]) is None, "nothing stays on a locked screen"
        unlock_and_work()


def test_a_lock_screen_of_the_session(beside: Beside) -> None:
    name, path = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
    with Desktop("xfce") as desktop, windowed(desktop, SOON) as program:
        # It comes while the program runs, as one that is restarted does.
        with served(
            beside, lambda: FakeScreenSaver(beside.loop, desktop.session.address, name, path)
        ) as saver:
            beside.do(lambda: saver.set_active(True))
            wait_until(lambda: "locked" in program.status()["why"], "the lock is heard of")
        # It has crashed, and locks nothing any more.
        wait_until(lambda: program.status()["state"] == "active", "its end is noticed")


def test_sleep_is_rest_of_its_own_length(beside: Beside, tmp_path: Path) -> None:
    slept = tmp_path / "slept"
    slept.write_text("0")
    (tmp_path / "sitecustomize.py").write_text(SLEEPING_CLOCKS)
    clocks = {"PYTHONPATH": str(tmp_path), "SLEPT_NS": str(slept)}
    settings = settings_text(stretch=STRETCH.replace("every_min = 1", "every_min = 30"))
    with (
        Desktop("xfce", env=clocks) as desktop,
        served(beside, lambda: FakeLogind(beside.loop, desktop.system.address)) as logind,
        windowed(desktop, settings) as program,
        Hand(desktop.env),
    ):
        wait_until(lambda: program.status()["next"], "somebody works")
        before = program.status()["next"]["at"]
        wait_until(lambda: beside.do(lambda: logind.calls), "it listens to logind")
        beside.do(lambda: logind.sleep(True))
        # Twenty times as fast, a minute is twenty.
        slept.write_text(str(60 * 1_000_000_000))
        beside.do(lambda: logind.sleep(False))
        wait_until(lambda: program.events("natural-break"), "twenty minutes are a break")
        assert program.status()["next"]["at"] > before
        assert program.events("offered") == [], "nothing waits for who wakes it"


def test_idle_by_the_monitor_of_gnome(beside: Beside) -> None:
    with (
        Desktop("fake") as desktop,
        served(
            beside, lambda: FakeIdleMonitor(beside.loop, desktop.session.address, MUTTER)
        ) as monitor,
        windowed(desktop, SOON) as program,
    ):
        wait_until(lambda: beside.do(lambda: monitor.idle_watches), "it watches")
        # Twenty times as fast, a minute of stillness is three seconds.
        beside.do(lambda: monitor.still_for(3_000))
        wait_until(lambda: program.status()["state"] == "away", "nobody is there")
        assert "keyboard" in program.status()["why"]
        assert program.events("offered") == []
        beside.do(monitor.input)
        wait_until(lambda: program.status()["state"] == "active", "somebody is back")

        def rests() -> bool:
            beside.do(monitor.input)
            beside.do(lambda: monitor.still_for(250))
            assert desktop.fake is not None
            return bool(desktop.fake.notified)

        wait_until(rests, "the notice comes in a pause of the typing", 20_000)


def test_something_keeps_the_screen_awake(beside: Beside) -> None:
    film = ("idle", "mpv", "playing", "block", os.getuid(), 1)
    with (
        Desktop("xfce") as desktop,
        served(beside, lambda: FakeLogind(beside.loop, desktop.system.address)) as logind,
        windowed(desktop, SOON) as program,
    ):
        held_and_let_go(
            desktop,
            program,
            lambda: beside.do(lambda: logind.inhibitors.append(film)),
            lambda: beside.do(logind.inhibitors.clear),
            "mpv keeps the screen awake",
        )


def test_do_not_disturb() -> None:
    with Desktop("dunst") as desktop, windowed(desktop, SOON) as program:
        held_and_let_go(
            desktop,
            program,
            lambda: desktop.run("dunstctl", "set-paused", "true"),
            lambda: desktop.run("dunstctl", "set-paused", "false"),
            "do not disturb is on",
        )


def test_a_call() -> None:
    with Desktop("xfce") as desktop:
        folder = desktop.folder / "s"
        folder.mkdir()
        with SoundServer(folder) as server:
            desktop.env["PULSE_SERVER"] = f"unix:{folder}/sound/pulse/native"
            recorders = []
            with windowed(desktop, SOON) as program:
                held_and_let_go(
                    desktop,
                    program,
                    lambda: recorders.append(server.record(MICROPHONE)),
                    lambda: server.end(recorders[0]),
                    "the microphone is in use",
                )


def test_a_film_on_the_whole_screen() -> None:
    with Desktop("xfce") as desktop, windowed(desktop, SOON) as program:
        covers = []

        def begin() -> None:
            covers.append(desktop.spawn(sys.executable, COVER, "film"))
            desktop.wait_for_window("film")

        held_and_let_go(
            desktop, program, begin, lambda: desktop.end(covers[0]), "covers the whole screen"
        )


def test_a_meeting_in_the_calendar(tmp_path: Path) -> None:
    calendar = tmp_path / "work.ics"

    def write(*events: str) -> None:
        lines = ("BEGIN:VCALENDAR", *events, "END:VCALENDAR", "")
        calendar.write_text("\r\n".join(lines))

    def meeting() -> None:
        begins = datetime.now(UTC) - timedelta(hours=1)
        write(
            "BEGIN:VEVENT",
            "UID:1",
            "SUMMARY:Secret plan",
            f"DTSTART:{begins:%Y%m%dT%H%M%SZ}",
            "DURATION:PT12H",
            "END:VEVENT",
        )

    settings = f'busy.calendar = "{calendar}"\n' + SOON
    with Desktop("xfce") as desktop, windowed(desktop, settings) as program:
        held_and_let_go(desktop, program, meeting, write, "the calendar says that you are busy")
        assert "Secret" not in str(program.status())


def test_the_reasons_that_the_settings_leave_out_hold_nothing() -> None:
    settings = 'busy.reasons = ["call"]\n' + SOON
    with Desktop("dunst") as desktop, windowed(desktop, settings) as program:
        desktop.run("dunstctl", "set-paused", "true")
        with Hand(desktop.env):
            wait_until(lambda: program.events("offered"), "the notice is sent", 20_000)
        assert program.events("held") == []


def test_idle_on_sway() -> None:
    with SwayDesktop() as desktop, windowed(desktop, QUIET) as program:
        wait_until(lambda: program.status()["state"] == "away", "nobody is there", 20_000)
        move = ("swaymsg", "--", "seat", "seat0", "cursor", "move")
        with Hand(desktop.env, move):
            wait_until(lambda: program.status()["state"] == "active", "somebody is back")
