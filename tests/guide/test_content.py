"""What the guide says: whole, careful, and never a diagnosis."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from knotbreak.core.body import Area, Place
from knotbreak.core.health_settings import Flag
from knotbreak.guide.book import KNOT_AREAS, Guide
from knotbreak.guide.relief import HEART_LINE
from knotbreak.guide.shape import CardId, CauseId, DoorTo, TreatmentId
from knotbreak.terminal.guide_pages import LISTS
from tests.content.shipped import SEED_GROUPS, Shipped

EXAMPLES = {
    CauseId.OVERUSE: ("typing", "mouse", "lifting", "running"),
    CauseId.POSTURE: ("chair", "phone"),
    CauseId.STRESS: ("teeth", "shoulders", "pressure"),
    CauseId.INACTIVITY: ("desk", "exercise"),
    CauseId.DEHYDRATION: ("glass", "sweat"),
    CauseId.INJURY: ("car accident", "strain"),
    CauseId.NO_WARM_UP: ("hard exercise", "training"),
    CauseId.NUTRITION: ("magnesium", "diet"),
    CauseId.SLEEP: ("one side", "awake"),
    CauseId.CONDITIONS: ("fibromyalgia", "myofascial pain syndrome", "arthritis"),
    CauseId.OVEREXERTION: ("weights", "every day"),
    CauseId.ERGONOMICS: ("chair", "screen"),
    CauseId.AGING: ("bending", "longer"),
    CauseId.COLD: ("shivering", "warm-up"),
}
"""What the examples of the 14 causes have to name."""

TREATMENTS = {
    TreatmentId.STRETCHING: ("15 to 30 seconds", "bounce"),
    TreatmentId.MASSAGE: ("roller", "professional", "front of the neck", "blood-thinning"),
    TreatmentId.HEAT: ("towel", "bath", "20 to 30 minutes", "sleep", "numb", "belly"),
    TreatmentId.COLD_PACK: ("15 minutes", "20", "two hours", "five minutes", "raynaud"),
    TreatmentId.HYDRATION: ("eight glasses", "every drink counts", "limit fluids"),
    TreatmentId.STRESS_MANAGEMENT: ("breathing", "meditation", "physiotherapist"),
    TreatmentId.POSTURE: ("eye level", "chair", "shoulders back"),
    TreatmentId.EXERCISE: ("yoga", "pilates", "swimming"),
    TreatmentId.PAIN_RELIEVERS: ("ibuprofen", "acetaminophen", "sparingly", "pharmacist"),
    TreatmentId.PHYSIOTHERAPY: ("dry needling", "acupuncture", "prescription"),
}
EMERGENCY = (
    "chest", "droops", "numbness around the groin", "water or stools", "both legs",
    "serious accident", "worst headache", "double vision", "swallowing", "crash",
    "fever with a stiff neck", "swollen calf",
)  # fmt: skip
URGENT = (
    "fever", "weight", "lump", "worse at night", "weak", "clumsy", "unsteady", "both arms",
    "swollen, hot, red or sore on one side", "locks",
)  # fmt: skip
NUMBERS = {
    "CA": "911", "US": "911", "FR": "112", "DE": "112", "GB": "999", "IN": "112", "JP": "119",
    "CN": "120", "AU": "000",
}  # fmt: skip
DIAGNOSES = re.compile(
    r"heart attack|infarct|angina|stroke\b|thrombos|\bclots?\b|embol|cauda|meningit|"
    r"hernia|slipped|sciatic|tumou?r|cancer|fracture|aneurysm|dissect|disorder|syndrome|"
    r"you (probably|may|might|could)? ?have (a|an)\b|diagnos",
    re.IGNORECASE,
)
CLAIMS = re.compile(
    r"\b(cures?|cured|heals?|healed|guarantee\w*|prevents? (injur|pain)\w*|get rid of|"
    r"releases? (the )?knots?|breaks? up|treats? (the )?(knot|trigger)\w*|destroy\w*|fail\w*)\b",
    re.IGNORECASE,
)
DOSE = re.compile(r"\d+ ?(mg|milligram|tablets?|pills?)|times a day", re.IGNORECASE)


def texts(value: object) -> Iterator[str]:
    """Every text of a value, but not the sources' titles, which are not ours."""
    match value:
        case str():
            yield value
        case dict():
            for key, one in value.items():
                if key != "sources":
                    yield from texts(one)
        case list() | tuple():
            for one in value:
                yield from texts(one)


