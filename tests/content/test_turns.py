"""Whose turn it is, with the routines that come with the program."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knotbreak.core.body import Area, Place, Position
from knotbreak.core.choice import Choice, Wanted, Why
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.rotation import Candidate, candidate
from knotbreak.core.settings import Settings
from knotbreak.core.turns import (
    PLAN,
    Done,
    Moment,
    Past,
    Rating,
    covered,
    fitting,
    serving,
    take_turns,
    week_s,
)
from tests.content.shipped import Shipped

MONDAY = 739_946
"""2026-11-30 as a proleptic ordinal."""


@pytest.fixture(scope="module")
def pool(shipped: Shipped) -> tuple[Candidate, ...]:
    return tuple(
        candidate(id_, shipped.routine(id_), shipped.stretches) for id_ in shipped.routines
    )


class Person:
    """Takes what is offered, and remembers it."""

    def __init__(self, pool: tuple[Candidate, ...], rating: Rating = Rating()) -> None:  # noqa: B008
        self.pool = pool
        self.past = Past(rating=rating)
        self.utc_ms = 0

    def choose(self, moment: Moment) -> Choice:
        choice = take_turns(self.pool, moment, self.past)
        assert choice is not None
        assert choice == take_turns(self.pool, moment, self.past)
        return choice

    def take(self, routine: str, day: int) -> None:
        self.utc_ms += 1
        self.past = msgspec.structs.replace(
            self.past,
            done=(*(one for one in self.past.done if one.day > day - 28), Done(routine, day, 100)),
            begun_utc_ms={**self.past.begun_utc_ms, routine: self.utc_ms},
            today=self.past.today | {routine},
        )

    def night(self) -> None:
        self.past = msgspec.structs.replace(self.past, today=frozenset())


def workdays(weeks: int, first: int) -> Iterator[int]:
    return (day for day in range(first, first + 7 * weeks) if (day - MONDAY) % 7 < 5)


def is_true(choice: Choice, moment: Moment, person: Person) -> bool:
    """Whether the reason that is given holds, told apart from how it was found."""
    days = covered(person.past, person.pool)
    by_id = {one.id: one for one in person.pool}
    area = choice.area
    if area is None or area not in by_id[choice.routine].areas:
        return False
    began = min((done.day for done in person.past.done), default=moment.day)
    waited = moment.day - days.get(area, began)
    match choice.why:
        case Why.OVERDUE:
            return waited == choice.days > 0
        case Why.PLAN:
            (group,) = (group for group in PLAN if area in group)
            return all(days.get(one) != moment.day for one in group)
        case Why.NAMED:
            return area in moment.named and days.get(area) != moment.day
        case Why.MIX:
            return days.get(area) is None or waited >= 2
        case Why.WAITED:
            return days.get(area) is None or waited == choice.days
    return False


@settings(deadline=None, max_examples=60)
@given(
    named=st.lists(st.sampled_from(list(Area)), max_size=6, unique=True).map(tuple),
    place=st.sampled_from(list(Place)),
    first=st.integers(MONDAY, MONDAY + 13),
    data=st.data(),
)
def test_all_areas_have_their_turns(
    pool: tuple[Candidate, ...],
    named: tuple[Area, ...],
    place: Place,
    first: int,
    data: st.DataObject,
) -> None:
    """With the sessions a day that are the goal, or more, on five days a week."""
    goal = Settings().turns.a_day
    person = Person(pool)
    turns: dict[int, set[Area]] = {}
    areas = {one.id: one.areas for one in pool}
    for day in workdays(6, first):
        person.night()
        moment = Moment(day=day, place=place, named=named)
        for _ in range(data.draw(st.integers(goal, goal + 4))):
            choice = person.choose(moment)
            assert is_true(choice, moment, person), choice
            if choice.routine in person.past.today | {person.past.latest}:
                # Not while another for the same turn waits.
                others = serving(fitting(pool, moment), frozenset({choice.area}))
                assert {one.id for one in others} <= person.past.today | {person.past.latest}
            person.take(choice.routine, day)
            turns.setdefault(day, set()).update(areas[choice.routine])
    for start in range(first, first + 7 * 4):
        week = set().union(*(turns.get(day, set()) for day in range(start, start + 7)))
        assert set(named) <= week
        fortnight = set().union(*(turns.get(day, set()) for day in range(start, start + 14)))
        assert set(Area) <= fortnight


def begun(*routines: str) -> Past:
    return Past(begun_utc_ms={id_: at for at, id_ in enumerate(routines)})


def test_the_first_day_has_neck_back_and_shoulders(pool: tuple[Candidate, ...]) -> None:
    person, moment = Person(pool), Moment(day=MONDAY)
    areas = {one.id: one.areas for one in pool}
    while (choice := person.choose(moment)).why is Why.PLAN:
        person.take(choice.routine, MONDAY)
    done = {area for one in person.past.done for area in areas[one.routine]}
    assert all(group & done for group in PLAN)
    assert len(person.past.done) <= len(PLAN)
    assert choice.why is Why.MIX


def test_a_named_area_comes_after_the_plan_of_the_day(pool: tuple[Candidate, ...]) -> None:
    moment = Moment(day=MONDAY, named=(Area.HANDS,))
    plan = ("neck-2", "lowback-2", "shoulders-2")
    past = Past(done=tuple(Done(id_, MONDAY, 60) for id_ in plan), today=frozenset(plan))
    assert take_turns(pool, moment, past) == Choice("hands-2", Why.NAMED, Area.HANDS)


def test_what_has_waited_too_long_comes_first_and_says_how_long(
    pool: tuple[Candidate, ...],
) -> None:
    past = Past(done=(Done("hands-2", MONDAY - 10), Done("legs-2", MONDAY - 1)))
    named = Moment(day=MONDAY, named=(Area.HANDS,))
    assert take_turns(pool, named, past) == Choice("hands-2", Why.OVERDUE, Area.HANDS, 10)


def test_a_pin_a_short_one_eyes_and_typed_hands(pool: tuple[Candidate, ...]) -> None:
    moment = Moment(day=MONDAY)
    assert take_turns(pool, moment, Past(), pinned="clinic-10") == Choice("clinic-10", Why.PINNED)
    pinned = take_turns(pool, moment, Past(), pinned="gone")
    assert pinned is not None
    assert pinned.why is Why.PLAN
    short = take_turns(pool, moment, Past(), wanted=Wanted(short=True))
    assert short is not None
    assert (short.why, short.routine.startswith("micro-")) == (Why.SHORT, True)
    eyes = take_turns(pool, moment, Past(), kind=ReminderKind.EYES)
    assert eyes == Choice("micro-eyes", Why.ONLY_ONE)
    typed = Wanted(hands=True)
    hands = take_turns(pool, moment, Past(), wanted=typed)
    assert hands is not None
    assert hands.why is Why.HANDS
    again = take_turns(pool, moment, begun("hands-2"), wanted=typed)
    assert again is not None
    assert again.why is Why.PLAN


def test_evening_sets_are_for_the_evening_at_home_and_once(pool: tuple[Candidate, ...]) -> None:
    at_home = Moment(day=MONDAY, place=Place.HOME, after_hours=True)
    assert take_turns(pool, at_home, Past()) == Choice("evening-10", Why.EVENING)
    past = Past(begun_utc_ms={"evening-10": 5}, today=frozenset({"evening-10"}))
    again = take_turns(pool, at_home, past)
    assert again is not None
    assert again.why is Why.PLAN
    office = take_turns(pool, msgspec.structs.replace(at_home, place=Place.OFFICE), Past())
    assert office is not None
    assert office.why is Why.PLAN


@settings(deadline=None)
@given(
    place=st.sampled_from(list(Place)),
    seated=st.booleans(),
    resting=st.frozensets(st.sampled_from(list(Area)), max_size=5),
    less=st.data(),
)
def test_nothing_comes_that_does_not_fit(
    pool: tuple[Candidate, ...],
    place: Place,
    seated: bool,
    resting: frozenset[Area],
    less: st.DataObject,
) -> None:
    ids = [one.id for one in pool]
    rating = Rating(less=less.draw(st.frozensets(st.sampled_from(ids), max_size=6)))
    person = Person(pool, rating)
    moment = Moment(day=MONDAY, place=place, seated_only=seated, left_out=resting)
    by_id = {one.id: one for one in pool}
    for _ in range(8):
        one = by_id[person.choose(moment).routine]
        assert one.rotates
        assert place is Place.HOME or not one.floor
        assert not seated or one.positions <= {Position.SEATED}
        assert not resting & set(one.areas[:1])
        assert one.id not in rating.less
        person.take(one.id, MONDAY)


def test_what_is_not_liked_comes_when_nothing_else_is_there(pool: tuple[Candidate, ...]) -> None:
    only = [one for one in pool if one.id == "neck-2"]
    past = Past(rating=Rating(less=frozenset({"neck-2"})))
    choice = take_turns(only, Moment(day=MONDAY), past)
    assert choice is not None
    assert choice.routine == "neck-2"
    assert take_turns([], Moment(day=MONDAY), past) is None


def test_what_is_liked_comes_more_often_but_not_twice_in_a_row(
    pool: tuple[Candidate, ...],
) -> None:
    liked = Person(pool, Rating(more=frozenset({"shoulders-2"})))
    plain = Person(pool)
    counts = {}
    for person in (liked, plain):
        for day in workdays(8, MONDAY):
            person.night()
            for _ in range(6):
                choice = person.choose(Moment(day=day))
                assert choice.routine != person.past.latest
                person.take(choice.routine, day)
        at = person.past.done
        counts[person] = sum(one.routine == "shoulders-2" for one in at)
    assert counts[liked] > counts[plain]


def test_the_meter_of_the_week_counts_by_shares(pool: tuple[Candidate, ...]) -> None:
    past = Past(done=(Done("neck-2", MONDAY, 100), Done("neck-2", MONDAY - 7, 50)))
    assert week_s(past, pool, MONDAY) == {Area.NECK: pytest.approx(100)}
    one = next(one for one in pool if one.id == "desk-5")
    assert sum(one.shares.values()) == pytest.approx(1)
    assert len(one.shares) > 3
