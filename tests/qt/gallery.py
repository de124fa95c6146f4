"""Every state of every window as a picture, for the eye: build/gallery/*.png.

    python -m tests.qt.gallery [word ...]     only the pictures whose name has a word in it

Light and dark, 100 % and 200 %, short and long texts, offscreen. The views are made by hand.
"""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from knotbreak.app.notice import Notice, NoticeAction
from knotbreak.app.views import (
    FinishView,
    NextView,
    NoticeView,
    SessionView,
    StatusView,
    TurnView,
)
from knotbreak.core.body import Area, Side
from knotbreak.core.breathing import BreathMoment, BreathPhase
from knotbreak.core.plan import PhasePlan
from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import RepMoment, SegmentKind

OUT = Path(__file__).resolve().parents[2] / "build" / "gallery"
CUE = "Tip your head away from this side."
TRANSLATOR = gettext.NullTranslations()

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
    side=Side.RIGHT,
    side_words="Right side",
    wait_words="",
    feel="A mild pull along the side of the neck, sometimes as far as the top of the shoulder.",
    next_title="Levator stretch",
    cues="Tip your head away from this side.",
    segments=(36_000, 52_000, 44_000),
    gentle=False,
    pace=100,
    always="Mild pull, never pain.",
    easier="Lean back in your chair and tip half as far.",
    breath_words="Breathe in 4, out 6 seconds.",
    stop=("You feel dizzy.", "Tingling runs into your arm.", "The pain is sharp."),
)

FRAME = PlayerFrame(
    state=State.RUNNING,
    index=6,
    elapsed_ms=8_000,
    remaining_ms=12_000,
    session_remaining_ms=74_000,
    reentry_ms=0,
    breath=BreathMoment(BreathPhase.EXHALE, 0.4, 0.6, 3_600, 2),
    rep=None,
    cue=CUE,
)

LONG_TITLE = "Hüftbeuger-Dehnung im Halbkniestand mit aufgerichtetem Becken"
LONG_CUE = (
    "Schieben Sie das Becken langsam nach vorn, bis vorn an der Hüfte ein milder Zug entsteht."
)
LONG_FEEL = (
    "Ein milder Zug an der Vorderseite der Hüfte des knienden Beins und den Oberschenkel hinab."
)


def view(**changes: Any) -> SessionView:
    """The sample view with some things changed."""
    return msgspec.structs.replace(VIEW, **changes)


def frame(**changes: Any) -> PlayerFrame:
    """The sample frame with some things changed."""
    return msgspec.structs.replace(FRAME, **changes)


def rep(now: int = 2, all_: int = 5, cue: str = "Slide your chin straight back.") -> RepMoment:
    """A moment of a rep."""
    return RepMoment(now, all_, "", PhasePlan("out", 3_000, cue, None), "back", 0.4, 1_800)


def breath(phase: BreathPhase, fullness: float, cycle: int = 3) -> BreathMoment:
    """A moment of the breath."""
    return BreathMoment(phase, 0.5, fullness, 2_000, cycle)


STATUS = StatusView(
    state="active",
    tightness=0.4,
    why="",
    next=NextView("stretch", "Stretch", "2026-01-05T10:40:00", "about 10:40"),
    notice=None,
    water=3,
    water_goal=8,
    water_words="3 glasses today, goal 8 for the whole day",
)
NO_TRAY = "This desktop has no tray, so knotbreak lives in this small window."

NOTICE = Notice(
    offer_id=7,
    title="Two minutes for your neck?",
    body="Neck unwinder, in your chair.",
    actions=(
        NoticeAction("start", "Start"),
        NoticeAction("snooze", "In 5 min"),
        NoticeAction("skip", "Skip"),
    ),
    default_action="start",
    quiet=False,
    stay_ms=300_000,
    picture=str(Path(__file__).resolve().parents[2] / "assets" / "pictures" / "chin-tuck.png"),
)


