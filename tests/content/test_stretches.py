"""The stretches that come with the program keep the rules of their making."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knotbreak.core.body import Area, NamedPattern, Place, Position, Side
from knotbreak.core.routine import StretchKind
from tests.content.shipped import ADDITIONS, SEED, Shipped, texts

DOCS = Path(__file__).parents[2] / "docs"
HANDS_AND_ARMS = {"wrist-extensor", "wrist-flexor", "prayer-stretch", "median-glide", "biceps-open"}
AVOID = {
    "neck trouble": {
        "levator", "neck-turn", "chin-to-chest", "thread-needle", "thoracic-chair", "neck-side",
    },
    "disc trouble": {
        "forward-bend", "desk-fold", "seated-twist", "cat-cow", "seated-cat-cow", "childs-pose",
        "thread-needle", "knee-hug", "seated-hamstring", "back-extension",
    },
    "osteoporosis": {
        "forward-bend", "desk-fold", "cat-cow", "seated-cat-cow", "upper-back", "childs-pose",
        "chin-to-chest", "thread-needle", "seated-twist", "thoracic-chair", "knee-hug",
    },
    "knee trouble": {
        "pigeon", "childs-pose", "hip-flexor-kneel", "cat-cow", "toe-stretch", "quad-stand",
        "figure-four", "thread-needle",
    },
    "replaced hip": {
        "forward-bend", "desk-fold", "seated-hamstring", "knee-hug", "figure-four", "pigeon",
        "childs-pose", "toe-pull",
    },
    "shoulder trouble": {
        "doorway", "cross-body", "triceps-reach", "thoracic-chair", "biceps-open", "side-reach",
        "wall-angel", "childs-pose", "thread-needle",
    },
    "nerve diagnosis": {"cat-cow", "pigeon", "thread-needle", "toe-stretch", *HANDS_AND_ARMS},
    "pregnancy": {
        "forward-bend", "pigeon", "seated-twist", "thread-needle", "march", "quad-stand",
        "childs-pose", "breath-calm",
    },
    "blood pressure": {"breath-calm", "thread-needle", "childs-pose"},
    "balance": {
        "march", "quad-stand", "hip-flexor-stand", "hip-flexor-kneel", "heel-raise",
        "back-extension", "side-reach", "calf-wall",
    },
    "rheumatoid": {"neck-side", "neck-turn", "levator", "chin-to-chest", "chin-tuck"},
}  # fmt: skip


def test_none_is_missing_and_none_is_wrong(shipped: Shipped) -> None:
    assert shipped.library.problems == ()
    assert set(shipped.stretches) == SEED | ADDITIONS
    assert len(shipped.stretches) == 51


def test_every_stretch_is_complete(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        assert stretch.stop, id_
        assert stretch.easier_cue, id_
        assert stretch.errors, id_
        assert stretch.sources, id_
        assert stretch.figure is not None, id_
        assert stretch.summary.endswith("."), id_
        assert stretch.summary.count(". ") == 0, id_


def test_no_two_stretches_have_one_title(shipped: Shipped) -> None:
    titles = [stretch.title for stretch in shipped.stretches.values()]
    assert sorted(titles) == sorted(set(titles))


def test_every_area_has_a_stretch(shipped: Shipped) -> None:
    assert {area for stretch in shipped.stretches.values() for area in stretch.areas} == set(Area)


def test_easier_leads_to_an_end_and_never_to_the_floor(shipped: Shipped) -> None:
    for id_ in shipped.stretches:
        seen = [id_]
        while (easier := shipped.stretches[seen[-1]].easier) is not None:
            assert easier in shipped.stretches, seen
            assert easier not in seen, seen
            assert Position.FLOOR not in shipped.stretches[easier].positions, seen
            seen.append(easier)


def test_floor_work_is_for_home_and_the_rest_for_both(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        floor = stretch.positions[0] is Position.FLOOR
        assert stretch.places == ((Place.HOME,) if floor else (Place.OFFICE, Place.HOME)), id_
        if floor:
            # At the office, or with the sound off, something in the chair has to take its place.
            assert stretch.easier is not None, id_


def test_a_hold_stays_within_its_range(shipped: Shipped) -> None:
    held = 0
    for id_, stretch in shipped.stretches.items():
        if stretch.kind is not StretchKind.HOLD:
            continue
        low, usual, high = stretch.hold_min_s or 0, stretch.hold_s or 0, stretch.hold_max_s or 0
        assert 5 <= low <= usual <= high <= 60, id_
        held += 1
    assert held > 20


def test_no_stretch_holds_the_breath_by_itself(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        assert stretch.breath in (NamedPattern.CALM, NamedPattern.FREE), id_


@pytest.mark.parametrize(
    ("names", "outward"),
    [
        # Rounding, lifting against the wall, letting go and coming up are done breathing out.
        (("cat-cow", "seated-cat-cow"), "cat"),
        (("wall-angel",), "up"),
        (("thoracic-chair",), "up"),
        (("shrug-release",), "drop"),
    ],
)
def test_the_breath_goes_the_right_way(
    shipped: Shipped, names: tuple[str, ...], outward: str
) -> None:
    for id_ in names:
        phases = shipped.stretches[id_].phase
        assert len(phases) == 2, id_
        assert [phase.name for phase in phases if phase.breath == "out"] == [outward], id_
        assert [phase.breath for phase in phases if phase.name != outward] == ["in"], id_


def test_a_stretch_with_sides_says_which_limb_or_way(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        if stretch.side is Side.EACH and not stretch.phase:
            assert "this " in f"{stretch.cues.start} {stretch.cues.move}".lower(), id_
        if stretch.side is not Side.EACH:
            assert "this side" not in " ".join(texts(stretch)), id_


@pytest.mark.parametrize("word", sorted(AVOID))
def test_who_should_leave_it_out_is_told(shipped: Shipped, word: str) -> None:
    silent = [id_ for id_ in AVOID[word] if word not in " ".join(shipped.stretches[id_].avoid)]
    assert silent == []


def test_what_opens_the_chest_never_answers_pain_in_it(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        if Area.CHEST in stretch.areas:
            assert any("inside the chest" in sign for sign in stretch.stop), id_


def test_the_words_promise_nothing(shipped: Shipped) -> None:
    promises = re.compile(
        r"\b(treats|cures|heals|prevents|fixes|improves|strengthens|guarantees)\b"
        r"|releases? knots|bad posture|sit up straight"
    )
    for id_, stretch in shipped.stretches.items():
        said = " ".join(
            [
                *(stretch.title, stretch.summary, stretch.feel, stretch.caption),
                *(stretch.easier_cue, *texts(stretch), *stretch.errors, *stretch.avoid),
            ]
        ).lower()
        assert promises.search(said) is None, id_


def test_every_source_has_a_name_of_its_own_and_a_whole_address(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        titles = [source.title for source in stretch.sources]
        assert len(titles) == len(set(titles)), id_
        for source in stretch.sources:
            assert re.fullmatch(r"(https?://[\w.-]+\.[a-z]+(/[^\s\\]*)?)?", source.address), id_


def test_what_we_added_ourselves_is_listed_for_a_clinician(shipped: Shipped) -> None:
    page = (DOCS / "clinician-review.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([a-z-]+) \|", page, re.MULTILINE))
    assert listed == set(shipped.stretches)


def test_keyframes_are_there_for_every_phase(shipped: Shipped) -> None:
    for id_, stretch in shipped.stretches.items():
        assert stretch.figure is not None, id_
        poses = {frame.at for frame in stretch.figure.keyframe}
        if not poses:
            continue
        assert "start" in poses or stretch.figure.framing == "scene", id_
        if stretch.phase and len(poses) > 1:
            assert poses >= {phase.name for phase in stretch.phase}, id_
        elif not stretch.phase and stretch.figure.framing not in ("scene", "ring"):
            assert "end" in poses, id_