def all_texts(value: object) -> list[str]:
    return list(texts(msgspec.to_builtins(value)))


def said(value: object) -> str:
    return " ".join(all_texts(value)).lower()


def test_everything_of_the_article_is_there(guide: Guide) -> None:
    assert set(guide.areas) == set(KNOT_AREAS)
    assert len(guide.areas) == 13
    assert set(guide.causes) == set(CauseId)
    assert len(guide.causes) == 14
    assert set(guide.treatments) == set(TreatmentId)
    assert len(guide.treatments) == 10
    assert len(guide.tips) == 10
    assert set(guide.cards) == set(CardId)
    assert set(guide.flags) == set(Flag)
    assert {"knot", "warm-up", "breathing", "listen", "about"} <= set(guide.pages)


@pytest.mark.parametrize("cause", list(CauseId))
def test_every_cause_has_its_examples(guide: Guide, cause: CauseId) -> None:
    examples = said(guide.causes[cause].examples)
    assert [word for word in EXAMPLES[cause] if word not in examples] == []


@pytest.mark.parametrize("treatment", list(TreatmentId))
def test_every_treatment_says_what_it_must(guide: Guide, treatment: TreatmentId) -> None:
    words = said(guide.treatments[treatment])
    assert [word for word in TREATMENTS[treatment] if word not in words] == []


def test_every_area_has_all_its_parts(guide: Guide, shipped: Shipped) -> None:
    for area, about in guide.areas.items():
        assert about.feels, area
        assert about.see, area
        assert len(about.causes) == len(set(about.causes)) >= 3, area
        assert len(about.care) == len(set(about.care)) >= 3, area
        at_the_desk = [
            id_
            for id_ in about.movements
            if Place.OFFICE in shipped.stretches[id_].places
            and area in shipped.stretches[id_].areas
        ]
        assert at_the_desk, area


def test_a_movement_of_an_area_is_for_that_area(guide: Guide, shipped: Shipped) -> None:
    wrong = {
        (area, id_)
        for area, about in guide.areas.items()
        for id_ in about.movements
        if area not in shipped.stretches[id_].areas
    }
    assert wrong == set()


def test_the_parts_of_an_area_are_its_movements(guide: Guide) -> None:
    thighs = guide.areas[Area.THIGHS]
    assert [part.title for part in thighs.part] == ["The front", "The back"]
    for about in guide.areas.values():
        for part in about.part:
            assert set(part.movements) <= set(about.movements), about.id


def test_every_cause_treatment_and_card_is_reached_from_some_area(guide: Guide) -> None:
    areas = guide.areas.values()
    assert {cause for about in areas for cause in about.causes} == set(CauseId)
    self_chosen = {TreatmentId.PAIN_RELIEVERS}
    assert {care for about in areas for care in about.care} == set(TreatmentId) - self_chosen


def test_the_heart_line_stands_where_it_must(guide: Guide) -> None:
    hearts = {area for area, about in guide.areas.items() if about.heart}
    assert hearts == {Area.CHEST, Area.JAW, Area.ARMS, Area.UPPER_BACK, Area.SHOULDER_BLADES}
    assert "heart" in HEART_LINE
    assert "emergency number" in HEART_LINE


def test_the_emergency_card_is_whole(guide: Guide) -> None:
    card = guide.cards[CardId.EMERGENCY]
    signs = said([sign.words for sign in card.sign])
    assert [word for word in EMERGENCY if word not in signs] == []
    assert "emergency number" in card.lead
    assert card.hold
    assert [door.to for door in card.door] == [DoorTo.CLOSE]
    found = {region: one.number for one in guide.numbers for region in one.regions}
    assert {region: found.get(region) for region in NUMBERS} == NUMBERS
    assert not re.search(r"\d{3}", said(card)), "numbers stand in the table alone"


def test_the_number_of_the_own_country_comes_first(guide: Guide) -> None:
    assert guide.numbers_for("JP")[0].number == "119"
    assert len(guide.numbers_for("JP")) == len(guide.numbers)
    assert guide.numbers_for(None) == guide.numbers
    assert guide.numbers_for("ZZ") == guide.numbers


def test_the_urgent_card_is_whole(guide: Guide) -> None:
    signs = said([sign.words for sign in guide.cards[CardId.URGENT].sign])
    assert [word for word in URGENT if word not in signs] == []
    assert "today" in said(guide.cards[CardId.URGENT].lead)