def sessions() -> Iterator[tuple[str, SessionView, PlayerFrame]]:
    """The states of a session."""
    yield "hold", VIEW, FRAME
    yield "hold-full", VIEW, frame(breath=breath(BreathPhase.FULL, 1.0), remaining_ms=3_000)
    yield (
        "hold-mouth",
        view(side=Side.LEFT, side_words="Left side"),
        frame(breath=breath(BreathPhase.EXHALE, 0.2, 0), elapsed_ms=1_000, remaining_ms=19_000),
    )
    yield (
        "hold-free",
        view(side=Side.BOTH, side_words="", breath_words="", title="Look far", feel=""),
        frame(breath=None, cue="Rest your eyes on something far away."),
    )
    yield (
        "ready",
        view(kind=SegmentKind.READY, step=1, breath_words=""),
        frame(
            breath=None,
            elapsed_ms=2_000,
            remaining_ms=3_000,
            session_remaining_ms=129_000,
            cue="Grow tall and let both shoulders drop.",
        ),
    )
    yield (
        "switch",
        view(kind=SegmentKind.SWITCH, breath_words=""),
        frame(breath=None, elapsed_ms=2_000, remaining_ms=4_000),
    )
    yield (
        "rest",
        view(kind=SegmentKind.REST, sets=3, set=2, breath_words="", side=Side.BOTH, side_words=""),
        frame(breath=None, cue="Bring your head back up slowly."),
    )
    yield (
        "wait",
        view(
            kind=SegmentKind.WAIT,
            wait_words="Find some floor space, shoes off, and come down in your own time.",
            title="Child's pose",
            side=Side.BOTH,
            side_words="",
            breath_words="",
        ),
        frame(breath=None, cue="Kneel and sit back on your heels.", remaining_ms=14_000),
    )
    yield (
        "reps",
        view(
            kind=SegmentKind.REPS, title="Chin tuck", side=Side.BOTH, side_words="", breath_words=""
        ),
        frame(rep=rep(), breath=breath(BreathPhase.EXHALE, 0.3)),
    )
    yield (
        "reps-many",
        view(
            kind=SegmentKind.REPS,
            title="Heel raises",
            side=Side.BOTH,
            side_words="",
            breath_words="",
        ),
        frame(rep=rep(11, 20, "Up on your toes."), breath=None),
    )
    yield "paused", view(state=State.PAUSED), frame(state=State.PAUSED)
    yield "reentry", view(state=State.REENTRY), frame(state=State.REENTRY, reentry_ms=2_400)
    yield (
        "long",
        view(
            routine_title="Der ganze Rücken nach einem langen Arbeitstag im Sitzen",
            title=LONG_TITLE,
            feel=LONG_FEEL,
            next_title=LONG_TITLE,
            sets=3,
            pace=120,
            segments=(20_000,) * 14,
            step=4,
            steps=14,
        ),
        frame(
            cue=LONG_CUE, breath=breath(BreathPhase.EXHALE, 0.5, 0), session_remaining_ms=222_000
        ),
    )


class German(gettext.NullTranslations):
    """Words as long as German ones, where that hurts."""

    def gettext(self, message: str) -> str:
        return {
            "Skip": "Überspringen",
            "Back": "Zurück",
            "Easier": "Leichtere Variante",
            "Stop": "Beenden",
            "Pause": "Unterbrechen",
            "out through the mouth": "durch den Mund ausatmen",
            "Right side now. Left is done.": "Jetzt die rechte Seite. Die linke ist fertig.",
            "Right side now.": "Jetzt die rechte Seite.",
            "Mild pull, never pain.": "Ein milder Zug, niemals Schmerz.",
            "Start": "Jetzt beginnen",
            "In 5 min": "In fünf Minuten",
        }.get(message, message)


