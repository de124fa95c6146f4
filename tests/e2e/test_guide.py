"""The guide in the installed wheel: relief, the pages, the self-check."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.desktop.waiting import wait_until
from tests.e2e.home import Home, home
from tests.e2e.program import Program

pytestmark = pytest.mark.e2e


@pytest.fixture
def place() -> Iterator[Home]:
    with home() as found:
        yield found


def ask(program: Program, *steps: tuple[str, bytes]) -> None:
    """Wait for words that were not there before, then type; for each step."""
    for words, typed in steps:
        wait_until(lambda words=words: words in program.screen, words)  # type: ignore[misc]
        program.press(typed + b"\n")


def test_relief_as_text_and_for_programs(place: Home) -> None:
    assert "lower-back" in place.says("relief")
    page = place.says("relief", "lower-back")
    for words in ("groin", "Stop here first", "lowback-2", "When to see someone:"):
        assert words in page
    chest = place.says("relief", "chest")
    assert "chest-2" not in chest
    assert "emergency number" in chest
    row = json.loads(place.says("relief", "Lower Back", "--json"))
    by_id = {answer["id"]: answer for answer in row["answers"]}
    assert by_id["sharp"]["card"]["id"] == "stop"
    assert by_id["stiff"]["routines"][0]["id"] == "lowback-2"
    seated = json.loads(place.says("relief", "lower-back", "--json", "--seated"))
    assert [one["id"] for one in seated["answers"][0]["routines"]] == ["desk-5"]
    assert len(json.loads(place.says("relief", "--json"))) == 13


def test_wrong_names_are_answered_in_one_sentence(place: Home) -> None:
    assert "did you mean shoulders?" in place.refuses("relief", "shouldrs")
    assert "did you mean massage?" in place.refuses("guide", "massag")


def test_the_guide(place: Home) -> None:
    assert "causes: overuse" in place.says("guide")
    assert "debated" in place.says("guide", "knot")
    assert "Canada, United States 911" in place.says("guide", "emergency")
    assert "eye level" in place.says("guide", "workstation")


def test_from_the_question_to_the_first_movement_in_the_running_program(place: Home) -> None:
    place.running()
    asked = place.beside("relief", "neck")
    ask(asked, ("How is it?", b"1"), ("Play: Neck unwinder", b"1"))
    wait_until(
        lambda: (
            (json.loads(place.says("status", "--json"))["session"] or {}).get("routine") == "neck-2"
        ),
        "the routine plays",
    )
    assert asked.ended() == 0


def test_pain_in_the_chest_holds_every_area_until_one_was_checked(place: Home) -> None:
    place.running()
    asked = place.beside("relief", "chest")
    ask(asked, ("stiffness, or pain?", b"2"), ("CALL THE EMERGENCY NUMBER NOW", b""))
    assert asked.ended() == 0
    assert "Play:" not in asked.screen
    held = place.says("relief", "neck")
    assert "neck-2" not in held
    assert "--checked" in held
    assert "routines" not in place.says("relief", "neck", "--json")
    place.says("relief", "--checked")
    assert "neck-2" in place.says("relief", "neck")


@pytest.mark.parametrize("reminds", [True, False])
def test_the_emergency_card_ends_a_session_that_plays_in_another_terminal(
    place: Home, reminds: bool
) -> None:
    if reminds:
        place.running()
        plays = place.beside("play", "neck-2", "--terminal")
    else:
        plays = place.program("play", "neck-2", "--terminal")
        plays.start()
    wait_until(lambda: bool(place.events("started")), "the session plays")
    asked = place.beside("relief", "chest")
    ask(asked, ("stiffness, or pain?", b"2"), ("CALL THE EMERGENCY NUMBER NOW", b""))
    assert asked.ended() == 0
    wait_until(lambda: bool(place.events("session")), "it has ended")
    assert place.events("session")[0]["outcome"] == "stopped"
    if reminds:
        wait_until(lambda: "Movements wait" in plays.screen, "who played it reads why")
    plays.hang_up()
    assert "--checked" in place.refuses("play", "neck-2", "--terminal")
    place.says("relief", "--checked")
    again = place.beside("play", "neck-2", "--terminal")
    wait_until(lambda: len(place.events("started")) == 2, "it plays again")
    again.hang_up()


def test_the_self_check_changes_what_was_agreed_to_and_takes_it_back(place: Home) -> None:
    place.config.mkdir(parents=True)
    settings = place.config / "settings.toml"
    settings.write_text('# mine\nplace = "home"  # for now\n')
    typed = "\n\n\n3\n2\n\n2\n2\n\n\n1 2 3 4\n"
    done = place.command("selfcheck", stdin=typed)
    assert (done.returncode, done.stderr) == (0, "")
    changed = settings.read_text()
    for words in ("# mine", "# for now", "[reminder.hands]", "every_min = 40", "evening-10"):
        assert words in changed
    assert place.says("check", str(settings)) == "1 file is fine.\n"
    assert "reminder.hands" in place.says("selfcheck", "--undo")
    back = settings.read_text()
    assert "# mine" in back
    assert "every_min" not in back
    assert "hands" not in back
    assert place.says("selfcheck", "--undo") == "There is nothing to take back.\n"


def test_a_self_check_that_is_left_changes_nothing(place: Home) -> None:
    done = place.command("selfcheck", stdin="2\n")
    assert done.returncode == 0
    assert not (place.config / "settings.toml").exists()


def test_a_settings_file_with_a_fault_is_left_as_it_is(place: Home) -> None:
    place.config.mkdir(parents=True)
    settings = place.config / "settings.toml"
    settings.write_text("place = 3\n")
    done = place.command("selfcheck", stdin="\n\n\n3\n\n\n\n\n\n\n1\n")
    assert done.returncode == 1
    assert "mend it first" in done.stderr
    assert "Traceback" not in done.stderr
    assert settings.read_text() == "place = 3\n"
