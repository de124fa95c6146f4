"""`relief`, `guide` and `selfcheck`, as someone at a terminal meets them."""

from __future__ import annotations

import json

import pytest

from knotbreak.app.check_desk import change_words
from knotbreak.bootstrap.files import region_of
from knotbreak.core.body import Area
from knotbreak.core.problems import ProblemError
from knotbreak.guide.book import KNOT_AREAS
from knotbreak.guide.relief import HEART_LINE, HELD
from knotbreak.guide.shape import CardId
from knotbreak.terminal.guide_pages import LISTS, GuideTerminal
from knotbreak.terminal.relief import ReliefTerminal, area_rows, print_areas, relief_row
from knotbreak.terminal.selfcheck import SelfCheckTerminal
from tests.terminal.guide_world import GuideWorld, Shelf
from tests.terminal.pages import WORDS


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("nobody"))


@pytest.fixture
def world(shelf: Shelf) -> GuideWorld:
    return GuideWorld(shelf)


def relief(world: GuideWorld, area: Area | None, *typed: str) -> str | None:
    world.lines.clear()
    return ReliefTerminal(world.desk, world.out, WORDS).ask(area, world.asker(typed))


def names_a_movement(world: GuideWorld, text: str) -> bool:
    """Whether a routine is listed, offered to be played, or single movements are shown."""
    listed = any(f"{id_}  " in text for id_ in world.routines)
    offered = any(f"Play: {one.title}" in text for one in world.routines.values())
    return listed or offered or "Single movements:" in text


# -- relief ---------------------------------------------------------------------------------------


def test_a_stiff_neck_is_two_answers_away_from_its_routine(world: GuideWorld) -> None:
    assert relief(world, Area.NECK, "1", "1") == "neck-2"
    assert "One position for too long" in world.text
    assert "When to see someone:" in world.text


def test_without_an_area_it_is_asked_for(world: GuideWorld) -> None:
    assert relief(world, None, "1", "1", "1") == "neck-2"
    assert relief(world, None) is None
    assert "Where is it?" in world.text


@pytest.mark.parametrize("typed", [(), ("1",), ("3",), ("3", "4"), ("4", "2")])
def test_one_can_leave_anywhere(world: GuideWorld, typed: tuple[str, ...]) -> None:
    assert relief(world, Area.NECK, *typed) is None


def test_the_way_from_a_sharp_pain_shows_no_movement(world: GuideWorld) -> None:
    assert relief(world, Area.LOWER_BACK, "3", "3", "1", "2", "3") is None
    assert "STOP HERE FIRST" in world.text
    assert "SEE A PHYSIOTHERAPIST" in world.text
    assert "groin" in world.text
    assert not names_a_movement(world, world.text)


def test_pain_in_the_chest_shows_the_card_and_nothing_else(world: GuideWorld) -> None:
    assert relief(world, Area.CHEST, "2", "1") is None
    assert "CALL THE EMERGENCY NUMBER NOW" in world.text
    assert "Canada, United States 911" in world.text
    assert not names_a_movement(world, world.text)
    assert "What else may help" not in world.text
    assert world.hold.held


def test_after_it_every_area_waits_until_one_was_checked(world: GuideWorld) -> None:
    relief(world, Area.CHEST, "2")
    assert relief(world, Area.NECK) is None
    assert HELD in world.text
    assert "How is it?" not in world.text
    assert relief(world, Area.NECK, "1", "1", "1") == "neck-2"
    assert not world.hold.held


def test_the_chest_is_asked_about_every_time(world: GuideWorld) -> None:
    for _ in range(2):
        assert relief(world, Area.CHEST, "1", "1") == "chest-2"
        assert world.text.index("stiffness, or pain?") < world.text.index("Open the front")
        assert HEART_LINE in world.text


@pytest.mark.parametrize("area", KNOT_AREAS)
def test_the_whole_page_where_nobody_can_be_asked(world: GuideWorld, area: Area) -> None:
    ReliefTerminal(world.desk, world.out, WORDS).whole(area)
    about = world.guide.areas[area]
    for words in (about.feels, *about.see, *world.guide.signs(CardId.EMERGENCY, area)):
        assert words in world.text
    assert (HEART_LINE in world.text) == about.heart
    assert not world.hold.held
    if area is Area.CHEST:
        assert not names_a_movement(world, world.text)
        assert "knotbreak relief chest" in world.text
    else:
        assert names_a_movement(world, world.text)
        last_card = world.text.rindex("-> ")
        assert not names_a_movement(world, world.text[:last_card]), "movements come last"


def test_the_whole_page_while_it_is_held(world: GuideWorld) -> None:
    world.hold.held = True
    ReliefTerminal(world.desk, world.out, WORDS).whole(Area.NECK)
    assert HELD in world.text
    assert "--checked" in world.text
    assert not names_a_movement(world, world.text)


@pytest.mark.parametrize("area", KNOT_AREAS)
def test_for_programs_a_card_has_no_movement_beside_it(world: GuideWorld, area: Area) -> None:
    row = relief_row(world.desk, area, WORDS)
    assert json.loads(json.dumps(row)) == row
    answers = row["answers"]
    assert isinstance(answers, list)
    for answer in answers:
        assert ("card" in answer) != ("routines" in answer)
    assert any("routines" in answer and answer["routines"] for answer in answers)
    world.hold.held = True
    held = relief_row(world.desk, area, WORDS)
    assert held["held"]
    assert "answers" not in held
    card = held["card"]
    assert isinstance(card, dict)
    assert card["id"] == "emergency"


