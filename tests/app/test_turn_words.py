"""Every choice has its sentence, and the sentence says what it is for."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from knotbreak.app.turn_words import TurnWords
from knotbreak.core.body import Area
from knotbreak.core.choice import Choice, Why

WORDS = TurnWords(NullTranslations())
FOR_AN_AREA = (Why.OVERDUE, Why.PLAN, Why.NAMED, Why.MIX, Why.WAITED)


def choice(why: Why, days: int = 3) -> Choice:
    return Choice("x", why, Area.HIPS if why in FOR_AN_AREA else None, days)


def test_no_two_reasons_sound_the_same() -> None:
    said = [WORDS.why(choice(why)) for why in Why]
    assert len(set(said)) == len(said)
    assert all(said)


@pytest.mark.parametrize("why", FOR_AN_AREA)
def test_the_area_is_named(why: Why) -> None:
    assert "hips" in WORDS.why(choice(why))
    assert "hips" in WORDS.short(choice(why)).lower()


def test_days_are_counted() -> None:
    assert WORDS.short(choice(Why.OVERDUE, 1)) == "Hips: no turn for 1 day."
    assert WORDS.why(choice(Why.OVERDUE, 4)) == "your hips had no turn for 4 days"


@pytest.mark.parametrize("why", [Why.SHORT, Why.HANDS, Why.ONLY_ONE, Why.PINNED])
def test_what_the_notice_shows_already_is_not_said(why: Why) -> None:
    assert WORDS.short(choice(why)) == ""


def test_a_prescription_says_who_gave_it_and_how_far_it_is() -> None:
    assert WORDS.ticks(1, 3, "M. Okafor") == "From M. Okafor. 1 of 3 today."
    assert WORDS.ticks(0, 3, "") == "0 of 3 today."
