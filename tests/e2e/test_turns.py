"""Turns, notes and prescriptions with the installed program, running and not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.desktop.waiting import wait_until
from tests.e2e.home import Home, home

pytestmark = pytest.mark.e2e

THERAPIST = Path(__file__).parents[1] / "routines" / "therapist-shoulder.toml"
DAILY = THERAPIST.read_text().replace('days = ["mon", "wed", "fri"]\nuntil = 2026-12-10\n', "")


@pytest.fixture
def place() -> Iterator[Home]:
    with home() as found:
        yield found


def drop_in(place: Home, text: str = DAILY) -> None:
    folder = place.data / "routines"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "therapist-shoulder.toml").write_text(text)


def test_notes_are_kept_when_no_program_runs(place: Home) -> None:
    assert place.says("rate", "neck-2", "more") == "Noted.\n"
    assert place.says("checkin", "neck", "6") == "Noted.\n"
    assert place.says("checkin", "neck", "2") == "Noted.\n"
    assert [(one["outcome"], one["amount"]) for one in place.events("checkin")] == [("neck", 6)]
    assert [one["outcome"] for one in place.events("rated")] == ["more"]
    assert "no such routine" in place.refuses("rate", "nick-2", "more")
    assert "there are: neck" in place.refuses("checkin", "nose", "6")
    assert "0 to 10" in place.refuses("checkin", "neck", "11")


def test_a_pin_holds_in_the_running_program_and_can_be_taken_out(place: Home) -> None:
    place.running("run", "--terminal")

    def offered() -> tuple[str, str]:
        routine = json.loads(place.says("next", "--json"))["routine"]
        return routine["id"], routine["why"]

    assert offered() == ("neck-2", "plan")
    assert "Why: today: neck" in place.says("next", "--why")
    place.says("pin", "hips-2")
    wait_until(lambda: offered() == ("hips-2", "pinned"), "the pin is read")
    place.says("unpin")
    wait_until(lambda: offered() == ("neck-2", "plan"), "the pin is out")
    place.says("rate", "neck-2", "less")
    assert offered() == ("seed-neck", "plan")
    place.says("rate", "neck-2", "reset")
    assert offered() == ("neck-2", "plan")


def test_notes_in_the_running_program_survive_a_kill(place: Home) -> None:
    program = place.running("run", "--terminal")
    place.says("checkin", "neck", "6")
    assert "noted today" in place.refuses("checkin", "neck", "5")
    assert "no glass" in place.refuses("water", "-1")
    assert place.says("water").startswith("1 glass today (0.2 l)")
    program.kill()
    place.running("run", "--terminal")
    assert "noted today" in place.refuses("checkin", "neck", "5")
    assert place.says("water", "-1").startswith("0 glasses today")
    assert "does not rest" in place.refuses("go", "neck")


def test_what_is_dropped_in_is_offered_and_what_is_taken_out_is_not(place: Home) -> None:
    """Every two hours of the day, so that it is next at whatever hour this runs."""
    far = 'format = 1\n[work]\nhours = ["00:00-24:00"]\n[reminder.stretch]\nevery_min = 720\n'
    off = "".join(f"[reminder.{name}]\non = false\n" for name in ("posture", "water"))
    program = place.running("run", "--terminal", settings=far + off)

    def following() -> str:
        return program.status()["next"]["reminder"]

    assert following() == "stretch"
    drop_in(place, DAILY.replace("per_day = 3", "per_day = 12"))
    wait_until(lambda: following() == "prescribed:therapist-shoulder", "it is offered")
    program.kill()
    program = place.running("run", "--terminal", settings=far + off)
    assert following() == "prescribed:therapist-shoulder"
    assert "Shoulder, after the visit" in place.says("status")
    (place.data / "routines" / "therapist-shoulder.toml").unlink()
    wait_until(lambda: following() == "stretch", "it is not offered any more")


class Page(HTMLParser):
    """The cells of a page's table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


def test_the_page_for_the_visit(place: Home) -> None:
    drop_in(place)
    text = place.says("report", "therapist-shoulder")
    assert text.startswith("Shoulder, after the visit\nGiven by M. Okafor, physiotherapist.\n")
    assert "3 times a day." in text
    place.says("checkin", "shoulders", "6")
    for name in ("visit.html", "visit.txt"):
        assert place.says("report", "therapist-shoulder", "-o", str(place.folder / name)) == ""
    page = Page()
    page.feed((place.folder / "visit.html").read_text())
    assert page.rows[0][:3] == ["Day", "Asked for", "Done"]
    assert [row[1:] for row in page.rows[1:]] == [["3", "", "", "", "6"]]
    assert "6" in (place.folder / "visit.txt").read_text().splitlines()[6]
    assert ".html or .txt" in place.refuses(
        "report", "neck-2", "-o", str(place.folder / "x.pdf"), status=2
    )
    assert "no such routine" in place.refuses("report", "none")
