"""The session as lines of text: for pipes, logs, and terminals that can do no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.effects import Signal
from knotbreak.app.views import SessionView, StatusView
from knotbreak.core.player import PlayerFrame
from knotbreak.core.timeline import SegmentKind
from knotbreak.core.units import SECOND_MS, clock_text
from knotbreak.terminal.draw import Draw

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class PlainLines:
    """Prints one line for each thing that happens."""

    def __init__(self, say: Callable[[str], None], draw: Draw, translator: Translator) -> None:
        self.say = say
        self._draw = draw
        self._ = translator.gettext
        self._last_status = ""

    def session_began(self, view: SessionView) -> None:
        """The heading of a session."""
        self.say(view.routine_title)
        self.say(view.always)

    def moment(self, signal: Signal, view: SessionView, frame: PlayerFrame) -> None:
        """A piece of the session begins, or a mark in it is reached."""
        left = clock_text(frame.session_remaining_ms)
        if signal is Signal.DONE:
            return
        if signal is Signal.HALFWAY:
            self.say(f"{left}  " + self._("Halfway."))
            return
        self.say(f"{left}  " + self._line(view, frame))

    def status(self, view: StatusView) -> None:
        """Where things stand, if that is something else than before."""
        parts = [view.why]
        if view.notice is not None:
            parts.append(self._("Due: {title}").format(title=view.notice.title))
        elif view.next is not None:
            parts.append(
                self._("Next: {name}, {when}").format(name=view.next.name, when=view.next.words)
            )
        text = " ".join(part for part in parts if part)
        if text and text != self._last_status and not view.state.startswith("session"):
            self.say(text)
            self._last_status = text

    def _line(self, view: SessionView, frame: PlayerFrame) -> str:
        seconds = -(-frame.remaining_ms // SECOND_MS)
        name = f"{view.title} ({view.step}/{view.steps})"
        if view.side_words:
            name += ", " + view.side_words.lower()
        match view.kind:
            case SegmentKind.WAIT:
                head = self._("{what} It goes on in {n} s.").format(what=view.wait_words, n=seconds)
            case SegmentKind.READY | SegmentKind.GAP:
                head = self._("Get ready, {n} s: {name}.").format(n=seconds, name=name)
            case SegmentKind.SWITCH:
                head = self._("Other side, {n} s: {name}.").format(n=seconds, name=name)
            case SegmentKind.REST:
                head = self._("Rest, {n} s.").format(n=seconds)
            case SegmentKind.REPS if frame.rep is not None:
                reps = frame.rep.reps
                head = self._("{name}: {n} times, {s} s.").format(name=name, n=reps, s=seconds)
            case _:
                head = self._("{name}: hold {n} s.").format(name=name, n=seconds)
        return " ".join(part for part in (head, view.cues, view.breath_words) if part)
