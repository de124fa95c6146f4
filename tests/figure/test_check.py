"""Bad figures are told by `check`, with line and hint, and left out of what is played."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Side
from knotbreak.core.faults import Fault
from knotbreak.core.figure_spec import Angle, FigureSpec, Keyframe, Posture
from knotbreak.core.problems import ProblemError
from knotbreak.figure.animate import Movement
from knotbreak.figure.check import faults, places
from knotbreak.figure.ranges import RANGES
from knotbreak.figure.vectors import length
from knotbreak.storage.library import Library, LibraryReader, check_stretch_file
from tests.figure.moments import figures, told
from tests.storage.samples import HOLD, REPS

SPEC = """\
[figure]
posture = "seated"

[[figure.keyframe]]
at = "start"
contacts = { hand = "thigh" }

[[figure.keyframe]]
at = "end"
"""
PLAIN = HOLD[: HOLD.index("[figure]")]
FIRST = PLAIN.count("\n")
"""How many lines there are before `SPEC`."""


def found(
    frame: Keyframe, posture: Posture = Posture.SEATED, side: Side = Side.EACH
) -> list[Fault]:
    return list(faults(FigureSpec(posture=posture, keyframe=(frame,)), side))


class TestFaults:
    def test_none_in_any_figure_of_the_program(self) -> None:
        wrong = [
            f"{name} {fault.path[2:]}: {fault.what}"
            for name, (stretch, spec) in figures().items()
            for fault in faults(spec, stretch.side)
        ]
        assert not wrong, told(wrong)

    def test_an_angle_out_of_its_range(self) -> None:
        frame = Keyframe("end", {Angle.ELBOW_FLEXION: 170, Angle.OTHER_KNEE_FLEXION: -20})
        assert found(frame) == [
            Fault(
                ("figure", "keyframe", 0, "angles", "elbow_flexion"),
                "170 is too much",
                "0 to 150 degrees",
            ),
            Fault(
                ("figure", "keyframe", 0, "angles", "other_knee_flexion"),
                "-20 is too little",
                "0 to 150 degrees",
            ),
        ]

    def test_ends_of_a_range_are_inside(self) -> None:
        for angle, limits in RANGES.items():
            for value in (limits.low, limits.high):
                assert found(Keyframe("end", {angle: value})) == []

    def test_units_are_those_of_the_angle(self) -> None:
        frame = Keyframe("end", {Angle.JAW_OPENING_MM: 80, Angle.HEAD_RETRACTION_CM: 9})
        assert [fault.hint for fault in found(frame)] == ["0 to 50 mm", "-5 to 5 cm"]

    @pytest.mark.parametrize(
        ("part", "place", "what", "hint"),
        [
            ("hand", "thihg", 'the hand cannot touch "thihg"', "did you mean thigh?"),
            ("other-hand", "other-nee", 'the other-hand cannot touch "other-nee"', "other-knee"),
            ("handd", "thigh", 'no part of the body is called "handd"', "did you mean hand?"),
            ("knee", "moon", 'the knee cannot touch "moon"', "one of cushion, floor"),
            ("other-foot", "other-knee", "the other-foot cannot touch", "one of floor"),
        ],
    )
    def test_an_unknown_contact(self, part: str, place: str, what: str, hint: str) -> None:
        (fault,) = found(Keyframe("end", contacts={part: place}))
        assert fault.path == ("figure", "keyframe", 0, "contacts", part)
        assert what in fault.what
        assert hint in fault.hint
        assert not fault.warning

    def test_a_hand_that_does_not_reach(self) -> None:
        (fault,) = found(Keyframe("end", contacts={"hand": "floor"}))
        assert fault.path == ("figure", "keyframe", 0, "contacts", "hand")
        assert "cm from" in fault.what
        assert "nearer" in fault.hint

    def test_a_knee_that_does_not_come_down(self) -> None:
        (fault,) = found(Keyframe("end", contacts={"knee": "floor"}), Posture.STANDING)
        assert fault.path[-1] == "knee"

    def test_a_hand_within_reach_is_no_fault(self) -> None:
        assert found(Keyframe("end", contacts={"hand": "thigh", "other-hand": "other-knee"})) == []

    def test_two_keyframes_of_one_name_are_the_fault_of_another_check(self) -> None:
        frame = Keyframe("end", contacts={"hand": "floor"})
        spec = FigureSpec(posture=Posture.SEATED, keyframe=(frame, frame))
        assert list(faults(spec, Side.BOTH)) == []

    def test_every_contact_of_the_program_is_known(self) -> None:
        known = places()
        for name, (_, spec) in figures().items():
            for frame in spec.keyframe:
                for part, place in frame.contacts.items():
                    assert place in known[part], (name, part, place)


KNOWN = places()
CONTACTS = st.dictionaries(st.sampled_from(sorted(KNOWN)), st.none(), max_size=4).flatmap(
    lambda parts: st.fixed_dictionaries(
        {part: st.sampled_from([*sorted(KNOWN[part]), "nowhere"]) for part in parts}
    )
)
FRAMES = st.builds(
    Keyframe,
    at=st.sampled_from(["start", "end"]),
    angles=st.dictionaries(st.sampled_from(list(Angle)), st.floats(-180, 180), max_size=6),
    contacts=CONTACTS,
)


@given(
    st.sampled_from(list(Posture)),
    st.lists(FRAMES, min_size=1, max_size=2),
    st.sampled_from(list(Side)),
)
def test_whatever_a_file_says_is_answered(
    posture: Posture, frames: list[Keyframe], side: Side
) -> None:
    """No figure that can be read brings the check, or a session, down."""
    spec = FigureSpec(posture=posture, keyframe=tuple(frames))
    for fault in faults(spec, side):
        assert fault.what
        assert fault.path[:2] == ("figure", "keyframe")
    body = Movement(spec, Side.LEFT).pose_at("move", 0.4)
    assert length(body.pelvis.at) < 5


class World:
    """A program without stretches of its own, and a user with one."""

    def __init__(self, root: Path) -> None:
        self.path = root / "data" / "stretches" / "mine.toml"
        self.path.parent.mkdir(parents=True)
        self._reader = LibraryReader(root / "builtin", root / "data")

    def load(self, text: str) -> Library:
        self.path.write_text(text, encoding="utf-8")
        return self._reader.reload()

    def checked(self, text: str) -> list[str]:
        """What `knotbreak check` says."""
        self.path.write_text(text, encoding="utf-8")
        try:
            return [str(one) for one in check_stretch_file(self.path, Library(), name="mine")[1]]
        except ProblemError as error:
            return [str(one) for one in error.problems]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


BAD = [
    pytest.param(
        "[figure.keyframe.angles]\nelbow_flexion = 170\n",
        f"mine:{FIRST + 11}: figure.keyframe[2].angles.elbow_flexion: 170 is too much"
        " (0 to 150 degrees)",
        id="range",
    ),
    pytest.param(
        'contacts = { hand = "thihg" }\n',
        f"mine:{FIRST + 10}: figure.keyframe[2].contacts.hand: the hand cannot touch"
        ' "thihg" (did you mean thigh?)',
        id="contact",
    ),
    pytest.param(
        "angles = { elbo_flexion = 10 }\n",
        f"mine:{FIRST + 10}: figure.keyframe[2].angles.elbo_flexion:",
        id="joint",
    ),
    pytest.param(
        'contacts = { hand = "floor" }\n',
        f"mine:{FIRST + 10}: figure.keyframe[2].contacts.hand: the hand is ",
        id="reach",
    ),
    pytest.param(
        '[[figure.keyframe]]\nat = "end"\n',
        f'mine:{FIRST + 11}: figure.keyframe[3].at: "end" is here twice (keep one of them)',
        id="twice",
    ),
    pytest.param(
        '[[figure.keyframe]]\nat = "ende"\n',
        f'mine:{FIRST + 11}: figure.keyframe[3].at: "ende" is no phase of this stretch'
        " (did you mean end?)",
        id="phase",
    ),
]


class TestFiles:
    def test_a_good_one_is_as_good_as_before(self, world: World) -> None:
        assert world.checked(PLAIN + SPEC) == []
        library = world.load(PLAIN + SPEC)
        assert library.problems == ()
        assert library.stretches["mine"].stretch.figure is not None

    @pytest.mark.parametrize(("lines", "said"), BAD)
    def test_a_bad_one_is_refused_with_line_and_hint(
        self, world: World, lines: str, said: str
    ) -> None:
        (problem,) = world.checked(PLAIN + SPEC + lines)
        assert problem.startswith(said)

    @pytest.mark.parametrize(("lines", "said"), BAD)
    def test_its_stretch_is_played_in_words(self, world: World, lines: str, said: str) -> None:
        library = world.load(PLAIN + SPEC + lines)
        assert library.stretches["mine"].stretch.title == "Side neck stretch"
        assert library.stretches["mine"].stretch.figure is None
        (problem,) = library.problems
        assert str(problem).startswith(said.replace("mine:", "stretches/mine.toml:"))
        assert not problem.warning
        # It is said as long as it lasts, and no longer.
        assert world._reader.reload().problems == library.problems
        mended = world.load(PLAIN + SPEC)
        assert mended.problems == ()
        assert mended.stretches["mine"].stretch.figure is not None

    def test_the_words_of_a_file_whose_figure_went_bad_are_the_new_ones(self, world: World) -> None:
        world.load(PLAIN + SPEC)
        newer = PLAIN.replace("Side neck stretch", "Newer words")
        library = world.load(newer + SPEC + "angles = { elbo_flexion = 10 }\n")
        assert library.stretches["mine"].stretch.title == "Newer words"

    def test_a_file_with_other_faults_is_not_saved_by_it(self, world: World) -> None:
        worse = PLAIN.replace("hold_s = 20", "hold_s = 0") + SPEC
        library = world.load(worse + "angles = { elbo_flexion = 10 }\n")
        assert "mine" not in library.stretches
        assert len(library.problems) == 2

    def test_faults_of_figure_and_words_are_told_together(self, world: World) -> None:
        text = PLAIN.replace("hold_s = 20", "hold_s = 0") + SPEC
        keys = world.checked(text + 'contacts = { hand = "floor" }\n')
        assert ["hold_s" in keys[0], "contacts.hand" in keys[1]] == [True, True]

    def test_what_is_out_of_reach_is_not_guessed_without_a_side(self, world: World) -> None:
        text = PLAIN.replace('side = "each"', 'side = "eech"') + SPEC
        (problem,) = world.checked(text + 'contacts = { hand = "floor" }\n')
        assert "side" in problem

    def test_reps_have_their_phases_checked_as_ever(self, world: World) -> None:
        assert world.checked(REPS.replace('easier = "neck-side"', "")) == []
