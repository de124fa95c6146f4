"""Which routines suit: place, positions, flags, injuries; and in which order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area, Place, Position
from knotbreak.core.health_settings import Flag
from knotbreak.core.rotation import USUAL_MS, Candidate, candidate, sum_up
from knotbreak.guide import suiting
from knotbreak.guide.book import KNOT_AREAS, Guide
from knotbreak.guide.easing import Eased
from knotbreak.guide.suiting import Wish
from tests.content.shipped import ON_THE_FLOOR, Shipped

NAMED = {
    Area.NECK: {"micro-neck", "micro-chin", "neck-2"},
    Area.SHOULDERS: {"micro-rolls", "shoulders-2"},
    Area.UPPER_BACK: {"shoulders-2", "chest-2"},
    Area.LOWER_BACK: {"lowback-2"},
    Area.CALVES: {"legs-2", "micro-feet"},
    Area.THIGHS: {"legs-2", "hips-2"},
    Area.GLUTES: {"hips-2"},
    Area.ARMS: {"arms-5", "hands-2"},
    Area.FEET: {"micro-feet"},
    Area.JAW: {"micro-jaw"},
    Area.CHEST: {"chest-2"},
    Area.HIPS: {"hips-2"},
    Area.SHOULDER_BLADES: {"shoulders-2", "chest-2"},
}
"""What the plan of the content names for each area, of the sets for the desk."""


@pytest.fixture(scope="module")
def candidates(shipped: Shipped) -> tuple[Candidate, ...]:
    return tuple(
        candidate(id_, shipped.routine(id_), shipped.stretches) for id_ in shipped.routines
    )


class Suiting:
    def __init__(self, guide: Guide, shipped: Shipped, pool: tuple[Candidate, ...]) -> None:
        self.guide, self.shipped, self.pool = guide, shipped, pool
        self.library = {id_: shipped.routine(id_) for id_ in shipped.routines}

    def __call__(self, wish: Wish, played: dict[str, int] | None = None) -> tuple[str, ...]:
        return tuple(self.eased(wish, played))

    def eased(self, wish: Wish, played: dict[str, int] | None = None) -> dict[str, Eased]:
        return dict(
            suiting.routines(
                self.guide, wish, self.pool, self.library, self.shipped.stretches, played or {}
            )
        )


@pytest.fixture(scope="module")
def suits(guide: Guide, shipped: Shipped, candidates: tuple[Candidate, ...]) -> Suiting:
    return Suiting(guide, shipped, candidates)


@pytest.mark.parametrize("area", KNOT_AREAS)
def test_the_sets_that_the_plan_names_are_offered(suits: Suiting, area: Area) -> None:
    found = suits(Wish(area=area, place=Place.OFFICE))
    assert NAMED[area] <= set(found)
    assert 0 < len(found) <= suiting.MOST


@pytest.mark.parametrize("area", KNOT_AREAS)
def test_every_area_has_something_of_two_minutes_at_the_office(suits: Suiting, area: Area) -> None:
    found = suits(Wish(area=area, place=Place.OFFICE))
    length = {one.id: one.total_ms for one in suits.pool}
    assert any(length[id_] <= USUAL_MS for id_ in found)
    assert not ON_THE_FLOOR & set(found)


def test_what_was_done_lately_comes_later(suits: Suiting) -> None:
    wish = Wish(area=Area.NECK, place=Place.OFFICE)
    before = suits(wish)
    after = suits(wish, {before[0]: 1_000})
    assert set(after) == set(before)
    assert after.index(before[0]) > 0


def test_what_is_mainly_for_the_area_comes_first(suits: Suiting) -> None:
    main = {one.id: one.areas[0] for one in suits.pool}
    for area, place in itertools.product(KNOT_AREAS, Place):
        order = [main[id_] is area for id_ in suits(Wish(area=area, place=place))]
        assert order == sorted(order, reverse=True), area


def test_in_the_chair_only_what_is_done_in_the_chair(suits: Suiting, shipped: Shipped) -> None:
    seated = frozenset({Position.SEATED})
    for area in KNOT_AREAS:
        for id_ in suits(Wish(area=area, place=Place.OFFICE, positions=seated)):
            assert {step.position for step in shipped.steps(id_)} <= {Position.SEATED}


def test_an_injured_area_is_left_alone(suits: Suiting, guide: Guide, shipped: Shipped) -> None:
    hurt = frozenset({Area.NECK})
    assert suits(Wish(area=Area.NECK, place=Place.HOME, injured=hurt)) == ()
    moves = guide.areas[Area.NECK].movements
    wish = Wish(area=Area.NECK, place=Place.HOME, injured=hurt)
    assert suiting.movements(guide, wish, moves, shipped.stretches) == ()
    offered = suits.eased(Wish(area=Area.SHOULDERS, place=Place.HOME, injured=hurt))
    assert offered
    for id_, eased in offered.items():
        assert all(Area.NECK not in step.areas for step in eased.steps), id_


def test_single_movements_suit_too(guide: Guide, shipped: Shipped) -> None:
    ids = guide.areas[Area.LOWER_BACK].movements
    at_the_office = Wish(area=Area.LOWER_BACK, place=Place.OFFICE)
    found = suiting.movements(guide, at_the_office, ids, shipped.stretches)
    assert "seated-cat-cow" in found
    assert not {"cat-cow", "childs-pose"} & set(found)
    careful = Wish(area=Area.LOWER_BACK, place=Place.HOME, flags=frozenset({Flag.BACK}))
    assert suiting.movements(guide, careful, ids, shipped.stretches) == ("back-extension",)


@given(
    area=st.sampled_from(KNOT_AREAS),
    place=st.sampled_from(list(Place)),
    flags=st.frozensets(st.sampled_from(list(Flag))),
)
def test_no_flags_ever_let_through_what_one_of_them_hides(
    suits: Suiting, area: Area, place: Place, flags: frozenset[Flag]
) -> None:
    wish = Wish(area=area, place=place, flags=flags)
    hidden = {id_ for flag in flags for id_ in suits.guide.flags[flag].hides}
    for id_, eased in suits.eased(wish).items():
        assert not hidden & {step.stretch for step in eased.steps}, id_
    names = suits.guide.areas[area].movements
    assert not hidden & set(suiting.movements(suits.guide, wish, names, suits.shipped.stretches))


@pytest.mark.parametrize("flag", list(Flag))
@pytest.mark.parametrize("area", KNOT_AREAS)
def test_every_flag_leaves_two_minutes_at_the_desk_for_every_area(
    suits: Suiting, flag: Flag, area: Area
) -> None:
    """An injury closes the areas that are named; none is, here."""
    offered = suits.eased(Wish(area=area, place=Place.OFFICE, flags=frozenset({flag})))
    lengths = {
        id_: sum_up(id_, suits.library[id_], eased.steps).total_ms for id_, eased in offered.items()
    }
    assert [id_ for id_, ms in lengths.items() if 90_000 <= ms <= USUAL_MS], lengths


def test_the_flags_hide_what_the_stretches_tell_people_to_leave_out(guide: Guide) -> None:
    assert {"levator", "neck-turn", "chin-to-chest"} <= set(guide.flags[Flag.NECK].hides)
    assert {"forward-bend", "desk-fold", "seated-twist"} <= set(guide.flags[Flag.BACK].hides)
    assert guide.flags[Flag.OSTEOPOROSIS].hides
    assert not guide.flags[Flag.HEART].breath_holds
    assert not guide.flags[Flag.PREGNANCY].breath_holds
