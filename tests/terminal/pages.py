"""Views and frames for the tests of pages."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import msgspec

from knotbreak.app.views import FinishView, NextView, NoticeView, SessionView, StatusView
from knotbreak.core.body import Side
from knotbreak.core.breathing import BreathMoment, BreathPhase
from knotbreak.core.plan import PhasePlan
from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import RepMoment, SegmentKind
from knotbreak.terminal.draw import Draw
from knotbreak.terminal.style import Style

SIZES = [(80, 24), (60, 16), (40, 10), (200, 60)]
SESSION_KEYS = ("pause", "back", "skip", "easier", "something else", "pace", "when to stop", "stop")
STYLES = [Style(colour=colour, unicode=uni) for colour in (True, False) for uni in (True, False)]
WORDS = gettext.NullTranslations()
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 6
WIDE = "首と肩の力を抜いてゆっくりと息を吐きながら前に倒します" * 5
HOSTILE = "a\x1b[2Jb\x1b]0;title\x07c\nd\x9b5Ae\x1b[31mf"
BREATH = BreathMoment(
    phase=BreathPhase.EXHALE, fraction=0.5, fullness=0.5, remaining_ms=3_000, cycle=0
)
PHASE = PhasePlan(name="out", cue="Lift both hands.", ms=2_000)
REP = RepMoment(
    rep=3, reps=8, part_cue="", phase=PHASE, before="back", fraction=0.3, remaining_ms=1_400
)

VIEW = SessionView(
    routine="neck-2",
    routine_title="Neck unwinder",
    kind=SegmentKind.HOLD,
    state=State.RUNNING,
    step=2,
    steps=3,
    set=1,
    sets=1,
    title="Side neck stretch",
    side=Side.LEFT,
    side_words="Left side",
    wait_words="",
    feel="A gentle pull along the side of the neck.",
    next_title="Nose to armpit",
    cues="Tip your head away from this side.",
    segments=(35_000, 51_000, 43_000),
    gentle=False,
    pace=100,
    always="Mild pull, never pain.",
    easier="Lean back and tip half as far.",
    breath_words="Breathe in 4, out 6 seconds.",
    stop=("Tingling in an arm.",),
)
FRAME = PlayerFrame(
    state=State.RUNNING,
    index=4,
    elapsed_ms=5_000,
    remaining_ms=15_000,
    session_remaining_ms=88_000,
    reentry_ms=0,
    breath=None,
    rep=None,
    cue="This shoulder stays heavy.",
)
STATUS = StatusView(
    state="active",
    why="",
    next=NextView(reminder="stretch", name="Stretch", at="2026-11-23T10:40", words="about 10:40"),
    notice=None,
    water=2,
    water_goal=8,
    water_words="2 glasses today, goal 8 for the whole day",
    **({"tightness": 0.5} if "tightness" in StatusView.__struct_fields__ else {}),
)
NOTICE = NoticeView(
    offer=1,
    reminder="stretch",
    title="Two minutes for your neck?",
    body="Neck unwinder, in your chair.",
    shown=True,
    starts_session=True,
)
FINISH = FinishView("done", "Done. Well moved.", 83, 240)


def view(**changes: object) -> SessionView:
    """The view of a hold, changed."""
    return msgspec.structs.replace(VIEW, **changes)


def frame(**changes: object) -> PlayerFrame:
    """The frame of a hold, changed."""
    return msgspec.structs.replace(FRAME, **changes)


def status(**changes: object) -> StatusView:
    """The page between sessions, changed."""
    return msgspec.structs.replace(STATUS, **changes)


def moments() -> Iterator[tuple[str, SessionView, PlayerFrame]]:
    """Every kind of segment and every state, with the words that it must show."""
    for state, words in ((State.PAUSED, "Paused"), (State.REENTRY, "Going on in 3")):
        for kind in SegmentKind:
            reps = REP if kind is SegmentKind.REPS else None
            yield (
                words,
                view(kind=kind, state=state),
                frame(state=state, rep=reps, reentry_ms=2_100),
            )
    yield "15", view(), frame()
    yield "out through the mouth", view(), frame(breath=BREATH)
    yield "3 of 8", view(kind=SegmentKind.REPS, side_words=""), frame(rep=REP)
    thirty = msgspec.structs.replace(REP, rep=7, reps=30)
    yield "7 of 30", view(kind=SegmentKind.REPS, sets=3), frame(rep=thirty)
    yield "set 1 of 3", view(sets=3), frame()
    yield "Get ready", view(kind=SegmentKind.READY), frame()
    yield "Get ready", view(kind=SegmentKind.GAP), frame()
    yield "Rest", view(kind=SegmentKind.REST), frame()
    yield "Other side: left side", view(kind=SegmentKind.SWITCH), frame()
    waits = view(kind=SegmentKind.WAIT, wait_words="Find some floor space, shoes off.", feel="")
    yield "Press space when you are there", waits, frame()
    yield "easier version", view(gentle=True), frame()
    yield "slower, 120 %", view(pace=120), frame()
    yield "faster, 70 %", view(pace=70), frame()
    yield "0:00 left", view(step=3, next_title=""), frame(remaining_ms=0, session_remaining_ms=0)
    yield "easier", view(segments=(1_000,) * 90, steps=90), frame()
    for text in (LONG, WIDE):
        long = view(
            routine_title=text, title=text, feel=text, next_title=text, stop=(text,), sets=9,
            kind=SegmentKind.WAIT, wait_words=text,
        )  # fmt: skip
        yield "2 of 3", long, frame(cue=text)
        yield "2 of 3", view(title=text, gentle=True, sets=4), frame(cue=text, breath=BREATH)


def drawn(style: Style) -> Draw:
    """Pages in a style."""
    return Draw(style, WORDS)
