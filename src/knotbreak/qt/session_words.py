"""What the session page says: the terminal's sentences, laid out for a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.session_wording import SessionWording
from knotbreak.app.views import FinishView, SessionView
from knotbreak.core.body import Side
from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import RepMoment, SegmentKind
from knotbreak.core.units import SECOND_MS, clock_text

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

USUAL_PACE = 100


def told_by(frame: PlayerFrame) -> tuple[object, ...]:
    """All of a moment that the words depend on: moments that have it in common are told alike."""
    breath, rep = frame.breath, frame.rep
    return (
        frame.state,
        frame.index,
        frame.cue,
        -(-frame.remaining_ms // SECOND_MS),
        -(-frame.session_remaining_ms // SECOND_MS),
        -(-frame.reentry_ms // SECOND_MS),
        None if breath is None else (breath.phase, breath.cycle),
        None if rep is None else (rep.rep, rep.reps, rep.part_cue, rep.phase),
    )


class Count(msgspec.Struct, frozen=True):
    """The number of the moment, what follows it ("of 5"), and its word; `quiet` if it waits.

    `digits` is how many the number may have in this segment, so that nothing moves at 10 to 9.
    """

    number: str
    of: str = ""
    word: str = ""
    quiet: bool = False
    digits: int = 1


class SessionWords:
    """Words a session for the window."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._words = SessionWording(translator)

    def head(self, view: SessionView) -> tuple[str, str]:
        """The routine; then step and pace, the pace only where it is not the usual one."""
        parts = [""]
        if view.steps > 1:
            parts.append(self._("{n} of {all}").format(n=view.step, all=view.steps))
        if view.pace != USUAL_PACE:
            parts.append(self._("slower") if view.pace > USUAL_PACE else self._("faster"))
        return view.routine_title, " · ".join(parts)

    def side(self, view: SessionView, *, left_is_done: bool) -> str:
        """Which side feels it, and which set this is; empty where neither matters."""
        _ = self._
        words = ""
        if view.side_words and view.kind is SegmentKind.SWITCH:
            words = _("Other side: {side}").format(side=view.side_words.lower())
        elif view.side is Side.RIGHT and left_is_done:
            words = _("Right side now. Left is done.")
        elif view.side is Side.RIGHT:
            words = _("Right side now.")
        elif view.side is Side.LEFT:
            words = _("Left side now.")
        if view.sets > 1:
            rounds = _("set {n} of {all}").format(n=view.set, all=view.sets)
            words = words.removesuffix(".")
            words = f"{words} · {rounds}" if words else rounds[:1].upper() + rounds[1:]
        return words

    def cue(self, view: SessionView, frame: PlayerFrame) -> str:
        """What to do now, for the inside of the ring."""
        return view.wait_words or self._words.cue(view.kind, frame)

    def detail(self, view: SessionView, frame: PlayerFrame, *, reduced_motion: bool) -> str:
        """What it should feel like; while the session waits, what comes after."""
        if view.wait_words:
            return self._words.cue(view.kind, frame)
        if reduced_motion and view.breath_words:
            return view.breath_words
        return view.feel

    def in_disc(self, view: SessionView, frame: PlayerFrame) -> str:
        """What a disc that breathes says in its middle; empty while anything else is to be done."""
        breathes = view.figure is not None and view.figure.breathes
        return self._breath(frame) if breathes and view.state is State.RUNNING else ""

    def count(self, view: SessionView, frame: PlayerFrame) -> Count:
        """The number of the moment and its word."""
        _ = self._
        if view.state is State.REENTRY:
            return Count(str(-(-frame.reentry_ms // SECOND_MS)), word=_("Going on"))
        seconds = str(-(-frame.remaining_ms // SECOND_MS))
        whole = -(-(frame.elapsed_ms + frame.remaining_ms) // SECOND_MS)
        digits = len(str(whole))
        paused = view.state is State.PAUSED
        if view.kind is SegmentKind.REPS and frame.rep is not None:
            word = _("Paused") if paused else self._breath(frame)
            digits = len(str(frame.rep.reps))
            of = self._of(frame.rep)
            return Count(str(frame.rep.rep), of, word, quiet=paused, digits=digits)
        if paused:
            return Count(seconds, word=_("Paused"), quiet=True, digits=digits)
        match view.kind:
            case SegmentKind.WAIT:
                return Count(seconds, word=_("until it goes on"), quiet=True, digits=digits)
            case SegmentKind.READY | SegmentKind.GAP:
                return Count(seconds, word=_("Get ready"), digits=digits)
            case SegmentKind.REST:
                return Count(seconds, word=_("Rest"), digits=digits)
            case SegmentKind.SWITCH:
                return Count(seconds, word=_("Change sides"), digits=digits)
            case _:
                return Count(seconds, word=self._breath(frame), digits=digits)

    def reps(self, rep: RepMoment) -> str:
        """The rep, for those who listen."""
        return self._("{n} of {all}").format(n=rep.rep, all=rep.reps)

    def left(self, frame: PlayerFrame) -> str:
        """What is left of the session."""
        return self._("{time} left").format(time=clock_text(frame.session_remaining_ms))

    def following(self, view: SessionView) -> str:
        """What comes next."""
        return self._("Next: {title}").format(title=view.next_title) if view.next_title else ""

    def toggle(self, view: SessionView) -> str:
        """What the primary button does."""
        if view.state is State.PAUSED:
            return self._("Go on")
        if view.kind is SegmentKind.WAIT and view.state is State.RUNNING:
            return self._("I'm there")
        return self._("Pause")

    def announcement(self, view: SessionView, side: str) -> str:
        """What is said aloud when something changes."""
        if view.state is State.PAUSED:
            return self._("Paused. Space goes on.")
        if view.state is State.REENTRY:
            return self._("Going on")
        lead = {
            SegmentKind.READY: self._("Get ready"),
            SegmentKind.GAP: self._("Get ready"),
            SegmentKind.REST: self._("Rest"),
            SegmentKind.SWITCH: self._("Change sides"),
        }.get(view.kind, "")
        parts = (lead, view.title, side, view.wait_words, view.cues)
        return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts if part)

    def finish(self, view: FinishView) -> str:
        """What was done, in one line; empty if nothing was."""
        if not view.held_s:
            return ""
        return self._("{time} of movement now, {today} today.").format(
            time=clock_text(view.held_s * SECOND_MS), today=clock_text(view.today_s * SECOND_MS)
        )

    def _breath(self, frame: PlayerFrame) -> str:
        return "" if frame.breath is None else self._words.breath(frame.breath)

    def _of(self, rep: RepMoment) -> str:
        """What stands after the number of "2 of 5", in the language's own order where it can."""
        whole = self.reps(rep)
        number = str(rep.rep)
        return whole[len(number) :].strip() if whole.startswith(number) else f"/ {rep.reps}"
