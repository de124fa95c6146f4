"""Relief: every path that a person can take, and what must never be on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area
from knotbreak.core.health_settings import Flag
from knotbreak.guide import relief
from knotbreak.guide.book import KNOT_AREAS, Guide
from knotbreak.guide.relief import Asking, Held, Over, Reading, Showing, Stage
from knotbreak.guide.shape import CardId, DoorTo


def steps(guide: Guide, stage: Stage) -> Iterator[tuple[str, Stage]]:
    """Everything that a person can do at a stage, and where it leads."""
    match stage:
        case Asking():
            for one in stage.answers:
                yield one.id, relief.answer(stage, one.id)
        case Showing():
            for door in relief.doors(guide, stage):
                yield door.to, relief.through(guide, stage, door.to)
        case Reading():
            yield "see someone", relief.see_someone(stage.area)
        case Held():
            yield "checked", relief.checked(guide, stage)
        case Over():
            pass


def reachable(guide: Guide, stage: Stage) -> set[Stage]:
    """All stages that can come after one."""
    found: set[Stage] = set()
    todo = [stage]
    while todo:
        for _, following in steps(guide, todo.pop()):
            if following not in found:
                found.add(following)
                todo.append(following)
    return found


def after(guide: Guide, area: Area, answer: str) -> Stage:
    asking = relief.begin(guide, area)
    assert isinstance(asking, Asking)
    return relief.answer(asking, answer)


ANSWERS = (
    [(area, "stiff", None) for area in KNOT_AREAS]
    + [(area, "sore", None) for area in KNOT_AREAS if area is not Area.CHEST]
    + [(area, "sharp", CardId.STOP) for area in KNOT_AREAS if area is not Area.CHEST]
    + [
        (Area.NECK, "unbearable", CardId.URGENT),
        (Area.LOWER_BACK, "unbearable", CardId.URGENT),
        (Area.JAW, "unbearable", CardId.EMERGENCY),
        (Area.ARMS, "unbearable", CardId.EMERGENCY),
        (Area.UPPER_BACK, "unbearable", CardId.EMERGENCY),
        (Area.SHOULDER_BLADES, "unbearable", CardId.EMERGENCY),
        (Area.CHEST, "pain", CardId.EMERGENCY),
        (Area.JAW, "locked", CardId.DENTIST),
        (Area.CALVES, "swollen", CardId.URGENT),
        (Area.GLUTES, "numb", CardId.URGENT),
    ]
)


@pytest.mark.parametrize(("area", "answer", "card"), ANSWERS)
def test_each_answer_leads_where_it_must(
    guide: Guide, area: Area, answer: str, card: CardId | None
) -> None:
    expected: Stage = (
        Reading(area=area, movements=True) if card is None else Showing(area=area, card=card)
    )
    assert after(guide, area, answer) == expected


def test_the_chest_asks_for_stiffness_or_pain_every_time(guide: Guide) -> None:
    for _ in range(2):
        asking = relief.begin(guide, Area.CHEST)
        assert isinstance(asking, Asking)
        assert "stiffness, or pain" in asking.question
        assert [one.id for one in asking.answers] == ["stiff", "pain"]


def test_every_other_area_asks_the_four_words_in_their_order(guide: Guide) -> None:
    for area in set(KNOT_AREAS) - {Area.CHEST}:
        asking = relief.begin(guide, area)
        assert isinstance(asking, Asking)
        assert [one.id for one in asking.answers][:4] == ["stiff", "sore", "sharp", "unbearable"]


def test_with_heart_trouble_the_chest_opens_the_emergency_card_at_once(guide: Guide) -> None:
    stage = relief.begin(guide, Area.CHEST, flags=frozenset({Flag.HEART, Flag.KNEE}))
    assert stage == Showing(area=Area.CHEST, card=CardId.EMERGENCY)
    assert isinstance(relief.begin(guide, Area.NECK, flags={Flag.HEART}), Asking)


def test_every_card_is_reached_by_some_path(guide: Guide) -> None:
    seen = {
        stage.card
        for area in KNOT_AREAS
        for stage in reachable(guide, relief.begin(guide, area))
        if isinstance(stage, Showing)
    }
    assert seen == set(CardId)


@pytest.mark.parametrize("area", KNOT_AREAS)
def test_nothing_but_the_end_comes_after_the_emergency_card(guide: Guide, area: Area) -> None:
    assert reachable(guide, Showing(area=area, card=CardId.EMERGENCY)) == {Over(area=area)}


@pytest.mark.parametrize("area", KNOT_AREAS)
@pytest.mark.parametrize("card", list(CardId))
def test_no_card_ever_leads_to_a_movement(guide: Guide, area: Area, card: CardId) -> None:
    pages = {
        one for one in reachable(guide, Showing(area=area, card=card)) if isinstance(one, Reading)
    }
    assert all(not page.movements for page in pages)


def test_the_cards_before_an_examination_lead_to_the_emergency_card(guide: Guide) -> None:
    for card in (CardId.STOP, CardId.URGENT, CardId.DENTIST):
        stage = Showing(area=Area.LOWER_BACK, card=card)
        called = relief.through(guide, stage, DoorTo.EMERGENCY)
        assert called == Showing(area=Area.LOWER_BACK, card=CardId.EMERGENCY)


def test_only_the_emergency_card_holds(guide: Guide) -> None:
    held = {card for card in CardId if relief.holds(guide, Showing(area=Area.NECK, card=card))}
    assert held == {CardId.EMERGENCY}
    assert not relief.holds(guide, Reading(area=Area.NECK, movements=True))


def test_while_it_is_held_nothing_is_asked_and_nothing_offered(guide: Guide) -> None:
    for area in KNOT_AREAS:
        stage = relief.begin(guide, area, held=True)
        assert stage == Held(area=area)
        assert isinstance(relief.checked(guide, stage), Asking)


def test_what_is_not_there_cannot_be_chosen(guide: Guide) -> None:
    asking = relief.begin(guide, Area.CHEST)
    assert isinstance(asking, Asking)
    with pytest.raises(KeyError):
        relief.answer(asking, "sore")
    with pytest.raises(KeyError):
        relief.through(guide, Showing(area=Area.CHEST, card=CardId.EMERGENCY), DoorTo.READ)


@given(data=st.data())
def test_on_no_walk_is_there_a_movement_between_the_emergency_card_and_the_examination(
    guide: Guide, data: st.DataObject
) -> None:
    """Whatever someone clicks, however often they begin again, with whatever flags."""
    held = False
    for _ in range(data.draw(st.integers(1, 6), label="visits")):
        area = data.draw(st.sampled_from(KNOT_AREAS), label="area")
        flags = data.draw(st.frozensets(st.sampled_from(list(Flag))), label="flags")
        stage = relief.begin(guide, area, flags=flags, held=held)
        while not isinstance(stage, Over):
            held = held or relief.holds(guide, stage)
            if held:
                assert not (isinstance(stage, Reading) and stage.movements)
            choices = [(name, following) for name, following in steps(guide, stage)]
            picked = data.draw(st.sampled_from([*choices, ("leave", Over(area=area))]))
            if picked[0] == "checked":
                held = False
            stage = picked[1]
