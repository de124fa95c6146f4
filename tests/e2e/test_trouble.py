"""Trouble around the installed program: one clear sentence each, and nothing lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.bus import PrivateBus
from tests.desktop.desktop import Desktop
from tests.desktop.fake_daemon import FakeDaemon
from tests.desktop.processes import Processes, find_program
from tests.desktop.waiting import wait_until
from tests.e2e.home import QUIET, Home, home
from tests.e2e.program import KNOTBREAK, MINI, Hand, Program, settings_text

pytestmark = pytest.mark.e2e

FAST = ("run", "--terminal", "--speed", "120")
DUE = settings_text(stretch='every_min = 1\nroutine = "mini"\nstay_s = 900')


@pytest.fixture
def place() -> Iterator[Home]:
    with home() as found:
        yield found


@pytest.fixture
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A session bus on which nobody shows notices."""
    with home() as found:
        processes = Processes(found.folder, found.env)
        private = PrivateBus(processes, found.folder / "bus")
        private.start()
        yield private.address
        processes.end_all()


@pytest.fixture
def daemon(bus: str) -> Iterator[FakeDaemon]:
    fake = FakeDaemon(bus)
    fake.start()
    yield fake
    fake.stop()
    assert fake.faults == []


def status(place: Home) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.says("status", "--json"))
    return found


def until_due(place: Home) -> None:
    wait_until(lambda: place.events("offered"), "it falls due")


def notice_is_shown(place: Home) -> bool:
    notice = status(place)["notice"]
    return notice is not None and notice["shown"]


def answers_itself(place: Home, program: Program) -> None:
    """What is due can be answered without a notice, and it is clear that it is due."""
    assert status(place)["notice"]["shown"] is False
    assert "Due: " in place.says("status")
    assert "in 5 min" in program.screen
    assert place.says("snooze") == "Put off by 5 minutes.\n"
    assert len(place.events("snoozed")) == 1


# -- notices -----------------------------------------------------------------------------------


def test_no_session_bus(place: Home) -> None:
    program = place.running(*FAST, settings=DUE)
    until_due(place)
    wait_until(lambda: "in 5 min" in program.screen, "the terminal offers the same")
    answers_itself(place, program)
    wait_until(lambda: "desktop notifications: " in program.screen, "it says why")
    assert "Traceback" not in program.screen


def test_no_daemon_at_all(bus: str) -> None:
    with home({"DBUS_SESSION_BUS_ADDRESS": bus}) as place:
        program = place.running(*FAST, settings=DUE)
        until_due(place)
        wait_until(lambda: "in 5 min" in program.screen, "the terminal offers the same")
        answers_itself(place, program)
        wait_until(lambda: "desktop notifications: " in program.screen, "it says why")
        assert "Traceback" not in program.screen


def test_a_daemon_that_hangs(bus: str, daemon: FakeDaemon) -> None:
    with home({"DBUS_SESSION_BUS_ADDRESS": bus}) as place:
        place.running("run", "--terminal", "--speed", "20", settings=DUE)
        wait_until(lambda: daemon.caps_asked, "it has met the daemon")
        daemon.hang()
        until_due(place)
        # Nothing waits for it: commands are answered, time goes on.
        begun = status(place)
        assert begun["notice"]["shown"] is False
        place.says("water")
        longer_than_3_s = 61.0
        since = place.events("offered")[0]["at"]
        wait_until(lambda: _later(place, since) > longer_than_3_s, "three real seconds pass")
        daemon.go_on()
        wait_until(lambda: daemon.notified, "the notice comes through")
        assert place.says("snooze")
        wait_until(lambda: not daemon.open, "no notice is left")
        assert daemon.most_open == 1
        assert [len(place.events(kind)) for kind in ("offered", "snoozed")] == [1, 1]


