"""The relief desk: words, what is offered, and that movements wait after an emergency."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.app.relief import ReliefDesk
from knotbreak.core.body import Area, Place, Position
from knotbreak.core.health_settings import Flag, HealthSettings
from knotbreak.core.problems import ProblemError
from knotbreak.core.rotation import Candidate, candidate
from knotbreak.core.settings import Settings
from knotbreak.guide.book import KNOT_AREAS, Guide
from knotbreak.guide.relief import Asking, Held, Over, Reading, Showing, Stage
from knotbreak.guide.shape import CardId
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.guide_files import load_guide
from knotbreak.storage.library_port import LibraryPort
from tests.fakes import FakeHold, FakeSettings


class Surgery:
    """Makes desks on the guide and library that come with the program."""

    def __init__(self, nobody: Path) -> None:
        self.library = LibraryPort(builtin_root(), nobody)
        self.guide: Guide = load_guide(
            builtin_root(), self.library.stretches(), self.library.routines()
        )
        stretches = self.library.stretches()
        self.pool = tuple(
            candidate(id_, one, stretches) for id_, one in self.library.routines().items()
        )

    def candidates(self) -> tuple[Candidate, ...]:
        return self.pool

    def desk(
        self,
        hold: FakeHold | None = None,
        *,
        flags: Iterable[Flag] = (),
        seated: bool = False,
        place: Place = Place.OFFICE,
        region: str | None = None,
    ) -> ReliefDesk:
        return ReliefDesk(
            self.guide,
            self.library,
            self.candidates,
            dict,
            FakeSettings(Settings(place=place, health=HealthSettings(flags=tuple(flags)))),
            hold or FakeHold(),
            gettext.NullTranslations(),
            positions=frozenset({Position.SEATED} if seated else Position),
            region=region,
        )


@pytest.fixture(scope="module")
def surgery(tmp_path_factory: pytest.TempPathFactory) -> Surgery:
    return Surgery(tmp_path_factory.mktemp("nobody"))


def answered(desk: ReliefDesk, area: Area, answer: str) -> Stage:
    stage = desk.begin(area)
    assert isinstance(stage, Asking)
    return desk.answer(stage, answer)


def test_a_stiff_area_has_its_first_movement_two_choices_away(surgery: Surgery) -> None:
    desk = surgery.desk()
    for area in KNOT_AREAS:
        stage = answered(desk, area, "stiff")
        assert isinstance(stage, Reading)
        page = desk.page(stage)
        assert page.offers, area
        assert all(offer.title and offer.total_ms > 0 for offer in page.offers)
        assert page.groups
        assert page.feels
        assert page.causes
        assert page.care
        assert page.see


def test_the_page_suits_the_place(surgery: Surgery) -> None:
    reading = Reading(area=Area.LOWER_BACK, movements=True)
    at_home = surgery.desk(place=Place.HOME).page(reading)
    office = surgery.desk().page(reading)
    assert "seed-lower-back" in {offer.id for offer in at_home.offers}
    assert "seed-lower-back" not in {offer.id for offer in office.offers}
    names = {one.id for group in office.groups for one in group.movements}
    assert "childs-pose" not in names


def test_the_thighs_have_a_front_and_a_back(surgery: Surgery) -> None:
    page = surgery.desk().page(Reading(area=Area.THIGHS, movements=True))
    assert [group.title for group in page.groups] == ["The front", "The back"]


def test_in_the_chair_and_with_flags_less_is_offered(surgery: Surgery) -> None:
    reading = Reading(area=Area.CHEST, movements=True)
    assert surgery.desk(seated=True).page(reading).offers == ()
    groups = surgery.desk(flags=[Flag.SHOULDER]).page(reading).groups
    names = {one.id for group in groups for one in group.movements}
    assert names == {"scap-squeeze"}


def test_a_page_after_a_card_offers_nothing_that_moves_or_presses(surgery: Surgery) -> None:
    desk = surgery.desk()
    for area in KNOT_AREAS:
        page = desk.page(Reading(area=area, movements=False))
        assert page.offers == ()
        assert page.groups == ()
        assert not {"stretching", "massage", "exercise"} & {one.id for one in page.care}


def test_the_emergency_card_has_the_signs_of_the_area_first_and_all_numbers(
    surgery: Surgery,
) -> None:
    card = surgery.desk(region="JP").card(CardId.EMERGENCY, Area.CALVES)
    assert "swollen calf" in card.signs[0]
    assert len(card.signs) == len(surgery.guide.cards[CardId.EMERGENCY].sign)
    assert card.numbers[0].number == "119"
    assert card.action == "Call now"


def test_the_stop_card_brings_the_signs_that_its_doors_are_for(surgery: Surgery) -> None:
    card = surgery.desk().card(CardId.STOP, Area.LOWER_BACK)
    assert any("groin" in sign for sign in card.call_signs)
    assert any("fever" in sign for sign in card.today_signs)
    assert not any("stiff neck" in sign for sign in card.call_signs)


def test_an_area_is_found_by_its_id_and_by_its_word(surgery: Surgery) -> None:
    desk = surgery.desk()
    for name in ("lower-back", "Lower Back", "lower_back", " LOWER  back "):
        assert desk.find(name) is Area.LOWER_BACK
    assert desk.find("seat muscles") is Area.GLUTES
    for name in ("nek", "hands", "", "x" * 500):
        with pytest.raises(ProblemError) as caught:
            desk.find(name)
        assert "shoulder-blades" in caught.value.problems[0].hint
    with pytest.raises(ProblemError, match="did you mean neck"):
        desk.find("nek")


def test_the_emergency_card_is_noted_before_it_is_shown(surgery: Surgery) -> None:
    hold = FakeHold()
    desk = surgery.desk(hold)
    stage = desk.begin(Area.CHEST)
    assert not hold.held
    assert isinstance(stage, Asking)
    stage = desk.answer(stage, "pain")
    assert stage == Showing(area=Area.CHEST, card=CardId.EMERGENCY)
    assert hold.held
    assert surgery.desk(hold).begin(Area.NECK) == Held(area=Area.NECK)
    stage = surgery.desk(hold).checked(Held(area=Area.NECK))
    assert isinstance(stage, Asking)
    assert not hold.held


def test_showing_where_answers_lead_notes_nothing(surgery: Surgery) -> None:
    hold = FakeHold()
    desk = surgery.desk(hold)
    stage = desk.begin(Area.CHEST)
    assert isinstance(stage, Asking)
    assert desk.would_be(stage, "pain") == Showing(area=Area.CHEST, card=CardId.EMERGENCY)
    assert not hold.held


def test_a_hold_that_cannot_be_kept_still_shows_the_card_and_holds_here(surgery: Surgery) -> None:
    hold = FakeHold(broken=True)
    desk = surgery.desk(hold)
    assert isinstance(answered(desk, Area.CHEST, "pain"), Showing)
    assert desk.begin(Area.NECK) == Held(area=Area.NECK)
    assert [problem.what for problem in desk.problems] == ["the disk is full"]


@given(data=st.data())
def test_whatever_is_clicked_no_movement_is_offered_while_it_is_held(
    surgery: Surgery, data: st.DataObject
) -> None:
    hold = FakeHold()
    flags = data.draw(st.frozensets(st.sampled_from(list(Flag)), max_size=3))
    desk = surgery.desk(hold, flags=flags)
    for _ in range(data.draw(st.integers(1, 4))):
        stage = desk.begin(data.draw(st.sampled_from(KNOT_AREAS)))
        while not isinstance(stage, Over) and data.draw(st.integers(0, 9), label="go on"):
            match stage:
                case Asking():
                    chosen = data.draw(st.sampled_from(stage.answers))
                    stage = desk.answer(stage, chosen.id)
                case Showing():
                    door = data.draw(st.sampled_from(desk.card(stage.card).doors))
                    stage = desk.through(stage, door.to)
                case Reading():
                    page = desk.page(stage)
                    assert not hold.held or (not page.offers and not page.groups)
                    stage = desk.see_someone(stage.area)
                case Held():
                    assert hold.held
                    stage = (
                        desk.checked(stage) if data.draw(st.booleans()) else Over(area=stage.area)
                    )
