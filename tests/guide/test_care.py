"""What speaks against care: no combination of flags lets something begin that one of them bars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Area, NamedPattern
from knotbreak.core.care_state import CareKind
from knotbreak.guide.book import KNOT_AREAS, Guide
from knotbreak.guide.care import barred_by, bars, treatment
from knotbreak.guide.shape import CardId, Flag
from tests.fake_care import the_guide

flag_sets = st.sets(st.sampled_from(Flag))
area_sets = st.sets(st.sampled_from(KNOT_AREAS))
places = st.one_of(st.none(), st.sampled_from(KNOT_AREAS))
patterns = st.sampled_from(NamedPattern)


@pytest.fixture(scope="module")
def guide() -> Guide:
    return the_guide()


@pytest.mark.parametrize("kind", CareKind)
def test_every_kind_says_what_to_mind_and_asks(guide: Guide, kind: CareKind) -> None:
    assert guide.care[kind].mind
    assert bars(guide, kind, None, NamedPattern.CALM)
    assert treatment(guide, kind).title


def test_the_words_of_content_are_there(guide: Guide) -> None:
    said = {
        kind: " ".join([*known.mind, *(bar.words for bar in known.bar)]).lower()
        for kind, known in guide.care.items()
    }
    for kind in (CareKind.HEAT, CareKind.COLD):
        for word in (
            "between",
            "five minutes",
            "sleep",
            "numb",
            "broken",
            "diabetes",
            "circulation",
        ):
            assert word in said[kind], (kind, word)
    for word in ("raynaud", "allergy"):
        assert word in said[CareKind.COLD]
    for word in ("new injury", "pregnant", "belly"):
        assert word in said[CareKind.HEAT]
    for word in ("front of the neck", "spine", "bone", "broken", "blood thinners", "hurts more"):
        assert word in said[CareKind.MASSAGE]
    assert "dizzy" in said[CareKind.BREATHE]


@given(flag_sets, area_sets, places, patterns, st.sampled_from(CareKind))
def test_one_flag_more_never_opens_what_was_barred(
    flags: set[Flag], injured: set[Area], area: Area | None, pattern: NamedPattern, kind: CareKind
) -> None:
    guide = the_guide()
    barred = barred_by(guide, kind, area, pattern, flags, injured)
    for more in Flag:
        both = barred_by(guide, kind, area, pattern, flags | {more}, injured)
        assert barred is None or both is not None
    if Flag.INJURY in flags and area in injured and kind in (CareKind.HEAT, CareKind.MASSAGE):
        assert barred is not None
    holds = kind is CareKind.BREATHE and pattern is NamedPattern.CLINIC
    if holds and flags & {Flag.HEART, Flag.PREGNANCY}:
        assert barred is not None


@given(flag_sets)
def test_calm_breathing_is_left_to_everybody(flags: set[Flag]) -> None:
    for pattern in (NamedPattern.CALM, NamedPattern.EVEN, NamedPattern.FREE):
        assert barred_by(the_guide(), CareKind.BREATHE, None, pattern, flags, set()) is None


@pytest.mark.parametrize("kind", [CareKind.HEAT, CareKind.COLD, CareKind.MASSAGE])
def test_the_heart_and_the_calf_are_asked_where_they_may_speak(
    guide: Guide, kind: CareKind
) -> None:
    for area in (*KNOT_AREAS, None):
        asked = {bar.card for bar in bars(guide, kind, area, NamedPattern.CALM)}
        if area is None or guide.areas[area].heart:
            assert CardId.EMERGENCY in asked, area
        assert (CardId.URGENT in asked) == (area in (Area.CALVES, None))
