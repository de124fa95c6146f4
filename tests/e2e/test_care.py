"""Care timers of the installed program: across a kill, across sleep, two at once, past a pause and
past do not disturb, by the terminal and by real clicks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.beside import Beside
from tests.desktop.desktop import Desktop
from tests.desktop.fake_services import FakeLogind
from tests.desktop.waiting import wait_until
from tests.e2e.home import Home, home
from tests.e2e.notices import WINDOW, click_button
from tests.e2e.program import Program, settings_text
from tests.e2e.test_good_moments import SLEEPING_CLOCKS, served
from tests.e2e.windowed import active_window, windowed

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

CARE = "Warmth, cold, massage, breath"
QUIET = settings_text()
FAST = ("run", "--speed", "100")


@pytest.fixture
def beside() -> Iterator[Beside]:
    with Beside() as beside:
        yield beside


def timers(program: Program) -> dict[str, dict[str, Any]]:
    """What `status --json` says of the timers, by kind."""
    return {row["kind"]: row for row in program.status()["care"]}


def begin(program: Program, *args: str) -> None:
    done = program.command("care", *args, "--read")
    assert done.returncode == 0, done.stderr


def until_stage(program: Program, kind: str, stage: str) -> None:
    wait_until(lambda: timers(program).get(kind, {}).get("stage") == stage, stage, 20_000)


def window_came(desktop: Desktop) -> bool:
    """Whether the window of the timers is to be seen, and has left the focus where it was."""
    search = ["xdotool", "search", "--onlyvisible", "--name", CARE]
    found = subprocess.run(search, env=desktop.env, capture_output=True, text=True).stdout.split()
    assert CARE not in active_window(desktop)
    return len(found) == 1


# -- in a terminal -----------------------------------------------------------------------------


def test_the_command_line_shows_the_cautions_first() -> None:
    with home() as place:
        refused = place.refuses("care", "cold", status=3)
        assert refused == "knotbreak is not running. To start it: knotbreak run\n"
        program = place.running("run", "--terminal")
        shown = place.command("care", "cold", "--area", "calves")
        assert shown.returncode == 1
        assert "Always cloth between, never ice on the skin." in shown.stdout
        assert "I have Raynaud's, or an allergy to cold." in shown.stdout
        assert "One calf is swollen, hot, red or sore." in shown.stdout
        assert program.status()["care"] == []
        said = place.says("care", "cold", "--area", "calves", "--minutes", "10", "--read")
        assert said.startswith("Cold · calves: 10 min left (Cold · calves until ")
        (row,) = json.loads(place.says("care", "--json"))["care"]
        assert (row["kind"], row["area"], row["minutes"], row["stage"]) == (
            "cold", "calves", 10, "running",
        )  # fmt: skip
        assert place.refuses("care", "cold", "--area", "calves", "--read").startswith("Cold runs")
        assert "5 to 20 minutes" in place.refuses("care", "cold", "--area", "neck",
                                                  "--minutes", "30", "--read")  # fmt: skip
        assert place.says("care", "stop") == "Stopped.\n"
        assert place.says("care") == "No timer runs.\n"


def two_of_them(place: Home, start: Callable[[], Program]) -> Program:
    program = start()
    begin(program, "cold", "--area", "calves")
    begin(program, "heat", "--area", "neck")
    assert set(timers(program)) == {"cold", "heat"}
    return program


def test_two_at_once_survive_a_kill() -> None:
    with home() as place:
        program = two_of_them(place, lambda: place.running("run", "--terminal", "--speed", "100"))
        before = timers(program)
        program.kill()
        program.start()
        after = timers(program)
        for kind in ("cold", "heat"):
            assert after[kind]["id"] == before[kind]["id"]
            assert 0 < after[kind]["remaining_s"] <= before[kind]["remaining_s"]
        until_stage(program, "cold", "checking")
        program.kill()
        program.start()
        assert timers(program)["cold"]["stage"] == "checking"
        wait_until(lambda: "look at the skin" in program.screen, "it says so again")
        until_stage(program, "cold", "limit")
        until_stage(program, "heat", "over")
        assert place.says("care", "stop") == "Stopped.\n"
        ended = sorted(event["outcome"].partition(",")[0] for event in place.events("care"))
        assert ended == ["cold", "heat"]
        program.kill()
        program.start()
        assert program.status()["care"] == []
        assert "Let the skin come back" in place.refuses("care", "cold", "--read")


def test_an_end_that_came_while_it_did_not_run_alarms_at_the_next_start(tmp_path: Path) -> None:
    moved = tmp_path / "slept"
    moved.write_text("0")
    (tmp_path / "sitecustomize.py").write_text(SLEEPING_CLOCKS)
    with home({"PYTHONPATH": str(tmp_path), "SLEPT_NS": str(moved)}) as place:
        program = place.running("run", "--terminal")
        begin(program, "cold")
        program.kill()
        moved.write_text(str(16 * 60 * 1_000_000_000))
        program.start()
        assert timers(program)["cold"]["stage"] == "over"
        wait_until(lambda: "while knotbreak was not running" in program.screen, "it says so")


# -- on a desktop ------------------------------------------------------------------------------


def test_sleep_past_the_end_alarms_on_waking(beside: Beside, tmp_path: Path) -> None:
    slept = tmp_path / "slept"
    slept.write_text("0")
    (tmp_path / "sitecustomize.py").write_text(SLEEPING_CLOCKS)
    clocks = {"PYTHONPATH": str(tmp_path), "SLEPT_NS": str(slept)}
    with (
        Desktop("fake", env=clocks) as desktop,
        served(beside, lambda: FakeLogind(beside.loop, desktop.system.address)) as logind,
        windowed(desktop, QUIET, "run") as program,
    ):
        begin(program, "cold")
        wait_until(lambda: beside.do(lambda: logind.calls), "it listens to logind")
        beside.do(lambda: logind.sleep(True))
        slept.write_text(str(17 * 60 * 1_000_000_000))
        beside.do(lambda: logind.sleep(False))
        assert desktop.fake is not None
        alarm = desktop.fake.wait_notified()
        assert alarm.title == "Cold: take it off"
        assert "while the computer slept." in alarm.body
        assert alarm.hints["urgency"] == ("y", 2)
        assert alarm.hints["sound-name"] == ("s", "alarm-clock-elapsed")
        assert alarm.expire_ms == 0
        assert timers(program)["cold"]["stage"] == "over"
        wait_until(lambda: window_came(desktop), "and a window")
        assert desktop.fake.faults == []


def test_neither_a_pause_nor_do_not_disturb_holds_it_back() -> None:
    with Desktop("xfce") as desktop, windowed(desktop, QUIET, *FAST) as program:
        key = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb")
        desktop.run(*key, "-n", "-t", "bool", "-s", "true")
        assert program.command("pause").returncode == 0
        begin(program, "cold", "--area", "calves")
        wait_until(lambda: desktop.find_window(WINDOW["xfce"]), "the notice is shown", 20_000)
        assert timers(program)["cold"]["stage"] == "checking"
        assert program.status()["state"] == "paused"
        wait_until(lambda: window_came(desktop), "the window is there")
        click_button(desktop, 0, 3)
        wait_until(lambda: timers(program)["cold"]["stage"] != "checking", "it looks fine")
        until_stage(program, "cold", "limit")
        notice = desktop.wait_for_window(WINDOW["xfce"])
        # Two short buttons stand at the end of a notice that is wider than both.
        desktop.click(notice.x + notice.width - 148, notice.y + notice.height - 30)
        wait_until(lambda: program.status()["care"] == [], "it is off")
        (event,) = program.events("care")
        assert event["outcome"] == "cold, too-long"
        wait_until(lambda: not desktop.find_window(WINDOW["xfce"]), "the notice is gone")


def test_a_daemon_that_holds_everything_does_not_hold_the_window() -> None:
    with Desktop("dunst") as desktop, windowed(desktop, QUIET, *FAST) as program:
        desktop.run("dunstctl", "set-paused", "true")
        begin(program, "heat")
        wait_until(lambda: window_came(desktop), "the window comes", 20_000)
        assert timers(program)["heat"]["stage"] == "checking"


def test_two_alarms_stand_beside_each_other_and_a_kill_leaves_none_dead() -> None:
    with Desktop("fake") as desktop, windowed(desktop, QUIET, *FAST) as program:
        begin(program, "cold", "--area", "calves")
        begin(program, "heat", "--area", "neck")
        assert desktop.fake is not None
        desktop.fake.wait_notified(2)
        first, second = desktop.fake.notified[:2]
        assert first.id != second.id
        assert second.replaces == 0
        assert {first.title, second.title} == {
            "Cold · calves: look at the skin", "Warmth · neck: look at the skin",
        }  # fmt: skip
        program.process.kill()
        program.process.wait()
        program.start()
        daemon = desktop.fake
        wait_until(
            lambda: {first.id, second.id} <= set(daemon.closed),
            "what the killed run left is closed",
        )
        assert daemon.faults == []
