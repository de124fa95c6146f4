"""What comes from files is translated where it is shown, and an empty text stays empty."""

from __future__ import annotations

from gettext import NullTranslations

from knotbreak.app.session_wording import SessionWording
from knotbreak.core.plan import PhasePlan
from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import RepMoment, SegmentKind


class Shouting(NullTranslations):
    """A language in which everything is loud; nothing is the catalogue's header, as in gettext."""

    def gettext(self, message: str) -> str:
        return message.upper() if message else "Project-Id-Version: knotbreak"


WORDS = SessionWording(Shouting())


def frame(cue: str, rep: RepMoment | None = None) -> PlayerFrame:
    return PlayerFrame(State.RUNNING, 0, 0, 5_000, 5_000, 0, None, rep, cue)


def rep(phase_cue: str, part_cue: str = "", ms: int = 2_000) -> RepMoment:
    return RepMoment(1, 5, part_cue, PhasePlan("out", ms, phase_cue), "back", 0.5, 1_000)


def test_a_cue_is_translated() -> None:
    assert WORDS.cue(SegmentKind.HOLD, frame("Sit tall.")) == "SIT TALL."
    assert WORDS.cue(SegmentKind.HOLD, frame("")) == ""


def test_so_are_part_and_phase_of_a_rep() -> None:
    assert WORDS.cue(SegmentKind.REPS, frame("x", rep("up.", "Circles."))) == "CIRCLES. UP."
    assert WORDS.cue(SegmentKind.REPS, frame("x", rep("up."))) == "UP."
    assert WORDS.cue(SegmentKind.REPS, frame("Slowly.", rep(""))) == "SLOWLY."


def test_the_words_of_a_phase_that_is_gone_at_once_are_left_out() -> None:
    assert WORDS.cue(SegmentKind.REPS, frame("x", rep("up.", "Circles.", 900))) == "CIRCLES."


def test_outside_of_reps_the_rep_says_nothing() -> None:
    assert WORDS.cue(SegmentKind.GAP, frame("Get up.", rep("up."))) == "GET UP."