def test_a_daemon_that_dies_and_returns(bus: str) -> None:
    first, second = FakeDaemon(bus), FakeDaemon(bus, first_id=70)
    with home({"DBUS_SESSION_BUS_ADDRESS": bus}) as place:
        first.start()
        place.running(*FAST, settings=DUE)
        wait_until(lambda: notice_is_shown(place), "the notice is shown")
        first.stop()
        wait_until(lambda: not notice_is_shown(place), "the program knows that it is gone")
        second.start()
        try:
            assert place.says("snooze") == "Put off by 5 minutes.\n"
            shown = len(second.notified)
            wait_until(lambda: len(second.notified) > shown, "it comes back in the new one")
            wait_until(lambda: notice_is_shown(place), "and the program knows")
            second.invoke(second.notified[-1].id, "start")
            wait_until(lambda: place.events("started"), "its button works")
        finally:
            second.stop()
    assert first.faults == second.faults == []


@pytest.mark.desktop
def test_dunst_dies_and_returns() -> None:
    with Desktop("dunst") as desktop, home(_of(desktop)) as place:
        # At this speed a hand that is off for three seconds is away, and nothing is due.
        place.running(*FAST, settings=DUE)
        with Hand(desktop.env):
            wait_until(lambda: notice_is_shown(place), "the notice is shown", 20_000)
            desktop.kill_daemon()
            wait_until(lambda: not notice_is_shown(place), "the program knows that it is gone")
            desktop.start_daemon()
            assert place.says("snooze") == "Put off by 5 minutes.\n"
            wait_until(lambda: notice_is_shown(place), "it is back", 20_000)
            window = desktop.wait_for_window("Dunst")
            desktop.click(window.x + window.width // 2, window.y + window.height // 2)
            wait_until(lambda: place.events("started"), "a click begins the session")


def _of(desktop: Desktop) -> dict[str, str]:
    keys = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_TYPE")
    return {key: desktop.env[key] for key in keys}


def _later(place: Home, since: str) -> float:
    from datetime import datetime

    place.says("water")
    latest = place.events("water")[-1]["at"]
    return (datetime.fromisoformat(latest) - datetime.fromisoformat(since)).total_seconds()


# -- settings ----------------------------------------------------------------------------------


def test_settings_that_do_not_parse_at_the_start(place: Home) -> None:
    program = place.running("run", "--terminal", settings="[reminder.stretch\nevery_min = 3\n")
    wait_until(lambda: "settings.toml:1" in program.screen, "it says so")
    (problem,) = status(place)["problems"]
    assert "settings.toml:1" in problem
    assert status(place)["next"] is not None
    assert "settings.toml:1" in place.says("status")
    assert (place.config / "settings.toml").read_text().startswith("[reminder.stretch\n")


def test_settings_that_change_while_it_runs(place: Home) -> None:
    program = place.running("run", "--terminal", settings=settings_text(stretch="every_min = 40"))
    file = place.config / "settings.toml"
    before = status(place)["next"]
    assert before["reminder"] == "stretch"
    file.write_text("[reminder.stretch]\nevery_min = 'soon'\nsnoze_max = 2\n")
    wait_until(lambda: len(status(place)["problems"]) == 2, "both faults are known")
    assert ":2: " in "".join(status(place)["problems"])
    assert ":3: " in "".join(status(place)["problems"])
    assert status(place)["next"] == before
    wait_until(lambda: "every_min" in program.screen, "it says so")
    file.write_text(settings_text(stretch="every_min = 20"))
    wait_until(lambda: not status(place)["problems"], "good again")
    assert status(place)["next"]["at"] < before["at"]
    wait_until(lambda: "The settings have been read again." in program.screen, "it says so")


def test_the_last_good_settings_survive_a_restart(place: Home) -> None:
    program = place.running("run", "--terminal", settings=settings_text(stretch="every_min = 77"))
    assert status(place)["next"]["reminder"] == "stretch"
    program.stop()
    (place.config / "settings.toml").write_text("=\n")
    program.start()
    assert status(place)["next"]["reminder"] == "stretch"
    assert len(status(place)["problems"]) == 1


# -- folders and disks ---------------------------------------------------------------------------


@pytest.fixture
def fewer_rights() -> list[str]:
    """What to put before a command so that folders can be closed to it; root ignores modes."""
    if os.geteuid() != 0:
        return []
    setpriv = find_program("setpriv")
    # Still root, so that it can read a checkout in a private folder, but bound by modes.
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search", "--"]


@pytest.fixture
def closed(place: Home, fewer_rights: list[str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command as somebody whose folders are read-only, some of them."""
    routines = place.data / "routines"
    for folder in (place.config, place.state, place.run_dir, routines):
        folder.mkdir(parents=True, exist_ok=True)
    (place.config / "settings.toml").write_text(QUIET)
    (routines / "mini.toml").write_text(MINI)

    def run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
        folder.chmod(0o500)
        try:
            return subprocess.run(
                [*fewer_rights, str(KNOTBREAK), *args],
                env=place.env, input="\n", capture_output=True, text=True, timeout=20,
            )  # fmt: skip
        finally:
            folder.chmod(0o700)

    return run


def test_a_read_only_data_folder(place: Home, closed: Any) -> None:
    done = closed(place.data, "play", "mini", "--terminal", "--speed", "50")
    assert "Traceback" not in done.stdout + done.stderr
    assert "history.sqlite" in done.stdout + done.stderr
    if done.returncode == 0:
        # The stretch is worth more than its record.
        assert "Done. Well moved." in done.stdout


def test_a_read_only_state_folder(place: Home, closed: Any) -> None:
    done = closed(place.state, "play", "mini", "--terminal", "--speed", "50")
    assert "Traceback" not in done.stdout + done.stderr
    assert "Done. Well moved." in done.stdout
    assert "state.toml" in done.stdout
    assert [event["outcome"] for event in place.events("session")] == ["done"]


def test_a_read_only_config_folder(place: Home, closed: Any) -> None:
    done = closed(place.config, "play", "mini", "--terminal", "--speed", "50")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Done. Well moved." in done.stdout


def test_no_config_folder_and_none_can_be_made(place: Home, closed: Any) -> None:
    shutil.rmtree(place.config)
    done = closed(place.config.parent, "play", "mini", "--terminal", "--speed", "50")
    assert "Traceback" not in done.stdout + done.stderr
    if done.returncode:
        assert done.stderr.count("\n") == 1
        assert str(place.config) in done.stderr
    else:
        assert "Done. Well moved." in done.stdout


def test_a_full_disk(place: Home) -> None:
    program = place.running()
    place.says("water")
    unlimited = resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    done = place.command("water", "2")
    assert done.returncode == 1
    assert done.stderr.startswith("Noted, but not on the disk yet: ")
    assert done.stderr.count("\n") == 1
    assert place.command("pause").returncode == 1
    assert status(place)["state"] == "paused"
    assert status(place)["problems"]
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, unlimited)
    assert place.says("water")
    assert status(place)["problems"] == []
    assert status(place)["water"] == 4
    kinds = [event["event"] for event in place.log() if event["event"] in ("water", "pause")]
    assert kinds == ["water", "water", "pause", "water"]


def test_a_full_output_and_a_reader_that_leaves(place: Home) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [str(KNOTBREAK), "routines"], env=place.env, stdout=full, stderr=subprocess.PIPE,
            text=True, timeout=20,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [str(KNOTBREAK), "routines"], env=place.env, stdout=write_end, stderr=subprocess.PIPE,
        text=True, timeout=20,
    )  # fmt: skip
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_output_that_knows_no_letters_but_ascii(place: Home) -> None:
    routines = place.data / "routines"
    routines.mkdir(parents=True)
    (routines / "mine.toml").write_text(MINI.replace("Two small holds", "Übung für später"))
    place.env["PYTHONIOENCODING"] = "ascii"
    assert "?bung f?r sp?ter" in place.command("routines").stdout


def test_a_runtime_folder_whose_path_is_too_long(place: Home) -> None:
    long = place.folder / ("x" * 90)
    long.mkdir(mode=0o700)
    place.env["XDG_RUNTIME_DIR"] = str(long)
    said = place.refuses("run", "--terminal")
    assert "too long" in said
    assert "XDG_RUNTIME_DIR" in said


def test_ending_it_at_once_loses_nothing(place: Home) -> None:
    program = place.running()
    place.says("play", "mini")
    os.kill(program.pid, signal.SIGTERM)
    os.kill(program.pid, signal.SIGTERM)
    assert program.ended() == 0
    assert [event["outcome"] for event in place.events("session")] == ["stopped"]
