"""Faults within and between the files of the guide, each found."""

from __future__ import annotations

import pytest

from knotbreak.guide.checks import NEEDED, check_between, check_file, missing
from knotbreak.guide.shape import GuideFile
from knotbreak.storage import toml_file

STRETCHES = {"neck-side", "doorway"}
ROUTINES = {"neck-2"}
AREA = """
[[area]]
id = "{area}"
feels = "Tight."
causes = ["stress"]
care = ["heat"]
movements = ["{movement}"]
see = ["When it stays."]
"""
CARD = """
[[card]]
id = "{card}"
title = "Card"
lead = "Read this."
after = ["Rest."]
action = "Rest"
{more}
"""
DOOR = """
[[card.door]]
words = "On"
to = "{to}"
"""


def read(text: str) -> GuideFile:
    return toml_file.parse(f"format = 1\n{text}".encode(), GuideFile, "file")


def faults(text: str) -> list[tuple[tuple[str | int, ...], str, str]]:
    found = check_file(read(text), STRETCHES, ROUTINES)
    return [(fault.path, fault.what, fault.hint) for fault in found]


def test_a_good_file_has_none() -> None:
    assert faults(AREA.format(area="neck", movement="neck-side")) == []
    assert faults(CARD.format(card="stop", more="") + DOOR.format(to="close")) == []


def test_a_name_that_is_not_there_and_the_one_that_was_meant() -> None:
    [(path, what, hint)] = faults(AREA.format(area="neck", movement="neck-sied"))
    assert path == ("area", 0, "movements", 0)
    assert what == 'there is no stretch called "neck-sied"'
    assert hint == "did you mean neck-side?"
    page = '[[page]]\nid = "a"\ntitle = "A"\ntext = ["B."]\nroutines = ["neck-2", "zzz"]\n'
    [(path, what, hint)] = faults(page)
    assert path == ("page", 0, "routines", 1)
    assert "no routine" in what
    assert hint == "see: knotbreak routines"


@pytest.mark.parametrize("area", ["hands", "eyes", "stress"])
def test_what_is_no_area_of_knots(area: str) -> None:
    [(path, what, _)] = faults(AREA.format(area=area, movement="neck-side"))
    assert path == ("area", 0, "id")
    assert "no area of knots" in what


def test_the_chest_must_ask_for_pain() -> None:
    unsafe = AREA.format(area="chest", movement="doorway")
    assert [fault[1] for fault in faults(unsafe)] == ["the chest asks for pain first"]
    asks = 'heart = true\nquestion = "Pain?"\n'
    pain = '[[area.answer]]\nid = "pain"\nwords = "Pain"\ncard = "{card}"\n'
    assert faults(unsafe + asks + pain.format(card="emergency")) == []
    assert len(faults(unsafe + asks + pain.format(card="urgent"))) == 1
    assert len(faults(unsafe + asks)) == 2, "a question without answers, too"


@pytest.mark.parametrize("to", ["read", "urgent"])
def test_nothing_leads_on_from_a_card_that_holds(to: str) -> None:
    card = CARD.format(card="emergency", more="hold = true")
    found = faults(card + DOOR.format(to="close") + DOOR.format(to=to))
    assert [(path, what) for path, what, _ in found] == [
        (("card", 0, "door", 1, "to"), "leads on from a card that holds")
    ]


def test_holding_belongs_to_the_emergency_card() -> None:
    for card, more in (("emergency", ""), ("stop", "hold = true")):
        found = faults(CARD.format(card=card, more=more) + DOOR.format(to="close"))
        assert [fault[0] for fault in found] == [("card", 0, "hold")]


def test_a_card_without_a_way_out_and_one_that_leads_to_itself() -> None:
    found = faults(CARD.format(card="urgent", more="") + DOOR.format(to="urgent"))
    assert [what for _, what, _ in found] == ["leads to the card itself", "has no way out"]


def test_what_is_there_twice() -> None:
    page = '[[page]]\nid = "a"\ntitle = "A"\ntext = ["B."]\n'
    one, two = read(page), read(page + page.replace('"a"', '"b"'))
    assert list(check_between([one])) == []
    [(number, fault)] = check_between([one, two])
    assert (number, fault.path, fault.what) == (1, ("page", 0, "id"), '"a" is here twice')


def test_what_is_missing() -> None:
    found = [fault.what for fault in missing([read("")])]
    assert len(found) == sum(len(ids) for ids in NEEDED.values()) + 1
    neck = read(AREA.format(area="neck", movement="neck-side"))
    assert len(list(missing([neck]))) == len(found) - 1
    assert 'the area "neck" is missing' in found
    assert 'the area "neck" is missing' not in [fault.what for fault in missing([neck])]
