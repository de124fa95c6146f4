"""The commands of the installed wheel, with a program that runs and with none."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import knotbreak
from knotbreak.guide import safety
from tests.daytime import local_now
from tests.desktop.waiting import wait_until
from tests.e2e.home import NOT_RUNNING, Home, home
from tests.e2e.program import Program

pytestmark = pytest.mark.e2e

ASKED = (
    ("status",), ("status", "--json"), ("next",), ("next", "--why"), ("pause",), ("pause", "30"),
    ("pause", "--until-tomorrow"), ("resume",), ("snooze",), ("snooze", "5"), ("skip",),
    ("water",), ("water", "-1"), ("go", "neck"), ("quit",), ("done",), ("back",), ("moved",),
    ("count-as-break",), ("allow-movement",), ("show",), ("show", "settings"),
)  # fmt: skip


@pytest.fixture
def place() -> Iterator[Home]:
    with home() as found:
        yield found


def plays(place: Home, routine: str = "mini") -> bool:
    session = json.loads(place.says("status", "--json"))["session"]
    return session is not None and session["routine"] == routine


# -- none runs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("args", ASKED, ids=" ".join)
def test_none_runs(place: Home, args: tuple[str, ...]) -> None:
    assert place.refuses(*args, status=3) == NOT_RUNNING


def test_version_help_and_speed(place: Home) -> None:
    assert place.says("--version") == f"knotbreak {knotbreak.__version__}\n"
    text = place.says("--help")
    for command in ("run", "play", "next", "status", "routines", "check", "water", "log", "quit"):
        assert command in text
    for speed in ("0", "-1", "fast", "nan", "1e9"):
        done = place.command("run", "--terminal", "--speed", speed)
        assert done.returncode == 2
        assert "is not a number from 0.01 to 10000" in done.stderr
        assert "Traceback" not in done.stderr


def test_routines(place: Home) -> None:
    rows = {row["id"]: row for row in json.loads(place.says("routines", "--json"))}
    assert rows["neck-2"]["title"] == "Neck unwinder"
    assert rows["neck-2"]["steps"] == 3
    assert 60 <= rows["neck-2"]["seconds"] <= 150
    assert {row["origin"] for row in rows.values()} == {"builtin"}
    lines = place.says("routines").splitlines()
    assert len(lines) == len(rows)
    own = place.data / "routines"
    own.mkdir(parents=True)
    (own / "mine.toml").write_text('format = 1\ntitle = "Mine"\n[[step]]\nname="x"\nhold_s = 9\n')
    (own / "bad.toml").write_text("format = 1\n[[step]\n")
    done = place.command("routines")
    assert done.returncode == 0
    assert "Mine" in done.stdout
    assert "bad.toml:2" in done.stderr
    assert "Traceback" not in done.stderr


def test_check(place: Home, tmp_path: Path) -> None:
    good = tmp_path / "good.toml"
    good.write_text('format = 1\ntitle = "Good"\n\n[[step]]\nstretch = "neck-side"\n')
    assert place.says("check", str(good)) == "1 file is fine.\n"
    bad = tmp_path / "bad.toml"
    bad.write_text(
        'format = 1\ntitel = "Bad"\n[[step]]\nname = "x"\nhold_s = -4\n[[step]]\nreps = 0\n'
    )
    done = place.command("check", str(bad), str(good))
    assert done.returncode == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert all(line.startswith((f"{bad}:", "warning: ")) for line in lines)
    for wanted in (":2: titel", "did you mean title?", ":5: step[1].hold_s", ":7: step[2].reps"):
        assert wanted in done.stdout
    assert "fine" not in done.stdout
    bad.write_text('format = 1\ntitle = "Bad"\n[[step]]\nstretch = "neck-sied"\n')
    assert "did you mean neck-side?" in place.command("check", str(bad)).stdout
    gone = place.command("check", str(tmp_path / "none.toml"))
    assert gone.returncode == 1
    assert len(gone.stdout.splitlines()) == 1


def test_simulate(place: Home, tmp_path: Path) -> None:
    day = tmp_path / "day.toml"
    day.write_text(
        'format = 1\nstart = "2026-06-10T09:00"\nzone = "Europe/Berlin"\nuntil = "10:00"\n'
        "[settings.reminder]\nposture = { on = false }\n"
        '[[event]]\nat = "09:40"\ndo = "reason"\nreason = "call"\n'
        '[[event]]\nat = "09:52"\ndo = "reason-ended"\nreason = "call"\n'
    )
    rows = [json.loads(line) for line in place.says("simulate", str(day), "--json").splitlines()]
    assert [(row["at"][11:19], row["event"], row.get("reminder")) for row in rows] == [
        ("09:40:00", "held", None), ("09:50:00", "held", "stretch"),
        ("09:52:00", "released", None), ("09:53:00", "notice", "stretch"),
        ("09:58:00", "missed", "stretch"),
    ]  # fmt: skip
    assert "held" in place.says("simulate", str(day))
    assert not (place.data / "history.sqlite").exists()
    settings = tmp_path / "settings.toml"
    settings.write_text("[reminder.stretch]\nevery_min = 500\n")
    assert "stretch" not in place.says("simulate", str(day), "--settings", str(settings))
    day.write_text('format = 1\nstart = "now"\nzone = "Mars"\n[[event]]\nat = "9"\ndo = "sit"\n')
    refused = place.command("simulate", str(day))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert [line.split(": ")[0] for line in refused.stderr.splitlines()] == [
        f"{day}:{line}" for line in (2, 3, 5, 6)
    ]


def test_log(place: Home) -> None:
    assert place.says("log") == "Nothing has happened yet.\n"
    assert place.says("log", "--json") == ""
    place.running()
    place.says("water")
    tomorrow = local_now() + timedelta(days=1)
    (water,) = place.events("water")
    assert (water["amount"], water["event"]) == (1, "water")
    assert datetime.fromisoformat(water["at"]).tzinfo is not None
    assert "water" in place.says("log", "--since", f"{local_now():%Y-%m-%d}")
    assert place.says("log", "--json", "--since", f"{tomorrow:%Y-%m-%d}") == ""
    assert "is not a day" in place.refuses("log", "--since", "yesterday", status=2)


# -- one runs --------------------------------------------------------------------------------------


def test_status_and_next(place: Home) -> None:
    place.running(settings="")
    status = json.loads(place.says("status", "--json"))
    assert status["state"] == "active"
    assert status["next"]["reminder"] in ("posture", "stretch", "water")
    assert datetime.fromisoformat(status["next"]["at"]) > local_now()
    assert (status["notice"], status["session"], status["water"]) == (None, None, 0)
    assert "Next: " in place.says("status")
    assert "Next routine: " in place.says("next")
    assert "Why: today: neck; " in place.says("next", "--why")
    assert json.loads(place.says("next", "--json"))["routine"]["seconds"] > 0


def test_pause_and_resume(place: Home) -> None:
    place.running()
    assert "You paused reminders until " in place.says("pause", "30")
    assert json.loads(place.says("status", "--json"))["state"] == "paused"
    assert place.says("resume") == "Reminders go on.\n"
    assert place.refuses("resume") == "Reminders are not paused.\n"
    assert "04:00" in place.says("pause", "--until-tomorrow")
    assert "until you resume them" in place.says("pause")
    for minutes in ("0", "-5", "100000"):
        assert "from 1 to 1440 minutes" in place.refuses("pause", minutes)
    assert [event["event"] for event in place.log()][-1] == "pause"


def test_nothing_is_due(place: Home) -> None:
    place.running()
    before = place.log()
    assert place.refuses("snooze") == "Nothing is due right now.\n"
    assert place.refuses("skip") == "Nothing is due right now.\n"
    assert "1, 5, 15 minutes" in place.refuses("snooze", "7")
    assert place.log() == before


def test_water(place: Home) -> None:
    place.running()
    assert place.says("water").startswith("1 glass")
    assert place.says("water", "2").startswith("3 glass")
    assert place.says("water", "-1").startswith("2 glass")
    for glasses in ("0", "21", "-21"):
        assert "how many glasses" in place.refuses("water", glasses)
    assert json.loads(place.says("status", "--json"))["water"] == 2
    assert [event["amount"] for event in place.events("water")] == [1, 2, -1]


def test_a_second_start(place: Home) -> None:
    first = place.running()
    said = place.refuses("run", "--terminal")
    assert "running already" in said
    assert str(first.pid) in said
    assert place.says("status")
    assert "running already" in place.refuses("run")


def test_a_killed_program_leaves_nothing_in_the_way(place: Home) -> None:
    first = place.running()
    first.kill()
    assert (place.run_dir / "socket").exists()
    assert place.refuses("status", status=3) == NOT_RUNNING
    place.beside("run", "--terminal")
    assert place.says("status")


def test_play_where_it_runs(place: Home) -> None:
    program = place.running("run", "--terminal", "--speed", "60")
    assert place.says("play", "mini") == "It begins.\n"
    wait_until(lambda: plays(place), "it plays there")
    assert place.refuses("play", "mini") == "A session is playing already.\n"
    assert "Look up" in program.screen
    wait_until(lambda: place.events("session"), "it ends", 15_000)
    (session,) = place.events("session")
    assert (session["outcome"], session["held_s"]) == ("done", 40.0)


def test_an_unknown_routine(place: Home) -> None:
    assert "neck-2" in place.refuses("play", "nek-2", "--terminal")
    place.running()
    assert "neck-2" in place.refuses("play", "nek-2")
    assert place.events("started") == []


def test_a_routine_without_steps(place: Home) -> None:
    routines = place.data / "routines"
    routines.mkdir(parents=True)
    for name, text in (("none", ""), ("empty", "step = []\n")):
        (routines / f"{name}.toml").write_text(f'format = 1\ntitle = "Nothing"\n{text}')
        said = place.refuses("play", name, "--terminal")
        assert f"{name}.toml" in said
        assert "step" in said


def test_quit_records_the_session(place: Home) -> None:
    program = place.running("run", "--terminal")
    place.says("play", "mini")
    wait_until(lambda: plays(place), "it plays")
    assert place.says("quit") == "knotbreak ends. Nothing is lost.\n"
    assert program.ended() == 0
    (session,) = place.events("session")
    assert session["outcome"] == "stopped"
    assert not (place.run_dir / "socket").exists()


# -- play --terminal beside a running program ------------------------------------------------------


def test_a_player_beside_the_running_program(place: Home) -> None:
    program = place.running()
    player = place.beside("play", "mini", "--terminal", "--speed", "40")
    wait_until(lambda: program.status()["state"] == "session", "the program knows of it")
    assert program.status()["why"] == "A session is playing elsewhere."
    assert player.ended() == 0
    assert "Done. Well moved." in player.screen
    assert program.status()["state"] != "session"
    (started,), (session,) = place.events("started"), place.events("session")
    assert started["routine"] == session["routine"] == "mini"
    assert (session["outcome"], session["held_s"]) == ("done", 40.0)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_player_that_is_told_to_end(place: Home, how: signal.Signals) -> None:
    program = place.running()
    player = place.beside("play", "mini", "--terminal")
    wait_until(lambda: program.status()["state"] == "session", "the program knows of it")
    assert (player.stop() if how is signal.SIGTERM else player.hang_up()) == 0
    assert program.status()["state"] != "session"
    (session,) = place.events("session")
    assert session["outcome"] == "stopped"


def test_a_killed_player_keeps_reminders_quiet_for_a_while_only(place: Home) -> None:
    program = place.running("run", "--terminal", "--speed", "300")
    player = place.beside("play", "mini", "--terminal")
    wait_until(lambda: program.status()["state"] == "session", "the program knows of it")
    player.kill()
    wait_until(lambda: program.status()["state"] != "session", "reminders go on", 20_000)
    assert len(place.events("started")) == 1
    assert len(place.events("session")) <= 1


def test_a_player_outlives_the_running_program(place: Home) -> None:
    program = place.running()
    player = place.beside("play", "mini", "--terminal", "--speed", "40")
    wait_until(lambda: program.status()["state"] == "session", "the program knows of it")
    place.says("quit")
    assert program.ended() == 0
    assert player.ended() == 0
    assert "Done. Well moved." in player.screen
    (session,) = place.events("session")
    assert (session["outcome"], session["held_s"]) == ("done", 40.0)
    assert len(place.events("started")) == 1


# -- the safety notice -----------------------------------------------------------------------------

AT_FIRST = "Before you start"


def test_alone_without_anybody_to_ask(place: Home) -> None:
    done = place.command("--speed", "100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(AT_FIRST) == 1
    assert "knotbreak safety --accept" in done.stdout
    assert "Three slow breaths" in done.stdout
    assert "Done. Well moved." in done.stdout
    (session,) = place.events("session")
    assert session["routine"] == "micro-breath"
    assert place.events("safety-acknowledged") == []


def test_without_anybody_to_ask_nothing_moves(place: Home) -> None:
    done = place.command("play", "neck-2", "--terminal", "--speed", "100")
    assert done.returncode == 1
    assert done.stdout.count(AT_FIRST) == 1
    assert done.stdout.count("knotbreak safety --accept") == 1
    assert "Traceback" not in done.stderr
    assert place.events("started") == []


def asks(program: Program) -> None:
    wait_until(lambda: AT_FIRST in program.screen, "it asks")
    assert "Look up" not in program.screen


@pytest.mark.parametrize("way", ["play", "alone", "command", "key"])
def test_it_is_asked_once_from_every_way_in(place: Home, way: str) -> None:
    place.program(accept=False)
    args = {
        "play": ("play", "mini", "--terminal", "--speed", "20"),
        "alone": ("--speed", "20"),
    }.get(way, ("run", "--terminal", "--speed", "20"))
    first = place.beside(*args)
    if way == "command":
        assert "First read the safety notice" in place.says("play", "mini")
    elif way == "key":
        wait_until(lambda: "stretch now" in first.screen, "it is there")
        first.press(b"\r")
    asks(first)
    assert place.events("started") == []
    first.press(b"\r")
    wait_until(lambda: len(place.events("started")) == 1, "it begins")
    assert len([e for e in place.log() if e["event"].startswith("safety")]) == 1
    first.stop()
    second = place.beside("play", "mini", "--terminal", "--speed", "20")
    wait_until(lambda: len(place.events("started")) == 2, "it begins at once")
    assert AT_FIRST not in second.screen


def test_not_now_begins_nothing(place: Home) -> None:
    place.program(accept=False)
    player = place.beside("play", "mini", "--terminal")
    asks(player)
    player.press(b"\x1b")
    assert player.ended() == 0
    assert place.log() == []


def test_safety_says_when_to_stop(place: Home) -> None:
    text = place.says("safety")
    for sentence in (*safety.NOTICE, *safety.STOP_IF):
        assert sentence in text
    assert place.says("safety", "--accept").endswith("Thank you. Move gently.\n")