def shoot(only: list[str], mark: str, *, dark: bool, scale: int) -> None:
    """Render everything in this process."""
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QApplication, QMenu, QWidget

    from knotbreak.qt.notice_window import NoticeWindow
    from knotbreak.qt.session_window import SessionWindow
    from knotbreak.qt.status_window import StatusWindow
    from knotbreak.qt.theme import ThemeSource

    app = QApplication([])
    app.setStyle("Fusion")
    family = os.environ.get("GALLERY_FONT")
    if family:
        font = app.font()
        font.setFamily(family)
        app.setFont(font)
    source = ThemeSource(app, dark=dark, reduced_motion=False)
    OUT.mkdir(parents=True, exist_ok=True)

    def save(widget: QWidget, name: str) -> None:
        if only and not any(word in f"{name}-{mark}" for word in only):
            return
        app.processEvents()
        picture = widget.grab()
        picture.save(str(OUT / f"{name}-{mark}.png"))

    def session(
        name: str, a_view: SessionView, a_frame: PlayerFrame, form: str, size: QSize | None
    ) -> None:
        words = German() if "long" in name else TRANSLATOR
        window = SessionWindow(source, words, lambda: a_frame)
        window.set_form(form)
        if size is not None:
            window.setMinimumSize(1, 1)
            window.resize(size)
        if a_view.side is Side.RIGHT and a_view.kind is SegmentKind.HOLD and "long" not in name:
            window.render(msgspec.structs.replace(a_view, side=Side.LEFT))
        window.render(a_view)
        window.show()
        if size is not None:
            window.resize(size)
        save(window, name)
        window.hide()
        window.deleteLater()

    for name, a_view, a_frame in sessions():
        session(f"session-{name}", a_view, a_frame, "normal", None)
        session(f"corner-{name}", a_view, a_frame, "corner", None)
        if name in ("hold", "long", "reps"):
            for wide, tall in ((760, 470), (1280, 800), (1920, 1080), (2560, 1080), (900, 1200)):
                size = QSize(wide, tall)
                session(f"size-{wide}x{tall}-{name}", a_view, a_frame, "normal", size)

    def finished(name: str, act: Callable[[SessionWindow], object], form: str = "normal") -> None:
        window = SessionWindow(source, TRANSLATOR, lambda: None)
        window.set_form(form)
        act(window)
        window.show()
        save(window, name)
        window.hide()

    done = FinishView("done", "Done. Well moved.", 96, 372)
    water = STATUS.water_words
    finished("finish-done", lambda window: window.show_finish(done, water))
    finished("finish-corner", lambda window: window.show_finish(done, water), "corner")
    stopped = FinishView("stopped", "Stopped. Nothing lost.", 0, 0)
    finished("finish-stopped", lambda window: window.show_finish(stopped, water))

    def feel(window: SessionWindow) -> None:
        window.show_finish(done, water)
        window._finish.feeling["worse"].click()

    finished("finish-felt", feel)
    turn = TurnView("neck-2", "Neck unwinder", "more")

    def asked(
        words: str, question: str, see: Area | None = None
    ) -> Callable[[SessionWindow], object]:
        view = msgspec.structs.replace(done, turn=turn, asks=Area.NECK, asks_words=question)

        def act(window: SessionWindow) -> None:
            feel(window)
            window.show_finish(view, water)
            window._finish.feeling["worse"].click()
            window._finish.drank.click()
            window.update_finish(msgspec.structs.replace(view, answer=words, see=see))
            window._finish.scale.numbers[4].setFocus()

        return act

    finished("finish-asked", asked("Noted, thank you.", "How tight does it feel now (neck)?"))
    rests = "Zum zweiten Mal schlimmer: Schulterblätter und oberer Rücken. " + LONG_FEEL + LONG_CUE
    question = "Wie verspannt sind Ihre Schulterblätter gerade?"
    finished("finish-asked-long", asked(rests, question, Area.SHOULDER_BLADES))
    finished("safety", lambda window: window.show_safety())

    window = SessionWindow(source, TRANSLATOR, lambda: FRAME)
    window.render(VIEW)
    window.show()
    window.show_stop_signs()
    save(window, "stop-signs")
    window.hide()

    for name, notice in (
        ("notice", NOTICE),
        ("notice-water", msgspec.structs.replace(
            NOTICE, title="A glass of water?", body="", picture="",
            actions=(NoticeAction("done", "Drank one"), NoticeAction("later", "Later")),
        )),
        ("notice-long", msgspec.structs.replace(
            NOTICE,
            title="Zwei Minuten für Ihre Schulterblätter und den oberen Rücken?",
            body=f"{LONG_FEEL} {LONG_CUE}",
            actions=(NoticeAction("start", "Jetzt beginnen"),
                     NoticeAction("snooze", "In fünf Minuten noch einmal"),
                     NoticeAction("skip", "Dieses Mal überspringen")),
        )),
    ):  # fmt: skip
        shown = NoticeWindow(source, TRANSLATOR)
        shown.show_notice(notice)
        save(shown, name)
        shown.hide()

    due = NoticeView(3, "stretch", NOTICE.title, NOTICE.body, True, True, NOTICE.picture)
    for name, status in (
        ("status-active", STATUS),
        ("status-due", msgspec.structs.replace(STATUS, state="due", notice=due, tightness=1.0)),
        ("status-water", msgspec.structs.replace(STATUS, state="due", notice=NoticeView(
            4, "water", "A glass of water?", "", True, False))),
        ("status-paused", msgspec.structs.replace(
            STATUS, state="paused", why="You paused reminders until 11:30.", next=None)),
    ):  # fmt: skip
        small = StatusWindow(source, TRANSLATOR, QMenu())
        small.render(status, NO_TRAY)
        small.show()
        save(small, name)
        small.hide()


def main() -> None:
    """One process for each scheme and scale: Qt reads its scale once."""
    only = sys.argv[1:]
    mark = os.environ.get("GALLERY_MARK")
    if mark is not None:
        scheme, _, scale = mark.partition("-")
        shoot(only, mark, dark=scheme == "dark", scale=int(scale) // 100)
        return
    for scheme in ("light", "dark"):
        for scale in (100, 200):
            env = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(scale / 100),
                "GALLERY_MARK": f"{scheme}-{scale}",
            }
            command = [sys.executable, "-m", "tests.qt.gallery", *only]
            subprocess.run(command, env=env, check=True)


if __name__ == "__main__":
    main()
