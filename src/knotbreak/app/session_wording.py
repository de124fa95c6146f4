"""The program's sentences while a session plays.

Apart from `wording`: the program in the tray needs no player.
"""

from __future__ import annotations

from knotbreak.app.wording import Wording
from knotbreak.core.body import Side
from knotbreak.core.breathing import BreathMoment, BreathPhase, BreathRun
from knotbreak.core.player import PlayerFrame
from knotbreak.core.timeline import SegmentKind, WaitFor
from knotbreak.core.units import SECOND_MS

READABLE_MS = SECOND_MS
"""The words of a shorter phase would be gone before they are read."""

MOUTH_CYCLES = 2
"""So many breaths of a session say that the air goes out through the mouth."""


class SessionWording(Wording):
    """Words a session in the user's language."""

    def side(self, side: Side) -> str:
        """Which side feels it; empty where sides do not matter."""
        _ = self._
        return {Side.LEFT: _("Left side"), Side.RIGHT: _("Right side")}.get(side, "")

    def wait(self, wait: WaitFor) -> str:
        """What to do before "I'm there"."""
        _ = self._
        return {
            WaitFor.FLOOR: _("Find some floor space, shoes off, and come down in your own time."),
            WaitFor.UP: _("Come up from the floor in your own time."),
            WaitFor.WALL: _("Go to a wall."),
            WaitFor.DOORWAY: _("Go to a doorway."),
        }[wait]

    def breath(self, moment: BreathMoment) -> str:
        """The breath cue of a moment."""
        return self.breath_phase(moment.phase, moment.cycle)

    def breath_phase(self, phase: BreathPhase, cycle: int) -> str:
        """The cue for a part of the breath, in a breath that counts from 0."""
        _ = self._
        match phase:
            case BreathPhase.INHALE:
                return _("breathe in")
            case BreathPhase.FULL:
                return _("hold, softly")
            case BreathPhase.EXHALE if cycle < MOUTH_CYCLES:
                return _("out through the mouth")
            case BreathPhase.EXHALE:
                return _("breathe out")
            case BreathPhase.EMPTY:
                return _("wait")

    def cue(self, kind: SegmentKind, frame: PlayerFrame) -> str:
        """What to do now; in reps what this part and this phase ask for."""
        rep = frame.rep
        if rep is None or kind is not SegmentKind.REPS:
            return self.content(frame.cue)
        part = self.content(rep.part_cue)
        if part and rep.phase.ms < READABLE_MS:
            return part
        return f"{part} {self.content(rep.phase.cue)}".strip() or self.content(frame.cue)

    def content(self, text: str) -> str:
        """A sentence of a file; gettext answers nothing with its own header."""
        return self._(text) if text else ""

    def pattern(self, run: BreathRun) -> str:
        """A fitted breath in a few words, such as "in 4, out 6"."""
        _ = self._
        words = {
            BreathPhase.INHALE: _("in {s:.2g}"),
            BreathPhase.FULL: _("hold {s:.2g}"),
            BreathPhase.EXHALE: _("out {s:.2g}"),
            BreathPhase.EMPTY: _("wait {s:.2g}"),
        }
        scale = run.total_ms / (run.cycles * run.pattern.cycle_ms)
        phases = run.pattern.phases
        parts = [words[phase].format(s=length * scale / SECOND_MS) for phase, length in phases]
        return _("Breathe {parts} seconds.").format(parts=", ".join(parts))