def test_the_list_of_areas(world: GuideWorld) -> None:
    print_areas(world.desk, world.out, WORDS)
    assert [line.split()[0] for line in world.lines[1:]] == [area.value for area in KNOT_AREAS]
    assert [row["id"] for row in area_rows(world.desk)] == [area.value for area in KNOT_AREAS]


# -- guide ----------------------------------------------------------------------------------------


def pages(world: GuideWorld) -> GuideTerminal:
    return GuideTerminal(world.guide, world.desk, world.out, WORDS)


def test_every_topic_of_the_contents_can_be_read(world: GuideWorld) -> None:
    pages(world).topics()
    topics = [topic for line in world.lines[1:] for topic in line.partition(": ")[2].split(", ")]
    assert len(topics) == 6 + 13 + 14 + 10 + 10 + 5
    for topic in {*topics, *LISTS}:
        world.lines.clear()
        pages(world).show(topic)
        assert len(world.lines) >= 3, topic
    assert not world.hold.held, "reading a card is no answer"


def test_a_name_of_two_things_shows_both(world: GuideWorld) -> None:
    pages(world).show("posture")
    assert "One position for too long" in world.lines
    assert "Position and posture" in world.lines


def test_every_page_shows_its_sources(world: GuideWorld) -> None:
    entries = [
        *world.guide.pages, *world.guide.causes, *world.guide.treatments, *world.guide.tips,
        *world.guide.cards, *world.guide.areas, "workstation",
    ]  # fmt: skip
    for topic in entries:
        world.lines.clear()
        pages(world).show(topic)
        assert any(line.startswith("Source: ") for line in world.lines), topic


def test_a_page_of_an_area_has_no_movement(world: GuideWorld) -> None:
    for area in KNOT_AREAS:
        pages(world).show(area.value)
    assert not names_a_movement(world, world.text)


@pytest.mark.parametrize(
    ("topic", "meant"), [("massag", "massage"), ("emergancy", "emergency"), ("tip", "tips")]
)
def test_a_wrong_topic_gets_the_nearest(world: GuideWorld, topic: str, meant: str) -> None:
    with pytest.raises(ProblemError, match=f"no topic of the guide .did you mean {meant}"):
        pages(world).show(topic)


def test_a_topic_that_is_near_to_none(world: GuideWorld) -> None:
    with pytest.raises(ProblemError, match="knotbreak guide shows what there is"):
        pages(world).show("zzzzzz")


# -- selfcheck ------------------------------------------------------------------------------------

SKIP_ALL = [""] * 10


def selfcheck(world: GuideWorld, *typed: str) -> list[str]:
    world.lines.clear()
    check = SelfCheckTerminal(world.guide, world.asker(typed), world.out, WORDS)
    return [".".join(change.key) for change in check.run(world.settings)]


def test_all_questions_can_be_skipped(world: GuideWorld) -> None:
    assert selfcheck(world, *SKIP_ALL) == []
    assert "Nothing stands out." in world.text
    for question in world.guide.questions:
        assert question.words in world.lines


def test_only_what_is_agreed_to_is_changed(world: GuideWorld) -> None:
    answers = ["", "", "", "3", "2", "", "", "2", "", "3 5"]
    assert selfcheck(world, *answers, "") == []
    assert "Getting up a little more often.  [reminder.stretch.every_min: 50 -> 40]" in world.text
    assert "knotbreak guide injury" in world.text
    assert selfcheck(world, *answers, "1") == ["reminder.hands"]
    assert selfcheck(world, *answers, "1 2 3") == [
        "reminder.hands", "reminder.calm", "reminder.stretch.every_min",
    ]  # fmt: skip


def test_bad_furniture_leads_to_the_checklist(world: GuideWorld) -> None:
    assert selfcheck(world, "2", *SKIP_ALL[1:]) == []
    assert "knotbreak guide workstation" in world.text
    assert "nothing to change" in world.text


def test_a_change_is_worded_as_the_file_has_it(world: GuideWorld) -> None:
    typed = ["", "", "", "3", "", "", "", "2", "", "", "1 2"]
    check = SelfCheckTerminal(world.guide, world.asker(typed), world.out, WORDS)
    told = [change_words(change) for change in check.run(world.settings)]
    assert told[0].startswith('reminder.calm: at = ["15:00"], quiet = true, routine = "calm-2"')
    assert told[1] == "reminder.stretch.every_min: 50 -> 40"


@pytest.mark.parametrize(
    ("environ", "region"),
    [
        ({"LANG": "en_CA.UTF-8"}, "CA"),
        ({"LANG": "en_CA.UTF-8", "LC_ALL": "de_AT"}, "AT"),
        ({"LANG": "C.UTF-8"}, None),
        ({}, None),
    ],
)
def test_the_region_is_that_of_the_locale(environ: dict[str, str], region: str | None) -> None:
    assert region_of(environ) == region