def test_the_other_cards_say_what_they_must(guide: Guide) -> None:
    physiotherapist = said(guide.cards[CardId.PHYSIOTHERAPIST])
    for words in ("unbearable", "not easing", "getting worse", "massage professional"):
        assert words in physiotherapist
    assert "locks" in said(guide.cards[CardId.DENTIST])
    assert "stretching alone" in said(guide.cards[CardId.STOP])


def test_every_area_has_signs_of_its_own_on_the_emergency_card(guide: Guide) -> None:
    every = guide.signs(CardId.EMERGENCY, None)
    for area in guide.areas:
        own = guide.signs(CardId.EMERGENCY, area)
        assert set(own) < set(every), area


def test_no_card_names_what_it_might_be(guide: Guide) -> None:
    found = {
        (card.id, text)
        for card in guide.cards.values()
        for text in all_texts(card)
        if DIAGNOSES.search(text)
    }
    assert found == set()
    assert DIAGNOSES.search("This may be a heart attack.")


def test_every_card_closes_with_one_action_and_a_way_out(guide: Guide) -> None:
    for card in guide.cards.values():
        assert card.action.count(".") == 0, card.id
        assert DoorTo.CLOSE in {door.to for door in card.door}, card.id


def test_claims_are_modest_and_nobody_is_scolded(guide: Guide) -> None:
    assert [text for text in all_texts(guide) if CLAIMS.search(text)] == []
    assert CLAIMS.search("It cures knots.")
    assert "debated" in said(guide.pages["knot"])
    assert "cannot examine you" in said(guide.pages["knot"])


def test_no_dose_of_a_medicine_and_no_phone_number_is_named(guide: Guide) -> None:
    medicines = guide.treatments[TreatmentId.PAIN_RELIEVERS]
    assert [text for text in all_texts(medicines) if DOSE.search(text)] == []
    assert medicines.routines == ()


def test_sources_are_shown_for_everything(guide: Guide) -> None:
    with_own = [*guide.pages.values(), *guide.treatments.values(), *guide.cards.values()]
    assert [one.id for one in with_own if not one.sources] == []
    assert {"area", "cause", "tip", "check"} <= set(guide.sources)


def test_stretching_names_the_six_groups_of_the_article(guide: Guide) -> None:
    assert set(SEED_GROUPS) <= set(guide.treatments[TreatmentId.STRETCHING].routines)


def test_the_treatments_that_move_are_marked(guide: Guide) -> None:
    moving = {id_ for id_, one in guide.treatments.items() if one.moves}
    assert moving == {TreatmentId.STRETCHING, TreatmentId.MASSAGE, TreatmentId.EXERCISE}


def test_breathing_gives_the_patterns_as_they_are_played(guide: Guide) -> None:
    words = said(guide.pages["breathing"])
    for pattern in ("in for 4 seconds, out for 6", "in for 4, hold softly for 5", "in for 5, out"):
        assert pattern in words
    assert "let your breath go back to normal" in words


def test_the_checklist_and_the_self_check_ask_what_they_must(guide: Guide) -> None:
    asked = [question.id for question in guide.questions]
    assert asked[:9] == [
        "desk", "chair", "screen", "hours", "typing", "water", "sleep", "stress", "cold",
    ]  # fmt: skip
    spoken_for = {
        cause
        for question in guide.questions
        for answer in question.answer
        for cause in answer.causes
    }
    assert spoken_for == set(CauseId)
    checks = said(guide.checks)
    for words in ("eye level", "chair", "forearms", "feet", "headset"):
        assert words in checks


def test_every_name_and_every_command_in_the_guide_is_there(guide: Guide, shipped: Shipped) -> None:
    named = [*guide.pages.values(), *guide.causes.values(), *guide.treatments.values()]
    routines = {id_ for one in [*named, *guide.tips.values()] for id_ in one.routines}
    assert routines <= set(shipped.routines)
    stretches = {id_ for about in guide.areas.values() for id_ in about.movements}
    hidden = {id_ for flag in guide.flags.values() for id_ in flag.hides}
    assert stretches | hidden <= set(shipped.stretches)
    told = re.findall(r"knotbreak guide ([a-z-]+)", " ".join(all_texts(guide)))
    assert told
    assert set(told) <= {*LISTS, *guide.pages, *guide.causes, *guide.treatments}
